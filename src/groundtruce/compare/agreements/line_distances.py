"""How far apart two drawn lines are along their length, where they are nearer than they may be, and what drawing errors leave.

Both lines are displaced along their normals as `compare.zones.drawing_error` describes, so the distance between them errs by
both errors together. Where it is less than it may be, the shortfall is weighed as the depth of a changed part is: by the chance
that two lines which are just as far apart as they may be, drawn with these errors, come as near somewhere along the length over
which errors could bring them that near at all (Rice 1944).
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS, DrawingErrors
from groundtruce.compare.zones.weighing import MOVED_BELOW
from groundtruce.model.zones import Estimate


class DrawnLine(NamedTuple):
    """A line, or the boundary of a shape, WGS 84, ISO WKB, with its drawing error: one standard deviation in metres."""

    wkb: bytes
    drawing_error_m: float


class NarrowStretch(NamedTuple):
    """A stretch of the first line along which the second is nearer than it may be. Positions are longitude, latitude."""

    start: tuple[float, float]
    end: tuple[float, float]
    length_km: float
    narrowest: tuple[float, float]
    shortfall_m: Estimate
    """By how much it is too near where it is nearest."""
    chance: float
    """How often errors alone would show lines that are as far apart as they may be so near somewhere."""

    @property
    def is_sure(self) -> bool:
        """Whether it is nearer by more than the drawing errors."""
        return self.chance < MOVED_BELOW


class LineDistance(NamedTuple):
    """The distance between two lines: where it is least, and the stretches along which it is too little."""

    least_m: Estimate
    at: tuple[float, float]
    stretches: tuple[NarrowStretch, ...]


@lru_cache(maxsize=32)
def measure_distance(one: DrawnLine, other: DrawnLine, least_m: float) -> LineDistance:
    """How near `other` comes along the whole of `one`, against the distance that it must keep.

    Of a shape its boundary is meant; a place of the first line inside the second's shape has a distance below 0. What is
    measured is the distance to the nearest point, on a plane around both.
    """
    pair = _Pair(one, other, least_m)
    return LineDistance(
        pair.estimate_least(), pair.position(int(pair.distances.argmin())), tuple(pair.find_stretches())
    )


# ---------------------------------------------------------------------------------------------------------------

# The length, in drawing errors, after which a line strays anew: the middle of what is believed of it beforehand is ten, and the
# lines that turn back sooner are the ones that come near by chance.
_STRAYS_ANEW = 5.0


class _Pair:
    """Points along the first line, each with its distance from the second in metres."""

    def __init__(self, one: DrawnLine, other: DrawnLine, least_m: float) -> None:
        first, second = shapely.from_wkb(one.wkb), shapely.from_wkb(other.wkb)
        self._plane = _plane_around(first, second)
        self._least_m = least_m
        self._errors = DrawingErrors(earlier_km=one.drawing_error_m / 1000, later_km=other.drawing_error_m / 1000)
        step_km = max(0.01, min(0.25, least_m / 20_000))
        outline = shapely.segmentize(_flatten(_outline_of(first), self._plane), step_km)
        self._points, self._line = shapely.get_coordinates(shapely.get_parts(outline), return_index=True)
        steps = np.hypot(*np.diff(self._points, axis=0).T) * (np.diff(self._line) == 0)
        # Each point stands for half the way to either neighbour.
        self._lengths: Numbers = (np.concatenate([[0.0], steps]) + np.concatenate([steps, [0.0]])) / 2
        self.distances = 1000 * _measure(self._points, second, self._plane)

    def estimate_least(self) -> Estimate:
        """The nearest of many nearly equal places is drawn too near."""
        measured = float(self.distances.min())
        usual, most = self._drawn_too_near(self.distances - measured, self._lengths)
        low = measured - 1000 * INTERVAL_DEVIATIONS * self._errors.combined_km
        return Estimate(measured=measured, best=measured + usual, low=low, high=measured + most)

    def find_stretches(self) -> Iterator[NarrowStretch]:
        """The runs of points that are too near, each along one line."""
        places = np.flatnonzero(self.distances < self._least_m)
        if not len(places):
            return
        breaks = np.flatnonzero((np.diff(places) > 1) | (np.diff(self._line[places]) != 0))
        starts, ends = np.concatenate([[0], breaks + 1]), np.concatenate([breaks, [len(places) - 1]])
        runs = [slice(a, b + 1) for a, b in zip(places[starts].tolist(), places[ends].tolist(), strict=True)]
        yield from map(self._describe, runs, self._chances(runs))

    def position(self, place: int) -> tuple[float, float]:
        """The longitude and latitude of a point."""
        longitude, latitude = self._plane.unproject(self._points[place : place + 1])[0].tolist()
        return longitude, latitude

    @cached_property
    def _facing_km(self) -> float:
        """How much of the first line lies so near that errors alone could bring it too near."""
        reach_m = self._least_m + 3000 * self._errors.combined_km
        return float(self._lengths[self.distances < reach_m].sum())

    @property
    def _choices(self) -> float:
        """How many strays of the second line a place of the first has to choose its nearest point from, about.

        At a distance d errors of s bring points up to √(2ds) to either side nearest; a line strays anew after some five errors.
        """
        reach_km = math.sqrt(2 * self._least_m / 1000 * self._errors.combined_km)
        return 1 + 2 * reach_km / (_STRAYS_ANEW * self._errors.combined_km)

    def _chances(self, runs: Sequence[slice]) -> list[float]:
        combined_km = self._errors.combined_km
        deepest_km = np.array([float((self._least_m - self.distances[run]).max()) for run in runs]) / 1000
        chances = self._errors.redraw_probabilities(
            deepest_km / combined_km, self._choices * self._facing_km / combined_km
        )
        return [float(chance) for chance in chances]

    def _describe(self, run: slice, chance: float) -> NarrowStretch:
        short_m = self._least_m - self.distances[run]
        return NarrowStretch(
            start=self.position(run.start),
            end=self.position(run.stop - 1),
            length_km=float(self._lengths[run].sum()),
            narrowest=self.position(run.start + int(short_m.argmax())),
            shortfall_m=self._estimate_shortfall(short_m, self._lengths[run], chance),
            chance=chance,
        )

    def _estimate_shortfall(self, short_m: Numbers, lengths: Numbers, chance: float) -> Estimate:
        """As the depth of a changed part is estimated."""
        measured = float(short_m.max())
        high = measured + 1000 * INTERVAL_DEVIATIONS * self._errors.combined_km
        if chance >= MOVED_BELOW:
            return Estimate(measured=measured, best=measured * (1 - chance), low=0.0, high=high)
        usual, most = self._drawn_too_near(measured - short_m, lengths)
        return Estimate(measured=measured, best=max(0.0, measured - usual), low=max(0.0, measured - most), high=high)

    def _drawn_too_near(self, beyond_m: Numbers, lengths: Numbers) -> tuple[float, float]:
        """By how many metres the nearest of the places that are about as near is drawn too near: usually, and at most."""
        plateau_km = float(lengths[beyond_m < 2000 * self._errors.combined_km].sum())
        usual, most = self._errors.deepest_of(plateau_km)
        return 1000 * usual, 1000 * most


def _plane_around(first: shapely.Geometry, second: shapely.Geometry) -> LocalPlane:
    west, south, east, north = shapely.total_bounds([first, second]).tolist()
    return LocalPlane((west + east) / 2, (south + north) / 2)


def _flatten(shape: shapely.Geometry, plane: LocalPlane) -> shapely.Geometry:
    # Edges are straight in longitude and latitude; pieces of 0.02° stay so on a plane.
    return shapely.transform(shapely.segmentize(shape, 0.02), plane.project)


def _outline_of(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.boundary(shape) if shapely.get_dimensions(shape) == 2 else shape


def _measure(points: Numbers, shape: shapely.Geometry, plane: LocalPlane) -> Numbers:
    """Distances in km from points to a line, or to a shape's boundary, below 0 inside it."""
    flat, targets = _flatten(shape, plane), shapely.points(points)
    outline = _outline_of(flat)
    shapely.prepare(outline)
    distances = np.asarray(shapely.distance(outline, targets), dtype=np.float64)
    if outline is flat:
        return distances
    shapely.prepare(flat)
    return np.where(shapely.contains(flat, targets), -distances, distances)
