"""Tables of coded events in and out again, through the commands."""

import csv
import json
from pathlib import Path
from typing import Any

import followthemoney
import pytest

from groundtruce import pipeline
from groundtruce.model.acled import ACLED_COLUMNS
from groundtruce.model.ucdp import UCDP_COLUMNS
from groundtruce.record.addresses import Address
from tests.coded import CLASH, MASSACRE, PROTEST, SHELLING, features, table
from tests.running import Run

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def record(begun_home: Address) -> Address:
    """A record with nothing in it yet, in each home in turn."""
    return begun_home


@pytest.mark.parametrize("content", [table([CLASH, MASSACRE]), features([CLASH, MASSACRE])], ids=["csv", "geojson"])
def test_coded_events_come_out_as_they_went_in(content: bytes, tmp_path: Path, record: Address, run: Run) -> None:
    """Each its own incident; every column as it was but for the formula that is disarmed; the record verifies."""
    (tmp_path / "events.dat").write_bytes(content)
    assert run("add", record, tmp_path / "events.dat").code == 0
    assert len(pipeline.know_record(record).incidents) == 2
    assert run("export", record, "--format", "ucdp", "--output", tmp_path / "out.csv").code == 0
    expected = [{**CLASH}, {**MASSACRE, "source_headline": "'=HYPERLINK(1)"}]
    assert read_rows(tmp_path / "out.csv") == [{c: str(row[c]) for c in UCDP_COLUMNS} for row in expected]
    assert run("verify", record).code == 0


FILLED = {
    **SHELLING,
    "assoc_actor_1": "Border Guard (Arda)",
    "assoc_actor_2": "Labor Group (Arda); Teachers (Arda)",
    "civilian_targeting": "Civilian targeting",
    "admin2": "Lower Mill",
    "admin3": "Ridge",
    "notes": 'On 12 March 2031, shells fell on South Ridge, "for an hour".\nNo fatalities.',
    "tags": "crowd size=no report",
}
ROUND_TRIPS = {
    "ucdp": (
        UCDP_COLUMNS,
        [{**CLASH, "adm_2": "Lower Mill", "gwnob": "998"}, {**MASSACRE, "source_headline": "Four dead"}],
    ),
    "acled": (ACLED_COLUMNS, [FILLED, PROTEST]),
}


@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_a_coded_table_goes_in_out_in_and_out_again(form: str, tmp_path: Path, record: Address, run: Run) -> None:
    """Every column as it was, each time, without a loss; what goes out is read as the same data set again."""
    columns, rows = ROUND_TRIPS[form]
    (tmp_path / "1.csv").write_bytes(table(rows, columns=columns))
    second = tmp_path / "second.gpkg"
    pipeline.start_record(second, case=CASE)
    for path, source, output in ((record, "1.csv", "2.csv"), (second, "2.csv", "3.csv")):
        assert run("add", path, tmp_path / source).code == 0
        ran = run("export", path, "--format", form, "--output", tmp_path / output, "--json")
        assert ran.json["losses"] == 0
        assert read_rows(tmp_path / output) == [{column: str(row[column]) for column in columns} for row in rows]
    assert [document.publisher for document in pipeline.know_record(second).documents.values()] == [form.upper()]


@pytest.mark.parametrize("form", ROUND_TRIPS)
def test_every_column_is_filled_in_the_round_trip(form: str) -> None:
    """By one of its rows; so none is passed over because it was empty."""
    columns, rows = ROUND_TRIPS[form]
    assert {column for column in columns if all(row[column] == "" for row in rows)} == set()


def test_followthemoney_validates_what_a_record_exports(tmp_path: Path, record: Address, run: Run) -> None:
    """Line by line, of a record with events of both data sets."""
    (tmp_path / "ucdp.csv").write_bytes(table([CLASH, MASSACRE]))
    (tmp_path / "acled.csv").write_bytes(table([FILLED, PROTEST], columns=ACLED_COLUMNS))
    assert run("add", record, tmp_path / "ucdp.csv", tmp_path / "acled.csv").code == 0
    lines = run("export", record, "--format", "followthemoney").out.splitlines()
    entities = [json.loads(line) for line in lines]
    assert {"Event", "Note", "Organization", "Article"} <= {entity["schema"] for entity in entities}
    for entity in entities:
        followthemoney.model[entity["schema"]].validate(entity)


def test_a_bad_row_leaves_the_record_as_it_was(tmp_path: Path, record: Address, run: Run) -> None:
    """Exit 3, one line with the file and the line in it."""
    (tmp_path / "events.csv").write_bytes(table([CLASH, {**MASSACRE, "date_start": "soon"}]))
    before = pipeline.know_record(record).head
    ran = run("add", record, tmp_path / "events.csv")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "events.csv: line 4: date_start is 'soon'" in ran.err
    assert pipeline.know_record(record).head == before


@pytest.mark.parametrize("form", sorted(pipeline.EXPORTS))
def test_every_format_is_written_twice_the_same(form: str, tmp_path: Path, record: Address, run: Run) -> None:
    """To a file, with a loss report where there are losses; `--json` says how many."""
    (tmp_path / "events.csv").write_bytes(table([CLASH]))
    assert run("add", record, tmp_path / "events.csv").code == 0
    paths = [tmp_path / "one" / "x", tmp_path / "two" / "x"]
    for path in paths:
        path.parent.mkdir()
        ran = run("export", record, "--format", form, "--on", "2031-03-14", "--output", path, "--json")
        assert ran.code == 0
        assert (path.with_name("x.losses.csv")).exists() == (ran.json["losses"] > 0)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_binary_format_is_not_printed(record: Address, run: Run) -> None:
    """It needs a file."""
    assert run("export", record, "--format", "geopackage").code == 2


def test_ucdps_published_events_come_out_as_they_went_in(
    shared: Path, tmp_path: Path, record: Address, run: Run
) -> None:
    """All 1,848, in every column that the file fills and at their points."""
    source = shared / "data" / "ucdp" / "ged-car-v23.1.geojson"
    if not source.exists():
        pytest.skip("the UCDP events are not here (../shared/data/ucdp)")
    assert run("add", record, source).code == 0
    assert run("export", record, "--format", "ucdp", "--output", tmp_path / "out.csv").code == 0
    rows = read_rows(tmp_path / "out.csv")
    events: list[dict[str, Any]] = json.loads(source.read_text("utf-8"))["features"]
    assert len(rows) == len(events) == 1848
    for row, event in zip(rows, events, strict=True):
        assert {name: row[name] for name in event["properties"]} == {k: str(v) for k, v in event["properties"].items()}
        assert [float(row["longitude"]), float(row["latitude"])] == event["geometry"]["coordinates"]
