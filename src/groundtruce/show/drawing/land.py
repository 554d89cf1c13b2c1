"""The bundled base map: countries near a place, to find one's bearings.

Natural Earth 4.1, 1:10m, public domain, simplified to about 700 m (`data/README.md`). Its borders take no position.
"""

import functools
import gzip
import json
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Points = npt.NDArray[np.float64]


def find_countries(bounds: tuple[float, float, float, float]) -> list[tuple[str, BaseGeometry]]:
    """The countries that meet `bounds` (west, south, east, north, degrees): name and shape cut to the bounds.

    Bounds that reach across the antimeridian lie beyond ±180° on one side.
    """
    west, south, east, north = bounds
    boxes = [
        shapely.box(max(west + turn, -180), south, min(east + turn, 180), north)
        for turn in (-360, 0, 360)
        if west + turn < 180 and east + turn > -180
    ]
    window = shapely.union_all(boxes)
    found = []
    for name, shape in _countries():
        if shape.intersects(window):
            found.append((name, shapely.intersection(shapely.make_valid(shape), window)))
    return found


# ---------------------------------------------------------------------------------------------------------------


@functools.cache
def _countries() -> list[tuple[str, BaseGeometry]]:
    topology = json.loads(
        gzip.decompress(files("groundtruce.show").joinpath("data/countries.topojson.gz").read_bytes())
    )
    scale = np.array(topology["transform"]["scale"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale for arc in topology["arcs"]]
    return [_country(each, arcs) for each in topology["objects"]["countries"]["geometries"]]


def _country(country: dict[str, Any], arcs: list[Points]) -> tuple[str, BaseGeometry]:
    polygons = []
    for polygon in country["arcs"]:
        rings = [ring for ring in (_ring(ring, arcs) for ring in polygon) if len(ring) > 3]
        if rings:
            polygons.append(shapely.Polygon(rings[0], rings[1:]))
    return country["properties"]["name"], shapely.MultiPolygon(polygons)


def _ring(ring: list[int], arcs: list[Points]) -> Points:
    """The points of a ring; a complement stands for an arc reversed, as TopoJSON has it.

    On the antimeridian a longitude may be written as 180° east or west: the ring goes the short way.
    """
    points = np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring])
    turned = np.unwrap(points[:, 0], period=360)
    turned -= 360 * np.round(np.median(turned) / 360)
    # A ring round a pole is closed along it, and would not be any more.
    return np.column_stack([turned, points[:, 1]]) if abs(turned[-1] - turned[0]) < 180 else points
