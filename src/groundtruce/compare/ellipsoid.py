"""Measures on the WGS 84 ellipsoid. Coordinates are longitude, latitude in degrees; edges are straight in them.

GeoJSON (RFC 7946, section 3.1.1) makes the line between two positions straight in longitude and latitude, and so do
GeoPackage and KML in practice; a geodesic between them would leave it by 50 m on an edge of 55 km. So areas are those of
the shapes with straight edges, exact, and distances are geodesic.
"""

import functools
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

Numbers: TypeAlias = npt.NDArray[np.float64]

_GEOD = pyproj.Geod(ellps="WGS84")
_ECCENTRICITY = float(np.sqrt(_GEOD.es))
# ∫q over an edge is taken by five-point Gauss-Legendre quadrature: exact to 1e-12 for edges up to some ten degrees.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
# Edges longer than this are divided before they are projected: a straight edge of 2 km then bends by under 0.1 m.
_LONGEST_EDGE_DEG = 0.02
# A hemisphere's boundary in steps of 0.02° would be millions of points: large shapes take coarser steps.
_MOST_STEPS = 50_000


def measure_areas_km2(polygons: Any) -> Numbers:
    """The area of each Polygon (shape `(n,)`) in km², exact for edges straight in longitude and latitude.

    Green's theorem with the authalic function q (Snyder 1987, Map Projections: A Working Manual, eq. 3-12):
    dA = b²-scaled dq dλ, so the area is the integral of q along the rings.
    """
    polygons = shapely.orient_polygons(np.asarray(polygons, dtype=object))
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    coordinates, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    same_ring = ring_of_point[1:] == ring_of_point[:-1]
    first, last = coordinates[:-1][same_ring], coordinates[1:][same_ring]
    contributions = -_integrate_authalic(first, last)
    polygon_of_edge = polygon_of_ring[ring_of_point[:-1][same_ring]]
    return np.bincount(polygon_of_edge, weights=contributions, minlength=len(polygons)).astype(np.float64)


def measure_distances_km(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The geodesic distances in km from `starts` to `ends`, shape `(n, 2)`, and the bearings at the starts."""
    bearings, _, metres = _GEOD.inv(*starts.T, *ends.T)
    return np.asarray(metres) / 1000, np.asarray(bearings) % 360


def measure_distance_km(start: Any, end: Any) -> tuple[float, float]:
    """The geodesic distance in km from `start` to `end` and the bearing at `start`, degrees clockwise from north."""
    bearing, _, metres = _GEOD.inv(start[0], start[1], end[0], end[1])
    return metres / 1000, bearing % 360


class LocalPlane:
    """A plane in km around a centre: Lambert's azimuthal equal-area projection.

    Up to 100 km from its centre distances are true to 3 in 100,000, up to 500 km to 1 in 1,000.
    """

    def __init__(self, longitude: float, latitude: float) -> None:
        self._project = _projection(longitude, latitude)

    def project(self, coordinates: Numbers) -> Numbers:
        """Longitude and latitude, shape `(n, 2)`, as x and y in km."""
        x, y = self._project(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y]) / 1000

    def unproject(self, points: Numbers) -> Numbers:
        """Plane points in km, shape `(n, 2)`, as longitude and latitude; longitudes within 180° of the centre's."""
        longitude, latitude = self._project(points[:, 0] * 1000, points[:, 1] * 1000, inverse=True)
        return np.column_stack([longitude, latitude])


def divide_edges(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers, npt.NDArray[np.int64]]:
    """Edges (longitude, latitude, shape `(n, 2)`) with long ones divided, so that their pieces stay straight on a plane.

    Also which edge each piece is of.
    """
    lengths = np.hypot(*(ends - starts).T)
    step = max(_LONGEST_EDGE_DEG, float(lengths.sum()) / _MOST_STEPS)
    pieces = np.maximum(np.ceil(lengths / step), 1).astype(np.int64)
    if len(pieces) == pieces.sum():
        return starts, ends, np.arange(len(pieces))
    edge = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    across = ends[edge] - starts[edge]
    first, last = (((number + more) / pieces[edge])[:, None] for more in (0, 1))
    # The last piece ends where the edge does, to the last bit.
    return starts[edge] + first * across, np.where(last == 1, ends[edge], starts[edge] + last * across), edge


# ---------------------------------------------------------------------------------------------------------------


def _integrate_authalic(first: Numbers, last: Numbers) -> Numbers:
    """∫ q dλ along each edge, in km²."""
    if not len(first):
        return np.zeros(0)
    middle, half = (first[:, 1] + last[:, 1]) / 2, (last[:, 1] - first[:, 1]) / 2
    # Taken against q at a latitude of the shapes, so that small areas do not drown in the rounding of large ones.
    reference = _authalic(np.radians(middle[:1]))
    mean = sum(
        weight / 2 * (_authalic(np.radians(middle + node * half)) - reference)
        for node, weight in zip(_NODES, _WEIGHTS, strict=True)
    )
    radius_squared_km2 = _GEOD.a**2 / 2e6
    return np.asarray(radius_squared_km2 * mean * np.radians(last[:, 0] - first[:, 0]), dtype=np.float64)


def _authalic(latitude: Numbers) -> Numbers:
    """Snyder's q."""
    sine, e = np.sin(latitude), _ECCENTRICITY
    q = (1 - e**2) * (sine / (1 - e**2 * sine**2) + np.arctanh(e * sine) / e)
    return np.asarray(q, dtype=np.float64)


@functools.lru_cache(maxsize=32)
def _projection(longitude: float, latitude: float) -> pyproj.Proj:
    return pyproj.Proj(proj="laea", lon_0=longitude, lat_0=latitude, ellps="WGS84")
