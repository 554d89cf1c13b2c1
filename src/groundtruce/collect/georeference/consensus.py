"""Which places a map shows: the similarity on which most labels agree, and how little of that could be chance.

Each label may name many places in the world. Two labels with a place each fix a similarity between the picture and the Mercator
plane; of all such pairs that is taken whose agreement with the other labels is the least likely by chance, and it is taken
only if that is unlikely (a contrario, after Moisan and Stival 2004: the number of false alarms).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.label_anchors import Anchors
from groundtruce.collect.georeference.planes import Points


class Candidates(NamedTuple):
    """Pairs of a label and a place that it may name, sorted by label."""

    label: NDArray[np.intp]
    """Which label, as an index into the anchors."""
    place: NDArray[np.intp]
    """Which place, as an index into `ground`."""
    ground: Points
    """Each place's longitude and latitude."""
    spot: NDArray[np.intp]
    """Which spot of the picture each label stands at: several readings of one label share it."""


class Agreement(NamedTuple):
    """The similarity that was found: plane = `turn` · picture + `shift`, over complex numbers, the picture's y turned up."""

    turn: complex
    shift: complex
    pairs: NDArray[np.intp]
    """The candidates that agree, as indices, one for each spot and place."""
    log_false_alarms: float
    """The natural logarithm of how many such agreements chance would give; below zero is better than chance."""


def find_agreement(candidates: Candidates, anchors: Anchors, *, width: int, height: int) -> Agreement | None:
    """The agreement least likely by chance, or none. The map may be turned by 30 degrees at most.

    Seeded, and so the same for the same input.
    """
    scene = _Scene(candidates, anchors, width, height)
    turns, shifts = scene.draw_pairs()
    if not len(turns):
        return None
    scores = scene.score(turns, shifts)
    best: Agreement | None = None
    for index in np.argsort(-scores, kind="stable")[:_REFINED]:
        found = scene.refine(turns[index], shifts[index], trials=len(turns))
        if found and (best is None or found.log_false_alarms < best.log_false_alarms):
            best = found
    return best


def mercator(ground: Points) -> NDArray[np.complex128]:
    """Longitudes and latitudes on Mercator's plane of a sphere of radius 1."""
    radians = np.radians(ground)
    return np.asarray(radians[:, 0] + 1j * np.arcsinh(np.tan(radians[:, 1])), np.complex128)


def inverse_mercator(plane: NDArray[np.complex128]) -> Points:
    """Longitudes and latitudes of `mercator`; longitudes may go beyond 180."""
    return np.asarray(np.degrees(np.column_stack([plane.real, np.arctan(np.sinh(plane.imag))])), np.float64)


