"""Made maps with place names on them, of which it is known where every pixel lies: to measure control points found by names.

The ground is invented (rivers, roads, a lake, a half-transparent zone); names and places are the gazetteer's. Everything is
drawn from a seed, so that a map is the same every time.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyproj
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from groundtruce.collect.georeference.map_places import PlaceFinder
from groundtruce.collect.georeference.planes import Points
from groundtruce.model.places import GazetteerEntry

WIDTH, HEIGHT = 1400, 1000


class MapDesign(NamedTuple):
    """What a made map looks like."""

    title: str
    longitude: float
    latitude: float
    width_km: float
    projection: str = "mercator"
    """`mercator`, `conic`, `transverse`, `equirectangular`."""
    script: str = "Latin"
    placement: str = "middle"
    """`middle`, `right`, `mixed` (right, left, above or below the dot, whichever is free), `below`."""
    rotation_deg: float = 0.0
    labels: int = 35
    wrong: float = 0.0
    """The share of labels that carry the name of a place elsewhere."""
    jpeg: bool = False
    font_px: int = 13


class LabelMap(NamedTuple):
    """A made map and what is true of it."""

    picture: NDArray[np.uint8]
    labels: dict[str, bool]
    """The identifier of each place that a label stands at; whether the label has that place's name."""
    crs: pyproj.Proj
    pixels_per_m: float
    rotation: NDArray[np.float64]

    def to_picture(self, ground: Points) -> Points:
        """Pixels of longitudes and latitudes."""
        planar = np.column_stack(self.crs(ground[:, 0], ground[:, 1])) * self.pixels_per_m * [1, -1]
        return np.asarray(planar @ self.rotation.T + [WIDTH / 2, HEIGHT / 2], np.float64)


DESIGNS: tuple[MapDesign, ...] = (
    MapDesign("Cyprus, web map", 33.2, 35.1, 230),
    MapDesign("Cyprus, dots, names to the right", 33.1, 35.0, 200, placement="right"),
    MapDesign("Kosovo, dots, names anywhere around", 21.0, 42.6, 180, placement="mixed", projection="transverse"),
    MapDesign("Georgia, web map, dense", 43.5, 42.1, 420, labels=80, font_px=11),
    MapDesign("Moldova, Cyrillic", 28.6, 47.2, 330, script="Cyrillic"),
    MapDesign("Zaporizhzhia, Cyrillic, dots", 35.6, 47.3, 300, script="Cyrillic", placement="right", jpeg=True),
    MapDesign(
        "Donbas, scan turned 3°, Cyrillic", 38.0, 48.2, 280, script="Cyrillic", rotation_deg=3, projection="conic"
    ),
    MapDesign("Georgia, scan turned 3°", 44.2, 41.9, 350, rotation_deg=3, projection="conic"),
    MapDesign("Golan, scan turned -4°, dots", 36.2, 33.2, 220, rotation_deg=-4, placement="mixed"),
    MapDesign("Kivu, a fifth of the names wrong", 28.8, -1.8, 420, wrong=0.2),
    MapDesign("Mindanao, a third of the names wrong", 124.6, 7.6, 380, wrong=0.33, labels=45),
    MapDesign("Colombia, JPEG, dots, names below", -75.6, 4.6, 420, placement="below", jpeg=True),
    MapDesign("South Sudan, few names", 30.2, 7.4, 800, labels=14),
    MapDesign("Mali, equirectangular", -3.2, 14.8, 900, projection="equirectangular", labels=28),
    MapDesign("Sri Lanka, transverse", 80.7, 8.3, 300, projection="transverse", placement="right"),
    MapDesign("Aceh, JPEG", 96.6, 4.6, 380, jpeg=True, labels=30),
    MapDesign("Fergana, Cyrillic, dense", 71.2, 40.4, 300, script="Cyrillic", labels=60, font_px=12),
    MapDesign("Bosnia, conic, dots", 17.8, 44.1, 300, projection="conic", placement="mixed"),
    MapDesign("Crimea, Cyrillic, turned 2°", 34.3, 45.3, 330, script="Cyrillic", rotation_deg=2, placement="right"),
    MapDesign("Fiji, across the antimeridian", 178.6, -17.4, 420, labels=20),
    MapDesign("Kashmir, small letters", 74.6, 33.9, 300, font_px=10, labels=45),
    MapDesign("Sudan, JPEG, a fifth wrong, turned", 32.6, 14.2, 700, jpeg=True, wrong=0.2, rotation_deg=-2),
    MapDesign("Caucasus, large", 44.5, 41.5, 1300, labels=50, projection="conic"),
    MapDesign("Rhine, dots, dense", 7.6, 49.8, 260, placement="mixed", labels=80, font_px=11),
)


