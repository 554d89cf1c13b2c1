"""What a record on a server has of its own: refusals, errors, several writers, a server that is killed."""

import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import IO

import psycopg
import pytest
from msgspec.structs import replace

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record.addresses import ServerAddress, parse_address
from groundtruce.record.homes.home import RECORDED_TABLES
from groundtruce.record.homes.postgres import schema
from groundtruce.record.homes.postgres.ahead import Ahead
from groundtruce.record.records import Record
from groundtruce.record.versions import VERSION
from tests import story
from tests.behind import change_rows, run_as_superuser
from tests.postgres import Server, running_server
from tests.record import START, add_map, add_report, make_sighting


@pytest.fixture
def database(server: Server, whole_database: ServerAddress) -> ServerAddress:
    """A copy of the whole record to do anything to."""
    return server.make_database(like=whole_database)


@pytest.mark.parametrize("action", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", RECORDED_TABLES)
def test_recorded_rows_refuse_to_be_changed(whole_database: ServerAddress, table: str, action: str) -> None:
    """Even by a superuser, and in a session that says it is a replica's."""
    key = {"contents": "sha256", "places": "fid"}.get(table, "seq")
    for role in ("origin", "replica"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="a record only grows"):
            run_as_superuser(whole_database, f"SET session_replication_role = {role}", action.format(table, key, key))


def test_the_owner_may_not_change_rows_either(server: Server) -> None:
    """Nor a reader write, before any trigger is asked: they lack the privilege."""
    address = server.make_database()
    name = address.shown.rsplit("/", 1)[1].partition("?")[0]
    server.run(f"CREATE ROLE owner_{name} LOGIN; ALTER DATABASE {name} OWNER TO owner_{name}")
    own = parse_address(address.uri.replace("user=keeper", f"user=owner_{name}"))
    assert isinstance(own, ServerAddress)
    with Record.create(own, case=story.CASE, now=START) as record:
        record.append(add_map(b"1"), now=START)
        assert record.verify() == record.head()
    for statement in ("UPDATE entries SET kind = kind", "DELETE FROM texts", "TRUNCATE places"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run_as_superuser(own, statement)
    server.run(f"CREATE ROLE reader_{name} LOGIN")
    run_as_superuser(
        address,
        f"GRANT USAGE ON SCHEMA groundtruce TO reader_{name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA groundtruce TO reader_{name}",
    )
    reading = parse_address(address.uri.replace("user=keeper", f"user=reader_{name}"))
    with Record.open(reading) as record:
        assert len(record.documents()) == 1
    with Record.open(reading, writable=True) as record, pytest.raises(UnusableInput, match="access to it is denied"):
        record.append(add_map(b"2"), now=START)


def test_an_entry_that_does_not_follow_the_last_is_refused_by_the_database(whole_database: ServerAddress) -> None:
    """With a gap before it or with another's hash."""
    for step in (1, 2):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="follows the last one"):
            run_as_superuser(
                whole_database,
                f"INSERT INTO entries SELECT max(seq) + {step}, 'incident', 'x', max(recorded), '{{}}', 'not it', '' FROM entries",
            )


@pytest.mark.parametrize(
    ("table", "change", "entry", "said"),
    [
        ("entries", "UPDATE entries SET body = replace(body, 'map', 'nap') WHERE seq = 2", 2, "hash"),
        ("entries", "DELETE FROM entries WHERE seq = 4", 4, "missing"),
        ("contents", "UPDATE contents SET bytes = bytes || 'x' WHERE sha256 = (SELECT subject FROM entries WHERE seq = 4)", 4, "content"),
        ("texts", "UPDATE texts SET body = body || 'x' WHERE seq = 4", 4, "text"),
        ("texts", "UPDATE texts SET words = '{}' WHERE seq = 4", 4, "words"),
        ("zone_shapes", "UPDATE zone_shapes SET holder = 'x' WHERE seq = 3", 3, "another holder"),
        ("zone_shapes", "UPDATE zone_shapes SET geom = (SELECT geom FROM zone_shapes WHERE seq = 9) WHERE seq = 3", 3, "shape"),
        ("incident_points", "DELETE FROM incident_points WHERE seq = 6", 6, "missing"),
        ("marker_points", "UPDATE marker_points SET position_error_m = 50 WHERE seq = 14", 14, "position_error_m"),
        ("places", "DELETE FROM places WHERE fid = 2", 1, "missing"),
        ("mentions", "INSERT INTO mentions VALUES (5, 9, 'attack', NULL, NULL, '', 'asserts', 'happened', ' ? ', NULL, NULL, NULL, '')", 5, "mentions of events"),
        ("incident_mentions", "INSERT INTO incident_mentions VALUES ('0#mention-9', 6)", None, "a mention that no incident holds"),
        ("texts", "INSERT INTO texts VALUES (3, '', '', '{}')", None, "row 3 of texts"),
    ],
)  # fmt: skip
def test_changed_rows_are_found(database: ServerAddress, table: str, change: str, entry: int | None, said: str) -> None:
    """Behind the triggers' back, in any table: by their entry where they have one."""
    change_rows(database, table, change)
    with Record.open(database) as record, pytest.raises(BrokenRecord, match=said) as broken:
        record.verify()
    assert broken.value.entry == entry


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DROP TRIGGER texts_only_grow ON texts", "the trigger texts_only_grow of its schema is missing"),
        ("ALTER TABLE texts DISABLE TRIGGER texts_only_grow", "the trigger texts_only_grow of its schema was changed"),
        ("CREATE OR REPLACE VIEW current_zone_shapes AS SELECT * FROM zone_shapes", "current_zone_shapes of its schema was changed"),
        ("DROP INDEX entries_by_moment", "entries_by_moment of its schema is missing"),
        ("CREATE RULE quiet AS ON INSERT TO texts DO INSTEAD NOTHING", "the rule quiet is none of its schema"),
        ("CREATE TRIGGER more BEFORE INSERT ON texts FOR EACH ROW EXECUTE FUNCTION refuse_change()", "the trigger more is none"),
    ],
)  # fmt: skip
def test_a_changed_schema_is_found(database: ServerAddress, change: str, said: str) -> None:
    """A dropped, disabled or added trigger, a changed view, a missing index, a rule: all are said."""
    run_as_superuser(database, change)
    with Record.open(database) as record, pytest.raises(BrokenRecord, match=said):
        record.verify()


