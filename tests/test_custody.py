"""`groundtruce custody`: how a document was got and kept, and what rests on it."""

import json
from pathlib import Path

import jsonschema
import pytest

from groundtruce import pipeline
from groundtruce.model.ids import digest
from groundtruce.record.addresses import Address
from tests.running import Run

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "karabakh-2020"
SCHEMA = json.loads((ROOT / "src/groundtruce/model/schemas/custody-1.json").read_text("utf-8"))
MAP, OTHER = CASE / "zones" / "2020-12-13.geojson", CASE / "zones" / "2020-11-13.geojson"


@pytest.fixture
def record(begun_home: Address, run: Run) -> Address:
    """A record with two maps, in each home in turn."""
    run("add", begun_home, OTHER, MAP)
    return begun_home


def test_the_chain_of_custody_names_every_entry_that_rests_on_it(record: Address, run: Run) -> None:
    """The map's own entry and its zone versions; nothing of the other map. By the hash's beginning, or all of it."""
    sha256 = digest(MAP.read_bytes())
    found = run("custody", record, sha256[:12], "--json").json
    jsonschema.validate(found, SCHEMA)
    assert (found["document"], found["intact"]) == (sha256, True)
    assert [entry["kind"] for entry in found["entries"]] == ["document", "zone version", "zone version"]
    assert found["head"] == pipeline.know_record(record).head.hash
    assert run("custody", record, sha256, "--json").json == found


def test_what_the_record_does_not_hold_is_said(record: Address, tmp_path: Path, run: Run) -> None:
    """An address where one was given, a file where not, and a ring for who collected it."""
    sha256 = digest(MAP.read_bytes())
    held = {point["point"]: point["held"] for point in run("custody", record, sha256, "--json").json["points"]}
    assert held["Address"] is None
    assert held["File as it was given"] == str(MAP)
    assert held["Hash value"] == f"SHA-256 {sha256}; the bytes kept have it now"
    assert held["Collected by"] is None
    assert "○ the record does not hold it" in run("custody", record, sha256).out
    other = tmp_path / "other.gpkg"
    run("init", other, "--case", CASE)
    run("add", other, MAP, "--origin", "https://example.org/map")
    again = {point["point"]: point["held"] for point in run("custody", other, sha256, "--json").json["points"]}
    assert (again["Address"], again["File as it was given"]) == ("https://example.org/map", None)


def test_who_added_a_document_stands_in_its_entries(begun_home: Address, run: Run) -> None:
    """As said with the command. Added again by another it is known, and nothing is recorded; nor is it under no name."""
    run("add", begun_home, MAP, "--as", "Ann")
    head = pipeline.verify_record(begun_home)
    assert "known" in run("add", begun_home, MAP, "--as", "Ben").out
    assert pipeline.verify_record(begun_home) == head
    nameless = run("add", begun_home, OTHER, "--as", " ")
    assert (nameless.code, nameless.err.count("\n"), "--as: a name has" in nameless.err) == (3, 1, True)
    assert pipeline.verify_record(begun_home) == head
    found = run("custody", begun_home, digest(MAP.read_bytes()), "--json").json
    assert {"point": "Added by", "held": "Ann"} in found["points"]
    assert [entry["by"] for entry in found["entries"]] == ["Ann"] * 3


def test_a_document_that_is_not_there_is_refused(record: Address, run: Run) -> None:
    """In one line, as is what can be no hash."""
    for asked, reason in (("ffff", "no document has the SHA-256 ffff"), ("map", "'map' is not the SHA-256")):
        ran = run("custody", record, asked)
        assert (ran.code, ran.err.count("\n")) == (3, 1)
        assert reason in ran.err
