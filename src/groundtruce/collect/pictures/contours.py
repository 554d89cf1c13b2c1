"""Contours: polygons between the pixels, where the share of the inside passes a half (marching squares)."""

from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from groundtruce.collect.pictures.colours import Floats

Points = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.uint32]

TOLERANCE = 0.05
"""Pixels that a vertex may lie off the contour: vertices that say nothing are left out."""


def trace_contours(inside: Floats, *, level: float = 0.5, least_area: float = 0.0) -> MultiPolygon:
    """The polygons where `inside` (height × width) exceeds `level`, in pixel coordinates, valid, holes apart.

    Parts and holes smaller than `least_area` square pixels are left out. Beyond the picture nothing is inside.
    """
    import contourpy  # noqa: PLC0415 - an extra

    padded = np.pad(inside, 1, constant_values=min(0.0, level - 1))
    generator = contourpy.contour_generator(z=padded, fill_type=contourpy.FillType.OuterOffset)
    # Of this fill type: for each polygon its points, and where each of its rings starts in them.
    found = cast("tuple[list[Points], list[Offsets]]", generator.filled(level, np.inf))
    rings = [
        [points[start:end] - 0.5 for start, end in pairwise(offsets)] for points, offsets in zip(*found, strict=True)
    ]
    polygons = [Polygon(outer, [hole for hole in holes if _area(hole) >= least_area]) for outer, *holes in rings]
    kept = [polygon.simplify(TOLERANCE) for polygon in polygons if _area(polygon.exterior.coords) >= least_area]
    valid = shapely.make_valid(shapely.union_all(kept)) if kept else MultiPolygon()
    return MultiPolygon([part for part in shapely.get_parts(valid) if isinstance(part, Polygon) and part.area > 0])


# ---------------------------------------------------------------------------------------------------------------


def _area(ring: object) -> float:
    return float(Polygon(ring).area)  # type: ignore[arg-type]
