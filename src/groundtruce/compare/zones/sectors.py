"""The sixteen sectors of the compass, and how much of a part lies in each."""

import numpy as np

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, measure_distances_km
from groundtruce.compare.zones.outlines import Reach
from groundtruce.compare.zones.shapes import Boundary, Indices

SECTORS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
SECTOR_DEG = 360 / len(SECTORS)


def share_among_sectors(reach: Reach, other: Boundary, plane: LocalPlane) -> Numbers:
    """Which share of each part lies in each sector, shape `(parts, 16)`; rows without any own outline are zero.

    Each stretch of a part's own outline stands for the ground between it and the nearest point of the other boundary, and for
    the direction from there.
    """
    shares = np.zeros((len(reach.depths), len(SECTORS)))
    if not len(reach.sample_part):
        return shares
    starts = plane.unproject(other.find_nearest(reach.sample_points))
    _, bearings = measure_distances_km(starts, plane.unproject(reach.sample_points))
    np.add.at(shares, (reach.sample_part, find_sectors(bearings)), reach.sample_lengths * reach.sample_depths)
    totals = shares.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(shares, totals, out=shares, where=totals > 0))


def find_sectors(bearings: Numbers) -> Indices:
    """The number of each bearing's sector: 0 for north, which reaches 11.25° to both sides."""
    return np.asarray(np.floor(bearings / SECTOR_DEG + 0.5).astype(np.int64) % len(SECTORS))
