"""What the errors of a drawn boundary and of its markers' positions leave of the distances between them.

A marker's signed distance errs by the boundary's displacement where it stands, a Gaussian field along the boundary with the
drawing error as standard deviation and the correlation exp(-d²/2L²) (see `compare.zones.drawing_error`), and by its own position
error, independent of all others. L is not known: a covariance is the mean over what it may be. Since the correlation is gone
after some L, covariances are kept in blocks of markers that follow each other along a ring.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.lines import Foot
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.model.zones import Estimate

SEED = 20201213
"""All chance here is drawn with this seed."""

_SHARE_INSIDE = 0.95
# Markers further apart than so many correlation lengths share nothing: the correlation is below 0.0004.
_APART = 4.0
# A block of markers is no larger than this: what lies closer together is cut, and errors across a cut count as independent.
_LARGEST_BLOCK = 500


class OffsetErrors:
    """The joint error of markers' distances, in metres; the markers in their order along the boundary."""

    def __init__(
        self,
        feet: Sequence[Foot],
        *,
        drawing_errors_m: Numbers,
        position_errors_m: Numbers,
        stray_lengths_km: Sequence[float],
    ) -> None:
        """`drawing_errors_m` are the boundary's at each marker, `stray_lengths_km` what its correlation length may be."""
        self.deviations: Numbers = np.hypot(drawing_errors_m, position_errors_m)
        self._said = (feet, drawing_errors_m, position_errors_m, stray_lengths_km)
        self._starts = _part_blocks(feet, _APART * max(stray_lengths_km))
        along = np.array([foot.along_km for foot in feet])
        self._blocks = [
            np.outer(drawing_errors_m[a:b], drawing_errors_m[a:b]) * _correlate(along[a:b], stray_lengths_km)
            + np.diag(position_errors_m[a:b] ** 2)
            for a, b in self._bounds(len(feet))
        ]

    @property
    def possible(self) -> Iterator["OffsetErrors"]:
        """The errors for each correlation length that may be, one after the other."""
        feet, drawing_errors_m, position_errors_m, stray_lengths_km = self._said
        for each in stray_lengths_km:
            yield OffsetErrors(
                feet,
                drawing_errors_m=drawing_errors_m,
                position_errors_m=position_errors_m,
                stray_lengths_km=(each,),
            )

    def spread(self, weights: Numbers) -> float:
        """Half the 95 % interval of a sum of the distances with these weights, over all that the correlation length may be."""
        return spread_of([each.variance(weights) ** 0.5 for each in self.possible])

    def variance(self, weights: Numbers) -> float:
        """Of a sum of the distances with these weights."""
        return float(sum(weights[a:b] @ block @ weights[a:b] for (a, b), block in self._each(len(weights))))

    @property
    def covariances(self) -> Iterator[tuple[int, Numbers]]:
        """For each marker in order, where its block begins, and its covariance with the block's markers before it and itself."""
        for (start, end), block in self._each(len(self.deviations)):
            for place in range(start, end):
                yield start, block[place - start, : place - start + 1]

    def multiply(self, values: Numbers) -> Numbers:
        """The covariance times a vector."""
        return np.concatenate([block @ values[a:b] for (a, b), block in self._each(len(values))])

    def trace_of_square(self) -> float:
        """The trace of the covariance's square."""
        return float(sum((block**2).sum() for block in self._blocks))

    def draw(self, times: int, chance: np.random.Generator) -> Numbers:
        """Errors of all markers, drawn `times` times: shape `(times, markers)`."""
        drawn = [
            chance.standard_normal((times, len(block))) @ np.linalg.cholesky(_steady(block)).T for block in self._blocks
        ]
        return np.concatenate(drawn, axis=1)

    def _bounds(self, count: int) -> Iterator[tuple[int, int]]:
        return zip(self._starts, [*self._starts[1:], count], strict=True)

    def _each(self, count: int) -> Iterator[tuple[tuple[int, int], Numbers]]:
        return zip(self._bounds(count), self._blocks, strict=True)


def estimate(value: float, spread: float, *, least: float | None = None) -> Estimate:
    """A value with its interval, `spread` to both sides, which ends at `least` where the quantity cannot be less."""
    low = value - spread if least is None else max(least, value - spread)
    return Estimate(measured=value, best=value, low=low, high=value + spread)


def spread_of(deviations: Sequence[float]) -> float:
    """Half the 95 % interval of an error that is Gaussian with one of these deviations, each as likely."""
    low, high = INTERVAL_DEVIATIONS * min(deviations), INTERVAL_DEVIATIONS * max(deviations)
    for _ in range(40):
        middle = (low + high) / 2
        inside = sum(math.erf(middle / each / math.sqrt(2)) if each > 0 else 1.0 for each in deviations)
        low, high = (middle, high) if inside < _SHARE_INSIDE * len(deviations) else (low, middle)
    return high


def order_along(feet: Sequence[Foot], ring_km: Numbers) -> tuple[list[int], list[Foot]]:
    """The markers in their order along the boundary, ring by ring, each ring from its widest gap between markers on.

    Gives their places in `feet` and the feet, `along_km` counted from the first of each ring.
    """
    order: list[int] = []
    ordered: list[Foot] = []
    for ring in sorted({foot.ring for foot in feet}):
        places = sorted((k for k, foot in enumerate(feet) if foot.ring == ring), key=lambda k: feet[k].along_km)
        along = np.array([feet[k].along_km for k in places])
        gaps = np.diff(along, append=along[0] + ring_km[ring])
        first = (int(gaps.argmax()) + 1) % len(places)
        places = places[first:] + places[:first]
        order += places
        ordered += [feet[k]._replace(along_km=float((feet[k].along_km - along[first]) % ring_km[ring])) for k in places]
    return order, ordered


# ---------------------------------------------------------------------------------------------------------------


def _part_blocks(feet: Sequence[Foot], apart_km: float) -> list[int]:
    """Where each block of markers begins."""
    starts = [0]
    for place in range(1, len(feet)):
        before, here = feet[place - 1], feet[place]
        is_apart = here.ring != before.ring or here.along_km - before.along_km > apart_km
        if is_apart or place - starts[-1] >= _LARGEST_BLOCK:
            starts.append(place)
    return starts


def _correlate(along_km: Numbers, lengths_km: Sequence[float]) -> Numbers:
    """The displacement's correlation between places along a ring, the mean over its possible lengths."""
    apart = along_km[:, None] - along_km[None, :]
    return np.asarray(sum(np.exp(-((apart / length) ** 2) / 2) for length in lengths_km) / len(lengths_km))


def _steady(block: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A covariance that rounding cannot make indefinite, where markers stand on one spot."""
    return block + np.eye(len(block)) * 1e-9 * max(float(block.diagonal().max()), 1e-12)
