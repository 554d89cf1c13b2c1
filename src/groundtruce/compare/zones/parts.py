"""The ground between two shapes in connected parts, each with its area and how deep it is."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.ellipsoid import LocalPlane, Numbers, measure_areas_km2, measure_distances_km
from groundtruce.compare.zones.boundary_errors import BoundaryError
from groundtruce.compare.zones.depth import search_inside
from groundtruce.compare.zones.drawing_error import SMALLEST_ERROR_KM, combine_errors
from groundtruce.compare.zones.outlines import Reach, list_sides, measure_reach
from groundtruce.compare.zones.sectors import share_among_sectors
from groundtruce.compare.zones.shapes import Boundary, list_ring_edges

# A part more of whose outline is the other boundary than its own may be deepest in its middle.
_EMBRACED = 1.2


@dataclass(frozen=True, kw_only=True)
class Part:
    """A connected part of the difference of two shapes. Lengths in km; positions are longitude, latitude."""

    kind: Literal["gained", "lost"]
    polygon: shapely.Polygon
    km2: float
    depth_km: float
    """The geodesic distance of its furthest point from the other version's boundary."""
    furthest: tuple[float, float]
    bearing_deg: float
    """From the other boundary's nearest point to the furthest, clockwise from north."""
    stray_km: float
    """The furthest that either version's line strays from the other's: of a narrow dent, its length."""
    own_length_km: float
    """How much of its outline the version drew that holds it: the later's for gained ground, the earlier's for lost."""
    other_length_km: float
    """How much of its outline is the other version's boundary."""
    plateau_km: float
    """How much of its own outline lies within two drawing errors as deep as its furthest point."""
    earlier_error_km: float
    """The earlier version's drawing error along it."""
    later_error_km: float
    """The later version's."""
    shallow_km2: float
    """How much of it lies along outline that strays by less than two drawing errors, without turning away."""
    sector_shares: tuple[float, ...]
    """Which share of it lies in each of sixteen sectors, from north clockwise; all 0 where it has no outline of its own."""


def find_parts(
    kind: Literal["gained", "lost"],
    polygons: npt.NDArray[np.object_],
    own: Boundary,
    other: Boundary,
    *,
    errors: tuple[BoundaryError, BoundaryError],
) -> tuple[Part, ...]:
    """Each of the connected pieces of ground which the version with the boundary `own` holds and that with `other` does not.

    `errors` are those of `own` and of `other`.
    """
    if not len(polygons):
        return ()
    count, spacing = len(polygons), combine_errors(*(error.bounds_km[0] for error in errors)) / 2
    own_sides, other_sides = list_sides(list_ring_edges(polygons), own, other, own.plane)
    reach = measure_reach(own_sides, other, parts=count, spacing_km=spacing)
    back = measure_reach(other_sides, own, parts=count, spacing_km=spacing)
    areas = np.maximum(measure_areas_km2(polygons), 0)
    lengths = [
        np.bincount(sides.part, sides.lengths, minlength=count).astype(np.float64) for sides in (own_sides, other_sides)
    ]
    own_error, other_error = errors[0].of_parts(reach, own), errors[1].of_parts(back, other)
    bands = 2 * np.maximum(np.hypot(own_error, other_error), SMALLEST_ERROR_KM)
    furthest = _look_inside(polygons, reach, areas, lengths, other, bands_km=bands)
    positions, depths, bearings = _measure_from(furthest, other, own.plane)
    columns: dict[str, Numbers] = {
        "km2": areas,
        "depth_km": depths,
        "bearing_deg": bearings,
        "stray_km": np.maximum(back.depths, depths),
        "own_length_km": lengths[0],
        "other_length_km": lengths[1],
        "plateau_km": reach.measure_plateaus(bands),
        "shallow_km2": reach.measure_shallows(bands),
        "earlier_error_km": other_error if kind == "gained" else own_error,
        "later_error_km": own_error if kind == "gained" else other_error,
        "sector_shares": share_among_sectors(reach, other, own.plane),
    }
    rows = zip(polygons, positions.tolist(), *(column.tolist() for column in columns.values()), strict=True)
    return tuple(
        Part(kind=kind, polygon=polygon, furthest=(at[0], at[1]), **dict(zip(columns, values, strict=True)))
        for polygon, at, *values in rows
    )


# ---------------------------------------------------------------------------------------------------------------


def _look_inside(
    polygons: npt.NDArray[np.object_],
    reach: Reach,
    areas: Numbers,
    lengths: list[Numbers],
    other: Boundary,
    *,
    bands_km: Numbers,
) -> Numbers:
    """The furthest point of each part in the plane. Only parts that could lie beyond the error are worth a search inside."""
    furthest = reach.furthest.copy()
    reachable = reach.depths + np.sqrt(areas / np.pi) > bands_km
    for index in np.flatnonzero(reachable & (lengths[1] > _EMBRACED * lengths[0])):
        furthest[index] = search_inside(polygons[index], furthest[index], float(reach.depths[index]), other)
    return furthest


def _measure_from(points: Numbers, other: Boundary, plane: LocalPlane) -> tuple[Numbers, Numbers, Numbers]:
    """Points as longitude and latitude, their geodesic distances from the other boundary, and the bearings from there."""
    positions = plane.unproject(points)
    distances, bearings = measure_distances_km(plane.unproject(other.find_nearest(points)), positions)
    return positions, distances, bearings
