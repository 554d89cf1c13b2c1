"""What a GIS sees in a record."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyogrio
import pytest
import shapely

from groundtruce.model.claims import MentionedPlace
from groundtruce.model.judgements import JudgedIncident, Judgement, PlacedMention
from groundtruce.record.records import Addition, Record
from tests import story
from tests.record import START, add_map, make_incident, make_sighting

BEFORE, AFTER = story.BEFORE, story.AFTER


def read_layer(path: Path, layer: str, **options: object) -> list[dict[str, Any]]:
    """A layer's features through GDAL, by column."""
    info, _, geometries, columns = pyogrio.raw.read(path, layer=layer, **options)
    shapes = shapely.from_wkb(geometries) if geometries is not None else [None] * len(columns[0])
    rows = zip(*columns, strict=True)
    return [
        {**dict(zip(info["fields"], row, strict=True)), "geom": shape} for row, shape in zip(rows, shapes, strict=True)
    ]


def story_place() -> MentionedPlace:
    place = make_incident().place
    assert place
    return place


def test_gdal_lists_the_layers_and_nothing_internal(whole_record: Path) -> None:
    """Zone versions, incidents and places with their geometry's type, documents without one."""
    assert {tuple(row) for row in pyogrio.list_layers(whole_record)} == {
        ("zone_versions", "MultiPolygon"),
        ("incidents", "Point"),
        ("markers", "Point"),
        ("places", "Point"),
        ("documents", None),
        ("judgements", None),
    }


def test_layers_tell_their_extent_and_have_spatial_indexes(whole_record: Path) -> None:
    """Extents are those of what is shown; GDAL finds each layer's R-tree."""
    for layer, count, bounds in [
        ("zone_versions", 3, (10.0, -0.05, 10.6, 0.2)),
        ("incidents", 2, (10.051, -0.021, 10.2, 0.05)),
        ("markers", 2, (10.0, -0.001, 10.1, -0.001)),
        ("places", 3, (10.05, -0.02, 10.2, 0.05)),
    ]:
        info = pyogrio.read_info(whole_record, layer=layer)
        assert (info["features"], info["total_bounds"], info["crs"]) == (count, bounds, "EPSG:4326")
        assert info["capabilities"]["fast_spatial_filter"]
    assert len(read_layer(whole_record, "zone_versions", bbox=(10.5, 0.1, 11, 1))) == 1


