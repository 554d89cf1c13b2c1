"""Boxes of longitude and latitude: west, south, east, north. A west beyond the east crosses the antimeridian."""

from typing import TypeAlias

BoundingBox: TypeAlias = tuple[float, float, float, float]


def overlaps(box: BoundingBox, asked: BoundingBox) -> bool:
    """Whether a box, which does not cross the antimeridian, shares a point with the one asked for, which may."""
    return any(
        box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south
        for west, south, east, north in split_at_antimeridian(asked)
    )


def split_at_antimeridian(box: BoundingBox) -> tuple[BoundingBox, ...]:
    """The box as one or two that do not cross the antimeridian."""
    west, south, east, north = box
    return (box,) if west <= east else ((west, south, 180.0, north), (-180.0, south, east, north))
