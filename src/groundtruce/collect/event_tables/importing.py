"""A table of coded events as a document with its reading, and its rows again from the text that a record keeps."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from groundtruce.collect.charsets import decode_text
from groundtruce.collect.event_tables import acled, ucdp
from groundtruce.collect.event_tables.detection import detect_event_table
from groundtruce.collect.event_tables.rows import Row, find_rows
from groundtruce.collect.event_tables.values import RowReader
from groundtruce.collect.formats import ACLED_CSV, FileFormat
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, EventMention
from groundtruce.model.documents import Document
from groundtruce.model.readings import ReadDocument, Reading


class Dataset(NamedTuple):
    """A data set whose tables are read."""

    publisher: str
    required_columns: tuple[str, ...]
    read_event: Callable[..., tuple[EventMention, Attribution | None]]


UCDP = Dataset("UCDP", ucdp.REQUIRED_COLUMNS, ucdp.read_ucdp_event)
ACLED = Dataset("ACLED", acled.REQUIRED_COLUMNS, acled.read_acled_event)


def parse_event_table(
    content: bytes,
    *,
    name: str,
    format: FileFormat,  # noqa: A002 - the noun's name
    document: Document,
    case: Case | None,
    max_events: int,
) -> tuple[Document, Reading]:
    """The document with the table's text, and its reading: one event mention a row, bound to the row's cells.

    `document` is what is known of the file but its text. Raises `UnusableInput` with the line for a row that cannot be
    used, for an identifier that is given twice, for a missing column and for more than `max_events` rows.
    """
    dataset = ACLED if format == ACLED_CSV else UCDP
    text, _ = decode_text(content, name=name)
    document = replace(document, text=text, publisher=document.publisher or dataset.publisher)
    rows = find_rows(text, name=name)
    read = [
        dataset.read_event(RowReader(row, name=name, case=case), document=document.sha256)
        for row in _usable(islice(rows, max_events + 1), name=name, dataset=dataset, max_events=max_events)
    ]
    if not read:
        raise UnusableInput(name, "holds no event")
    return document, Reading(
        document=ReadDocument(
            sha256=document.sha256,
            title=document.title,
            published=document.published,
            published_from=document.published_from,
            language=document.language,
            text=text,
        ),
        attributions=tuple(attribution for _, attribution in read if attribution),
        event_mentions=tuple(mention for mention, _ in read),
    )


def read_coded_rows(document: Document, *, columns: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """The rows of a recorded table by their events' identifiers; none where the document is no table with these columns.

    `columns` are the data set's; the first of them identifies the event. A row has the cells of all columns that the
    table has, those that are none of the data set's too.
    """
    format_ = detect_event_table(document.text[:_HEAD_CHARACTERS])
    dataset = ACLED if format_ == ACLED_CSV else UCDP
    if format_ is None or columns[0] != dataset.required_columns[0]:
        return {}
    return {
        row.text(columns[0]).strip(): {column: cell.text for column, cell in row.cells.items()}
        for row in find_rows(document.text, name=document.origin)
    }


# ---------------------------------------------------------------------------------------------------------------

_HEAD_CHARACTERS = 65_536


def _usable(rows: Iterable[Row], *, name: str, dataset: Dataset, max_events: int) -> Iterable[Row]:
    """The rows, once their columns are seen to be there and their identifiers to differ."""
    lines: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if number > max_events:
            raise UnusableInput(
                name, f"holds more than the {max_events} events that are read", place=f"line {row.line}"
            )
        missing = next((column for column in dataset.required_columns if column not in row.cells), None)
        if missing:
            raise UnusableInput(
                name, f"looks like a table of {dataset.publisher} without the column {missing!r}", place="line 1"
            )
        identifier = row.text(dataset.required_columns[0]).strip()
        if not identifier:
            raise UnusableInput(name, f"{dataset.required_columns[0]} is empty", place=f"line {row.line}")
        if identifier in lines:
            reason = f"gives the event {identifier[:40]} a second time (first on line {lines[identifier]})"
            raise UnusableInput(name, reason, place=f"line {row.line}")
        lines[identifier] = row.line
        yield row