def test_what_cannot_be_read_with_others_is_left_to_be_read_by_itself(whole_database: ServerAddress) -> None:
    """So that its own entry is named; what else is read goes on in the same transaction."""
    with psycopg.connect(whole_database.uri, options="-c search_path=groundtruce,public") as connection:
        ahead = Ahead(connection, 1, 19)
        assert ahead.find_rows("zone_shapes", "1 / (seq - 9)", 3) is None
        assert ahead.find_rows("zone_shapes", "holder", 3) == [(story.BEFORE.holder,)]
        assert ahead.find_rows("mentions", "type", 5) == []
        assert ahead.find_rows("mentions", "type", 20) is None
        assert (ahead.shows_shape("zone_shapes", 3), ahead.shows_shape("zone_shapes", 20)) == (True, None)


def test_a_text_with_a_nul_is_kept_to_the_byte(database: ServerAddress) -> None:
    """PostgreSQL's texts can hold none: what a GIS sees has U+FFFD in its place, what is recorded does not."""
    addition = add_report("before\0after", "Title\0")
    with Record.open(database, writable=True) as record:
        record.append(replace(addition, sightings=(make_sighting(note="a\0b"),)), now=START + timedelta(days=1))
        assert record.documents()[-1] == addition.document
        assert record.sightings()[-1].note == "a\0b"
        record.verify()
    with psycopg.connect(database.uri) as connection:
        assert connection.execute("SELECT title FROM groundtruce.documents ORDER BY fid DESC LIMIT 1").fetchone() == (
            "Title\ufffd",
        )


