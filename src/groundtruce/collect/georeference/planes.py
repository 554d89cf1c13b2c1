"""Planes in metres in which a picture is fitted: maps are drawn on a plane, not on degrees."""

from functools import lru_cache
from typing import Literal

import numpy as np
import pyproj
from numpy.typing import NDArray

from groundtruce.model.values import Value

Points = NDArray[np.float64]
"""Shape (n, 2)."""

PlaneKind = Literal["mercator", "conformal", "equirectangular"]
PLANES: tuple[PlaneKind, ...] = ("mercator", "conformal", "equirectangular")
"""In the order in which equally good ones are taken: web maps first."""


class Plane(Value):
    """A projection that is true to scale at its centre, or along its centre's parallel.

    `mercator` is what web maps use (EPSG:3857 with another scale), `conformal` a stereographic projection, which stands for
    the conformal ones that surveys use, `equirectangular` a grid of longitude and latitude.
    """

    kind: PlaneKind
    longitude: float
    latitude: float

    def project(self, ground: Points) -> Points:
        """Metres, x east and y north, of longitudes and latitudes. What the plane does not reach becomes infinite."""
        return np.column_stack(_projection(self.kind, self.longitude, self.latitude)(ground[:, 0], ground[:, 1]))

    def unproject(self, metres: Points) -> Points:
        """Longitudes and latitudes of metres in the plane; what is off the Earth becomes infinite."""
        inverse = _projection(self.kind, self.longitude, self.latitude)
        return np.column_stack(inverse(metres[:, 0], metres[:, 1], inverse=True))


def choose_plane(kind: PlaneKind, ground: Points) -> Plane:
    """The plane of a kind around the middle of points (longitude, latitude), across the antimeridian too."""
    radians = np.radians(ground)
    turn = np.exp(1j * radians[:, 0]).mean()
    longitude = float(np.degrees(np.angle(turn)))
    latitude = float((ground[:, 1].min() + ground[:, 1].max()) / 2)
    return Plane(kind=kind, longitude=round(longitude, 6), latitude=round(latitude, 6))


def distances_m(first: Points, second: Points) -> NDArray[np.float64]:
    """Metres on the ellipsoid between pairs of points (longitude, latitude); infinite where one is off the Earth."""
    on_earth = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
    metres = np.full(len(first), np.inf)
    if on_earth.any():
        a, b = first[on_earth], second[on_earth]
        metres[on_earth] = _ELLIPSOID.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2]
    return metres


# ---------------------------------------------------------------------------------------------------------------

_ELLIPSOID = pyproj.Geod(ellps="WGS84")
# Mercator has no scale at the poles.
_MOST_LATITUDE = 85.0


@lru_cache(maxsize=256)
def _projection(kind: PlaneKind, longitude: float, latitude: float) -> pyproj.Proj:
    if kind == "mercator":
        # The sphere with geodetic latitudes, as web maps have it.
        true_at = float(np.clip(latitude, -_MOST_LATITUDE, _MOST_LATITUDE))
        return pyproj.Proj(proj="merc", a=6378137, b=6378137, lon_0=longitude, lat_ts=true_at)
    if kind == "conformal":
        return pyproj.Proj(proj="stere", ellps="WGS84", lon_0=longitude, lat_0=latitude)
    return pyproj.Proj(proj="eqc", a=6371008.8, b=6371008.8, lon_0=longitude, lat_ts=latitude)
