"""Files of control points: CSV, QGIS's `.points`, and IIIF Georeference Extension annotations.

- CSV with a heading: `x,y,longitude,latitude` and, where known, `name`.
- `.points`, as QGIS's georeferencer writes it: perhaps a line `#CRS: …`, then a heading with `mapX,mapY` and
  `sourceX,sourceY` (`pixelX,pixelY` before QGIS 3.26), whose y is negative downwards; `enable` 0 switches a point off.
- An annotation (`annotations`).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import numpy as np
import pyproj
from pyproj.exceptions import CRSError

from groundtruce.collect.charsets import decode_text
from groundtruce.collect.georeference.annotations import parse_annotation
from groundtruce.collect.georeference.control_points import MOST_POINTS, ControlPoint, check_point
from groundtruce.errors import UnusableInput

LARGEST_CONTROL_FILE = 5_000_000
"""Bytes; a longer file holds more than control points."""


def parse_control_points(content: bytes, *, name: str) -> tuple[ControlPoint, ...]:
    """The control points of a file, told by its content what it is.

    Raises `UnusableInput`, with the line where there is one, for a file of another kind, a missing or broken number,
    a point off the Earth, no points and too many.
    """
    text, _ = decode_text(content, name=name)
    if text.lstrip().startswith("{"):
        points: tuple[ControlPoint, ...] = parse_annotation(content, name=name)
    else:
        points = tuple(_read_table(text, name))
    if not points:
        raise UnusableInput(name, "has no control points")
    if len(points) > MOST_POINTS:
        raise UnusableInput(name, f"has {len(points)} control points; at most {MOST_POINTS} are used")
    return points


# ---------------------------------------------------------------------------------------------------------------

_CSV = ("x", "y", "longitude", "latitude")
_QGIS = (("sourceX", "sourceY", "mapX", "mapY"), ("pixelX", "pixelY", "mapX", "mapY"))


def _read_table(text: str, name: str) -> Iterator[ControlPoint]:
    lines = text.splitlines()
    declared = next((line[5:].strip() for line in lines[:5] if line.upper().startswith("#CRS:")), None)
    skipped = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
    rows = csv.DictReader(io.StringIO("\n".join(lines[skipped:])), strict=True, skipinitialspace=True)
    try:
        columns = _choose_columns(rows.fieldnames or (), name, f"line {skipped + 1}")
        for row in rows:
            place = f"line {rows.line_num + skipped}"
            if row.get("enable", "1") != "0":
                yield _read_row(row, columns, declared, name, place)
    except csv.Error as error:
        raise UnusableInput(name, str(error), place=f"line {rows.line_num + skipped}") from error


def _choose_columns(heading: object, name: str, place: str) -> tuple[str, ...]:
    present = set(heading) if isinstance(heading, list | tuple) else set()
    for columns in (_CSV, *_QGIS):
        if set(columns) <= present:
            return columns
    reason = "is no file of control points: its heading has neither x,y,longitude,latitude nor QGIS's columns"
    raise UnusableInput(name, reason, place=place)


def _read_row(
    row: Mapping[str, str], columns: tuple[str, ...], declared: str | None, name: str, place: str
) -> ControlPoint:
    x, y, longitude, latitude = (_number(row, column, name, place) for column in columns)
    if columns is not _CSV:
        y = -y
        longitude, latitude = _to_wgs84(longitude, latitude, declared, name, place)
    source = f"{PurePath(name).name}, {place}"
    label = (row.get("name") or "").strip()
    point = ControlPoint(x=x, y=y, longitude=longitude, latitude=latitude, name=label, source=source)
    return check_point(point, file=name, place=place)


def _number(row: Mapping[str, str], column: str, name: str, place: str) -> float:
    try:
        return float(row[column])
    except (TypeError, ValueError):
        raise UnusableInput(name, f"{column} is no number: {row[column]!r}", place=place) from None


def _to_wgs84(x: float, y: float, declared: str | None, name: str, place: str) -> tuple[float, float]:
    if declared is None:
        if abs(x) > 180 or abs(y) > 90:
            reason = "its map coordinates are no degrees, and no line #CRS: says what they are"
            raise UnusableInput(name, reason, place=place)
        return x, y
    try:
        transformer = pyproj.Transformer.from_crs(declared, "OGC:CRS84", always_xy=True)
    except CRSError:
        raise UnusableInput(name, f"declares an unknown coordinate system: {declared[:80]}", place="line 1") from None
    longitude, latitude = transformer.transform(x, y)
    if not np.isfinite([longitude, latitude]).all():
        raise UnusableInput(name, "its map coordinates are outside the declared coordinate system", place=place)
    return float(longitude), float(latitude)
