"""Stroke following: an outline's edge put back onto its stroke, where it ran along another line or cut a corner.

Closing gaps joins the stroke with what comes near it: a road of a similar colour, a name, a lake. Near such a stretch,
the edge is moved to where it leaves visible ink least (`cuts`). An edge is in trouble where its stroke is wider than
elsewhere, or not to be seen.
"""

import numpy as np
from scipy import ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.cuts import Steps, move_edge
from groundtruce.collect.pictures.morphology import dilate
from groundtruce.collect.pictures.strokes import Strokes

_REACH = 40.0
"""Pixels around trouble in which an edge may be moved."""
_SHARE_OF_DEPTH = 0.5
"""Nothing is moved by more than this share of how deep the part, or the hole, is, so that none is lost."""
_WIDER = 2.0
"""Pixels by which a stroke in trouble is wider than usual."""
_SEEN = 0.7
"""How visible, against the usual, a stroke must be."""
_OFF_LINE = 0.3
"""How far off the line from base to ink a colour may be, as a share of the ink's contrast."""
_BLUR = 0.7
_PLAINLY_VISIBLE = 0.8
_LENGTH_COST, _UNSEEN_COST = 10.0, 300.0
"""For each pixel of the edge, and more for each where no ink is seen. Ways around long capes must stay cheaper than cuts."""


def measure_visibility(strokes: Strokes, edge: Mask) -> Floats:
    """How much of the ink is seen at each pixel, 0 to 1, against what is usual along the edge."""
    ink = strokes.share * np.exp(-((strokes.off_line / _OFF_LINE) ** 2))
    blurred = ndimage.gaussian_filter(ink, _BLUR)
    usual = float(np.median(ndimage.maximum_filter(blurred, 3)[edge])) if edge.any() else 1.0
    visible: Floats = (blurred / max(_PLAINLY_VISIBLE * usual, 1e-3)).clip(0, 1).astype(np.float32)
    return visible


def find_unseen(visible: Floats) -> Mask:
    """Where no ink is seen at a pixel or beside it."""
    unseen: Mask = ndimage.maximum_filter(visible, 3) < _SEEN
    return unseen


def follow_strokes(region: Mask, edge: Mask, width: Floats, usual_width: float, visible: Floats) -> Mask:
    """The region with its edge, where in trouble, moved onto ink.

    `edge` are the pixels along it, `width` is how far apart both sides of the stroke are there.
    """
    wide, unseen = width > usual_width + _WIDER, find_unseen(visible)
    trouble = edge & (wide | unseen)
    if not trouble.any():
        return region

    def weigh(steps: Steps) -> tuple[Floats, Floats]:
        here, there = visible[steps.rows, steps.columns], visible[steps.rows + steps.down, steps.columns + steps.across]
        cost: Floats = (_LENGTH_COST + _UNSEEN_COST * (1 - (here + there) / 2) ** 2).astype(np.float32)
        return cost, cost

    free = dilate(trouble, _REACH) & _find_movable(region)
    moved = move_edge(region, free, evidence=np.zeros(region.shape, np.float32), weigh=weigh)
    return np.where(_leaves_stroke(moved != region, wide | unseen), moved, region)


# ---------------------------------------------------------------------------------------------------------------


def _find_movable(region: Mask) -> Mask:
    """The pixels near enough to the edge to be moved, for how deep their part or hole is."""
    movable = np.zeros(region.shape, np.bool_)
    for side in (region, ~region):
        depth = ndimage.distance_transform_edt(side)
        numbers, count = ndimage.label(side)
        deepest = np.asarray(ndimage.maximum(depth, numbers, np.arange(count + 1)))
        movable |= side & (depth <= np.minimum(_REACH, _SHARE_OF_DEPTH * deepest)[numbers])
    return movable


def _leaves_stroke(change: Mask, trouble: Mask) -> Mask:
    """The parts of a change that are not within a plain stroke alone, in which the middle is known better."""
    numbers, count = ndimage.label(change, structure=np.ones((3, 3)))
    leaves = np.asarray(ndimage.maximum(trouble, numbers, np.arange(count + 1))).astype(bool)
    leaves[0] = False
    kept: Mask = leaves[numbers]
    return kept
