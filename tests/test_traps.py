"""The traps that published maps hold, one fixture each: read rightly, repaired and said so, or refused in one clear line."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from tests.running import Ran, Run

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
SQUARE = [[10.0, 0.0], [10.1, 0.0], [10.1, 0.1], [10.0, 0.1], [10.0, 0.0]]
METRES = [[1113194.9, 0.0], [1124326.9, 0.0], [1124326.9, 11057.4], [1113194.9, 11057.4], [1113194.9, 0.0]]
SHAPES = ("--zone", "square", "--kind", "control", "--publisher", "observers", "--drawing-error-m", "50")

Add = Callable[..., Ran]


@pytest.fixture
def record(tmp_path: Path, run: Run) -> Path:
    """An empty record."""
    path = tmp_path / "record.gpkg"
    run("init", path, "--case", CASE)
    return path


@pytest.fixture
def add(tmp_path: Path, record: Path, run: Run) -> Add:
    """Writes a map under a name and adds it as valid from a day of March 2021: `add("a.geojson", map, day=1)`."""

    def add_map(name: str, map_: Any, *, day: str = "2021-03-01", more: Sequence[str] = ()) -> Ran:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(map_ if isinstance(map_, bytes) else json.dumps(map_).encode())
        return run("add", record, file, *SHAPES, "--valid-from", day, *more)

    return add_map


def polygon(*rings: Sequence[Sequence[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*geometries: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return {"type": "FeatureCollection", "features": features, **more}


def drawn(record: Path) -> list[Any]:
    """The shapes of the record's versions, in the order in which they were recorded."""
    with sqlite3.connect(record) as database:
        rows = database.execute("SELECT geom FROM zone_shapes ORDER BY seq").fetchall()
    # A GeoPackage blob: 8 bytes, an envelope of 32, then WKB.
    return [shapely.from_wkb(blob[40:]) for (blob,) in rows]


def is_square(shape: Any) -> bool:
    return float(shapely.symmetric_difference(shape, shapely.box(10.0, 0.0, 10.1, 0.1)).area) < 1e-9


def refused(ran: Ran, record: Path, *parts: str) -> bool:
    """Exit 3, one line that holds the parts, nothing recorded."""
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("\n") == 1
    assert all(part in ran.err for part in parts), ran.err
    return not drawn(record)


