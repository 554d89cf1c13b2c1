"""Transformations from picture to plane: similarity, affine, projective and thin-plate, fitted to points.

Each is fitted by least squares in the plane; a thin-plate spline passes through all its points. A fitted one knows, for
any pixel, by how much the control points' own errors reach it (`spread`), which grows outside their hull.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.planes import Points

TransformationKind = Literal["similarity", "affine", "projective", "thin-plate"]
FEWEST_POINTS: dict[TransformationKind, int] = {"similarity": 2, "affine": 3, "projective": 4, "thin-plate": 4}
"""From the simplest kind to the richest; each with the points that just determine it."""


class Transformation(Protocol):
    """A fitted transformation. Picture coordinates have y down, plane coordinates y up."""

    def to_plane(self, xy: Points) -> Points:
        """Plane coordinates of pixels."""
        ...

    def to_picture(self, plane: Points) -> Points:
        """Pixels of plane coordinates: the inverse of `to_plane`."""
        ...

    def spread(self, xy: Points) -> NDArray[np.float64]:
        """The standard deviation of `to_plane` at each pixel along one axis, if each control point has one of 1."""
        ...

    def jacobians(self, xy: Points) -> NDArray[np.float64]:
        """The derivatives of `to_plane` at each pixel, shape (n, 2, 2): rows are plane axes, columns x and y."""
        ...


def fit(kind: TransformationKind, xy: Points, plane: Points) -> Transformation:
    """The transformation of a kind that fits pixels `xy` to `plane`.

    Raises `ValueError` where the points do not determine it.
    """
    if len(xy) < FEWEST_POINTS[kind]:
        raise ValueError(f"{len(xy)} points do not determine a transformation of the kind {kind}")
    return _FITS[kind](xy, plane)


def leave_one_out(kind: TransformationKind, xy: Points, plane: Points) -> Points:
    """Where each point is put, in the plane, by the transformation fitted to all the others.

    Raises `ValueError` where the others do not determine it.
    """
    if kind == "thin-plate":
        return _leave_one_out_thin_plate(xy, plane)
    if kind in ("similarity", "affine"):
        return _leave_one_out_linear(fit(kind, xy, plane), xy, plane)
    others = ~np.eye(len(xy), dtype=bool)
    return np.vstack(
        [fit(kind, xy[rest], plane[rest]).to_plane(xy[[left]]) for left, rest in enumerate(others)],
    )


# ---------------------------------------------------------------------------------------------------------------

# Below this ratio of widths, points lie on a line as far as a fit can tell.
_FLAT = 1e-6
_MOST_STEPS = 50


class _Scale(NamedTuple):
    """Moves and scales coordinates to about the unit circle, for the sake of the arithmetic."""

    middle: NDArray[np.float64]
    size: float

    @classmethod
    def of(cls, points: Points) -> "_Scale":
        middle = points.mean(axis=0)
        size = float(np.sqrt(((points - middle) ** 2).sum(axis=1).mean()))
        if not size > 0 or not np.isfinite(size):
            raise ValueError("all points are the same")
        return cls(middle, size)

    def apply(self, points: Points) -> Points:
        return (points - self.middle) / self.size

    def undo(self, points: Points) -> Points:
        return points * self.size + self.middle

    def matrix(self) -> NDArray[np.float64]:
        x, y = self.middle
        return np.array([[1, 0, -x], [0, 1, -y], [0, 0, self.size]]) / self.size


class _Homography:
    """A 3 × 3 matrix: similarity, affine and projective transformations. `gradient` is what a kind may vary."""

    def __init__(
        self, matrix: NDArray[np.float64], xy: Points, gradient: Callable[[Points], NDArray[np.float64]]
    ) -> None:
        self._matrix = matrix / matrix[2, 2]
        self._inverse = np.linalg.inv(self._matrix)
        self._gradient = gradient
        at_points = np.concatenate(gradient(xy), axis=0)
        self._covariance = np.linalg.inv(at_points.T @ at_points)

    def to_plane(self, xy: Points) -> Points:
        return _apply(self._matrix, xy)

    def to_picture(self, plane: Points) -> Points:
        return _apply(self._inverse, plane)

    def spread(self, xy: Points) -> NDArray[np.float64]:
        gradient = self._gradient(xy)
        variance = np.einsum("nip,pq,niq->n", gradient, self._covariance, gradient) / 2
        return np.asarray(np.sqrt(variance), np.float64)

    def jacobians(self, xy: Points) -> NDArray[np.float64]:
        return _homography_jacobians(self._matrix, xy)


def _apply(matrix: NDArray[np.float64], points: Points) -> Points:
    mapped = points @ matrix[:, :2].T + matrix[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def _homography_jacobians(matrix: NDArray[np.float64], xy: Points) -> NDArray[np.float64]:
    depth = (xy @ matrix[2, :2] + matrix[2, 2])[:, None, None]
    mapped = _apply(matrix, xy)
    return np.asarray((matrix[None, :2, :2] - mapped[:, :, None] * matrix[2, :2]) / depth, np.float64)


def _fit_similarity(xy: Points, plane: Points) -> Transformation:
    """Least squares over complex numbers: plane = a · picture + b, with the picture's y turned up."""
    flipped = xy * [1, -1]
    source, target = _Scale.of(flipped), _Scale.of(plane)
    z, w = _complex(source.apply(flipped)), _complex(target.apply(plane))
    a = np.vdot(z, w) / np.vdot(z, z)
    if not abs(a) > _FLAT:
        raise ValueError("the points have no common scale")
    turned = np.array([[a.real, -a.imag, 0], [a.imag, a.real, 0], [0, 0, 1]])
    matrix = np.linalg.inv(target.matrix()) @ turned @ source.matrix() @ np.diag([1.0, -1.0, 1.0])

    def gradient(at: Points) -> NDArray[np.float64]:
        x, y = source.apply(at * [1, -1]).T
        one, nought = np.ones_like(x), np.zeros_like(x)
        return np.stack([np.stack([x, -y, one, nought], -1), np.stack([y, x, nought, one], -1)], axis=1)

    return _Homography(matrix, xy, gradient)


