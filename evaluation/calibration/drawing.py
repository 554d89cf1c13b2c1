"""Draws a meant zone with a known error: each ring displaced along its normals by a Gaussian field, as `docs/zones.md` models it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from evaluation.calibration.shapes import MeantZone, Points


@dataclass(frozen=True)
class Field:
    """How a drawing strays: `error_km` as standard deviation, correlated by exp(-d²/2L²) over `correlation_km`."""

    error_km: float
    correlation_km: float


@dataclass(frozen=True)
class Change:
    """A real change: a bulge (outwards) or dent (negative `depth_km`) of the longest ring, shaped as a cosine bell."""

    depth_km: float
    length_km: float
    """At half its depth; at its base it is twice as long."""
    at: float
    """Where its middle lies, as a share of the ring."""


class Outline:
    """The rings of a meant zone in evenly spaced points, from which drawings of it are made."""

    def __init__(self, zone: MeantZone, *, step_km: float) -> None:
        self.zone = zone
        self.rings = [_space_evenly(shapely.get_coordinates(ring), step_km) for ring in _list_rings(zone.ground)]
        self.normals = [_find_normals(ring, reach=max(1, round(zone.error_km / step_km))) for ring in self.rings]
        self.lengths = [_measure_length(ring) for ring in self.rings]

    def draw(
        self, *, change: Change | None = None, field: Field | None = None, random: np.random.Generator | None = None
    ) -> shapely.Geometry:
        """The zone in km on its plane, with the change if any, as it is (without `field`) or as drawn."""
        moved = []
        longest = int(np.argmax(self.lengths))
        for index, (ring, normals, length) in enumerate(zip(self.rings, self.normals, self.lengths, strict=True)):
            strays = np.zeros(len(ring))
            if change and index == longest:
                strays += _bell(len(ring), length, change)
            if field and random:
                strays += field.error_km * stray(len(ring), length, field.correlation_km, random)
            moved.append(ring + strays[:, None] * normals)
        return self._assemble(moved)

    def unproject(self, ground: shapely.Geometry) -> shapely.Geometry:
        """The ground in longitude and latitude; longitudes within 180° of the zone's centre."""
        plane, centre = self.zone.plane, self.zone.centre[0]

        def unproject(points: Points) -> Points:
            longitude, latitude = plane(*(1000 * points).T, inverse=True)
            return np.column_stack([longitude + 360 * np.round((centre - longitude) / 360), latitude])

        return shapely.transform(ground, unproject)

    def to_degrees(self, ground: shapely.Geometry) -> shapely.Geometry:
        """The ground in longitude and latitude, cut at the antimeridian."""
        shape = self.unproject(ground)
        if shape.bounds[2] <= 180:
            return shape
        near, far = shape.intersection(shapely.box(0, -90, 180, 90)), shape.intersection(shapely.box(180, -90, 360, 90))
        far = shapely.transform(far, lambda points: points - np.array([360.0, 0.0]))
        return shapely.MultiPolygon([part for each in (near, far) for part in shapely.get_parts(each)])

    def _assemble(self, rings: list[Points]) -> shapely.Geometry:
        """Polygons of displaced rings; where an outline has crossed itself its outer side holds."""
        rest = iter(rings)
        polygons = [_make_polygon(rest, holes=len(part.interiors)) for part in shapely.get_parts(self.zone.ground)]
        ground = shapely.make_valid(shapely.MultiPolygon(polygons), method="structure", keep_collapsed=False)
        return shapely.MultiPolygon([part for part in shapely.get_parts(ground) if part.geom_type == "Polygon"])


def stray(points: int, length: float, scale: float, random: np.random.Generator) -> Points:
    """A Gaussian field of variance 1 round a closed line, correlated by exp(-d²/2·scale²)."""
    frequencies = np.fft.rfftfreq(points, d=length / points)
    weights = np.exp(-((2 * np.pi * frequencies * scale) ** 2) / 4)
    variance = (weights[0] ** 2 + 2 * (weights[1:] ** 2).sum()) / points
    return np.asarray(np.fft.irfft(np.fft.rfft(random.normal(size=points)) * weights, n=points) / np.sqrt(variance))


# ---------------------------------------------------------------------------------------------------------------


def _list_rings(ground: shapely.Geometry) -> list[shapely.Geometry]:
    return [ring for part in shapely.get_parts(ground) for ring in (part.exterior, *part.interiors)]


def _make_polygon(rings: Iterator[Points], *, holes: int) -> shapely.Polygon:
    shell = next(rings)
    return shapely.Polygon(shell, [next(rings) for _ in range(holes)])


def _bell(points: int, length: float, change: Change) -> Points:
    along = (np.arange(points) / points - change.at + 0.5) % 1 - 0.5
    phase = np.clip(along * length / change.length_km, -1, 1)
    return np.asarray(change.depth_km * (1 + np.cos(np.pi * phase)) / 2)


def _space_evenly(ring: Points, step: float) -> Points:
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    at = np.linspace(0, along[-1], max(12, round(along[-1] / step)), endpoint=False)
    return np.column_stack([np.interp(at, along, ring[:, 0]), np.interp(at, along, ring[:, 1])])


def _find_normals(ring: Points, *, reach: int) -> Points:
    """Unit normals, away from the ground: to the right of a counterclockwise outer ring or a clockwise hole."""
    along = np.roll(ring, -reach, axis=0) - np.roll(ring, reach, axis=0)
    return np.column_stack([along[:, 1], -along[:, 0]]) / np.hypot(*along.T)[:, None]


def _measure_length(ring: Points) -> float:
    return float(np.hypot(*(np.roll(ring, -1, axis=0) - ring).T).sum())
