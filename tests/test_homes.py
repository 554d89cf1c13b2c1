"""A record on a server answers as a file does, to the byte, and every command takes it."""

from pathlib import Path

import pytest

from groundtruce import pipeline
from groundtruce.record.addresses import ServerAddress, parse_address
from tests.conftest import CASE
from tests.postgres import Server
from tests.running import Run

QUESTIONS = (
    ("changes",),
    ("incidents",),
    ("incidents", "--on", "2020-12-12"),
    ("check",),
    ("check", "--on", "2020-12-14"),
    ("brief", "--on", "2020-12-14"),
    ("check", "--from", "2020-11-10", "--to", "2020-12-14"),
    ("quality",),
    ("review", "--as", "Ann", "--json"),
    *(("export", "--format", form, "--what", "claims") for form in ("csv", "annotations")),
    *(("export", "--format", form, "--on", "2020-12-14") for form in ("geojson", "ucdp", "acled", "followthemoney")),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
def test_the_example_s_answers_are_the_same_bytes(
    example: Path, example_database: ServerAddress, run: Run, question: tuple[str, ...], form: tuple[str, ...]
) -> None:
    """From the file and from the server: tables and JSON."""
    command, *options = question
    file, server = (run(command, record, *options, *form) for record in (example, example_database.uri))
    assert (file.code, server.code) == (0, 0)
    assert file.out.encode() == server.out.encode()


def test_the_commands_that_write_take_a_server_too(
    server: Server, inputs: list[Path], run: Run, tmp_path: Path
) -> None:
    """A record is made, added to, verified and copied to a file; no line names the password."""
    address = server.make_database().uri + "&password=s3cret"
    said = [
        run("init", address, "--case", CASE),
        run("add", address, *inputs[:2]),
        run("add", address, inputs[0]),
        run("verify", address),
        run("migrate", address),
        run("custody", address, "--json", _first(address)),
        run("copy", address, tmp_path / "copy.gpkg"),
        run("verify", tmp_path / "copy.gpkg"),
        run("init", address, "--case", CASE),
    ]
    assert [each.code for each in said] == [0] * 8 + [3]
    assert not any("s3cret" in each.out + each.err for each in said)


def _first(address: str) -> str:
    known = pipeline.know_record(parse_address(address))
    return next(iter(known.documents))