def test_a_zone_version_ends_where_the_next_of_its_publisher_begins(tmp_path: Path) -> None:
    """Unless its end is stated; a version of another publisher does not end it, nor does one that was superseded."""
    replace = msgspec.structs.replace
    versions = [
        replace(BEFORE, id="a1"),
        replace(AFTER, id="a2"),
        replace(BEFORE, id="other", publisher="river-times", valid_from="2031-03-07"),
        replace(AFTER, id="a3", valid_from="2031-03-20T18:30:00+04:00", valid_to="2031-04-01"),
        replace(BEFORE, id="wrong", valid_from="2031-03-06"),
    ]
    with Record.create(tmp_path / "r.gpkg", case=story.CASE, now=START) as record:
        record.append(add_map(b"1", *versions), now=START)
        # The one that was entered with a wrong date is corrected to begin after the last.
        record.append(add_map(b"2", replace(BEFORE, id="wrong", valid_from="2031-05-01")), now=START)
    rows = read_layer(tmp_path / "r.gpkg", "zone_versions", datetime_as_string=True)
    assert [(row["version"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("a1", "2031-03-05T00:00:00Z", "2031-03-12T00:00:00Z"),
        ("a2", "2031-03-12T00:00:00Z", "2031-03-20T14:30:00Z"),
        ("other", "2031-03-07T00:00:00Z", None),
        ("a3", "2031-03-20T14:30:00Z", "2031-04-01T00:00:00Z"),
        ("wrong", "2031-05-01T00:00:00Z", None),
    ]


def test_columns_have_types(whole_record: Path) -> None:
    """Moments are moments and numbers are numbers, so that a GIS can use them for time and for style."""
    zones = dict(
        zip(*(pyogrio.read_info(whole_record, layer="zone_versions")[key] for key in ("fields", "dtypes")), strict=True)
    )
    assert zones["valid_from"].startswith("datetime64")
    assert zones["valid_to"].startswith("datetime64")
    assert zones["drawing_error_m"] == "float64"
    incidents = dict(
        zip(*(pyogrio.read_info(whole_record, layer="incidents")[key] for key in ("fields", "dtypes")), strict=True)
    )
    assert incidents["begins"].startswith("datetime64")
    assert incidents["deaths"] == incidents["sources"] == "int64"
    markers = dict(
        zip(*(pyogrio.read_info(whole_record, layer="markers")[key] for key in ("fields", "dtypes")), strict=True)
    )
    assert markers["begins"].startswith("datetime64")
    assert markers["position_error_m"] == "float64"


def test_incidents_show_the_current_ones(whole_record: Path) -> None:
    """Only the latest of each, and none that was withdrawn; the best number, and the least where no best is given."""
    first, second = read_layer(whole_record, "incidents")
    assert (first["incident"], first["sources"], first["accounts"]) == ("incident-1", 2, "belm, River Times")
    assert (first["deaths"], first["deaths_low"], first["injured"], first["injured_high"]) == (2, 2, 1, 3)
    assert np.isnan(first["deaths_high"])
    assert first["date"] == "2031-03-11"
    assert second["date"] is None
    assert shapely.Point(10.051, -0.021).equals(first["geom"])


def test_an_incident_without_a_point_has_no_geometry(tmp_path: Path) -> None:
    """It stands in the layer's table without one, and the extent is that of the others."""
    path = tmp_path / "r.gpkg"
    with Record.create(path, case=story.CASE, now=START) as record:
        record.append(Addition(incidents=(make_incident(place=None), make_incident("b"))), now=START)
    assert [row["geom"] is None for row in read_layer(path, "incidents")] == [True, False]
    assert pyogrio.read_info(path, layer="incidents")["total_bounds"] == (10.051, -0.021, 10.051, -0.021)


def test_the_extent_shrinks_when_the_furthest_incident_moves(tmp_path: Path) -> None:
    """An incident that turns out to be nearer, or none, takes the extent with it."""
    far = msgspec.structs.replace(story_place(), longitude=12.0)
    path = tmp_path / "r.gpkg"
    Record.create(path, case=story.CASE, now=START).close()
    extents = []
    for incident in (make_incident(place=far), make_incident("near"), make_incident(place=far, withdrawn=True)):
        # GDAL brings an SQLite of its own, so it may look only when the record is closed.
        with Record.open(path, writable=True) as record:
            record.append(Addition(incidents=(incident,)), now=START)
            record.verify()
        extents.append(pyogrio.read_info(path, layer="incidents")["total_bounds"])
    assert [(west, east) for west, _, east, _ in extents] == [(12.0, 12.0), (10.051, 12.0), (10.051, 10.051)]


def test_markers_show_each_sighting_as_last_recorded(record_path: Path) -> None:
    """A later entry of a sighting takes its place in the layer, and the extent follows; as of before, the earlier one stands."""
    before = START + timedelta(minutes=9)
    with Record.open(record_path, writable=True) as record:
        record.append(
            Addition(sightings=(make_sighting(longitude=10.02, latitude=0.3),)), now=before + timedelta(days=1)
        )
        record.verify()
        assert {each.latitude for each in record.sightings()} == {0.3, -0.001}
        assert {each.latitude for each in record.sightings(as_of=before)} == {-0.001}
    rows = read_layer(record_path, "markers")
    assert {row["marker"] for row in rows} == {"post 1", "post 2"}
    assert pyogrio.read_info(record_path, layer="markers")["total_bounds"] == (10.02, -0.001, 10.1, 0.3)


def test_places_show_every_name(whole_record: Path) -> None:
    """The names that the parties use stand together."""
    ford, *_ = read_layer(whole_record, "places")
    assert (ford["place"], ford["name"], ford["names"]) == ("case:mill-ford", "Mill Ford / Moln", "Mill Ford, Moln")


def test_documents_are_listed_in_the_order_of_recording(whole_record: Path) -> None:
    """Maps among them."""
    rows = read_layer(whole_record, "documents")
    assert [row["title"] for row in rows] == ["", "Attack near South Ridge", "", "", "Denial"]
    assert rows[1]["published"] == "2031-03-13"
    assert rows[1]["recorded"] == "2031-03-13T09:02:00.000000Z"


def test_judgements_tell_who_decided_and_what_was_withdrawn(record_path: Path) -> None:
    """One row each, a withdrawal as the moment at the judgement that it takes back."""
    about = JudgedIncident(mentions=(PlacedMention(mention="0#mention-1", span=((0, 1),)),))
    first = Judgement(statement="incident-1", by="Ann", decision="accept", about=about, note="clear")
    with Record.open(record_path, writable=True) as record:
        entry = record.append(Addition(judgements=(first,)), now=START + timedelta(hours=1)).seq
        back = msgspec.structs.replace(first, decision="withdraw", withdraws=entry, note="")
        record.append(Addition(judgements=(back,)), now=START + timedelta(hours=2))
        record.append(Addition(judgements=(first,)), now=START + timedelta(hours=3))
        record.verify()
    withdrawn, standing = read_layer(record_path, "judgements")
    names = ("statement", "kind", "judged_by", "decision", "note")
    assert [withdrawn[name] for name in names] == ["incident-1", "incident", "Ann", "accept", "clear"]
    assert withdrawn["withdrawn"] == "2031-03-13T11:00:00.000000Z"
    assert standing["withdrawn"] is None


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_ogrinfo_reads_everything_without_a_warning(whole_record: Path) -> None:
    """Every feature of every layer, in the release of GDAL that this machine has."""
    ran = subprocess.run(["ogrinfo", "-al", whole_record], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr == ""
    assert "Warning" not in ran.stdout
    assert ran.stdout.count("OGRFeature(zone_versions)") == 3
    assert ran.stdout.count("OGRFeature(incidents)") == 2


def test_the_file_says_that_it_is_a_geopackage(whole_record: Path) -> None:
    """Application GPKG, version 1.3, the three mandatory reference systems among others, and consistent foreign keys."""
    with closing(sqlite3.connect(whole_record)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0].to_bytes(4, "big") == b"GPKG"
        assert connection.execute("PRAGMA user_version").fetchone() == (10300,)
        assert {srs for (srs,) in connection.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} >= {-1, 0, 4326}
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (changed,) = connection.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchone()
        assert changed == "2031-03-13T09:05:00.000Z"
