"""The schema's versions: an earlier one is migrated, a later one refused."""

import gzip
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from evaluation.tampering.files import link, rehash, without_triggers
from groundtruce.errors import UnusableInput
from groundtruce.model.judgements import JudgedIncident, Judgement, PlacedMention
from groundtruce.record.homes.geopackage import schema
from groundtruce.record.records import Addition, Record
from groundtruce.record.versions import VERSION
from tests.record import START, make_sighting, read_again

NEXT = (
    *schema.MIGRATIONS,
    ("CREATE TABLE notes (seq INTEGER PRIMARY KEY, note TEXT)", "CREATE INDEX notes_by_note ON notes (note)"),
)

MENTIONS = "SELECT type, m.* FROM mentions m"


def state_version(path: Path, version: int) -> None:
    """Let the first entry state another version of the schema, and the chain hold."""
    with without_triggers(path) as connection:
        connection.execute(
            "UPDATE entries SET body = replace(body, ?, ?) WHERE seq = 1",
            (f'"schema":{VERSION}', f'"schema":{version}'),
        )
        for (seq,) in connection.execute("SELECT seq FROM entries ORDER BY seq").fetchall():
            if seq > 1:
                link(connection, seq)
            rehash(connection, seq)


def test_a_migration_brings_a_record_one_version_on_and_is_recorded(record_path: Path) -> None:
    """The statements run in order, an entry tells of it under the next moment, and the chain holds."""
    with Record.open(record_path) as record:
        before = record.head()
    head = Record.migrate(record_path, now=START + timedelta(days=1), migrations=NEXT)
    assert (head.seq, head.recorded) == (before.seq + 1, "2031-03-14T09:00:00.000000Z")
    with closing(sqlite3.connect(record_path)) as connection:
        assert {"notes", "notes_by_note"} <= set(schema.list_objects(connection))
        kind, body = connection.execute("SELECT kind, body FROM entries WHERE seq = ?", (head.seq,)).fetchone()
        assert (kind, body) == ("migration", f'{{"format":"groundtruce-record","schema":{VERSION + 1}}}')
    # This release knows no such schema, so to it the migrated record is a later one's.
    for writable in (False, True):
        with pytest.raises(UnusableInput, match="a later Groundtruce"):
            Record.open(record_path, writable=writable)
    assert Record.migrate(record_path, now=START, migrations=NEXT) == head


def test_a_migration_that_fails_leaves_the_record_as_it_was(record_path: Path) -> None:
    """A migration is one transaction."""
    content = sorted(schema.list_objects(sqlite3.connect(record_path)))
    with pytest.raises(Exception, match="syntax error"):
        Record.migrate(record_path, now=START, migrations=(*schema.MIGRATIONS, (*NEXT[-1], "CREATE NONSENSE")))
    with Record.open(record_path) as record:
        record.verify()
    assert sorted(schema.list_objects(sqlite3.connect(record_path))) == content


def test_the_latest_schema_needs_no_migration(record_path: Path) -> None:
    """Nothing is added."""
    with Record.open(record_path) as record:
        head = record.head()
    assert Record.migrate(record_path, now=START) == head


def test_an_earlier_schema_must_be_migrated_first(record_path: Path) -> None:
    """A record whose first entry states an earlier schema is not opened."""
    state_version(record_path, 1)
    with pytest.raises(UnusableInput, match=f"must be brought to {VERSION} first"):
        Record.open(record_path)


