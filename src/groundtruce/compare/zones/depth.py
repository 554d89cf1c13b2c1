"""The deepest point of ground that the other boundary embraces, as a filled hole or bay: it may lie where no line is."""

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.zones.shapes import Boundary

# The furthest point is found to this much of its depth, or to half a metre.
_PRECISION = 0.001
_FINEST_KM = 0.0005
_QUARTERS = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) / 2


def search_inside(polygon: shapely.Polygon, point: Numbers, depth: float, other: Boundary) -> Numbers:
    """The furthest point (of the plane) of a part from the other boundary, if there is a further one than `point`.

    Branch and bound: distance changes by at most a kilometre in a kilometre, so a square whose middle is nearer than the
    best point by more than half its diagonal cannot hold a better one.
    """
    flat = shapely.transform(shapely.Polygon(polygon.exterior), other.plane.project)
    shapely.prepare(flat)
    low, high = np.array(flat.bounds[:2]), np.array(flat.bounds[2:])
    size = float(max(high - low))
    middles = ((low + high) / 2)[None]
    while len(middles) and size > max(_PRECISION * depth, _FINEST_KM):
        size /= 2
        middles = (middles[:, None] + size * _QUARTERS).reshape(-1, 2)
        middles = middles[shapely.dwithin(flat, shapely.points(middles), size / np.sqrt(2))]
        depths = other.measure_distances(middles)
        inside = np.where(shapely.contains_xy(flat, middles), depths, 0.0)
        if len(inside) and inside.max() > depth:
            point, depth = middles[inside.argmax()], float(inside.max())
        middles = middles[depths + size / np.sqrt(2) > depth * (1 + _PRECISION)]
    return point
