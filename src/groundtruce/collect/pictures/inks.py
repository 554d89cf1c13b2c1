"""Inks: how a half-transparent fill changes what lies under it.

With opacity α and ink I, a base colour b shows as α·I + (1 − α)·b. One colour F of the fill is known, from the user.
Which base colour B it was seen over and how opaque it is are found by trying: the right pair splits the picture into
two parts of which the one is the other's palette seen through the ink, and this describes the picture in the fewest
bits (minimum description length; Rissanen 1978).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import BINS, LEVELS, Bins, Floats, Mask, bin_colours
from groundtruce.collect.pictures.palettes import (
    RARE,
    blur_palette,
    commonest_colours,
    learn_palette,
    weigh_evidence,
)

_OPACITIES = tuple(step / 20 for step in range(3, 18, 1))
_PAPERS = 8
_WHITE = np.array([251.5, 251.5, 251.5], np.float32)
_ROUNDS = 2
_PREDICTED_BLUR = 1.0
_FIRST_SHARE = 0.2
"""At first the picture's whole palette stands for the outside, though the fill is in it."""
_EDGE_NATS = 2.0
"""What each pixel of an edge costs, so that scattered dots do not pass for a zone."""


class Ink(NamedTuple):
    """A fill's effect on every base colour."""

    fill: Floats
    """What it looks like over `paper`, sRGB, as `paper`."""
    paper: Floats
    opacity: float


Point = tuple[float, float]
"""x to the right and y down, in pixels."""


def fit_ink(bins: Bins, fill: Floats, points: Sequence[Point], *, pure: bool = False) -> tuple[Ink, Mask]:
    """The ink of a fill and roughly where it lies: around the points, or everywhere, where there are none.

    `bins` may be a thinned picture, with `points` in its pixels. `pure` says that `fill` may also be the ink without
    anything under it, as a legend shows it.
    """
    whole = learn_palette(bins, np.ones(bins.shape, np.bool_))
    papers = [*commonest_colours(whole, _PAPERS), _WHITE]
    candidates = [Ink(fill, papers[0], 1.0)]
    candidates += [Ink(fill, paper, opacity) for paper in papers for opacity in _OPACITIES]
    if pure:
        candidates += [Ink(opacity * fill + (1 - opacity) * papers[0], papers[0], opacity) for opacity in _OPACITIES]
    tried = [(_try(bins, whole, ink, points), ink) for ink in candidates]
    (_, region), ink = max(tried, key=lambda found: found[0][0])
    return ink, region


def see_through(base: Floats, ink: Ink) -> Floats:
    """What a palette becomes under an ink."""
    return _recolour(base, ink.fill + (1 - ink.opacity) * (bin_colours() - ink.paper), spread=_PREDICTED_BLUR)


def see_without(seen: Floats, ink: Ink) -> Floats:
    """What a palette was before the ink came over it; nothing, where the ink lets too little through to tell."""
    through = 1 - ink.opacity
    if through < _LEAST_THROUGH:
        return np.zeros_like(seen)
    # Colours that come out beyond black and white never lay under it.
    base = ink.paper + (bin_colours() - ink.fill) / through
    possible = ((base > -_BEYOND) & (base < 255 + _BEYOND)).all(1)
    return _recolour(seen * possible, base, spread=_PREDICTED_BLUR / through)


def measure_unlikeness(inside: Floats, outside: Floats, ink: Ink) -> Floats:
    """How little pairs of colours, shape `(n, 3)`, are one base colour with and without an ink, 0 to 1.

    1 where nothing changes.
    """
    off = np.linalg.norm(inside - ink.fill - (1 - ink.opacity) * (outside - ink.paper), axis=-1)
    contrast = np.linalg.norm(inside - outside, axis=-1)
    alike = np.exp(-((off / (_UNLIKE_SHARE * contrast + _UNLIKE_LEVELS)) ** 2))
    unlike: Floats = (1 - alike * (1 - np.exp(-((contrast / _VISIBLE) ** 2)))).astype(np.float32)
    return unlike


def keep_around(mask: Mask, points: Sequence[Point]) -> Mask:
    """The connected parts of a mask that a point lies in, or next to; all of it, where no points are given."""
    if not points:
        return mask
    numbers, _ = ndimage.label(mask)
    wanted: set[int] = set()
    for x, y in points:
        wanted |= _numbers_near(numbers, int(x), int(y))
    kept: Mask = np.isin(numbers, sorted(wanted - {0}))
    return kept


# ---------------------------------------------------------------------------------------------------------------

_NEAR = 4
_LEAST_THROUGH = 0.15
_BEYOND = 12.0
_UNLIKE_SHARE, _UNLIKE_LEVELS = 0.15, 4.0
"""How far a pair of colours may be off what the ink makes, as a share of their contrast and in levels of 255."""
_VISIBLE = 8.0
"""Levels of 255 by which two sides differ visibly."""


def _recolour(palette: Floats, colours: Floats, *, spread: float) -> Floats:
    """A palette whose bins have other colours now."""
    levels = np.clip(np.rint((colours - 3.5) * (LEVELS / 256)), 0, LEVELS - 1).astype(np.int64)
    numbers = (levels[:, 0] * LEVELS + levels[:, 1]) * LEVELS + levels[:, 2]
    return blur_palette(np.bincount(numbers, weights=palette, minlength=BINS).astype(np.float32), spread=spread)


def _try(bins: Bins, whole: Floats, ink: Ink, points: Sequence[Point]) -> tuple[float, Mask]:
    """How well an ink explains the picture, in nats a pixel, and the part of it that lies under the ink."""
    outside, inside = whole * _FIRST_SHARE, see_through(whole, ink)
    region = np.zeros(bins.shape, np.bool_)
    for _ in range(_ROUNDS):
        odds = weigh_evidence(inside, outside)
        region = keep_around(ndimage.gaussian_filter(odds[bins], 1, truncate=2) > 0, points)
        if not region.any() or region.all():
            return -np.inf, region
        outside = learn_palette(bins, ~region)
        inside = see_through(outside, ink)
    # What was predicted need not fit to the bin: half of what is there counts too.
    inside = 0.5 * inside + 0.5 * learn_palette(bins, region)
    explained = np.where(region, np.log(inside + RARE)[bins], np.log(outside + RARE)[bins]).mean()
    edges = np.count_nonzero(region[1:] != region[:-1]) + np.count_nonzero(region[:, 1:] != region[:, :-1])
    return float(explained) - _EDGE_NATS * edges / region.size, region


def _numbers_near(numbers: npt.NDArray[np.signedinteger], x: int, y: int) -> set[int]:
    window = numbers[max(y - _NEAR, 0) : y + _NEAR + 1, max(x - _NEAR, 0) : x + _NEAR + 1]
    return {int(number) for number in np.unique(window)}
