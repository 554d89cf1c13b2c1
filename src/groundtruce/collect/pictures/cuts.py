"""Cuts: where colours alone leave doubt, an edge runs where the colours change as the ink changes them, and else briefly.

A lake at the edge may look like the fill, and a name says nothing. Among all ways in which the edge may run through what
is doubtful, the one is taken that costs least: each pixel costs what its colour speaks against its side, and each step of
the edge costs the more, the less the colours on both sides of it are one base colour without and with the ink (a minimum
cut; Boykov and Jolly 2001, with the edge's length after Boykov and Kolmogorov 2003).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage, sparse
from scipy.sparse import csgraph

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.inks import Ink
from groundtruce.collect.pictures.morphology import dilate

_REACH = 20.0
"""Pixels that an edge may be moved by."""
_DOUBT = 1.5
"""Log odds of a neighbourhood below which it is doubtful."""
_AROUND = 2.5
_AT_EDGE = 1.5
_EVIDENCE_COST = 10.0
"""For each nat that a pixel's colour speaks against its side. Neighbours say much the same, so that it is little."""
_LENGTH_COST, _UNLIKE_COST = 60.0, 300.0
"""For each pixel of the edge, and for as much of it as is unlike the ink."""
_SAMPLE_OFF = 2
"""Pixels from the edge at which both sides have their own colours."""
_UNLIKE_SHARE, _UNLIKE_LEVELS = 0.15, 4.0
"""How far a pair of colours may be off what the ink makes, as a share of their contrast and in levels of 255."""
_VISIBLE = 8.0
"""Levels of 255 by which two sides differ visibly."""
_STEPS = tuple(
    (down, across, 0.29 if down and across else 0.41) for down in (-1, 0, 1) for across in (-1, 0, 1) if down or across
)
"""The eight neighbours, down and across, with weights such that a cut's cost is nearly its length."""
_LETTER_WINDOW, _LETTER_DEPTH, _LETTER_HALO = 7, 80.0, 1.5
_SILENT = 1.0


def find_letters(rgb: npt.NDArray[np.uint8], odds: Floats) -> Mask:
    """What dark strokes of letters cover, with their halo: their colour speaks for no side, and the halo's is of no side.

    `odds` are each pixel's, for the inside.
    """
    grey = rgb.mean(-1, dtype=np.float32)
    depth = ndimage.grey_closing(grey, (_LETTER_WINDOW, _LETTER_WINDOW)) - grey
    return dilate((depth > _LETTER_DEPTH) & (np.abs(odds) < _SILENT), _LETTER_HALO)


def cut_edge(
    rgb: npt.NDArray[np.uint8],
    region: Mask,
    inks: Sequence[Ink],
    *,
    odds: Floats,
    evidence: Floats,
    letters: Mask,
    fixed: Mask,
) -> Mask:
    """The region with its edge moved, where that is doubtful, to where it costs least.

    `odds` are each pixel's for the inside, `evidence` the same of its neighbourhood; `letters` say nothing; what is
    `fixed` stays as it is.
    """
    free = _find_free(region, evidence, letters) & ~fixed
    rows, columns = np.nonzero(free)
    numbers = np.full(free.shape, -1, np.int32)
    numbers[rows, columns] = np.arange(rows.size)
    told = np.where(letters[free], 0, _EVIDENCE_COST * odds[free])
    outside, inside = np.maximum(told, 0), np.maximum(-told, 0)
    links = []
    for down, across, weight in _STEPS:
        leaving, entering = _weigh_steps(rgb, inks, letters, rows, columns, down, across)
        other = numbers[rows + down, columns + across]
        linked, beyond = other >= 0, region[rows + down, columns + across]
        links.append(_Links(np.flatnonzero(linked), other[linked], weight * leaving[linked]))
        outside += np.where(~linked & beyond, weight * entering, 0)
        inside += np.where(~linked & ~beyond, weight * leaving, 0)
    moved = region.copy()
    moved[free] = _cut(links, inside=inside, outside=outside)
    return moved


# ---------------------------------------------------------------------------------------------------------------


class _Links(NamedTuple):
    """What it costs to have `start` inside and `end` outside, for many pairs of free pixels."""

    start: npt.NDArray[np.intp]
    end: npt.NDArray[np.int32]
    cost: Floats


def _find_free(region: Mask, evidence: Floats, letters: Mask) -> Mask:
    """The pixels near the edge whose side is in doubt, and those next to it; never the picture's rim."""
    off = ndimage.distance_transform_edt(region) + ndimage.distance_transform_edt(~region)
    doubtful = ((np.abs(evidence) < _DOUBT) | ((evidence > 0) != region)) & (off <= _REACH)
    free: Mask = (dilate(doubtful, _AROUND) | letters) & (off <= _REACH) | (off <= _AT_EDGE)
    free[[0, -1]] = free[:, [0, -1]] = False
    return free


def _weigh_steps(
    rgb: npt.NDArray[np.uint8],
    inks: Sequence[Ink],
    letters: Mask,
    rows: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    down: int,
    across: int,
) -> tuple[Floats, Floats]:
    """What the edge costs between each pixel and its neighbour a step away: that being outside, or inside."""
    off = max(1, round(_SAMPLE_OFF / np.hypot(down, across) - 0.5))
    here = _colours(rgb, rows - off * down, columns - off * across)
    there = _colours(rgb, rows + (1 + off) * down, columns + (1 + off) * across)
    silent = letters[rows, columns] | letters[rows + down, columns + across]
    leaving, entering = (
        _LENGTH_COST + _UNLIKE_COST * np.where(silent, 1, np.minimum.reduce([_unlikeness(*pair, ink) for ink in inks]))
        for pair in ((here, there), (there, here))
    )
    return leaving, entering


def _colours(rgb: npt.NDArray[np.uint8], rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Floats:
    height, width = rgb.shape[:2]
    return rgb[rows.clip(0, height - 1), columns.clip(0, width - 1)].astype(np.float32)


def _unlikeness(inside: Floats, outside: Floats, ink: Ink) -> Floats:
    """How little pairs of colours are one base colour seen with and without an ink, 0 to 1; 1 where nothing changes."""
    off = np.linalg.norm(inside - ink.fill - (1 - ink.opacity) * (outside - ink.paper), axis=-1)
    contrast = np.linalg.norm(inside - outside, axis=-1)
    alike = np.exp(-((off / (_UNLIKE_SHARE * contrast + _UNLIKE_LEVELS)) ** 2))
    visible = 1 - np.exp(-((contrast / _VISIBLE) ** 2))
    unlike: Floats = 1 - alike * visible
    return unlike


def _cut(links: Sequence[_Links], *, inside: Floats, outside: Floats) -> Mask:
    """Which pixels are inside, of the division that costs least; `inside` and `outside` are what each costs there."""
    count = inside.size
    source, sink, every = count, count + 1, np.arange(count)
    start = np.concatenate([link.start for link in links] + [np.full(count, source), every])
    end = np.concatenate([link.end for link in links] + [every, np.full(count, sink)])
    cost = np.rint(np.concatenate([link.cost for link in links] + [outside, inside])).astype(np.int32)
    capacities = sparse.csr_array((cost, (start, end)), shape=(count + 2, count + 2))
    left = capacities - csgraph.maximum_flow(capacities, source, sink).flow
    left.eliminate_zeros()
    kept = np.zeros(count + 2, np.bool_)
    kept[csgraph.breadth_first_order(left, source, return_predecessors=False)] = True
    return kept[:count]
