"""The brief of a day or a period: sentences that each lead back to what they rest on. The format `groundtruce-brief/1`."""

from typing import Literal

from msgspec import field

from groundtruce.model.agreements import FindingStatus
from groundtruce.model.documents import Citation
from groundtruce.model.provision_history import Milestone
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneArea

BRIEF_FORMAT = "groundtruce-brief/1"

ReferenceKind = Literal["passage", "map", "provision", "record", "documents read"]
CellKind = Literal["stated", "silent", "denies", "not observed"]
FigureKind = Literal["change", "area", "strip"]
NewsKind = Literal["new", "changed"]


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
    """For `documents read`: those published last, as many as a reader can look through; `statement` says how many there are."""


class Sentence(Value):
    """One neutral sentence and the numbers of its references: at least one."""

    text: str
    references: tuple[int, ...]


class TableCell(Value):
    """A cell of a table: a sentence, or the words that nothing was said, or that nobody could be heard."""

    text: str
    references: tuple[int, ...]
    kind: CellKind = "stated"
    quotes: tuple[int, ...] = ()
    """Those of its references whose words are to be shown in the cell."""


class TableRow(Value):
    """A row under its heading."""

    heading: str
    cells: tuple[TableCell, ...]
    news: NewsKind | None = None


class Table(Value):
    """Rows side by side. `columns` names every column, that of the row headings first."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    left_out: Sentence | None = None
    """How many rows there is no room for; none where all are there."""


class StatusDays(Value):
    """Days on end on which a provision has one status, whatever it rests on."""

    status: FindingStatus
    from_: str = field(name="from")
    """The first day, `YYYY-MM-DD`."""
    to: str
    """The day after the last: half-open."""


class StripRow(Value):
    """One provision of a strip, day by day."""

    provision: str
    title: str
    days: tuple[StatusDays, ...]
    milestones: tuple[Milestone, ...] = ()


class Figure(Value):
    """A picture with its caption: a zone before and after, its area over time, or provisions day by day."""

    id: str
    title: str
    caption: tuple[Sentence, ...]
    kind: FigureKind = "change"
    zone: str = ""
    """The zone's identifier."""
    earlier: str = ""
    """The first zone version that it shows, by its identifier."""
    later: str = ""
    """The last one."""
    areas: tuple[ZoneArea, ...] = ()
    """What an area over time plots."""
    strip: tuple[StripRow, ...] = ()
    """What a strip of provisions shows."""


class Section(Value):
    """A part of a brief."""

    id: str
    title: str
    news: NewsKind | None = None
    """Whether it was not on record at the moment since which news are asked for, or stood otherwise."""
    sentences: tuple[Sentence, ...] = ()
    figure: Figure | None = None
    tables: tuple[Table, ...] = ()
    sections: tuple["Section", ...] = ()


class Brief(Value, tag_field="format", tag=BRIEF_FORMAT):
    """What changed, what happened according to whom, and what the agreement says to it, over some days as the record knew it."""

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
    new_since: str | None = None
    """The moment, by recorded time, since which what came is marked as new; none where nobody asked."""
