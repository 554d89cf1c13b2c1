"""A base map of one's own, made by the tests: PMTiles version 3 with vector tiles (Mapbox Vector Tile 2.1) or pictures."""

import gzip
import io
import json
import struct
from pathlib import Path
from typing import Any, TypeAlias

from PIL import Image

Box: TypeAlias = tuple[int, int, int, int]
"""West, north, east and south on a tile, in its own units."""
EXTENT = 4096
NORTH_EAST_QUARTER = 4
"""The number of the tile that shows Europe and Asia at zoom 1, on the Hilbert curve that PMTiles counts by."""
_VECTOR, _PNG = 1, 2
_GZIP = 2


def write_vector_tiles(file: Path, layers: dict[str, list[Box]], *, metadata: dict[str, Any]) -> Path:
    """Layers of rectangles on the tile at zoom 1 that shows Europe and Asia."""
    tile = b"".join(_field(3, _layer(name, boxes)) for name, boxes in layers.items())
    return _write(file, gzip.compress(tile, mtime=0), _VECTOR, metadata=metadata)


def write_picture_tiles(file: Path, colour: tuple[int, int, int], *, metadata: dict[str, Any]) -> Path:
    """A picture of one colour on the same tile."""
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(picture, "PNG")
    return _write(file, picture.getvalue(), _PNG, metadata=metadata)


# ---------------------------------------------------------------------------------------------------------------


def _write(file: Path, tile: bytes, kind: int, *, metadata: dict[str, Any]) -> Path:
    # One entry: its number, for how many tiles it stands, its length, and its offset plus one.
    directory = gzip.compress(b"".join(_varint(each) for each in (1, NORTH_EAST_QUARTER, 1, len(tile), 1)), mtime=0)
    described = gzip.compress(json.dumps(metadata).encode(), mtime=0)
    begin = 127
    sections = (begin, len(directory), begin + len(directory), len(described), 0, 0,
                begin + len(directory) + len(described), len(tile), 1, 1, 1)  # fmt: skip
    head = b"PMTiles\x03" + struct.pack("<11Q", *sections)
    compressed = _GZIP if kind == _VECTOR else 1
    head += struct.pack("<BBBBBB4iB2i", 1, _GZIP, compressed, kind, 1, 1, 0, 0, 1_800_000_000, 850_000_000, 1, 0, 0)
    assert len(head) == begin
    file.write_bytes(head + directory + described + tile)
    return file


def _layer(name: str, boxes: list[Box]) -> bytes:
    features = b"".join(_field(2, _polygon(box)) for box in boxes)
    return _varint(15 << 3) + _varint(2) + _field(1, name.encode()) + features + _varint(5 << 3) + _varint(EXTENT)


def _polygon(box: Box) -> bytes:
    west, north, east, south = box
    across, down = east - west, south - north
    # Move to the corner, three lines, close: clockwise, as an outer ring runs.
    moves = [9, _zigzag(west), _zigzag(north), 26, _zigzag(across), 0, 0, _zigzag(down), _zigzag(-across), 0, 15]
    return _varint(3 << 3) + _varint(3) + _field(4, b"".join(_varint(each) for each in moves))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number >= 128:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])
