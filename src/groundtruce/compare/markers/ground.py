"""The ground between a boundary and the line through its markers. Areas in km², exact for edges straight in degrees."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import Numbers, measure_areas_km2
from groundtruce.compare.markers.lines import BoundaryLine, Foot


class Run(NamedTuple):
    """Markers that follow each other along one ring, near enough that the boundary between them is known by them."""

    places: tuple[int, ...]
    closed: bool
    """Whether the last is near the first, all the way round the ring."""


def find_runs(feet: Sequence[Foot], ring_km: Numbers, *, reach_km: float) -> list[Run]:
    """The runs of markers no further than `reach_km` apart along the boundary; the markers in their order along it."""
    runs: list[list[int]] = []
    for place, foot in enumerate(feet):
        before = feet[place - 1] if runs else None
        if before and before.ring == foot.ring and foot.along_km - before.along_km <= reach_km:
            runs[-1].append(place)
        else:
            runs.append([place])
    # A ring's order begins behind its widest gap, so where that is no gap the run goes all the way round.
    return [Run(tuple(run), closed=_goes_round(feet, run, ring_km, reach_km)) for run in runs]


def reach_of(feet: Sequence[Foot], drawing_error_m: float) -> float:
    """How far apart two markers may be, in km, for the boundary between them to be known by them.

    Twice the middle spacing of the markers, or ten drawing errors, over which a drawing strays as one piece, if that is more.
    """
    steps = [b.along_km - a.along_km for a, b in itertools.pairwise(feet) if a.ring == b.ring]
    return max(10 * drawing_error_m / 1000, 2 * float(np.median(steps)) if steps else 0.0)


def enclose_ground(line: BoundaryLine, feet: Sequence[Foot], positions: Numbers, run: Run) -> shapely.Geometry:
    """The ground between the boundary and the line through a run's markers (`positions` on the line's own turn)."""
    marked = positions[list(run.places)]
    if run.closed:
        drawn = shapely.make_valid(shapely.Polygon(line.ring(feet[run.places[0]].ring)))
        return shapely.symmetric_difference(shapely.make_valid(shapely.Polygon(marked)), drawn)
    drawn_back = line.piece(feet[run.places[0]], feet[run.places[-1]])[::-1]
    return shapely.make_valid(shapely.Polygon(np.concatenate([marked, drawn_back])))


def measure_ground(line: BoundaryLine, ground: shapely.Geometry) -> tuple[float, float]:
    """How much of some ground lies outside the zone, and how much inside, in km²."""
    nearby = shapely.clip_by_rect(line.shape, *_widen(*shapely.bounds(ground).tolist()))
    zone = shapely.make_valid(nearby)
    return _measure(shapely.difference(ground, zone)), _measure(shapely.intersection(ground, zone))


def weigh_ground(feet: Sequence[Foot], run: Run, ring_km: Numbers) -> Numbers:
    """How the signed ground, in km², grows with each marker's distance in metres: by half the way to its neighbours."""
    weights = np.zeros(len(feet))
    along = np.array([feet[place].along_km for place in run.places])
    steps = np.diff(along)
    if run.closed:
        steps = np.append(steps, ring_km[feet[run.places[0]].ring] - along[-1] + along[0])
    for number, step in enumerate(steps):
        for place in (run.places[number], run.places[(number + 1) % len(run.places)]):
            weights[place] += step / 2 / 1000
    return weights


# ---------------------------------------------------------------------------------------------------------------


def _goes_round(feet: Sequence[Foot], run: Sequence[int], ring_km: Numbers, reach_km: float) -> bool:
    first, last = feet[run[0]], feet[run[-1]]
    is_whole = sum(foot.ring == first.ring for foot in feet) == len(run) > 2
    return is_whole and ring_km[first.ring] - (last.along_km - first.along_km) <= reach_km


def _measure(ground: shapely.Geometry) -> float:
    parts = shapely.get_parts(shapely.get_parts(ground))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return float(np.abs(measure_areas_km2(polygons)).sum()) if len(polygons) else 0.0


def _widen(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    return west - 0.01, south - 0.01, east + 0.01, north + 0.01
