"""Fill edges: where colours alone leave doubt, a fill's edge runs where they change as its ink changes them, else briefly.

A lake at the edge may look like the fill, and a name says nothing. Among all ways through what is doubtful, that is taken
which costs least (`cuts`): each pixel costs what its colour speaks against its side, each step of the edge the more, the
less the colours on both sides of it are one base colour without and with the ink.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.cuts import Places, Steps, move_edge
from groundtruce.collect.pictures.inks import Ink, measure_unlikeness
from groundtruce.collect.pictures.morphology import dilate

DOUBT = 1.5
"""Log odds of a neighbourhood below which its side is doubtful."""
_REACH = 40.0
"""Pixels that an edge may be moved by."""
_AROUND = 2.5
_AT_EDGE = 1.5
_EVIDENCE_COST = 10.0
"""For each nat that a pixel's colour speaks against its side. Neighbours say much the same, so that it is little."""
_LENGTH_COST, _UNLIKE_COST = 60.0, 300.0
"""For each pixel of the edge, and more for each that is unlike the ink."""
_SAMPLE_OFF = 2.0
"""Pixels from the edge at which both sides have their own colours."""
_LETTER_WIDTH, _LETTER_DEPTH, _HALO = 7, 80.0, 1.5
"""Pixels within which a stroke is crossed, levels by which it is darker than both its sides, and pixels around it."""
_SILENT = 1.0


def find_letters(rgb: npt.NDArray[np.uint8], odds: Floats) -> Mask:
    """What the dark strokes of letters cover, and around them their halo: its colour is neither side's.

    `odds` are each pixel's for the inside; strokes whose colour speaks for a side are no letters.
    """
    grey = rgb.mean(-1, dtype=np.float32)
    depth = ndimage.grey_closing(grey, (_LETTER_WIDTH, _LETTER_WIDTH)) - grey
    return dilate((depth > _LETTER_DEPTH) & (np.abs(odds) < _SILENT), _HALO)


def move_fill_edge(
    rgb: npt.NDArray[np.uint8],
    region: Mask,
    inks: Sequence[Ink],
    *,
    odds: Floats,
    nearby: Floats,
    letters: Mask,
    fixed: Mask,
) -> Mask:
    """The region with its edge moved, where that is doubtful, to where it is likeliest.

    `odds` are each pixel's for the inside, `nearby` the same of its neighbourhood; `letters` say nothing; what is
    `fixed` stays as it is.
    """

    def weigh(steps: Steps) -> tuple[Floats, Floats]:
        here, there = _colours_beside(rgb, steps)
        silent = letters[steps.rows, steps.columns] | letters[steps.rows + steps.down, steps.columns + steps.across]
        return _weigh(here, there, silent, inks), _weigh(there, here, silent, inks)

    free = _find_free(region, nearby, letters) & ~fixed
    return move_edge(region, free, evidence=np.where(letters, 0, _EVIDENCE_COST * odds), weigh=weigh)


# ---------------------------------------------------------------------------------------------------------------


def _find_free(region: Mask, nearby: Floats, letters: Mask) -> Mask:
    """The pixels near the edge whose side is in doubt, and those next to it."""
    off = ndimage.distance_transform_edt(region) + ndimage.distance_transform_edt(~region)
    doubtful = ((np.abs(nearby) < DOUBT) | ((nearby > 0) != region)) & (off <= _REACH)
    free: Mask = ((dilate(doubtful, _AROUND) | letters) & (off <= _REACH)) | (off <= _AT_EDGE)
    return free


def _colours_beside(rgb: npt.NDArray[np.uint8], steps: Steps) -> tuple[Floats, Floats]:
    """The colours a little before each pixel and a little beyond its neighbour, where an edge between them ends."""
    off = max(1, round(_SAMPLE_OFF / np.hypot(steps.down, steps.across)))
    down, across = off * steps.down, off * steps.across
    before = _colours(rgb, steps.rows - down, steps.columns - across)
    beyond = _colours(rgb, steps.rows + steps.down + down, steps.columns + steps.across + across)
    return before, beyond


def _colours(rgb: npt.NDArray[np.uint8], rows: Places, columns: Places) -> Floats:
    height, width = rgb.shape[:2]
    colours: Floats = rgb[rows.clip(0, height - 1), columns.clip(0, width - 1)].astype(np.float32)
    return colours


def _weigh(inside: Floats, outside: Floats, silent: Mask, inks: Sequence[Ink]) -> Floats:
    unlike = np.minimum.reduce([measure_unlikeness(inside, outside, ink) for ink in inks])
    cost: Floats = (_LENGTH_COST + _UNLIKE_COST * np.where(silent, 1, unlike)).astype(np.float32)
    return cost
