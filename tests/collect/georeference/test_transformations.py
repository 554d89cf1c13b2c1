"""Transformations between picture and plane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundtruce.collect.georeference.planes import PLANES, Plane, choose_plane, distances_m
from groundtruce.collect.georeference.transformations import FEWEST_POINTS, TransformationKind, fit, leave_one_out

PIXELS = np.random.default_rng(1).uniform(0, 1000, (12, 2))
GROUND = np.column_stack([30 + PIXELS[:, 0] * 0.003, 40 - PIXELS[:, 1] * 0.0022])
KINDS = list(FEWEST_POINTS)


def _plane() -> np.ndarray:
    noise = np.random.default_rng(2).normal(0, 50, (12, 2))
    return choose_plane("mercator", GROUND).project(GROUND) + noise


def test_a_similarity_by_hand() -> None:
    """Two points, ten metres a pixel, a quarter turn clockwise: what is right in the picture is south on the ground."""
    found = fit("similarity", np.array([[0.0, 0], [10, 0]]), np.array([[500.0, 700], [500, 600]]))
    assert found.to_plane(np.array([[0.0, 10], [20, 0]])) == pytest.approx(np.array([[400.0, 700], [500, 500]]))


@pytest.mark.parametrize("kind", KINDS)
def test_the_inverse_undoes_it(kind: TransformationKind) -> None:
    """A pixel taken to the plane and back is the same pixel, also between and outside of the points."""
    found = fit(kind, PIXELS, _plane())
    pixels = np.random.default_rng(3).uniform(-100, 1100, (60, 2))
    assert found.to_picture(found.to_plane(pixels)) == pytest.approx(pixels, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_derivatives_are_differences(kind: TransformationKind) -> None:
    """The derivatives agree with what a small step does."""
    found, at, step = fit(kind, PIXELS, _plane()), np.array([[412.0, 633.0]]), 1e-3
    differences = [
        (found.to_plane(at + move) - found.to_plane(at - move))[0] / (2 * step) for move in ([step, 0], [0, step])
    ]
    assert found.jacobians(at)[0] == pytest.approx(np.column_stack(differences), rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_leaving_one_out_is_fitting_to_the_others(kind: TransformationKind) -> None:
    """The short ways to leave each point out give what fitting to all the others gives."""
    plane = _plane()
    others = [fit(kind, np.delete(PIXELS, i, 0), np.delete(plane, i, 0)).to_plane(PIXELS[[i]])[0] for i in range(12)]
    assert leave_one_out(kind, PIXELS, plane) == pytest.approx(np.array(others), abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_spread_is_that_of_repeated_fits(kind: TransformationKind) -> None:
    """With errors of 30 m at each point, repeated 400 times (seed 4), results scatter as the spread says, within 15 %."""
    exact = choose_plane("mercator", GROUND).project(GROUND)
    at, draw = np.array([[500.0, 500], [1300, 0]]), np.random.default_rng(4)
    fits = [fit(kind, PIXELS, exact + draw.normal(0, 30, exact.shape)).to_plane(at) for _ in range(400)]
    scatter = np.array(fits).std(axis=0).mean(axis=1) / 30
    assert fit(kind, PIXELS, exact).spread(at) == pytest.approx(scatter, rel=0.15)


def test_the_spread_grows_outside_the_points() -> None:
    """A pixel far outside of the points is known worse than one among them."""
    for kind in KINDS:
        inside, outside = fit(kind, PIXELS, _plane()).spread(np.array([[500.0, 500], [2500, 2500]]))
        assert outside > 2 * inside


@pytest.mark.parametrize("kind", KINDS)
def test_points_on_a_line_determine_at_most_a_similarity(kind: TransformationKind) -> None:
    """On one line a similarity is determined; the richer kinds are refused."""
    pixels = np.array([[0.0, 0], [100, 50], [200, 100], [300, 150], [400, 200]])
    if kind == "similarity":
        assert fit(kind, pixels, pixels * [10, -10]).to_plane(pixels[:1]) == pytest.approx(np.zeros((1, 2)), abs=1e-9)
    else:
        with pytest.raises(ValueError, match="line"):
            fit(kind, pixels, pixels * [10, -10])


@pytest.mark.parametrize("kind", PLANES)
@given(longitude=st.floats(-180, 180), latitude=st.floats(-80, 80), east=st.floats(-3, 3), north=st.floats(-3, 3))
def test_planes_go_there_and_back(kind: str, longitude: float, latitude: float, east: float, north: float) -> None:
    """A place in a plane and back is within a millimetre, wherever the plane is, across the antimeridian too."""
    plane = Plane(kind=kind, longitude=longitude, latitude=latitude)
    place = np.array([[(longitude + east + 180) % 360 - 180, latitude + north]])
    assert distances_m(plane.unproject(plane.project(place)), place)[0] < 1e-3


def test_planes_are_true_to_scale_in_the_middle() -> None:
    """A kilometre near the middle is a kilometre in every plane, to a hundredth: web maps take the Earth for a sphere."""
    ground = np.array([[20.0, 50.0], [20.0, 50.009], [20.014, 50.0]])
    for kind in PLANES:
        metres = Plane(kind=kind, longitude=20, latitude=50).project(ground)
        for other in (1, 2):
            length = float(np.hypot(*(metres[other] - metres[0])))
            assert length == pytest.approx(distances_m(ground[[0]], ground[[other]])[0], rel=0.01)
