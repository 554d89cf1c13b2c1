"""How a reference is said, the same in every format."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from groundtruce.model.briefs import ListedDocument, Reference, TableCell, TableRow
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_line
from groundtruce.show.wording import say_judged

RING = "○"
"""Stands before the words of a silent cell."""

READ_BY_MACHINE = "Passages were read by machine; where a person judged what was read, the source says who."
"""Stands above the sources."""


_QUOTE_CHARACTERS = 180


class SourceGroup(NamedTuple):
    """The references that lead to one document, or to the agreement, or to the record itself."""

    title: str
    document: ListedDocument | None
    references: tuple[Reference, ...]


def group_sources(references: Sequence[Reference]) -> list[SourceGroup]:
    """The references in their order by what they lead to."""
    groups = []
    for (kind, document), group in groupby(references, key=lambda each: (_GROUPS[each.kind], each.document)):
        title = (document.title or f"Document {document.sha256[:12]}") if document else kind
        groups.append(SourceGroup(title=title, document=document, references=tuple(group)))
    return groups


def shorten_quote(quote: str) -> str:
    """As much of a quote as a cell holds, in whole words."""
    line = make_line(quote)
    if len(line) <= _QUOTE_CHARACTERS:
        return line
    return f"{line[:_QUOTE_CHARACTERS].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def shared_references(row: TableRow) -> tuple[int, ...]:
    """The references on which all stated cells of a row rest, to be shown once; empty where they differ."""
    stated = [cell.references for cell in row.cells if cell.kind == "stated"]
    if len(stated) < min(2, len(row.cells)):
        return ()
    return stated[0] if all(references == stated[0] for references in stated) else ()


def unquoted_references(cell: TableCell) -> tuple[int, ...]:
    """The references of a cell that stand behind its words: those whose passages it shows stand behind these."""
    return tuple(number for number in cell.references if number not in cell.quotes)


def group_references(references: Sequence[int]) -> list[tuple[int, int]]:
    """The numbers in order, three or more that follow each other as one run: first and last of each."""
    runs: list[tuple[int, int]] = []
    for number in sorted(references):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [piece for run in runs for piece in _split_pair(run)]


def say_cell(cell: TableCell) -> str:
    """A cell's words, a silent one with its hollow ring, a denial as one."""
    if cell.kind == "silent":
        return f"{RING} {cell.text}"
    return f"denies: {cell.text}" if cell.kind == "denies" else cell.text


def say_document(document: ListedDocument) -> str:
    """`Map grows after clash, River Times, 13 Mar 2031`."""
    published = format_date(document.published) if document.published else "date unknown"
    return ", ".join(filter(None, [document.title, document.publisher, published]))


def say_source(reference: Reference) -> str:
    """What a reference rests on, in words, without the quote and the hash."""
    if reference.document is None:
        return reference.statement
    place = f"; {reference.citation.locator}" if reference.citation.locator else ""
    judged = say_judged(reference.citation.judged)
    return f"{say_document(reference.document)}{place}{f' ({judged})' if judged else ''}"


def say_hash(reference: Reference) -> str:
    """`SHA-256 3c1a…` of the document or of the record's last entry known."""
    owner = "document" if reference.document else "record's last entry"
    return f"SHA-256 of the {owner}: {reference.sha256}"


# ---------------------------------------------------------------------------------------------------------------

_GROUPS = {
    "passage": "document",
    "map": "document",
    "provision": "The agreement, in the case's words",
    "documents read": "The record",
    "record": "The record",
}


def _split_pair(run: tuple[int, int]) -> list[tuple[int, int]]:
    """A run of two as two numbers: they are no longer than the run would be."""
    first, last = run
    return [(first, first), (last, last)] if last - first == 1 else [run]
