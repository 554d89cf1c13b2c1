"""`groundtruce read --cluster`: the plain command's readings, in parts, whatever happens to workers."""

import json
import os
import pickle
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from groundtruce.collect.pieces import ArchivePiece, cut_archives
from groundtruce.errors import UnusableInput
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.cluster.parts import find_part, list_parts, make_room, read_lines, read_part, read_set_aside
from groundtruce.pipeline.cluster.runs import begin_run, describe_run, digest_run
from groundtruce.pipeline.cluster.trials import count_deaths, place_of
from groundtruce.pipeline.cluster.work import read_piece
from groundtruce.settings import Settings
from tests.running import PROGRAM, Run, run_program

TEXTS = 30
PART = 5


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty short reports in one file, the eighth of them broken, two of them alike."""
    lines = [
        json.dumps(
            {"text": f"Shelling near post {n % 29} wounded soldiers, officials said. " * 20, "published": "2020-12-14"}
        )
        for n in range(TEXTS)
    ]
    lines[7] = "{broken"
    path = tmp_path_factory.mktemp("archive") / "archive.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def plain(archive: Path) -> list[str]:
    """What the plain command prints."""
    return run_program("read", archive, "--jsonl").out.splitlines()


@pytest.fixture(scope="module")
def folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that is begun, without a cluster. Its models are loaded once for all tests."""
    folder = tmp_path_factory.mktemp("run") / "readings"
    begin_run(
        folder,
        describe_run(
            (archive,), case=None, published=None, settings=Settings(), encoder=True, texts_a_piece=PART, now=now()
        ),
    )
    make_room(folder)
    return folder


def pieces(archive: Path) -> Iterator[ArchivePiece]:
    return cut_archives([archive], limit=Settings().max_document_bytes, most_texts=PART)


def lines_of(folder: Path) -> list[str]:
    return [line for name in list_parts(folder) for line in read_lines(folder, name)]


