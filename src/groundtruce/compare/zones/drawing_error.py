"""What the error of two drawings leaves of the difference between them. Lengths in km, areas in km².

The model: each drawing shows a boundary displaced along its normal by a stationary Gaussian field, of mean zero, the
drawing error as standard deviation, and the correlation exp(-d²/2L²) between points d apart along the boundary. L is the
same number of drawing errors in both, and not known: every figure is a mean over what is believed of it
(`compare.zones.correlation`). The two fields are independent wherever the lines differ; where the later drawing repeats the
earlier's line it was carried over, and says nothing new.
"""

import math
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import NamedTuple, Self

import numpy as np

from groundtruce.compare.zones.correlation import Correlation, Numbers, count_crossings, slant, usual_correlation

INTERVAL_DEVIATIONS = 1.959964
"""Standard deviations on each side of a 95 % interval of a Gaussian quantity."""

SMALLEST_ERROR_KM = 1e-5
"""A centimetre, the seventh decimal of a degree: no drawing is better than its digits."""

_NO_ERROR_KM = 1e-9
_TAIL = 0.025
_NORMAL = NormalDist()
_SQRT_2PI = math.sqrt(2 * math.pi)
# Φ between these steps is as good as straight: to 2e-7.
_STEPS = np.linspace(-9, 9, 9001)
_PHI = np.array([_NORMAL.cdf(step) for step in _STEPS.tolist()])


class DrawnLines(NamedTuple):
    """Of each area, how much of its outline one version drew, in km, and with what drawing error."""

    errors_km: Numbers
    lengths: Numbers


