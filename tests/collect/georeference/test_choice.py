"""Which transformation is chosen, and what error it states."""

import numpy as np
import pytest

from groundtruce.collect.georeference.choice import choose_georeference
from groundtruce.collect.georeference.control_points import ControlPoint
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.planes import Plane, Points, distances_m
from groundtruce.errors import UnusableInput

PLANE = Plane(kind="mercator", longitude=20, latitude=45)
BASE = PLANE.project(np.array([[19.0, 46.0]]))[0]


def _ground(pixels: Points) -> Points:
    """A web map of 300 m a pixel."""
    return PLANE.unproject(BASE + pixels * [300, -300])


def _points(pixels: Points, ground: Points) -> list[ControlPoint]:
    pairs = zip(pixels.tolist(), ground.tolist(), strict=True)
    return [
        ControlPoint(x=x, y=y, longitude=longitude, latitude=latitude, name=f"P{number}")
        for number, ((x, y), (longitude, latitude)) in enumerate(pairs, 1)
    ]


def _georeference(pixels: Points, ground: Points) -> Georeference:
    return choose_georeference(_points(pixels, ground), width=1000, height=800, name="map.png")


def _pixels(count: int, seed: int = 1) -> Points:
    return np.random.default_rng(seed).uniform(0, 1, (count, 2)) * [1000, 800]


def test_an_exact_web_map() -> None:
    """Three exact points of a web map give a similarity in Mercator's plane, without error, and a pixel of 300 m."""
    found = _georeference(_pixels(3), _ground(_pixels(3)))
    assert (found.kind, found.plane.kind) == ("similarity", "mercator")
    assert found.cross_validated_rms_m < 0.01
    assert found.pixel_m(np.array([found.to_picture(np.array([[20.0, 45.0]]))[0]])) == pytest.approx(300, rel=0.01)


@pytest.mark.parametrize("noise_m", [0.0, 150.0, 900.0])
def test_noise_is_not_fitted(noise_m: float) -> None:
    """However large the points' errors, a web map is found to be a similarity in nine draws of ten."""
    draw = np.random.default_rng(7)
    kinds = []
    for seed in range(20):
        pixels = _pixels(12, seed)
        noise = draw.normal(0, noise_m, pixels.shape)
        ground = PLANE.unproject(PLANE.project(_ground(pixels)) + noise)
        kinds.append(_georeference(pixels, ground).kind)
    assert kinds.count("similarity") >= 18


@pytest.mark.parametrize(
    ("kind", "bend"),
    [
        ("affine", lambda pixels: pixels * [1.0, 1.3]),
        ("projective", lambda pixels: pixels / (1 + pixels[:, :1] / 2500)),
        ("thin-plate", lambda pixels: pixels + 25 * np.sin(pixels[:, ::-1] / 130)),
    ],
)
def test_a_richer_one_where_the_map_needs_it(kind: str, bend: object) -> None:
    """A stretched map is affine, a photographed one projective, a crumpled one a thin plate."""
    assert callable(bend)
    pixels = _pixels(40)
    ground = _ground(bend(pixels) + np.random.default_rng(8).normal(0, 0.2, pixels.shape))
    assert _georeference(pixels, ground).kind == kind


def test_the_stated_error_is_the_true_one() -> None:
    """With errors of 200 m at 8 points, over 60 draws, the stated error is the true one within a quarter."""
    draw, at = np.random.default_rng(9), _pixels(40, seed=99)
    true, stated = [], []
    for seed in range(60):
        pixels = _pixels(8, seed)
        ground = PLANE.unproject(PLANE.project(_ground(pixels)) + draw.normal(0, 200, pixels.shape))
        found = _georeference(pixels, ground)
        true.append(distances_m(found.to_ground(at), _ground(at)) ** 2 / 2)
        stated.append(found.error_m(at) ** 2)
    assert np.sqrt(np.mean(stated)) == pytest.approx(np.sqrt(np.mean(true)), rel=0.25)


def test_an_error_shared_by_all_points_is_added() -> None:
    """What no residual can show is added in squares, everywhere."""
    points = _points(_pixels(4), _ground(_pixels(4)))
    found = choose_georeference(points, width=1000, height=800, name="map.png", added_error_m=120)
    assert found.error_m(np.array([[10.0, 10]])) == pytest.approx([120], rel=1e-3)


def test_each_point_has_its_residuals() -> None:
    """A point 3 km off is the one that the others contradict most, whatever the fit makes of it."""
    pixels = _pixels(10)
    ground = _ground(pixels)
    ground[4] = PLANE.unproject(PLANE.project(ground[[4]]) + np.array([3000, 0]))[0]
    found = _georeference(pixels, ground)
    worst = max(found.points, key=lambda each: each.left_out_m)
    assert worst.point.name == "P5"
    assert worst.left_out_m > max(1500, worst.residual_m)


def test_across_the_antimeridian() -> None:
    """A map with the antimeridian in it is one map."""
    pixels = _pixels(5)
    metres = pixels * [300, -300] + [-150_000, 2e6]
    ground = Plane(kind="mercator", longitude=180, latitude=17).unproject(metres)
    found = _georeference(pixels, ground)
    assert set(np.sign(ground[:, 0])) == {-1, 1}
    assert found.cross_validated_rms_m < 0.01


SQUARE = np.array([[100.0, 100], [900, 100], [900, 700], [100, 700]])


@pytest.mark.parametrize(
    ("pixels", "ground", "reason"),
    [
        (SQUARE[:2], _ground(SQUARE[:2]), "at least 3 are needed"),
        (SQUARE[[0, 1, 2, 0]], _ground(SQUARE), "P1 and P4: two control points have the pixel 100,100"),
        (SQUARE, _ground(SQUARE[[0, 1, 2, 2]]), "P3 and P4: two control points have the place"),
        (SQUARE * [1, 0.001], _ground(SQUARE), "lie on one line in the picture"),
        (SQUARE, _ground(SQUARE * [1, 0.001]), "lie on one line on the ground"),
        (_pixels(6), _ground(_pixels(6))[:, ::-1] / [1, 1], "mirror image"),
    ],
)
def test_degenerate_points_are_refused(pixels: Points, ground: Points, reason: str) -> None:
    """Too few points, repeated ones, points on a line and a mirrored picture are refused in one line that names them."""
    with pytest.raises(UnusableInput, match=reason) as refused:
        _georeference(pixels, ground)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("map.png: ")