def test_layers_show_what_the_file_s_layers_show(whole_database: ServerAddress) -> None:
    """As PostGIS geometries and moments."""
    with psycopg.connect(whole_database.uri, options="-c search_path=groundtruce,public -c timezone=UTC") as connection:
        zones = connection.execute(
            "SELECT zone, valid_from::date::text, valid_to::date::text, ST_GeometryType(geom) FROM zone_versions ORDER BY fid"
        ).fetchall()
        incidents = connection.execute("SELECT incident, deaths, ST_X(geom) FROM incidents ORDER BY fid").fetchall()
        (markers,) = connection.execute("SELECT count(*) FROM markers").fetchone() or (None,)
    assert zones[0] == ("south", "2031-03-05", "2031-03-12", "ST_MultiPolygon")
    assert incidents == [("incident-1", 2, 10.051), ("incident-3", 2, 10.2)]
    assert markers == 2


def test_what_cannot_be_reached_or_is_none_is_said_in_one_line(server: Server, tmp_path: Path) -> None:
    """Without the password, wherever in the address it stands."""
    folder = server.folder
    empty = server.make_database()
    server.run("CREATE DATABASE bare TEMPLATE template0")
    reasons = {
        f"postgresql://keeper:s3cret@/nowhere?host={folder}": "createdb nowhere",
        f"postgresql://ann:s3cret@/none?host={tmp_path}": "cannot be reached",
        f"postgresql:///none?host={tmp_path}&password=s3cret": "cannot be reached",
        "postgresql://ann:s3cret@127.0.0.1:1/none": "cannot be reached",
        "postgresql://ann:s3cret@[::1/none": "no address",
        "postgresql:/ann:s3cret@host/none": "two slashes",
        "postgresql://ann:s3cret@host/none?nonsense=1": "no address",
        empty.uri: "holds no record: groundtruce init",
    }  # fmt: skip
    for address, reason in reasons.items():
        with pytest.raises(UnusableInput, match=reason) as unusable:
            Record.open(parse_address(address))
        assert "s3cret" not in repr(unusable.value)
        assert "\n" not in str(unusable.value)


def test_a_wrong_password_is_said_without_it(tmp_path: Path) -> None:
    """On a server that asks for passwords, by a user who has another one."""
    with running_server() as server:
        server.run("CREATE ROLE ann LOGIN PASSWORD 'right'")
        access = server.folder / "data" / "pg_hba.conf"
        access.write_text("local all keeper trust\nlocal all all scram-sha-256\n")
        server.run("SELECT pg_reload_conf()")
        time.sleep(0.2)
        with pytest.raises(UnusableInput, match="refuses the user or the password") as unusable:
            Record.open(parse_address(f"postgresql://ann:wr0ng@/with_postgis?host={server.folder}"))
        assert "wr0ng" not in str(unusable.value)
        with pytest.raises(UnusableInput, match="holds no record"):
            Record.open(parse_address(f"postgresql://ann:right@/with_postgis?host={server.folder}"))


def test_a_record_is_made_once_and_needs_postgis(server: Server, database: ServerAddress) -> None:
    """What is there is never overwritten; a user who may not add PostGIS is told who may."""
    with pytest.raises(UnusableInput, match="holds a record already"):
        Record.create(database, case=story.CASE, now=START)
    address = server.make_database()
    name = address.shown.rsplit("/", 1)[1].partition("?")[0]
    server.run(f"CREATE ROLE plain_{name} LOGIN; ALTER DATABASE {name} OWNER TO plain_{name}")
    run_as_superuser(address, "DROP EXTENSION postgis")
    plain = parse_address(address.uri.replace("user=keeper", f"user=plain_{name}"))
    with pytest.raises(UnusableInput, match="a superuser of its server must add"):
        Record.create(plain, case=story.CASE, now=START)


def test_a_migration_is_one_transaction_and_recorded(database: ServerAddress) -> None:
    """Its statements run, an entry tells of it; one that fails leaves the record as it was."""
    step = ("CREATE TABLE {schema}.notes (seq bigint PRIMARY KEY)",)
    with Record.open(database) as record:
        before = record.head()
    with pytest.raises(BrokenRecord, match="syntax error"):
        Record.migrate(database, now=START, migrations=(*schema.MIGRATIONS, (*step, "CREATE NONSENSE")))
    with Record.open(database) as record:
        assert record.verify() == before
    head = Record.migrate(database, now=START, migrations=(*schema.MIGRATIONS, step))
    assert head.seq == before.seq + 1
    with pytest.raises(UnusableInput, match="a later Groundtruce"):
        Record.open(database)
    assert len(schema.MIGRATIONS) == VERSION - 1


