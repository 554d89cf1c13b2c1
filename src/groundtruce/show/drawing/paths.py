"""Shapes in pixels as SVG paths, and hatching."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.show.drawing.frame import Frame

_HATCH_STEP = 6.0
_OVERHANG = 12
"""Shapes are cut so many pixels outside the window, so that no cut edge shows."""


def write_path(shape: BaseGeometry, frame: Frame) -> str:
    """The SVG path of a shape in pixels, to a quarter of a pixel, cut a little outside the window."""
    cut = shapely.intersection(shape, shapely.buffer(frame.window, _OVERHANG, join_style="mitre"))
    return "".join(_part_path(part) for part in shapely.get_parts(shapely.simplify(cut, 0.25)))


def write_pixel(value: float) -> str:
    """A coordinate to a tenth of a pixel, as short as it goes."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def make_hatch(shape: BaseGeometry, frame: Frame) -> BaseGeometry:
    """Diagonal lines across a shape, as lines of their own: every viewer and the PDF draw them alike."""
    if shape.is_empty:
        return shape
    bottom, reach = frame.height + _OVERHANG, frame.width + frame.height + 2 * _OVERHANG
    starts = np.arange(-reach, frame.width + _OVERHANG, _HATCH_STEP)
    lines = [shapely.LineString([(x, bottom), (x + reach, bottom - reach)]) for x in starts]
    return shapely.intersection(shapely.MultiLineString(lines), shape)


# ---------------------------------------------------------------------------------------------------------------


def _part_path(part: BaseGeometry) -> str:
    if isinstance(part, shapely.Polygon):
        return "".join(f"{_points(ring)}Z" for ring in (part.exterior, *part.interiors) if not ring.is_empty)
    return _points(part) if isinstance(part, shapely.LineString) and not part.is_empty else ""


def _points(line: BaseGeometry) -> str:
    return "M" + "L".join(f"{write_pixel(x)} {write_pixel(y)}" for x, y in shapely.get_coordinates(line))
