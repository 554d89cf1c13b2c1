"""Boxes of longitude and latitude: west, south, east, north. A west beyond the east crosses the antimeridian."""

from typing import TypeAlias

BoundingBox: TypeAlias = tuple[float, float, float, float]


def overlaps(box: BoundingBox, asked: BoundingBox) -> bool:
    """Whether a box, which does not cross the antimeridian, shares a point with the one asked for, which may."""
    west, south, east, north = asked
    return any(
        box[0] <= right and box[2] >= left and box[1] <= north and box[3] >= south for left, right in _split(west, east)
    )


# ---------------------------------------------------------------------------------------------------------------


def _split(west: float, east: float) -> tuple[tuple[float, float], ...]:
    return ((west, east),) if west <= east else ((west, 180.0), (-180.0, east))
