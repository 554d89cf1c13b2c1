"""GeoPackage's geometry blobs."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from groundtruce.record.geometry import area_type, box_of, decode_area, encode_area, encode_point, unite

SQUARE = shapely.box(10, -1, 11, 1)
RING = shapely.Polygon(SQUARE.exterior, [shapely.box(10.2, -0.5, 10.4, 0.5).exterior])
TWO = shapely.MultiPolygon([RING, shapely.box(12, 2, 13, 3)])


def test_worked_example_of_an_area() -> None:
    """A square is kept as a MultiPolygon of one: header, reference system 4326, envelope, its own WKB wrapped."""
    blob = encode_area(shapely.to_wkb(SQUARE))
    assert blob[:8].hex() == "47500003" + "e6100000"
    assert box_of(blob) == (10, -1, 11, 1)
    kept = shapely.from_wkb(blob[40:])
    assert kept.geom_type == "MultiPolygon"
    assert kept.geoms[0].equals_exact(SQUARE)


@pytest.mark.parametrize("shape", [SQUARE, RING, TWO, shapely.MultiPolygon([SQUARE])])
@pytest.mark.parametrize("byte_order", [0, 1])
def test_an_area_comes_out_as_it_went_in(shape: BaseGeometry, byte_order: int) -> None:
    """Polygons and MultiPolygons, with holes and in either byte order, keep every byte; the box is shapely's."""
    wkb = shapely.to_wkb(shape, byte_order=byte_order)
    blob = encode_area(wkb)
    assert decode_area(blob, kept_as=area_type(wkb)) == wkb
    assert box_of(blob) == shape.bounds


@given(st.lists(st.tuples(st.floats(-180, 179), st.floats(-90, 89)), min_size=1, max_size=5))
def test_the_box_of_any_area_is_shapelys(corners: list[tuple[float, float]]) -> None:
    """Whatever the parts, the envelope is the one that shapely measures."""
    shape = shapely.MultiPolygon([shapely.box(x, y, x + 1, y + 1) for x, y in corners])
    assert box_of(encode_area(shapely.to_wkb(shape))) == shape.bounds


def test_a_point_is_its_own_box() -> None:
    """A point has no envelope; its box is read from its coordinates."""
    blob = encode_point(10.5, -2)
    assert shapely.from_wkb(blob[8:]).equals(shapely.Point(10.5, -2))
    assert box_of(blob) == (10.5, -2, 10.5, -2)


@pytest.mark.parametrize(
    "wkb",
    [
        b"",
        b"\x01\x03\x00",
        shapely.to_wkb(shapely.Point(1, 2)),
        shapely.to_wkb(shapely.Polygon()),
        shapely.to_wkb(shapely.MultiPolygon()),
        shapely.to_wkb(shapely.Polygon([(0, 0, 1), (1, 0, 1), (1, 1, 1)]), flavor="iso", output_dimension=3),
        shapely.to_wkb(TWO)[:-8],
        shapely.to_wkb(TWO) + b"\x00",
        shapely.to_wkb(shapely.GeometryCollection([SQUARE])),
        shapely.to_wkb(SQUARE)[:5] + b"\xff\xff\xff\xff",
    ],
)
def test_what_is_no_area_is_refused(wkb: bytes) -> None:
    """Points, empty shapes, three dimensions, cut off or overlong bytes raise `ValueError`."""
    with pytest.raises(ValueError, match="shape"):
        encode_area(wkb)


def test_boxes_unite() -> None:
    """The box around several boxes; none around none."""
    assert unite([(0, 0, 1, 1), (-1, 0.5, 0, 3)]) == (-1, 0, 1, 3)
    assert unite([]) is None
