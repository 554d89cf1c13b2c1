"""What somebody who can write the file does to single entries: flips, takes out, puts in, reorders, swaps.

Each function changes a record through its open connection and gives the numbers of the entries that `verify` may name. They
are done as cleverly as can be without working out the rest of the chain anew: numbers closed up, what stands beside the
chain brought along, links and hashes put right at the place itself.
"""

import random
import sqlite3
from dataclasses import replace

import msgspec

from evaluation.tampering.files import (
    count_entries,
    link,
    put_entry,
    read_entry,
    rebuild_text_index,
    rehash,
    renumber,
    take_out,
)
from groundtruce.model.ids import digest, encode_canonically
from groundtruce.record.chain import hash_entry

OWNERS = {
    "entries": "seq",
    "contents": "(SELECT seq FROM entries WHERE kind = 'document' AND subject = sha256)",
    "texts": "seq",
    "zone_shapes": "seq",
    "incident_points": "seq",
    "marker_points": "seq",
    "places": "1",
}
"""Which entry each row of a recorded table stands for."""


def list_cells(connection: sqlite3.Connection) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Every cell of a recorded table that is not empty: by its table and column, its row and the entry that this stands for."""
    cells: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for table, owner in OWNERS.items():
        for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall():
            rows = connection.execute(f"SELECT rowid, {owner} FROM {table} WHERE length({column}) > 0").fetchall()
            if rows:
                cells[table, column] = rows
    return cells


def flip_cell(connection: sqlite3.Connection, *, table: str, column: str, row: int, chance: random.Random) -> None:
    """Flip one bit of a cell."""
    kind, value, taken = connection.execute(
        f"SELECT typeof({column}), CAST({column} AS BLOB), (SELECT max(rowid) FROM {table}) FROM {table} WHERE rowid = ?",
        (row,),
    ).fetchone()
    if kind in ("integer", "real"):
        number = float(value) if kind == "real" else int(value)
        # A row's number is flipped to one that no other row has.
        changed: object = number + (1 << (taken.bit_length() + chance.randrange(8)))
    else:
        place = chance.randrange(len(value))
        changed = value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
    as_text = "CAST(? AS TEXT)" if kind == "text" else "?"
    connection.execute(f"UPDATE {table} SET {column} = {as_text} WHERE rowid = ?", (changed, row))


def flip(connection: sqlite3.Connection, chance: random.Random) -> set[int]:
    """Flip one bit of any column of any recorded table."""
    cells = list_cells(connection)
    table, column = chance.choice(list(cells))
    row, entry = chance.choice(cells[table, column])
    flip_cell(connection, table=table, column=column, row=row, chance=chance)
    return {entry}


def drop(connection: sqlite3.Connection, chance: random.Random) -> set[int]:
    """Take out any entry but the last; only a checkpoint tells of an end that was cut off."""
    last = count_entries(connection)
    seq = chance.randrange(1, last)
    beside = chance.random() < 0.8
    take_out(connection, seq, beside=beside)
    if beside and chance.random() < 0.8:
        renumber(connection, {number: number - 1 for number in range(seq + 1, last + 1)})
        _mend_at(connection, seq, chance)
    return {seq, seq + 1}


def insert(connection: sqlite3.Connection, chance: random.Random) -> set[int]:
    """Put a copy of an entry in, before any other, itself linked and hashed as it must be or not."""
    last = count_entries(connection)
    seq = chance.randrange(2, last + 1)
    copied = read_entry(connection, chance.randrange(1, last + 1))
    renumber(connection, {number: number + 1 for number in range(seq, last + 1)})
    before = read_entry(connection, seq - 1)
    put_entry(connection, replace(copied, seq=seq))
    if chance.random() < 0.75:
        linked = replace(copied, seq=seq, previous=before.hash, recorded=before.recorded)
        put_entry(connection, replace(linked, hash=hash_entry(linked)))
        _mend_at(connection, seq + 1, chance)
    return {seq, seq + 1, seq + 2}


def reorder(connection: sqlite3.Connection, chance: random.Random) -> set[int]:
    """Let two entries change places."""
    first, second = sorted(chance.sample(range(1, count_entries(connection) + 1), 2))
    renumber(connection, {first: second, second: first})
    _mend_at(connection, first, chance)
    return {first, first + 1}


def swap_document(connection: sqlite3.Connection, chance: random.Random) -> set[int]:
    """Put another document's bytes or text in the place of one's own, with the hashes in its entry or without."""
    rows = connection.execute("SELECT seq, subject FROM entries WHERE kind = 'document' ORDER BY seq").fetchall()
    (seq, sha256), (other, other_sha256) = chance.sample(rows, 2)
    chance.choice((_swap_contents, _swap_texts, _forge_contents))(connection, (seq, sha256), (other, other_sha256))
    if seq < count_entries(connection) and chance.random() < 0.5:
        _state_hashes(connection, seq)
    return {seq, seq + 1, other}


# ---------------------------------------------------------------------------------------------------------------------


def _mend_at(connection: sqlite3.Connection, seq: int, chance: random.Random) -> None:
    """Perhaps put right the link of an entry, and perhaps its hash; never those of the entries after it."""
    if chance.random() < 0.6 and seq > 1:
        link(connection, seq)
    if chance.random() < 0.6 and seq < count_entries(connection):
        rehash(connection, seq)


def _swap_contents(connection: sqlite3.Connection, one: tuple[int, str], other: tuple[int, str]) -> None:
    connection.execute("UPDATE contents SET sha256 = 'away' WHERE sha256 = ?", (one[1],))
    connection.execute("UPDATE contents SET sha256 = ? WHERE sha256 = ?", (one[1], other[1]))
    connection.execute("UPDATE contents SET sha256 = ? WHERE sha256 = 'away'", (other[1],))


def _swap_texts(connection: sqlite3.Connection, one: tuple[int, str], other: tuple[int, str]) -> None:
    """The text of the other one's with a word before it, since two maps have no text each."""
    connection.execute(
        "UPDATE texts SET body = 'Not ' || (SELECT body FROM texts WHERE seq = ?) WHERE seq = ?", (other[0], one[0])
    )
    rebuild_text_index(connection)


def _forge_contents(connection: sqlite3.Connection, one: tuple[int, str], other: tuple[int, str]) -> None:  # noqa: ARG001 - as the others
    connection.execute("UPDATE contents SET bytes = CAST(bytes || ' ' AS BLOB) WHERE sha256 = ?", (one[1],))


def _state_hashes(connection: sqlite3.Connection, seq: int) -> None:
    """Let a document's entry state the hashes of what now stands beside it, and have a hash that fits."""
    entry = read_entry(connection, seq)
    (text,) = connection.execute("SELECT CAST(body AS BLOB) FROM texts WHERE seq = ?", (seq,)).fetchone()
    (content,) = connection.execute("SELECT bytes FROM contents WHERE sha256 = ?", (entry.subject,)).fetchone()
    stated = {**msgspec.json.decode(entry.body), "text_sha256": digest(text), "size": len(content)}
    stated["sha256"] = digest(content)
    connection.execute("UPDATE OR IGNORE contents SET sha256 = ? WHERE sha256 = ?", (stated["sha256"], entry.subject))
    put_entry(connection, replace(entry, body=encode_canonically(stated), subject=stated["sha256"]))
    rehash(connection, seq)
