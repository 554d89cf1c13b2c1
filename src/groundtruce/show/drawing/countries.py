"""The countries under a figure's zones, and their names where there is room."""

from collections.abc import Sequence
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.show.drawing.frame import Frame
from groundtruce.show.drawing.labels import Box, Label, text_box, text_width
from groundtruce.show.drawing.land import find_countries

_SIZE, _SPACING = 11, 1.6


class Country(NamedTuple):
    """A country's shape in pixels, as far as it can be seen."""

    name: str
    shape: BaseGeometry


def see_countries(frame: Frame) -> list[Country]:
    """The countries that a figure shows some ground of."""
    around = shapely.buffer(frame.window, 20, join_style="mitre")
    projected = ((name, shapely.make_valid(frame.project(shape))) for name, shape in find_countries(frame.degrees()))
    seen = [Country(name, shapely.intersection(shape, around)) for name, shape in projected]
    return [country for country in seen if not country.shape.is_empty]


def label_countries(
    frame: Frame, countries: Sequence[Country], *, avoid: BaseGeometry, taken: Sequence[Box]
) -> list[Label]:
    """A name for each country that has room for it beside the zones."""
    boxes, labels = list(taken), []
    for name, shape in countries:
        placed = _place(name.upper(), _largest_part(_free(shape, frame, avoid)), boxes)
        if placed:
            labels.append(placed[0])
            boxes.append(placed[1])
    return labels


# ---------------------------------------------------------------------------------------------------------------


def _free(shape: BaseGeometry, frame: Frame, avoid: BaseGeometry) -> BaseGeometry:
    return shapely.difference(shapely.intersection(shape, frame.window), shapely.buffer(avoid, 8))


def _largest_part(shape: BaseGeometry) -> shapely.Polygon | None:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and not part.is_empty]
    return max(parts, key=lambda part: part.area, default=None)


def _place(text: str, ground: shapely.Polygon | None, taken: Sequence[Box]) -> tuple[Label, Box] | None:
    if ground is None:
        return None
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(ground, tolerance=2))[0]
    width = text_width(text, _SIZE) + _SPACING * len(text)
    box = text_box(float(x), float(y) + 4, width, _SIZE, "middle")
    if not ground.contains(shapely.box(*box)) or any(box.meets(other) for other in taken):
        return None
    return Label(text, float(x), float(y) + 4, "middle"), box
