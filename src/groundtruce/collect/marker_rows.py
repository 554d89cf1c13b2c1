"""The rows of a file of markers: the border where CSV and GeoJSON become one thing."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from groundtruce.collect.charsets import decode_text
from groundtruce.collect.formats import GEOJSON
from groundtruce.collect.map_crs import transform_to_wgs84
from groundtruce.errors import UnusableInput

FIELDS: dict[str, tuple[str, ...]] = {
    "marker": ("marker", "marker_id", "id", "identifier", "name"),
    "seen": ("seen", "seen_on", "date", "observed"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "position_error_m": ("position_error_m", "error_m"),
    "seen_by": ("seen_by", "observer", "source"),
    "kind": ("kind", "type"),
    "note": ("note", "remark", "comment"),
    "zone": ("zone",),
}
"""What is known of a marker, each with the names of columns and properties that say it, the best first."""

_MOST_ROWS = 20_000
_LONGEST_CELL = 2_000
_LARGEST_COORDINATE = 1e9


class MarkerRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of one marker: its fields as text, those it does not say left out."""

    place: str
    """Such as `line 3` or `feature 2`."""
    said: dict[str, str]


def read_marker_rows(content: bytes, *, name: str, media_type: str) -> tuple[MarkerRow, ...]:
    """All rows of a file. Raises `UnusableInput` for what is none, is broken, or is too large."""
    reader = _read_geojson if media_type == GEOJSON.media_type else _read_csv
    rows: list[MarkerRow] = []
    for row in reader(content, name):
        long = next((field for field, text in row.said.items() if len(text) > _LONGEST_CELL), None)
        if long:
            raise UnusableInput(name, f"{long} is longer than {_LONGEST_CELL} characters", place=row.place)
        rows.append(row)
        if len(rows) > _MOST_ROWS:
            raise UnusableInput(name, f"holds more than the {_MOST_ROWS} markers that are read", place=row.place)
    if not rows:
        raise UnusableInput(name, "holds no markers")
    return tuple(rows)


# ---------------------------------------------------------------------------------------------------------------


def _read_csv(content: bytes, name: str) -> Iterator[MarkerRow]:
    text, _ = decode_text(content, name=name)
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count), strict=True)
    line = 1
    try:
        columns = _name_columns(next(lines, []), name)
        for cells in lines:
            line, started = lines.line_num, line + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < len(columns):
                reason = f"has {len(cells)} of the {len(columns)} columns that the first line names"
                raise UnusableInput(name, reason, place=f"line {started}")
            if any(cell.strip() for cell in cells[len(columns) :]):
                reason = f"has {len(cells)} columns, and the first line names {len(columns)}: are its commas quoted?"
                raise UnusableInput(name, reason, place=f"line {started}")
            said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
            yield MarkerRow(place=f"line {started}", said=_known(said))
    except csv.Error as error:
        raise UnusableInput(name, f"is broken CSV: {error}", place=f"line {lines.line_num}") from None


def _name_columns(cells: list[str], name: str) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    for field in ("marker", "longitude", "latitude"):
        if not set(FIELDS[field]) & set(columns):
            known = ", ".join(FIELDS[field])
            raise UnusableInput(
                name, f"names no column for {field} ({known}); its first line names the columns", place="line 1"
            )
    return columns


def _known(said: dict[str, str]) -> dict[str, str]:
    """The fields that are said, by their own names."""
    found = {field: [said[name] for name in names if said.get(name)] for field, names in FIELDS.items()}
    return {field: texts[0] for field, texts in found.items() if texts}


class _Feature(msgspec.Struct):
    geometry: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None
    id: Any = None


class _Collection(msgspec.Struct):
    type: str
    features: list[_Feature] = []
    crs: dict[str, Any] | None = None
    geometry: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None
    id: Any = None


def _read_geojson(content: bytes, name: str) -> Iterator[MarkerRow]:
    try:
        found = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Collection)
    except msgspec.ValidationError as error:
        place = re.search(r"features\[(\d+)\]", str(error))
        reason = f"is no GeoJSON of markers: {str(error).partition(' - at')[0]}"
        raise UnusableInput(name, reason, place=f"feature {int(place[1]) + 1}" if place else "") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnusableInput(name, f"is broken JSON: {error}") from None
    features = found.features
    if found.type == "Feature":
        features = [_Feature(geometry=found.geometry, properties=found.properties, id=found.id)]
    elif found.type != "FeatureCollection":
        raise UnusableInput(name, f"is a bare {found.type}: a marker is a Feature, which says its name and its day")
    crs = _name_crs(found.crs, name) if found.crs else None
    for number, feature in enumerate(features, 1):
        yield _row_of_feature(feature, f"feature {number}", name, crs)


def _name_crs(crs: dict[str, Any], name: str) -> str:
    """The name of a coordinate system, as GeoJSON declared one before RFC 7946."""
    properties = crs.get("properties")
    named = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(named, str):
        raise UnusableInput(name, "its coordinate system has no name", place="crs")
    return named


def _row_of_feature(feature: _Feature, place: str, name: str, crs: str | None) -> MarkerRow:
    geometry = feature.geometry or {}
    if geometry.get("type") != "Point":
        what = f"is a {str(geometry['type'])[:40]}" if geometry.get("type") else "has no geometry"
        raise UnusableInput(name, f"{what}; a marker is a Point", place=place)
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2 or not all(map(_is_number, coordinates[:2])):
        raise UnusableInput(name, "its coordinates are not longitude and latitude", place=place)
    position = transform_to_wgs84(np.array([coordinates[:2]], dtype=np.float64), crs, file=name, place=place)[0]
    said = {"id": feature.id, **(feature.properties or {})}
    texts = {key.casefold(): str(value).strip() for key, value in said.items() if value is not None}
    return MarkerRow(
        place=place,
        said={**_known(texts), "longitude": repr(float(position[0])), "latitude": repr(float(position[1]))},
    )


def _is_number(value: Any) -> bool:
    """Whether a coordinate is a number that any coordinate system could hold."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _LARGEST_COORDINATE