def find_a_reader(folder: Path) -> int:
    """The process that reads a piece now."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for notes in place_of(folder).glob("*"):
            begun = notes.read_text().split() if notes.exists() else []
            if len(begun) > 1:
                return int(begun[1])
        time.sleep(0.01)
    pytest.fail("no worker read anything")


def check_that_nobody_else_can_join(program: int) -> None:
    """All that its processes listen on is loopback, and either speaks TLS or has nothing to show."""
    processes = [psutil.Process(program), *psutil.Process(program).children(recursive=True)]
    listening = [
        connection.laddr
        for process in processes
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert {address.ip for address in listening} == {"127.0.0.1"}
    for address in listening:
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(b"GET /info/main/workers.html HTTP/1.0\r\n\r\n")
            try:
                answer = connection.recv(1000)
            except ConnectionResetError:
                answer = b""
        # A TLS alert is a record of type 21.
        assert not answer or answer.startswith((b"\x15\x03", b"HTTP/1.1 404"))


@pytest.mark.slow
def test_two_workers_of_which_one_is_killed_read_what_the_plain_command_reads(
    archive: Path, plain: list[str], tmp_path: Path
) -> None:
    """Byte for byte, nothing lost and nothing doubled; the same command then finds everything there."""
    folder = tmp_path / "readings"
    command = [*PROGRAM, "read", archive, "--cluster", "local", "--workers", "2", "--texts-a-part", str(PART), "--json"]
    with subprocess.Popen([*command, "--output", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        find_a_reader(folder)
        check_that_nobody_else_can_join(program.pid)
        # As a machine without memory does.
        os.kill(find_a_reader(folder), signal.SIGKILL)
        said, named = program.communicate(timeout=180)
    done = json.loads(said)
    assert program.returncode == 3
    assert lines_of(folder) == plain
    assert (done["texts"], done["read"] + done["already_there"], done["set_aside"]) == (TEXTS, TEXTS - 1, 1)
    assert b"line 8: is no JSON" in named
    assert len(named.splitlines()) == 1
    again = run_program(*command[3:], "--output", folder)
    assert (again.json["read"], again.json["already_there"]) == (0, TEXTS - 1)


@pytest.mark.slow
def test_a_part_holds_the_documents_with_their_bytes_and_what_was_set_aside(archive: Path, folder: Path) -> None:
    """The same piece read twice gives the same file, a part that is there is not read again, nor is a damaged one trusted."""
    _, piece, *_ = pieces(archive)
    run = digest_run(folder)
    first = read_piece(piece, str(folder), run)
    assert (first.part.readings, first.part.set_aside, first.was_there) == (PART - 1, 1, False)
    assert read_piece(piece, str(folder), run).was_there
    file = folder / "readings" / f"{piece.name}.parquet"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    assert find_part(folder, piece.name) is None
    assert not read_piece(piece, str(folder), run).was_there
    assert file.read_bytes() == content
    rows = list(read_part(folder, piece.name))
    assert [row.place.rpartition(": ")[2] for row in rows] == ["line 6", "line 7", "line 9", "line 10"]
    assert all(row.content.decode() == row.document.text == row.reading.document.text for row in rows)
    (aside,) = read_set_aside(folder, piece.name)
    assert aside.place.endswith("line 8")
    assert "no JSON" in aside.reason


@pytest.mark.slow
def test_a_text_at_which_three_workers_ended_is_set_aside(archive: Path, folder: Path) -> None:
    """By the notes that each left; the texts beside it are read."""
    first, *_ = pieces(archive)
    notes = place_of(folder) / first.name
    notes.parent.mkdir(exist_ok=True)
    notes.write_text("begun 11\n0\n1\n2\nbegun 12\n0\n1\n2\nbegun 13\n0\n1\n2\n")
    done = read_piece(first, str(folder), digest_run(folder))
    assert (done.part.readings, done.part.set_aside) == (PART - 1, 1)
    (aside,) = done.aside
    assert aside.place.endswith("line 3")
    assert aside.reason == "3 workers ended while they read it"
    assert not notes.exists()


def test_deaths_are_counted_by_the_last_text_that_was_begun() -> None:
    """A trial that came to no text blames none."""
    assert count_deaths([]) == {}
    assert count_deaths(["begun 1", "0", "1", "begun 2", "begun 3", "0", "1", "2"]) == {1: 1, 2: 1}


def test_a_worker_that_sees_another_run_or_archive_is_told(archive: Path, folder: Path, tmp_path: Path) -> None:
    """What it refuses comes from its process as it was raised."""
    first, *_ = pieces(archive)
    with pytest.raises(UnusableInput, match="another folder on the machine of the worker"):
        read_piece(first, str(folder), "0" * 64)
    with pytest.raises(UnusableInput, match=r"holds no run\.json"):
        read_piece(first, str(tmp_path / "none"), "0" * 64)
    error = UnusableInput("a.txt", "is broken", place="line 3")
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "a.txt: line 3: is broken"


def test_a_folder_of_something_else_is_left_alone(archive: Path, folder: Path, tmp_path: Path) -> None:
    """Readings of another archive, with another date or in other parts are not mixed, and nobody's files are touched."""
    terms = {
        "case": None,
        "published": None,
        "settings": Settings(),
        "encoder": True,
        "texts_a_piece": PART,
        "now": now(),
    }
    assert begin_run(folder, describe_run((archive,), **terms)).archives == (str(archive),)  # type: ignore[arg-type]
    for changed, reason in (
        ({"published": "2020-12-14"}, "another --published"),
        ({"texts_a_piece": 6}, "another --texts-a-part"),
        ({"encoder": False}, "another set of packages"),
    ):
        with pytest.raises(UnusableInput, match=reason):
            begin_run(folder, describe_run((archive,), **{**terms, **changed}))  # type: ignore[arg-type]
    with pytest.raises(UnusableInput, match="another list of archives"):
        begin_run(folder, describe_run((tmp_path,), **terms))  # type: ignore[arg-type]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("my notes")
    with pytest.raises(UnusableInput, match="holds other files"):
        begin_run(tmp_path / "mine", describe_run((archive,), **terms))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--cluster", "local"], 2, "needs --output"),
        (["--cluster", "local", "--output", "{folder}", "--jsonl"], 2, "no --jsonl"),
        (["--cluster", "tcp://10.0.0.5:8786", "--output", "{folder}", "--workers", "2"], 2, "only where it is local"),
        (["--cluster", "somewhere", "--output", "{folder}"], 3, "neither `local` nor an address"),
        (["none.jsonl", "--cluster", "local", "--output", "{folder}"], 3, "there is no such file"),
    ],
)
def test_what_cannot_be_begun_is_refused(
    archive: Path, tmp_path: Path, run: Run, arguments: list[str], code: int, said: str
) -> None:
    """In one line, before a cluster is made or a folder is touched."""
    folder = tmp_path / "readings"
    ran = run("read", archive, *(each.format(folder=folder) for each in arguments))
    assert (ran.code, said in ran.err) == (code, True)
    assert not folder.exists()
