"""Bridging: what lies on top of a zone (names, roads, symbols) is not a hole in it, and a speck is not a part of it."""

import numpy as np
from scipy import ndimage

from groundtruce.collect.pictures.colours import Mask
from groundtruce.collect.pictures.morphology import close, open_

STROKE = 2.5
"""Half the width, in pixels, of the lines that are bridged."""
_WISP = 1.5
"""Half the width of what is too thin to be ground."""
_ARM = 3.0
"""Half the width of a line that runs out of a zone, such as a border or a road of its colour."""
_ARM_LENGTH = 20
"""Pixels: what is shorter and as narrow is a cape."""
_NAME_HEIGHT = 8.0
"""Half the height of a name with its halo."""
_SILENT_SHARE = 0.2
SPECK = 60
"""Fewer pixels than this are no part of a zone and no hole in it."""


def bridge(region: Mask, silent: Mask) -> Mask:
    """The region with lines closed, the holes that names leave filled, wisps and specks dropped.

    `silent` are the pixels whose colour says neither inside nor outside, as the strokes of names do: a narrow hole is a
    name's where a fifth of it is silent.
    """
    closed = open_(close(_drop_lines(region, silent), STROKE), _WISP)
    return drop_specks(_drop_arms(closed | _holes_of_names(closed, silent)))


def drop_specks(region: Mask, *, least: int = SPECK) -> Mask:
    """The region without parts and holes of fewer pixels than `least`."""
    kept = _large_parts(region, least)
    return ~_large_parts(~kept, least)


# ---------------------------------------------------------------------------------------------------------------


def _drop_lines(region: Mask, silent: Mask) -> Mask:
    """The region without lines of its colour that run along or out of it: closed, they would draw in the ground between."""
    core = open_(region | _holes_of_names(region, silent), _ARM)
    within = ndimage.binary_fill_holes(close(core, _NAME_HEIGHT))
    return _drop_long(region, region & ~core & ~within)


def _drop_arms(region: Mask) -> Mask:
    """The region without what is narrow and long."""
    return _drop_long(region, region & ~open_(region, _ARM))


def _drop_long(region: Mask, narrow: Mask) -> Mask:
    numbers, _ = ndimage.label(narrow, structure=np.ones((3, 3)))
    long = [False]
    for rows, columns in ndimage.find_objects(numbers):
        long.append(max(rows.stop - rows.start, columns.stop - columns.start) >= _ARM_LENGTH)
    kept: Mask = region & ~np.array(long)[numbers]
    return kept


def _large_parts(mask: Mask, least: int) -> Mask:
    numbers, count = ndimage.label(mask)
    sizes = np.bincount(numbers.ravel(), minlength=count + 1)
    large = sizes >= least
    large[0] = False
    kept: Mask = large[numbers]
    return kept


def _holes_of_names(region: Mask, silent: Mask) -> Mask:
    """The holes that are narrower than a name is high and hold as many silent pixels as one."""
    holes = ndimage.binary_fill_holes(region) & ~region
    numbers, count = ndimage.label(holes)
    if not count:
        return holes
    every = np.arange(1, count + 1)
    depth = np.asarray(ndimage.maximum(ndimage.distance_transform_edt(holes), numbers, every))
    share = np.asarray(ndimage.mean(silent, numbers, every))
    named = np.zeros(count + 1, np.bool_)
    named[1:] = (depth <= _NAME_HEIGHT) & (share >= _SILENT_SHARE)
    filled: Mask = named[numbers]
    return filled
