"""Zones drawn over a base map in the ways that published maps use, and what scanning and saving do to them."""

import math
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, get_args

import numpy as np
import shapely
from PIL import Image, ImageChops, ImageDraw
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from evaluation.pictures.base_maps import draw_ground, draw_names, draw_top
from evaluation.pictures.shapes import make_shape

Style = Literal["flat", "half-transparent", "hatched", "outline"]
Condition = Literal["plain", "labels and roads", "JPEG 60", "64 colours", "rotated scan", "legend"]
STYLES: tuple[Style, ...] = get_args(Style)
CONDITIONS: tuple[Condition, ...] = get_args(Condition)

WIDTH, HEIGHT = 900, 700
_SCALE = 8
_INKS = ((214, 47, 39), (43, 89, 195), (120, 60, 160), (230, 120, 20), (20, 130, 90))
_TURN_DEG = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class MadeMap:
    """A picture of a known shape."""

    style: Style
    condition: Condition
    seed: int
    content: bytes
    """PNG, JPEG or GIF."""
    truth: MultiPolygon
    """In the picture's pixels."""
    ink: tuple[int, int, int]
    legend_at: tuple[float, float] | None
    """The middle of the legend's swatch."""
    inside: tuple[tuple[float, float], ...]
    """A point well inside each part."""


def make_map(style: Style, condition: Condition, seed: int) -> MadeMap:
    """One picture, the same bytes for the same arguments."""
    truth = make_shape(seed, width=WIDTH, height=HEIGHT)
    ink = _INKS[seed % len(_INKS)]
    image = _draw_zone(Image.fromarray(draw_ground(seed, width=WIDTH, height=HEIGHT)), truth, style, ink, seed)
    image = draw_top(image, seed) if condition == "labels and roads" else draw_names(image, seed, count=6)
    legend_at = None
    if condition == "legend":
        image, legend_at = _draw_legend(image, style, ink)
    if condition == "rotated scan":
        image, truth = _scan(image, truth, seed)
    inside = [shapely.maximum_inscribed_circle(part).coords[0] for part in truth.geoms]
    return MadeMap(
        style=style,
        condition=condition,
        seed=seed,
        content=_save(image, condition),
        truth=truth,
        ink=ink,
        legend_at=legend_at,
        inside=tuple((float(x), float(y)) for x, y in inside),
    )


# ---------------------------------------------------------------------------------------------------------------


def _draw_zone(
    image: Image.Image, shape: MultiPolygon, style: Style, ink: tuple[int, int, int], seed: int
) -> Image.Image:
    inside = _cover(shape, image.size)
    if style == "flat":
        pale = tuple(round(0.75 * level + 0.25 * 255) for level in ink)
        return Image.composite(Image.new("RGB", image.size, pale), image, _shrink(inside, image.size))
    if style == "half-transparent":
        opacity = 0.3 + 0.05 * (seed % 5)
        mask = _shrink(inside, image.size).point(lambda level: round(level * opacity))
    elif style == "hatched":
        stripes = _draw_stripes(inside.size, period=7 + seed % 5, angle=30 + 25 * (seed % 5))
        mask = _shrink(ImageChops.multiply(inside, stripes), image.size)
    else:
        mask = _shrink(_draw_outline(shape, image.size, stroke=2 + 0.5 * (seed % 5)), image.size)
    return Image.composite(Image.new("RGB", image.size, ink), image, mask)


def _cover(shape: MultiPolygon, size: tuple[int, int]) -> Image.Image:
    """The shape in white on black, eight times as large."""
    mask = Image.new("L", (size[0] * _SCALE, size[1] * _SCALE))
    draw = ImageDraw.Draw(mask)
    for polygon in shape.geoms:
        draw.polygon(_corners(polygon.exterior), fill=255)
        for hole in polygon.interiors:
            draw.polygon(_corners(hole), fill=0)
    return mask


def _corners(ring: shapely.LinearRing) -> list[tuple[float, float]]:
    return [(x * _SCALE, y * _SCALE) for x, y in ring.coords]


def _shrink(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    return mask.resize(size, Image.Resampling.BOX)


def _draw_stripes(size: tuple[int, int], *, period: float, angle: float) -> Image.Image:
    """Stripes a quarter as wide as their period, in the picture's pixels."""
    x, y = np.ogrid[: size[1], : size[0]][::-1]
    across = (x * math.sin(math.radians(angle)) + y * math.cos(math.radians(angle))) / _SCALE
    return Image.fromarray(np.where(across % period < 0.28 * period, np.uint8(255), np.uint8(0)))


def _draw_outline(shape: MultiPolygon, size: tuple[int, int], *, stroke: float) -> Image.Image:
    """The band half a stroke to both sides of the boundary."""
    band = shape.boundary.buffer(stroke / 2)
    parts = [part for part in shapely.get_parts(band) if isinstance(part, Polygon)]
    return _cover(MultiPolygon(parts), size)


def _draw_legend(
    image: Image.Image, style: Style, ink: tuple[int, int, int]
) -> tuple[Image.Image, tuple[float, float]]:
    """A white box in a corner with a swatch drawn as the zone is, a second entry, and words."""
    drawn = image.copy()
    draw = ImageDraw.Draw(drawn)
    draw.rectangle([8, 8, 190, 84], fill=(255, 255, 255), outline=(90, 90, 90))
    swatch = MultiPolygon([shapely.box(20, 20, 56, 40)])
    patch = _draw_zone(drawn, swatch, style, ink, 2)
    draw = ImageDraw.Draw(patch)
    draw.rectangle([20, 52, 56, 72], fill=(170, 170, 170))
    draw.text((66, 22), "Zone of control", fill=(30, 30, 30))
    draw.text((66, 54), "Elsewhere", fill=(30, 30, 30))
    return patch, (38.0, 30.0)


def _scan(image: Image.Image, truth: MultiPolygon, seed: int) -> tuple[Image.Image, MultiPolygon]:
    """Turned by three degrees, a little blurred, with noise, on the scanner's white lid."""
    turned = image.rotate(_TURN_DEG, resample=Image.Resampling.BICUBIC, fillcolor=(252, 252, 252))
    rng = np.random.default_rng(seed + 4_000)
    levels = np.asarray(turned, np.float32)
    levels = 0.25 * (np.roll(levels, 1, 0) + np.roll(levels, -1, 0)) + 0.5 * levels
    levels = 0.25 * (np.roll(levels, 1, 1) + np.roll(levels, -1, 1)) + 0.5 * levels
    noisy = levels + rng.normal(0, 4, levels.shape)
    # Pillow turns against the clock as it is seen, about the picture's middle; y points down.
    moved = affinity.rotate(truth, -_TURN_DEG, origin=(image.width / 2, image.height / 2))
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8)), moved


def _save(image: Image.Image, condition: Condition) -> bytes:
    stream = BytesIO()
    if condition == "JPEG 60":
        image.save(stream, "JPEG", quality=60)
    elif condition == "64 colours":
        few = image.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
        # Quantising dithers only with a palette that is given.
        image.quantize(palette=few, dither=Image.Dither.FLOYDSTEINBERG).save(stream, "GIF")
    else:
        image.save(stream, "PNG")
    return stream.getvalue()
