"""Gazetteers that a user adds: GeoNames country dumps, CSV and GeoJSON.

- GeoNames (`AZ.txt`, or the `AZ.zip` that holds it): tab-separated, 19 columns without a heading, as
  download.geonames.org's readme gives them.
- CSV with a heading: `name`, `longitude`, `latitude` and, where known, `id`, `kind`, `names` (further ones, separated by
  `|`), `country`, `population`, `uncertainty_km`, `division`.
- GeoJSON, a FeatureCollection of points: the same names as properties, or OpenStreetMap's tags (`place`, `name`,
  `name:…`, `alt_name`, `old_name`, `population`, `@id`).
"""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from groundtruce.collect.containers import ZIP_FAULTS
from groundtruce.collect.files import read_file
from groundtruce.collect.listed_places import ListedPlace, settlement_radius_km
from groundtruce.errors import UnusableInput


def read_gazetteer(path: Path) -> list[ListedPlace]:
    """The places of a file, told by its content what it is.

    Raises `UnusableInput` for a file that cannot be read or is none of these, and for a line without a name or a point.
    """
    try:
        text = _read_text(path)
    except ZIP_FAULTS as reason:
        raise UnusableInput(path, f"it cannot be read: {reason}") from reason
    if text.lstrip().startswith("{"):
        return list(_read_geojson(path, text))
    if text.split("\n", 1)[0].count("\t") == _GEONAMES_COLUMNS - 1:
        return list(_read_geonames(path, text))
    return list(_read_csv(path, text))


# ---------------------------------------------------------------------------------------------------------------

_GEONAMES_COLUMNS = 19
_UNCERTAINTY_KM = {"country": 300.0, "region": 100.0, "district": 25.0, "area": 25.0, "feature": 5.0}
# OpenStreetMap's values of `place` that are no settlement.
_OSM_KINDS = {
    "country": "country",
    "state": "region",
    "province": "region",
    "region": "region",
    "county": "district",
    "district": "district",
    "municipality": "district",
    "island": "feature",
    "locality": "feature",
}


_MOST_BYTES = 500_000_000
"""Of a file, and of a table unpacked: GeoNames's largest dump of one country has half as many."""
_MOST_PACKED = 100
"""So many times smaller a table may be packed; GeoNames's are five times smaller, and a bomb a thousand."""


def _read_text(path: Path) -> str:
    content = read_file(path, limit=_MOST_BYTES)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = _unpack_table(archive, path)
    return content.decode("utf-8-sig")


def _unpack_table(archive: zipfile.ZipFile, path: Path) -> bytes:
    """The first table of an archive. No more is ever unpacked than its heading states."""
    tables = (each for each in archive.infolist() if each.filename.endswith(".txt") and "readme" not in each.filename)
    table = next(tables, None)
    if table is None:
        raise UnusableInput(path, "there is no table in the archive")
    if table.flag_bits & 1:
        raise UnusableInput(path, "it is locked with a password")
    if table.file_size > min(_MOST_BYTES, _MOST_PACKED * table.compress_size):
        size = f"{table.file_size / 1e6:.0f} MB from {table.compress_size / 1e6:.1f} MB"
        reason = (
            f"would unpack to {size}, and at most {_MOST_BYTES / 1e6:.0f} MB and {_MOST_PACKED} times as much are read"
        )
        raise UnusableInput(path, reason, place=table.filename)
    return archive.read(table)


def _read_geonames(path: Path, text: str) -> Iterator[ListedPlace]:
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != _GEONAMES_COLUMNS:
            raise UnusableInput(path, f"{len(fields)} columns instead of {_GEONAMES_COLUMNS}", place=f"line {number}")
        yield _place(
            {
                "id": f"geonames:{fields[0]}",
                "name": fields[1],
                "names": "|".join(filter(None, fields[3].split(","))),
                "latitude": fields[4],
                "longitude": fields[5],
                "kind": _geonames_kind(fields[6], fields[7]),
                "country": fields[8],
                "division": f"{fields[8]}.{fields[10]}" if fields[10] and fields[7] != "ADM1" else "",
                "population": fields[14],
            },
            path=path,
            place=f"line {number}",
        )


