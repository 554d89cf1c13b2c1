"""The brief of one day: sentences that each lead back to what they rest on. The format `groundtruce-brief/1`."""

from typing import Literal

from groundtruce.model.documents import Citation
from groundtruce.model.values import Value

BRIEF_FORMAT = "groundtruce-brief/1"

ReferenceKind = Literal["passage", "map", "provision", "record", "documents read"]
CellKind = Literal["stated", "silent", "denies"]


class RecordHead(Value):
    """The last entry that was known when the question was asked."""

    entry: int
    recorded: str
    """ISO 8601 in UTC."""
    sha256: str
    """The entry's link in the chain."""


class ListedDocument(Value):
    """A document as a brief names it."""

    sha256: str
    title: str
    publisher: str
    """Its name as shown; empty where unknown."""
    published: str | None
    """EDTF."""


class Reference(Value):
    """What a number behind a sentence stands for."""

    number: int
    kind: ReferenceKind
    citation: Citation
    """For a passage its span and its own words; for a map its locator."""
    document: ListedDocument | None
    """None where the record, the agreement or the list of what was read is the source."""
    sha256: str
    """Of the document, or of the record's last entry known."""
    statement: str = ""
    """What it says in this project's words; empty for a passage, which speaks for itself."""
    listed: tuple[ListedDocument, ...] = ()
    """For `documents read`: all of them."""


class Sentence(Value):
    """One neutral sentence and the numbers of its references: at least one."""

    text: str
    references: tuple[int, ...]


class TableCell(Value):
    """A cell of a table: a sentence, or the words that nothing was said."""

    text: str
    references: tuple[int, ...]
    kind: CellKind = "stated"


class TableRow(Value):
    """A row under its heading."""

    heading: str
    cells: tuple[TableCell, ...]


class Table(Value):
    """Rows side by side. `columns` names every column, that of the row headings first."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


class Figure(Value):
    """A picture of a zone before and after: which versions it shows, and its caption."""

    id: str
    earlier: str
    """The earlier zone version's identifier."""
    later: str
    title: str
    caption: tuple[Sentence, ...]


class Section(Value):
    """A part of a brief."""

    id: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    figure: Figure | None = None
    tables: tuple[Table, ...] = ()
    sections: tuple["Section", ...] = ()


class Brief(Value, tag_field="format", tag=BRIEF_FORMAT):
    """What changed, what happened according to whom, and what the agreement says to it, on one day as the record knew it."""

    case: str
    """The case's identifier."""
    title: str
    on: str
    since: str
    """The first day that counts; `on` is the last."""
    known: RecordHead
    headline: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
