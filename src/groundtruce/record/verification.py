"""Verification: walk the chain from its first entry and derive again everything that stands beside it.

Nothing is trusted to be text or to be there: columns are read as bytes, rows are read from their tables and not from an
index, and a page that SQLite cannot read counts against the entry being read. The order is the chain's, so the entry
that is named is the first one broken. What remains is checked last: rows that no entry asks for, the indexes, the
GeoPackage's own tables and the objects of the schema.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

import msgspec

from groundtruce.errors import BrokenRecord
from groundtruce.model.ids import digest
from groundtruce.record import bodies
from groundtruce.record.chain import ENTRY_AS_BYTES, Entry, Head, check_link, parse_entry
from groundtruce.record.connections import connect_for_reading, telling_errors
from groundtruce.record.geometry import Box, box_of
from groundtruce.record.layers import Cell, Row, incident_row, place_rows, sighting_row, zone_shape_row
from groundtruce.record.schema import CONTENTS, LAYERS, RECORDED_TABLES, REGISTRATIONS, expected_objects, list_objects
from groundtruce.record.writing import measure_layer

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many entries are checked, of how many."""

_CHUNK = 1 << 20
# Rows that stand beside the chain without an entry that asks for them.
_SURPLUS = {
    "contents": "SELECT sha256 FROM contents WHERE sha256 NOT IN (SELECT subject FROM entries WHERE kind = 'document')",
    "texts": "SELECT seq FROM texts WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'document')",
    "mention_types": "SELECT seq FROM mention_types WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'reading')",
    "zone_shapes": "SELECT seq FROM zone_shapes WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'zone version')",
    "incident_points": "SELECT seq FROM incident_points WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'incident')",
    "marker_points": "SELECT seq FROM marker_points WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'sighting')",
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


def verify_record(path: Path, *, progress: Progress | None = None) -> Head:
    """Check the whole record and return its head. Raises `BrokenRecord` for the first thing that is broken."""
    with telling_errors(path), closing(connect_for_reading(path)) as connection:
        # With integers, texts and geometries as SQLite stores them, no byte in a text can stop the reading.
        connection.text_factory = bytes
        connection.execute("BEGIN")
        head = _Walk(path, connection, progress).check_chain()
        _check_surplus(path, connection)
        connection.execute("COMMIT")
        connection.text_factory = str
        _check_objects(path, connection)
        _check_geopackage(path, connection)
        _check_indexes(path, connection)
    return head


# ---------------------------------------------------------------------------------------------------------------


class _Walk:
    """One walk along the chain."""

    def __init__(self, path: Path, connection: sqlite3.Connection, progress: Progress | None) -> None:
        self.path = path
        self.connection = connection
        self.progress = progress or (lambda _done, _total: None)

    def check_chain(self) -> Head:
        """Check each entry with everything that belongs to it, and return the last one's head."""
        total = self._count_entries()
        head: Head | None = None
        # An exception's traceback would keep a cursor that is not closed alive, and with it the lock on the file.
        with closing(self._read_entries()) as rows:
            while entry := self._check_next(rows, after=head):
                head = Head(seq=entry.seq, recorded=entry.recorded, hash=entry.hash)
                self.progress(entry.seq, total)
        if head is None or head.seq < total:
            raise BrokenRecord(self.path, "it is missing", entry=head.seq + 1 if head else 1)
        return head

    def _check_next(self, rows: sqlite3.Cursor, *, after: Head | None) -> Entry | None:
        """Read and check the next entry; none at the end."""
        with self._naming(after.seq + 1 if after else 1):
            row = next(rows, None)
            if row is None:
                return None
            entry = parse_entry(row)
            check_link(entry, after=after)
            self._check_beside(entry)
            return entry

    @contextmanager
    def _naming(self, seq: int) -> Iterator[None]:
        """Name entry `seq` in whatever goes wrong."""
        try:
            yield
        except BrokenRecord:
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenRecord(self.path, f"{error}", entry=seq) from error
        except sqlite3.DatabaseError as error:
            raise BrokenRecord(self.path, f"the file is damaged where it stands ({error})", entry=seq) from error

    def _count_entries(self) -> int:
        with self._naming(1):
            row = self.connection.execute("SELECT MAX(seq) FROM entries").fetchone()
        return row[0] or 0

    def _read_entries(self) -> sqlite3.Cursor:
        return self.connection.execute(f"SELECT {ENTRY_AS_BYTES} FROM entries NOT INDEXED ORDER BY seq")  # noqa: S608  # our own text

    def _check_beside(self, entry: Entry) -> None:
        """Check that the body is what its kind says, and what stands beside the chain for it."""
        if not bodies.is_canonical(entry.body):
            raise ValueError("its body is not canonical JSON")
        check = _CHECKS.get(entry.kind)
        if check is None:
            raise ValueError(f"its kind {entry.kind!r} is unknown")
        check(self, entry)

    def _check_case(self, entry: Entry) -> None:
        bodies.decode_schema_version(entry.body)
        for row in place_rows(bodies.decode_case(entry.body)):
            self._check_layer_row("places", "places", key="fid", row=row)

    def _check_document(self, entry: Entry) -> None:
        title, text = self._read_text(entry.seq)
        stated = msgspec.json.decode(entry.body)
        if digest(text) != stated["text_sha256"]:
            raise ValueError("its text does not match the hash in its entry")
        document = bodies.decode_document(entry.body, text.decode())
        if document.sha256 != entry.subject or title != document.title.encode():
            raise ValueError("its title or subject is not its document's")
        size, content_hash = self._hash_content(document.sha256)
        if (size, content_hash) != (document.size, document.sha256):
            raise ValueError("its content does not match the hash and the size in its entry")

    def _read_text(self, seq: int) -> tuple[bytes, bytes]:
        row = self.connection.execute(
            "SELECT CAST(title AS BLOB), CAST(body AS BLOB) FROM texts NOT INDEXED WHERE seq = ?", (seq,)
        ).fetchone()
        if row is None:
            raise ValueError("its text is missing")
        title, text = row
        return title, text

    def _hash_content(self, sha256: str) -> tuple[int, str]:
        """The size and the SHA-256 of a content, read piece by piece."""
        found = self.connection.execute("SELECT rowid FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        name = (
            found
            and self.connection.execute(
                "SELECT CAST(sha256 AS BLOB) FROM contents NOT INDEXED WHERE rowid = ?", found
            ).fetchone()
        )
        if name != (sha256.encode(),):
            raise ValueError("its content is missing")
        sha = hashlib.sha256()
        with self.connection.blobopen("contents", "bytes", found[0], readonly=True) as blob:
            while chunk := blob.read(_CHUNK):
                sha.update(chunk)
            return len(blob), sha.hexdigest()

    def _check_reading(self, entry: Entry) -> None:
        reading = bodies.decode_reading(entry.body, "")
        if reading.document.sha256 != entry.subject or not self._is_recorded("document", entry.subject, entry):
            raise ValueError("it reads a document that is not recorded before it")
        listed = self.connection.execute("SELECT type FROM mention_types WHERE seq = ?", (entry.seq,))
        if {kind for (kind,) in listed} != {mention.type.encode() for mention in reading.event_mentions}:
            raise ValueError("its types of events are not those listed for it")

    def _is_recorded(self, kind: str, subject: str, entry: Entry, *, seq: int | None = None) -> bool:
        """Whether an entry of this kind and subject stands before an entry: the one of a number where it is given."""
        found = self.connection.execute(
            "SELECT 1 FROM entries WHERE kind = ? AND subject = ? AND seq < ? AND seq = coalesce(?, seq)",
            (kind, subject, entry.seq, seq),
        )
        return found.fetchone() is not None

    def _check_zone_version(self, entry: Entry) -> None:
        blob = self._read_cells("zone_shapes", ("geom",), key="seq", number=entry.seq)["geom"]
        if not isinstance(blob, bytes):
            raise TypeError("its shape is missing")
        version = bodies.decode_zone_version(entry.body, blob)
        if digest(version.wkb) != msgspec.json.decode(entry.body)["wkb_sha256"]:
            raise ValueError("its shape does not match the hash in its entry")
        if version.id != entry.subject:
            raise ValueError("its subject is not its zone version")
        self._check_layer_row("zone_shapes", "zone_versions", key="seq", row=zone_shape_row(entry.seq, version))

    def _check_incident(self, entry: Entry) -> None:
        incident = bodies.decode_incident(entry.body)
        if incident.id != entry.subject:
            raise ValueError("its subject is not its incident")
        if not incident.withdrawn:
            self._check_layer_row("incident_points", "incidents", key="seq", row=incident_row(entry.seq, incident))

    def _check_sighting(self, entry: Entry) -> None:
        sighting = bodies.decode_sighting(entry.body)
        if sighting.id != entry.subject:
            raise ValueError("its subject is not its sighting")
        self._check_layer_row("marker_points", "markers", key="seq", row=sighting_row(entry.seq, sighting))

    def _check_judgement(self, entry: Entry) -> None:
        judgement = bodies.decode_judgement(entry.body)
        if judgement.statement != entry.subject:
            raise ValueError("its subject is not its statement")
        document = judgement.document
        if document is not None and not self._is_recorded("document", document, entry):
            raise ValueError("it judges a document that is not recorded before it")
        withdrawn = judgement.withdraws
        if (judgement.decision == "withdraw") != (withdrawn is not None):
            raise ValueError("it does not say which judgement it withdraws")
        if withdrawn is not None and not self._is_recorded("judgement", entry.subject, entry, seq=withdrawn):
            raise ValueError("it withdraws what is no judgement of its statement before it")

    def _check_trace(self, entry: Entry) -> None:
        trace = bodies.decode_trace(entry.body)
        if trace.id != entry.subject:
            raise ValueError("its subject is not its trace")
        recorded = (self._is_recorded("zone version", zone.version, entry) for zone in trace.zones)
        if not self._is_recorded("document", trace.picture, entry) or not all(recorded):
            raise ValueError("it traces a picture or gives a zone version that is not recorded before it")

    def _check_capture(self, entry: Entry) -> None:
        capture = bodies.decode_capture(entry.body)
        if capture.id != entry.subject:
            raise ValueError("its subject is not its capture")
        named = (each for each in (capture.document, capture.previous) if each)
        if not all(self._is_recorded("document", each, entry) for each in named):
            raise ValueError("it captures a document that is not recorded before it")

    def _check_layer_row(self, table: str, layer: str, *, key: str, row: Row) -> None:
        """Check that a layer's table holds exactly this row, and its R-tree the box of its geometry."""
        number = row[key]
        assert isinstance(number, int)
        found = self._read_cells(table, tuple(row), key=key, number=number)
        for column, cell in row.items():
            if found[column] != (cell.encode() if isinstance(cell, str) else cell):
                raise ValueError(f"its row {number} in {table} has another {column} than its entry")
        if isinstance(row["geom"], bytes):
            self._check_box(layer, number, box_of(row["geom"]))

    def _read_cells(self, table: str, columns: tuple[str, ...], *, key: str, number: int) -> dict[str, Cell]:
        row = self.connection.execute(
            f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED WHERE {key} = ?",  # noqa: S608  # our own names
            (number,),
        ).fetchone()
        if row is None:
            raise ValueError(f"its row in {table} is missing")
        return dict(zip(columns, row, strict=True))

    def _check_box(self, layer: str, number: int, box: Box) -> None:
        found = self.connection.execute(
            f"SELECT minx, miny, maxx, maxy FROM rtree_{layer}_geom WHERE id = ?",  # noqa: S608  # our own names
            (number,),
        ).fetchone()
        # An R-tree keeps 32-bit numbers, rounded outwards: each is off by less than 2^-22 of itself.
        if found is None or any(abs(a - b) > abs(b) * 2**-22 for a, b in zip(found, box, strict=True)):
            raise ValueError(f"the spatial index of {layer} does not hold its geometry")


_CHECKS: dict[str, Callable[[_Walk, Entry], object]] = {
    "case": _Walk._check_case,
    "document": _Walk._check_document,
    "reading": _Walk._check_reading,
    "zone version": _Walk._check_zone_version,
    "trace": _Walk._check_trace,
    "judgement": _Walk._check_judgement,
    "incident": _Walk._check_incident,
    "sighting": _Walk._check_sighting,
    "capture": _Walk._check_capture,
    "migration": lambda _, entry: bodies.decode_schema_version(entry.body),
}
"""What else is checked of each kind of entry."""


def _check_surplus(path: Path, connection: sqlite3.Connection) -> None:
    for table, query in _SURPLUS.items():
        row = connection.execute(f"{query} LIMIT 1").fetchone()
        if row:
            key = row[0].decode(errors="replace") if isinstance(row[0], bytes) else row[0]
            raise BrokenRecord(path, f"row {key} of {table} belongs to no entry")


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
