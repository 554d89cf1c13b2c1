"""Markers: CSV and GeoJSON to sightings; what is unclear is refused in one line."""

import json
from datetime import date
from typing import Any

import pytest

from groundtruce.collect.files import detect_format
from groundtruce.collect.markers import CSV, MarkerOptions, choose_marker_format, parse_markers
from groundtruce.errors import UnusableInput
from groundtruce.model.markers import Sighting

HEAD = "marker,seen,longitude,latitude,position_error_m,seen_by"


def parse(content: str | bytes, *, name: str = "posts.csv", **options: Any) -> tuple[Sighting, ...]:
    encoded = content.encode() if isinstance(content, str) else content
    form = choose_marker_format(detect_format(encoded, name=name), name=name)
    return parse_markers(
        encoded,
        name=name,
        document="0" * 64,
        media_type=form.media_type,
        zone="south",
        options=MarkerOptions(**options),
        collected_on=date(2031, 4, 1),
    )


def feature(**more: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [10.05, -0.01]}
    properties = {"Seen": "2031-03-06", "error_m": 8}
    return {"type": "Feature", "id": 7, "geometry": geometry, "properties": properties, **more}


def write_collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def test_a_row_of_csv_is_a_sighting_with_its_line() -> None:
    """Every field is kept, the line is its locator, and the file's own error is the source's."""
    (sighting,) = parse(f'{HEAD},kind,note\n\n"post 1",2031-03-06,10.05,-0.01,8,Patrol 4,post,"moved, they say"\n')
    assert sighting == Sighting(
        id=sighting.id,
        zone="south",
        marker="post 1",
        seen="2031-03-06",
        longitude=10.05,
        latitude=-0.01,
        position_error_m=8,
        position_error_from="source",
        seen_by="Patrol 4",
        document="0" * 64,
        locator="line 3",
        kind="post",
        note="moved, they say",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_under_any_of_their_names(delimiter: str) -> None:
    """Semicolons and tabs part columns as commas do; letters of either case; a byte-order mark and a zone of its own."""
    head, row = ("LAT", "Lon", "Name", "Date", "Zone"), ("-0.01", "10.05", "post 1", "2031-03", "north")
    text = "\ufeff" + delimiter.join(head) + "\r\n" + delimiter.join(row) + "\r\n"
    (sighting,) = parse(text, position_error_m=12, seen_by="Patrol 4")
    assert (sighting.zone, sighting.marker, sighting.seen, sighting.seen_by) == (
        "north",
        "post 1",
        "2031-03",
        "Patrol 4",
    )
    assert (sighting.longitude, sighting.latitude) == (10.05, -0.01)
    assert (sighting.position_error_m, sighting.position_error_from) == (12, "stated")


def test_a_point_of_geojson_is_a_sighting_with_its_feature() -> None:
    """The feature's own identifier names the marker where no property does."""
    named = feature(properties={"marker": "post 2", "seen": "2031-03-07", "position_error_m": "5"})
    first, second = parse(write_collection(feature(), named), name="posts.geojson")
    assert (first.marker, first.seen, first.position_error_m, first.locator) == ("7", "2031-03-06", 8, "feature 1")
    assert (second.marker, second.locator) == ("post 2", "feature 2")
    assert parse(json.dumps(feature()), name="posts.geojson")[0].marker == "7"


def test_a_declared_coordinate_system_is_transformed() -> None:
    """Web Mercator metres come out as degrees."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    point = feature(geometry={"type": "Point", "coordinates": [1118889.97, -1113.19]})
    (sighting,) = parse(write_collection(point, crs=crs), name="posts.geojson")
    assert (sighting.longitude, sighting.latitude) == (pytest.approx(10.0512, abs=1e-4), pytest.approx(-0.01, abs=1e-4))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "\n", "posts.csv: holds no markers"),
        ("post 1,2031-03-06,10.05,-0.01,8", "line 1: names no column for marker (marker, marker_id, id, identifier, name)"),
        ("id,lon\n1,2\n", "line 1: names no column for latitude (latitude, lat); its first line names the columns"),
        (f"{HEAD}\npost 1,2031-03-06,10.05\n", "line 2: has 3 of the 6 columns that the first line names"),
        (f"{HEAD}\npost 1,2031-03-06,10,05,-0,01,8,A\n", "line 2: has 8 columns, and the first line names 6"),
        (f'{HEAD}\n"post 1,2031-03-06,10.05,-0.01,8,A\n', "line 2: is broken CSV: unexpected end of data"),
        (f"{HEAD}\n,2031-03-06,10.05,-0.01,8,A\n", "line 2: which marker it is (marker) is stated nowhere"),
        (f"{HEAD}\np,,10.05,-0.01,8,A\n", "line 2: when it was seen (seen) is stated nowhere"),
        (f"{HEAD}\np,06/03/2031,10.05,-0.01,8,A\n", "line 2: seen '06/03/2031' is no date such as 2020-12-13"),
        (f"{HEAD}\np,2031-02-30,10.05,-0.01,8,A\n", "line 2: seen '2031-02-30' is no date such as 2020-12-13"),
        (f"{HEAD}\np,2202-03-06,10.05,-0.01,8,A\n", "line 2: seen 2202-03-06 lies ahead of 2031-04-01: is a digit wrong?"),
        (f"{HEAD}\np,2031-03-06,,-0.01,8,A\n", "line 2: longitude is stated nowhere"),
        (f'{HEAD}\np,2031-03-06,"10,05",-0.01,8,A\n', "line 2: longitude '10,05' is no number; write its decimals behind a point"),
        (f"{HEAD}\np,2031-03-06,nan,-0.01,8,A\n", "line 2: longitude 'nan' is no number"),
        (f"{HEAD}\np,2031-03-06,10.05,1e999,8,A\n", "line 2: latitude '1e999' is no number"),
        (f"{HEAD}\np,2031-03-06,1118889.97,-1113.19,8,A\n", "line 2: longitude 1118889.97 lies beyond ±180°: are these metres"),
        (f"{HEAD}\np,2031-03-06,10.05,95,8,A\n", "line 2: latitude 95 lies beyond ±90°"),
        (f"{HEAD}\np,2031-03-06,10.05,-0.01,,A\n", "line 2: how far off its position may be is stated nowhere (position_error_m, error_m)"),
        (f"{HEAD}\np,2031-03-06,10.05,-0.01,0,A\n", "line 2: position_error_m 0 is not between 0 and 100000 m"),
        (
            f"{HEAD}\np,2031-03-06,10.05,-0.01,8,A\nq,2031-03-06,10,0,8,A\np,2031-03-06,10.06,-0.01,8,A\n",
            "line 4: marker p of 2031-03-06 stands here and in line 2: which one holds?",
        ),
        (f"{HEAD}\np,2031-03-06,10.05,-0.01,8,{'A' * 2001}\n", "line 2: seen_by is longer than 2000 characters"),
    ],
)  # fmt: skip
def test_unclear_csv_is_refused_in_one_line(text: str, said: str) -> None:
    """The line names the file, the row and the reason."""
    with pytest.raises(UnusableInput) as refusal:
        parse(text)
    assert str(refusal.value).removeprefix("posts.csv: ").startswith(said.removeprefix("posts.csv: "))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (write_collection(), "holds no markers"),
        (write_collection(feature(geometry=None)), "feature 1: has no geometry; a marker is a Point"),
        (
            write_collection(feature(), feature(geometry={"type": "LineString", "coordinates": [[0, 0], [1, 1]]})),
            "feature 2: is a LineString; a marker is a Point",
        ),
        (
            write_collection(feature(geometry={"type": "Point", "coordinates": ["10", 0]})),
            "feature 1: its coordinates are not longitude and latitude",
        ),
        (
            write_collection(feature(geometry={"type": "Point", "coordinates": [10**400, 0]})),
            "feature 1: its coordinates are not longitude and latitude",
        ),
        (write_collection(feature(), crs={"properties": 7}), "crs: its coordinate system has no name"),
        (write_collection(feature(), 3), "feature 2: is no GeoJSON of markers: Expected `object`, got `int`"),
        (json.dumps({"type": "Point", "coordinates": [10, 0]}), "is a bare Point: a marker is a Feature"),
        ('{"type": "FeatureCollection", "features": [', "line 1"),
    ],
)
def test_unclear_geojson_is_refused_in_one_line(text: str, said: str) -> None:
    """The line names the file, the feature and the reason."""
    with pytest.raises(UnusableInput) as refusal:
        parse(text, name="posts.geojson")
    assert str(refusal.value).removeprefix("posts.geojson: ").startswith(said)


def test_other_files_are_no_markers() -> None:
    """A PDF, a web page and a KML are named for what they are; plain text is taken for CSV."""
    assert choose_marker_format(detect_format(b"a,b\n1,2\n", name="posts.csv"), name="posts.csv") == CSV
    for content, label in ((b"%PDF-1.7", "a PDF"), (b"<html><body>posts</body></html>", "a web page")):
        with pytest.raises(UnusableInput, match=f"posts: looks like {label}; markers come as CSV or GeoJSON"):
            parse(content, name="posts")


def test_more_markers_than_are_read_are_refused() -> None:
    """The limit is said."""
    rows = "".join(f"p{number},2031-03-06,10,0,8,A\n" for number in range(20_001))
    with pytest.raises(UnusableInput, match="holds more than the 20000 markers that are read"):
        parse(f"{HEAD}\n{rows}")