def write(address: ServerAddress, *names: str, number: int) -> list["subprocess.Popen[str]"]:
    """Processes that write so many reports each."""
    program = [sys.executable, "-m", "tests.record.writing_reports", address.uri]
    return [
        subprocess.Popen([*program, name, str(number)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for name in names
    ]


def told_by(writer: "subprocess.Popen[str]") -> IO[str]:
    """What a writer says it has written, a line for each report."""
    assert writer.stdout
    return writer.stdout


def test_eight_writers_and_sixteen_readers_take_turns(server: Server) -> None:
    """None is lost or doubled, the chain holds, and a reader's answer as of a moment stays what it was."""
    address = server.make_database()
    Record.create(address, case=story.CASE, now=START).close()
    stop = threading.Event()
    faults: list[str] = []

    def read() -> None:
        with Record.open(address) as record:
            while not stop.is_set():
                head = record.head()
                as_of = record.moments()[-1] if head.seq > 1 else None
                if head.seq < 1 or not record.holds(head) or (as_of and as_of.last < head.seq):
                    faults.append(f"{head}")

    readers = [threading.Thread(target=read) for _ in range(16)]
    for reader in readers:
        reader.start()
    try:
        written = [
            line.strip()
            for process in write(address, *"abcdefgh", number=10)
            for line in process.communicate(timeout=60)[0].splitlines()
        ]
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert faults == []
    with Record.open(address) as record:
        assert record.verify().seq == 1 + 2 * 8 * 10
        held = Counter(document.sha256 for document in record.headers())
    assert held == Counter(written)
    assert count_deadlocks(address) == 0


def count_deadlocks(address: ServerAddress) -> int:
    """How often the server has ended a transaction in a database since two waited for each other."""
    with psycopg.connect(address.uri) as connection:
        row = connection.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
    assert row
    return int(row[0])


def test_a_deadlock_would_be_counted(server: Server) -> None:
    """Two sessions that take the same two locks in another order, as no writer does."""
    address = server.make_database()
    with (
        closing(psycopg.connect(address.uri, options="-c deadlock_timeout=60s")) as patient,
        closing(psycopg.connect(address.uri, options="-c deadlock_timeout=10ms")) as impatient,
    ):
        patient.execute("SELECT pg_advisory_xact_lock(1)")
        impatient.execute("SELECT pg_advisory_xact_lock(2)")
        waiting = threading.Thread(target=patient.execute, args=["SELECT pg_advisory_xact_lock(2)"])
        waiting.start()
        while impatient.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
            time.sleep(0.01)
        with pytest.raises(psycopg.errors.DeadlockDetected):
            impatient.execute("SELECT pg_advisory_xact_lock(1)")
        impatient.rollback()
        waiting.join()
    assert count_deadlocks(address) == 1


@pytest.mark.slow
def test_a_killed_server_loses_nothing_that_it_acknowledged() -> None:
    """Killed with all its processes while three write, twice: each acknowledged report is there, once."""
    acknowledged: list[str] = []
    with running_server() as server:
        address = server.make_database()
        Record.create(address, case=story.CASE, now=START).close()
        for kill in range(2):
            writers = write(address, *(f"{kill}{name}" for name in "abc"), number=10_000)
            # Each is in the middle of its work, however slow the machine.
            for _ in range(3):
                acknowledged += [told_by(writer).readline().strip() for writer in writers]
            time.sleep(0.1)
            server.kill()
            # Not `communicate`: it would leave out the lines that `readline` read ahead.
            acknowledged += [line.strip() for writer in writers for line in told_by(writer) if line.endswith("\n")]
            for writer in writers:
                with writer:
                    writer.wait(timeout=60)
            server.start()
            with Record.open(address) as record:
                record.verify()
                held = Counter(document.sha256 for document in record.headers())
            assert set(held.values()) == {1}
            missing = set(acknowledged) - set(held)
            assert not missing
    assert len(acknowledged) >= 18
