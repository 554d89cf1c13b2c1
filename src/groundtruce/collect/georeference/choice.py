"""Which transformation fits the control points: the simplest that predicts a point left out about as well as the best."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.control_points import ControlPoint, ground_of, pixels_of
from groundtruce.collect.georeference.georeferences import ControlResidual, Georeference
from groundtruce.collect.georeference.planes import PLANES, Plane, Points, choose_plane, distances_m
from groundtruce.collect.georeference.transformations import FEWEST_POINTS, TransformationKind, fit, leave_one_out
from groundtruce.errors import UnusableInput

FEWEST_CONTROL_POINTS = 3
"""Two determine a similarity, but then nothing tells how wrong it is."""


def choose_georeference(
    points: Sequence[ControlPoint],
    *,
    width: int,
    height: int,
    name: str,
    kinds: Sequence[TransformationKind] = tuple(FEWEST_POINTS),
    added_error_m: float = 0.0,
) -> Georeference:
    """The georeference of a picture of `width` by `height` pixels from its control points; `kinds` are those tried, the simplest first.

    Every kind of transformation, in every kind of plane, is fitted to all points but one and tried on that one. Taken is
    the simplest kind whose mean squared error is within one standard error of the best one's (Hastie, Tibshirani and
    Friedman, The Elements of Statistical Learning, 7.10). `added_error_m` is an error that all points share, which no
    residual can show.

    Raises `UnusableInput`, naming `name`, for too few points, for one given twice, for points on one line, for a picture
    mirrored or folded over itself, and for `kinds` that the points do not determine.
    """
    _check_points(points, name)
    _check_handedness(points, name)
    candidates = list(_try_all(points, (width, height), kinds))
    if not candidates:
        raise UnusableInput(name, _explain(points, kinds))
    best = _choose(candidates)
    return Georeference(
        kind=best.kind,
        plane=best.plane,
        width=width,
        height=height,
        points=tuple(
            ControlResidual(point=point, residual_m=round(float(fitted), 3), left_out_m=round(float(left), 3))
            for point, fitted, left in zip(points, best.residuals_m, best.left_out_m, strict=True)
        ),
        cross_validated_rms_m=round(float(np.sqrt((best.left_out_m**2).mean())), 3),
        added_error_m=added_error_m,
    )


# ---------------------------------------------------------------------------------------------------------------

# Narrower than this share of their length, points lie on a line: a pixel's error would turn the whole picture.
_NARROW = 0.02
# The mirror image fits so much better than the picture only if the picture is mirrored.
_MIRRORED = 0.3
# Errors this small are equal: no map is drawn more finely.
_NEGLIGIBLE_PX = 0.02
_ACROSS = 9


class _Candidate(NamedTuple):
    kind: TransformationKind
    plane: Plane
    residuals_m: NDArray[np.float64]
    left_out_m: NDArray[np.float64]
    negligible_m: float

    def squared(self) -> NDArray[np.float64]:
        return np.asarray(np.maximum(self.left_out_m, self.negligible_m) ** 2, np.float64)


def _check_points(points: Sequence[ControlPoint], name: str) -> None:
    if len(points) < FEWEST_CONTROL_POINTS:
        few = f"{len(points)} control point{'s' * (len(points) != 1)}"
        raise UnusableInput(
            name, f"{few}: at least {FEWEST_CONTROL_POINTS} are needed, so that each is checked by others"
        )
    for first, second in itertools.combinations(points, 2):
        if (first.x, first.y) == (second.x, second.y):
            raise UnusableInput(
                name, f"two control points have the pixel {first.x:g},{first.y:g}", place=_both(first, second)
            )
        if (first.longitude, first.latitude) == (second.longitude, second.latitude):
            where = f"{first.longitude:g},{first.latitude:g}"
            raise UnusableInput(name, f"two control points have the place {where}", place=_both(first, second))
    for positions, where in ((pixels_of(points), "in the picture"), (_local(points), "on the ground")):
        sizes = np.linalg.svd(positions - positions.mean(axis=0), compute_uv=False)
        if not sizes[1] > _NARROW * sizes[0]:
            raise UnusableInput(name, f"the {len(points)} control points lie on one line {where}")


def _check_handedness(points: Sequence[ControlPoint], name: str) -> None:
    """Refuse points that fit the picture's mirror image far better than the picture."""
    if len(points) <= FEWEST_POINTS["affine"]:
        return
    xy, ground = pixels_of(points), _local(points)
    upright, mirrored = (
        np.abs(fit("similarity", side, ground).to_plane(side) - ground).max() for side in (xy, xy * [-1, 1])
    )
    if mirrored < _MIRRORED * upright:
        reason = "the control points make the picture a mirror image: is x taken for y, or longitude for latitude?"
        raise UnusableInput(name, reason)


def _both(first: ControlPoint, second: ControlPoint) -> str:
    return " and ".join(point.name or point.source for point in (first, second) if point.name or point.source)


def _local(points: Sequence[ControlPoint]) -> Points:
    ground = ground_of(points)
    return choose_plane("conformal", ground).project(ground)


def _try_all(
    points: Sequence[ControlPoint], size: tuple[int, int], kinds: Sequence[TransformationKind]
) -> Iterator[_Candidate]:
    xy, ground = pixels_of(points), ground_of(points)
    for kind, plane_kind in itertools.product(kinds, PLANES):
        plane = choose_plane(plane_kind, ground)
        try:
            yield _try_one(kind, plane, xy, ground, size)
        except ValueError:
            continue  # the points do not determine this kind, or not without one of them


def _try_one(kind: TransformationKind, plane: Plane, xy: Points, ground: Points, size: tuple[int, int]) -> _Candidate:
    if len(xy) <= FEWEST_POINTS[kind]:
        raise ValueError("no point is left over to check the others")
    projected = plane.project(ground)
    if not np.isfinite(projected).all():
        raise ValueError("the plane does not reach all points")
    transformation = fit(kind, xy, projected)
    turns = np.linalg.det(transformation.jacobians(_grid(*size)))
    if not (turns < 0).all():  # y is down in the picture and up on the ground
        raise ValueError("the picture is mirrored or folded")
    left_out = plane.unproject(leave_one_out(kind, xy, projected))
    fitted = plane.unproject(transformation.to_plane(xy))
    negligible = _NEGLIGIBLE_PX * float(np.sqrt(abs(turns).mean()))
    return _Candidate(kind, plane, distances_m(fitted, ground), distances_m(left_out, ground), negligible)


def _grid(width: int, height: int) -> Points:
    across, down = np.meshgrid(np.linspace(0, width, _ACROSS), np.linspace(0, height, _ACROSS))
    return np.column_stack([across.ravel(), down.ravel()])


def _choose(candidates: Sequence[_Candidate]) -> _Candidate:
    """The first, so the simplest and with the commonest plane, that is no worse than the best by one standard error."""
    best = min(candidates, key=lambda each: float(each.squared().mean()))
    for candidate in candidates:
        worse = candidate.squared() - best.squared()
        if worse.mean() <= worse.std(ddof=1) / np.sqrt(len(worse)) + 1e-6 * best.squared().mean():
            return candidate
    return best


def _explain(points: Sequence[ControlPoint], kinds: Sequence[TransformationKind]) -> str:
    """Why no candidate was left."""
    named = " or ".join(kinds)
    fewest = 1 + min(FEWEST_POINTS[kind] for kind in kinds)
    if len(points) < fewest:
        return f"{len(points)} control points: {named} needs at least {fewest}, one to check the others"
    return f"no {named} fits the {len(points)} control points without folding the picture; check each of them"
