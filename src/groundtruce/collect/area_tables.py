"""The areas of a case: from files, or made of other areas, in `case.toml` and in the agreement."""

from collections.abc import Iterator, Sequence

import shapely

from groundtruce.collect.agreement_tables import area_name, tables_in
from groundtruce.collect.area_algebra import Algebra, Definition
from groundtruce.collect.case_checks import Problem, check_area, describe
from groundtruce.collect.case_shapes import load_polygons
from groundtruce.collect.case_tables import CaseTable
from groundtruce.model.cases import Area, Line
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value


class AreaTable(Value):
    """An area as a file names it: its shape stands in a file of its own, or is made of other areas."""

    id: str
    name: str
    file: str | None = None
    shape: str | dict[str, object] | None = None
    drawing_error_m: float | None = None
    """Of a shape that is made: the largest of what it is made of, where it is left out."""
    note: str = ""
    place: str | None = None


def draw_areas(
    main: CaseTable, agreement: CaseTable | None, *, lines: Sequence[Line], places: Sequence[GazetteerEntry]
) -> tuple[Area, ...]:
    """The areas that both files define, and those that provisions make in their own terms, in this order.

    Raises `UnusableInput` for one that is used twice, that is neither drawn nor made, or that cannot be worked out.
    """
    rows: dict[str, AreaTable] = {}
    definitions: dict[str, Definition] = {}
    for table in (main, agreement) if agreement else (main,):
        for row, definition in _define(table):
            if row.id in definitions:
                other = definitions[row.id]
                where = f"{describe(other.keys[:2])}{'' if other.table is table else f' in {other.table.file.name}'}"
                reason = f"{row.id!r} is the id of {where} already"
                raise table.refusal(Problem((*definition.keys[:2], "id"), reason))
            if row.place is not None and all(place.id != row.place for place in places):
                raise table.refusal(Problem((*definition.keys[:2], "place"), f"there is no place {row.place!r}"))
            rows[row.id], definitions[row.id] = row, definition
    algebra = Algebra(definitions, lines, places)
    return tuple(_draw(row, algebra) for row in rows.values())


# ---------------------------------------------------------------------------------------------------------------


class _AreasTable(Value):
    areas: tuple[AreaTable, ...] = ()


def _define(table: CaseTable) -> Iterator[tuple[AreaTable, Definition]]:
    rows = table._replace(tables={"areas": table.tables.get("areas", [])}).convert(_AreasTable).areas
    for number, row in enumerate(rows):
        table.refuse(check_area(("areas", number), row.id, row.drawing_error_m))
        yield row, _define_row(table, row, number)
    for number, provision in enumerate(tables_in(table.tables, "provisions")):
        terms = provision.get("terms")
        made = terms.get("area") if isinstance(terms, dict) else None
        if isinstance(made, dict):
            keys = ("provisions", number, "terms", "area")
            yield (
                AreaTable(id=area_name(provision.get("id")), name=""),
                Definition(table, keys, made, words="", drawing_error_m=None, place=None),
            )


def _define_row(table: CaseTable, row: AreaTable, number: int) -> Definition:
    keys = ("areas", number)
    if (row.file is None) == (row.shape is None):
        raise table.refusal(Problem(keys, "needs either a `file` or a `shape`"))
    if row.file is not None and row.drawing_error_m is None:
        raise table.refusal(Problem(keys, "missing key `drawing_error_m`"))
    shape = row.shape if row.file is None else load_polygons(table, row.file, (*keys, "file"))
    return Definition(table, (*keys, "shape"), shape, row.name, row.drawing_error_m, row.place)


def _draw(row: AreaTable, algebra: Algebra) -> Area:
    outline, made_of = algebra.outline(row.id), algebra.describe(row.id)
    return Area(
        id=row.id,
        name=row.name or made_of,
        wkb=shapely.to_wkb(outline.shape, flavor="iso"),
        drawing_error_m=outline.drawing_error_m,
        note=row.note,
        place=row.place,
        made_of=made_of,
    )
