"""Markers against a zone's boundary, and against where they stood before; each figure worked out another way."""

import math

import msgspec
import numpy as np
import pytest
import shapely

from groundtruce.compare.markers.answer import locate_markers
from groundtruce.compare.markers.lines import BoundaryLine
from groundtruce.model.markers import Markers, Sighting
from tests import story
from tests.compare.surveys import (
    GEOD,
    METRES_PER_DEGREE,
    METRES_PER_DEGREE_NORTH,
    place,
    sighting,
    survey,
    zone_below,
)


def locate(*sightings: Sighting, error_m: float = 50) -> Markers:
    return locate_markers("south", sightings, [zone_below(error_m=error_m)])


def made_line(moved: dict[int, float], *, seed: int) -> list[Sighting]:
    """Forty markers along the equator, two kilometres apart, seen on two days within 10 m; some moved so far to the north."""
    chance = np.random.default_rng(seed)
    seen = []
    for number in range(40):
        longitude = 10.1 + number * 0.018
        for day, north in (("02", 0.0), ("09", moved.get(number, 0.0))):
            east_error, north_error = chance.normal(0, 10, 2)
            position = place(longitude, 0, east_error, north + north_error)
            seen.append(sighting(f"post {number:02}", day, *position))
    return seen


@pytest.mark.parametrize("seed", range(5))
def test_the_markers_that_moved_are_given_back_with_their_mean_and_its_interval(seed: int) -> None:
    """Sixteen of forty moved, 295 m on average: these sixteen, no other, and an interval that holds 295 m."""
    chance = np.random.default_rng(100 + seed)
    distances = chance.uniform(120, 470, 16)
    distances *= 295 / distances.mean()
    moved = dict(zip(sorted(chance.choice(40, 16, replace=False).tolist()), distances.tolist(), strict=True))
    answer = locate_markers("south", made_line(moved, seed=seed), [zone_below()])
    assert [move.marker for move in answer.moves if move.verdict == "moved"] == [f"post {n:02}" for n in sorted(moved)]
    assert (answer.summary.seen_again, answer.summary.moved) == (40, 16)
    mean, outwards = answer.summary.mean_m, answer.summary.outwards_m
    assert mean
    assert outwards
    assert mean.low < 295 < mean.high
    # Sixteen moves between two sightings of 10 m each: 1.96 · √2 · 10 / √16.
    assert mean.high - mean.best == pytest.approx(1.96 * math.sqrt(2) * 10 / 4, rel=1e-3)
    assert outwards.low < 295 < outwards.high
    assert answer.summary.bearing_deg == pytest.approx(0, abs=3) or answer.summary.bearing_deg == pytest.approx(
        360, abs=3
    )


def test_position_errors_alone_move_a_marker_in_one_survey_of_twenty() -> None:
    """Forty markers that stay, a hundred times: at most 5 % of the surveys, and some, name a move."""
    named = sum(locate_markers("south", made_line({}, seed=seed), []).summary.moved > 0 for seed in range(100, 200))
    assert 1 <= named <= 11  # 5 expected; 12 or more has a chance of 0.4 %


def test_distances_are_signed_and_geodesic() -> None:
    """300 m north of the line is outside, 200 m south of it inside, 40 m within both errors."""
    points = [place(10.2 + k / 10, 0, 0, north) for k, north in enumerate((300.0, -200.0, 40.0))]
    answer = locate(*(sighting(f"post {k}", "02", *point) for k, point in enumerate(points)))
    offsets = {each.marker: each for each in answer.boundaries[0].offsets}
    assert [offsets[f"post {k}"].distance_m for k in range(3)] == pytest.approx([300, -200, 40], abs=0.01)
    assert [offsets[f"post {k}"].side for k in range(3)] == ["outside", "inside", "too near to tell"]
    assert offsets["post 0"].error_m == pytest.approx(math.hypot(50, 10))
    assert offsets["post 0"].nearest == (pytest.approx(10.2, abs=1e-6), pytest.approx(0, abs=1e-6))
    assert answer.boundaries[0].mean_m.best == pytest.approx(140 / 3, abs=0.01)
    assert answer.boundaries[0].median_m.best == pytest.approx(40, abs=0.01)
    assert answer.boundaries[0].spread_m.measured == pytest.approx(np.std([300, -200, 40], ddof=1), abs=0.01)


