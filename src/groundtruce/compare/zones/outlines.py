"""The outlines of the ground between two shapes: which sides are whose boundary, and how far they stray from the other's."""

from dataclasses import dataclass

import numpy as np

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, divide_edges
from groundtruce.compare.zones.shapes import Boundary, Flags, Indices, RingEdges

# A side of a part that lies this near to the other boundary is that boundary.
_SAME_EDGE_KM = 0.0002
# A line that leaves the other boundary by less than this share runs along it: a drawing strays by a tenth.
_ALONG = 0.5


@dataclass(frozen=True)
class Sides:
    """Straight pieces of outlines in the plane, in the order of their parts and along each: shape `(n, 2)`, in km."""

    starts: Numbers
    ends: Numbers
    part: Indices

    @property
    def lengths(self) -> Numbers:
        """The length of each piece."""
        return np.asarray(np.hypot(*(self.ends - self.starts).T))

    def select(self, wanted: Flags) -> "Sides":
        """Some of the pieces."""
        return Sides(self.starts[wanted], self.ends[wanted], self.part[wanted])


@dataclass(frozen=True)
class Reach:
    """How far sides stray from a boundary: per part the furthest, and samples along them. Distances in km."""

    depths: Numbers
    """Of each part's furthest point; 0 where a part has no such side."""
    furthest: Numbers
    """Those points in the plane, shape `(parts, 2)`."""
    sample_points: Numbers
    sample_part: Indices
    sample_depths: Numbers
    sample_lengths: Numbers
    """How long a stretch each sample stands for."""
    sample_stretch: Indices
    """Samples of one number follow each other without a break."""

    def measure_plateaus(self, bands_km: Numbers) -> Numbers:
        """Of each part, how much lies within its band as deep as its furthest point."""
        return self._sum(self.sample_depths >= (self.depths - bands_km)[self.sample_part], self.sample_lengths)

    def measure_shallows(self, limits_km: Numbers) -> Numbers:
        """The area of each part that lies along sides straying by less than its limit, without turning away."""
        along = self._are_along() & (self.sample_depths < limits_km[self.sample_part])
        return self._sum(along, self.sample_lengths * self.sample_depths)

    def _are_along(self) -> Flags:
        """Which samples run along the boundary rather than away from it."""
        rises = np.abs(np.diff(self.sample_depths))
        goes_on = np.diff(self.sample_stretch) == 0
        steep = goes_on & (rises > _ALONG * np.maximum(self.sample_lengths[:-1], 1e-9))
        flags = np.ones(len(self.sample_depths), bool)
        flags[:-1] &= ~steep
        return flags

    def _sum(self, wanted: Flags, amounts: Numbers) -> Numbers:
        return np.bincount(self.sample_part[wanted], amounts[wanted], minlength=len(self.depths)).astype(np.float64)


def list_sides(edges: RingEdges, own: Boundary, other: Boundary, plane: LocalPlane) -> tuple[Sides, Sides]:
    """The sides of parts which `own` holds and `other` does not: those on the own boundary, and those on the other's."""
    starts, ends, edge = divide_edges(edges.starts, edges.ends)
    projected = plane.project(np.concatenate([starts, ends]))
    sides = Sides(projected[: len(edge)], projected[len(edge) :], edges.polygon[edge])
    on_own = _tell_own(edges, own, other, plane)[edge]
    return sides.select(on_own), sides.select(~on_own)


def measure_reach(sides: Sides, boundary: Boundary, *, parts: int, spacing_km: float) -> Reach:
    """How far each part's sides stray from a boundary.

    Starts and middles are looked at, one in each `spacing_km`. Between two of them the distance rises by no more than the
    way along the side, so only those points that may still be the furthest are looked at besides.
    """
    points, part, lengths, stretch = _list_points(sides)
    if not len(points):
        return Reach(np.zeros(parts), np.zeros((parts, 2)), points, part, lengths, lengths, stretch)
    along = np.cumsum(lengths)
    bucket = np.floor(along / spacing_km) if spacing_km > 0 else np.arange(len(points))
    first = np.concatenate([[True], (np.diff(bucket) != 0) | (np.diff(stretch) != 0)])
    sample = np.cumsum(first) - 1
    sampled = boundary.measure_distances(points[first])
    deepest = np.zeros(parts)
    np.maximum.at(deepest, part[first], sampled)
    reachable = sampled[sample] + along - along[first][sample]
    depths = np.where(first, sampled[sample], 0.0)
    open_ = ~first & (reachable > deepest[part])
    depths[open_] = boundary.measure_distances(points[open_])
    at, deepest = _find_deepest(depths, part, parts)
    return Reach(
        depths=deepest,
        furthest=points[at],
        sample_points=points[first],
        sample_part=part[first],
        sample_depths=sampled,
        sample_lengths=np.bincount(sample, lengths).astype(np.float64),
        sample_stretch=stretch[first],
    )


# ---------------------------------------------------------------------------------------------------------------


def _tell_own(edges: RingEdges, own: Boundary, other: Boundary, plane: LocalPlane) -> Flags:
    """Which edges are the own boundary's and not the other's: as drawn, else (where lines cross) by where their middle lies."""
    is_other = other.edges.cover(edges.keys)
    is_own = ~is_other & own.edges.cover(edges.keys)
    unknown = ~is_own & ~is_other
    middles = plane.project((edges.starts[unknown] + edges.ends[unknown]) / 2)
    is_own[unknown] = other.measure_distances(middles) > _SAME_EDGE_KM
    return is_own


def _list_points(sides: Sides) -> tuple[Numbers, Indices, Numbers, Indices]:
    """The start and middle of each piece, its part, the length it stands for, and the unbroken stretch it is of."""
    breaks = (np.diff(sides.part) != 0) | (sides.starts[1:] != sides.ends[:-1]).any(axis=1)
    stretch = np.concatenate([[0], np.cumsum(breaks)]) if len(sides.part) else np.zeros(0, np.int64)
    middles = (sides.starts + sides.ends) / 2
    points = np.stack([sides.starts, middles], axis=1).reshape(-1, 2)
    return points, np.repeat(sides.part, 2), np.repeat(sides.lengths / 2, 2), np.repeat(stretch, 2)


def _find_deepest(depths: Numbers, part: Indices, parts: int) -> tuple[Indices, Numbers]:
    """The first point of each part at its greatest depth (the first point of all for a part without any), and that depth."""
    deepest = np.zeros(parts)
    np.maximum.at(deepest, part, depths)
    candidates = np.flatnonzero(depths == deepest[part])[::-1]
    at = np.zeros(parts, np.int64)
    at[part[candidates]] = candidates
    return at, deepest