@dataclass(frozen=True, kw_only=True)
class DrawingErrors:
    """The errors of two drawings of a boundary, one standard deviation each, in km, and over what length they stray together."""

    earlier_km: float
    later_km: float
    correlation: Correlation = field(default_factory=usual_correlation)

    @property
    def combined_km(self) -> float:
        """The standard deviation of the displacement between two independent drawings of one line."""
        return combine_errors(self.earlier_km, self.later_km)

    @property
    def same_line_km(self) -> float:
        """Lines nowhere further apart are the same line: a tenth of the error, at most 1 m (five decimals of a degree)."""
        return min(0.001, max(SMALLEST_ERROR_KM, self.combined_km / 10))

    def along(self, earlier_km: float, later_km: float) -> Self:
        """The errors where the drawings have these, straying together over the same numbers of them."""
        return replace(self, earlier_km=earlier_km, later_km=later_km)

    def learn(self, *, parts: int, redrawn: float) -> Self:
        """The same errors, with what the number of parts on a line so many combined errors long tells of the correlation length."""
        believed = self.correlation.update(
            parts=parts, meant_lengths=redrawn / slant(self.correlation.in_errors), crossings=self._crossings()
        )
        return replace(self, correlation=believed)

    def redraw_probabilities(self, depths: Numbers, redrawn: float) -> Numbers:
        """The chance that a mere redraw of a line strays as deep as each of `depths` somewhere, all in combined errors.

        By the expected number of excursions of a Gaussian process beyond a level, both ways (Rice 1944; Adler and Taylor
        2007, Random Fields and Geometry, chapter 11): the tail at the start plus the upcrossings along the line.
        """
        slants = slant(self.correlation.in_errors)
        # The nearest point of a slanting line is nearer than the one along the normal.
        levels = depths[:, None] * slants
        crossings = redrawn / slants * self._crossings() / 2
        expected = 2 * (crossings * np.exp(-(levels**2) / 2) + phi(-levels))
        return np.asarray((1 - np.exp(-expected)) @ self.correlation.weights)

    def area_spreads(self, earlier: DrawnLines, later: DrawnLines) -> Numbers:
        """Half the 95 % interval of each area, in km², that is bounded by so much of each drawing's line.

        For each correlation length the area is Gaussian; over what is believed of it, a mixture, whose quantile is sought.
        """
        deviations = np.sqrt(self._area_variances(earlier) + self._area_variances(later))
        low, high = np.zeros(len(deviations)), 6 * deviations.max(axis=1)
        for _ in range(26):
            middle = (low + high) / 2
            beyond = phi(-middle[:, None] / np.maximum(deviations, 1e-300)) @ self.correlation.weights
            low, high = np.where(beyond > _TAIL, middle, low), np.where(beyond > _TAIL, high, middle)
        return np.asarray(high)

    def hidden_area(self, slivers: float, length: float, spread: float) -> float:
        """The largest true change, in km², that slivers of so much area on so long a line may hide (one-sided 97.5 %).

        `spread` is the line's area spread. A true outward shift t leaves slivers of t·Φ(t/s) + s·φ(t/s) on average, s the
        combined error. That function is convex, so an even shift is the largest change which explains what is seen. Small
        changes both ways that cancel inside the error stay hidden: no drawing of this error could show them.
        """
        if length <= 0:
            return 0.0
        # var h⁺ integrates to 0.315 of var h along the line for Gaussian correlation.
        spread *= math.sqrt(0.315)
        even = length * self._even_shift((slivers + spread) / length)
        # Fewer slivers than independent drawings leave come of lines that are nearly the same.
        return max(even, min(slivers, 2 * spread))

    def deepest_of(self, plateau_length: float) -> tuple[float, float]:
        """By how much, in km, the furthest of many equally far points is drawn too far: the median and the 97.5 % quantile."""
        independent = plateau_length / self.combined_km * self._crossings() / 2 * _SQRT_2PI
        count = max(1.0, float(independent @ self.correlation.weights))
        median, most = (_NORMAL.inv_cdf(share ** (1 / count)) for share in (0.5, 1 - _TAIL))
        return self.combined_km * median, self.combined_km * most

    def _even_shift(self, mean_sliver: float) -> float:
        """The shift t at which t·Φ(t/s) + s·φ(t/s) equals `mean_sliver`; none below that of no shift."""
        error = self.combined_km
        low, high = 0.0, mean_sliver
        for _ in range(50):
            middle = (low + high) / 2
            expected = middle * _NORMAL.cdf(middle / error) + error * math.exp(-((middle / error) ** 2) / 2) / _SQRT_2PI
            low, high = (middle, high) if expected < mean_sliver else (low, middle)
        return low

    def _area_variances(self, drawn: DrawnLines) -> Numbers:
        """∬ of the displacement's covariance along stretches drawn so long: of each area for each correlation length."""
        error = np.maximum(drawn.errors_km, _NO_ERROR_KM)[:, None]
        scale = self.correlation.in_errors * error
        ratio = drawn.lengths[:, None] / slant(self.correlation.in_errors) / scale
        inner = ratio * _SQRT_2PI * (2 * phi(ratio) - 1) - 2 * (1 - np.exp(-(ratio**2) / 2))
        # A stretch far shorter than the correlation length moves as one.
        return np.asarray((error * scale) ** 2 * np.where(ratio < 0.05, ratio**2, inner))

    def _crossings(self) -> Numbers:
        """Of two drawings of one line, for each combined error of its length."""
        drawn = sum(1 for error in (self.earlier_km, self.later_km) if error > 0)
        return count_crossings(self.correlation.in_errors, drawn=drawn)


def combine_errors(earlier_km: float, later_km: float) -> float:
    """The standard deviation of the displacement between two independent drawings of one line."""
    return max(math.hypot(earlier_km, later_km), SMALLEST_ERROR_KM)


def phi(values: Numbers) -> Numbers:
    """The standard normal distribution function."""
    return np.asarray(np.interp(values, _STEPS, _PHI))


def inside_probability(
    inside_km: Numbers, *, drawing_error_km: float | Numbers, uncertainty_km: Numbers
) -> list[float]:
    """The chance that places lie inside, each `inside_km` within the drawn boundary (negative outside).

    A place that lies somewhere within `uncertainty_km` of its point, evenly, strays half of that along any one direction
    (one standard deviation), on top of the boundary's own error.
    """
    deviations = np.maximum(np.hypot(drawing_error_km, uncertainty_km / 2), SMALLEST_ERROR_KM)
    return [_NORMAL.cdf(value) for value in (inside_km / deviations).tolist()]
