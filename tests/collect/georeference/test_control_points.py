"""Control points from files, from the command line, and to annotations."""

import json

import pytest

from groundtruce.collect.georeference.annotations import parse_georeference
from groundtruce.collect.georeference.control_files import parse_control_points
from groundtruce.collect.georeference.control_points import ControlPoint, parse_control_point
from groundtruce.errors import UnusableInput

CSV = b"x,y,longitude,latitude,name\n10.5,20,30.25,40.5,Mill Ford\n900,30,31,40.4,\n500,700,30.6,39.9,Old Bridge\n"
POINTS = (
    b"mapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n"
    b"30.25,40.5,10.5,-20,1,0,0,0\n31,40.4,900,-30,1,0,0,0\n9,9,1,-1,0,0,0,0\n"
)


def test_the_command_line() -> None:
    """`X,Y=LON,LAT` is a pixel and its place."""
    point = parse_control_point("412.5,80=-46.75,39.82")
    assert (point.x, point.y, point.longitude, point.latitude) == (412.5, 80, -46.75, 39.82)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2", "is not of the form X,Y=LON,LAT"),
        ("1,2=3,nan", "is not of the form"),
        ("1,2=200,3", "longitude 200 is not on the Earth"),
        ("1,2=3,120", r"latitude 120 is not on the Earth \(is it the longitude\?\)"),
        ("1,1e999=3,4", "not finite"),
    ],
)
def test_a_broken_argument_is_refused(text: str, reason: str) -> None:
    """What is no pair, or not on the Earth, is refused with the option's name."""
    with pytest.raises(UnusableInput, match=f"--control: .*{reason}"):
        parse_control_point(text)


def test_csv() -> None:
    """Each row is a point, with its line as its source; a name may be missing."""
    points = parse_control_points(CSV, name="points.csv")
    assert [point.name for point in points] == ["Mill Ford", "", "Old Bridge"]
    assert points[0] == ControlPoint(
        x=10.5, y=20, longitude=30.25, latitude=40.5, name="Mill Ford", source="points.csv, line 2"
    )


def test_points_of_qgis() -> None:
    """QGIS counts y upwards from the top edge; a point that is switched off is none."""
    points = parse_control_points(POINTS, name="map.points")
    assert [(point.x, point.y, point.longitude) for point in points] == [(10.5, 20, 30.25), (900, 30, 31)]


def test_points_in_a_declared_system() -> None:
    """Map coordinates are brought to longitude and latitude from the system that the file declares."""
    content = b"#CRS: EPSG:3857\nmapX,mapY,pixelX,pixelY,enable\n2226389.8159,5621521.4862,7,-8,1\n"
    (point,) = parse_control_points(content, name="map.points")
    assert (point.longitude, point.latitude) == pytest.approx((20, 45), abs=1e-6)
    assert (point.x, point.y) == (7, 8)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n", "line 1: is no file of control points"),
        (b"x,y,longitude,latitude\n1,2,3\n", "line 2: latitude is no number"),
        (b"x,y,longitude,latitude\n1,2,3,95\n", "line 2: latitude 95 is not on the Earth"),
        (b"x,y,longitude,latitude\n", "has no control points"),
        (b"mapX,mapY,sourceX,sourceY\n500000,4000000,1,-1\n", "line 2: its map coordinates are no degrees"),
        (b"#CRS: nonsense\nmapX,mapY,sourceX,sourceY\n5,4,1,-1\n", "declares an unknown coordinate system"),
        (b'{"type": "Annotation"}', "is no georeferencing annotation"),
        (b'{"type": "AnnotationPage", "items": []}', "a page with 0 annotations"),
        (b'{"body": {"features": [{}]}}', "feature 1: lacks its resourceCoords"),
        (b"{" * 5, "broken JSON"),
        (b"x,y,longitude,latitude\n" + b"1,2,3,4\n" * 1001, "at most 1000"),
    ],
)
def test_a_broken_file_is_refused(content: bytes, reason: str) -> None:
    """A file of another kind, a broken number and a place off the Earth are refused, with the line."""
    with pytest.raises(UnusableInput, match=reason):
        parse_control_points(content, name="points.csv")


def test_an_annotation_of_another_maker() -> None:
    """Only what the extension asks for is needed."""
    feature = {
        "type": "Feature",
        "properties": {"resourceCoords": [12, 34]},
        "geometry": {"type": "Point", "coordinates": [5.5, 52.1]},
    }
    page = {"type": "AnnotationPage", "items": [{"type": "Annotation", "body": {"features": [feature]}}]}
    (point,) = parse_control_points(json.dumps(page).encode(), name="a.json")
    assert (point.x, point.y, point.longitude, point.latitude) == (12, 34, 5.5, 52.1)


def test_a_foreign_annotation_is_no_georeference() -> None:
    """An annotation without residuals has control points, but is no georeference to build on."""
    with pytest.raises(UnusableInput, match="no georeference that Groundtruce wrote"):
        parse_georeference(b'{"body": {"features": []}}', name="a.json")
