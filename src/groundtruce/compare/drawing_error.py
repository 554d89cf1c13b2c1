"""What the error of two drawings leaves of the difference between them. Lengths in km, areas in km².

The model: each drawing shows a boundary displaced along its normal by a stationary Gaussian field, of mean zero, the
drawing error as standard deviation, and the correlation exp(-d²/2L²) between points d apart along the boundary. L is
`correlation_in_errors` times the drawing error. The two drawings' fields are independent wherever their lines differ;
where the later drawing repeats the earlier's line it was carried over, and says nothing new.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

CORRELATION_IN_ERRORS = 10.0
"""A hand that strays by 100 m comes back after about a kilometre: the default, for want of a measured one."""

INTERVAL_DEVIATIONS = 1.959964
"""Standard deviations on each side of a 95 % interval of a Gaussian quantity."""

_NORMAL = NormalDist()
_SQRT_2PI = math.sqrt(2 * math.pi)
_SMALLEST_ERROR_KM = 1e-5  # a centimetre, the seventh decimal of a degree: no drawing is better than its digits


@dataclass(frozen=True, kw_only=True)
class DrawingErrors:
    """The errors of two drawings of a boundary, one standard deviation each, in km."""

    earlier_km: float
    later_km: float
    correlation_in_errors: float = CORRELATION_IN_ERRORS

    @property
    def combined_km(self) -> float:
        """The standard deviation of the displacement between two independent drawings of one line."""
        return max(math.hypot(self.earlier_km, self.later_km), _SMALLEST_ERROR_KM)

    @property
    def same_line_km(self) -> float:
        """Lines nowhere further apart are the same line: a tenth of the error, at most 1 m (five decimals of a degree)."""
        return min(0.001, max(_SMALLEST_ERROR_KM, self.combined_km / 10))

    def area_deviation(self, earlier_length: float, later_length: float) -> float:
        """The standard deviation of an area, in km², that is bounded by so much of each drawing's line."""
        return math.sqrt(
            self._area_variance(self.earlier_km, earlier_length) + self._area_variance(self.later_km, later_length)
        )

    def redraw_probability(self, depth: float, redrawn_length: float) -> float:
        """The chance that a mere redraw of so long a line strays as deep as `depth` somewhere.

        By the expected number of excursions of a Gaussian process beyond a level, both ways (Rice 1944; Adler and Taylor
        2007, Random Fields and Geometry, chapter 11): the tail at the start plus the upcrossings along the line.
        """
        level = depth / self.combined_km
        crossings = redrawn_length * self._crossings_per_km() * math.exp(-(level**2) / 2)
        return 1 - math.exp(-2 * (crossings + _NORMAL.cdf(-level)))

    def hidden_area(self, slivers: float, earlier_length: float, later_length: float) -> float:
        """The largest true change, in km², that slivers of so much area on so long a line may hide (one-sided 97.5 %).

        A true outward shift t leaves slivers of t·Φ(t/s) + s·φ(t/s) on average, s the combined error. That function is
        convex, so an even shift is the largest change which explains what is seen. Small changes both ways that cancel
        inside the error stay hidden: no drawing of this error could show them.
        """
        length = (earlier_length + later_length) / 2
        if length <= 0:
            return 0.0
        # var h⁺ integrates to 0.315 of var h along the line for Gaussian correlation.
        deviation = math.sqrt(0.315) * self.area_deviation(earlier_length, later_length)
        even = length * self._even_shift((slivers + INTERVAL_DEVIATIONS * deviation) / length)
        # Fewer slivers than independent drawings leave come of lines that are nearly the same.
        return max(even, min(slivers, 2 * INTERVAL_DEVIATIONS * deviation))

    def maximum_bias(self, plateau_length: float) -> float:
        """By how much, in km, the furthest of many equally far points is drawn too far: the median of their maximum."""
        independent = plateau_length * self._crossings_per_km() * _SQRT_2PI
        if independent <= 1:
            return 0.0
        return self.combined_km * _NORMAL.inv_cdf(0.5 ** (1 / independent))

    def _even_shift(self, mean_sliver: float) -> float:
        """The shift t at which t·Φ(t/s) + s·φ(t/s) equals `mean_sliver`; none below that of no shift."""
        error = self.combined_km
        low, high = 0.0, mean_sliver
        for _ in range(50):
            middle = (low + high) / 2
            expected = middle * _NORMAL.cdf(middle / error) + error * math.exp(-((middle / error) ** 2) / 2) / _SQRT_2PI
            low, high = (middle, high) if expected < mean_sliver else (low, middle)
        return low

    def _area_variance(self, error: float, length: float) -> float:
        """∬ of the displacement's covariance along a stretch of `length`."""
        scale = self.correlation_in_errors * error
        if scale <= 0:
            return 0.0
        ratio = length / scale
        return (error * scale) ** 2 * (
            ratio * _SQRT_2PI * math.erf(ratio / math.sqrt(2)) - 2 * (1 - math.exp(-(ratio**2) / 2))
        )

    def _crossings_per_km(self) -> float:
        """Upcrossings of zero per km: the root of the spectral moments' ratio over 2π; both fields have slope 1/`correlation_in_errors`."""
        drawn = (self.earlier_km > 0) + (self.later_km > 0)
        slope = math.sqrt(drawn) / self.correlation_in_errors
        return slope / self.combined_km / (2 * math.pi)


def inside_probability(
    inside_km: npt.NDArray[np.float64], *, drawing_error_km: float, uncertainty_km: npt.NDArray[np.float64]
) -> list[float]:
    """The chance that places lie inside, each `inside_km` within the drawn boundary (negative outside).

    A place that lies somewhere within `uncertainty_km` of its point, evenly, strays half of that along any one direction
    (one standard deviation), on top of the boundary's own error.
    """
    deviations = np.maximum(np.hypot(drawing_error_km, uncertainty_km / 2), _SMALLEST_ERROR_KM)
    return [_NORMAL.cdf(value) for value in (inside_km / deviations).tolist()]
