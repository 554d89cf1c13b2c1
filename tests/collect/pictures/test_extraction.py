"""Tracing: flat and half-transparent fills, hatchings, outlines, classes beside each other, and what is refused."""

from io import BytesIO

import numpy as np
import pytest
import shapely
from PIL import Image, ImageDraw
from shapely.geometry import MultiPolygon, Point

from groundtruce.collect.pictures.classes import parse_class
from groundtruce.collect.pictures.extraction import TracedClass, trace_classes
from groundtruce.collect.pictures.images import Picture, load_picture
from groundtruce.errors import UnusableInput

PAPER, RED, BLUE, GREEN = (240, 236, 228), (200, 60, 50), (60, 90, 200), (200, 222, 190)
DISC = Point(150.0, 110.0).buffer(70, quad_segs=64)


def draw(*shapes: tuple[shapely.Polygon, tuple[int, int, int]], scale: int = 8) -> Image.Image:
    """Shapes in colours on paper, 300 × 220, anti-aliased."""
    large = Image.new("RGB", (300 * scale, 220 * scale), PAPER)
    for shape, colour in shapes:
        corners = [(x * scale, y * scale) for x, y in shape.exterior.coords]
        ImageDraw.Draw(large).polygon(corners, fill=colour)
    return large.resize((300, 220), Image.Resampling.BOX)


def picture_of(image: Image.Image, form: str = "PNG") -> Picture:
    stream = BytesIO()
    image.save(stream, form)
    return load_picture(stream.getvalue(), name="map.png")


def trace(image: Image.Image, *classes: str) -> tuple[TracedClass, ...]:
    return trace_classes(picture_of(image), [parse_class(text) for text in classes])


def iou(shape: MultiPolygon, truth: shapely.Geometry) -> float:
    return shape.intersection(truth).area / shape.union(truth).area


@pytest.mark.parametrize("way", ["north=#c83c32", "north=at:150,110", "north=like:140,100"])
def test_a_disc_is_traced_to_a_tenth_of_a_pixel(way: str) -> None:
    """By its colour, by a point inside, by what is coloured alike: its area, its middle, its edge."""
    (north,) = trace(draw((DISC, RED)), way)
    assert north.name == "north"
    assert north.shape.area == pytest.approx(DISC.area, rel=0.004)
    assert north.shape.centroid.distance(DISC.centroid) < 0.05
    assert shapely.hausdorff_distance(north.shape.boundary, DISC.boundary) < 0.5
    assert 0.1 < north.edge_error_px < 0.4


def test_a_half_transparent_fill_is_one_over_every_base_colour() -> None:
    """A forest under it is neither a hole nor the end of it."""
    base = draw((Point(210, 130).buffer(45), GREEN))
    over = Image.composite(
        Image.new("RGB", base.size, RED),
        base,
        draw((DISC, (0, 0, 0))).convert("L").point(lambda level: round(0.4 * (1 - min(level / PAPER[1], 1)) * 255)),
    )
    (north,) = trace(over, "north=at:110,90")
    assert iou(north.shape, DISC) > 0.99
    assert [len(part.interiors) for part in north.shape.geoms] == [0]


def test_two_classes_share_their_boundary() -> None:
    """Between them neither a gap nor an overlap of more than a tenth of a pixel along it."""
    west, east = shapely.box(40, 40, 150, 180), shapely.box(150, 40, 260, 180)
    one, other = trace(draw((west, RED), (east, BLUE)), "west=at:90,100", "east=at:200,100")
    assert iou(one.shape, west) > 0.99
    assert iou(other.shape, east) > 0.99
    assert one.shape.intersection(other.shape).area < 14
    both = shapely.union_all([one.shape, other.shape])
    assert shapely.box(60, 60, 240, 160).difference(both).area < 14


def test_a_name_and_a_road_on_top_leave_no_hole() -> None:
    """Dark letters and an opaque line across a fill are bridged, and said to be where they cross its edge."""
    image = draw((DISC, RED), (shapely.box(0, 108, 300, 111), (250, 200, 120)))
    ImageDraw.Draw(image).text((120, 80), "Varnholm", fill=(20, 20, 20))
    (north,) = trace(image, "north=at:150,140")
    assert iou(north.shape, DISC) > 0.985
    assert [len(part.interiors) for part in north.shape.geoms] == [0]


