"""Edges: how much of each pixel lies inside, from how its colour stands between those of both sides.

Across an edge a pixel mixes the colour of the inside with that of the outside, both taken from the pixels nearby that
are surely one or the other; its share of the inside is where it stands on the line between them. A colour that stands
off that line (a name, a road) is not believed, and its neighbours decide.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.inks import Ink, measure_unlikeness
from groundtruce.collect.pictures.morphology import erode

_NEARBY = 3.0
"""Pixels over which the colours of both sides are averaged."""
_CORE = 1.5
"""Pixels off the edge from which on a pixel is surely one side's."""
_SMOOTHING = 0.6
"""Less than the pixel."""
_BRIDGED_SMOOTHING = 2.0
_LEAST_CONTRAST = 5.0
"""Levels, of 255, below which two sides cannot be told apart by their mean."""
_LEAST_TRUST = 0.25


class SoftEdge(NamedTuple):
    """A region whose edge lies between pixels. All arrays have the picture's height and width."""

    inside: Floats
    """The share of each pixel that lies inside, 0 to 1."""
    trust: Floats
    """How far that share rests on the pixel's own surroundings, 0 (bridged) to 1."""
    contrast: Floats
    """How far apart the colours of both sides are nearby, in levels of 255; 0 far from the edge."""
    unlike: Floats
    """How little both sides are the same base colour with and without the ink, 0 to 1 (`inks.measure_unlikeness`)."""
    noise: float
    """The standard deviation of the share where it should be 0 or 1."""


def soften(rgb: npt.NDArray[np.uint8], region: Mask, plain: Mask, *, covered: Mask, inks: Sequence[Ink]) -> SoftEdge:
    """The soft edge of a region.

    `plain` are the pixels whose own colour is that of the side they lie on; `covered` those that say nothing.
    """
    inner, outer = erode(region, _CORE) & plain, erode(~region, _CORE) & plain
    share, off_line, contrast, unlike = _unmix(rgb, inner, outer, inks)
    believed = np.exp(-((off_line / (0.25 * contrast + 4)) ** 2)) * (contrast > _LEAST_CONTRAST) * ~covered
    weight = ndimage.gaussian_filter(believed, _SMOOTHING, truncate=4)
    own = ndimage.gaussian_filter(believed * share.clip(0, 1), _SMOOTHING, truncate=4) / np.maximum(weight, 1e-6)
    around = ndimage.gaussian_filter(region.astype(np.float32), _BRIDGED_SMOOTHING, truncate=4)
    trust = ((weight - _LEAST_TRUST) / _LEAST_TRUST).clip(0, 1)
    band = ~erode(region, 4) & ~erode(~region, 4)
    mixed = np.where(band, trust * own + (1 - trust) * around, region)
    noise = _measure_noise(share, inner, outer, band)
    return SoftEdge(mixed.astype(np.float32), trust.astype(np.float32), contrast, unlike, noise)


# ---------------------------------------------------------------------------------------------------------------


def _unmix(
    rgb: npt.NDArray[np.uint8], inner: Mask, outer: Mask, inks: Sequence[Ink]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Each pixel's share of the inside, how far its colour is off the line between both sides, their contrast, unlikeness."""
    weights = [ndimage.gaussian_filter(side.astype(np.float32), _NEARBY, truncate=3) for side in (inner, outer)]
    along, contrast, distance = (np.zeros(inner.shape, np.float32) for _ in range(3))
    known = (weights[0] > 1e-4) & (weights[1] > 1e-4)
    near: list[list[Floats]] = [[], []]
    for channel in range(3):
        levels = rgb[..., channel].astype(np.float32)
        inside, outside = (
            ndimage.gaussian_filter(levels * side, _NEARBY, truncate=3) / np.maximum(weight, 1e-4)
            for side, weight in zip((inner, outer), weights, strict=True)
        )
        along += (levels - outside) * (inside - outside)
        contrast += (inside - outside) ** 2
        distance += (levels - outside) ** 2
        for colours, side in zip(near, (inside, outside), strict=True):
            colours.append(side[known].astype(np.float32))
    contrast = np.where(known, contrast, 0).astype(np.float32)
    share = along / np.maximum(contrast, 1)
    off_line = np.sqrt(np.maximum(distance - share * along, 0))
    unlike = np.ones_like(contrast)
    both = [np.stack(colours, axis=-1) for colours in near]
    unlike[known] = np.minimum.reduce([measure_unlikeness(both[0], both[1], ink) for ink in inks])
    return share.astype(np.float32), off_line.astype(np.float32), np.sqrt(contrast), unlike


def _measure_noise(share: Floats, inner: Mask, outer: Mask, band: Mask) -> float:
    """What is left of the share's scatter after smoothing, beside the edge, by the median."""
    smooth = ndimage.gaussian_filter(share, _SMOOTHING, truncate=4)
    off = np.abs(np.concatenate([smooth[inner & band] - 1, smooth[outer & band]]))
    return float(1.4826 * np.median(off)) if off.size else 0.5
