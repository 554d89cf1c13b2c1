"""A case from its folder: `case.toml`, and the agreement, the places and the areas that it names.

`docs/cases.md` describes the files. Everything is checked before the case is used: a slip in a case would
otherwise come back as a wrong finding.
"""

import re
from pathlib import Path

import shapely

from groundtruce.collect.agreement_tables import expand_changes
from groundtruce.collect.case_checks import Problem, check_agreement, check_description, check_places
from groundtruce.collect.case_tables import CaseTable, read_table
from groundtruce.collect.files import read_file
from groundtruce.collect.geojson import inspect_json
from groundtruce.collect.toml_lines import Keys
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import Agreement
from groundtruce.model.cases import Actor, Area, Case, ExpectedSpeaker, Party, ZoneDefinition
from groundtruce.model.documents import Publisher
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value

CASE_FILE = "case.toml"
MAX_AREA_BYTES = 20_000_000


def load_case(path: Path) -> Case:
    """The case that a folder, or the `case.toml` in it, describes.

    Files that it names lie in the same folder or below. Raises `UnusableInput` with the file, the place in it
    (`line 3, column 7` or `[[parties]] 3, names 2`) and the reason: broken TOML or GeoJSON, unknown or missing
    keys, references to what the case does not define, identifiers used twice, dates, colours, coordinates and
    numbers that are none, shapes that are invalid, files that are too large or lie outside the folder.
    """
    main = read_table(path / CASE_FILE if path.is_dir() else path)
    table = main.convert(_CaseTable)
    places = read_table(_file_inside(main, table.places, ("places",))) if table.places else main
    agreement = main
    if table.agreement:
        agreement = read_table(_file_inside(main, table.agreement, ("agreement",)), reshape=expand_changes)
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
        areas=tuple(_load_area(main, area, number) for number, area in enumerate(table.areas)),
        places=places.convert(_PlacesTable).places if table.places else (),
        agreement=agreement.convert(Agreement) if table.agreement else None,
    )
    main.refuse(check_description(case))
    places.refuse(check_places(case))
    agreement.refuse(check_agreement(case))
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


def _load_area(main: CaseTable, table: _AreaTable, number: int) -> Area:
    file = _file_inside(main, table.file, ("areas", number, "file"))
    shape = _parse_shape(file, read_file(file, limit=MAX_AREA_BYTES))
    wkb = shapely.to_wkb(shape, flavor="iso")
    return Area(id=table.id, name=table.name, wkb=wkb, drawing_error_m=table.drawing_error_m, note=table.note)


def _file_inside(main: CaseTable, name: str, place: Keys) -> Path:
    """The file that the case names, refused where it leaves the case's folder, by `..` or by a link."""
    folder = main.file.parent.resolve()
    if "\0" in name or not (folder / name).resolve().is_relative_to(folder):
        raise main.refusal(Problem(place, f"{name!r} lies outside the case's folder"))
    if not (folder / name).is_file():
        raise main.refusal(Problem(place, f"there is no file {name!r} in the case's folder"))
    return main.file.parent / name


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
