"""Zone changes: worked examples first, then what must hold for any shapes."""

import json
import time
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruce.compare.ellipsoid import measure_areas_km2
from groundtruce.compare.zone_history.history import ZoneHistory
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.zones import ZoneVersion
from tests.compare.drawings import KM_PER_DEGREE, compare, draw
from tests.story import AFTER, BEFORE, PLACES, settlement, zone_version

GEOD = pyproj.Geod(ellps="WGS84")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "zones"
BOX = shapely.box(10.0, 0.0, 10.1, 0.1)


def test_ground_gained_to_the_south() -> None:
    """Sector South grew by 0.05° to the south: 61.5 km², 5.53 km deep, and it holds South Ridge / Zudgrat now."""
    change = compare_versions(BEFORE, AFTER, settlements=PLACES)
    reference = (
        abs(GEOD.geometry_area_perimeter(shapely.segmentize(shapely.box(10.0, -0.05, 10.1, 0.0), 0.001))[0]) / 1e6
    )
    assert change.verdict == "moved"
    assert change.gained_km2.measured == pytest.approx(reference, rel=1e-6)
    assert change.gained_km2.low < reference < change.gained_km2.high
    assert (change.lost_km2.measured, change.lost_km2.high) == (0, 0)
    assert change.net_km2.best == pytest.approx(reference, rel=1e-6)
    assert change.furthest_loss is None
    assert change.furthest_gain is not None
    assert change.furthest_gain.km.measured == pytest.approx(5.5287, abs=1e-3)
    assert change.furthest_gain.bearing_deg == pytest.approx(180, abs=0.1)
    assert change.furthest_gain.at[1] == pytest.approx(-0.05)
    assert change.extent_shift_km.south == pytest.approx(5.5287, abs=1e-3)
    assert (change.extent_shift_km.north, change.extent_shift_km.east, change.extent_shift_km.west) == (0, 0, 0)
    assert [(each.name, each.verdict) for each in change.settlements] == [("South Ridge / Zudgrat", "gained")]
    assert [(part.kind, part.verdict) for part in change.parts] == [("gained", "moved")]
    assert shapely.from_geojson(json.dumps(change.parts[0].geometry)).area == pytest.approx(0.005)


def test_the_way_back_loses_what_was_gained() -> None:
    """Exchanged, gains are losses, the extent shrinks and the settlement is lost."""
    change = compare_versions(AFTER, BEFORE, settlements=PLACES)
    assert change.gained_km2.measured == 0
    assert change.lost_km2.measured == pytest.approx(61.545, abs=0.01)
    assert change.net_km2.best == pytest.approx(-61.545, abs=0.01)
    assert change.extent_shift_km.south == pytest.approx(-5.5287, abs=1e-3)
    assert change.furthest_loss is not None
    assert change.furthest_loss.bearing_deg == pytest.approx(180, abs=0.1)
    assert [each.verdict for each in change.settlements] == ["lost"]


@pytest.mark.parametrize(
    "same",
    [
        BOX,
        shapely.Polygon([(10.1, 0.1), (10.1, 0), (10, 0), (10, 0.1)]),
        shapely.Polygon([(10, 0), (10.05, 0), (10.05, 0), (10.1, 0), (10.1, 0.1), (10, 0.1)]),
        shapely.MultiPolygon([BOX]),
        shapely.transform(BOX, lambda positions: positions + 4e-6),
    ],
    ids=["identical", "other start and direction", "more vertices", "as a MultiPolygon", "fewer digits"],
)
def test_the_same_ground_is_unchanged(same: shapely.Geometry) -> None:
    """Whatever the order, start, number and digits of its vertices."""
    change = compare(BOX, same)
    assert change.verdict == "unchanged"
    assert change.parts == ()
    assert (change.gained_km2.best, change.lost_km2.best, change.furthest_gain) == (0, 0, None)


def test_a_line_drawn_anew_has_a_true_gain_near_nothing() -> None:
    """Two independent drawings of one boundary leave slivers of 5 km² each way; best says nearly none of it is ground."""
    change = compare(draw(20, error_km=0.1, seed=1), draw(20, error_km=0.1, seed=2))
    assert change.verdict in ("redrawn", "within error")
    assert change.gained_km2.measured > 4
    assert change.gained_km2.best < 1
    assert change.gained_km2.low == 0
    assert change.net_km2.low < 0 < change.net_km2.high


