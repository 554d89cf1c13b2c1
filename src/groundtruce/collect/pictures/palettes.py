"""Palettes: which colours a zone is made of and which the map around it, learnt from the picture itself.

A colour that is common inside and rare outside speaks for the zone. One that is as common on both sides (names, roads
drawn on top) speaks for neither, so that its surroundings decide.
"""

import numpy as np
from scipy import ndimage

from groundtruce.collect.pictures.colours import BINS, LEVELS, Bins, Floats, Mask, bin_colours, to_oklab

RARE = 0.0003
"""The share of a palette below which a colour says little."""
_BLUR_BINS = 0.7
_APART = 3.0


def learn_palette(bins: Bins, where: Mask) -> Floats:
    """The share of each colour among the pixels `where`, shape `(BINS,)`, blurred a little; it adds up to 1."""
    return blur_palette(np.bincount(bins[where], minlength=BINS).astype(np.float32))


def blur_palette(counts: Floats, *, spread: float = _BLUR_BINS) -> Floats:
    """Counts of colours as shares, each spread a little over its neighbours (`spread` in bins)."""
    cube = ndimage.gaussian_filter(counts.reshape(LEVELS, LEVELS, LEVELS), spread, mode="constant", truncate=3)
    total = float(cube.sum())
    shares: Floats = (cube / total if total else cube).reshape(BINS)
    return shares


def commonest_colours(palette: Floats, count: int) -> list[Floats]:
    """The middles of a palette's highest bins, sRGB, the highest first, no two that look the same."""
    found: list[Floats] = []
    colours = bin_colours()
    for number in np.argsort(-palette, kind="stable")[: 40 * count]:
        colour = colours[number]
        if all(np.linalg.norm(to_oklab(colour) - to_oklab(other)) > _APART for other in found):
            found.append(colour)
        if len(found) == count:
            break
    return found


def weigh_evidence(inside: Floats, outside: Floats) -> Floats:
    """For each colour how much it speaks for the inside (above 0) or the outside, in log odds, within ±3."""
    odds: Floats = np.log((inside + RARE) / (outside + RARE)).clip(-3, 3).astype(np.float32)
    return odds
