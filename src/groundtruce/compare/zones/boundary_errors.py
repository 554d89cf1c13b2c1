"""The drawing error of a version along its boundary: one number, or another on stretches of which its source says so."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.zones.outlines import Reach
from groundtruce.compare.zones.shapes import Boundary
from groundtruce.compare.zones.version_shapes import wrap_longitudes
from groundtruce.model.zones import ZoneVersion


class BoundaryError:
    """One standard deviation of where a version's boundary was drawn, in km, at each place along it."""

    def __init__(self, version: ZoneVersion) -> None:
        self.usual_km = version.drawing_error_m / 1000
        self._version = version

    @property
    def is_even(self) -> bool:
        """Whether it is the same everywhere."""
        return not self._version.stretches

    @property
    def bounds_km(self) -> tuple[float, float]:
        """The least and the largest."""
        every = [self.usual_km, *(stretch.drawing_error_m / 1000 for stretch in self._version.stretches)]
        return min(every), max(every)

    def at(self, positions: Numbers) -> Numbers:
        """At places on the boundary: longitude, latitude, shape `(n, 2)`."""
        errors = np.full(len(positions), self.usual_km)
        if not self.is_even:
            points = np.column_stack([wrap_longitudes(positions[:, 0]), positions[:, 1]])
            for area, error_km in self._areas:
                errors[shapely.contains_xy(area, points)] = error_km
        return errors

    def near(self, points: Numbers, boundary: Boundary) -> Numbers:
        """Where the boundary is nearest to points of its plane."""
        if self.is_even:
            return np.full(len(points), self.usual_km)
        return self.at(boundary.plane.unproject(boundary.find_nearest(points)))

    def of_parts(self, sides: Reach, boundary: Boundary) -> Numbers:
        """Of each part, the root of the mean square along the sides that this boundary drew; the usual one without any."""
        errors = np.full(len(sides.depths), self.usual_km)
        if self.is_even or not len(sides.sample_part):
            return errors
        squares = self.at(boundary.plane.unproject(sides.sample_points)) ** 2
        lengths, weighted = (
            np.bincount(sides.sample_part, each, minlength=len(errors))
            for each in (sides.sample_lengths, sides.sample_lengths * squares)
        )
        drawn = lengths > 0
        errors[drawn] = np.sqrt(weighted[drawn] / lengths[drawn])
        return errors

    def divide(self, polygons: npt.NDArray[np.object_]) -> Iterator[tuple[float, npt.NDArray[np.object_]]]:
        """The boundary of each polygon (longitude, latitude) by the error with which it was drawn."""
        lines = shapely.boundary(polygons)
        for area, error_km in reversed(self._areas):
            yield error_km, shapely.intersection(lines, area)
            lines = shapely.difference(lines, area)
        yield self.usual_km, lines

    @cached_property
    def _areas(self) -> list[tuple[shapely.Geometry, float]]:
        """The stretches' areas and errors, the first last, so that it holds where they overlap."""
        return list(self._prepare_areas())[::-1]

    def _prepare_areas(self) -> Iterator[tuple[shapely.Geometry, float]]:
        for stretch in self._version.stretches:
            area = shapely.from_wkb(stretch.wkb)
            shapely.prepare(area)
            yield area, stretch.drawing_error_m / 1000
