"""`groundtruce read` of many texts: in order, in several processes, going on after a stop."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.running import PROGRAM, Run, run_program


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Twelve reports in one file, the fifth of them broken."""
    lines = [
        json.dumps(
            {"text": f"Shelling near post {n} wounded {n + 2} soldiers, officials said.", "published": "2020-12-14"}
        )
        for n in range(12)
    ]
    lines[4] = "{broken"
    path = tmp_path / "archive.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


def texts(output: str) -> list[str]:
    return [json.loads(line)["document"]["text"] for line in output.splitlines()]


def test_a_bad_text_is_named_and_the_rest_go_on(archive: Path, run: Run) -> None:
    """Eleven readings in order, one line on standard error, exit 3."""
    ran = run("read", archive, "--jsonl")
    assert ran.code == 3
    assert "line 5" in ran.err
    assert ran.err.count("\n") == 1
    assert [int(text.split()[3]) for text in texts(ran.out)] == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]


@pytest.mark.slow
def test_two_workers_read_the_same_in_the_same_order(archive: Path, run: Run) -> None:
    """Several processes change nothing but the time that it takes."""
    alone, together = run("read", archive, "--jsonl"), run_program("read", archive, "--jsonl", "--workers", 2)
    assert together.code == 3
    assert together.out == alone.out


def test_a_stopped_run_goes_on_where_it_stopped(archive: Path, tmp_path: Path, run: Run) -> None:
    """What the output holds is not read again, and a line that was cut off is read anew."""
    output = tmp_path / "readings.jsonl"
    whole = run("read", archive, "--jsonl").out
    lines = whole.splitlines(keepends=True)
    output.write_text("".join(lines[:4]) + lines[4][:100])
    assert run("read", archive, "--output", output).code == 3
    assert output.read_text() == whole
    assert run("read", archive, "--output", output).code == 3
    assert output.read_text() == whole


def test_somebody_s_file_is_not_written_over(archive: Path, tmp_path: Path, run: Run) -> None:
    """An output that holds anything but readings is refused and stays as it was."""
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes\n")
    ran = run("read", archive, "--output", notes)
    assert (ran.code, notes.read_text()) == (3, "my notes\n")
    assert "line 1" in ran.err


@pytest.mark.slow
def test_ctrl_c_ends_every_process_and_says_so(tmp_path: Path) -> None:
    """Cancelled with workers at work: exit 130, one line, whole lines only in the output."""
    archive, output = tmp_path / "archive.jsonl", tmp_path / "readings.jsonl"
    report = "Shelling near the post wounded soldiers, officials said. " * 40
    archive.write_text("".join(json.dumps({"text": f"{n}. {report}"}) + "\n" for n in range(2000)))
    command = [*PROGRAM, "read", str(archive), "--output", str(output), "--workers", "2"]
    # What runs in the background of a shell is born deaf to Ctrl-C, and so would be its children.
    command = ["env", "--default-signal=INT", *command]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (output.exists() and output.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(program.pid, signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert said.splitlines()[-1] == "groundtruce: cancelled"
    assert all(json.loads(line) for line in output.read_text().splitlines())
