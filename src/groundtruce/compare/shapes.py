"""Two shapes set side by side: the ground between them in connected parts, and how deep each part is."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, list_edges, measure_areas_km2

# A side of a part that lies this near to the other boundary is that boundary.
_SAME_EDGE_KM = 0.0002
# A part more of whose outline is the other boundary than its own may be deepest in its middle.
_EMBRACED = 1.2
# An edge that leaves the other boundary by less than this runs along it: a drawing strays by a tenth.
_ALONG = 0.5
# Inside a part the furthest point is found to this much of its depth.
_DEPTH_PRECISION = 0.002


@dataclass(frozen=True, kw_only=True)
class Part:
    """A connected part of the difference of two shapes. Lengths in km."""

    kind: Literal["gained", "lost"]
    polygon: shapely.Polygon
    km2: float
    depth_km: float
    """The distance of its furthest point from the other version's boundary."""
    stray_km: float
    """The furthest that either version's line strays from the other's: of a narrow dent, its length."""
    furthest: tuple[float, float]
    """In the plane."""
    own_length_km: float
    """How much of its outline the version drew that holds it: the later's for gained ground, the earlier's for lost."""
    other_length_km: float
    """How much of its outline is the other version's boundary."""
    plateau_km: float
    """How much of its own outline lies within two drawing errors as deep as its furthest point."""
    shallow_km2: float
    """How much of it lies along outline that strays by less than two drawing errors, without turning away."""


class Boundary:
    """A shape's boundary, indexed for the distance of many points. Distances in km."""

    def __init__(self, shape: shapely.Geometry, plane: LocalPlane) -> None:
        self.shape = shape
        self._plane = plane
        ends, _ = list_edges(shapely.get_parts(shape))
        self._own_positions = _as_keys(_starts_and_middles(ends))
        projected = plane.project(ends.reshape(-1, 2)).reshape(-1, 2, 2)
        self._edges = np.asarray(shapely.linestrings(projected))
        self._tree = shapely.STRtree(self._edges)

    def measure_distances(self, points: Numbers) -> Numbers:
        """The distance of points of the plane, shape `(n, 2)`, from the boundary."""
        if not len(points):
            return np.zeros(0)
        found = self._tree.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
        distances: Numbers = found[1]
        return distances

    def passes_through(self, positions: Numbers) -> npt.NDArray[np.bool_]:
        """Which positions (longitude, latitude) are exactly a vertex of the boundary or the middle of an edge."""
        return np.isin(_as_keys(positions), self._own_positions)

    def find_nearest(self, point: Numbers) -> Numbers:
        """The boundary's point nearest to a point of the plane."""
        target = shapely.Point(point)
        edge = self._edges[self._tree.query_nearest(target, all_matches=False)[0]]
        return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(edge, edge.project(target)))[0])

    def measure_inside(self, positions: Numbers) -> Numbers:
        """How far places (longitude, latitude) lie inside the shape; negative outside."""
        shapely.prepare(self.shape)
        inside = shapely.contains_xy(self.shape, positions)
        return np.where(inside, 1, -1) * self.measure_distances(self._plane.project(positions))


def find_parts(
    kind: Literal["gained", "lost"],
    ground: shapely.Geometry,
    own: Boundary,
    other: Boundary,
    plane: LocalPlane,
    *,
    error_km: float,
) -> tuple[Part, ...]:
    """The connected parts of `ground`, which the version with the boundary `own` holds and the one with `other` does not."""
    polygons = _polygons_of(ground)
    if not len(polygons):
        return ()
    areas = np.maximum(measure_areas_km2(polygons), 0)
    edges = _measure_edges(polygons, other, plane)
    borders = np.searchsorted(edges.part, np.arange(len(polygons)))
    own_lengths, shared = (
        np.add.reduceat(np.where(side, edges.lengths, 0), borders) for side in (edges.are_own, ~edges.are_own)
    )
    points, depths = _find_deepest(edges, borders)
    # Only parts that could lie beyond the error are worth a search of their inside.
    reachable = depths + np.sqrt(areas / np.pi) > 2 * error_km
    for index in np.flatnonzero(reachable & (shared > _EMBRACED * own_lengths)):
        points[index], depths[index] = _search_inside(polygons[index], points[index], depths[index], other, plane)
    strays = np.maximum(np.maximum.reduceat(_measure_other_side(edges, own), borders), depths)
    shallow = np.add.reduceat(
        np.where(edges.are_along & (edges.depths < 2 * error_km), edges.lengths * edges.depths, 0), borders
    )
    is_plateau = edges.are_own & (edges.depths >= depths[edges.part] - 2 * error_km)
    plateaus = np.add.reduceat(np.where(is_plateau, edges.lengths, 0), borders)
    rows = zip(polygons, *(a.tolist() for a in (areas, depths, strays, points, own_lengths, shared, plateaus, shallow)), strict=True)
    return tuple(
        Part(
            kind=kind,
            polygon=polygon,
            km2=area,
            depth_km=depth,
            stray_km=stray,
            furthest=(point[0], point[1]),
            own_length_km=own_length,
            other_length_km=other_length,
            plateau_km=plateau,
            shallow_km2=shallow_area,
        )
        for polygon, area, depth, stray, point, own_length, other_length, plateau, shallow_area in rows
    )


# ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edges:
    """The edges of parts, in the order of the parts. Points in the plane; depths are distances from the other boundary."""

    part: npt.NDArray[np.int64]
    starts: Numbers
    middles: Numbers
    start_depths: Numbers
    depths: Numbers
    """Of the middles."""
    lengths: Numbers

    @property
    def are_own(self) -> npt.NDArray[np.bool_]:
        """Which edges are not the other boundary's."""
        return self.depths > _SAME_EDGE_KM

    @property
    def are_along(self) -> npt.NDArray[np.bool_]:
        """Which of their own edges run along the other boundary rather than away from it."""
        steepness = 2 * np.abs(self.depths - self.start_depths) / np.maximum(self.lengths, 1e-9)
        return self.are_own & (steepness < _ALONG)


def _polygons_of(ground: shapely.Geometry) -> npt.NDArray[np.object_]:
    """The polygons of a difference, whose touching points and lines have no area."""
    parts: npt.NDArray[np.object_] = shapely.get_parts(shapely.get_parts(ground))
    are_polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return np.asarray(parts[are_polygons & (shapely.area(parts) > 0)])


def _starts_and_middles(ends: Numbers) -> Numbers:
    return np.concatenate([ends[:, 0], ends.mean(axis=1)])


def _as_keys(positions: Numbers) -> npt.NDArray[np.complex128]:
    """Each position as one number, to be looked up."""
    return positions[:, 0] + 1j * positions[:, 1]


def _measure_edges(polygons: npt.NDArray[np.object_], other: Boundary, plane: LocalPlane) -> _Edges:
    ends, part = list_edges(polygons)
    projected = plane.project(ends.reshape(-1, 2)).reshape(-1, 2, 2)
    starts, middles = projected[:, 0], projected.mean(axis=1)
    # Half of a part's outline is the other boundary itself: what is known to lie on it needs no search.
    apart = ~other.passes_through(_starts_and_middles(ends))
    found = np.zeros(len(apart))
    found[apart] = other.measure_distances(np.concatenate([starts, middles])[apart])
    depths = found.reshape(2, -1)
    lengths = np.hypot(*(projected[:, 1] - starts).T)
    return _Edges(part, starts, middles, depths[0], depths[1], lengths)


def _measure_other_side(edges: _Edges, own: Boundary) -> Numbers:
    """How far the middles of the other boundary's edges lie from the own boundary; 0 for the part's own edges."""
    strays = np.zeros(len(edges.lengths))
    others = ~edges.are_own
    strays[others] = own.measure_distances(edges.middles[others])
    return strays


def _find_deepest(edges: _Edges, borders: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """The furthest point of each part's outline, shape `(parts, 2)`, and its distance."""
    is_start = edges.start_depths >= edges.depths
    points = np.where(is_start[:, None], edges.starts, edges.middles)
    depths = np.maximum(edges.start_depths, edges.depths)
    deepest = np.maximum.reduceat(depths, borders)
    # The first edge of each part that reaches its depth.
    candidates = np.flatnonzero(depths == deepest[edges.part])
    first = candidates[np.unique(edges.part[candidates], return_index=True)[1]]
    return points[first].copy(), deepest


def _search_inside(
    polygon: shapely.Polygon, point: Numbers, depth: float, other: Boundary, plane: LocalPlane
) -> tuple[Numbers, float]:
    """The furthest point of a part that the other boundary embraces, as a filled hole or bay: it may lie in its middle.

    Branch and bound: distance changes by at most a kilometre in a kilometre, so a square whose middle is nearer than the
    best point by more than half its diagonal cannot hold a better one.
    """
    outline = plane.project(shapely.get_coordinates(polygon))
    flat = shapely.Polygon(outline[: len(shapely.get_coordinates(polygon.exterior))])
    shapely.prepare(flat)
    low, high = outline.min(axis=0), outline.max(axis=0)
    size = float(max(high - low))
    middles = ((low + high) / 2)[None]
    while len(middles) and size > _DEPTH_PRECISION * max(depth, 1e-6):
        size /= 2
        steps = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * size / 2
        middles = (middles[:, None] + steps[None]).reshape(-1, 2)
        middles = middles[shapely.dwithin(flat, shapely.points(middles), size / np.sqrt(2))]
        depths = other.measure_distances(middles)
        inside = shapely.contains_xy(flat, middles)
        if inside.any() and depths[inside].max() > depth:
            best = int(np.where(inside, depths, -1).argmax())
            point, depth = middles[best], float(depths[best])
        middles = middles[depths + size / np.sqrt(2) > depth * (1 + _DEPTH_PRECISION)]
    return point, depth
