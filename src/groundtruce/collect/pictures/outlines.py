"""Outlines: the inside of closed strokes, to the middle of the stroke, with gaps in the stroke closed.

The stroke is thickened until it is closed; the parts of the picture that it then keeps apart grow back to it. An area
is inside when an odd number of strokes must be crossed to reach it, so that an outline within an outline is a hole.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.bridging import SPECK
from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.morphology import dilate
from groundtruce.collect.pictures.stroke_following import find_unseen, follow_strokes, measure_visibility
from groundtruce.collect.pictures.strokes import Strokes

_GAPS = (0.5, 1.5, 2.5, 4.0, 6.0, 9.0, 13.0, 18.0, 25.0)
"""Half the gaps that are closed, in pixels, the smallest first."""
_ENCLOSING_SHARE = 0.85
"""The share of the stroke that must have one side within and one without."""
_LEAST_SHARE = 0.25
_SMALLEST_STROKE = 40
"""Pixels: smaller strokes of the same colour are letters or symbols."""
_LINK = 4.0
_SIDE = np.int8
INSIDE, OUTSIDE = _SIDE(1), _SIDE(2)


class Outlined(NamedTuple):
    """The inside of strokes."""

    field: Floats
    """Above 0 inside, 0 along the middle of the stroke, in pixels."""
    width: Floats
    """How far apart both sides are at each pixel; at the edge, how wide the stroke is there."""
    usual_width: float
    """How wide the stroke is along most of the edge, in pixels."""
    unseen: Mask
    """Where along the edge no stroke is seen."""
    closed: float
    """Half the widest gap that was closed, in pixels."""


def enclose(strokes: Strokes) -> Outlined | None:
    """What the strokes enclose; none where they enclose nothing."""
    stroke = _long_strokes(strokes.share > 0.5)
    if not stroke.any():
        return None
    off = ndimage.distance_transform_edt(~stroke).astype(np.float32)
    found = _close_gaps(stroke, off)
    if found is None:
        return None
    gap, sides = found
    for smaller in [size for size in reversed(_GAPS) if size < gap] + [0.0]:
        sides = _grow_back(sides, off > smaller)
    field, width, usual = _measure(sides)
    region, edge = field > 0, np.abs(field) < 1
    visible = measure_visibility(strokes, edge)
    followed = follow_strokes(region, edge, width, usual, visible)
    if (followed != region).any():
        sides = _take_sides(sides, followed, dilate(followed != region, 2 * usual + 2), stroke, usual)
        field, width, _ = _measure(sides)
    unseen = find_unseen(visible)
    return Outlined(_drop_unseen(field, unseen), width, usual, unseen, gap)


# ---------------------------------------------------------------------------------------------------------------

Sides = npt.NDArray[np.int8]
_SEEN_SHARE = 0.5
"""How much of the edge of a part or a hole must be seen."""
_OWN = 0.75
"""Usual widths from the edge to which ink is of its stroke."""


def _measure(sides: Sides) -> tuple[Floats, Floats, float]:
    """The field between both sides, how far they are apart, and how far along most of the edge."""
    inner, outer = (ndimage.distance_transform_edt(sides != side).astype(np.float32) for side in (INSIDE, OUTSIDE))
    field = ndimage.gaussian_filter(outer - inner, 0.7, truncate=3)
    width = outer + inner
    return field, width, float(np.median(width[np.abs(field) < 1]))


def _take_sides(sides: Sides, region: Mask, where: Mask, stroke: Mask, usual_width: float) -> Sides:
    """The sides with those of a moved edge, where it was moved: between them lies its own stroke, not what joins it."""
    off = ndimage.distance_transform_edt(region) + ndimage.distance_transform_edt(~region)
    own = stroke & (off <= _OWN * usual_width + 1)
    moved = np.where(own, 0, np.where(region, INSIDE, OUTSIDE))
    return np.where(where, moved, sides).astype(_SIDE)


def _drop_unseen(field: Floats, unseen: Mask) -> Floats:
    """The field without parts and holes around which hardly any stroke is seen: closing gaps made them up."""
    inside, edge = field > 0, np.abs(field) < 1
    dropped = _find_unseen_areas(inside, edge, unseen)
    filled = _find_unseen_areas(~inside, edge, unseen)
    far = np.maximum(np.abs(field), 1)
    return np.where(dropped, -far, np.where(filled, far, field)).astype(np.float32)


def _find_unseen_areas(areas: Mask, edge: Mask, unseen: Mask) -> Mask:
    """The areas, but those at the picture's rim, most of whose edge is not seen."""
    numbers, count = ndimage.label(areas)
    along = numbers[edge]
    hidden = np.bincount(along, weights=unseen[edge], minlength=count + 1)
    found = hidden > (1 - _SEEN_SHARE) * np.bincount(along, minlength=count + 1)
    found[0] = False
    found[np.unique(np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]]))] = False
    areas_found: Mask = found[numbers]
    return areas_found


