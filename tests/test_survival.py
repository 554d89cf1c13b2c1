"""A record survives being killed: what was acknowledged is there, the rest is not, and adding again completes it."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from groundtruce import pipeline
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.settings import Settings
from tests.postgres import Server, wait_until_alone

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
DOCUMENTS = 16
KILLS = {"file": 50, "database": 10}


def write_reports(folder: Path) -> list[Path]:
    """Short reports that differ."""
    files = []
    for number in range(DOCUMENTS):
        file = folder / f"report-{number:02}.txt"
        file.write_text(
            f"date 2020-12-{number % 20 + 1:02} Shelling near post {number} wounded {number + 2} soldiers, officials said."
        )
        files.append(file)
    return files


def add_and_acknowledge(record: Address, files: list[Path], reader: pipeline.Reader, acknowledged: int) -> None:
    """What `groundtruce add` does, with the language model already loaded; each acknowledgement goes down a pipe."""
    options = pipeline.InputOptions()
    for added in pipeline.add_files(record, files, options=options, settings=Settings(), reader=reader):
        os.write(acknowledged, f"{added.document.sha256}\n".encode())


def add_until_killed(record: Address, files: list[Path], reader: pipeline.Reader, seconds: float) -> set[str]:
    """Add in a process of its own, kill it after so many seconds; gives the hashes that it acknowledged."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        add_and_acknowledge(record, files, reader, write_end)
        os._exit(0)
    os.close(write_end)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as pipe:
        return set(pipe.read().split())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_kills_lose_nothing_that_was_acknowledged(home: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Killed at a random moment, the record opens, verifies, and holds every acknowledged document; adding again completes it."""
    files = write_reports(tmp_path)
    reader = pipeline.Reader(case=pipeline.load_case(CASE), settings=Settings())

    def begin(name: str) -> Address:
        if home == "file":
            return Path(shutil.copy(request.getfixturevalue("begun"), tmp_path / f"{name}.gpkg"))
        server: Server = request.getfixturevalue("server")
        return server.make_database(like=request.getfixturevalue("begun_database"))

    # The second run shows how long the work takes once everything is loaded.
    for name in ("first", "second"):
        whole = begin(name)
        started = time.monotonic()
        list(pipeline.add_files(whole, files, options=pipeline.InputOptions(), settings=Settings(), reader=reader))
        whole_run = time.monotonic() - started
    everything = set(pipeline.know_record(whole).documents)

    moments = random.Random(20201212)
    interrupted = 0
    for number in range(KILLS[home]):
        record = begin(f"killed-{number}")
        acknowledged = add_until_killed(record, files, reader, moments.uniform(0, whole_run))
        if isinstance(record, ServerAddress):
            # What it had sent, the server may still be doing.
            wait_until_alone(record)
        pipeline.verify_record(record)
        held = set(pipeline.know_record(record).documents)
        assert acknowledged <= held <= everything
        interrupted += 0 < len(held) < DOCUMENTS
        if number % 10 == 0:
            again = pipeline.add_files(
                record, files, options=pipeline.InputOptions(), settings=Settings(), reader=reader
            )
            assert sum(added.known for added in again) == len(held)
            assert set(pipeline.know_record(record).documents) == everything
            pipeline.verify_record(record)
    assert interrupted >= KILLS[home] // 4, "too few kills fell into the writing to show anything"
