"""Changes whose answers are computed by hand or by geodesics: areas within a millionth, distances within a metre, bearings within 0.1°.

The land lies where it must for each example. References for areas cut each edge, straight in longitude and latitude, into
steps of 0.001° and take GeographicLib's geodesic polygon (Karney 2013, through pyproj).
"""

import pyproj
import pytest
import shapely

from groundtruce.compare.zones.profile import profile_boundary
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.cases import Area
from groundtruce.model.zones import ZoneChange
from tests.compare.drawings import compare
from tests.story import zone_version

GEOD = pyproj.Geod(ellps="WGS84")
METRE = 0.001


def area_km2(shape: shapely.Polygon) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.001))[0]) / 1e6


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    return GEOD.inv(*start, *end)[2] / 1000


def furthest_gain(change: ZoneChange) -> tuple[float, float]:
    assert change.furthest_gain
    return change.furthest_gain.km.measured, change.furthest_gain.bearing_deg


@pytest.mark.parametrize("south", [0.0, 39.7, 68.0, 84.9, -55.0])
def test_a_square_that_grows_north(south: float) -> None:
    """From the equator to 85° N: the new strip's area, its depth along a meridian, the bearing of north."""
    before, after = shapely.box(10, south, 10.1, south + 0.1), shapely.box(10, south, 10.1, south + 0.15)
    change = compare(before, after)
    assert change.gained_km2.measured == pytest.approx(
        area_km2(shapely.box(10, south + 0.1, 10.1, south + 0.15)), rel=1e-6
    )
    depth, bearing = furthest_gain(change)
    assert depth == pytest.approx(distance_km((10, south + 0.1), (10, south + 0.15)), abs=METRE)
    assert min(bearing, 360 - bearing) < 0.1
    assert [
        (each.sector, each.lost_km2) for each in change.advance if each.gained_km2 > 0.01 * change.gained_km2.measured
    ] == [("N", 0)]


def test_a_corridor_that_grows_wider_on_one_side() -> None:
    """A corridor along a parallel, 2 km wide, grows by 0.01° to the south: depth 1.1058 km, bearing 180°."""
    before, after = shapely.box(46, 39.7, 46.5, 39.72), shapely.box(46, 39.69, 46.5, 39.72)
    change = compare(before, after)
    assert change.gained_km2.measured == pytest.approx(area_km2(shapely.box(46, 39.69, 46.5, 39.7)), rel=1e-6)
    depth, bearing = furthest_gain(change)
    assert depth == pytest.approx(distance_km((46.2, 39.69), (46.2, 39.7)), abs=METRE)
    assert bearing == pytest.approx(180, abs=0.1)
    assert change.extent_shift_km.south == pytest.approx(depth, abs=METRE)


def test_a_hole_that_is_filled() -> None:
    """Its middle is furthest: half its shorter side, from east to west at 60° N."""
    hole = shapely.box(20.04, 60.02, 20.06, 60.08)
    box = shapely.box(20, 60, 20.1, 60.1)
    change = compare(shapely.difference(box, hole), box)
    assert change.gained_km2.measured == pytest.approx(area_km2(hole), rel=1e-6)
    depth, _ = furthest_gain(change)
    assert depth == pytest.approx(distance_km((20.04, 60.02), (20.05, 60.02)), abs=METRE)


def test_an_enclave_that_appears() -> None:
    """Ground of its own, apart: its far side is furthest from the old boundary, due east."""
    box, enclave = shapely.box(10, 0, 10.1, 0.1), shapely.box(10.2, 0.04, 10.22, 0.06)
    change = compare(box, shapely.MultiPolygon([box, enclave]))
    assert change.gained_km2.measured == pytest.approx(area_km2(enclave), rel=1e-6)
    depth, bearing = furthest_gain(change)
    assert depth == pytest.approx(distance_km((10.1, 0.05), (10.22, 0.05)), abs=METRE)
    assert bearing == pytest.approx(90, abs=0.1)


def test_two_parts_that_merge() -> None:
    """The strip between them, 0.1° wide, is gained: its middle line is furthest, half of it from either."""
    west, east = shapely.box(10, 0, 10.1, 0.1), shapely.box(10.2, 0, 10.3, 0.1)
    change = compare(shapely.MultiPolygon([west, east]), shapely.box(10, 0, 10.3, 0.1))
    assert [part.kind for part in change.parts] == ["gained"]
    assert change.gained_km2.measured == pytest.approx(area_km2(shapely.box(10.1, 0, 10.2, 0.1)), rel=1e-6)
    assert furthest_gain(change)[0] == pytest.approx(distance_km((10.1, 0.05), (10.15, 0.05)), abs=METRE)


def test_growth_across_the_antimeridian() -> None:
    """A zone at 17° S ending at 179.95° E grows by 0.1° over the line: one part, due east."""
    before = shapely.box(179.8, -17.1, 179.95, -17)
    after = shapely.MultiPolygon([shapely.box(179.8, -17.1, 180, -17), shapely.box(-180, -17.1, -179.95, -17)])
    change = compare(before, after)
    assert [part.kind for part in change.parts] == ["gained"]
    assert change.gained_km2.measured == pytest.approx(area_km2(shapely.box(10, -17.1, 10.1, -17)), rel=1e-6)
    depth, bearing = furthest_gain(change)
    assert depth == pytest.approx(distance_km((179.95, -17), (-179.95, -17)), abs=METRE)
    assert bearing == pytest.approx(90, abs=0.1)
    assert change.advance[0].sector == "E"


def test_the_areas_in_which_the_ground_lies_are_named() -> None:
    """Half of the gained strip lies in the western district, half in the eastern; the far one holds none."""
    areas = tuple(
        Area(id=name, name=name, wkb=shapely.to_wkb(shapely.box(*bounds)), drawing_error_m=100)
        for name, bounds in {"west": (9, -1, 10.05, 1), "east": (10.05, -1, 11, 1), "far": (20, 0, 21, 1)}.items()
    )
    before = zone_version(shapely.box(10, 0, 10.1, 0.1), valid_from="2031-03-05")
    after = zone_version(shapely.box(10, -0.05, 10.1, 0.1), valid_from="2031-03-12")
    change = compare_versions(before, after, areas=areas)
    half = area_km2(shapely.box(10, -0.05, 10.05, 0))
    assert [(each.area, each.lost_km2) for each in change.within] == [("west", 0), ("east", 0)]
    assert [each.gained_km2 for each in change.within] == pytest.approx([half, half], rel=1e-6)
    (back,) = compare_versions(after, before, areas=areas[:1]).within
    assert (back.gained_km2, back.lost_km2) == (0, pytest.approx(half, rel=1e-6))


def test_a_boundary_is_profiled_along_itself() -> None:
    """The southern front moved by 0.05°, the northern did not, the sides run away from the old boundary."""
    before = zone_version(shapely.box(10, 0, 10.1, 0.1), valid_from="2031-03-05")
    after = zone_version(shapely.box(10, -0.05, 10.1, 0.1), valid_from="2031-03-12")
    profile = profile_boundary(before, after, step_km=0.5)
    south = [point.displacement_km for point in profile if point.at[1] < -0.0499]
    north = [point.displacement_km for point in profile if point.at[1] > 0.0999]
    assert len(south) > 15
    assert south == pytest.approx([5.5287] * len(south), abs=METRE)
    assert north == pytest.approx([0] * len(north), abs=METRE)
    inwards = profile_boundary(after, before, step_km=0.5)
    assert min(point.displacement_km for point in inwards) == pytest.approx(
        -5.5287, abs=0.25
    )  # the middle of the front
