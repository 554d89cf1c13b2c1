"""Exports: GeoJSON and CSV."""

import csv
import io
import json

import msgspec
import pytest
import shapely

from groundtruce.model.claims import Claim, EventMention
from groundtruce.show.exports.csv import (
    write_changes_csv,
    write_claims_csv,
    write_findings_csv,
    write_incidents_csv,
)
from groundtruce.show.exports.exported import Exported
from groundtruce.show.exports.geojson import write_geojson
from tests import story
from tests.show import desk


def rows_of(exported: Exported) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.content.decode(), newline="")))


def claim(quote: str) -> Claim:
    """A claim of the report, its quote as given."""
    mention = EventMention(id="event-1", type="attack", span=((16, 40), (50, 60)))
    return Claim(
        document=desk.REPORT.sha256, publisher="river-times", published="2031-03-13", mention=mention, quote=quote
    )


def test_geojson_holds_zones_changed_parts_and_incidents() -> None:
    """One collection, its layers told apart by a property, geometries where they belong."""
    exported = write_geojson(
        zone_versions=(story.BEFORE, story.AFTER), changes=(desk.CHANGE,), incidents=(desk.INCIDENT,)
    )
    features = json.loads(exported.content)["features"]
    assert [each["properties"]["layer"] for each in features] == ["zone version", "zone version", "change", "incident"]
    zone = shapely.geometry.shape(features[1]["geometry"])
    assert zone.equals(shapely.from_wkb(story.AFTER.wkb))
    assert features[2]["properties"]["km2_low"] == 58.4
    assert features[3]["geometry"] == {"type": "Point", "coordinates": [10.05, -0.02]}
    assert features[3]["properties"]["uncertainty_km"] == 0.5


def test_outer_rings_run_counter_clockwise() -> None:
    """RFC 7946, section 3.1.6, whichever way the map drew them."""
    clockwise = shapely.Polygon([(10, 0), (10, 0.1), (10.1, 0.1), (10.1, 0)])
    exported = write_geojson(zone_versions=(story.zone_version(clockwise, valid_from="2031-03-05"),))
    ring = json.loads(exported.content)["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw


def test_an_incident_without_a_place_has_no_geometry() -> None:
    """No point is made up."""
    nowhere = msgspec.structs.replace(desk.INCIDENT, place=None)
    assert json.loads(write_geojson(incidents=(nowhere,)).content)["features"][0]["geometry"] is None


def test_csv_has_one_row_a_value_with_its_interval() -> None:
    """Incidents, changes and findings with their numbers and bounds."""
    (incident,) = rows_of(write_incidents_csv((desk.INCIDENT,)))
    assert (incident["deaths_low"], incident["deaths_high"], incident["accounts"]) == (
        "2",
        "2",
        "belm; arda; river-times",
    )
    (change,) = rows_of(write_changes_csv((desk.CHANGE,)))
    assert (change["gained_km2_low"], change["gained_km2_high"]) == ("58.4", "64.6")
    assert change["settlements_gained"] == "South Ridge / Zudgrat"
    findings = rows_of(write_findings_csv(desk.FINDINGS))
    assert [finding["status"] for finding in findings][:3] == ["disputed", "undetermined", "breached"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    """It gets an apostrophe; a number keeps its sign."""
    assert rows_of(write_claims_csv((claim(text),)))[0]["quote"] == f"'{text}"


def test_negative_numbers_stay_numbers() -> None:
    """Only texts are disarmed."""
    (incident,) = rows_of(write_incidents_csv((desk.INCIDENT,)))
    assert incident["latitude"] == "-0.02"


def test_csv_follows_rfc_4180() -> None:
    """CRLF ends each record; quotes, commas and line breaks inside a cell come back whole."""
    quote = 'He said, "no",\nand left.'
    exported = write_claims_csv((claim(quote),))
    assert exported.content.count(b"\r\n") == 2
    (row,) = rows_of(exported)
    assert row["quote"] == quote
    assert row["span"] == "16-40 50-60"
