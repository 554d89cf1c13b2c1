"""Strokes: how much ink of one colour each pixel holds, whatever the base map under it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.morphology import dilate

_SURROUNDINGS = 10.0
"""Pixels over which the base map's colour beside strokes is averaged."""
_BESIDE = 1.5
"""Pixels around a stroke that are not of the base map alone."""
_OFF_LINE = 0.35
"""How far, as a share of the ink's contrast, a colour may stand off the line from base to ink."""
_FAINTEST = 0.25
_PEAK = 0.98


class Strokes(NamedTuple):
    """The strokes of one ink, as a picture shows them."""

    share: Floats
    """The share of ink in each pixel, 0 to 1; half is where a stroke's edge is."""
    off_line: Floats
    """How far each pixel's colour is off the line from the base map's to the ink's, as a share of their contrast."""
    fullest: float
    """The share, unscaled, of the fullest pixels: 1 where strokes show the whole ink."""


def measure_ink(rgb: npt.NDArray[np.uint8], ink: Floats) -> Strokes:
    """The strokes of an ink.

    The base is first the picture's own mean, then the mean of what has no ink nearby. Blurred or thin strokes never
    reach the ink's full colour, so shares are scaled such that the fullest of the inked pixels count as full.
    """
    levels = rgb.astype(np.float32)
    first, _ = _project(levels, np.median(levels.reshape(-1, 3), axis=0), ink)
    bare = ~dilate(first > 0.5 * _fullest(first), _BESIDE)
    share, off_line = _project(levels, _mean_where(levels, bare), ink)
    fullest = _fullest(share)
    return Strokes((share / fullest).clip(0, 1), off_line, fullest)


def ink_within(rgb: npt.NDArray[np.uint8], window: Mask) -> Floats:
    """The colour, sRGB, that stands furthest from what surrounds it in a window: that of the strokes there.

    The mean of the twentieth of the pixels furthest from the window's median.
    """
    levels = rgb[window].astype(np.float32)
    apart = np.linalg.norm(levels - np.median(levels, axis=0), axis=1)
    ink: Floats = levels[apart >= np.quantile(apart, 0.95)].mean(0)
    return ink


# ---------------------------------------------------------------------------------------------------------------


def _fullest(share: Floats) -> float:
    inked = share[share > _FAINTEST]
    return max(float(np.quantile(inked, _PEAK)) if inked.size else 1.0, _FAINTEST)


def _project(levels: Floats, base: Floats, ink: Floats) -> tuple[Floats, Floats]:
    """Where each pixel stands between base and ink, and how far off the line; nothing, where that is too far."""
    towards = ink - base
    contrast = np.maximum((towards**2).sum(-1), 1)
    away = levels - base
    share = (away * towards).sum(-1) / contrast
    off_line = np.sqrt(np.maximum((away**2).sum(-1) - share**2 * contrast, 0) / contrast)
    near = off_line <= np.maximum(_OFF_LINE * share.clip(0.5), 0)
    return np.where(near, share.clip(0, 1.2), 0).astype(np.float32), off_line.astype(np.float32)


def _mean_where(levels: Floats, where: Mask) -> Floats:
    weight = ndimage.gaussian_filter(where.astype(np.float32), _SURROUNDINGS, truncate=2)
    means = [ndimage.gaussian_filter(levels[..., channel] * where, _SURROUNDINGS, truncate=2) for channel in range(3)]
    mean = np.stack(means, axis=-1) / np.maximum(weight, 1e-3)[..., None]
    return mean.astype(np.float32)