def test_a_record_of_schema_1_comes_to_the_latest_with_all_it_holds(record_path: Path, tmp_path: Path) -> None:
    """A record that an earlier release made is refused with the command that helps; migrated, it verifies and has room for more."""
    path = tmp_path / "old.gpkg"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "data" / "schema-1.gpkg.gz").read_bytes()))
    reason = f"schema 1 and must be brought to {VERSION} first: groundtruce migrate {path}"
    with pytest.raises(UnusableInput, match=reason):
        Record.open(path)
    head = Record.migrate(path, now=START + timedelta(days=1))
    assert head.seq == 16
    with closing(sqlite3.connect(path)) as connection:
        assert schema.list_objects(connection) == schema.expected_objects()
    with Record.open(path) as migrated, Record.open(record_path) as made:
        assert migrated.verify() == head
        assert migrated.zone_versions() == made.zone_versions()
        assert [each.reason for each in migrated.zone_versions()] == ["not stated"] * 3
        assert migrated.sightings() == ()
    with Record.open(path, writable=True) as migrated:
        migrated.append(Addition(sightings=(make_sighting(),)), now=START + timedelta(days=2))
        assert migrated.verify().seq == 17
        assert migrated.sightings() == (make_sighting(),)


def test_a_record_of_schema_2_comes_forward_with_all_it_holds(record_path: Path, tmp_path: Path) -> None:
    """The answers stay what they were, as of before too, and there is room for judgements."""
    path = tmp_path / "old.gpkg"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "data" / "schema-2.gpkg.gz").read_bytes()))
    head = Record.migrate(path, now=START + timedelta(days=1))
    with closing(sqlite3.connect(path)) as connection:
        assert schema.list_objects(connection) == schema.expected_objects()
    with Record.open(path) as migrated, Record.open(record_path) as made:
        assert migrated.verify() == head
        assert head.seq == 19
        for moment in (None, START + timedelta(minutes=3)):
            assert migrated.incidents(as_of=moment) == made.incidents(as_of=moment)
            # The record made today holds events, which the one of that release did not.
            without = {
                key: structs.replace(each, event_mentions=()) for key, each in made.readings(as_of=moment).items()
            }
            assert migrated.readings(as_of=moment) == without
            assert migrated.sightings(as_of=moment) == made.sightings(as_of=moment)
        assert migrated.judgements() == ()
        incident = migrated.incidents()[0]
    judgement = Judgement(
        statement=incident.id,
        by="Ann",
        decision="accept",
        about=JudgedIncident(mentions=(PlacedMention(mention=incident.mentions[0], span=((0, 1),)),)),
    )
    with Record.open(path, writable=True) as migrated:
        migrated.append(Addition(judgements=(judgement,)), now=START + timedelta(days=2))
        assert migrated.verify().seq == head.seq + 1
        (recorded,) = migrated.judgements()
        assert (recorded.entry, recorded.judgement) == (head.seq + 1, judgement)
        assert migrated.judgements(as_of=START + timedelta(days=1)) == ()


def test_version_6_lists_the_mentions_of_the_entries_already_there(record_path: Path) -> None:
    """The step makes the rows that were made as readings and incidents came; what it leaves verifies."""
    read_again(record_path)
    with closing(sqlite3.connect(record_path)) as connection:
        rows, objects = connection.execute(MENTIONS).fetchall(), schema.list_objects(connection)
        assert [kind for kind, *_ in rows] == ["attack", "attack", "attack", "shelling"]
        connection.executescript(
            "DROP TABLE mentions; DROP TABLE incident_mentions; DROP INDEX zone_shapes_by_document; DROP INDEX zone_shapes_by_series;"
            "DROP INDEX documents_by_day; DROP INDEX documents_by_vague_day; DROP INDEX documents_by_source"
        )
        for statement in schema.MIGRATIONS[3]:
            connection.execute(statement)
    state_version(record_path, 5)
    head = Record.migrate(record_path, now=START + timedelta(days=9))
    with closing(sqlite3.connect(record_path)) as connection:
        assert connection.execute(MENTIONS).fetchall() == rows
        assert schema.list_objects(connection) == objects
    with Record.open(record_path) as record:
        assert record.verify() == head


def test_there_is_a_migration_for_every_earlier_version() -> None:
    """From version 1 on, each has its step."""
    assert len(schema.MIGRATIONS) == VERSION - 1
