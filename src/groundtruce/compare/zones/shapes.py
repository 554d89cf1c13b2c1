"""A version's boundary, prepared for being laid on another: its edges, and how far points lie from them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, divide_edges

Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]

# Odd numbers whose bits look random: products with them spread equal coordinates over 64 bits (multiplicative hashing).
_FIRST, _SECOND, _THIRD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True)
class RingEdges:
    """The edges of polygons, ring after ring, the ground on their left: ends as longitude, latitude, shape `(n, 2)`."""

    starts: Numbers
    ends: Numbers
    polygon: Indices
    """Which polygon each belongs to."""

    @cached_property
    def start_keys(self) -> Keys:
        """A number for each start: equal where the positions are equal."""
        return key_positions(self.starts)

    @cached_property
    def end_keys(self) -> Keys:
        """A number for each end."""
        return key_positions(self.ends)

    @cached_property
    def keys(self) -> Keys:
        """A number for each edge, whichever way it runs."""
        return np.asarray(self.start_keys + self.end_keys)

    @cached_property
    def directed_keys(self) -> Keys:
        """A number for each edge: equal where both run from the same position to the same."""
        return np.asarray(self.start_keys * _THIRD + self.end_keys)

    def repeat(self, directed_keys: Keys) -> Flags:
        """Which of other edges are among these, the same way round."""
        return _are_among(directed_keys, self._sorted_directed)

    def cover(self, keys: Keys) -> Flags:
        """Which of other edges are among these, whichever way they run."""
        return _are_among(keys, self._sorted_keys)

    @cached_property
    def _sorted_directed(self) -> Keys:
        return np.sort(self.directed_keys)

    @cached_property
    def _sorted_keys(self) -> Keys:
        return np.sort(self.keys)


# So many edges make one stretch of the tree.
_STRETCH = 8


class Boundary:
    """A shape's boundary, indexed for the distance of many points. Distances in km."""

    def __init__(self, shape: shapely.Geometry, plane: LocalPlane) -> None:
        self.shape = shapely.orient_polygons(shape)
        self.plane = plane
        shapely.prepare(self.shape)

    @cached_property
    def edges(self) -> RingEdges:
        """Its edges as drawn."""
        return list_ring_edges(shapely.get_parts(self.shape))

    def measure_distances(self, points: Numbers) -> Numbers:
        """The distance of points of the plane, shape `(n, 2)`, from the boundary."""
        if not len(points):
            return np.zeros(0)
        found = self._tree.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
        distances: Numbers = found[1]
        return distances

    def find_nearest(self, points: Numbers) -> Numbers:
        """The boundary's points nearest to points of the plane, shape `(n, 2)`."""
        targets = shapely.points(points)
        lines = self._tree.geometries[self._tree.query_nearest(targets, all_matches=False)[1]]
        nearest = shapely.line_interpolate_point(lines, shapely.line_locate_point(lines, targets))
        return np.asarray(shapely.get_coordinates(nearest))

    def contains(self, positions: Numbers) -> Flags:
        """Which positions (longitude, latitude) lie inside the shape."""
        return np.asarray(shapely.contains_xy(self.shape, positions))

    def measure_inside(self, positions: Numbers) -> Numbers:
        """How far places (longitude, latitude) lie inside the shape; negative outside."""
        distances = self.measure_distances(self.plane.project(positions))
        return np.where(self.contains(positions), distances, -distances)

    def find_near(self, points: Numbers, reach: float) -> Flags:
        """Which points of the plane lie within `reach` of the boundary."""
        near = np.zeros(len(points), bool)
        if len(points):
            near[self._tree.query(shapely.points(points), predicate="dwithin", distance=reach)[0]] = True
        return near

    @cached_property
    def _tree(self) -> shapely.STRtree:
        """Short stretches of the boundary: a tree of them is sooner made than one of edges, and as soon searched."""
        starts, ends, _ = divide_edges(self.edges.starts, self.edges.ends)
        breaks = np.concatenate([[True], (starts[1:] != ends[:-1]).any(axis=1)])
        since_break = np.arange(len(starts)) - np.maximum.accumulate(np.where(breaks, np.arange(len(starts)), 0))
        projected = self.plane.project(np.concatenate([starts, ends]))
        return shapely.STRtree(join_edges(*np.split(projected, 2), begins=since_break % _STRETCH == 0))


def list_ring_edges(polygons: npt.NDArray[np.object_]) -> RingEdges:
    """The edges of polygons that are oriented."""
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    same_ring = ring[1:] == ring[:-1]
    return RingEdges(coordinates[:-1][same_ring], coordinates[1:][same_ring], polygon_of_ring[ring[:-1][same_ring]])


def join_edges(starts: Numbers, ends: Numbers, *, begins: Flags) -> npt.NDArray[np.object_]:
    """Lines of edges that follow each other, a new one at each edge that `begins` one."""
    line = np.cumsum(begins) - 1
    # Each line is the start of its first edge, then the end of each.
    places = np.arange(len(line)) + line + 1
    points = np.empty((len(line) + line[-1] + 1, 2))
    points[places], points[places[begins] - 1] = ends, starts[begins]
    lines = np.empty(len(points), np.int64)
    lines[places], lines[places[begins] - 1] = line, line[begins]
    return np.asarray(shapely.linestrings(points, indices=lines))


def key_positions(positions: Numbers) -> Keys:
    """A number for each position: equal where the positions are equal, and else as good as never."""
    bits = (positions + 0.0).view(np.uint64)  # adding nothing turns -0.0 into 0.0
    mixed = (bits[:, 0] * _FIRST) ^ (bits[:, 1] * _SECOND + _THIRD)
    return np.asarray((mixed ^ (mixed >> np.uint64(29))) * _SECOND)


# ---------------------------------------------------------------------------------------------------------------


def _are_among(keys: Keys, known: Keys) -> Flags:
    """Which keys are among sorted ones."""
    if not len(known):
        return np.zeros(len(keys), bool)
    return np.asarray(known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys)
