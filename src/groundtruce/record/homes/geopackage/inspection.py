"""A GeoPackage as verification sees it: every byte as it is stored, the indexes, and what is the file's own."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from groundtruce.errors import BrokenRecord
from groundtruce.record.geometry import Box
from groundtruce.record.homes.geopackage.connections import bind_parameters, connect_for_reading
from groundtruce.record.homes.geopackage.schema import (
    CONTENTS,
    LAYERS,
    REGISTRATIONS,
    expected_objects,
    list_objects,
)
from groundtruce.record.homes.geopackage.writing import LAYER_OF_TABLE, measure_layer
from groundtruce.record.homes.home import RECORDED_TABLES, Dialect, Parameter

_CHUNK = 1 << 20
_SURPLUS = {
    "rtree_zone_versions_geom": "SELECT id FROM rtree_zone_versions_geom WHERE id NOT IN (SELECT seq FROM zone_shapes)",
    "rtree_incidents_geom": "SELECT id FROM rtree_incidents_geom "
    "WHERE id NOT IN (SELECT seq FROM incident_points WHERE geom IS NOT NULL)",
    "rtree_markers_geom": "SELECT id FROM rtree_markers_geom WHERE id NOT IN (SELECT seq FROM marker_points)",
    "rtree_places_geom": "SELECT id FROM rtree_places_geom WHERE id NOT IN (SELECT fid FROM places)",
}
# The index is checked against the texts on a copy of it in temporary tables, since SQLite counts the check as writing.
_COPY_TEXT_INDEX = """
CREATE TEMP VIEW texts AS SELECT seq, title, body FROM main.texts;
CREATE VIRTUAL TABLE temp.text_index USING fts5(
  title, body, content='texts', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
DELETE FROM temp.text_index_data;
DELETE FROM temp.text_index_idx;
DELETE FROM temp.text_index_docsize;
INSERT INTO temp.text_index_data SELECT * FROM main.text_index_data;
INSERT INTO temp.text_index_idx SELECT * FROM main.text_index_idx;
INSERT INTO temp.text_index_docsize SELECT * FROM main.text_index_docsize;
"""


class GeoPackageInspection:
    """A file at one moment, read with every text as bytes."""

    damage = (sqlite3.DatabaseError,)

    def __init__(self, path: Path, connection: sqlite3.Connection, dialect: Dialect) -> None:
        self.address = path
        self.dialect = dialect
        self._connection = connection

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, one by one."""
        # An exception's traceback would keep a cursor that is not closed alive, and with it the lock on the file.
        with closing(self._connection.execute(statement, bind_parameters(parameters))) as cursor:
            yield from cursor

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        with closing(self._connection.execute(statement, bind_parameters(parameters))) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def entries(self) -> Generator[tuple[Any, ...], None, None]:
        """Every entry in order."""
        return self.rows(f"SELECT {self.dialect.entry_as_bytes} FROM entries NOT INDEXED ORDER BY seq")  # noqa: S608  # our own text

    def rows_beside(self, table: str, columns: str, *, key: str = "seq", number: int) -> list[tuple[Any, ...]]:
        """The rows of a table beside an entry, one entry after the other, so that what is damaged is named."""
        # The table itself is read, not an index over it; but several rows of an entry are found by their key alone.
        where = f"WHERE {key} = :number"
        how = f"{where} ORDER BY number" if table == "mentions" else f"{self.dialect.unindexed} {where}"
        return list(self.rows(f"SELECT {columns} FROM {table} {how}", number=number))  # noqa: S608  # our own names

    def content_pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a document, piece by piece."""
        found = self.row("SELECT rowid FROM contents WHERE sha256 = :sha256", sha256=sha256)
        name = found and self.row(
            "SELECT CAST(sha256 AS BLOB) FROM contents NOT INDEXED WHERE rowid = :number", number=found[0]
        )
        if not found or name != (sha256.encode(),):
            raise ValueError("its content is missing")
        with self._connection.blobopen("contents", "bytes", found[0], readonly=True) as blob:
            while chunk := blob.read(_CHUNK):
                yield chunk

    def check_text(self, seq: int, *, title: str, text: str) -> None:
        """Nothing: the index of the texts is checked as a whole."""

    def check_shape(self, table: str, number: int, *, box: Box) -> None:
        """Check that the R-tree of a layer holds the box of a row's geometry."""
        layer = LAYER_OF_TABLE[table]
        found = self.row(
            f"SELECT minx, miny, maxx, maxy FROM rtree_{layer}_geom WHERE id = :number",  # noqa: S608  # our own names
            number=number,
        )
        # An R-tree keeps 32-bit numbers, rounded outwards: each is off by less than 2^-22 of itself.
        if found is None or any(abs(a - b) > abs(b) * 2**-22 for a, b in zip(found, box, strict=True)):
            raise ValueError(f"the spatial index of {layer} does not hold its geometry")

    def check_rest(self) -> None:
        """Check the R-trees for more than they should hold, the schema's objects, the GeoPackage's own rows, the indexes."""
        path, connection = self.address, self._connection
        _check_surplus(path, connection)
        connection.execute("COMMIT")
        connection.text_factory = str
        _check_objects(path, connection)
        _check_geopackage(path, connection)
        _check_indexes(path, connection)


@contextmanager
def inspect(path: Path, dialect: Dialect) -> Iterator[GeoPackageInspection]:
    """Open a file for verification."""
    with closing(connect_for_reading(path)) as connection:
        # With integers, texts and geometries as SQLite stores them, no byte in a text can stop the reading.
        connection.text_factory = bytes
        connection.execute("BEGIN")
        yield GeoPackageInspection(path, connection, dialect)


# ---------------------------------------------------------------------------------------------------------------


def _check_surplus(path: Path, connection: sqlite3.Connection) -> None:
    for table, query in _SURPLUS.items():
        row = connection.execute(f"{query} LIMIT 1").fetchone()
        if row:
            raise BrokenRecord(path, f"row {row[0]} of {table} belongs to no entry")


def _check_geopackage(path: Path, connection: sqlite3.Connection) -> None:
    """Check the rows of the GeoPackage's own tables; others' rows beside ours are none of our business."""
    for table, rows in REGISTRATIONS.items():
        found = set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608  # our own names
        if not found.issuperset(rows):
            raise BrokenRecord(path, f"a row of {table} is missing or changed")
    listed = {
        name: (data_type, srs, box if box[0] is not None else None)
        for name, data_type, srs, *box in connection.execute(
            "SELECT table_name, data_type, srs_id, min_x, min_y, max_x, max_y FROM gpkg_contents"
        )
    }
    for name, (data_type, srs) in CONTENTS.items():
        box = measure_layer(connection, name) if name in LAYERS else None
        if listed.get(name) != (data_type, srs, list(box) if box else None):
            raise BrokenRecord(path, f"gpkg_contents does not list {name} as it is")


def _check_objects(path: Path, connection: sqlite3.Connection) -> None:
    """Check that tables, views and triggers are the schema's, and that no trigger was added to one of them."""
    expected, found = expected_objects(), list_objects(connection)
    for name, made_by in expected.items():
        if name not in found:
            raise BrokenRecord(path, f"{name} of its schema is missing")
        if found[name] != made_by:
            raise BrokenRecord(path, f"{name} of its schema was changed")
    ours = {*RECORDED_TABLES, *LAYERS, *CONTENTS}
    for name, (table, statement) in found.items():
        if name not in expected and table in ours and statement.upper().startswith("CREATE TRIGGER"):
            raise BrokenRecord(path, f"the trigger {name} on {table} is none of its schema")


def _check_indexes(path: Path, connection: sqlite3.Connection) -> None:
    for layer in LAYERS:
        (answer,) = connection.execute("SELECT rtreecheck('main', ?)", (f"rtree_{layer}_geom",)).fetchone()
        if answer != "ok":
            raise BrokenRecord(path, f"the spatial index of {layer} is damaged ({answer.splitlines()[0]})")
    _check_text_index(path, connection)
    (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise BrokenRecord(path, f"the file is damaged ({answer.splitlines()[-1]})")


def _check_text_index(path: Path, connection: sqlite3.Connection) -> None:
    connection.executescript(_COPY_TEXT_INDEX)
    # The new table remembers that it was empty; a write that is rolled back makes it look again.
    connection.execute("BEGIN")
    connection.execute("INSERT INTO temp.text_index (rowid, title, body) VALUES (0, '', '')")
    connection.execute("ROLLBACK")
    try:
        connection.execute("INSERT INTO temp.text_index (text_index, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        raise BrokenRecord(path, "the index of the texts does not match them") from error