def test_a_part_that_sticks_out_but_not_beyond_the_error_is_within_it() -> None:
    """One front of 11 km moved by 350 m, drawn with 100 m twice, is more than a redraw likely shows and no proof."""
    moved = {km: compare(BOX, shapely.box(10, -km / KM_PER_DEGREE, 10.1, 0.1)).verdict for km in (0.1, 0.35, 0.5)}
    assert moved == {0.1: "redrawn", 0.35: "within error", 0.5: "moved"}


def test_a_change_is_seen_among_redrawn_slivers() -> None:
    """A bulge of 3 km beside slivers all around: the interval holds its area, which the measured area overstates."""
    truth = compare(draw(20), draw(20, bulge_km=3)).gained_km2.measured
    change = compare(draw(20, error_km=0.1, seed=1), draw(20, error_km=0.1, bulge_km=3, seed=2))
    assert change.verdict == "moved"
    assert change.gained_km2.low < truth < change.gained_km2.high
    assert abs(change.gained_km2.best - truth) < change.gained_km2.measured - truth


@pytest.mark.slow
def test_intervals_hold_the_truth_and_redraws_are_rarely_moves() -> None:
    """Of 60 pure redraws about one in twenty is called moved, and as many net areas lie outside their interval."""
    changes = [
        compare(draw(20, error_km=0.1, seed=seed, points=400), draw(20, error_km=0.1, seed=seed + 1000, points=400))
        for seed in range(60)
    ]
    held = sum(change.net_km2.low <= 0 <= change.net_km2.high for change in changes)
    assert 0.89 <= held / len(changes) <= 1
    assert sum(change.verdict == "moved" for change in changes) / len(changes) <= 0.09
    assert np.mean([change.gained_km2.best for change in changes]) < 1


def test_a_filled_hole_is_deepest_in_its_middle() -> None:
    """The furthest newly enclosed point of a filled hole lies where no vertex is."""
    hole = shapely.box(10.04, 0.04, 10.06, 0.06)
    change = compare(shapely.difference(BOX, hole), BOX)
    assert change.gained_km2.measured == pytest.approx(4.923, abs=0.01)
    assert change.furthest_gain is not None
    assert change.furthest_gain.at == pytest.approx((10.05, 0.05), abs=1e-4)
    assert change.furthest_gain.km.measured == pytest.approx(1.1057, rel=0.01)


def test_parts_are_connected_pieces_the_largest_first() -> None:
    """Two gains and a loss are three parts."""
    after = shapely.union_all(
        [shapely.box(10.0, 0.02, 10.1, 0.1), shapely.box(10.1, 0.05, 10.2, 0.1), shapely.box(9.97, 0.05, 10, 0.06)]
    )
    kinds = [(part.kind, round(part.km2.measured)) for part in compare(BOX, after).parts]
    assert kinds == [("gained", 62), ("lost", 25), ("gained", 4)]


def test_a_zone_across_the_antimeridian_is_one_zone() -> None:
    """It grew eastwards on the far side: one part, measured as anywhere else, with longitudes within ±180°."""
    west, east = shapely.box(179.9, 0, 180, 0.1), shapely.box(-180, 0, -179.9, 0.1)
    grown = shapely.MultiPolygon([west, shapely.box(-180, 0, -179.85, 0.1)])
    change = compare(shapely.MultiPolygon([west, east]), grown)
    assert change.gained_km2.measured == pytest.approx(
        compare(BOX, shapely.box(10, 0, 10.15, 0.1)).gained_km2.measured, rel=1e-6
    )
    assert change.extent_shift_km.east == pytest.approx(5.566, abs=0.01)
    assert change.furthest_gain is not None
    assert change.furthest_gain.at[0] == pytest.approx(-179.85)


def test_a_settlement_near_the_line_is_uncertain() -> None:
    """100 m inside with a village known within 500 m says little, before and after."""
    near = settlement("near", 10.05, 0.0009, ("Near", None))
    far = settlement("far", 10.05, 0.09, ("Far", None))
    change = compare_versions(BEFORE, zone_version(BOX, valid_from="2031-03-12"), settlements=(near, far))
    (found,) = change.settlements
    assert (found.name, found.verdict) == ("Near", "uncertain")
    assert 0.5 < found.probability_before == found.probability_after < 0.7


