"""Edge errors: how well an edge could be placed, in pixels, one standard deviation across it.

An edge between two plain colours is placed by the pixels that it cuts: their scatter over the slope of the edge, and a
floor for what sampling leaves. Where a name or a road lies on the edge it was guessed from both ends; where the colours
of both sides look alike it may have slipped to the next edge. The constants were set on made maps with other seeds than
those that the results are measured on (`evaluation/pictures`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage
from shapely.geometry import MultiPolygon

from groundtruce.collect.pictures.colours import Floats
from groundtruce.collect.pictures.edges import SoftEdge

_FLOOR_PX = 0.2
_OUTLINE_PX = 0.22
_BLURRED_SHARE = 0.3
"""Of the blur's standard deviation."""
_HATCHED_SHARE = 0.22
"""Of the period: an edge that runs along the stripes lies anywhere between two of them."""
_BRIDGED_PX = 1.5
_ALIKE_PX = 4.0
_ALIKE = 0.3
"""The share of the usual contrast below which two sides look alike."""
_UNTRUSTED = 0.5
_STEP_PX = 1.0


class EdgeError(NamedTuple):
    """The error of an area's edge, pixel by pixel; it holds where the edge runs."""

    inside: Floats
    """The area, to tell whose edge an edge is."""
    px: Floats | float
    bridged: Floats | float = 0.0
    """1 where the edge was guessed across something that lies on it."""


def error_of_edge(edge: SoftEdge, *, blur: float) -> EdgeError:
    """The error of a fill's edge."""
    slope = ndimage.maximum_filter(np.hypot(*np.gradient(edge.inside)), 3)
    band = (edge.inside > 0.25) & (edge.inside < 0.75)
    usual = float(np.median(edge.contrast[band])) if band.any() else 1.0
    alike = edge.contrast < _ALIKE * usual
    bridged = edge.trust < _UNTRUSTED
    scatter = edge.noise / np.maximum(slope, 0.1)
    square = _FLOOR_PX**2 + (0.1 * blur) ** 2 + scatter**2
    square = square + np.where(bridged, _BRIDGED_PX**2, 0) + np.where(alike, _ALIKE_PX**2, 0)
    return EdgeError(edge.inside, np.sqrt(square).astype(np.float32), bridged.astype(np.float32))


def error_of_hatching(inside: Floats, period: float) -> EdgeError:
    """The error of a hatching's edge."""
    return EdgeError(inside, _HATCHED_SHARE * period)


def error_of_outline(inside: Floats, *, blur: float) -> EdgeError:
    """The error of the middle of a stroke."""
    return EdgeError(inside, float(np.hypot(_OUTLINE_PX, _BLURRED_SHARE * blur)))


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
