"""Areas made of other areas, lines and places: worked examples on the equator, and every way to get one wrong."""

import json
from pathlib import Path

import pytest
import shapely

from groundtruce.collect.cases import load_case
from groundtruce.compare.ellipsoid import measure_areas_km2
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import DeploymentAreaTerms
from groundtruce.model.cases import Area

CASE = """\
id = "c"
title = "C"
summary = "Invented."
default_drawing_error_m = 300
places = "places.toml"
agreement = "agreement.toml"

[[parties]]
id = "arda"
name = "Arda"
kind = "party"

[[areas]]
id = "west"
name = "the west"
file = "west.geojson"
drawing_error_m = 100
place = "case:west"

[[areas]]
id = "east"
name = "the east"
file = "east.geojson"
drawing_error_m = 200

[[lines]]
id = "north-line"
name = "the northern line"
file = "north.geojson"
drawing_error_m = 50

[[lines]]
id = "south-line"
name = "the southern line"
file = "south.geojson"
drawing_error_m = 70

[[areas]]
id = "made"
name = "the made area"
shape = SHAPE
"""
PLACES = """\
[[places]]
id = "case:west"
kind = "district"
longitude = 10.1
latitude = 0.1
uncertainty_km = 20
names = [{ text = "West" }]

[[places]]
id = "case:mill"
kind = "settlement"
longitude = 10.1
latitude = 0.1
uncertainty_km = 0.5
names = [{ text = "Mill" }]
"""
AGREEMENT = """\
id = "a"
title = "A"
signed = "2031-03-01"
signatories = ["arda"]
time_zone = "UTC"
source = "invented"

[[areas]]
id = "further"
name = "the further area"
shape = { union = ["made", "west"] }

[[provisions]]
id = "1"
point = "1"
title = "Deployment"
summary = "Deploy."

[provisions.terms]
type = "deployment area"
zone_kind = "responsibility"
holder = "arda"
area = { intersection = ["east", { within_km = 2, of = "north-line" }] }
"""


def box(west: float, south: float, east: float, north: float) -> str:
    return shapely.to_geojson(shapely.box(west, south, east, north))


def line(*positions: tuple[float, float]) -> str:
    return json.dumps({"type": "LineString", "coordinates": positions})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "places.toml": PLACES,
        "agreement.toml": AGREEMENT,
        "west.geojson": box(10.0, 0.0, 10.2, 0.2),
        "east.geojson": box(10.1, 0.0, 10.4, 0.2),
        "north.geojson": line((10.0, 0.2), (10.2, 0.2), (10.4, 0.2)),
        "south.geojson": line((10.4, 0.1), (10.0, 0.1)),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def areas_with(folder: Path, shape: str) -> dict[str, Area]:
    (folder / "case.toml").write_text(CASE.replace("SHAPE", shape))
    return {area.id: area for area in load_case(folder).areas}


def km2(area: Area) -> float:
    return float(measure_areas_km2(shapely.get_parts(shapely.from_wkb(area.wkb))).sum())


SQUARE_KM2 = 11.1319 * 11.0574  # a tenth of a degree both ways, on the equator


@pytest.mark.parametrize(
    ("shape", "squares", "error_m", "words"),
    [
        ('"west"', 4, 100, "the west"),
        ('{ union = ["west", "east"] }', 8, 200, "the west and the east"),
        ('{ intersection = ["west", "east"] }', 2, 200, "what the west and the east share"),
        ('{ minus = ["east", "west"] }', 4, 200, "the east without the west"),
        (
            '{ between = ["north-line", "south-line"] }',
            4,
            70,
            "the ground between the northern line and the southern line",
        ),
        ('{ districts = ["case:west"] }', 4, 100, "the west"),
        (
            '{ minus = [{ union = ["west", "east"] }, { between = ["south-line", "north-line"] }] }',
            4,
            200,
            "the west and the east without the ground between the southern line and the northern line",
        ),
    ],
)
def test_an_area_is_worked_out_with_the_largest_error_of_what_it_is_made_of(
    folder: Path, shape: str, squares: float, error_m: float, words: str
) -> None:
    """Its ground in squares of a tenth of a degree, its error, and what it is made of in words."""
    made = areas_with(folder, shape)["made"]
    assert km2(made) == pytest.approx(squares * SQUARE_KM2, rel=2e-3)
    assert (made.drawing_error_m, made.made_of, made.name) == (error_m, words, "the made area")