def _fit_affine(xy: Points, plane: Points) -> Transformation:
    source, target = _Scale.of(xy), _Scale.of(plane)
    scaled = source.apply(xy)
    _refuse_flat(scaled)
    design = np.column_stack([scaled, np.ones(len(xy))])
    solution = np.linalg.lstsq(design, target.apply(plane), rcond=None)[0]
    matrix = np.linalg.inv(target.matrix()) @ np.vstack([solution.T, [0, 0, 1]]) @ source.matrix()

    def gradient(at: Points) -> NDArray[np.float64]:
        rows = np.column_stack([source.apply(at), np.ones(len(at))])
        return np.stack([np.kron([1, 0], rows), np.kron([0, 1], rows)], axis=1)

    return _Homography(matrix, xy, gradient)


def _fit_projective(xy: Points, plane: Points) -> Transformation:
    """The direct linear solution on scaled points, then Gauss-Newton on the distances in the plane.

    Hartley and Zisserman, Multiple View Geometry (2nd edition), 4.1 and 4.4.
    """
    source, target = _Scale.of(xy), _Scale.of(plane)
    a, b = source.apply(xy), target.apply(plane)
    _refuse_flat(a)
    scaled = _improve_projective(_direct_linear(a, b), a, b)
    matrix = np.linalg.inv(target.matrix()) @ scaled @ source.matrix()
    if not abs(matrix[2, 2]) > _FLAT * abs(matrix[2]).max():
        raise ValueError("the picture's corner lies at infinity")

    def gradient(at: Points) -> NDArray[np.float64]:
        return _projective_gradient(scaled, source.apply(at))

    return _Homography(matrix, xy, gradient)


def _direct_linear(a: Points, b: Points) -> NDArray[np.float64]:
    rows = np.column_stack([a, np.ones(len(a))])
    nought = np.zeros_like(rows)
    design = np.vstack([np.hstack([rows, nought, -b[:, :1] * rows]), np.hstack([nought, rows, -b[:, 1:] * rows])])
    _, sizes, vectors = np.linalg.svd(design, full_matrices=True)
    if not sizes[7] > _FLAT * sizes[0]:
        raise ValueError("three of the points lie on one line")
    matrix = vectors[8].reshape(3, 3)
    if not abs(matrix[2, 2]) > _FLAT:
        raise ValueError("the points' middle lies at infinity")
    return np.asarray(matrix / matrix[2, 2], np.float64)


def _projective_gradient(matrix: NDArray[np.float64], a: Points) -> NDArray[np.float64]:
    """Derivatives by the matrix's first eight elements, shape (n, 2, 8)."""
    rows = np.column_stack([a, np.ones(len(a))])
    depth = (rows @ matrix[2])[:, None]
    mapped, rows, nought = _apply(matrix, a), rows / depth, np.zeros_like(rows)
    first = np.hstack([rows, nought, -mapped[:, :1] * rows[:, :2]])
    return np.stack([first, np.hstack([nought, rows, -mapped[:, 1:] * rows[:, :2]])], axis=1)


def _improve_projective(matrix: NDArray[np.float64], a: Points, b: Points) -> NDArray[np.float64]:
    for _ in range(_MOST_STEPS):
        gradient = _projective_gradient(matrix, a).reshape(-1, 8)
        step = np.linalg.lstsq(gradient, (b - _apply(matrix, a)).ravel(), rcond=None)[0]
        moved = matrix + np.append(step, 0).reshape(3, 3)
        if not np.isfinite(moved).all() or _misfit(moved, a, b) > _misfit(matrix, a, b):
            return matrix
        matrix = moved
        if abs(step).max() < 1e-12:
            break
    return matrix


