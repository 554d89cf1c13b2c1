"""The arrow to the furthest ground gained or given up."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyproj

from groundtruce.model.zones import Furthest
from groundtruce.show.drawing.frame import Frame, Points
from groundtruce.show.drawing.labels import Box, Label, place_label
from groundtruce.show.drawing.paths import write_pixel
from groundtruce.show.wording import say_estimate

_SHORTEST = 24
"""In pixels: a shorter arrow would be all head."""


class Reach(NamedTuple):
    """An arrow in pixels: its line and its head as paths, the room that it takes, and its words with where they belong."""

    line: str
    head: str
    shaft: tuple[Box, ...]
    text: str
    x: float
    y: float


def draw_reach(furthest: Furthest | None, frame: Frame) -> Reach | None:
    """The arrow from the other version's boundary to the furthest point; none where it would be too short to see."""
    if furthest is None:
        return None
    start, tip = _ends(furthest, frame)
    length = float(np.linalg.norm(tip - start))
    if length < _SHORTEST:
        return None
    along = (tip - start) / length
    neck, side = tip - 9 * along, 3.6 * np.array([-along[1], along[0]])
    steps = [start + share * (tip - start) for share in np.linspace(0, 1, max(2, int(length / 8)))]
    # The words stand near the head, so that they are read as the arrow's and not as a settlement's.
    x, y = start + 0.72 * (tip - start)
    return Reach(
        line=_join(start, neck),
        head=_join(tip, neck + side, neck - side) + "Z",
        shaft=tuple(Box(*(step - 4), *(step + 4)) for step in steps),
        text=say_estimate(furthest.km, "km"),
        x=float(x),
        y=float(y),
    )


def label_reach(reach: Reach, frame: Frame, *, taken: Sequence[Box]) -> tuple[Label, Box] | None:
    """The arrow's words beside it; none where there is no room."""
    return place_label(
        reach.text, reach.x, reach.y, size=14, gap=9, inside=frame.room, taken=[*taken, *reach.shaft], strong=True
    )


# ---------------------------------------------------------------------------------------------------------------


def _ends(furthest: Furthest, frame: Frame) -> tuple[Points, Points]:
    """Where the arrow starts and ends: back along the bearing by the distance, close enough for an arrow of some pixels."""
    longitude, latitude = furthest.at
    bearing = (furthest.bearing_deg + 180) % 360
    back = pyproj.Geod(ellps="WGS84").fwd(longitude, latitude, bearing, 1000 * furthest.km.measured)
    return np.array(frame.project_point(back[0], back[1])), np.array(frame.project_point(longitude, latitude))


def _join(*points: Points) -> str:
    return "M" + "L".join(f"{write_pixel(point[0])} {write_pixel(point[1])}" for point in points)
