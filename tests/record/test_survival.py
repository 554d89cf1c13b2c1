"""A record survives the end of its process, and media that cannot be written."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundtruce.errors import UnusableInput
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.record.records import Record
from tests import story
from tests.postgres import running_server, wait_until_alone
from tests.record import ADDITIONS, START, add_map, make_record
from tests.running import spell

KILLS = {"file": 10, "database": 5}
_LARGEST = 17 << 20
"""A server's log has files of 16 MiB."""

# It makes its documents itself: the other tests' modules would take longer to load than the additions.
ADD_THIRTY = """
import sys
from datetime import UTC, datetime
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.record.addresses import parse_address
from groundtruce.record.records import Addition, Record
with Record.open(parse_address(sys.argv[1]), writable=True) as record:
    for number in range(30):
        text = f"Report {number}. " * 400
        sha256 = digest(text.encode())
        document = Document(
            sha256=sha256, media_type="text/plain", size=len(text), origin="-", retrieved="2031-03-13", text=text
        )
        read = ReadDocument(
            sha256=sha256, title="", published=None, published_from="unknown", language=None, text=text
        )
        if not record.has_document(sha256):
            addition = Addition(document=document, content=text.encode(), reading=Reading(document=read))
            record.append(addition, now=datetime.now(UTC))
        print(sha256, flush=True)
"""


def add_until_killed(address: Address, *, acknowledged: int, then_seconds: float) -> list[str]:
    """Add in another process, kill it so long after so many acknowledgements; gives all that it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", ADD_THIRTY, spell(address)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(acknowledged)]
        time.sleep(then_seconds)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    return [line.strip() for line in lines]


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_it_acknowledged(
    home: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed at some random moments, the record opens, verifies, holds each acknowledged document, and can be completed."""
    chance = random.Random(15)
    interrupted = 0
    for kill in range(KILLS[home]):
        address: Address = tmp_path / f"{kill}.gpkg"
        if home == "database":
            address = request.getfixturevalue("server").make_database()
        Record.create(address, case=story.CASE, now=START).close()
        acknowledged = add_until_killed(
            address, acknowledged=chance.randrange(29), then_seconds=chance.uniform(0, 0.005)
        )
        if isinstance(address, ServerAddress):
            # What it had sent, the server may still be doing.
            wait_until_alone(address)
        with Record.open(address) as record:
            record.verify()
            held = {document.sha256 for document in record.documents()}
            assert set(acknowledged) <= held
            assert len(held) <= len(acknowledged) + 1
            assert record.readings().keys() == held
            interrupted += len(held) < 30
        assert not list(tmp_path.glob(f"{kill}.gpkg-*"))
    assert interrupted >= KILLS[home] // 2
    subprocess.run([sys.executable, "-c", ADD_THIRTY, spell(address)], check=True, capture_output=True, timeout=60)
    with Record.open(address) as record:
        record.verify()
        assert len(record.documents()) == 30


def test_a_full_disk_is_said_and_leaves_the_database_as_it_was() -> None:
    """With no room for a document nothing of it is recorded; a smaller one still is, in the same session."""
    with running_server(largest_file=_LARGEST) as server:
        address = server.make_database()
        with Record.create(address, case=story.CASE, now=START) as record:
            head = record.append(add_map(b"before"), now=START)
            with pytest.raises(UnusableInput, match="nothing was recorded"):
                record.append(add_map(random.Random(1).randbytes(_LARGEST)), now=START)
            assert record.head() == head
            assert record.append(add_map(b"small"), now=START).seq == head.seq + 1
            assert record.verify() == record.head()


READ = """
import os
import sys
from pathlib import Path
from groundtruce.errors import UnusableInput
from groundtruce.record.records import Record
if os.geteuid() == 0:
    # The superuser may write anywhere, so go on as somebody else, once everything is loaded.
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with Record.open(Path(sys.argv[1]), writable=sys.argv[2] == "writing") as record:
        print(record.verify().seq, len(record.documents()))
except UnusableInput as error:
    print(error.reason)
"""


def open_as_one_who_cannot_write(path: Path, *, to: str = "reading") -> str:
    """What a process prints for which the file and its folder are read-only."""
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", READ, path, to],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    path.parent.chmod(0o755)
    assert ran.stderr == ""
    return ran.stdout.strip()


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that every user can reach."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(0o755)
    return tmp_path


def test_a_record_is_read_from_media_that_cannot_be_written(open_folder: Path) -> None:
    """Also one that was copied while its header said that there is a log, if there is none."""
    make_record(open_folder / "clean.gpkg")
    assert open_as_one_who_cannot_write(open_folder / "clean.gpkg") == f"19 {len(ADDITIONS)}"
    writer = Record.open(make_record(open_folder / "open.gpkg"), writable=True)
    (open_folder / "copies").mkdir()
    shutil.copy(open_folder / "open.gpkg", open_folder / "copies" / "copy.gpkg")
    writer.close()
    assert open_as_one_who_cannot_write(open_folder / "copies" / "copy.gpkg") == f"19 {len(ADDITIONS)}"


def test_a_log_that_cannot_be_folded_in_is_not_passed_over(open_folder: Path) -> None:
    """On media that cannot be written, a record with a log is refused: without the log it would be an older one."""
    path = open_folder / "r.gpkg"
    (open_folder / "copies").mkdir()
    with Record.create(path, case=story.CASE, now=START) as record:
        record.append(add_map(b"in the log"), now=START)
        for name in ("r.gpkg", "r.gpkg-wal"):
            (open_folder / "copies" / name).write_bytes((open_folder / name).read_bytes())
    assert "was not closed" in open_as_one_who_cannot_write(open_folder / "copies" / "r.gpkg")


def test_a_log_left_behind_is_folded_in_by_a_reader(tmp_path: Path) -> None:
    """A copy of the file and its log holds everything, and is one file again once it was read."""
    path = tmp_path / "r.gpkg"
    copies = tmp_path / "copies"
    copies.mkdir()
    with Record.create(path, case=story.CASE, now=START) as record:
        head = record.append(add_map(b"in the log"), now=START)
        for name in ("r.gpkg", "r.gpkg-wal"):
            (copies / name).write_bytes((tmp_path / name).read_bytes())
    with Record.open(copies / "r.gpkg") as record:
        assert record.head() == head
    assert [file.name for file in copies.iterdir()] == ["r.gpkg"]


def test_a_record_that_cannot_be_written_is_not_opened_for_writing(open_folder: Path) -> None:
    """The reason is said before anything is done."""
    path = make_record(open_folder / "r.gpkg")
    assert open_as_one_who_cannot_write(path, to="writing") == "it cannot be written"
