"""Stretches of a boundary that lie off their markers by more than both errors.

A stretch is markers that follow each other, all on one side, each beyond 1.96 standard deviations of its own. Whether errors
alone would show it is tested by its markers' mean distance in standard deviations of that mean, against the greatest such
number anywhere along the boundary when there is nothing but errors (drawn from their joint distribution): so the chance of any
false stretch is at most one in twenty, however many markers there are (a cluster test, as in Bullmore et al. 1999, IEEE
Transactions on Medical Imaging 18, 32-42). Both are taken for each length over which the drawing may stray as one piece, and
the length counts that explains the stretch best.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.errors import SEED, OffsetErrors
from groundtruce.compare.markers.ground import Run
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS

SIZE = 0.05
"""How often errors alone may show any stretch."""

_DRAWS = 1000
_DRAWS_AT_ONCE = 200


class Stretch(NamedTuple):
    """Markers, by their places along the boundary, that lie off on one side; and the chance that errors show as much."""

    places: tuple[int, ...]
    outside: bool
    chance: float


def find_stretches(distances: Numbers, errors: OffsetErrors, runs: Sequence[Run]) -> list[Stretch]:
    """The stretches that errors alone would not show in nineteen of twenty cases, in their order along the boundary."""
    found = list(_part_clusters(distances / errors.deviations, runs))
    if not found:
        return []
    chances = np.max([_chances(distances, found, each, runs) for each in errors.possible], axis=0)
    judged = [
        Stretch(places, outside=bool(distances[places[0]] > 0), chance=chance)
        for places, chance in zip(found, chances.tolist(), strict=True)
    ]
    return [stretch for stretch in judged if stretch.chance < SIZE]


# ---------------------------------------------------------------------------------------------------------------


def _part_clusters(scores: Numbers, runs: Sequence[Run]) -> Iterator[tuple[int, ...]]:
    for run in runs:
        sides = [_side(scores[place]) for place in run.places]
        start = 0
        for number in range(1, len(sides) + 1):
            if number == len(sides) or sides[number] != sides[start]:
                if sides[start]:
                    yield run.places[start:number]
                start = number


def _side(score: float) -> int:
    return 0 if abs(score) < INTERVAL_DEVIATIONS else 1 if score > 0 else -1


def _chances(
    distances: Numbers, found: Sequence[tuple[int, ...]], errors: OffsetErrors, runs: Sequence[Run]
) -> Numbers:
    """For each stretch the share of draws with one that sticks out as far, the observed one counted among them."""
    sums = [_choose(places, len(distances)) for places in found]
    heights = np.array([abs(chosen @ distances) / errors.variance(chosen) ** 0.5 for chosen in sums])
    chance = np.random.default_rng(SEED)
    greatest = np.concatenate(
        [_greatest_heights(errors, runs, errors.draw(_DRAWS_AT_ONCE, chance)) for _ in range(_DRAWS // _DRAWS_AT_ONCE)]
    )
    return np.asarray((1 + (greatest[None, :] >= heights[:, None]).sum(axis=1)) / (1 + len(greatest)))


def _choose(places: Sequence[int], count: int) -> Numbers:
    chosen = np.zeros(count)
    chosen[list(places)] = 1
    return chosen


def _greatest_heights(errors: OffsetErrors, runs: Sequence[Run], drawn: Numbers) -> Numbers:
    """How far the furthest stretch of each draw (shape `(draws, markers)`) sticks out."""
    count = len(drawn)
    greatest, total, variance = np.zeros(count), np.zeros(count), np.zeros(count)
    start, before = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int8)
    begins = {run.places[0] for run in runs}
    for place, (block, covariance) in enumerate(errors.covariances):
        distance = drawn[:, place]
        side = np.sign(distance).astype(np.int8)
        side[np.abs(distance) < INTERVAL_DEVIATIONS * errors.deviations[place]] = 0
        goes_on = (side == before) & (side != 0) & (place not in begins)
        start = np.where(goes_on, start, place)
        # With the markers of the stretch so far: what lies in an earlier block shares nothing.
        summed = np.concatenate([[0.0], np.cumsum(covariance)])
        shared = summed[-2] - summed[np.maximum(start, block) - block]
        variance = np.where(goes_on, variance + 2 * shared, 0) + covariance[-1]
        total = np.where(goes_on, total, 0) + distance
        greatest = np.maximum(greatest, np.where(side != 0, np.abs(total) / np.sqrt(variance), 0))
        before = side
    return greatest
