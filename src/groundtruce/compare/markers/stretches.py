"""Stretches of a boundary that lie off their markers by more than both errors.

A stretch is markers that follow each other, all on one side, each beyond 1.96 standard deviations of its own. Whether errors
alone would show it is tested by its mass, the sum of its markers' distances in standard deviations, against the greatest mass
anywhere along the boundary when there is nothing but errors (drawn from their joint distribution), for that correlation length
of the drawing which shows such masses most often: so the chance of any false stretch is at most one in twenty, however many
markers there are and however their errors hang together (the cluster mass test of Bullmore et al. 1999, IEEE Transactions on
Medical Imaging 18, 32-42).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from groundtruce.compare.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.errors import SEED, OffsetErrors
from groundtruce.compare.markers.ground import Run

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
    scores = distances / errors.deviations
    found = list(_part_clusters(scores, runs))
    if not found:
        return []
    masses = np.array([_mass(scores, places) for places in found])
    chances = np.max([_chances(masses, _draw_greatest_masses(each, runs)) for each in errors.possible], axis=0)
    judged = [
        Stretch(places, outside=bool(scores[places[0]] > 0), chance=chance)
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


def _mass(scores: Numbers, places: Sequence[int]) -> float:
    return float(np.abs(scores[list(places)]).sum())


def _chances(masses: Numbers, greatest: Numbers) -> Numbers:
    """For each mass the share of draws with one as great, the observed one counted among them."""
    return np.asarray((1 + (greatest[None, :] >= masses[:, None]).sum(axis=1)) / (1 + len(greatest)))


def _draw_greatest_masses(errors: OffsetErrors, runs: Sequence[Run]) -> Numbers:
    """The greatest mass of each of many boundaries where the markers stand on the line and all else is error."""
    chance = np.random.default_rng(SEED)
    return np.concatenate(
        [
            _greatest_masses(errors.draw(_DRAWS_AT_ONCE, chance) / errors.deviations, runs)
            for _ in range(_DRAWS // _DRAWS_AT_ONCE)
        ]
    )


def _greatest_masses(scores: Numbers, runs: Sequence[Run]) -> Numbers:
    greatest = np.zeros(len(scores))
    for run in runs:
        mass, before = np.zeros(len(scores)), np.zeros(len(scores), dtype=np.int8)
        for place in run.places:
            score = scores[:, place]
            side: npt.NDArray[np.int8] = np.where(np.abs(score) < INTERVAL_DEVIATIONS, 0, np.sign(score)).astype(
                np.int8
            )
            mass = np.where(side == 0, 0, np.abs(score) + np.where(side == before, mass, 0))
            before = side
            greatest = np.maximum(greatest, mass)
    return greatest
