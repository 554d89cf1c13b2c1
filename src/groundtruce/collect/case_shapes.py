"""The shapes of a case: polygons and lines from GeoJSON files in its folder."""

import re
from pathlib import Path

import shapely

from groundtruce.collect.case_checks import Problem
from groundtruce.collect.case_tables import CaseTable
from groundtruce.collect.files import is_inside, read_file
from groundtruce.collect.geojson import inspect_json
from groundtruce.collect.toml_lines import Keys
from groundtruce.errors import UnusableInput

MAX_SHAPE_BYTES = 20_000_000


def load_polygons(table: CaseTable, name: str, place: Keys) -> shapely.Polygon | shapely.MultiPolygon:
    """The polygons of the file that a case names as one valid, two-dimensional shape. WGS 84, longitude first."""
    file = file_inside(table, name, place)
    parts = _load_parts(file)
    polygons = [part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty]
    if not parts or len(polygons) < len(parts):
        raise UnusableInput(file, "must hold polygons and nothing else")
    shape = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    if not shape.is_valid:
        raise UnusableInput(file, f"is an invalid shape: {shapely.is_valid_reason(shape)}")
    return shape


def load_line(table: CaseTable, name: str, place: Keys) -> shapely.LineString:
    """The line of the file that a case names: its pieces joined, which must follow each other without a fork or a gap."""
    file = file_inside(table, name, place)
    parts = _load_parts(file)
    pieces = [part for part in parts if isinstance(part, shapely.LineString) and not part.is_empty]
    if not parts or len(pieces) < len(parts):
        raise UnusableInput(file, "must hold lines and nothing else")
    line = shapely.line_merge(shapely.MultiLineString(pieces))
    if not isinstance(line, shapely.LineString) or line.length == 0:
        raise UnusableInput(file, "holds lines that do not make one: they fork, or there is a gap between them")
    return line


def file_inside(table: CaseTable, name: str, place: Keys) -> Path:
    """The file that the case names, refused where it leaves the case's folder, by `..` or by a link."""
    folder = table.file.parent
    if "\0" in name or not is_inside(folder / name, folder):
        raise table.refusal(Problem(place, f"{name!r} lies outside the case's folder"))
    if not (folder / name).is_file():
        raise table.refusal(Problem(place, f"there is no file {name!r} in the case's folder"))
    return folder / name


# ---------------------------------------------------------------------------------------------------------------


def _load_parts(file: Path) -> list[shapely.Geometry]:
    """The single shapes of a GeoJSON geometry, feature or collection, two-dimensional."""
    content = read_file(file, limit=MAX_SHAPE_BYTES)
    inspect_json(content, name=str(file))
    try:
        geometry = shapely.force_2d(shapely.from_geojson(content))
    except shapely.errors.GEOSException as error:
        raise UnusableInput(file, f"broken GeoJSON: {_clean_geos_message(str(error))}") from error
    # A collection of features holds geometries, which may be of several parts: two levels.
    parts = list(shapely.get_parts(shapely.get_parts(geometry)))
    west, south, east, north = shapely.total_bounds(parts).tolist() if parts else (0, 0, 0, 0)
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise UnusableInput(file, "has coordinates that are no degrees of longitude and latitude")
    return parts


def _clean_geos_message(message: str) -> str:
    """What GEOS says, without the names of its exceptions."""
    return re.sub(r"^\w+Exception: |Error parsing JSON: |'?\[json\.exception[^\]]*\] |'$", "", message)
