"""A series of maps through the commands: corrections, repeats, gaps, rivals, and what was known when."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from groundtruce import pipeline
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from tests.running import Ran, Run

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "src/groundtruce/model/schemas/changes-1.json").read_text("utf-8"))


@pytest.fixture
def record(begun_home: Address) -> Address:
    """An empty record, in each home in turn."""
    return begun_home


def write_map(folder: Path, name: str, *, south: float) -> Path:
    """A square zone on the equator whose southern side lies `south` degrees south of it."""
    ring = [[10, -south], [10.1, -south], [10.1, 0.1], [10, 0.1], [10, -south]]
    file = folder / name
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return file


def add(run: Run, record: Address, file: Path, day: int, *more: object) -> Ran:
    """Add a map that is valid from a day of March 2021, as the observers' own."""
    options = ("--zone", "square", "--kind", "control", "--publisher", "observers", "--drawing-error-m", "50")
    return run("add", record, file, *options, "--valid-from", f"2021-03-{day:02}", *more)


@pytest.mark.parametrize("command", [("changes",), ("changes", "--zone", "square"), ("brief", "--on", "2021-03-09")])
def test_a_correction_holds_from_its_recording_on_and_earlier_answers_stay(
    tmp_path: Path, record: Address, run: Run, command: tuple[str, ...]
) -> None:
    """The corrected shape takes its version's place in valid time; as of before, every answer is the same bytes."""
    add(run, record, write_map(tmp_path, "a.geojson", south=0), 1)
    add(run, record, write_map(tmp_path, "b.geojson", south=0.08), 8)
    name, *options = command
    moment = pipeline.know_record(record).head.recorded
    before = [run(name, record, *options, *form).out for form in ((), ("--json",))]

    ran = add(run, record, write_map(tmp_path, "c.geojson", south=0.05), 8, "--reason", "correction")
    assert (ran.code, ran.err) == (0, "")
    assert run("verify", record).code == 0
    known = pipeline.know_record(record)
    assert [version.valid_from for version in known.zone_versions] == ["2021-03-01", "2021-03-08"]
    assert known.zone_versions[1].reason == "correction"

    assert [run(name, record, *options, *form).out for form in ((), ("--json",))] != before
    then = [run(name, record, *options, *form, "--as-of", moment).out for form in ((), ("--json",))]
    assert then == before


def test_changes_keep_a_correction_apart_from_the_change(tmp_path: Path, record: Address, run: Run) -> None:
    """One change, to the corrected shape; one correction, with the moment it was recorded; the answer follows its schema."""
    add(run, record, write_map(tmp_path, "a.geojson", south=0), 1)
    add(run, record, write_map(tmp_path, "b.geojson", south=0.08), 8, "--reason", "change")
    add(run, record, write_map(tmp_path, "c.geojson", south=0.05), 8, "--reason", "correction")
    answer = run("changes", record, "--json").json
    jsonschema.validate(answer, SCHEMA)
    (change,) = answer["changes"]
    assert change["extent_shift_km"]["south"] == pytest.approx(0.05 * 110.574, rel=1e-4)
    assert change["reason"] == "change"
    (correction,) = answer["corrections"]
    assert correction["change"]["extent_shift_km"]["south"] == pytest.approx(-0.03 * 110.574, rel=1e-4)
    assert correction["recorded"] == pipeline.know_record(record).head.recorded
    with Record.open(record) as opened:
        layer = opened.home.rows("SELECT stated_from, reason FROM zone_versions ORDER BY stated_from")
        assert list(layer) == [("2021-03-01", "not stated"), ("2021-03-08", "correction")]
    assert [area["km2"]["measured"] for area in answer["areas"]] == pytest.approx([123.09, 184.63], rel=1e-3)
    assert "Corrected: zone square, valid from 8 Mar 2021, on " in run("changes", record).out


def test_a_map_and_its_correction_may_come_together(tmp_path: Path, record: Address, run: Run) -> None:
    """The reason may stand in the sidecar; what a correction corrects may be added just before it."""
    wrong, right = write_map(tmp_path, "a.geojson", south=0.08), write_map(tmp_path, "b.geojson", south=0.05)
    (tmp_path / "b.geojson.toml").write_text('reason = "correction"\n')
    said = ("--zone", "square", "--kind", "control", "--publisher", "observers", "--drawing-error-m", "50")
    assert run("add", record, wrong, right, *said, "--valid-from", "2021-03-01").code == 0
    (version,) = pipeline.know_record(record).zone_versions
    assert version.reason == "correction"
    (correction,) = run("changes", record, "--json").json["corrections"]
    assert correction["change"]["verdict"] == "moved"
    (tmp_path / "b.geojson.toml").write_text('reason = "mistake"\n')
    refused = run("add", record, right, *said, "--valid-from", "2021-03-01")
    assert (refused.code, "b.geojson.toml: line 1: reason is not usable" in refused.err) == (3, True)


