"""Contours: polygons between the pixels, where the share of the inside passes a half (marching squares)."""

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from groundtruce.collect.pictures.colours import Floats

if TYPE_CHECKING:
    from contourpy import FillReturn_OuterOffset

TOLERANCE = 0.05
"""Pixels that a vertex may lie off the contour: vertices that say nothing are left out."""


def trace_contours(inside: Floats, *, level: float = 0.5, least_area: float = 0.0) -> MultiPolygon:
    """The polygons where `inside` (height × width) exceeds `level`, in pixel coordinates, valid, holes apart.

    Parts and holes smaller than `least_area` square pixels are left out. Beyond the picture nothing is inside.
    """
    import contourpy  # noqa: PLC0415 - an extra

    padded = np.pad(inside, 1, constant_values=min(0.0, level - 1))
    generator = contourpy.contour_generator(z=padded, fill_type=contourpy.FillType.OuterOffset)
    found: FillReturn_OuterOffset = generator.filled(level, np.inf)  # type: ignore[assignment]
    rings = [
        [points[start:end] - 0.5 for start, end in zip(offsets[:-1], offsets[1:], strict=True)]
        for points, offsets in zip(*found, strict=True)
    ]
    polygons = [Polygon(outer, [hole for hole in holes if _area(hole) >= least_area]) for outer, *holes in rings]
    kept = [polygon.simplify(TOLERANCE) for polygon in polygons if _area(polygon.exterior.coords) >= least_area]
    valid = shapely.make_valid(shapely.union_all(kept)) if kept else MultiPolygon()
    return MultiPolygon([part for part in shapely.get_parts(valid) if isinstance(part, Polygon) and part.area > 0])


# ---------------------------------------------------------------------------------------------------------------


def _area(ring: object) -> float:
    return float(Polygon(ring).area)  # type: ignore[arg-type]
