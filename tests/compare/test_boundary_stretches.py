"""Boundaries of which some stretches were drawn better than the rest, and drawings that state how long they stray together."""

import msgspec
import numpy as np
import pytest
import shapely

from groundtruce.compare.markers.offsets import measure_offset
from groundtruce.compare.zone_history.history import measure_zone_area
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.model.zones import BoundaryStretch, ZoneChange, ZoneVersion
from tests.compare.drawings import KM_PER_DEGREE, draw
from tests.compare.surveys import sighting
from tests.story import zone_version

BEFORE = shapely.box(10, 0, 10.1, 0.1)
SHIFT = 0.2 / KM_PER_DEGREE  # 200 m
SOUTH, NORTH = shapely.box(9.9, -0.1, 10.2, 0.05), shapely.box(9.9, 0.05, 10.2, 0.2)


def version(shape: shapely.Geometry, *, day: str, error_m: float = 500, **stretches: float) -> ZoneVersion:
    areas = {"south": SOUTH, "north": NORTH}
    return msgspec.structs.replace(
        zone_version(shape, valid_from=day, error_m=error_m),
        stretches=tuple(
            BoundaryStretch(drawing_error_m=error, wkb=shapely.to_wkb(areas[name])) for name, error in stretches.items()
        ),
    )


def compare(after: shapely.Geometry, settlements: tuple[GazetteerEntry, ...] = (), **stretches: float) -> ZoneChange:
    return compare_versions(
        version(BEFORE, day="2031-03-05", **stretches),
        version(after, day="2031-03-12", **stretches),
        settlements=settlements,
    )


GROWN_SOUTH, GROWN_NORTH = shapely.box(10, -SHIFT, 10.1, 0.1), shapely.box(10, 0, 10.1, 0.1 + SHIFT)


def test_a_small_move_shows_where_the_boundary_was_drawn_well() -> None:
    """200 m are nothing at 500 m; with a southern half drawn to 20 m, they are a move in the south and nothing in the north."""
    assert compare(GROWN_SOUTH).verdict == "redrawn"
    assert compare(GROWN_SOUTH, south=20).verdict == "moved"
    assert compare(GROWN_NORTH, south=20).verdict == "redrawn"


def test_the_interval_is_that_of_the_stretch_that_moved() -> None:
    """The strip of 2.21 km² that was drawn to 20 m is known as well as if the whole boundary had been."""
    well = compare_versions(
        version(BEFORE, day="2031-03-05", error_m=20), version(GROWN_SOUTH, day="2031-03-12", error_m=20)
    )
    found = compare(GROWN_SOUTH, south=20)
    assert found.gained_km2.measured == pytest.approx(2.21, abs=0.02)
    assert found.gained_km2.high - found.gained_km2.low == pytest.approx(
        well.gained_km2.high - well.gained_km2.low, rel=1e-6
    )
    assert found.furthest_gain
    assert well.furthest_gain
    assert found.furthest_gain.km.low == pytest.approx(well.furthest_gain.km.low)


def test_a_settlement_is_as_sure_as_the_boundary_beside_it() -> None:
    """100 m inside the southern line: 0.58 at 500 m, sure at 20 m; at the northern line nothing changes."""
    places = tuple(
        GazetteerEntry(
            id=f"case:{name}", kind="settlement", longitude=10.05, latitude=latitude, uncertainty_km=0.001,
            names=(PlaceName(text=name),),
        )
        for name, latitude in (("South Gate", 0.1 / KM_PER_DEGREE), ("North Gate", 0.1 - 0.1 / KM_PER_DEGREE))
    )  # fmt: skip
    unsure = {each.name: each.probability_before for each in compare(GROWN_SOUTH, places).settlements}
    assert unsure == {"South Gate": pytest.approx(0.579, abs=0.002), "North Gate": pytest.approx(0.579, abs=0.002)}
    assert [each.name for each in compare(GROWN_SOUTH, places, south=20).settlements] == ["North Gate"]


