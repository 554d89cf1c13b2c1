"""A map registered to one of the same layout."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evaluation.label_maps import DESIGNS, draw_label_map
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.georeference.choice import choose_georeference
from groundtruce.collect.georeference.control_points import ControlPoint
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.registration import Registration, register
from groundtruce.errors import UnusableInput
from groundtruce.settings import Settings

CORNERS = np.array([[0.0, 0], [1400, 0], [0, 1000], [1400, 1000], [700, 500]])


@pytest.fixture(scope="module")
def earlier() -> Image.Image:
    """A made map with names, roads and a red zone."""
    gazetteer = WorldGazetteer.open(Settings().cache_directory)
    return Image.fromarray(draw_label_map(DESIGNS[3], gazetteer, seed=4).picture)


@pytest.fixture(scope="module")
def later(earlier: Image.Image) -> Image.Image:
    """The next map of the same publisher: another zone lies over much of it."""
    picture = np.array(earlier, np.float64)
    picture[300:800, 200:700] = 0.6 * picture[300:800, 200:700] + 0.4 * np.array([40, 60, 220])
    return Image.fromarray(picture.round().astype(np.uint8))


def _georeference(width: int = 1400, height: int = 1000) -> Georeference:
    points = [
        ControlPoint(x=x, y=y, longitude=40 + x * 0.003, latitude=43 - y * 0.0022)
        for x, y in ((10.0, 10.0), (1390.0, 30.0), (700.0, 980.0), (20.0, 900.0), (1300.0, 910.0))
    ]
    return choose_georeference(points, width=width, height=height, name="earlier.png")


def _register(picture: Image.Image, reference: Image.Image) -> Registration:
    return register(np.asarray(picture), np.asarray(reference), _georeference(), name="later.png")


def _miss_px(found: Registration, expected: np.ndarray) -> float:
    """How far the corners' ground lies from where it should, in pixels of the later picture."""
    ground = _georeference().to_ground(CORNERS)
    return float(abs(found.georeference.to_picture(ground) - expected).max())


def test_the_same_layout(later: Image.Image, earlier: Image.Image) -> None:
    """Where only the zones differ, the next map lies as the earlier one, within a tenth of a pixel."""
    found = _register(later, earlier)
    assert _miss_px(found, CORNERS) < 0.1
    assert found.agreeing > 0.9 * found.tiles


def test_a_moved_map(later: Image.Image, earlier: Image.Image) -> None:
    """A map cut off 37 pixels at the left and 21 at the top is found there."""
    found = _register(later.crop((37, 21, 1400, 1000)), earlier)
    assert _miss_px(found, CORNERS - [37, 21]) < 0.3
    assert found.shift_px == pytest.approx((-37, -21), abs=0.2)


def test_a_fraction_of_a_pixel(later: Image.Image, earlier: Image.Image) -> None:
    """A map moved by 2.5 pixels to the right and 0.75 down is found within a third of a pixel."""
    moved = later.transform(later.size, Image.Transform.AFFINE, (1, 0, -2.5, 0, 1, -0.75), Image.Resampling.BICUBIC)
    assert _miss_px(_register(moved, earlier), CORNERS + np.array([2.5, 0.75])) < 0.34


def test_another_size(later: Image.Image, earlier: Image.Image) -> None:
    """The same map at one and a half times the size is found within a pixel of it."""
    found = _register(later.resize((2100, 1500), Image.Resampling.LANCZOS), earlier)
    assert found.scale == pytest.approx(1.5, rel=1e-3)
    assert _miss_px(found, CORNERS * 1.5) < 1


def test_a_turned_scan(later: Image.Image, earlier: Image.Image) -> None:
    """The same map turned by 3° clockwise about its middle is found within a pixel."""
    found = _register(later.rotate(-3, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)), earlier)
    turn = np.radians(3)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert found.rotation_deg == pytest.approx(3, abs=0.05)
    assert _miss_px(found, (CORNERS - [700, 500]) @ matrix.T + [700, 500]) < 1


def test_the_error_grows(later: Image.Image, earlier: Image.Image) -> None:
    """What registering adds to the error is added: it is never less than the earlier map's."""
    before, after = _georeference(), _register(later, earlier).georeference
    assert (after.error_m(CORNERS) >= before.error_m(CORNERS) * 0.99).all()


def test_another_layout_is_refused(earlier: Image.Image) -> None:
    """A map of another area, a mirrored one, noise and a blank page are refused."""
    gazetteer = WorldGazetteer.open(Settings().cache_directory)
    noise = np.random.default_rng(1).integers(0, 255, (1000, 1400, 3), dtype=np.uint8)
    others = {
        "another area": draw_label_map(DESIGNS[0], gazetteer, seed=1).picture,
        "mirrored": np.asarray(earlier.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "noise": noise,
        "blank": np.full((1000, 1400, 3), 255, np.uint8),
    }
    for name, picture in others.items():
        with pytest.raises(UnusableInput, match=f"{name}: its layout differs"):
            register(picture, np.asarray(earlier), _georeference(), name=name)


def test_the_real_frames(shared: Path) -> None:
    """The second published frame registers to the first by itself, within one pixel: their layout is the same."""
    frames = sorted((shared / "data" / "maps").glob("*.png"))
    if len(frames) < 2:
        pytest.skip("the published frames are not here (../shared/data/maps)")
    first, second = (np.asarray(Image.open(frame).convert("RGB")) for frame in frames[:2])
    size = {"width": first.shape[1], "height": first.shape[0]}
    before = _georeference(**size)
    found = register(second, first, before, name=frames[1].name)
    corners = CORNERS * [size["width"] / 1400, size["height"] / 1000]
    assert abs(found.georeference.to_picture(before.to_ground(corners)) - corners).max() < 1