def test_an_enclave_stays_a_hole_and_a_speck_is_no_part() -> None:
    """A hole of 300 square pixels is kept, dots of a few pixels are not."""
    hole = Point(150, 110).buffer(10)
    image = draw((DISC, RED), (hole, PAPER), (Point(30, 30).buffer(2), RED))
    (north,) = trace(image, "north=#c83c32")
    assert iou(north.shape, DISC.difference(hole)) > 0.99
    assert [len(part.interiors) for part in north.shape.geoms] == [1]


def test_a_hatching_is_traced_to_its_envelope() -> None:
    """Stripes of one ink, eight pixels apart."""
    x, y = np.meshgrid(np.arange(300), np.arange(220))
    stripes = ((x + y) / np.sqrt(2)) % 8 < 2.4
    inside = shapely.contains_xy(DISC, x + 0.5, y + 0.5)
    rgb = np.where((stripes & inside)[..., None], np.array(RED), np.array(PAPER)).astype(np.uint8)
    (north,) = trace(Image.fromarray(rgb), "north=#c83c32:hatched")
    assert iou(north.shape, DISC) > 0.96
    assert north.notes[0] in {"hatched, 7.9 pixels from stripe to stripe", "hatched, 8.0 pixels from stripe to stripe"}


def test_an_outline_is_traced_along_the_middle_of_its_stroke() -> None:
    """A gap in it is closed; an outline within it is a hole."""
    ring = DISC.buffer(1.5).difference(DISC.buffer(-1.5))
    hole = Point(150, 110).buffer(25)
    inner = hole.buffer(1.5).difference(hole.buffer(-1.5))
    image = draw(
        *((shapely.Polygon(part.exterior), colour) for part in (ring, inner) for colour in (RED,)),
        (DISC.buffer(-1.5), PAPER),
        (hole.buffer(1.5), RED),
        (hole.buffer(-1.5), PAPER),
        (shapely.box(215, 105, 225, 115), PAPER),
    )
    (north,) = trace(image, "north=#c83c32:outline")
    truth = DISC.difference(hole)
    assert iou(north.shape, truth) > 0.99
    assert north.shape.area == pytest.approx(truth.area, rel=0.005)


def test_a_legend_shows_the_class_and_is_no_part_of_it() -> None:
    """The swatch is left out."""
    (north,) = trace(draw((DISC, RED), (shapely.box(10, 10, 40, 26), RED)), "north=legend:25,18")
    assert len(north.shape.geoms) == 1
    assert iou(north.shape, DISC) > 0.99


def test_the_same_picture_gives_the_same_shape() -> None:
    """Bit for bit."""
    first, second = (trace(draw((DISC, RED)), "north=at:150,110")[0] for _ in range(2))
    assert first.shape.wkb == second.shape.wkb
    assert first.edge_error_px == second.edge_error_px


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("north=#00ff00", "the nearest colour"),
        ("north=at:400,10", "outside its 300 × 220 pixels"),
        ("north=#00ff00:hatched", "no hatching of north"),
        ("north=#00ff00:outline", "no closed outline of north"),
    ],
)
def test_a_class_that_is_not_there_is_refused(way: str, reason: str) -> None:
    """In one line that names the picture and the class or the point."""
    with pytest.raises(UnusableInput, match=reason):
        trace(draw((DISC, RED)), way)


@pytest.mark.parametrize(
    "text", ["north", "=red", "north=", "north=at:1", "north=at:x,y", "north=nocolour", "n=at:1,2:dotted"]
)
def test_a_class_of_another_form_is_refused(text: str) -> None:
    """Saying what is expected."""
    with pytest.raises(UnusableInput, match="--class"):
        parse_class(text)


def test_a_place_on_the_ground_is_read_with_its_signs() -> None:
    """Longitude first, west and south negative."""
    part = parse_class("south=at:46.75W,39.82S:outline")
    assert (part.point, part.on_ground, part.drawn) == ((-46.75, -39.82), True, "outline")
