"""Tables of coded events: told by their columns, imported cell by cell, refused with the line."""

from pathlib import Path
from typing import Any

import pytest

from groundtruce.collect.event_tables import parse_event_table, read_coded_rows
from groundtruce.collect.files import detect_format
from groundtruce.collect.formats import ACLED_CSV, UCDP_CSV, UCDP_GEOJSON
from groundtruce.errors import UnusableInput
from groundtruce.model.acled import ACLED_COLUMNS
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.ids import digest
from groundtruce.model.readings import Reading
from groundtruce.model.ucdp import UCDP_COLUMNS
from tests import story
from tests.coded import CLASH, MASSACRE, PROTEST, SHELLING, features, table


def imported(content: bytes, *, name: str = "events.csv", max_events: int = 100) -> tuple[Document, Reading]:
    """A table as it is imported into a record of the tiny ceasefire."""
    document = Document(
        sha256=digest(content), media_type="text/csv", size=len(content), origin=name, retrieved="2031-04-01T00:00:00Z"
    )
    form = detect_format(content, name=name)
    return parse_event_table(content, name=name, format=form, document=document, case=story.CASE, max_events=max_events)


def test_a_table_of_events_is_told_by_its_columns() -> None:
    """Whatever it is called; a text that names a column or two stays a text, a map stays a map."""
    assert detect_format(table([CLASH]), name="download.txt") == UCDP_CSV
    assert detect_format(table([SHELLING], columns=ACLED_COLUMNS), name="x.csv") == ACLED_CSV
    assert detect_format(features([CLASH]), name="x.geojson") == UCDP_GEOJSON
    assert detect_format(b"The id, the year and the region were given.\nMore.", name="x.csv").kind == "document"
    assert detect_format(b'{"type": "FeatureCollection", "features": []}', name="x.geojson").kind == "map"


@pytest.mark.parametrize("written", [table, features], ids=["csv", "geojson"])
def test_a_clash_is_an_event_mention_with_both_sides_as_actors(written: Any) -> None:
    """UCDP orders the sides by name; its best number keeps its bounds, its place its precision; whom reports quoted speaks."""
    document, reading = imported(written([CLASH]))
    (mention,) = reading.event_mentions
    assert (document.publisher, mention.coded, mention.type) == ("UCDP", "700001", "armed operation")
    assert [(actor.text, actor.party) for actor in mention.actors] == [("Government of Arda", "arda"), ("Belm", "belm")]
    assert mention.date == "2031-03-11"
    assert mention.place
    assert (mention.place.text, mention.place.longitude, mention.place.latitude) == (
        "South Ridge village",
        10.05,
        -0.02,
    )
    assert mention.place.uncertainty_km == 1
    assert mention.deaths
    assert (mention.deaths.low, mention.deaths.best, mention.deaths.high, mention.deaths.who) == (2, 2, 3, "Belm")
    (attribution,) = reading.attributions
    assert attribution.speaker
    assert (mention.attribution, attribution.speaker.name) == (attribution.id, "Belmish Press Office")


@pytest.mark.parametrize("written", [table, features], ids=["csv", "geojson"])
def test_every_span_leads_to_its_cell(written: Any) -> None:
    """In the text that the record keeps, behind quotes, doubled quotes and line breaks."""
    document, reading = imported(written([MASSACRE, CLASH]))
    for mention in reading.event_mentions:
        assert mention.place
        assert quote_span(document.text, mention.place.span) == mention.place.text
        for participant in (*mention.actors, *mention.targets):
            assert quote_span(document.text, participant.span) == participant.text
        assert mention.coded in quote_span(document.text, mention.span).split(" … ")


def test_violence_against_civilians_is_an_attack_on_them() -> None:
    """Over days, in a district."""
    _, reading = imported(table([MASSACRE]))
    (mention,) = reading.event_mentions
    assert (mention.type, mention.date) == ("attack", "2031-03-11/2031-03-14")
    assert [actor.text for actor in mention.actors] == ["Government of Arda"]
    assert [target.text for target in mention.targets] == ["Civilians"]
    assert mention.place
    assert mention.place.uncertainty_km == 50
    assert mention.attribution is None


def test_acled_rows_are_imported_by_their_sub_event_type() -> None:
    """No reported deaths give no number; a month is a month."""
    document, reading = imported(table([SHELLING, PROTEST], columns=ACLED_COLUMNS, delimiter=";"))
    shelling, protest = reading.event_mentions
    assert (document.publisher, shelling.coded) == ("ACLED", "ARD17")
    assert (shelling.type, shelling.date, shelling.deaths) == ("shelling", "2031-03-12", None)
    assert [target.party for target in shelling.targets] == ["belm"]
    assert (protest.type, protest.date) == ("protest", "2031-03")
    assert protest.deaths
    assert protest.deaths.best == 2
    assert protest.place
    assert protest.place.uncertainty_km == 50