@pytest.mark.parametrize(
    ("of", "ground", "error_m"),
    [
        # Both sides of a line 44.53 km long, and a half circle at each end; around a point; outwards from an area.
        ("north-line", 44.5278 * 10 + 3.14159 * 25, 50),
        ("case:mill", 3.14159 * 25, 250),
        ("west", 4 * SQUARE_KM2 + (4 * 22.1893) * 5 + 3.14159 * 25, 100),
    ],
)
def test_what_lies_within_a_distance_is_measured_on_the_ground(
    folder: Path, of: str, ground: float, error_m: float
) -> None:
    """5 km from a line, a place and an area."""
    made = areas_with(folder, f'{{ within_km = 5, of = "{of}" }}')["made"]
    assert km2(made) == pytest.approx(ground, rel=3e-3)
    assert made.drawing_error_m == error_m


def test_areas_of_both_files_and_of_terms_refer_to_each_other(folder: Path) -> None:
    """The agreement's own area is made of the case's; the area in a provision's terms gets a name of its own."""
    areas = areas_with(folder, '{ union = ["west", "east"] }')
    case = load_case(folder)
    assert km2(areas["further"]) == pytest.approx(8 * SQUARE_KM2, rel=2e-3)
    assert case.agreement
    terms = case.agreement.provisions[0].terms
    assert isinstance(terms, DeploymentAreaTerms)
    assert areas[terms.area].made_of == "what the east and the ground within 2 km of the northern line share"
    assert km2(areas[terms.area]) == pytest.approx(2 * 3 * 11.1319, rel=3e-3)


@pytest.mark.parametrize(
    ("shape", "place", "reason"),
    [
        ('"west "', "line 41, [[areas]] 3, shape", "there is no area 'west '"),
        ("7", "line 41, [[areas]] 3, shape", "expected"),
        ("{ union = [] }", "line 41, [[areas]] 3, shape, union", "must be a list of 1 areas or more"),
        ('{ minus = ["west"] }', "line 41, [[areas]] 3, shape, minus", "must be a list of 2 areas or more"),
        ('{ minus = ["west", "wst"] }', "line 41, [[areas]] 3, shape, minus 2", "there is no area 'wst'"),
        ('{ minus = ["west", 3] }', "line 41, [[areas]] 3, shape, minus 2", "is neither an area's name nor a table"),
        ('{ minus = ["west", "west"] }', "line 41, [[areas]] 3, shape", "leaves no ground"),
        ('{ union = ["made"] }', "line 41, [[areas]] 3, shape, union 1", "the area 'made' is made of itself"),
        ('{ union = ["further"] }', "line 11, [[areas]] 1, shape, union 1", "the area 'made' is made of itself"),
        ('{ union = ["west"], of = "east" }', "line 41, [[areas]] 3, shape", "must hold one of union,"),
        ('{ join = ["west"] }', "line 41, [[areas]] 3, shape", "must hold one of union,"),
        ("{ within_km = 5 }", "line 41, [[areas]] 3, shape", "missing key `of`"),
        (
            '{ within_km = -5, of = "west" }',
            "line 41, [[areas]] 3, shape, within_km",
            "-5 is not a number of kilometres",
        ),
        ('{ within_km = nan, of = "west" }', "line 41, [[areas]] 3, shape, within_km", "nan is not a number"),
        ('{ within_km = 5, of = "x" }', "line 41, [[areas]] 3, shape, of", "there is no line, place or area 'x'"),
        ('{ between = ["north-line"] }', "line 41, [[areas]] 3, shape, between", "must be a list of two lines"),
        ('{ between = ["north-line", "west"] }', "line 41, [[areas]] 3, shape, between 2", "there is no line 'west'"),
        ('{ districts = ["case:mill"] }', "line 41, [[areas]] 3, shape, districts 1", "no area has 'case:mill'"),
    ],
)
def test_an_area_that_cannot_be_worked_out_is_refused_with_its_line(
    folder: Path, shape: str, place: str, reason: str
) -> None:
    """The file, the line, the place in the nested tables, and why."""
    with pytest.raises(UnusableInput) as refusal:
        areas_with(folder, shape)
    assert refusal.value.place == place
    assert reason in refusal.value.reason


def test_lines_that_cross_enclose_nothing(folder: Path) -> None:
    """Between crossing lines there is no ground to speak of."""
    (folder / "south.geojson").write_text(line((10.0, 0.3), (10.2, 0.1), (10.4, 0.3)))
    with pytest.raises(UnusableInput, match="cross each other"):
        areas_with(folder, '{ between = ["north-line", "south-line"] }')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (box(10, 0, 10.1, 0.1), "must hold lines and nothing else"),
        (
            '{"type": "MultiLineString", "coordinates": [[[10, 0], [10.1, 0]], [[10.2, 0], [10.3, 0]]]}',
            "there is a gap",
        ),
    ],
)
def test_a_file_that_holds_no_single_line_is_refused(folder: Path, text: str, reason: str) -> None:
    """Polygons, and pieces that do not follow each other."""
    (folder / "south.geojson").write_text(text)
    with pytest.raises(UnusableInput, match=reason):
        areas_with(folder, '"west"')
