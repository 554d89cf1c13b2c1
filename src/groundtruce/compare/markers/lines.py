"""A zone's boundary as lines to walk along: the nearest point of each marker, on which side it stands, and how far along.

Edges are straight in longitude and latitude, as everywhere in Groundtruce; what is nearest is found in a local plane around
the markers, and distances to it are geodesic.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, measure_distance_km

# A straight edge of 2 km bends by under 0.1 m when it is projected.
_LONGEST_EDGE_DEG = 0.02


class Foot(NamedTuple):
    """The nearest point of a boundary to a marker."""

    ring: int
    edge: int
    """Of all the boundary's edges, in the order of its rings."""
    share: float
    """How far along its edge, from 0 to 1."""
    along_km: float
    """From the start of its ring."""
    position: tuple[float, float]
    """Longitude, latitude."""
    distance_m: float
    """To the marker: positive outside the zone, negative inside."""


class BoundaryLine:
    """A shape's rings near a place. Longitudes run on across the antimeridian, within 180° of `centre`."""

    def __init__(self, shape: shapely.Geometry, centre: tuple[float, float]) -> None:
        self._centre = centre
        # Walked along, a boundary has its zone on the left.
        self.shape = shapely.orient_polygons(_turn_towards(shape, centre[0]))
        self._plane = LocalPlane(*centre)
        polygons = shapely.get_parts(self.shape)
        rings, _ = shapely.get_rings(polygons, return_index=True)
        self._ends, self._ring_of_edge = _list_edges(rings)
        flat = self._plane.project(self._ends.reshape(-1, 2)).reshape(-1, 2, 2)
        self._edges = np.asarray(shapely.linestrings(flat))
        self._lengths: Numbers = np.hypot(*(flat[:, 1] - flat[:, 0]).T)
        self._first_edge = np.searchsorted(self._ring_of_edge, np.arange(len(rings) + 1))
        summed = np.concatenate([[0.0], np.cumsum(self._lengths)])
        self._start_km = summed[:-1] - summed[self._first_edge[:-1]][self._ring_of_edge]
        self.ring_km: Numbers = summed[self._first_edge[1:]] - summed[self._first_edge[:-1]]
        self._tree = shapely.STRtree(self._edges)

    def turn(self, positions: Numbers) -> Numbers:
        """Positions with their longitudes on the turn nearest to the centre's."""
        turned = positions.copy()
        turned[:, 0] -= 360 * np.round((turned[:, 0] - self._centre[0]) / 360)
        return turned

    def find_feet(self, positions: Numbers) -> list[Foot]:
        """The nearest point to each of `positions` (longitude, latitude; shape `(n, 2)`)."""
        turned = self.turn(positions)
        flat = self._plane.project(turned)
        # The point opposite on the globe has no place on a plane: one beside it, nearer to the centre, stands for it.
        opposite = ~np.isfinite(flat).all(axis=1)
        flat[opposite] = self._plane.project(turned[opposite] + 0.01 * (np.array(self._centre) - turned[opposite]))
        points = shapely.points(flat)
        nearest = self._tree.query_nearest(points, all_matches=False)[1]
        shares = shapely.line_locate_point(self._edges[nearest], points, normalized=True)
        starts, ends = self._ends[nearest, 0], self._ends[nearest, 1]
        feet = starts + shares[:, None] * (ends - starts)
        shapely.prepare(self.shape)
        signs = np.where(shapely.contains_xy(self.shape, turned), -1, 1)
        return [
            Foot(
                ring=int(self._ring_of_edge[edge]),
                edge=int(edge),
                share=float(share),
                along_km=float(self._start_km[edge] + share * self._lengths[edge]),
                position=(float(foot[0]), float(foot[1])),
                distance_m=float(sign * 1000 * measure_distance_km(foot, position)[0]),
            )
            for edge, share, foot, position, sign in zip(nearest, shares, feet, turned, signs, strict=True)
        ]

    def piece(self, first: Foot, last: Foot) -> Numbers:
        """The boundary from one of its points onwards to another of the same ring, as positions."""
        edges = [*self._walk(first, last)]
        vertices = self._ends[edges, 1] if edges else np.zeros((0, 2))
        return np.concatenate([[first.position], vertices, [last.position]])

    def ring(self, number: int) -> Numbers:
        """All positions of a ring, the first one again at its end."""
        first, after = self._first_edge[number : number + 2]
        return np.concatenate([self._ends[first:after, 0], self._ends[first : first + 1, 0]])

    def _walk(self, first: Foot, last: Foot) -> Iterator[int]:
        """The edges whose end is passed on the way from `first` to `last`."""
        start, after = self._first_edge[first.ring : first.ring + 2]
        edge = first.edge
        if edge == last.edge and first.share <= last.share:
            return
        while True:
            yield edge
            edge = edge + 1 if edge + 1 < after else int(start)
            if edge == last.edge:
                return


def move_east(shape: shapely.Geometry, degrees: float) -> shapely.Geometry:
    """A shape so many degrees of longitude further east."""

    def move(positions: Numbers) -> Numbers:
        moved: Numbers = positions + np.array([degrees, 0.0])
        return moved

    return shapely.transform(shape, move) if degrees else shape


# ---------------------------------------------------------------------------------------------------------------


def _list_edges(rings: npt.NDArray[np.object_]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """The edges of rings, long ones divided so that they stay straight in a plane: shape `(m, 2, 2)`, and each one's ring."""
    coordinates, ring = shapely.get_coordinates(shapely.segmentize(rings, _LONGEST_EDGE_DEG), return_index=True)
    is_edge = ring[1:] == ring[:-1]
    ends: Numbers = np.stack([coordinates[:-1][is_edge], coordinates[1:][is_edge]], axis=1)
    return ends, ring[:-1][is_edge].astype(np.int64)


def _turn_towards(shape: shapely.Geometry, longitude: float) -> shapely.Geometry:
    """A shape with each part on the turn nearest to a longitude; what was cut at the antimeridian is joined there."""
    parts = shapely.get_parts(shape)
    turns = [_turns_to(part, longitude) for part in parts]
    if not any(turns):
        return shape
    turned = [move_east(part, 360.0 * turn) for part, turn in zip(parts, turns, strict=True)]
    return shapely.union_all(turned)


def _turns_to(part: shapely.Geometry, longitude: float) -> int:
    west, _, east, _ = shapely.bounds(part).tolist()
    return -int(round(((west + east) / 2 - longitude) / 360))  # noqa: RUF046 - tolist gives what mypy takes for anything