def test_a_week_reaches_three_days_to_each_side() -> None:
    """ACLED's time precision 2."""
    _, reading = imported(table([{**SHELLING, "time_precision": 2}], columns=ACLED_COLUMNS))
    assert reading.event_mentions[0].date == "2031-03-09/2031-03-15"


def test_best_numbers_outside_their_bounds_widen_them() -> None:
    """Published tables hold a few such rows."""
    _, reading = imported(table([{**CLASH, "low": 7, "best": 6, "high": 7}]))
    deaths = reading.event_mentions[0].deaths
    assert deaths
    assert (deaths.low, deaths.best, deaths.high) == (6, 6, 7)


@pytest.mark.parametrize("written", [table, features], ids=["csv", "geojson"])
def test_a_recorded_table_gives_its_rows_again(written: Any) -> None:
    """Each cell's text, by the event's identifier."""
    document, _ = imported(written([CLASH, MASSACRE]))
    rows = read_coded_rows(document, columns=UCDP_COLUMNS)
    assert list(rows) == ["700001", "700002"]
    assert {column: rows["700001"][column] for column in UCDP_COLUMNS} == {k: str(v) for k, v in CLASH.items()}
    assert read_coded_rows(document, columns=ACLED_COLUMNS) == {}


BAD_ROWS: dict[str, tuple[bytes, str]] = {
    "no id": (table([CLASH, {**CLASH, "id": ""}]), "line 4: id is empty"),
    "id twice": (table([CLASH, CLASH]), "line 4: gives the event 700001 a second time (first on line 2)"),
    "no such day": (
        table([{**CLASH, "date_start": "2031-02-30"}]),
        "line 2: date_start is '2031-02-30', which is no day",
    ),
    "days the wrong way": (table([{**CLASH, "date_end": "2031-03-01"}]), "line 2: date_end is 2031-03-01, before"),
    "not on Earth": (table([{**CLASH, "latitude": 4450000}]), "line 2: latitude is '4450000'"),
    "no number": (table([{**CLASH, "best": "many"}]), "line 2: best is 'many', and must be a whole number from 0"),
    "not a number": (table([{**CLASH, "longitude": "nan"}]), "line 2: longitude is 'nan'"),
    "no such violence": (table([{**CLASH, "type_of_violence": 4}]), "type_of_violence is '4'"),
    "too many dead": (table([{**CLASH, "high": 10**15}]), "high is '1000000000000000'"),
    "column missing": (
        table([CLASH], columns=[c for c in UCDP_COLUMNS if c != "date_start"]),
        "line 1: looks like a table of UCDP without the column 'date_start'",
    ),
    "column twice": (table([CLASH]).replace(b",relid,", b",id,", 1), "line 1: names the column 'id' twice"),
    "cell missing": (table([CLASH, MASSACRE]).rstrip().rpartition(b",")[0], "has 48 cells, and its header names 49"),
    "quote left open": (table([CLASH]) + b'1,"', "line 4: has a quotation mark that is not closed"),
    "header alone": (table([]), "holds no event"),
    "no point": (features([CLASH]).replace(b'"Point"', b'"Blob"'), "has a feature that is no object with properties"),
    "no properties": (features([CLASH]).replace(b'"properties"', b'"p"'), "has a feature that is no object"),
    "no such sub-event": (
        table([{**SHELLING, "sub_event_type": "Duel"}], columns=ACLED_COLUMNS),
        "sub_event_type is 'Duel', which is none of ACLED's",
    ),
}


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_an_unusable_row_is_refused_with_its_line(fault: str) -> None:
    """One line: file, place, reason."""
    content, reason = BAD_ROWS[fault]
    with pytest.raises(UnusableInput) as refusal:
        imported(content)
    assert "events.csv" in str(refusal.value)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_more_events_than_are_read_are_refused() -> None:
    """The bound is named, and the line that is one too many."""
    with pytest.raises(UnusableInput, match="line 4: holds more than the 1 events"):
        imported(table([CLASH, MASSACRE]), max_events=1)


def test_the_published_events_are_imported_in_full(shared: Path) -> None:
    """1,848 events of one country, a few of them with a best number outside its bounds."""
    path = shared / "data" / "ucdp" / "ged-car-v23.1.geojson"
    if not path.exists():
        pytest.skip("the UCDP events are not here (../shared/data/ucdp)")
    _, reading = imported(path.read_bytes(), name="ged.geojson", max_events=50_000)
    assert len({mention.coded for mention in reading.event_mentions}) == 1848
