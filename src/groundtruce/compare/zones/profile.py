"""A boundary's displacement profile: how far the later drawing lies from the earlier, point by point along itself."""

import math

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.zones.shapes import Boundary
from groundtruce.compare.zones.version_shapes import prepare_pair, wrap_longitude
from groundtruce.model.zones import ProfilePoint, ZoneVersion

_MOST_POINTS = 20_000


def profile_boundary(earlier: ZoneVersion, later: ZoneVersion, *, step_km: float) -> tuple[ProfilePoint, ...]:
    """Along each ring of the later boundary, every `step_km`, how far it lies outside the earlier shape (negative: inside).

    Of a boundary so long that there would be more than 20,000 points, that many are given.
    """
    old, new = prepare_pair(earlier, later)
    rings = [_to_plane(ring, new) for ring in shapely.get_rings(shapely.get_parts(new.shape))]
    step = max(step_km, math.fsum(ring.length for ring in rings) / _MOST_POINTS)
    return tuple(point for number, ring in enumerate(rings) for point in _profile_ring(number, ring, old, step))


# ---------------------------------------------------------------------------------------------------------------


def _to_plane(ring: shapely.LinearRing, boundary: Boundary) -> shapely.LineString:
    points = shapely.get_coordinates(shapely.segmentize(ring, 0.02))
    return shapely.LineString(boundary.plane.project(points))


def _profile_ring(number: int, ring: shapely.LineString, old: Boundary, step: float) -> list[ProfilePoint]:
    along = np.arange(0, ring.length, step)
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, along))
    positions: Numbers = old.plane.unproject(points)
    displacements = -old.measure_inside(positions)
    return [
        ProfilePoint(ring=number, along_km=at, at=(wrap_longitude(x), y), displacement_km=displacement)
        for at, (x, y), displacement in zip(along.tolist(), positions.tolist(), displacements.tolist(), strict=True)
    ]
