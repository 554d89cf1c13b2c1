"""Control points: pixels of a picture whose place on the Earth is known."""

import re
from collections.abc import Sequence

import numpy as np

from groundtruce.collect.georeference.planes import Points
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

MOST_POINTS = 1_000
"""More are refused: nobody confirms so many, and every one is left out once."""


class ControlPoint(Value):
    """A pixel and the place it shows. Pixel centres lie at halves; longitude and latitude are WGS 84."""

    x: float
    y: float
    longitude: float
    latitude: float
    name: str = ""
    """What stands there, such as a town's name."""
    source: str = ""
    """Where the pair comes from: a file and its line, `--control`, or how it was found."""


def parse_control_point(text: str, *, option: str = "--control") -> ControlPoint:
    """The control point of `X,Y=LON,LAT`, as the command line takes it.

    Raises `UnusableInput`, naming the option, for a text of another form and for what is not on the Earth.
    """
    found = _PAIR.fullmatch(text)
    if not found:
        raise UnusableInput(option, f"{text!r} is not of the form X,Y=LON,LAT, such as 412.5,80=46.75,39.82")
    x, y, longitude, latitude = map(float, found.groups())
    return check_point(ControlPoint(x=x, y=y, longitude=longitude, latitude=latitude, source=option), file=option)


def write_control_point(point: ControlPoint) -> str:
    """The point as `parse_control_point` reads it, to the last digit."""
    return f"{point.x!r},{point.y!r}={point.longitude!r},{point.latitude!r}"


def check_point(point: ControlPoint, *, file: object, place: str = "") -> ControlPoint:
    """The point itself. Raises `UnusableInput` where it is not finite or not on the Earth."""
    if not np.isfinite([point.x, point.y, point.longitude, point.latitude]).all():
        raise UnusableInput(file, "a control point has a coordinate that is not finite", place=place)
    if not -180 <= point.longitude <= 180:
        raise UnusableInput(file, f"longitude {point.longitude:g} is not on the Earth", place=place)
    if not -90 < point.latitude < 90:
        swapped = " (is it the longitude?)" if abs(point.latitude) <= 180 else ""
        raise UnusableInput(file, f"latitude {point.latitude:g} is not on the Earth{swapped}", place=place)
    return point


def pixels_of(points: Sequence[ControlPoint]) -> Points:
    """The points' pixels, shape (n, 2): x, y."""
    return np.array([(point.x, point.y) for point in points], np.float64).reshape(-1, 2)


def ground_of(points: Sequence[ControlPoint]) -> Points:
    """The points' places, shape (n, 2): longitude, latitude."""
    return np.array([(point.longitude, point.latitude) for point in points], np.float64).reshape(-1, 2)


# ---------------------------------------------------------------------------------------------------------------

_NUMBER = r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*"
_PAIR = re.compile(f"{_NUMBER},{_NUMBER}={_NUMBER},{_NUMBER}")
