"""A case from its folder: `case.toml`, and the agreement, the places and the areas that it names.

`docs/cases.md` describes the files. Everything is checked before the case is used: a slip in a case would
otherwise come back as a wrong finding.
"""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec
import shapely

from groundtruce.collect.case_checks import Problems, check_agreement, check_description, check_places
from groundtruce.collect.files import read_file
from groundtruce.collect.geojson import inspect_json
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import Agreement
from groundtruce.model.cases import Actor, Area, Case, ExpectedSpeaker, Party, ZoneDefinition
from groundtruce.model.documents import Publisher
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value

CASE_FILE = "case.toml"
MAX_TABLE_BYTES = 5_000_000
MAX_AREA_BYTES = 20_000_000


def load_case(path: Path) -> Case:
    """The case that a folder, or the `case.toml` in it, describes.

    Files that it names lie in the same folder or below. Raises `UnusableInput` with the file, the place in it
    (`line 3, column 7` or `[[parties]] 3, names 2`) and the reason: broken TOML or GeoJSON, unknown or missing
    keys, references to what the case does not define, identifiers used twice, dates, colours, coordinates and
    numbers that are none, shapes that are invalid, files that are too large or lie outside the folder.
    """
    main = path / CASE_FILE if path.is_dir() else path
    table = _read_table(main, _CaseTable)
    places_file = _file_inside(main, table.places, place="places") if table.places else main
    agreement_file = _file_inside(main, table.agreement, place="agreement") if table.agreement else main
    case = Case(
        id=table.id,
        title=table.title,
        summary=table.summary,
        default_drawing_error_m=table.default_drawing_error_m,
        parties=table.parties,
        actors=table.actors,
        publishers=table.publishers,
        speakers=table.speakers,
        zones=table.zones,
        areas=tuple(_load_area(main, area, number) for number, area in enumerate(table.areas, 1)),
        places=_read_table(places_file, _PlacesTable).places if table.places else (),
        agreement=_read_table(agreement_file, Agreement) if table.agreement else None,
    )
    _refuse(main, check_description(case))
    _refuse(places_file, check_places(case))
    _refuse(agreement_file, check_agreement(case))
    return case


# ---------------------------------------------------------------------------------------------------------------


class _AreaTable(Value):
    """An area as `case.toml` names it: its shape stands in a file."""

    id: str
    name: str
    file: str
    drawing_error_m: float
    note: str = ""


class _CaseTable(Value):
    """What `case.toml` holds."""

    id: str
    title: str
    summary: str
    default_drawing_error_m: float
    parties: tuple[Party, ...]
    actors: tuple[Actor, ...] = ()
    publishers: tuple[Publisher, ...] = ()
    speakers: tuple[ExpectedSpeaker, ...] = ()
    zones: tuple[ZoneDefinition, ...] = ()
    areas: tuple[_AreaTable, ...] = ()
    places: str | None = None
    agreement: str | None = None


class _PlacesTable(Value):
    """What the file of places holds."""

    places: tuple[GazetteerEntry, ...]


_Table = TypeVar("_Table", bound=Value)


def _refuse(file: Path, problems: Problems) -> None:
    """Raise the first of the problems, if there is one."""
    for problem in problems:
        raise UnusableInput(file, problem.reason, place=problem.place)


def _load_area(main: Path, table: _AreaTable, number: int) -> Area:
    file = _file_inside(main, table.file, place=f"[[areas]] {number}, file")
    shape = _parse_shape(file, read_file(file, limit=MAX_AREA_BYTES))
    wkb = shapely.to_wkb(shape, flavor="iso")
    return Area(id=table.id, name=table.name, wkb=wkb, drawing_error_m=table.drawing_error_m, note=table.note)


def _file_inside(main: Path, name: str, *, place: str) -> Path:
    """The file that the case names, refused where it leaves the case's folder, by `..` or by a link."""
    folder = main.parent.resolve()
    if "\0" in name or not (folder / name).resolve().is_relative_to(folder):
        raise UnusableInput(main, f"{name!r} lies outside the case's folder", place=place)
    if not (folder / name).is_file():
        raise UnusableInput(main, f"there is no file {name!r} in the case's folder", place=place)
    return main.parent / name


def _read_table(file: Path, kind: type[_Table]) -> _Table:
    content = read_file(file, limit=MAX_TABLE_BYTES)
    try:
        return msgspec.convert(tomllib.loads(content.decode("utf-8")), kind)
    except UnicodeDecodeError as error:
        raise UnusableInput(file, "is not UTF-8 text", place=f"byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        place, reason = _split_toml_error(str(error))
        raise UnusableInput(file, f"broken TOML, {reason}", place=place) from error
    except RecursionError as error:
        raise UnusableInput(file, "broken TOML, its values are nested too deeply") from error
    except msgspec.ValidationError as error:
        place, reason = _split_validation_error(str(error))
        raise UnusableInput(file, reason, place=place) from error


def _split_toml_error(message: str) -> tuple[str, str]:
    """`Invalid value (at line 3, column 7)` as its place and its reason."""
    reason, _, place = message.removesuffix(")").rpartition(" (at ")
    return place, reason[:1].lower() + reason[1:]


def _split_validation_error(message: str) -> tuple[str, str]:
    """The path and the message of msgspec's ``… - at `$.parties[2].names[1]` ``, in the words of a TOML file."""
    reason, _, path = message.partition(" - at `$")
    reason = reason.replace("Object contains unknown field", "unknown key")
    reason = reason.replace("Object missing required field", "missing key")
    if reason.endswith(("got `date`", "got `datetime`", "got `time`")):
        reason += ": write it in quotes"
    return _describe_path(path.removesuffix("`")), reason[:1].lower() + reason[1:]


def _describe_path(path: str) -> str:
    """`.parties[2].names[1]` as `[[parties]] 3, names 2`."""
    steps = re.findall(r"\.?([^.\[\]]+)(?:\[(\d+)\])?", path)
    words = [f"{key} {int(index) + 1}" if index else key for key, index in steps]
    if steps and steps[0][1]:
        words[0] = f"[[{steps[0][0]}]] {int(steps[0][1]) + 1}"
    return ", ".join(words)


def _parse_shape(file: Path, content: bytes) -> shapely.Polygon | shapely.MultiPolygon:
    """The polygons of a GeoJSON geometry, feature or collection as one valid, two-dimensional shape."""
    inspect_json(content, name=str(file))
    try:
        geometry = shapely.force_2d(shapely.from_geojson(content))
    except shapely.errors.GEOSException as error:
        raise UnusableInput(file, f"broken GeoJSON: {_clean_geos_message(str(error))}") from error
    # A collection of features holds geometries, which may be multipolygons: two levels.
    parts = list(shapely.get_parts(shapely.get_parts(geometry)))
    if not parts or any(not isinstance(part, shapely.Polygon) or part.is_empty for part in parts):
        raise UnusableInput(file, "must hold polygons and nothing else")
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise UnusableInput(file, "has coordinates that are no degrees of longitude and latitude")
    if not shape.is_valid:
        raise UnusableInput(file, f"is an invalid shape: {shapely.is_valid_reason(shape)}")
    return shape


def _clean_geos_message(message: str) -> str:
    """What GEOS says, without the names of its exceptions."""
    return re.sub(r"^\w+Exception: |Error parsing JSON: |'?\[json\.exception[^\]]*\] |'$", "", message)