def draw_label_map(design: MapDesign, finder: PlaceFinder, *, seed: int) -> LabelMap:
    """The map of a design."""
    draw = np.random.default_rng(seed)
    crs = _projection(design)
    scale = WIDTH / (design.width_km * 1000)
    turn = np.radians(design.rotation_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    upright = LabelMap(np.zeros(0, np.uint8), {}, crs, scale, np.eye(2))
    image = _draw_ground(draw)
    labels = _write_labels(image, design, upright, finder, draw)
    image = image.rotate(-design.rotation_deg, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    if design.jpeg:
        stream = BytesIO()
        image.save(stream, "JPEG", quality=60)
        image = Image.open(stream).convert("RGB")
    return LabelMap(np.asarray(image), labels, crs, scale, rotation)


# ---------------------------------------------------------------------------------------------------------------

_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
    Path("/Library/Fonts/DejaVuSans.ttf"),
)
_CYRILLIC = range(0x400, 0x530)


def find_font() -> Path | None:
    """A font with Cyrillic letters; none where there is none."""
    return next((path for path in _FONTS if path.exists()), None)


def _projection(design: MapDesign) -> pyproj.Proj:
    centre = {"lon_0": design.longitude}
    if design.projection == "mercator":
        base = pyproj.Proj(proj="merc", a=6378137, b=6378137, lat_ts=design.latitude, **centre)
    elif design.projection == "conic":
        south, north = design.latitude - 2, design.latitude + 2
        base = pyproj.Proj(proj="lcc", ellps="WGS84", lat_0=design.latitude, lat_1=south, lat_2=north, **centre)
    elif design.projection == "transverse":
        base = pyproj.Proj(proj="tmerc", ellps="WGS84", lat_0=design.latitude, **centre)
    else:
        base = pyproj.Proj(proj="eqc", a=6371000, b=6371000, lat_ts=design.latitude, **centre)
    _, north = base(design.longitude, design.latitude)
    return pyproj.Proj(base.srs + f" +y_0={-north}") if "y_0=0" not in base.srs else pyproj.Proj(
        base.srs.replace("y_0=0", f"y_0={-north}")
    )  # fmt: skip


def _draw_ground(draw: np.random.Generator) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (242, 239, 233))
    canvas = ImageDraw.Draw(image, "RGBA")
    for _ in range(6):
        x, y, size = draw.uniform(0, WIDTH), draw.uniform(0, HEIGHT), draw.uniform(30, 120)
        canvas.polygon(_blob(draw, x, y, size), fill=(205, 235, 176, 160))
    canvas.polygon(
        _blob(draw, draw.uniform(200, WIDTH - 200), draw.uniform(200, HEIGHT - 200), 70), fill=(170, 211, 223)
    )
    for colour, width, count in (((170, 211, 223), 2, 14), ((252, 214, 164), 3, 10), ((190, 190, 190), 1, 14)):
        for _ in range(count):
            canvas.line(_walk(draw), fill=colour, width=width, joint="curve")
    zone = _blob(draw, WIDTH * 0.55, HEIGHT * 0.5, 280)
    canvas.polygon(zone, fill=(220, 40, 40, 90), outline=(200, 30, 30, 255))
    return image


def _blob(draw: np.random.Generator, x: float, y: float, size: float) -> list[tuple[float, float]]:
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    radii = size * (1 + 0.25 * np.sin(angles * 3 + draw.uniform(0, 6)) + 0.15 * np.sin(angles * 5 + draw.uniform(0, 6)))
    return [(float(x + r * np.cos(a)), float(y + r * np.sin(a))) for r, a in zip(radii, angles, strict=True)]


def _walk(draw: np.random.Generator) -> list[tuple[float, float]]:
    heading, point = draw.uniform(0, 2 * np.pi), np.array([draw.uniform(0, WIDTH), draw.uniform(0, HEIGHT)])
    points = []
    for _ in range(60):
        points.append((float(point[0]), float(point[1])))
        heading += draw.normal(0, 0.25)
        point = point + 25 * np.array([np.cos(heading), np.sin(heading)])
    return points


