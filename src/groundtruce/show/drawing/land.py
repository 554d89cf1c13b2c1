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
    """The countries that meet `bounds` (west, south, east, north, degrees): name and shape cut to the bounds."""
    window = shapely.box(*bounds)
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
    """The points of a ring; a complement stands for an arc reversed, as TopoJSON has it."""
    return np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring])
