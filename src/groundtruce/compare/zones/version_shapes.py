"""Two versions' shapes on one plane, and back: what crosses the antimeridian is joined for measuring and cut for showing."""

import functools

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers
from groundtruce.compare.zones.shapes import Boundary
from groundtruce.model.zones import ZoneVersion

# Planes are centred on whole degrees, so that a version is prepared once for both of its neighbours in a series.
_PREPARED = 8


def prepare_pair(earlier: ZoneVersion, later: ZoneVersion) -> tuple[Boundary, Boundary]:
    """Both boundaries on a plane around both; across the antimeridian the western hemisphere runs on beyond 180°."""
    bounds = np.array([_bounds_of(_load(version.wkb)) for version in (earlier, later)])
    joins = _spans(bounds) > 180
    if joins:
        joined = np.array([_bounds_of(_join_at_antimeridian(_load(version.wkb))) for version in (earlier, later)])
        joins = _spans(joined) < _spans(bounds)
        bounds = joined if joins else bounds
    longitude, latitude = (bounds[:, :2].min(axis=0) + bounds[:, 2:].max(axis=0)) / 2
    centre = (float(round(longitude)), float(round(latitude)))
    return _prepare(earlier.wkb, joins, centre), _prepare(later.wkb, joins, centre)


def wrap_longitude(longitude: float) -> float:
    """The longitude within ±180°."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def wrap_longitudes(longitudes: Numbers) -> Numbers:
    """The longitudes within ±180°."""
    return np.where(np.abs(longitudes) <= 180, longitudes, (longitudes + 180) % 360 - 180)


def wrap_polygon(polygon: shapely.Polygon) -> shapely.Polygon | shapely.MultiPolygon:
    """The polygon with longitudes within ±180°, cut at the antimeridian (RFC 7946, section 3.1.9)."""
    if polygon.bounds[2] <= 180:
        return polygon
    near = shapely.intersection(polygon, shapely.box(-180, -90, 180, 90))
    far = shapely.transform(
        shapely.intersection(polygon, shapely.box(180, -90, 540, 90)), lambda each: _turn(each, -360)
    )
    return shapely.MultiPolygon([part for each in (near, far) for part in shapely.get_parts(each) if part.area > 0])


# ---------------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=_PREPARED)
def _load(wkb: bytes) -> shapely.Geometry:
    return shapely.from_wkb(wkb)


@functools.lru_cache(maxsize=_PREPARED)
def _prepare(wkb: bytes, joins: bool, centre: tuple[float, float]) -> Boundary:  # noqa: FBT001 - a part of the key
    shape = _load(wkb)
    return Boundary(_join_at_antimeridian(shape) if joins else shape, LocalPlane(*centre))


def _bounds_of(shape: shapely.Geometry) -> Numbers:
    return np.asarray(shapely.bounds(shape))


def _spans(bounds: Numbers) -> float:
    """How many degrees of longitude all bounds take up together."""
    return float(bounds[:, 2].max() - bounds[:, 0].min())


def _join_at_antimeridian(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all(
        [
            shapely.transform(part, lambda each: _turn(each, 360)) if part.bounds[0] < 0 else part
            for part in shapely.get_parts(shape)
        ]
    )


def _turn(positions: Numbers, degrees: float) -> Numbers:
    return np.asarray(positions + np.array([degrees, 0.0]))