def _write_labels(
    image: Image.Image, design: MapDesign, upright: LabelMap, finder: PlaceFinder, draw: np.random.Generator
) -> dict[str, bool]:
    """Names drawn where there is room, the largest places first. Returns which places have a label, and whether it is theirs."""
    file = find_font()
    font = ImageFont.truetype(str(file), design.font_px) if file else ImageFont.load_default(design.font_px)
    places = _choose_places(design, upright, finder)
    canvas = ImageDraw.Draw(image)
    taken: list[tuple[float, float, float, float]] = []
    labels: dict[str, bool] = {}
    dot = max(2, round(design.font_px * 0.25))
    for place, name, x, y in places:
        if len(labels) == design.labels:
            break
        wrong = draw.random() < design.wrong
        written = places[int(draw.integers(len(places)))][1] if wrong else name
        box = _place_text(_extent(canvas, written, font), (x, y), design, taken, draw)
        if box is None:
            continue
        taken.append(box)
        if design.placement != "middle":
            taken.append((x - dot, y - dot, x + dot, y + dot))
            canvas.ellipse((x - dot, y - dot, x + dot, y + dot), fill=(60, 60, 60), outline=(0, 0, 0))
        canvas.text(
            (box[0], box[1]),
            written,
            font=font,
            fill=(40, 40, 40),
            stroke_width=1,
            stroke_fill=(250, 250, 250),
            anchor="lt",
        )
        labels[place.id] = written == name
    return labels


def _extent(
    canvas: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> tuple[float, float]:
    left, top, right, bottom = canvas.textbbox((0, 0), text, font=font, anchor="lt")
    return right - left, bottom - top


def _choose_places(
    design: MapDesign, upright: LabelMap, finder: PlaceFinder
) -> list[tuple[GazetteerEntry, str, float, float]]:
    reach = design.width_km / 2 / 111 * 1.1
    across = reach / np.cos(np.radians(design.latitude))
    found = finder.find_within(
        west=design.longitude - across,
        east=design.longitude + across,
        south=design.latitude - reach,
        north=design.latitude + reach,
    )
    ordered = sorted(found, key=lambda place: (-(place.population or 0), place.id))
    pixels = upright.to_picture(np.array([(place.longitude, place.latitude) for place in ordered]))
    chosen = []
    for place, (x, y) in zip(ordered, pixels, strict=True):
        name = _name(place, design.script)
        if name and 20 < x < WIDTH - 20 and 20 < y < HEIGHT - 20:
            chosen.append((place, name, float(x), float(y)))
    return chosen


def _name(place: GazetteerEntry, script: str) -> str | None:
    if script == "Latin":
        return place.names[0].text
    for name in place.names[1:]:
        if all(ord(letter) in _CYRILLIC or letter in " -" for letter in name.text):
            return name.text.title()
    return None


def _place_text(
    extent: tuple[float, float],
    at: tuple[float, float],
    design: MapDesign,
    taken: Sequence[tuple[float, float, float, float]],
    draw: np.random.Generator,
) -> tuple[float, float, float, float] | None:
    """The box that the text is written in, or none where there is no room."""
    (wide, tall), (x, y) = extent, at
    away = design.font_px * 0.5
    boxes = {
        "middle": (x - wide / 2, y - tall / 2),
        "right": (x + away, y - tall / 2),
        "left": (x - away - wide, y - tall / 2),
        "below": (x - wide / 2, y + away),
        "above": (x - wide / 2, y - away - tall),
    }
    sides = [design.placement] if design.placement != "mixed" else list(draw.permutation(list(boxes)[1:]))
    for side in sides:
        corner = boxes[str(side)]
        box = (corner[0], corner[1], corner[0] + wide, corner[1] + tall)
        inside = box[0] > 4 and box[1] > 4 and box[2] < WIDTH - 4 and box[3] < HEIGHT - 4
        if inside and not any(_touch(box, other) for other in taken):
            return box
    return None


def _touch(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    return (
        first[0] < second[2] + 3 and second[0] < first[2] + 3 and first[1] < second[3] + 3 and second[1] < first[3] + 3
    )  # fmt: skip