@pytest.mark.parametrize("declared", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_a_file_that_says_wgs_84_and_holds_metres(add: Add, record: Path, declared: str | None) -> None:
    """GeoJSON without a coordinate system means WGS 84 too. No system is guessed: the position is named."""
    more = {"crs": {"type": "name", "properties": {"name": declared}}} if declared else {}
    ran = add("metres.geojson", collection(polygon(METRES), **more))
    assert refused(ran, record, "feature 1, ring 1, position 1", "1.11319e+06, 0", "it seems to be in metres")


def test_a_geopackage_that_says_wgs_84_and_holds_metres(add: Add, record: Path, tmp_path: Path) -> None:
    """What the header of any format claims is held to the coordinates."""
    made = tmp_path / "made.gpkg"
    shapes = shapely.to_wkb([shapely.Polygon(METRES)])
    pyogrio.raw.write(made, shapes, [np.array(["a"])], ["name"], crs="EPSG:4326", geometry_type="Polygon")
    assert refused(add("metres.gpkg", made.read_bytes()), record, "seems to be in metres")


def test_metres_that_are_declared_are_no_trap(add: Add, record: Path) -> None:
    """The same numbers with their system are the square, and the change of system is said."""
    ran = add(
        "mercator.geojson", collection(polygon(METRES), crs={"type": "name", "properties": {"name": "EPSG:3857"}})
    )
    assert "transformed to WGS 84 from EPSG:3857" in ran.out
    (shape,) = drawn(record)
    assert shapely.symmetric_difference(shape, shapely.box(10.0, 0.0, 10.1, 0.0993)).area < 1e-5


def test_an_empty_multipolygon(add: Add, record: Path) -> None:
    """Alone it is no zone; beside a shape it is left out, and said."""
    empty = {"type": "MultiPolygon", "coordinates": []}
    assert refused(add("empty.geojson", collection(empty)), record, "holds no polygon, but: empty MultiPolygon")
    ran = add("partly.geojson", collection(empty, polygon(SQUARE)))
    assert "repaired: feature 1: an empty MultiPolygon, left out" in ran.out
    assert [is_square(shape) for shape in drawn(record)] == [True]


def test_a_null_geometry(add: Add, record: Path) -> None:
    """Alone it is no zone; beside a shape it is left out, and said."""
    assert refused(add("null.geojson", collection(None)), record, "holds no polygon, but: no geometry")
    ran = add("partly.geojson", collection(None, polygon(SQUARE)))
    assert "repaired: feature 1: has no geometry, left out" in ran.out
    assert [is_square(shape) for shape in drawn(record)] == [True]


def test_three_dimensional_coordinates(add: Add, record: Path) -> None:
    """Heights are dropped, and said: a zone is an area of ground."""
    ran = add("heights.geojson", polygon([[x, y, 870.0] for x, y in SQUARE]))
    assert "repaired: feature 1: heights were dropped" in ran.out
    assert [is_square(shape) for shape in drawn(record)] == [True]


def test_a_year_2202(add: Add, record: Path, run: Run, tmp_path: Path) -> None:
    """Two digits that changed places make a day that nobody can have seen: refused, of a map and of a report."""
    ran = add("square.geojson", polygon(SQUARE), day="2202-07-08")
    assert refused(ran, record, "2202-07-08 lies years ahead", "is a digit wrong?")
    report = tmp_path / "report.txt"
    report.write_text("Shelling wounded two soldiers, officials said.")
    ran = run("add", record, report, "--published", "2202-07-08")
    assert refused(ran, record, "2202-07-08", "is a digit wrong?")


def test_equal_shapes_in_different_bytes(add: Add, record: Path, run: Run) -> None:
    """Another vertex to start with, another order, closer digits: other bytes, unchanged ground, and a repeat that is said."""
    turned = [*SQUARE[2:4], *SQUARE[:3]]
    fine = [[x + 1e-13, y] for x, y in reversed(turned)]
    add("a.geojson", polygon(SQUARE), day="2021-03-01")
    add("b.geojson", json.dumps(polygon(fine), indent=1).encode(), day="2021-03-02")
    changes = run("changes", record, "--json").json
    assert [change["verdict"] for change in changes["changes"]] == ["unchanged"]
    assert changes["changes"][0]["gained_km2"]["measured"] < 1e-6


def test_a_stale_repeat(add: Add, record: Path, run: Run) -> None:
    """An old map that comes again under a new day is told from a map that shows the same ground."""
    moved = [[x, y - 0.05 * (y == 0)] for x, y in SQUARE]
    for day, ring in ((1, SQUARE), (2, moved), (3, SQUARE)):
        add(f"{day}.geojson", polygon(ring), day=f"2021-03-0{day}")
    (notice,) = run("changes", record, "--json").json["notices"]
    assert notice["kind"] == "repeat"
    assert notice["statement"] == "The bytes of the map from 1 Mar 2021 were published again: 3 Mar 2021."


def test_lines_that_almost_close(add: Add, record: Path) -> None:
    """A gap of less than three drawing errors is closed and said; a wider one is refused with its place and width."""
    wide = {"type": "LineString", "coordinates": [*SQUARE[:4], [10.0, 0.01]]}
    assert refused(add("wide.geojson", wide), record, "lines that do not close", "1.11 km", "10, 0")
    ran = add("narrow.geojson", {"type": "LineString", "coordinates": [*SQUARE[:4], [10.0, 0.001]]})
    assert "lines made into an area, gaps of 111 m closed" in ran.out
    assert [is_square(shape) for shape in drawn(record)] == [True]


def test_a_name_used_twice(tmp_path: Path, record: Path, run: Run) -> None:
    """Two features of one name and day are one zone in two parts, and the version says so."""
    east = [[x + 0.2, y] for x, y in SQUARE]
    map_ = collection(polygon(SQUARE), polygon(east))
    for feature in map_["features"]:
        feature["properties"] = {"name": "Aghdere", "valid_from": "2021-03-01", "kind": "control"}
    file = tmp_path / "twice.geojson"
    file.write_text(json.dumps(map_))
    ran = run("add", record, file, "--publisher", "observers", "--drawing-error-m", "50")
    assert "repaired: features 1, 2: drawn as one zone, united" in ran.out
    (shape,) = drawn(record)
    assert shapely.get_num_geometries(shape) == 2


def test_dates_outside_and_inside_that_differ(add: Add, record: Path, run: Run, tmp_path: Path) -> None:
    """The day that is stated is taken; the day in the file's name is said beside it, of a map and of a report."""
    ran = add("zones_20210306.geojson", polygon(SQUARE), day="2021-03-05")
    assert "valid from 2021-03-05; the file's name says 2021-03-06" in ran.out
    page = tmp_path / "page.html"
    page.write_text(
        '<html lang="en"><head><title>T</title><meta property="article:published_time" content="2021-03-04T08:00:00Z">'
        "</head><body><article><p>Shelling wounded two soldiers, officials said on Thursday.</p></article></body></html>"
    )
    told = run("add", record, page, "--published", "2021-03-05", "--json").json
    assert told["published"] == "2021-03-05"
    assert told["published_from"] == "option"