def test_of_two_stretches_that_overlap_the_first_holds() -> None:
    """The order of the source decides, not that of the sizes."""
    everywhere = shapely.box(9, -1, 11, 1)
    for first, second, verdict in ((20, 500, "moved"), (500, 20, "redrawn")):
        stretches = tuple(
            BoundaryStretch(drawing_error_m=error, wkb=shapely.to_wkb(area))
            for error, area in ((first, SOUTH), (second, everywhere))
        )
        pair = [
            msgspec.structs.replace(version(shape, day=day), stretches=stretches)
            for shape, day in ((BEFORE, "2031-03-05"), (GROWN_SOUTH, "2031-03-12"))
        ]
        assert compare_versions(*pair).verdict == verdict


def test_a_stated_correlation_length_is_taken() -> None:
    """A drawing that states 20 of its errors is compared as where that is known."""
    drawn = [
        zone_version(draw(20, error_km=0.1, seed=seed, correlation_in_errors=20), valid_from=day, error_m=100)
        for seed, day in ((1, "2031-03-05"), (2, "2031-03-12"))
    ]
    stated = [msgspec.structs.replace(each, drawing_correlation_m=2000) for each in drawn]
    assert compare_versions(*stated) == compare_versions(*drawn, correlation_in_errors=20)
    assert compare_versions(*stated) != compare_versions(*drawn)


def draw_halves(seed: int) -> shapely.Geometry:
    """A zone whose southern half was drawn with 100 m and whose northern half with 400 m."""
    south, north = (draw(20, error_km=error, seed=seed, points=500) for error in (0.1, 0.4))
    below, above = shapely.box(9, -1, 11, 0), shapely.box(9, 0, 11, 1)
    return shapely.union_all([shapely.intersection(south, below), shapely.intersection(north, above)])


@pytest.mark.slow
def test_redraws_of_an_unevenly_drawn_boundary_are_rarely_moves() -> None:
    """Of 60 pairs at most one in ten is called moved, and net areas hold; with one error for all, most would be."""
    north = BoundaryStretch(drawing_error_m=400, wkb=shapely.to_wkb(shapely.box(9, 0, 11, 1)))
    even, uneven = [], []
    for seed in range(60):
        pair = [
            zone_version(draw_halves(each), valid_from=day, error_m=100)
            for each, day in ((seed, "2031-03-05"), (seed + 1000, "2031-03-12"))
        ]
        even.append(compare_versions(*pair))
        uneven.append(compare_versions(*(msgspec.structs.replace(each, stretches=(north,)) for each in pair)))
    assert np.mean([change.verdict == "moved" for change in even]) > 0.8
    assert np.mean([change.verdict == "moved" for change in uneven]) <= 0.1
    held = [change.net_km2.low <= 0 <= change.net_km2.high for change in uneven]
    assert np.mean(held) >= 0.9


def test_the_area_of_a_zone_spreads_by_its_stretches() -> None:
    """Stretches that cover all of the boundary count alone; over half of it, the spread lies between."""
    spreads = []
    for stretches in ({}, {"south": 20.0}, {"south": 20.0, "north": 20.0}):
        area = measure_zone_area(version(BEFORE, day="2031-03-05", **stretches)).km2
        spreads.append(area.high - area.low)
    assert spreads[0] > spreads[1] > spreads[2]
    stated = msgspec.structs.replace(version(BEFORE, day="2031-03-05"), drawing_correlation_m=1000.0)
    assert measure_zone_area(stated).km2.high < measure_zone_area(version(BEFORE, day="2031-03-05")).km2.high


def test_markers_are_as_far_off_as_the_boundary_beside_them_was_drawn_well() -> None:
    """A post 100 m outside the southern line is outside at 20 m, and unsure at 500 m; the northern one is unsure in both."""
    posts = [
        sighting(name, "12", 10.05, latitude)
        for name, latitude in (("south", -0.1 / KM_PER_DEGREE), ("north", 0.1 + 0.1 / KM_PER_DEGREE))
    ]
    sides = []
    for stretches in ({}, {"south": 20.0}):
        found = measure_offset(version(BEFORE, day="2031-03-05", **stretches), posts)
        sides.append({each.marker: (each.side, round(each.error_m)) for each in found.offsets})
    assert sides[0] == {"south": ("too near to tell", 500), "north": ("too near to tell", 500)}
    assert sides[1] == {"south": ("outside", 22), "north": ("too near to tell", 500)}