def wrap(difference: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The difference of two points on the plane the short way round the Earth."""
    return np.asarray((difference.real + np.pi) % (2 * np.pi) - np.pi + 1j * difference.imag, np.complex128)


def picture_plane(pixels: Points) -> NDArray[np.complex128]:
    """Pixels as complex numbers, y up."""
    return np.asarray(pixels[:, 0] - 1j * pixels[:, 1], np.complex128)


# ---------------------------------------------------------------------------------------------------------------

_SEED = 4
_MOST_PAIRS = 60_000
_MOST_TURN = np.radians(30)
# The least share of the picture's diagonal between two labels that fix a similarity.
_APART = 0.12
# The width of what a map shows, on the sphere of radius 1: from 3 km to the whole Earth.
_NARROWEST, _WIDEST = 3 / 6371, 2 * np.pi
_CHUNK = 4_000_000
_REFINED = 40
_FEWEST_AGREEING = 4


class _Scene:
    """The candidates and anchors, prepared for many hypotheses."""

    def __init__(self, candidates: Candidates, anchors: Anchors, width: int, height: int) -> None:
        self.candidates, self.width, self.height = candidates, width, height
        self.z = picture_plane(anchors.pixels)[candidates.label]
        self.w = mercator(candidates.ground)[candidates.place]
        self.tolerance = anchors.tolerance[candidates.label]
        self.spots, self.spot = np.unique(candidates.spot[candidates.label], return_inverse=True)
        share = np.pi * self.tolerance**2 / (width * height)
        self.chance = np.minimum(share, 0.5)

    def draw_pairs(self) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
        """Similarities from pairs of candidates far apart in the picture; rare names are drawn more often."""
        count = len(self.z)
        per_label = np.bincount(self.candidates.label)[self.candidates.label]
        first, second = _pairs(count, 1.0 / per_label)
        apart = self.z[second] - self.z[first]
        far = (abs(apart) > _APART * np.hypot(self.width, self.height)) & (self.spot[first] != self.spot[second])
        first, second, apart = first[far], second[far], apart[far]
        turns = wrap(self.w[second] - self.w[first]) / apart
        shown = abs(turns) * max(self.width, self.height)
        fit = (abs(np.angle(turns)) <= _MOST_TURN) & (shown > _NARROWEST) & (shown < _WIDEST)
        return turns[fit], (self.w[first] - turns * self.z[first])[fit]

    def misses(self, turns: NDArray[np.complex128], shifts: NDArray[np.complex128]) -> NDArray[np.float64]:
        """How many pixels each hypothesis puts each candidate's place from its label: hypotheses × candidates."""
        expected = turns[:, None] * self.z + shifts[:, None]
        return np.asarray(abs(wrap(self.w - expected)) / abs(turns)[:, None], np.float64)

    def score(self, turns: NDArray[np.complex128], shifts: NDArray[np.complex128]) -> NDArray[np.float64]:
        """The sum over spots with an agreeing candidate of the logarithm of its chance, negative."""
        order = np.argsort(self.spot, kind="stable")
        starts = np.flatnonzero(np.diff(self.spot[order], prepend=-1))
        worth = -np.log(self.chance)
        scores = np.empty(len(turns))
        step = max(1, _CHUNK // len(self.z))
        for start in range(0, len(turns), step):
            part = slice(start, start + step)
            hits = np.where(self.misses(turns[part], shifts[part]) <= self.tolerance, worth, 0)
            scores[part] = np.maximum.reduceat(hits[:, order], starts, axis=1).sum(axis=1)
        return scores

    def refine(self, turn: complex, shift: complex, *, trials: int) -> Agreement | None:
        """The similarity fitted again to what agrees with it, until that stays the same."""
        pairs = self._agreeing(turn, shift)
        for _ in range(10):
            if len(pairs) < _FEWEST_AGREEING:
                return None
            turn, shift = _fit_pairs(self.z[pairs], self.w[pairs])
            before, pairs = pairs, self._agreeing(turn, shift)
            if np.array_equal(before, pairs):
                break
        if len(pairs) < _FEWEST_AGREEING or abs(np.angle(turn)) > _MOST_TURN:
            return None
        return Agreement(turn, shift, pairs, self._log_false_alarms(turn, shift, pairs, trials))

    def _agreeing(self, turn: complex, shift: complex) -> NDArray[np.intp]:
        """The nearest candidate of each spot within its tolerance, each place once."""
        misses = self.misses(np.array([turn]), np.array([shift]))[0] / self.tolerance
        near = np.flatnonzero(misses <= 1)
        near = near[np.argsort(misses[near], kind="stable")]
        near = near[np.sort(np.unique(self.spot[near], return_index=True)[1])]
        near = near[np.sort(np.unique(self.candidates.place[near], return_index=True)[1])]
        return np.sort(near)

    def _log_false_alarms(self, turn: complex, shift: complex, pairs: NDArray[np.intp], trials: int) -> float:
        z = wrap(self.w - shift) / turn
        shown = (z.real >= 0) & (z.real <= self.width) & (-z.imag >= 0) & (-z.imag <= self.height)
        rivals = np.bincount(self.spot[shown], minlength=len(self.spots))
        chance = np.minimum(self.chance[pairs] * np.maximum(rivals[self.spot[pairs]], 1), 0.5)
        # Two pairs made the hypothesis, the others bear it out: the two least telling ones are those that count least.
        telling = np.sort(np.log(chance))[:-2].sum()
        count, agreeing = len(self.spots), len(pairs)
        ways = math.log(math.comb(count, agreeing))
        return float(telling + ways + np.log(trials) + np.log(count))


def _pairs(count: int, weight: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of `count` candidates, or a seeded draw of them by weight."""
    if count * (count - 1) // 2 <= _MOST_PAIRS:
        first, second = np.triu_indices(count, 1)
        return first, second
    draw = np.random.default_rng(_SEED)
    first = draw.choice(count, _MOST_PAIRS, p=weight / weight.sum())
    return first, draw.choice(count, _MOST_PAIRS, p=weight / weight.sum())


def _fit_pairs(z: NDArray[np.complex128], w: NDArray[np.complex128]) -> tuple[complex, complex]:
    base = w[0]
    moved = wrap(w - base)
    middle, target = z.mean(), moved.mean()
    turn = np.vdot(z - middle, moved - target) / np.vdot(z - middle, z - middle)
    return complex(turn), complex(target - turn * middle + base)
