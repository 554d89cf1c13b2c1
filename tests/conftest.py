"""What every test may ask for, and two rules for all: no test reaches the network, and nothing logs a secret."""

import logging
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundtruce import pipeline
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.settings import Settings
from tests.postgres import Server, find_programs, running_server
from tests.running import Run, make_run
from tests.secrecy import find_secrets

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: connections may go to this machine only."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise RuntimeError(f"a test tried to reach {address[0]}")


sys.addaudithook(_refuse_network)

# Whatever the program logs is captured, so that secrets are looked for in all of it.
logging.getLogger("groundtruce").setLevel(logging.DEBUG)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that leaves a secret in what it printed or logged, itself or in a server that it runs."""
    report = yield
    names = [name for name, said in report.sections if find_secrets(said)]
    if names and report.outcome == "passed":
        report.outcome = "failed"
        report.longrepr = f"a secret stands in: {', '.join(names)}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the sample article and the development data; tests that need it skip without it."""
    if not (SHARED / "seed" / "article.txt").exists():
        pytest.skip("the sample article is not here (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def inputs() -> list[Path]:
    """The example's reports and maps in the order of their publication."""
    files = [p for folder in ("reports", "zones") for p in sorted((CASE / folder).iterdir()) if p.suffix != ".toml"]
    return [file for _, file in sorted((pipeline.published_on(file, settings=Settings()), file) for file in files)]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, inputs: list[Path]) -> Path:
    """The example's whole record. Whoever writes to it takes a copy."""
    record = tmp_path_factory.mktemp("example") / "record.gpkg"
    pipeline.start_record(record, case=CASE)
    for _ in pipeline.add_files(record, inputs, options=pipeline.InputOptions(), settings=Settings()):
        pass
    return record


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests; each makes a database of its own."""
    if find_programs() is None:
        pytest.skip("PostgreSQL with PostGIS is not installed: apt-get install postgresql postgresql-15-postgis-3")
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def example_database(example: Path, server: Server) -> ServerAddress:
    """The example's whole record on the server. Whoever writes to it takes a copy."""
    address = server.make_database()
    pipeline.copy_record(example, address)
    return address


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the example's case with nothing in it yet."""
    record = tmp_path_factory.mktemp("begun") / "record.gpkg"
    pipeline.start_record(record, case=CASE)
    return record


@pytest.fixture(scope="session")
def begun_database(begun: Path, server: Server) -> ServerAddress:
    """The same on the server."""
    address = server.make_database()
    pipeline.copy_record(begun, address)
    return address


@pytest.fixture(params=["file", "database"])
def home(request: pytest.FixtureRequest) -> str:
    """Each home in turn. Whatever does not look behind the record is asked of both."""
    return str(request.param)


@pytest.fixture
def new_home(home: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Address]:
    """Where no record is yet."""
    if home == "file":
        yield tmp_path / "r.gpkg"
        return
    server: Server = request.getfixturevalue("server")
    with server.lent_database() as address:
        yield address


@pytest.fixture
def begun_home(home: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Address]:
    """A record of the example's case with nothing in it, to do anything to."""
    if home == "file":
        yield Path(shutil.copy(request.getfixturevalue("begun"), tmp_path / "r.gpkg"))
        return
    server: Server = request.getfixturevalue("server")
    with server.lent_database(like=request.getfixturevalue("begun_database")) as address:
        yield address


@pytest.fixture
def example_home(home: str, request: pytest.FixtureRequest) -> Address:
    """The example's whole record, for reading."""
    address: Address = request.getfixturevalue("example" if home == "file" else "example_database")
    return address


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: `run("verify", path)` gives its exit code and what it printed."""
    return make_run(capsys)
