"""Mean, median and spread of markers' distances. The intervals are those of these markers, not of a line between them."""

import numpy as np

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.errors import SEED, OffsetErrors, estimate
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.model.zones import Estimate

_DRAWS = 400
"""For each correlation length that may be."""
_DRAWS_AT_ONCE = 100


def estimate_mean(distances: Numbers, errors: OffsetErrors) -> Estimate:
    """The mean; its interval is exact, since it is linear in the errors."""
    return estimate(float(distances.mean()), errors.spread(np.full(len(distances), 1 / len(distances))))


def estimate_median(distances: Numbers, errors: OffsetErrors) -> Estimate:
    """The median, with an interval as wide as that of medians after errors like these are added once more."""
    median = float(np.median(distances))
    chance = np.random.default_rng(SEED)
    strays = [
        np.abs(np.median(distances + each.draw(_DRAWS_AT_ONCE, chance), axis=1) - median)
        for each in errors.possible
        for _ in range(_DRAWS // _DRAWS_AT_ONCE)
    ]
    return estimate(median, float(np.quantile(np.concatenate(strays), 0.95)))


def estimate_spread(distances: Numbers, errors: OffsetErrors) -> Estimate:
    """The standard deviation of where the markers truly stand; `measured` has the errors in it. None for one marker: 0.

    The sample variance s² = d'Hd/(n-1), H the centring, exceeds the true one by tr(HΣ)/(n-1) on average, and for Gaussian
    errors varies by (2 tr(HΣHΣ) + 4 t'HΣHt)/(n-1)², t the true distances, in which t'HΣHt is d'HΣHd - tr(HΣHΣ) on average.
    """
    count = len(distances)
    if count < 2:
        return Estimate(measured=0.0, best=0.0, low=0.0, high=0.0)
    ones = np.ones(count)
    summed = errors.multiply(ones)
    total = float(summed.sum())
    excess = float((errors.deviations**2).sum()) - total / count
    square = errors.trace_of_square() - 2 * float(summed @ summed) / count + (total / count) ** 2
    centred = distances - distances.mean()
    variance = max(4 * errors.variance(centred) - 2 * square, 2 * square) / (count - 1) ** 2
    sample = float(centred @ centred) / (count - 1)
    true = sample - excess / (count - 1)
    half = INTERVAL_DEVIATIONS * variance**0.5
    best, low, high = (max(0.0, value) ** 0.5 for value in (true, true - half, true + half))
    return Estimate(measured=sample**0.5, best=best, low=low, high=high)
