"""Verification finds what was changed behind the record's back, and names the entry."""

import hashlib
import json
import random
import shutil
import sqlite3
import struct
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from evaluation.tampering.changes import OWNERS, flip_cell, list_cells
from evaluation.tampering.files import without_triggers
from groundtruce.errors import BrokenRecord, GroundtruceError
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from tests.behind import change_rows
from tests.record import DENIAL, MAP_AFTER, MAP_BEFORE, START, make_document, read_again

MENTION = "9, 'attack', NULL, NULL, '', 'asserts', 'happened', ' ? ', NULL, NULL, NULL, '  '"


def verify(path: Address) -> None:
    with Record.open(path) as record:
        record.verify()


def find_broken_entry(path: Address) -> int | None:
    with pytest.raises(BrokenRecord) as broken:
        verify(path)
    return broken.value.entry


def varint(number: int) -> bytes:
    """SQLite's variable-length integer, for numbers below 2^21."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(0x80 | (number & 0x7F))
    return bytes(reversed(groups))


def locate_bytes(path: Path, *, table: str, row: int) -> list[int]:
    """Where in the file each byte of a row's content stands, for a table of texts and one blob at most.

    After the file format of SQLite, section 2: a record is a header of types and then its columns; what does not fit
    into the page goes on in a chain of overflow pages.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        columns = [
            name for (name,) in connection.execute("SELECT CAST(name AS TEXT) FROM pragma_table_info(?)", (table,))
        ]
        names = [name.decode() for name in columns]
        values = connection.execute(f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    types = b"".join(
        varint(0 if isinstance(value, int) else 2 * len(value) + (12 if name == "bytes" else 13))
        for name, value in zip(names, values, strict=True)
    )
    header = varint(len(types) + 1) + types
    payload = header + b"".join(value for value in values if isinstance(value, bytes))
    content = path.read_bytes()
    page = int.from_bytes(content[16:18], "big")
    least, most = (page - 12) * 32 // 255 - 23, page - 35
    local = least + (len(payload) - least) % (page - 4)
    local = len(payload) if len(payload) <= most else local if local <= most else least
    start = content.find(payload[:local])
    assert start > 0
    assert content.find(payload[:local], start + 1) < 0
    offsets = list(range(start, start + local))
    pointer = start + local
    while len(offsets) < len(payload):
        overflow = (struct.unpack_from(">I", content, pointer)[0] - 1) * page
        size = min(page - 4, len(payload) - len(offsets))
        offsets += range(overflow + 4, overflow + 4 + size)
        pointer = overflow
    assert bytes(content[offset] for offset in offsets) == payload
    return offsets[len(header) :]


def test_an_unspoilt_record_verifies_and_gives_its_head(whole_home: Address) -> None:
    """Verification counts up to the last entry and returns it."""
    seen: list[tuple[int, int]] = []
    with Record.open(whole_home) as record:
        assert record.verify(progress=lambda done, total: seen.append((done, total))) == record.head()
        assert seen == [(seq, record.head().seq) for seq in range(1, record.head().seq + 1)]


def test_flipped_bits_in_cells_are_found_and_their_entry_named(whole_record: Path, tmp_path: Path) -> None:
    """Any flipped bit in any column of any recorded table, set through SQL, is named by its entry: every column in turn."""
    chance = random.Random(20201214)
    with closing(sqlite3.connect(whole_record)) as connection:
        cells = list_cells(connection)
    assert len(cells) > 60
    for _ in range(2):
        for (table, column), choices in cells.items():
            row, entry = chance.choice(choices)
            path = Path(shutil.copy(whole_record, tmp_path / "flipped.gpkg"))
            with without_triggers(path) as connection:
                flip_cell(connection, table=table, column=column, row=row, chance=chance)
            assert find_broken_entry(path) == entry, (table, column, row)


def test_flipped_bits_in_the_file_are_found_and_their_entry_named(whole_record: Path, tmp_path: Path) -> None:
    """Any flipped bit in the file where a row's content stands, overflow pages among it, is named by its entry."""
    chance = random.Random(14122020)
    content = whole_record.read_bytes()
    with closing(sqlite3.connect(whole_record)) as connection:
        rows = [
            (table, *row)
            for table, column in (("entries", "body"), ("contents", "bytes"), ("texts", "body"))
            for row in connection.execute(f"SELECT rowid, {OWNERS[table]} FROM {table} WHERE length({column}) > 0")
        ]
    places = {(table, row): locate_bytes(whole_record, table=table, row=row) for table, row, _ in rows}
    for _ in range(100):
        table, row, entry = chance.choice(rows)
        offset = chance.choice(places[table, row])
        flipped = bytearray(content)
        flipped[offset] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.gpkg"
        path.write_bytes(flipped)
        assert find_broken_entry(path) == entry, (table, row, offset)


def test_flipped_bits_in_geometries_in_the_file_are_found(whole_record: Path, tmp_path: Path) -> None:
    """So is every bit of a geometry."""
    chance = random.Random(1)
    content = whole_record.read_bytes()
    with closing(sqlite3.connect(whole_record)) as connection:
        shapes = connection.execute(
            "SELECT seq, geom FROM zone_shapes UNION ALL SELECT seq, geom FROM incident_points WHERE incident = 'incident-4'"
        ).fetchall()
    for seq, shape in shapes:
        for _ in range(6):
            flipped = bytearray(content)
            flipped[content.index(shape) + chance.randrange(len(shape))] ^= 1 << chance.randrange(8)
            path = tmp_path / "flipped.gpkg"
            path.write_bytes(flipped)
            assert find_broken_entry(path) == seq


def test_no_flipped_bit_of_the_file_leads_to_anything_but_our_errors(whole_record: Path, tmp_path: Path) -> None:
    """Anywhere in the file, headers, indexes and free space among it: it verifies, or the reason is said in one line."""
    chance = random.Random(6)
    content = whole_record.read_bytes()
    written = [place for place, byte in enumerate(content) if byte]
    reasons = []
    for _ in range(150):
        flipped = bytearray(content)
        flipped[chance.choice(written)] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.gpkg"
        path.write_bytes(flipped)
        try:
            verify(path)
        except GroundtruceError as error:
            reasons.append(str(error))
    assert len(reasons) > 140
    assert not any("\n" in reason for reason in reasons)


def test_the_chain_can_be_followed_without_this_project(whole_record: Path) -> None:
    """The recipe of docs/record-format.md, with nothing but SQLite, JSON and SHA-256, gives every hash."""
    before = "0" * 64
    with closing(sqlite3.connect(whole_record)) as connection:
        for seq, *columns in connection.execute(
            "SELECT seq, body, kind, previous, recorded, subject, hash FROM entries"
        ):
            body, kind, previous, recorded, subject, own_hash = columns
            assert previous == before
            fields = {"kind": kind, "previous": previous, "recorded": recorded, "seq": seq, "subject": subject}
            others = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
            before = hashlib.sha256(f'{{"body":{body},{others[1:]}'.encode()).hexdigest()
            assert before == own_hash
    assert seq == 19


@pytest.mark.parametrize(
    ("change", "entry", "said"),
    [
        ("DELETE FROM entries WHERE seq = 4", 4, "missing"),
        ("DELETE FROM entries WHERE seq = 1", 1, "missing"),
        ("DELETE FROM contents WHERE rowid = 1", 2, "content is missing"),
        ("DELETE FROM texts WHERE seq = 4", 4, "text is missing"),
        ("DELETE FROM zone_shapes WHERE seq = 3", 3, "missing"),
        ("DELETE FROM incident_points WHERE seq = 6", 6, "missing"),
        ("DELETE FROM places WHERE fid = 2", 1, "missing"),
        ("DELETE FROM marker_points WHERE seq = 13", 13, "missing"),
        ("UPDATE marker_points SET position_error_m = 50 WHERE seq = 14", 14, "another position_error_m"),
        (f"INSERT INTO mentions VALUES (5, {MENTION})", 5, "mentions of events"),
        (f"INSERT INTO mentions VALUES (3, {MENTION})", None, "row 3 of mentions"),
        ("DELETE FROM incident_mentions WHERE seq = 6", 6, "a mention that it holds"),
        ("INSERT INTO incident_mentions VALUES ('0#mention-9', 6)", None, "a mention that no incident holds"),
        ("INSERT INTO incident_mentions VALUES ('0#mention-9', 5)", None, "row 5 of incident_mentions"),
        ("DELETE FROM rtree_markers_geom WHERE id = 13", 13, "spatial index"),
        ("DELETE FROM rtree_zone_versions_geom WHERE id = 3", 3, "spatial index"),
        ("UPDATE rtree_incidents_geom SET maxx = 11 WHERE id = 6", 6, "spatial index"),
        ("INSERT INTO contents SELECT 'ab', bytes FROM contents LIMIT 1", None, "row ab of contents"),
        ("INSERT INTO texts VALUES (3, 'x', 'y')", None, "row 3 of texts"),
        ("INSERT INTO rtree_places_geom VALUES (9, 0, 1, 0, 1)", None, "row 9 of rtree_places_geom"),
        ("UPDATE gpkg_contents SET max_x = 12 WHERE table_name = 'zone_versions'", None, "zone_versions"),
        ("DELETE FROM gpkg_contents WHERE table_name = 'incidents'", None, "incidents"),
        ("UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT'", None, "gpkg_geometry_columns"),
        ("INSERT INTO text_index (text_index) VALUES ('delete-all')", None, "index of the texts"),
    ],
)
def test_rows_taken_out_put_in_or_changed_are_found(
    record_path: Path, change: str, entry: int | None, said: str
) -> None:
    """Missing and surplus rows of every table are found, by their entry where they have one."""
    with without_triggers(record_path) as connection:
        connection.execute(change)
    with pytest.raises(BrokenRecord, match=said) as broken:
        verify(record_path)
    assert broken.value.entry == entry


@pytest.mark.parametrize(
    "change", ["DELETE FROM mentions", "UPDATE mentions SET type = 'arson'", "UPDATE mentions SET words = ' x '"]
)
def test_a_changed_list_of_mentions_is_found(record_home: Address, change: str) -> None:
    """By the entry of the first reading whose mentions it does not list."""
    read_again(record_home)
    with Record.open(record_home) as record:
        (seq,) = record.home.row("SELECT MIN(seq) FROM mentions") or ()
    change_rows(record_home, "mentions", change)
    with pytest.raises(BrokenRecord, match="mentions of events") as broken:
        verify(record_home)
    assert broken.value.entry == seq


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DROP TRIGGER entries_keep_from_update", "entries_keep_from_update of its schema is missing"),
        ("DROP VIEW incidents; CREATE VIEW incidents AS SELECT 1 AS OGC_FID", "incidents of its schema was changed"),
        ("DROP INDEX entries_by_moment", "entries_by_moment of its schema is missing"),
        (
            "CREATE TRIGGER quiet AFTER INSERT ON entries BEGIN DELETE FROM gpkg_contents; END",
            "the trigger quiet on entries is none of its schema",
        ),
    ],
)
def test_a_changed_schema_is_found(record_path: Path, change: str, said: str) -> None:
    """A dropped or added trigger, a changed view, a missing index: all are said."""
    with closing(sqlite3.connect(record_path)) as connection:
        connection.executescript(change)
    with pytest.raises(BrokenRecord, match=said):
        verify(record_path)