def test_a_distance_to_a_slanting_line_is_that_to_its_nearest_point() -> None:
    """At 40° N against a dense search by geodesics along the line."""
    shape = shapely.Polygon([(10, 39.5), (11, 39.9), (11, 39), (10, 39)])
    marker = (10.4, 39.75)
    (foot,) = BoundaryLine(shape, marker).find_feet(np.array([marker]))
    share = np.linspace(0.3, 0.6, 300_001)
    longitudes, latitudes = 10 + share, 39.5 + 0.4 * share
    distances = GEOD.inv(longitudes, latitudes, np.full_like(share, marker[0]), np.full_like(share, marker[1]))[2]
    assert foot.distance_m == pytest.approx(distances.min(), abs=0.05)


def test_the_mean_of_markers_close_together_keeps_the_drawing_error_whole() -> None:
    """A hundred markers on ten metres share one stroke of the pen: their mean is no better known than the line there."""
    near = [place(10.5, 0, k / 10, 100) for k in range(100)]
    mean = locate(*(sighting(f"{k:03}", "02", *point, error_m=1) for k, point in enumerate(near))).boundaries[0].mean_m
    assert mean.best == pytest.approx(100, abs=0.01)
    assert mean.high - mean.best == pytest.approx(1.96 * 50, rel=0.01)
    far = [place(10.02 + k * 0.0096, 0, 0, 100) for k in range(100)]
    mean = locate(*(sighting(f"{k:03}", "02", *point, error_m=1) for k, point in enumerate(far))).boundaries[0].mean_m
    # A kilometre apart, against correlation lengths of 0.1 to 2.5 km: about as good as independent for the short ones.
    steps = 0.0096 * METRES_PER_DEGREE * np.abs(np.arange(100)[:, None] - np.arange(100))
    half = mean.high - mean.best
    inside = []
    for length in (100, 250, 500, 1000, 2500):
        deviation = (50**2 * np.exp(-((steps / length) ** 2) / 2).mean() + 1 / 100) ** 0.5
        inside.append(math.erf(half / deviation / math.sqrt(2)))
    assert np.mean(inside) == pytest.approx(0.95, abs=1e-4)
    assert half < 20


def test_a_stretch_that_is_off_is_found_with_its_ground() -> None:
    """Of 21 markers a kilometre apart the seven in the middle stand 250 m outside: one stretch of 6 km and 1.5 km²."""
    heights = [250.0 if 7 <= k < 14 else 0.0 for k in range(21)]
    points = [place(10.1 + 1000 * k / METRES_PER_DEGREE, 0, 0, north) for k, north in enumerate(heights)]
    found = locate(*(sighting(f"{k:02}", "02", *point) for k, point in enumerate(points))).boundaries[0]
    (stretch,) = found.stretches
    # The ring runs counter-clockwise, so its northern side from east to west.
    assert stretch.markers == tuple(f"{k:02}" for k in reversed(range(7, 14)))
    assert stretch.side == "outside"
    assert stretch.length_km == pytest.approx(6, abs=0.001)
    assert stretch.mean_m.best == pytest.approx(250, abs=0.01)
    assert stretch.km2.best == pytest.approx(6 * 0.25, rel=1e-4)
    assert stretch.km2.low < 1.5 < stretch.km2.high
    assert stretch.chance < 0.001
    assert stretch.geometry["type"] == "LineString"
    # Two slopes of a kilometre beside the plateau.
    assert found.outside_km2 == pytest.approx((6 + 1) * 0.25, rel=1e-4)
    assert found.inside_km2 == pytest.approx(0, abs=1e-9)
    assert found.net_km2.best == pytest.approx(1.75, rel=1e-4)


def test_ground_on_both_sides_is_told_apart() -> None:
    """Two triangles, one outside and one inside, of two markers' spacing each."""
    points = [place(10.1 + 1000 * k / METRES_PER_DEGREE, 0, 0, north) for k, north in enumerate((0.0, 300, 0, -100, 0))]
    found = locate(*(sighting(str(k), "02", *point) for k, point in enumerate(points))).boundaries[0]
    assert found.outside_km2 == pytest.approx(0.3, rel=1e-3)
    assert found.inside_km2 == pytest.approx(0.1, rel=1e-3)
    assert found.net_km2.best == pytest.approx(0.2, rel=1e-3)