def test_a_correction_of_nothing_is_refused_and_nothing_is_recorded(tmp_path: Path, record: Address, run: Run) -> None:
    """The line names the file and says which versions there are; a correction cannot move the end of valid time."""
    first = write_map(tmp_path, "a.geojson", south=0)
    add(run, record, first, 1)
    head = pipeline.know_record(record).head
    second = write_map(tmp_path, "b.geojson", south=0.05)
    ran = add(run, record, second, 8, "--reason", "correction")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        f"groundtruce: {second}: corrects nothing: no version of zone square by observers is valid from 2021-03-08 "
        "(the latest are from 2021-03-01)\n"
    )
    ran = add(run, record, second, 1, "--reason", "correction", "--valid-to", "2021-03-05")
    assert ran.code == 3
    assert "feature 1: a correction keeps the valid time, which ends with the next version, not 2021-03-05" in ran.err
    assert pipeline.know_record(record).head == head


def test_a_correction_of_the_error_alone_and_the_same_one_twice(tmp_path: Path, record: Address, run: Run) -> None:
    """The same bytes may be recorded with another drawing error; said again, nothing is new."""
    file = write_map(tmp_path, "a.geojson", south=0)
    add(run, record, file, 1)
    add(run, record, file, 1, "--reason", "correction", "--drawing-error-m", "200")
    (version,) = pipeline.know_record(record).zone_versions
    assert version.drawing_error_m == 200
    head = pipeline.know_record(record).head
    assert "recorded already" in add(run, record, file, 1, "--reason", "correction", "--drawing-error-m", "200").out
    assert pipeline.know_record(record).head == head


def test_the_same_bytes_published_again_are_a_version_and_a_repeat(tmp_path: Path, record: Address, run: Run) -> None:
    """A map under another valid time is drawn from the one document; the missing day stands beside it."""
    old, new = write_map(tmp_path, "a.geojson", south=0), write_map(tmp_path, "b.geojson", south=0.05)
    for day, file in ((1, old), (2, old), (3, new), (4, new), (6, old), (7, new)):
        assert add(run, record, file, day).code == 0
    assert len(pipeline.know_record(record).documents) == 2
    assert run("verify", record).code == 0
    answer = run("changes", record, "--json").json
    assert [change["verdict"] for change in answer["changes"]] == ["unchanged", "moved", "unchanged", "moved", "moved"]
    assert [(notice["kind"], notice["days"]) for notice in answer["notices"]] == [
        ("repeat", ["2021-03-02"]),
        ("repeat", ["2021-03-04"]),
        ("gap", ["2021-03-05"]),
        ("repeat", ["2021-03-06"]),
        ("repeat", ["2021-03-07"]),
    ]
    said = run("changes", record).out
    assert "Gap: zone square, observers: No map is on record from 5 Mar 2021, though one comes every day." in said
    moved = run("changes", record, "--from", "2021-03-04", "--min-verdict", "moved", "--json").json
    assert [change["to"]["valid_from"] for change in moved["changes"]] == ["2021-03-06", "2021-03-07"]


def test_what_is_asked_for_must_exist(record: Address, tmp_path: Path, run: Run) -> None:
    """An unknown zone, a day that is none and an end before its start are refused in one line."""
    add(run, record, write_map(tmp_path, "a.geojson", south=0), 1)
    for options, said in (
        (("--zone", "circle"), "--zone: the record holds no version of zone 'circle' (it holds: square)"),
        (("--from", "2021-02-30"), "--from: '2021-02-30' is no day of the calendar"),
        (("--from", "2021-03-02", "--to", "2021-03-01"), "--to: 2021-03-01 lies before --from 2021-03-02"),
    ):
        ran = run("changes", record, *options)
        assert (ran.code, ran.out, ran.err) == (3, "", f"groundtruce: {said}\n")


def test_a_record_of_an_earlier_release_is_brought_forward_by_a_command(record: Address, run: Run) -> None:
    """`migrate` says where the record stands; on a record that is up to date it adds nothing."""
    head = pipeline.know_record(record).head
    ran = run("migrate", record)
    assert (ran.code, ran.out) == (0, f"{record} is up to date (entry 1, {head.hash[:12]})\n")
    assert pipeline.know_record(record).head == head


def test_profiles_are_written_as_a_table(record: Address, tmp_path: Path, run: Run) -> None:
    """The southern side moved out by 0.05°, 5.529 km: every point of it says so, and the errors of both maps in squares."""
    first, second = write_map(tmp_path, "a.geojson", south=0), write_map(tmp_path, "b.geojson", south=0.05)
    add(run, record, first, 1)
    add(run, record, second, 8)
    table = tmp_path / "profile.csv"
    assert run("changes", record, "--profile", table, "--profile-step-km", 0.5).code == 0
    rows = list(csv.DictReader(table.read_text().splitlines()))
    south = [row for row in rows if float(row["latitude"]) < -0.0499]
    assert len(south) > 15
    assert {row["displacement_km"] for row in south} == {"5.529"}
    assert {(row["from"], row["to"], row["error_km"]) for row in rows} == {("2021-03-01", "2021-03-08", "0.071")}
    alone = tmp_path / "alone.csv"
    run("compare", first, second, "--error-m", 50, "--profile", alone, "--profile-step-km", 0.5)
    assert [row["displacement_km"] for row in csv.DictReader(alone.read_text().splitlines())] == [
        row["displacement_km"] for row in rows
    ]
