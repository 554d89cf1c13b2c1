"""Edge errors: how well an edge could be placed, in pixels, one standard deviation across it, stretch by stretch.

An edge between two plain colours is placed by the pixels that it cuts: their scatter over the slope of the edge, and a
floor for what sampling leaves. Where a name or a road lies on it, it was guessed from where it is seen next. Where it is
not one base colour with and without the ink, it may run anywhere in what is doubtful around it. The constants were set on
made maps with other seeds than those that the results are measured on (`evaluation/pictures`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage
from shapely.geometry import MultiPolygon

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.edges import SoftEdge
from groundtruce.collect.pictures.fill_edges import DOUBT
from groundtruce.collect.pictures.outlines import Outlined

_FLOOR_PX = 0.15
_OUTLINE_PX = 0.23
_BLURRED_SHARE, _BLURRED_STROKE_SHARE = 0.12, 0.2
"""Of the blur's standard deviation."""
_SCATTER_SHARE = 1.25
_MOST_SCATTER_PX = 1.0
_TABLE_LEVELS = 22.0
"""Levels, of 255, by which a table of 64 to 256 colours is off; the next pixels make up for it (error diffusion)."""
_HATCHED_SHARE = 0.25
"""Of the period: an edge along the stripes lies anywhere between two (0.29), one across them between their ends."""
_BRIDGED_PX, _BRIDGED_SHARE = 0.7, 0.5
"""Where an edge is guessed, and more for each pixel that it is away from where it is seen."""
_SHARE_OF_DOUBT, _USUAL_DOUBT_PX = 0.3, 3.0
"""Of the width of what is doubtful, beyond what is so along every edge: a standard deviation of 0.29 if all is as likely."""
_MOST_DOUBT_PX = 3.0
_UNSEEN_SHARE = 0.25
_AT_EDGE = 1.5
"""Pixels of the field within which an edge runs: where a stroke is an even number of pixels wide, none lies on it."""
_DIFFUSED_SHARE, _DIFFUSED_POWER = 0.62, 1.5
"""Of a stroke's width: ink that a table of colours lacks is made up for to the right and below, a little within it."""
_LEAST_CONTRAST = 10.0
_UNTRUSTED = 0.5
_STEP_PX = 1.0


class EdgeError(NamedTuple):
    """The error of an area's edge, pixel by pixel; it holds where the edge runs."""

    inside: Floats
    """The area, to tell whose edge an edge is."""
    px: Floats | float
    bridged: Floats | float = 0.0
    """1 where the edge was guessed across something that lies on it."""


def error_of_edge(edge: SoftEdge, region: Mask, nearby: Floats, *, blur: float, few_colours: bool) -> EdgeError:
    """The error of the edge of a fill's region; `nearby` is what each pixel's neighbourhood says, in log odds."""
    slope = np.maximum(ndimage.maximum_filter(np.hypot(*np.gradient(edge.inside)), 3), 0.1)
    line = (edge.inside > 0.05) & (edge.inside < 0.95)
    bridged = edge.trust < _UNTRUSTED
    contrast = np.maximum(edge.contrast, _LEAST_CONTRAST)
    usual = float(np.median(contrast[line])) if line.any() else 1.0
    spread = _TABLE_LEVELS / contrast if few_colours else _BLURRED_SHARE * blur
    square = _FLOOR_PX**2 + spread**2
    square = square + (_SCATTER_SHARE * edge.noise * usual / contrast / slope).clip(0, _MOST_SCATTER_PX) ** 2
    unseen_for = _distance_to(line & ~bridged)
    square = square + np.where(bridged, (_BRIDGED_PX + _BRIDGED_SHARE * unseen_for) ** 2, 0)
    doubt = _distance_to(region & (nearby > DOUBT)) + _distance_to(~region & (nearby < -DOUBT)) - _USUAL_DOUBT_PX
    square = square + (_SHARE_OF_DOUBT * edge.unlike * doubt).clip(0, _MOST_DOUBT_PX) ** 2
    return EdgeError(edge.inside, np.sqrt(square).astype(np.float32), bridged.astype(np.float32))


def error_of_hatching(inside: Floats, period: float) -> EdgeError:
    """The error of a hatching's edge."""
    return EdgeError(inside, _HATCHED_SHARE * period)


def error_of_outline(
    inside: Floats, outlined: Outlined, fullest: float, *, blur: float, few_colours: bool
) -> EdgeError:
    """The error of the middle of a stroke; `fullest` is the share of its ink that its fullest pixels show."""
    square = _OUTLINE_PX**2 + (_BLURRED_STROKE_SHARE * blur) ** 2
    if few_colours:
        square += (_DIFFUSED_SHARE * outlined.usual_width * max(0.0, 1 - fullest) ** _DIFFUSED_POWER) ** 2
    wider = (outlined.width - outlined.usual_width - 1) / np.sqrt(12)
    unseen_for = _distance_to((np.abs(outlined.field) < _AT_EDGE) & ~outlined.unseen)
    px = np.sqrt(square + wider.clip(0, _MOST_DOUBT_PX) ** 2 + (_UNSEEN_SHARE * unseen_for) ** 2)
    return EdgeError(inside, px.astype(np.float32), outlined.unseen.astype(np.float32))


def combine_errors(shape: MultiPolygon, errors: Sequence[EdgeError]) -> tuple[float, tuple[str, ...]]:
    """The root mean square along a shape's boundary, and what to note of it. Each stretch has the error of its own area."""
    places = np.concatenate([_walk(ring) for part in shape.geoms for ring in (part.exterior, *part.interiors)])
    at = (places[:, ::-1] - 0.5).T
    owner = np.argmin([np.abs(_sample(error.inside, at) - 0.5) for error in errors], axis=0)
    along = np.choose(owner, [_sample(error.px, at) for error in errors])
    bridged = float(np.choose(owner, [_sample(error.bridged, at) for error in errors]).mean())
    note = (f"{bridged:.0%} of its edge lies under names, roads or symbols and was bridged",) if bridged >= 0.01 else ()
    return float(np.sqrt((along**2).mean())), note


# ---------------------------------------------------------------------------------------------------------------


def _distance_to(mask: Mask) -> Floats:
    """Pixels to the mask, and as many as the picture is high and wide where nothing is in it."""
    if not mask.any():
        return np.full(mask.shape, sum(mask.shape), np.float32)
    distance: Floats = ndimage.distance_transform_edt(~mask).astype(np.float32)
    return distance


def _walk(ring: shapely.LinearRing) -> npt.NDArray[np.float64]:
    """Points along a ring, a pixel apart."""
    steps = np.arange(0, ring.length, _STEP_PX)
    places: npt.NDArray[np.float64] = shapely.get_coordinates(shapely.line_interpolate_point(ring, steps))
    return places


def _sample(field: Floats | float, at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if isinstance(field, float):
        return np.full(at.shape[1], field)
    values: npt.NDArray[np.float64] = ndimage.map_coordinates(field, at, order=1, mode="nearest")
    return values