def test_markers_all_round_a_zone_enclose_the_ground_between_two_squares() -> None:
    """Markers 500 m outside each side of a square of 5 km: all the ground between it and the square through them."""
    half, step = 2500.0, 500.0

    def at(east: float, north: float) -> tuple[float, float]:
        return 10 + east / METRES_PER_DEGREE, north / METRES_PER_DEGREE_NORTH

    square = shapely.Polygon([at(-half, -half), at(half, -half), at(half, half), at(-half, half)])
    version = story.zone_version(square, valid_from="2031-03-01", error_m=50)
    outer = half + 500
    sides = np.arange(-outer, outer, step)
    spots = [(s, -outer) for s in sides] + [(outer, s) for s in sides]
    spots += [(-s, outer) for s in sides] + [(-outer, -s) for s in sides]
    seen = [sighting(f"{k:02}", "02", *at(*spot)) for k, spot in enumerate(spots)]
    found = locate_markers("south", seen, [version]).boundaries[0]
    assert found.outside_km2 == pytest.approx(6.0**2 - 5.0**2, rel=1e-3)
    assert found.inside_km2 == pytest.approx(0, abs=1e-6)
    (stretch,) = found.stretches
    assert len(stretch.markers) == len(spots)


def test_a_line_across_the_antimeridian_is_one_line() -> None:
    """Markers on both sides of 180°, against a zone that is cut there as RFC 7946 asks."""
    shape = shapely.MultiPolygon([shapely.box(179.5, -0.5, 180, 0), shapely.box(-180, -0.5, -179.5, 0)])
    version = story.zone_version(shape, valid_from="2031-03-01", error_m=50)
    points = [place(longitude, 0, 0, 400) for longitude in (179.98, 179.99, 179.9999, -179.99, -179.98)]
    seen = [sighting(str(k), "02", *point) for k, point in enumerate(points)]
    found = locate_markers("south", seen, [version]).boundaries[0]
    distances = {each.marker: each.distance_m for each in found.offsets}
    assert [distances[str(k)] for k in range(5)] == pytest.approx([400] * 5, abs=0.05)
    (stretch,) = found.stretches
    assert stretch.markers == ("4", "3", "2", "1", "0")
    assert stretch.geometry["type"] == "MultiLineString"
    assert all(-180 <= each.nearest[0] <= 180 for each in found.offsets)
    (middle,) = locate_markers("south", [sighting("middle", "02", 179.9999, -0.2)], [version]).boundaries
    # The cut itself, some metres away, is no boundary.
    assert middle.offsets[0].distance_m == pytest.approx(-0.2 * METRES_PER_DEGREE_NORTH, rel=1e-3)


def test_a_marker_near_the_pole_is_measured_as_well() -> None:
    """At 85° N, 300 m north of a parallel's side: the distance to its straight edge is the same to a metre."""
    shape = shapely.box(10, 84, 11, 85)
    (found,) = locate_markers(
        "south",
        [sighting("post", "02", *place(10.5, 85, 0, 300))],
        [story.zone_version(shape, valid_from="2031-03-01")],
    ).boundaries
    assert found.offsets[0].distance_m == pytest.approx(300, abs=1)


def test_a_marker_on_the_other_side_of_the_globe_is_far_away_and_no_error() -> None:
    """A slip of a sign puts a marker there: its distance is given, half way round."""
    posts = [sighting(f"post {k}", "02", *place(10.4 + k / 10, 0, 0, 150)) for k in range(3)]
    answer = locate(*posts, sighting("slip", "02", -169.5, -0.001))
    offsets = {each.marker: each for each in answer.boundaries[0].offsets}
    assert offsets["post 1"].distance_m == pytest.approx(150, abs=0.01)
    assert offsets["slip"].distance_m == pytest.approx(math.pi * 6_371_000, rel=0.02)
    opposite = BoundaryLine(shapely.box(10, -1, 11, 1), (0.0, 0.0)).find_feet(np.array([[180.0, 0.0]]))
    assert opposite[0].distance_m > 18_000_000


def test_the_boundary_of_a_markers_day_is_the_one_published_for_it() -> None:
    """A marker seen on the day of a new map is set against it, one the day before against the old one, an early one against none."""
    old = story.zone_version(shapely.box(10, -0.5, 11, 0), valid_from="2031-03-05")
    new = story.zone_version(shapely.box(10, -0.5, 11, 0.01), valid_from="2031-03-12")
    days = ("04", "11", "12", "20")
    seen = [sighting(f"post {day}", day, 10.5, 0.01) for day in days]
    answer = locate_markers("south", seen, [new, old])
    assert [[each.marker for each in found.offsets] for found in answer.boundaries] == [
        ["post 11"],
        ["post 12", "post 20"],
    ]
    assert [found.boundary.valid_from for found in answer.boundaries] == ["2031-03-05", "2031-03-12"]
    assert answer.without_boundary == ("post 04 04",)


