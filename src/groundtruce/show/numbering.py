"""Numbers the references of a brief by their sources: each document's passages together, in the order of its text.

So a reader finds all that is quoted of a document in one place, and the document's name and hash stand there once.
"""

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from groundtruce.model.briefs import Brief, Figure, Reference, Section, Sentence, Table, TableCell, TableRow

_Said = TypeVar("_Said", Sentence, TableCell)


def number_by_source(brief: Brief) -> Brief:
    """The same brief, its references in the order of their sources: documents by date, the agreement, the record."""
    ordered = sorted(brief.references, key=_by_source)
    numbers = {reference.number: number for number, reference in enumerate(ordered, 1)}
    return replace(
        brief,
        headline=tuple(_number(sentence, numbers) for sentence in brief.headline),
        sections=tuple(_number_section(section, numbers) for section in brief.sections),
        references=tuple(replace(each, number=numbers[each.number]) for each in ordered),
    )


# ---------------------------------------------------------------------------------------------------------------

_KINDS = {"passage": 0, "map": 0, "provision": 1, "documents read": 2, "record": 3}
_Numbers = Mapping[int, int]


def _by_source(reference: Reference) -> tuple[int, str, str, str, tuple[tuple[int, int], ...], int]:
    document = reference.document
    return (
        _KINDS[reference.kind],
        (document.published or "~") if document else "",
        document.title if document else "",
        document.sha256 if document else "",
        reference.citation.span or (),
        reference.number,
    )


def _number(said: _Said, numbers: _Numbers) -> _Said:
    """A sentence or a cell with its new numbers, in ascending order; one without a known number keeps what it has."""
    said = replace(said, references=tuple(sorted(numbers.get(each, each) for each in said.references)))
    if isinstance(said, TableCell):
        said = replace(said, quotes=tuple(numbers.get(each, each) for each in said.quotes))
    return said


def _number_section(section: Section, numbers: _Numbers) -> Section:
    return replace(
        section,
        sentences=tuple(_number(sentence, numbers) for sentence in section.sentences),
        figure=_number_figure(section.figure, numbers) if section.figure else None,
        tables=tuple(_number_table(table, numbers) for table in section.tables),
        sections=tuple(_number_section(part, numbers) for part in section.sections),
    )


def _number_figure(figure: Figure, numbers: _Numbers) -> Figure:
    return replace(figure, caption=tuple(_number(sentence, numbers) for sentence in figure.caption))


def _number_table(table: Table, numbers: _Numbers) -> Table:
    return replace(
        table,
        rows=tuple(_number_row(row, numbers) for row in table.rows),
        left_out=_number(table.left_out, numbers) if table.left_out else None,
    )


def _number_row(row: TableRow, numbers: _Numbers) -> TableRow:
    return replace(row, cells=tuple(_number(cell, numbers) for cell in row.cells))
