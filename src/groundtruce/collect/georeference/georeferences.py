"""The georeference of a picture: where each pixel lies, and how far it may be off."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.control_points import ControlPoint, ground_of, pixels_of
from groundtruce.collect.georeference.planes import Plane, Points, distances_m
from groundtruce.collect.georeference.transformations import Transformation, TransformationKind, fit
from groundtruce.model.values import Value


class ControlResidual(Value):
    """A control point and how far off the georeference puts its pixel, in metres."""

    point: ControlPoint
    residual_m: float
    """With all points fitted."""
    left_out_m: float
    """With all points fitted but this one: what it would have been put at if nobody had given it."""


class Georeference(Value):
    """A transformation, chosen and fitted, with the points that it rests on."""

    kind: TransformationKind
    plane: Plane
    width: int
    height: int
    points: tuple[ControlResidual, ...]
    cross_validated_rms_m: float
    """The root mean square of the points' `left_out_m`."""
    added_error_m: float = 0.0
    """One standard deviation of an error that all points share, along one axis."""

    def to_ground(self, xy: Points) -> Points:
        """Longitudes and latitudes of pixels, shape (n, 2); infinite where the picture shows nothing of the Earth."""
        return self.plane.unproject(self._transformation.to_plane(xy))

    def to_picture(self, ground: Points) -> Points:
        """Pixels of longitudes and latitudes, shape (n, 2); infinite where they have none."""
        return self._transformation.to_picture(self.plane.project(ground))

    def error_m(self, xy: Points) -> NDArray[np.float64]:
        """One standard deviation, along one axis, of where the georeference puts each pixel.

        The points' own error, as leaving each out shows it, carried through the fit: it falls with the number of points and
        grows outside their hull. `added_error_m` is added in squares.
        """
        each = self.cross_validated_rms_m / np.sqrt(2)
        return np.asarray(np.hypot(each * self._transformation.spread(xy), self.added_error_m), np.float64)

    def pixel_m(self, xy: Points | None = None) -> float:
        """How many metres a pixel is wide and high on the ground, the geometric mean of both; at the middle unless said."""
        at = np.array([[self.width / 2, self.height / 2]]) if xy is None else xy
        sides = [distances_m(self.to_ground(at - step), self.to_ground(at + step)) for step in _HALF_STEPS]
        return float(np.sqrt(sides[0] * sides[1]).mean())

    @property
    def control_points(self) -> tuple[ControlPoint, ...]:
        """The points alone."""
        return tuple(each.point for each in self.points)

    @property
    def _transformation(self) -> Transformation:
        return _fit(self.kind, self.plane, self.control_points)


# ---------------------------------------------------------------------------------------------------------------

_HALF_STEPS = (np.array([0.5, 0.0]), np.array([0.0, 0.5]))


@lru_cache(maxsize=16)
def _fit(kind: TransformationKind, plane: Plane, points: tuple[ControlPoint, ...]) -> Transformation:
    """Fitted again from the points, so that a georeference is its points and nothing else."""
    return fit(kind, pixels_of(points), plane.project(ground_of(points)))
