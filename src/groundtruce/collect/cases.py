"""A case from its folder: `case.toml`, and the agreement, the places and the areas that it names.

`docs/cases.md` describes the files. Everything is checked before the case is used: a slip in a case would
otherwise come back as a wrong finding.
"""

from pathlib import Path

import shapely

from groundtruce.collect.agreement_tables import convert_agreement, expand_changes
from groundtruce.collect.area_tables import AreaTable, draw_areas
from groundtruce.collect.case_checks import check_agreement, check_description, check_places
from groundtruce.collect.case_shapes import file_inside, load_line
from groundtruce.collect.case_tables import CaseTable, read_table
from groundtruce.model.cases import Actor, Case, ExpectedSpeaker, Line, Party, ZoneDefinition
from groundtruce.model.documents import Publisher
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value

CASE_FILE = "case.toml"


def load_case(path: Path) -> Case:
    """The case that a folder, or the `case.toml` in it, describes.

    Files that it names lie in the same folder or below. Raises `UnusableInput` with the file, the place in it
    (`line 3, column 7` or `[[parties]] 3, names 2`) and the reason: broken TOML or GeoJSON, unknown or missing
    keys, references to what the case does not define, identifiers used twice, dates, colours, coordinates and
    numbers that are none, shapes that are invalid, files that are too large or lie outside the folder.
    """
    main = read_table(path / CASE_FILE if path.is_dir() else path)
    table = main.convert(_CaseTable)
    places_table = read_table(file_inside(main, table.places, ("places",))) if table.places else main
    agreement_table = main
    if table.agreement:
        agreement_table = expand_changes(read_table(file_inside(main, table.agreement, ("agreement",))))
    places = places_table.convert(_PlacesTable).places if table.places else ()
    agreement = convert_agreement(agreement_table) if table.agreement else None
    lines = tuple(_load_line(main, line, number) for number, line in enumerate(table.lines))
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
        areas=draw_areas(main, agreement_table if agreement else None, lines=lines, places=places),
        lines=lines,
        places=places,
        agreement=agreement,
    )
    main.refuse(check_description(case))
    places_table.refuse(check_places(case))
    agreement_table.refuse(check_agreement(case))
    return case


# ---------------------------------------------------------------------------------------------------------------


class _LineTable(Value):
    """A line as `case.toml` names it: its shape stands in a file."""

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
    areas: tuple[AreaTable, ...] = ()
    lines: tuple[_LineTable, ...] = ()
    places: str | None = None
    agreement: str | None = None


class _PlacesTable(Value):
    """What the file of places holds."""

    places: tuple[GazetteerEntry, ...]


def _load_line(main: CaseTable, table: _LineTable, number: int) -> Line:
    line = load_line(main, table.file, ("lines", number, "file"))
    wkb = shapely.to_wkb(line, flavor="iso")
    return Line(id=table.id, name=table.name, wkb=wkb, drawing_error_m=table.drawing_error_m, note=table.note)
