"""How far markers stood from where they were seen before.

Position errors alone put two sightings of a marker that never moved a distance D apart with D² / (p₁² + p₂²) chi-squared of two
degrees of freedom, so a move as long is seen with the chance exp(-D² / 2(p₁² + p₂²)). All sightings again are tested at once
by Holm's method (1979, Scandinavian Journal of Statistics 6, 65-70): the chance of any false move is one in twenty.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from groundtruce.compare.ellipsoid import measure_distance_km
from groundtruce.compare.markers.errors import SEED, estimate
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.model.markers import MarkerMove, MoveSummary, Sighting, SightingReference
from groundtruce.model.times import interval_of
from groundtruce.model.zones import Estimate

SIZE = 0.05
"""How often position errors alone may show any move."""

_DRAWS = 1000

Outwards = Callable[[SightingReference, SightingReference], float | None]
"""How much further outside the zone the second stands than the first, in metres; none where no boundary is known."""


def find_moves(sightings: Sequence[Sighting], *, outwards: Outwards) -> tuple[MarkerMove, ...]:
    """Each marker's moves from one day it was seen on to the next, in the order of markers and days.

    Of a marker that crept, so that only its first and last day together show that it moved, that one move is given.
    """
    days = _by_marker(sightings)
    steps = [[_measure(marker, *pair) for pair in itertools.pairwise(seen)] for marker, seen in days]
    whole = [[_measure(marker, seen[0], seen[-1])] if len(seen) > 2 else [] for marker, seen in days]
    tested = [*itertools.chain(*steps), *itertools.chain(*whole)]
    moved = {id(each) for each in itertools.compress(tested, _reject(np.array([each.chance for each in tested])))}
    chosen = [
        over if any(id(each) in moved for each in over) and not any(id(each) in moved for each in single) else single
        for single, over in zip(steps, whole, strict=True)
    ]
    return tuple(_describe(each, id(each) in moved, outwards) for each in itertools.chain(*chosen))


def sum_up(moves: Sequence[MarkerMove]) -> MoveSummary:
    """The moves beyond the errors, taken together. A sighting that two moves share adds its error to both, as it must."""
    moved = [move for move in moves if move.verdict == "moved"]
    if not moved:
        return MoveSummary(seen_again=len(moves), moved=0)
    distances = np.array([move.distance_m.best for move in moved])
    mean = float(distances.mean())
    median = float(np.median(distances))
    outwards = [move.outwards_m for move in moved if move.outwards_m is not None]
    across = INTERVAL_DEVIATIONS * _add_errors(moved, lambda _: np.array([1.0, 0.0])) ** 0.5 / len(moved)
    return MoveSummary(
        seen_again=len(moves),
        moved=len(moved),
        mean_m=estimate(mean, INTERVAL_DEVIATIONS * _add_errors(moved, _direction) ** 0.5 / len(moved), least=0.0),
        median_m=estimate(median, INTERVAL_DEVIATIONS * _vary_median(distances, moved), least=0.0),
        outwards_m=estimate(float(np.mean(outwards)), across) if len(outwards) == len(moved) else None,
        bearing_deg=_sum_bearing(moved),
    )


# ---------------------------------------------------------------------------------------------------------------


class _Measured(NamedTuple):
    marker: str
    earlier: SightingReference
    later: SightingReference
    metres: float
    bearing: float
    deviation: float
    chance: float


def _by_marker(sightings: Sequence[Sighting]) -> list[tuple[str, list[SightingReference]]]:
    """The days that each marker was seen on, in order."""
    days: dict[str, dict[str, list[Sighting]]] = defaultdict(lambda: defaultdict(list))
    for sighting in sightings:
        start = interval_of(sighting.seen).start
        days[sighting.marker][start.date().isoformat() if start else ""].append(sighting)
    return [(marker, [_join(seen[day]) for day in sorted(seen)]) for marker, seen in sorted(days.items())]


def _join(sightings: Sequence[Sighting]) -> SightingReference:
    """The sightings of one day as one: the mean weighted by the inverse variances."""
    first = sightings[0]
    weights = [each.position_error_m**-2 for each in sightings]
    # Around the first one's longitude, so that the antimeridian is no place to be torn apart.
    east = [(each.longitude - first.longitude + 180) % 360 - 180 for each in sightings]
    longitude = first.longitude + float(np.average(east, weights=weights))
    return SightingReference(
        sighting=first.id,
        seen=first.seen,
        longitude=longitude if len(sightings) > 1 else first.longitude,
        latitude=float(np.average([each.latitude for each in sightings], weights=weights)),
        position_error_m=sum(weights) ** -0.5,
    )


def _measure(marker: str, earlier: SightingReference, later: SightingReference) -> _Measured:
    kilometres, bearing = measure_distance_km((earlier.longitude, earlier.latitude), (later.longitude, later.latitude))
    deviation = math.hypot(earlier.position_error_m, later.position_error_m)
    metres = float(1000 * kilometres)
    chance = math.exp(-(metres**2) / (2 * deviation**2))
    return _Measured(marker, earlier, later, metres, float(bearing), deviation, chance)


def _describe(measured: _Measured, is_move: bool, outwards: Outwards) -> MarkerMove:  # noqa: FBT001 - what was found of it
    return MarkerMove(
        marker=measured.marker,
        from_=measured.earlier,
        to=measured.later,
        distance_m=_estimate_distance(measured.metres, measured.deviation),
        bearing_deg=measured.bearing,
        outwards_m=outwards(measured.earlier, measured.later),
        chance=measured.chance,
        verdict="moved" if is_move else "within error",
    )


def _reject(chances: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[bool]:
    """Which of many tests reject at `SIZE` together, by Holm's method."""
    rejected = [False] * len(chances)
    for rank, place in enumerate(np.argsort(chances, kind="stable")):
        if chances[place] > SIZE / (len(chances) - rank):
            break
        rejected[place] = True
    return rejected