def test_neighbouring_versions_are_compared_in_valid_time() -> None:
    """In whatever order they come, and neither across zones nor across kinds."""
    other = zone_version(BOX, valid_from="2031-03-07", zone="north")
    last = zone_version(BOX, valid_from="2031-03-20")
    changes = ZoneHistory([last, AFTER, other, BEFORE]).changes
    assert [(change.from_.valid_from, change.to.valid_from) for change in changes] == [
        ("2031-03-05", "2031-03-12"),
        ("2031-03-12", "2031-03-20"),
    ]


def test_publishers_are_compared_with_themselves_first() -> None:
    """Another publisher's map between two of the force's is no neighbour; where each drew one map, they are."""
    theirs = replace(zone_version(shapely.box(10, 0, 10.3, 0.1), valid_from="2031-03-08"), publisher="river-times")
    assert [change.from_.version for change in ZoneHistory([BEFORE, theirs, AFTER]).changes] == [BEFORE.id]
    assert [change.to.version for change in ZoneHistory([BEFORE, theirs]).changes] == [theirs.id]


def test_a_corrected_version_stands_for_the_one_before() -> None:
    """Of two maps valid from the same moment the one given last holds."""
    corrected = replace(AFTER, id="corrected")
    assert [change.to.version for change in ZoneHistory([BEFORE, AFTER, corrected]).changes] == ["corrected"]


def replace(version: ZoneVersion, **fields: str) -> ZoneVersion:
    import msgspec  # noqa: PLC0415  # used here only

    return msgspec.structs.replace(version, **fields)


@given(
    west=st.floats(-170, 170),
    south=st.floats(-80, 70),
    width=st.floats(0.01, 5),
    height=st.floats(0.01, 5),
    slant=st.floats(-2, 2),
)
@settings(max_examples=40, deadline=None)
def test_areas_agree_with_a_fine_reference(
    west: float, south: float, width: float, height: float, slant: float
) -> None:
    """Straight edges cut into steps of 0.002° and measured by geodesics give the same area to one in a million."""
    shape = shapely.Polygon(
        [(west, south), (west + width, south), (west + width + slant, south + height), (west + slant, south + height)]
    )
    reference = abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.002))[0]) / 1e6
    assert measure_areas_km2([shape])[0] == pytest.approx(reference, rel=1e-6)


@given(seeds=st.tuples(st.integers(0, 99), st.integers(100, 199)), bulge=st.floats(0, 4))
@settings(max_examples=15, deadline=None)
def test_gains_less_losses_are_the_difference_of_the_areas(seeds: tuple[int, int], bulge: float) -> None:
    """And exchanging the versions exchanges gained and lost."""
    before = draw(15, error_km=0.2, seed=seeds[0], points=300)
    after = draw(15, error_km=0.2, bulge_km=bulge, seed=seeds[1], points=300)
    there, back = compare(before, after), compare(after, before)
    areas = measure_areas_km2([before, after])
    assert there.net_km2.measured == pytest.approx(areas[1] - areas[0], abs=1e-6)
    assert there.gained_km2.measured == pytest.approx(back.lost_km2.measured, abs=1e-9)
    for estimate in (there.gained_km2, there.lost_km2, there.net_km2):
        assert estimate.low <= estimate.best <= estimate.high


def test_large_shapes_are_compared_quickly() -> None:
    """A pair of 5,000 vertices takes some 50 ms; 20,000 vertices must not take more than four times that and a bit."""
    pairs = {
        points: [draw(40, error_km=0.2, seed=seed, points=points) for seed in (1, 2)] for points in (5_000, 20_000)
    }
    seconds = {}
    for points, (before, after) in pairs.items():
        start = time.process_time()
        compare(before, after)
        seconds[points] = time.process_time() - start
    assert seconds[20_000] < 10 * seconds[5_000] + 0.2


def test_daily_maps_of_a_front_are_compared() -> None:
    """Published maps of neighbouring days: a day without news is unchanged."""
    folder = SHARED / "deepstate-2024"
    if not folder.exists():
        pytest.skip("the shared data is not here")
    days = sorted(folder.glob("*.geojson"))[2:4]
    shapes = [shapely.from_geojson(json.dumps(json.loads(day.read_text())["features"][0]["geometry"])) for day in days]
    assert compare(shapes[0], shapes[0]).verdict == "unchanged"
    assert compare(*shapes).verdict == "moved"
