"""Records that earlier releases made, in each home that they could have: brought to the present schema with all they hold."""

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.record.chain import Head
from groundtruce.record.copying import copy_record
from groundtruce.record.records import Record
from groundtruce.record.versions import VERSION
from tests.postgres import Server
from tests.record import MARKERS, START
from tests.record.making_released import DATA, ON_SERVERS, WITH_JUDGEMENTS, WITH_MARKERS, WITH_TRACES

FILES = sorted(int(path.name[7]) for path in DATA.glob("schema-*.gpkg.gz"))
DATABASES = sorted(int(path.name[7]) for path in DATA.glob("schema-*.sql.gz"))
RELEASED = [*((each, "file") for each in FILES), *((each, "database") for each in DATABASES)]
LATER = START + timedelta(days=1)


@pytest.fixture(params=RELEASED, ids=lambda each: f"{each[0]}-{each[1]}")
def released(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, Address]:
    """The version of a released schema, and a record that it made."""
    version, home = request.param
    if home == "file":
        path = tmp_path / "old.gpkg"
        path.write_bytes(gzip.decompress((DATA / f"schema-{version}.gpkg.gz").read_bytes()))
        return version, path
    server: Server = request.getfixturevalue("server")
    address = server.make_database()
    with psycopg.connect(address.uri, autocommit=True) as connection:
        connection.execute(gzip.decompress((DATA / f"schema-{version}.sql.gz").read_bytes()))
    return version, address


def test_there_is_a_record_of_every_released_schema() -> None:
    """In each home that it could have had; the present one's comes with the next."""
    assert set(FILES) >= set(range(1, VERSION))
    assert set(DATABASES) >= set(range(ON_SERVERS, VERSION))
    assert all(path.stat().st_size < 100_000 for path in DATA.iterdir())


def test_a_released_record_comes_forward_with_all_it_holds(
    released: tuple[int, Address], whole_record: Path, tmp_path: Path
) -> None:
    """Refused until it is migrated; then each entry is what it was, the head before is in the chain, and the answers are the same."""
    version, address = released
    before = read_entries(address)
    if version < VERSION:
        with pytest.raises(UnusableInput, match=f"schema {version} and must be brought to {VERSION} first"):
            Record.open(address)
    head = Record.migrate(address, now=LATER)
    after = read_entries(address)
    assert after[: len(before)] == before
    assert [kind for _, kind, *_ in after[len(before) :]] == ["migration"] * (version < VERSION)
    with Record.open(address) as migrated, Record.open(whole_record) as made:
        assert migrated.verify() == head
        seq, _, _, recorded, *_, hash_ = before[-1]
        assert migrated.holds(Head(seq=seq, recorded=recorded, hash=hash_))
        for moment in (START + timedelta(minutes=1), START + timedelta(minutes=3), None):
            assert migrated.zone_versions(as_of=moment) == made.zone_versions(as_of=moment)
            assert migrated.incidents(as_of=moment) == made.incidents(as_of=moment)
            assert migrated.readings(as_of=moment) == made.readings(as_of=moment)
            assert migrated.sightings(as_of=moment) == (made.sightings(as_of=moment) if version >= WITH_MARKERS else ())
            assert migrated.traces(as_of=moment) == (made.traces(as_of=moment) if version >= WITH_TRACES else ())
            # Version 1 has no document of markers.
            documents = [each for each in made.documents(as_of=moment) if version > 1 or each.sha256 != digest(MARKERS)]
            assert list(migrated.documents(as_of=moment)) == documents
        assert len(migrated.judgements()) == (version >= WITH_JUDGEMENTS)
        assert migrated.search("attack") == made.search("attack")
    assert copy_record(address, tmp_path / "copy.gpkg") == head


@pytest.mark.parametrize("released", [RELEASED[0], RELEASED[-1]], indirect=True, ids=["file", "database"])
def test_a_migration_that_is_killed_leaves_the_record_whole(released: tuple[int, Address]) -> None:
    """Killed behind the last statement of its last step, before the commit: nothing changed, and it may be migrated."""
    version, address = released
    before = read_entries(address)
    killed = subprocess.run([sys.executable, "-c", _DEADLY, _name(address)], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert read_entries(address) == before
    if version < VERSION:
        with pytest.raises(UnusableInput, match="must be brought to"):
            Record.open(address)
    head = Record.migrate(address, now=LATER)
    with Record.open(address) as record:
        assert record.verify() == head


# ---------------------------------------------------------------------------------------------------------------

_DEADLY = """
import os, signal, sys
from datetime import UTC, datetime
from groundtruce.record.addresses import parse_address
from groundtruce.record.homes import open_home
from groundtruce.record.records import Record

class Deadly(tuple):
    def __iter__(self):
        yield "CREATE TABLE notes (seq bigint PRIMARY KEY)"
        os.kill(os.getpid(), signal.SIGKILL)

address = parse_address(sys.argv[1])
home = open_home(address, writable=False)
steps = home.migrations
home.close()
Record.migrate(address, now=datetime.now(UTC), migrations=(*steps, Deadly(("",))))
"""


def _name(address: Address) -> str:
    return address.uri if isinstance(address, ServerAddress) else os.fspath(address)


def read_entries(address: Address) -> list[tuple[Any, ...]]:
    """Every entry as it is stored, behind the record's back."""
    statement = "SELECT seq, kind, subject, recorded, body, previous, hash FROM {}entries ORDER BY seq"
    if isinstance(address, ServerAddress):
        with psycopg.connect(address.uri) as connection:
            return connection.execute(statement.format("groundtruce.").encode()).fetchall()
    with closing(sqlite3.connect(address)) as connection:
        return connection.execute(statement.format("")).fetchall()