def _geonames_kind(feature_class: str, code: str) -> str:
    """The kind of a GeoNames feature class and code."""
    if feature_class == "A":
        return "country" if code.startswith("PCL") else "region" if code == "ADM1" else "district"
    return {"P": "settlement", "L": "area"}.get(feature_class, "feature")


def _read_csv(path: Path, text: str) -> Iterator[ListedPlace]:
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if not {"name", "longitude", "latitude"} <= set(rows.fieldnames or ()):
            raise UnusableInput(path, "its heading lacks one of name, longitude, latitude", place="line 1")
        for row in rows:
            yield _place(row, path=path, place=f"line {rows.line_num}")
    except csv.Error as reason:
        raise UnusableInput(path, str(reason), place=f"line {rows.line_num}") from reason


class _Geometry(msgspec.Struct):
    type: str
    coordinates: Any = ()


class _Feature(msgspec.Struct):
    geometry: _Geometry | None = None
    properties: dict[str, Any] | None = None
    id: Any = None


class _Collection(msgspec.Struct):
    features: list[_Feature]


def _read_geojson(path: Path, text: str) -> Iterator[ListedPlace]:
    try:
        features = msgspec.json.decode(text, type=_Collection).features
    except (msgspec.DecodeError, RecursionError, UnicodeError) as reason:
        raise UnusableInput(path, f"it is no GeoJSON FeatureCollection: {reason}") from reason
    for number, feature in enumerate(features, 1):
        geometry, properties = feature.geometry, feature.properties or {}
        # What has no name, or is drawn as a line or an area, is not for looking up here.
        if geometry and geometry.type == "Point" and properties.get("name"):
            place = f"feature {number}"
            longitude, latitude = _point(geometry.coordinates, path, place)
            tags = {**properties, "id": properties.get("id") or properties.get("@id") or feature.id}
            row = {**_osm_row(tags), "longitude": longitude, "latitude": latitude}
            yield _place(row, path=path, place=place)


def _point(coordinates: Any, path: Path, place: str) -> tuple[Any, Any]:
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise UnusableInput(path, "its point has no longitude and latitude", place=place)
    return coordinates[0], coordinates[1]


def _osm_row(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a CSV from GeoJSON properties, OpenStreetMap's tags among them."""
    names = [
        str(value) for tag, value in tags.items() if tag.startswith("name:") or tag in ("names", "alt_name", "old_name")
    ]
    kind = tags.get("kind") or _OSM_KINDS.get(str(tags.get("place")), "settlement")
    return {**tags, "kind": kind, "names": "|".join(names).replace(";", "|")}


def _place(row: Mapping[str, Any], *, path: Path, place: str) -> ListedPlace:
    """The place of a row. Raises `UnusableInput` where its name or its point is missing or none."""
    name = str(row.get("name") or "").strip()
    if not name:
        raise UnusableInput(path, "a place without a name", place=place)
    longitude, latitude = _degrees(row, "longitude", 180, path, place), _degrees(row, "latitude", 90, path, place)
    kind, population = str(row.get("kind") or "settlement"), _whole(row.get("population"))
    stated = row.get("uncertainty_km")
    reach = _number(stated, "uncertainty_km", path, place) if stated else _UNCERTAINTY_KM.get(kind)
    return ListedPlace(
        id=str(row.get("id") or f"{path.stem}:{name}"),
        kind=kind,
        name=name,
        longitude=longitude,
        latitude=latitude,
        uncertainty_km=reach or settlement_radius_km(population or 0),
        source=path.name,
        country=str(row.get("country") or "") or None,
        division=str(row.get("division") or "") or None,
        population=population,
        names=tuple(filter(None, str(row.get("names") or "").split("|"))),
    )


def _degrees(row: Mapping[str, Any], column: str, limit: float, path: Path, place: str) -> float:
    value = _number(row.get(column), column, path, place)
    if not -limit <= value <= limit:
        raise UnusableInput(path, f"{column} {value:g} is not on the Earth", place=place)
    return value


def _number(stated: Any, column: str, path: Path, place: str) -> float:
    try:
        value = float(stated)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise UnusableInput(path, f"{column} is no number: {stated!r}", place=place)
    return value


def _whole(value: Any) -> int | None:
    text = str(value or "").replace(",", "").replace(" ", "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
