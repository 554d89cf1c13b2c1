"""Traced maps: shapes in a picture's pixels brought to the ground, with the picture's whole error, as GeoJSON."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.pictures.extraction import TracedClass
from groundtruce.errors import UnusableInput

_LONGEST_SIDE_PX = 20.0
"""A straight line of the picture may be bent on the ground, so longer ones are cut."""
_DECIMALS = 7


def place_shape(shape: MultiPolygon, georeference: Georeference, *, name: str) -> MultiPolygon:
    """A shape in pixels as longitudes and latitudes, valid. Raises `UnusableInput` where the picture shows no ground."""
    fine = shapely.segmentize(shape, _LONGEST_SIDE_PX)
    placed = shapely.transform(fine, lambda xy: np.round(georeference.to_ground(xy), _DECIMALS))
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        raise UnusableInput(name, "shows a shape where its georeference has no ground")
    valid = shapely.orient_polygons(shapely.make_valid(placed))
    return MultiPolygon([part for part in shapely.get_parts(valid) if part.geom_type == "Polygon"])


def drawing_error_m(traced: TracedClass, georeference: Georeference) -> float:
    """One standard deviation, in metres, of where the boundary was placed: the edge's in the picture and the picture's.

    The georeference's error is the root mean square along the boundary. Both are independent, so squares add.
    """
    places = shapely.get_coordinates(shapely.segmentize(traced.shape, _LONGEST_SIDE_PX))
    edge = traced.edge_error_px * georeference.pixel_m(places)
    picture = float(np.sqrt((georeference.error_m(places) ** 2).mean()))
    return round(float(np.hypot(edge, picture)), 1)


def write_traced(
    traced: Sequence[TracedClass],
    georeference: Georeference,
    *,
    name: str,
    properties: Mapping[str, Mapping[str, Any]],
) -> bytes:
    """GeoJSON (RFC 7946) that `groundtruce add` and `compare` read; `properties` are those of each class by its name."""
    features = [
        {
            "type": "Feature",
            "properties": {
                **properties.get(each.name, {}),
                "drawing_error_m": drawing_error_m(each, georeference),
                "edge_error_px": round(each.edge_error_px, 3),
                "traced": "; ".join(each.notes),
            },
            "geometry": shapely.geometry.mapping(place_shape(each.shape, georeference, name=name)),
        }
        for each in traced
    ]
    return (
        msgspec.json.format(msgspec.json.encode({"type": "FeatureCollection", "features": features}), indent=1) + b"\n"
    )
