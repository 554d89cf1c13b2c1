"""Ink pairs: the colours on both sides of a fill's edge say what its ink does to any colour.

Just inside the edge lies what lies just outside it, seen through the ink: inside = t + s · outside, with s = 1 − opacity
the same for red, green and blue. Base colours change along the edge, which gives the slope s. Stretches where the edge
is not the fill's, or a name lies on it, stand off that line and are weighed down (iteratively reweighted least squares;
Holland and Welsch 1977).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.inks import Ink, measure_unlikeness
from groundtruce.collect.pictures.morphology import erode

_NEAR = 3.0
"""Pixels over which the colours of each side are averaged."""
_CORE = 1.5
_LEAST_WEIGHT = 0.02
_LEAST_PAIRS = 100
_ROUNDS = 25
_LEAST_SCALE = 2.0
"""Levels, of 255, that pairs are off the line by in the cleanest picture."""
_LEAST_SPREAD = 2.0
"""Levels that the colours outside must differ by for a slope to show."""
_CLEAREST = 0.9
_STARTS = (0.1, 0.3, 0.5, 0.7)
"""Slopes from which the fit is tried: pairs of wrong edges may agree on a wrong one."""
_UNLIKE = 0.5
_OFF = 8.0
"""Levels from the line at which a pair counts as half off."""


def refine_ink(ink: Ink, rgb: npt.NDArray[np.uint8], region: Mask) -> Ink:
    """The ink that the pairs along a region's edge show; as it was where they show nothing."""
    inside, outside, _ = _pair_colours(rgb, region)
    if len(inside) < _LEAST_PAIRS:
        return ink
    line = min((_fit_line(inside, outside, slope) for slope in (1 - ink.opacity, *_STARTS)), key=lambda fit: fit.misfit)
    if line.spread < _LEAST_SPREAD:
        return ink
    return Ink(line.inside, line.outside, 1 - line.slope)


def drop_unlike_parts(region: Mask, rgb: npt.NDArray[np.uint8], ink: Ink) -> Mask:
    """The region without the parts whose edge is not the ink's along most of its length: lakes of the fill's colour."""
    numbers, count = ndimage.label(region)
    inside, outside, edge = _pair_colours(rgb, region)
    if not len(inside):
        return region
    unlike = ndimage.median(measure_unlikeness(inside, outside, ink), numbers[edge], np.arange(count + 1))
    kept = ~(np.asarray(unlike) > _UNLIKE)
    kept[0] = False
    like: Mask = kept[numbers]
    return like if like.any() else region


# ---------------------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """Where pairs lie."""

    inside: Floats
    """The mean, as `outside`."""
    outside: Floats
    slope: float
    spread: float
    """The standard deviation of the outside's colours."""
    misfit: float
    """The share of pairs that are off the line, those that are little off in part."""


def _pair_colours(rgb: npt.NDArray[np.uint8], region: Mask) -> tuple[Floats, Floats, Mask]:
    """The mean colour of both sides near each pixel of the edge, two arrays of shape `(n, 3)`, and which pixels these are."""
    sides = [erode(side, _CORE).astype(np.float32) for side in (region, ~region)]
    weights = [ndimage.gaussian_filter(side, _NEAR, truncate=3) for side in sides]
    edge = region & ~ndimage.binary_erosion(region)
    edge &= np.minimum(*weights) > _LEAST_WEIGHT
    means = [
        [
            ndimage.gaussian_filter(rgb[..., channel] * side, _NEAR, truncate=3)[edge] / weight[edge]
            for channel in range(3)
        ]
        for side, weight in zip(sides, weights, strict=True)
    ]
    inside, outside = (np.stack(mean, axis=-1).astype(np.float32) for mean in means)
    return inside, outside, edge


def _fit_line(inside: Floats, outside: Floats, slope: float) -> _Line:
    offset = np.median(inside - slope * outside, axis=0)
    for _ in range(_ROUNDS):
        off = np.linalg.norm(inside - slope * outside - offset, axis=1)
        scale = 2 * max(float(np.median(off)), _LEAST_SCALE)
        weight = (1 + (off / scale) ** 2) ** -2
        weight = (weight / weight.sum())[:, None]
        middle, base = (weight * inside).sum(0), (weight * outside).sum(0)
        square = float((weight * (outside - base) ** 2).sum())
        product = float((weight * (inside - middle) * (outside - base)).sum())
        slope = min(max(product / max(square, 1e-6), 0.0), _CLEAREST)
        offset = middle - slope * base
    off = np.linalg.norm(inside - slope * outside - offset, axis=1)
    misfit = float((off**2 / (off**2 + _OFF**2)).mean())
    return _Line(middle, base, slope, square**0.5, misfit)
