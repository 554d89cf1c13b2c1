"""Base maps: paper or relief, forests, lakes, rivers, roads and made-up names. Seeded; nothing on them is a real place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Rgb = NDArray[np.uint8]
_SYLLABLES = ("ka", "lo", "ven", "tar", "mi", "dur", "esh", "ba", "rin", "go", "sul", "ne", "var", "ti", "om", "hal")
_SCALE = 3


@dataclass(frozen=True, kw_only=True)
class Style:
    """The colours of a base map."""

    paper: tuple[int, int, int]
    forest: tuple[int, int, int]
    water: tuple[int, int, int]
    road: tuple[int, int, int]
    relief: float
    """How much the shading of slopes darkens and lightens, of 255."""


STYLES = (
    Style(paper=(242, 239, 233), forest=(200, 223, 190), water=(164, 200, 232), road=(250, 178, 110), relief=0),
    Style(paper=(235, 230, 215), forest=(205, 218, 180), water=(150, 190, 220), road=(180, 120, 90), relief=14),
    Style(paper=(250, 250, 250), forest=(225, 238, 220), water=(190, 215, 235), road=(150, 150, 150), relief=6),
)


def draw_ground(seed: int, *, width: int, height: int) -> Rgb:
    """What lies under a zone: paper, relief, forests, lakes and rivers."""
    rng = np.random.default_rng(seed + 1_000)
    style = STYLES[seed % len(STYLES)]
    rgb = np.empty((height, width, 3), np.float32)
    rgb[:] = style.paper
    hills = _noise(rng, width, height, size=40)
    rgb[_noise(rng, width, height, size=50) > 1.1] = style.forest
    rgb[_noise(rng, width, height, size=45) > 1.75] = style.water
    slope = ndimage.gaussian_filter(hills, 2) - ndimage.gaussian_filter(np.roll(hills, (3, 3), (0, 1)), 2)
    rgb += (style.relief * slope / (slope.std() + 1e-6))[..., None]
    image = Image.fromarray(rgb.clip(0, 255).astype(np.uint8))
    for _ in range(5):
        image = _draw_line(image, _wander(rng, width, height), style.water, 2.4)
    return np.asarray(image)


def draw_top(image: Image.Image, seed: int) -> Image.Image:
    """What may lie on top of a zone: roads with a casing, borders of districts, names with and without a halo."""
    rng = np.random.default_rng(seed + 2_000)
    style = STYLES[seed % len(STYLES)]
    width, height = image.size
    for number in range(5):
        path = _wander(rng, width, height)
        if number < 2:
            image = _draw_line(image, path, (120, 100, 90), 4)
        image = _draw_line(image, path, style.road, 2.4 if number < 2 else 1.5)
    image = _draw_line(image, _wander(rng, width, height), (120, 110, 120), 1.5)
    return draw_names(image, seed, count=32)


def draw_names(image: Image.Image, seed: int, *, count: int) -> Image.Image:
    """Made-up names with a dot each, over the whole picture."""
    rng = np.random.default_rng(seed + 3_000)
    width, height = image.size
    large = image.resize((width * _SCALE, height * _SCALE), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(large)
    for number in range(count):
        x, y = rng.uniform(0, width) * _SCALE, rng.uniform(0, height) * _SCALE
        name = "".join(rng.choice(_SYLLABLES, rng.integers(2, 4))).title()
        halo = _SCALE if number % 2 else 0
        font = ImageFont.load_default(size=int(rng.uniform(10, 15)) * _SCALE)
        draw.ellipse([x - 5, y - 5, x + 5, y + 5], fill=(60, 60, 60))
        draw.text((x + 9, y - 18), name, fill=(40, 40, 45), font=font, stroke_width=halo, stroke_fill=(250, 250, 245))
    return large.resize((width, height), Image.Resampling.BOX)


# ---------------------------------------------------------------------------------------------------------------


def _noise(rng: np.random.Generator, width: int, height: int, *, size: float) -> NDArray[np.float32]:
    """Smooth noise with a standard deviation of 1 and hills of about `size` pixels."""
    field = ndimage.gaussian_filter(rng.normal(size=(height, width)).astype(np.float32), size / 2, mode="wrap")
    scaled: NDArray[np.float32] = (field - field.mean()) / field.std()
    return scaled


def _wander(rng: np.random.Generator, width: int, height: int) -> list[tuple[float, float]]:
    """A line across the picture that turns a little at each step."""
    at = np.array([rng.uniform(0, width), rng.uniform(0, height)])
    angle = rng.uniform(0, 2 * np.pi)
    at = at - 0.7 * width * np.array([np.cos(angle), np.sin(angle)])
    points = []
    for _ in range(180):
        angle += rng.normal(0, 0.12)
        at = at + 9 * np.array([np.cos(angle), np.sin(angle)])
        points.append((float(at[0]), float(at[1])))
    return points


def _draw_line(
    image: Image.Image, path: list[tuple[float, float]], colour: tuple[int, int, int], width: float
) -> Image.Image:
    mask = Image.new("L", (image.width * _SCALE, image.height * _SCALE))
    scaled = [(x * _SCALE, y * _SCALE) for x, y in path]
    ImageDraw.Draw(mask).line(scaled, fill=255, width=round(width * _SCALE), joint="curve")
    return Image.composite(Image.new("RGB", image.size, colour), image, mask.resize(image.size, Image.Resampling.BOX))