def _misfit(matrix: NDArray[np.float64], a: Points, b: Points) -> float:
    return float(((b - _apply(matrix, a)) ** 2).sum())


class _ThinPlate:
    """A thin-plate spline through all points (Bookstein 1989), in scaled coordinates."""

    def __init__(self, xy: Points, plane: Points) -> None:
        self._source, self._target = _Scale.of(xy), _Scale.of(plane)
        self._knots = self._source.apply(xy)
        _refuse_flat(self._knots)
        self._system = np.linalg.inv(_thin_plate_system(self._knots))
        self._weights = self._system[:, : len(xy)] @ self._target.apply(plane)
        self._affine = _fit_affine(xy, plane)

    def to_plane(self, xy: Points) -> Points:
        return self._target.undo(_thin_plate_rows(self._knots, self._source.apply(xy)) @ self._weights)

    def to_picture(self, plane: Points) -> Points:
        """Newton's method from the affine fit; pixels it does not find within its steps become infinite."""
        xy = self._affine.to_picture(plane)
        for _ in range(_MOST_STEPS):
            missing = plane - self.to_plane(xy)
            xy = xy + np.linalg.solve(self.jacobians(xy), missing[:, :, None])[:, :, 0]
        missed = abs(plane - self.to_plane(xy)).max(axis=1) > 1e-6 * self._target.size
        return np.where(missed[:, None], np.inf, xy)

    def spread(self, xy: Points) -> NDArray[np.float64]:
        shares = _thin_plate_rows(self._knots, self._source.apply(xy)) @ self._system[:, : len(self._knots)]
        return np.asarray(np.sqrt((shares**2).sum(axis=1)), np.float64)

    def jacobians(self, xy: Points) -> NDArray[np.float64]:
        away = self._source.apply(xy)[:, None, :] - self._knots
        squares = (away**2).sum(axis=2)
        # The kernel r² log r² has the gradient 2 (1 + log r²) times the way to the point.
        slope = 2 * (1 + np.log(np.where(squares > 0, squares, 1))) * (squares > 0)
        knots = len(self._knots)
        bent = np.einsum("nk,nkj,ki->nij", slope, away, self._weights[:knots])
        straight = self._weights[knots + 1 :].T
        return np.asarray((bent + straight) * self._target.size / self._source.size, np.float64)


def _thin_plate_rows(knots: Points, at: Points) -> NDArray[np.float64]:
    squares = ((at[:, None, :] - knots) ** 2).sum(axis=2)
    kernel = squares * np.log(np.where(squares > 0, squares, 1))
    return np.hstack([kernel, np.ones((len(at), 1)), at])


def _thin_plate_system(knots: Points) -> NDArray[np.float64]:
    rows = _thin_plate_rows(knots, knots)
    count = len(knots)
    system = np.zeros((count + 3, count + 3))
    system[:count] = rows
    system[count:, :count] = rows[:, count:].T
    return system


def _leave_one_out_linear(fitted: Transformation, xy: Points, plane: Points) -> Points:
    """Without refitting: an error of linear least squares grows by 1 / (1 - leverage) when its point is left out."""
    freedom = 1 - fitted.spread(xy)[:, None] ** 2
    if not (freedom > _FLAT).all():
        raise ValueError("the points do not determine it without one of them")
    return np.asarray(plane + (fitted.to_plane(xy) - plane) / freedom, np.float64)


def _leave_one_out_thin_plate(xy: Points, plane: Points) -> Points:
    """Without refitting: the error at a point left out is its weight over the inverse's diagonal (Rippa 1999)."""
    source, target = _Scale.of(xy), _Scale.of(plane)
    knots, count = source.apply(xy), len(xy)
    for left in range(count):
        _refuse_flat(np.delete(knots, left, axis=0))
    inverse = np.linalg.inv(_thin_plate_system(knots))
    weights = inverse[:count, :count] @ target.apply(plane)
    errors: Points = weights / np.diag(inverse)[:count, None]
    return plane - errors * target.size


def _complex(points: Points) -> NDArray[np.complex128]:
    return np.asarray(points[:, 0] + 1j * points[:, 1], np.complex128)


def _refuse_flat(points: Points) -> None:
    sizes = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    if not sizes[1] > 1e-4 * sizes[0]:
        raise ValueError("the points lie on one line")


_FITS: dict[TransformationKind, Callable[[Points, Points], Transformation]] = {
    "similarity": _fit_similarity,
    "affine": _fit_affine,
    "projective": _fit_projective,
    "thin-plate": _ThinPlate,
}
