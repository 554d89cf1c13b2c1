"""Mean, median and spread of markers' distances. The intervals are those of these markers, not of a line between them."""

import numpy as np

from groundtruce.compare.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.errors import SEED, OffsetErrors, estimate
from groundtruce.model.zones import Estimate

_DRAWS = 1000


def estimate_mean(distances: Numbers, errors: OffsetErrors) -> Estimate:
    """The mean; exact, since it is linear in the errors."""
    return estimate(float(distances.mean()), errors.variance(np.full(len(distances), 1 / len(distances))))


def estimate_median(distances: Numbers, errors: OffsetErrors) -> Estimate:
    """The median, with the deviation of medians after errors like these are added once more."""
    chance = np.random.default_rng(SEED)
    medians = [np.median(distances + errors.draw(times, chance), axis=1) for times in [100] * (_DRAWS // 100)]
    return estimate(float(np.median(distances)), float(np.concatenate(medians).var()))


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
