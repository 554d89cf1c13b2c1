"""The geometry blob of a GeoPackage (OGC 12-128r17, clause 2.1.3): a header, an envelope and ISO WKB.

Coordinates are WGS 84, longitude first. A record keeps areas as MultiPolygons, since a layer has one geometry type: a
Polygon is wrapped into a MultiPolygon of one, its own bytes unchanged inside it.
"""

import struct
from array import array
from typing import Literal, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Least longitude, least latitude, greatest longitude, greatest latitude."""

AreaType = Literal["Polygon", "MultiPolygon"]

SRS_ID = 4326
_AREA_TYPES: dict[int, AreaType] = {3: "Polygon", 6: "MultiPolygon"}
# "GP", version 0, then the flags: little-endian, with the envelope [min x, max x, min y, max y] or with none.
_HEADER_WITH_ENVELOPE = b"GP\x00\x03" + struct.pack("<i", SRS_ID)
_HEADER_OF_POINT = b"GP\x00\x01" + struct.pack("<i", SRS_ID)
_ENVELOPE = struct.Struct("<4d")
_POINT = struct.Struct("<BI2d")
_ONE_POLYGON = struct.pack("<BII", 1, 6, 1)
_AREA_WKB_STARTS = len(_HEADER_WITH_ENVELOPE) + _ENVELOPE.size


def area_type(wkb: bytes) -> AreaType:
    """What the WKB holds. Raises `ValueError` for anything but a two-dimensional Polygon or MultiPolygon."""
    code = _read_integer(wkb, 1, little_endian=wkb[:1] == b"\x01") if len(wkb) >= 5 else None
    if code not in _AREA_TYPES:
        raise ValueError("the shape is neither a Polygon nor a MultiPolygon in two-dimensional ISO WKB")
    return _AREA_TYPES[code]


def encode_area(wkb: bytes) -> bytes:
    """The blob of a Polygon or MultiPolygon given as ISO WKB. Raises `ValueError` where it is neither, or broken."""
    west, south, east, north = measure_area(wkb)
    wrapper = _ONE_POLYGON if area_type(wkb) == "Polygon" else b""
    return _HEADER_WITH_ENVELOPE + _ENVELOPE.pack(west, east, south, north) + wrapper + wkb


def decode_area(blob: bytes, *, kept_as: AreaType) -> bytes:
    """The WKB that `encode_area` was given; `kept_as` is its type."""
    return blob[_AREA_WKB_STARTS + (len(_ONE_POLYGON) if kept_as == "Polygon" else 0) :]


def encode_point(longitude: float, latitude: float) -> bytes:
    """The blob of a point, which by the standard carries no envelope."""
    return _HEADER_OF_POINT + _POINT.pack(1, 1, longitude, latitude)


def box_of(blob: bytes) -> Box:
    """The box around a blob that `encode_area` or `encode_point` made."""
    if blob.startswith(_HEADER_OF_POINT):
        _, _, longitude, latitude = _POINT.unpack_from(blob, len(_HEADER_OF_POINT))
        return longitude, latitude, longitude, latitude
    west, east, south, north = _ENVELOPE.unpack_from(blob, len(_HEADER_WITH_ENVELOPE))
    return west, south, east, north


def unite(boxes: list[Box]) -> Box | None:
    """The box around all of `boxes`; none where there are none."""
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def measure_area(wkb: bytes) -> Box:
    """The box around a Polygon or MultiPolygon. Raises `ValueError` where the WKB is broken, empty or goes on after its end."""
    try:
        boxes, end = _polygon_boxes(wkb, 0) if area_type(wkb) == "Polygon" else _multipolygon_boxes(wkb)
    except struct.error as error:
        raise ValueError("the shape's WKB ends before the shape does") from error
    box = unite(boxes)
    if box is None or end != len(wkb):
        raise ValueError("the shape is empty" if box is None else "bytes follow the shape's WKB")
    return box


# ---------------------------------------------------------------------------------------------------------------


def _multipolygon_boxes(wkb: bytes) -> tuple[list[Box], int]:
    count = _read_integer(wkb, 5, little_endian=wkb[0] == 1)
    boxes: list[Box] = []
    offset = 9
    for _ in range(count):
        found, offset = _polygon_boxes(wkb, offset)
        boxes += found
    return boxes, offset


def _polygon_boxes(wkb: bytes, offset: int) -> tuple[list[Box], int]:
    """The boxes of a polygon's rings, and the offset after it."""
    little_endian = wkb[offset : offset + 1] == b"\x01"
    if _read_integer(wkb, offset + 1, little_endian=little_endian) != 3:
        raise ValueError("a part of the MultiPolygon is no Polygon")
    rings = _read_integer(wkb, offset + 5, little_endian=little_endian)
    boxes: list[Box] = []
    offset += 9
    for _ in range(rings):
        points = _read_integer(wkb, offset, little_endian=little_endian)
        ring = wkb[offset + 4 : offset + 4 + 16 * points]
        if len(ring) < 16 * points:
            raise ValueError("the shape's WKB ends before the shape does")
        if points:
            boxes.append(_ring_box(ring, little_endian=little_endian))
        offset += 4 + 16 * points
    return boxes, offset


def _ring_box(ring: bytes, *, little_endian: bool) -> Box:
    numbers = array("d", ring)
    if little_endian != (struct.pack("=H", 1) == b"\x01\x00"):
        numbers.byteswap()
    longitudes, latitudes = numbers[::2], numbers[1::2]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _read_integer(wkb: bytes, offset: int, *, little_endian: bool) -> int:
    value: int = struct.unpack_from("<I" if little_endian else ">I", wkb, offset)[0]
    return value
