"""A boundary as the band in which it lies, since it was not drawn to a line's width."""

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.model.zones import ZoneVersion
from groundtruce.show.drawing.frame import Frame

STANDARD_DEVIATIONS_95 = 1.959964
"""A normal error stays within so many standard deviations with a probability of 95 %."""


def draw_band(version: ZoneVersion, frame: Frame) -> BaseGeometry:
    """Where a version's boundary lies with a probability of 95 %, in pixels; never thinner than can be seen."""
    boundary = shapely.simplify(frame.project(shapely.from_wkb(version.wkb)).boundary, 0.2)
    return shapely.union_all([_widen(line, frame, error_m) for error_m, line in _divide(version, boundary, frame)])


# ---------------------------------------------------------------------------------------------------------------


def _divide(version: ZoneVersion, boundary: BaseGeometry, frame: Frame) -> Iterator[tuple[float, BaseGeometry]]:
    """The boundary by the error with which it was drawn, in metres."""
    for stretch in version.stretches:
        area = frame.project(shapely.from_wkb(stretch.wkb))
        yield stretch.drawing_error_m, shapely.intersection(boundary, area)
        boundary = shapely.difference(boundary, area)
    yield version.drawing_error_m, boundary


def _widen(line: BaseGeometry, frame: Frame, error_m: float) -> BaseGeometry:
    return shapely.buffer(line, max(frame.pixels(STANDARD_DEVIATIONS_95 * error_m), 1.0), quad_segs=6)
