"""One whole record in each home for all tests that only read it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundtruce.record.addresses import Address, ServerAddress
from tests.postgres import Server
from tests.record import make_record


@pytest.fixture(scope="session")
def whole_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "whole.gpkg"
    make_record(path)
    return path


@pytest.fixture
def record_path(whole_record: Path, tmp_path: Path) -> Path:
    """A copy of the whole record to do anything to."""
    return Path(shutil.copy(whole_record, tmp_path / "copy.gpkg"))


@pytest.fixture(scope="session")
def whole_database(server: Server) -> ServerAddress:
    address = server.make_database()
    make_record(address)
    return address


@pytest.fixture
def whole_home(home: str, request: pytest.FixtureRequest) -> Address:
    """The whole record, for reading."""
    address: Address = request.getfixturevalue("whole_record" if home == "file" else "whole_database")
    return address


@pytest.fixture
def record_home(home: str, request: pytest.FixtureRequest) -> Iterator[Address]:
    """A copy of the whole record to do anything to."""
    if home == "file":
        yield request.getfixturevalue("record_path")
        return
    server: Server = request.getfixturevalue("server")
    with server.lent_database(like=request.getfixturevalue("whole_database")) as address:
        yield address
