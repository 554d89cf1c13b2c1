"""Overlays: the traced shapes drawn over the picture they were traced from, as a PNG to look at."""

from collections.abc import Sequence
from io import BytesIO

from shapely.geometry import MultiPolygon

from groundtruce.collect.pictures.images import Picture

_COLOURS = ((255, 0, 200), (0, 200, 0), (0, 170, 255), (255, 140, 0), (150, 0, 255), (120, 120, 0))
_HALO = (255, 255, 255)
_SMALL = 1_200
"""Narrower pictures are drawn twice as large, so that the line can be told from what it follows."""
_POINT = 5


def draw_overlay(
    picture: Picture, shapes: Sequence[MultiPolygon], *, points: Sequence[tuple[float, float]] = ()
) -> bytes:
    """The picture, greyed a little, with each shape's boundary in a colour of its own; `points` are marked by crosses.

    Shapes and points are in the picture's pixels. The same input gives the same bytes.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - an extra

    scale = 2 if picture.width < _SMALL else 1
    image = Image.fromarray(picture.rgb).resize(
        (picture.width * scale, picture.height * scale), Image.Resampling.NEAREST
    )
    image = Image.blend(image, Image.new("RGB", image.size, _HALO), 0.25)
    draw = ImageDraw.Draw(image)
    for number, shape in enumerate(shapes):
        rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
        lines = [[(x * scale - 0.5, y * scale - 0.5) for x, y in ring.coords] for ring in rings]
        for line in lines:
            draw.line(line, fill=_HALO, width=3 * scale)
        for line in lines:
            draw.line(line, fill=_COLOURS[number % len(_COLOURS)], width=scale)
    for x, y in points:
        reach, at = _POINT * scale, (x * scale - 0.5, y * scale - 0.5)
        draw.line([(at[0] - reach, at[1]), (at[0] + reach, at[1])], fill=(0, 0, 0), width=scale)
        draw.line([(at[0], at[1] - reach), (at[0], at[1] + reach)], fill=(0, 0, 0), width=scale)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
