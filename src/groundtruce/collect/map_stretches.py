"""Stretches: features of a map that say how well the boundary within them was drawn."""

from collections.abc import Iterable
from typing import NamedTuple

from groundtruce.collect.map_features import MapFeature
from groundtruce.collect.map_options import MapOptions, check_metres, read_properties, read_stretch_error
from groundtruce.collect.map_shapes import build_area, encode_area
from groundtruce.errors import UnusableInput
from groundtruce.model.zones import BoundaryStretch


class Stretch(NamedTuple):
    """What such a feature says: of one zone, where it names one."""

    place: str
    said: MapOptions
    area: BoundaryStretch
    repairs: tuple[str, ...]


def read_stretches(features: Iterable[MapFeature], file: str) -> dict[str, Stretch]:
    """The features that state a `stretch_error_m`, by their places. Raises `UnusableInput` for one that is no polygon."""
    stated = ((each, read_stretch_error(each.properties, file, each.place)) for each in features)
    return {each.place: _read_stretch(each, error, file) for each, error in stated if error is not None}


# ---------------------------------------------------------------------------------------------------------------


def _read_stretch(feature: MapFeature, error: float, file: str) -> Stretch:
    check_metres("stretch_error_m", error, file, feature.place)
    repairs: list[str] = []
    shape = build_area([feature], error, file, repairs) if feature.polygons else None
    if shape is None:
        raise UnusableInput(
            file, "states a stretch_error_m, and is no polygon with boundary in it", place=feature.place
        )
    said = read_properties(feature.properties, file, feature.place)
    return Stretch(feature.place, said, BoundaryStretch(drawing_error_m=error, wkb=encode_area(shape)), tuple(repairs))