def test_each_publishers_boundary_is_answered_for_apart_unless_one_is_named() -> None:
    """Two maps of one day: two answers; `map_by` leaves one; how far outwards a move went is said only against one line."""
    one = zone_below()
    other = msgspec.structs.replace(zone_below(0.01), id="other", publisher="river-times")
    seen = [sighting("post", "02", *place(10.5, 0, 0, 100)), sighting("post", "09", *place(10.5, 0, 0, 400))]
    both = locate_markers("south", seen, [one, other])
    assert [found.boundary.publisher for found in both.boundaries] == ["observer-site", "river-times"]
    assert both.moves[0].outwards_m is None
    named = locate_markers("south", seen, [one, other], map_by="observer-site")
    assert [found.boundary.publisher for found in named.boundaries] == ["observer-site"]
    assert named.moves[0].outwards_m == pytest.approx(300, abs=0.1)
    # Of a marker that one boundary saw twice, the last place counts.
    assert [each.distance_m for each in named.boundaries[0].offsets] == pytest.approx([400], abs=0.05)


def test_a_marker_that_creeps_is_found_by_its_first_and_last_day() -> None:
    """Eight days, 8 m a day within errors of 10 m: no step is beyond them, the 56 m of all days are; one that stays is not."""
    seen = [sighting("creeps", f"{2 + k:02}", *place(10.5, 0, 0, 8 * k)) for k in range(8)]
    seen += [sighting("stays", f"{2 + k:02}", *place(10.6, 0, 0, 8 * (k % 2))) for k in range(8)]
    moves = locate_markers("south", seen, [zone_below()]).moves
    (crept,) = [move for move in moves if move.marker == "creeps"]
    assert (crept.from_.seen, crept.to.seen, crept.verdict) == ("2031-03-02", "2031-03-09", "moved")
    assert crept.distance_m.measured == pytest.approx(56, abs=0.01)
    assert [move.verdict for move in moves if move.marker == "stays"] == ["within error"] * 7
    # One that jumps once is given with its steps.
    seen[4:8] = [sighting("creeps", f"{2 + k:02}", *place(10.5, 0, 0, 500)) for k in range(4, 8)]
    verdicts = [move.verdict for move in locate_markers("south", seen, []).moves if move.marker == "creeps"]
    assert verdicts == ["within error"] * 3 + ["moved"] + ["within error"] * 3


def test_two_sightings_of_one_day_are_taken_together() -> None:
    """A patrol within 10 m and a picture within 20 m: the mean leans on the patrol by four to one."""
    seen = [
        sighting("post", "02", 10.5, 0),
        msgspec.structs.replace(sighting("post", "02", 10.5, 0.001, error_m=20), id="picture"),
        sighting("post", "09", 10.5, 0.01),
    ]
    (move,) = locate_markers("south", seen, []).moves
    assert move.from_.latitude == pytest.approx(0.0002)
    assert move.from_.position_error_m == pytest.approx((1 / 100 + 1 / 400) ** -0.5)
    assert move.distance_m.measured == pytest.approx(0.0098 * METRES_PER_DEGREE_NORTH, rel=1e-4)


def test_the_true_spread_is_what_the_errors_leave_of_the_measured_one() -> None:
    """Markers that all truly stand on the line: what they spread is error, and the interval reaches down to none."""
    spread = survey(np.zeros(40), seed=3).answer.boundaries[0].spread_m
    assert spread.measured > 30
    assert spread.low == 0
    assert spread.best < 0.7 * spread.measured


def test_the_same_markers_give_the_same_answer_in_any_order() -> None:
    """Chance is drawn with a stated seed, and nothing hangs on the order of rows."""
    seen = made_line({3: 200.0, 4: 250.0}, seed=1)
    answer = locate_markers("south", seen, [zone_below()])
    turned = locate_markers("south", seen[::-1], [zone_below()])
    assert msgspec.json.encode(answer) == msgspec.json.encode(turned)
