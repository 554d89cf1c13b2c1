"""A record's file, opened by somebody who wants to change it: with its triggers dropped, and put back at the end."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from groundtruce.record.chain import Entry, hash_entry, parse_entry
from groundtruce.record.homes.geopackage.home import DIALECT

_NUMBERED = ("texts", "mentions", "incident_mentions", "zone_shapes", "incident_points", "marker_points")
"""Tables that stand beside the chain by the number of their entry."""
_INDEXED = ("rtree_zone_versions_geom", "rtree_incidents_geom", "rtree_markers_geom")


@contextmanager
def without_triggers(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a record behind its own back: its triggers are dropped, and put back at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in triggers:
            connection.execute(statement)
        connection.execute("COMMIT")


def count_entries(connection: sqlite3.Connection) -> int:
    """How many entries there are."""
    (number,) = connection.execute("SELECT max(seq) FROM entries").fetchone()
    return int(number)


def read_entry(connection: sqlite3.Connection, seq: int) -> Entry:
    """An entry by its number."""
    return parse_entry(
        connection.execute(f"SELECT {DIALECT.entry_as_bytes} FROM entries WHERE seq = ?", (seq,)).fetchone()
    )


def put_entry(connection: sqlite3.Connection, entry: Entry) -> None:
    """Put an entry in, in the place of the one with its number if there is one."""
    columns = (entry.seq, entry.kind, entry.subject, entry.recorded, entry.body.decode(), entry.previous, entry.hash)
    connection.execute(
        "INSERT OR REPLACE INTO entries (seq, kind, subject, recorded, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        columns,
    )


def rehash(connection: sqlite3.Connection, seq: int) -> None:
    """Give an entry the hash that its fields must have."""
    digest = hash_entry(read_entry(connection, seq))
    connection.execute("UPDATE entries SET hash = ? WHERE seq = ?", (digest, seq))


def link(connection: sqlite3.Connection, seq: int) -> None:
    """Let an entry carry the hash of the one before, without a new hash of its own."""
    connection.execute(
        "UPDATE entries SET previous = (SELECT hash FROM entries WHERE seq = ?) WHERE seq = ?", (seq - 1, seq)
    )


def take_out(connection: sqlite3.Connection, seq: int, *, beside: bool) -> None:
    """Take an entry out, and where that is wanted all that stands beside the chain for it."""
    subject = read_entry(connection, seq).subject
    connection.execute("DELETE FROM entries WHERE seq = ?", (seq,))
    if not beside:
        return
    connection.execute(
        "DELETE FROM contents WHERE sha256 = ? AND NOT EXISTS"
        " (SELECT 1 FROM entries WHERE kind = 'document' AND subject = sha256)",
        (subject,),
    )
    for table, key in _numbered_tables():
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (seq,))
    rebuild_text_index(connection)


def renumber(connection: sqlite3.Connection, new_numbers: dict[int, int]) -> None:
    """Give entries other numbers, with all that stands beside the chain for them."""
    for table, key in (("entries", "seq"), *_numbered_tables()):
        # By way of negative numbers, so that no two rows have one number in between.
        pairs = [(-new, old) for old, new in new_numbers.items()]
        connection.executemany(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", pairs)
        connection.execute(f"UPDATE {table} SET {key} = -{key} WHERE {key} < 0")
    rebuild_text_index(connection)


def rebuild_text_index(connection: sqlite3.Connection) -> None:
    """Let the full-text index fit the texts again."""
    connection.execute("INSERT INTO text_index (text_index) VALUES ('rebuild')")


# ---------------------------------------------------------------------------------------------------------------------


def _numbered_tables() -> tuple[tuple[str, str], ...]:
    return (*((table, "seq") for table in _NUMBERED), *((table, "id") for table in _INDEXED))