def _estimate_distance(metres: float, deviation: float) -> Estimate:
    """An error across a move lengthens it by about deviation² / 2D, which is taken off: the best is √(D² - deviation²)."""
    best = max(metres**2 - deviation**2, 0.0) ** 0.5
    spread = INTERVAL_DEVIATIONS * deviation
    return Estimate(measured=metres, best=best, low=max(0.0, best - spread), high=best + spread)


def _direction(move: MarkerMove) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    bearing = math.radians(move.bearing_deg)
    return np.array([math.sin(bearing), math.cos(bearing)])


def _add_errors(
    moves: Sequence[MarkerMove], direction: Callable[[MarkerMove], np.ndarray[tuple[int], np.dtype[np.float64]]]
) -> float:
    """The variance of the moves' sum along their directions: each sighting errs once, in all moves that it is part of."""
    pulls: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = defaultdict(lambda: np.zeros(2))
    errors: dict[str, float] = {}
    for move in moves:
        for end, sign in ((move.from_, -1), (move.to, 1)):
            pulls[end.sighting] = pulls[end.sighting] + sign * direction(move)
            errors[end.sighting] = end.position_error_m
    return float(sum(errors[name] ** 2 * (pull @ pull) for name, pull in pulls.items()))


def _vary_median(distances: np.ndarray[tuple[int], np.dtype[np.float64]], moves: Sequence[MarkerMove]) -> float:
    deviations = np.array([math.hypot(m.from_.position_error_m, m.to.position_error_m) for m in moves])
    drawn = np.random.default_rng(SEED).standard_normal((_DRAWS, len(moves))) * deviations
    return float(np.median(distances + drawn, axis=1).std())


def _sum_bearing(moves: Sequence[MarkerMove]) -> float:
    east, north = np.sum([move.distance_m.best * _direction(move) for move in moves], axis=0)
    return math.degrees(math.atan2(east, north)) % 360
