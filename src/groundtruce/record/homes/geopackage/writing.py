"""Writing rows into a GeoPackage, within the caller's transaction."""

import sqlite3
from collections.abc import Iterable

from groundtruce.record.additions import Rows
from groundtruce.record.chain import Entry
from groundtruce.record.geometry import Box, box_of, unite
from groundtruce.record.layers import Row, format_datetime

LAYER_OF_TABLE = {
    "zone_shapes": "zone_versions",
    "incident_points": "incidents",
    "marker_points": "markers",
    "places": "places",
}
# The geometries that entries from `:first` on supersede: of each, the one that was current before.
_SUPERSEDED = {
    "zone_shapes": "SELECT old.geom FROM zone_shapes new JOIN zone_shapes old ON old.seq = ("
    "SELECT MAX(seq) FROM zone_shapes WHERE version = new.version AND seq < :first) WHERE new.seq >= :first",
    "incident_points": "SELECT old.geom FROM entries new JOIN incident_points old ON old.seq = ("
    "SELECT MAX(seq) FROM entries WHERE kind = 'incident' AND subject = new.subject AND seq < :first) "
    "WHERE new.kind = 'incident' AND new.seq >= :first AND old.geom IS NOT NULL",
    "marker_points": "SELECT old.geom FROM marker_points new JOIN marker_points old ON old.seq = ("
    "SELECT MAX(seq) FROM marker_points WHERE sighting = new.sighting AND seq < :first) WHERE new.seq >= :first",
}


def write_rows(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write what one or several transactions write, and bring the layers' indexes and extents up to date."""
    _insert_entries(connection, rows.entries)
    connection.executemany("INSERT INTO contents (sha256, bytes) VALUES (?, ?)", rows.contents)
    connection.executemany("INSERT INTO texts (seq, title, body) VALUES (?, ?, ?)", rows.texts)
    write_beside(connection, rows.layers)
    _update_contents(connection, first=rows.entries[0].seq, recorded=rows.entries[-1].recorded)


def write_beside(connection: sqlite3.Connection, tables: dict[str, list[Row]]) -> None:
    """Write rows of the tables that stand beside the chain, with their geometries' boxes."""
    for table, rows in tables.items():
        _insert_rows(connection, table=table, rows=rows)


def measure_layer(connection: sqlite3.Connection, layer: str) -> Box | None:
    """The extent of what a layer shows, from the geometries themselves."""
    rows = connection.execute(f"SELECT substr(geom, 1, 40) FROM {layer} WHERE geom IS NOT NULL")  # noqa: S608
    return unite([box_of(start) for (start,) in rows])


# ---------------------------------------------------------------------------------------------------------------


def _insert_entries(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    connection.executemany(
        "INSERT INTO entries (seq, kind, subject, recorded, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(e.seq, e.kind, e.subject, e.recorded, e.body.decode(), e.previous, e.hash) for e in entries],
    )


def _insert_rows(connection: sqlite3.Connection, *, table: str, rows: list[Row]) -> None:
    """Put rows into a table, and the geometries of a layer's into its R-tree."""
    if not rows:
        return
    columns = list(rows[0])
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608  # our names
        [tuple(row.values()) for row in rows],
    )
    if table not in LAYER_OF_TABLE:
        return
    boxes = [(row[columns[0]], *box_of(row["geom"])) for row in rows if isinstance(row["geom"], bytes)]
    connection.executemany(
        f"INSERT INTO rtree_{LAYER_OF_TABLE[table]}_geom (id, minx, miny, maxx, maxy) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
        boxes,
    )


def _update_contents(connection: sqlite3.Connection, *, first: int, recorded: str) -> None:
    """Bring the extents and moments in `gpkg_contents` up to date after the entries from `first` on were written."""
    for table, layer in LAYER_OF_TABLE.items():
        box = _current_extent(connection, table=table, layer=layer, first=first)
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*(box or (None,) * 4), layer),
        )
    connection.execute("UPDATE gpkg_contents SET last_change = ?", (format_datetime(recorded),))


def _current_extent(connection: sqlite3.Connection, *, table: str, layer: str, first: int) -> Box | None:
    """The layer's extent: grown by the new rows, or measured anew where a superseded row alone may have reached furthest."""
    extent = _listed_extent(connection, layer)
    key = "fid" if layer == "places" else "OGC_FID"
    rows = connection.execute(f"SELECT geom FROM {layer} WHERE {key} >= ? AND geom IS NOT NULL", (first,))  # noqa: S608
    added = unite([box_of(geometry) for (geometry,) in rows])
    gone = connection.execute(_SUPERSEDED[table], {"first": first}) if table in _SUPERSEDED else ()
    if extent and any(_holds_alone(box_of(geometry), extent, added) for (geometry,) in gone):
        return measure_layer(connection, layer)
    return unite([box for box in (extent, added) if box])


def _listed_extent(connection: sqlite3.Connection, layer: str) -> Box | None:
    row: Box | tuple[None, ...] = connection.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (layer,)
    ).fetchone()
    west, south, east, north = row
    if west is None or south is None or east is None or north is None:
        return None
    return west, south, east, north


def _holds_alone(box: Box, extent: Box, added: Box | None) -> bool:
    """Whether a box reaches a side of the extent that what was added does not reach."""
    sides = zip(box, extent, added or (None,) * 4, strict=True)
    return any(side == bound and side != new for side, bound, new in sides)
