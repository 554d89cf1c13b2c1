"""Coordinates in the system that a file declares, brought to WGS 84."""

import numpy as np
import pyproj
from pyproj.exceptions import CRSError, ProjError

from groundtruce.collect.map_features import Positions
from groundtruce.errors import UnusableInput

# An edge that is straight in the file's system is divided until it strays by less than this (about 1 m) from its image.
_STRAIGHT_DEG = 1e-5
_MOST_HALVINGS = 8
_WGS84 = pyproj.CRS("OGC:CRS84")


def transform_to_wgs84(positions: Positions, crs: str | None, *, file: str, place: str) -> Positions:
    """Longitude and latitude of `positions` given in `crs` (x first), edges divided where they would bend.

    Raises `UnusableInput` for a coordinate system that is unknown and for positions outside it.
    """
    transformer = _choose_transformer(crs, file)
    if transformer is None or not len(positions):
        return positions
    try:
        transformed = _transform(positions, transformer)
        for _ in range(_MOST_HALVINGS):
            middles = _transform((positions[:-1] + positions[1:]) / 2, transformer)
            bent = np.abs(middles - (transformed[:-1] + transformed[1:]) / 2).max(axis=1) > _STRAIGHT_DEG
            if not bent.any():
                break
            after = np.flatnonzero(bent) + 1
            positions = np.insert(positions, after, (positions[:-1] + positions[1:])[bent] / 2, axis=0)
            transformed = np.insert(transformed, after, middles[bent], axis=0)
    except ProjError:
        raise UnusableInput(file, f"has positions that {crs} does not reach", place=place) from None
    return transformed


# ---------------------------------------------------------------------------------------------------------------


def _choose_transformer(crs: str | None, file: str) -> pyproj.Transformer | None:
    """None where the positions are WGS 84 already. GeoJSON and GDAL give longitude first whatever the system says."""
    if crs is None:
        return None
    try:
        declared = pyproj.CRS.from_user_input(crs)
    except CRSError:
        raise UnusableInput(file, f"declares a coordinate system that is unknown: {crs[:80]}") from None
    if declared.equals(_WGS84, ignore_axis_order=True):
        return None
    return pyproj.Transformer.from_crs(declared, _WGS84, always_xy=True)


def _transform(positions: Positions, transformer: pyproj.Transformer) -> Positions:
    return np.column_stack(transformer.transform(positions[:, 0], positions[:, 1], errcheck=True))