def _long_strokes(mask: Mask) -> Mask:
    """The strokes that reach further than a letter does, together with what lies close in their course."""
    numbers, _ = ndimage.label(dilate(mask, _LINK))
    long = [False]
    for rows, columns in ndimage.find_objects(numbers):
        long.append(max(rows.stop - rows.start, columns.stop - columns.start) >= _SMALLEST_STROKE)
    kept: Mask = np.array(long)[numbers] & mask
    return kept


def _close_gaps(stroke: Mask, off: Floats) -> tuple[float, Sides] | None:
    """The smallest gap whose closing makes the strokes enclose something along most of their length, and both sides."""
    tried = []
    for gap in _GAPS:
        sides = _find_sides(off > gap)
        share = _enclosing_share(stroke, sides, gap)
        if share >= _ENCLOSING_SHARE:
            return gap, sides
        tried.append((round(share, 2), -gap, gap, sides))
    share, _, gap, sides = max(tried, key=lambda one: one[:2])
    return (gap, sides) if share >= _LEAST_SHARE else None


def _find_sides(free: Mask) -> Sides:
    """Which free pixels are inside and which outside, by how many strokes lie between them and the picture's rim."""
    numbers, count = ndimage.label(free)
    sizes = np.bincount(numbers.ravel(), minlength=count + 1)
    depth = np.full(count + 1, -1)
    rim = np.unique(np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]]))
    depth[rim] = 0
    depth[0] = -1
    small = sizes < SPECK
    neighbours = _list_neighbours(np.where(small[numbers], 0, numbers))
    level = 0
    while True:
        reached = {b for a, b in neighbours if depth[a] == level and depth[b] < 0}
        if not reached:
            break
        level += 1
        depth[sorted(reached)] = level
    sides = np.where(depth < 0, 0, np.where(depth % 2 == 1, INSIDE, OUTSIDE)).astype(_SIDE)
    sides[small & (depth != 0)] = 0
    found: Sides = sides[numbers]
    return found


def _list_neighbours(numbers: npt.NDArray[np.int32]) -> set[tuple[int, int]]:
    """The pairs of areas that meet where each grows to the middle of the strokes between."""
    rows, columns = ndimage.distance_transform_edt(numbers == 0, return_distances=False, return_indices=True)
    grown = numbers[rows, columns]
    pairs = np.concatenate(
        [
            np.stack([grown[1:].ravel(), grown[:-1].ravel()], 1),
            np.stack([grown[:, 1:].ravel(), grown[:, :-1].ravel()], 1),
        ]
    )
    different = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return {(int(a), int(b)) for a, b in different} | {(int(b), int(a)) for a, b in different}


def _enclosing_share(stroke: Mask, sides: Sides, gap: float) -> float:
    """The share of stroke pixels that have an inside near."""
    inside = sides == INSIDE
    if not inside.any():
        return 0.0
    near = ndimage.distance_transform_edt(~inside)[stroke] <= gap + _reach_of(stroke) + 1.5
    return float(near.mean())


def _reach_of(stroke: Mask) -> float:
    """How wide the stroke is."""
    return 2 * float(np.quantile(ndimage.distance_transform_edt(stroke)[stroke], 0.9))


def _grow_back(sides: Sides, free: Mask) -> Sides:
    """Both sides grown over the free pixels that they reach; where they meet in a gap, the nearer takes them."""
    numbers, count = ndimage.label(free)
    every = np.arange(count + 1)
    has_inside, has_outside = (
        np.asarray(ndimage.maximum((sides == side) & free, numbers, every)).astype(bool) for side in (INSIDE, OUTSIDE)
    )
    reached = np.where(has_inside, INSIDE, np.where(has_outside, OUTSIDE, _SIDE(0))).astype(_SIDE)
    grown = reached[numbers]
    both = (has_inside & has_outside)[numbers] & free
    if both.any():
        rows, columns = ndimage.distance_transform_edt(sides == 0, return_distances=False, return_indices=True)
        grown[both] = sides[rows[both], columns[both]]
    grown[~free] = 0
    return grown