def test_what_is_too_large_to_be_read_with_others_is_checked_too(record_home: Address) -> None:
    """A text and a content of some hundred kilobytes hold, and a letter more in the text is found."""
    text = "Zudgrat is quiet. " * 20_000
    addition = Addition(document=make_document(text.encode(), text=text, title="Long"), content=text.encode())
    with Record.open(record_home, writable=True) as record:
        head = record.append(addition, now=START + timedelta(days=1))
        assert record.verify() == head
    change_rows(record_home, "texts", f"UPDATE texts SET body = body || 'x' WHERE seq = {head.seq}")
    assert find_broken_entry(record_home) == head.seq


def test_only_a_kept_head_shows_that_the_end_was_cut_off(whole_home: Address, record_home: Address) -> None:
    """A chain without its last entry holds in itself; whoever kept the head can tell."""
    with Record.open(whole_home) as record:
        last = record.head()
    for table in ("entries", "incident_points", "incident_mentions"):
        change_rows(record_home, table, f"DELETE FROM {table} WHERE seq = {last.seq}")
    if isinstance(record_home, Path):
        with without_triggers(record_home) as connection:
            connection.execute("DELETE FROM rtree_incidents_geom WHERE id = ?", (last.seq,))
            connection.execute("UPDATE gpkg_contents SET max_x = min_x, max_y = min_y WHERE table_name = 'incidents'")
    with Record.open(record_home) as shorter:
        assert shorter.verify().seq == last.seq - 1
        assert not shorter.holds(last)


def test_the_record_has_contents_that_span_pages() -> None:
    """The flips above reach overflow pages: a text and a content are longer than SQLite's page."""
    assert len(DENIAL) > 8192
    assert len(MAP_AFTER) > 8192 > len(MAP_BEFORE)


def test_rows_that_others_keep_beside_the_record_do_not_matter(record_path: Path) -> None:
    """A GIS may save its styles in the file."""
    with closing(sqlite3.connect(record_path)) as connection:
        connection.executescript(
            "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, style TEXT); INSERT INTO layer_styles VALUES (1, 'blue');"
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 's')"
        )
    verify(record_path)
