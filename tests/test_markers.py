"""Markers through the command: kept like maps are, answered for as of any moment."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from groundtruce import pipeline
from groundtruce.record.addresses import Address
from tests.compare.surveys import place
from tests.running import Run

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "src/groundtruce/model/schemas/markers-1.json").read_text("utf-8"))
HEAD = "marker,seen,longitude,latitude,position_error_m,seen_by\n"


@pytest.fixture
def record(begun_home: Address, tmp_path: Path, run: Run) -> Address:
    """A record of one square zone whose northern side is the equator, in each home in turn."""
    path, drawn = begun_home, tmp_path / "map.geojson"
    ring = [[10, -0.5], [11, -0.5], [11, 0], [10, 0], [10, -0.5]]
    drawn.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    said = ("--zone", "square", "--kind", "control", "--publisher", "observers", "--drawing-error-m", "50")
    assert run("add", path, drawn, *said, "--valid-from", "2021-03-01").code == 0
    return path


def write_posts(folder: Path, day: str, *north_m: float) -> Path:
    """A table of posts two kilometres apart that stand so many metres north of the line."""
    rows = []
    for number, metres in enumerate(north_m):
        longitude, latitude = place(10.1 + number * 0.018, 0, 0, metres)
        rows.append(f"post {number},2021-03-{day},{longitude},{latitude},10,Patrol 4\n")
    file = folder / f"posts-{day}.csv"
    file.write_text(HEAD + "".join(rows))
    return file


def test_markers_are_kept_and_answered_for(tmp_path: Path, record: Address, run: Run) -> None:
    """The bytes are a document, each row an entry, QGIS has a layer, and the answer follows its schema."""
    posts = write_posts(tmp_path, "02", 10, 310, -5, 290)
    ran = run("markers", record, posts, "--zone", "square", "--publisher", "observers", "--json")
    assert (ran.code, "4 of 4 sightings new" in ran.err) == (0, True)
    jsonschema.validate(ran.json, SCHEMA)
    assert ran.json["format"] == "groundtruce-markers/1"
    (found,) = ran.json["boundaries"]
    assert [round(each["distance_m"]) for each in found["offsets"]] == [290, -5, 310, 10]
    assert [each["locator"] for each in found["offsets"]] == ["line 5", "line 4", "line 3", "line 2"]
    assert [stretch["markers"] for stretch in found["stretches"]] == [["post 3"], ["post 1"]]

    known = pipeline.know_record(record)
    document = known.documents[known.sightings[0].document]
    assert (document.media_type, document.text, document.publisher) == ("text/csv", "", "observers")
    if isinstance(record, Path):
        listed = subprocess.run(
            ["ogrinfo", "-al", "-so", record, "markers"], capture_output=True, text=True, check=True
        )
        assert "Feature Count: 4" in listed.stdout
    assert run("verify", record).code == 0


def test_markers_seen_again_show_how_they_moved(tmp_path: Path, record: Address, run: Run) -> None:
    """A second survey, three of five posts 300 m further north; the words say so, and `--from` leaves the first out."""
    run("markers", record, write_posts(tmp_path, "02", 0, 0, 0, 0, 0), "--zone", "square")
    said = run("markers", record, write_posts(tmp_path, "09", 0, 300, 310, 290, 5), "--zone", "square").out
    assert "3 of 5 markers seen again moved, by 300 ± 16 m on average to the north, 300 ± 16 m outwards." in said
    assert "Off over 4.0 km: markers post 3, post 2, post 1 stand 300 ± 65 m outside, 1.2 ± 0.3 km²" in said
    late = run("markers", record, "--zone", "square", "--from", "2021-03-03", "--json").json
    assert (late["sightings"], late["summary"]["seen_again"]) == (5, 0)


def test_the_same_file_twice_is_said_and_not_recorded_twice(tmp_path: Path, record: Address, run: Run) -> None:
    """The head stays where it was, and the answer is given all the same."""
    posts = write_posts(tmp_path, "02", 0, 300)
    first = run("markers", record, posts, "--zone", "square", "--json")
    head = pipeline.know_record(record).head
    again = run("markers", record, posts, "--zone", "square", "--json")
    assert "the same markers are recorded already" in again.err
    assert (again.out, pipeline.know_record(record).head) == (first.out, head)


def test_as_of_a_moment_the_markers_answer_as_they_did_then(tmp_path: Path, record: Address, run: Run) -> None:
    """Later markers and later maps leave an earlier answer as it was, byte for byte."""
    before = run("markers", record, write_posts(tmp_path, "02", 0, 300), "--zone", "square", "--json").out
    moment = pipeline.know_record(record).head.recorded
    after = run("markers", record, write_posts(tmp_path, "09", 0, 900), "--zone", "square", "--json").out
    assert before != after
    assert run("markers", record, "--zone", "square", "--json", "--as-of", moment).out == before
    refused = run("markers", record, write_posts(tmp_path, "10", 0), "--zone", "square", "--as-of", moment)
    assert refused.code == 2


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_exported_markers_can_be_read_again(tmp_path: Path, record: Address, run: Run, form: str) -> None:
    """What `export` writes holds each sighting, in a form that `markers` reads to the same positions."""
    run("markers", record, write_posts(tmp_path, "02", 10, 310), "--zone", "square")
    exported = tmp_path / f"markers.{form}"
    assert run("export", record, "--format", form, "--what", "markers", "--output", exported).code == 0
    assert "2 of 2 sightings new" in run("markers", record, exported, "--zone", "square").err
    first, second, *again = pipeline.know_record(record).sightings
    for sighting, twin in zip((first, second), again, strict=True):
        assert (twin.marker, twin.seen, twin.position_error_m, twin.seen_by) == (
            sighting.marker,
            "2021-03-02",
            10,
            "Patrol 4",
        )
        assert (twin.longitude, twin.latitude) == pytest.approx((sighting.longitude, sighting.latitude), abs=1e-7)


def test_what_cannot_be_used_is_refused_and_nothing_is_recorded(tmp_path: Path, record: Address, run: Run) -> None:
    """A broken file beside a good one, a zone that nobody knows, a publisher without a map: one line each, exit 3."""
    good, bad = write_posts(tmp_path, "02", 0), tmp_path / "bad.csv"
    bad.write_text(HEAD + "post 1,2021-03-02,10,0,,\n")
    head = pipeline.know_record(record).head
    for arguments, said in (
        ((good, bad, "--zone", "square"), f"{bad}: line 2: how far off its position may be is stated nowhere"),
        ((good, "--zone", "circle"), f"{good}: marks zone 'circle', of which the record knows nothing (it knows: "),
        (
            (good, "--zone", "square", "--map-by", "x"),
            "--map-by: the record holds no map of square by 'x' (they are by: observers)",
        ),
        (("--zone", "square"), "--zone: the record holds no marker of zone 'square'"),
    ):
        ran = run("markers", record, *arguments)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"groundtruce: {said}")
        assert ran.err.count("\n") == 1
    assert pipeline.know_record(record).head == head
