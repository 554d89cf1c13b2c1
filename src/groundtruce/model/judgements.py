"""Judgements: what a person decided, kept beside what the machine read, never over it.

A judgement is about one statement: something read in one document, or an incident that mentions were matched to. It holds
the statement as the machine gave it and as the person left it, so that both stand side by side and the person's value
holds on when a later release reads the document anew.
"""

from typing import Literal, TypeAlias

from groundtruce.model.claims import Attribution, EventMention, Silence
from groundtruce.model.documents import Span
from groundtruce.model.ids import identify
from groundtruce.model.judged import Decision, JudgementReference, StatementKind
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention, Reading
from groundtruce.model.values import Value

STATEMENTS_FORMAT = "groundtruce-statements/1"
QUALITY_FORMAT = "groundtruce-quality/1"

Statement: TypeAlias = DateMention | Toponym | Attribution | EventMention | Silence
"""What a machine read in a document."""


class JudgedDate(Value, tag_field="kind", tag="date"):
    """A judged date mention: as it was read, and as it is right where that differs."""

    read: DateMention
    corrected: DateMention | None = None
    mentions: tuple[str, ...] = ()
    """The event mentions of the document that it dates: they follow it."""


class JudgedToponym(Value, tag_field="kind", tag="toponym"):
    """A judged toponym. The event mentions that it places follow it."""

    read: Toponym
    corrected: Toponym | None = None


class JudgedAttribution(Value, tag_field="kind", tag="attribution"):
    """A judged attribution."""

    read: Attribution
    corrected: Attribution | None = None


class JudgedEvent(Value, tag_field="kind", tag="event"):
    """A judged event mention."""

    read: EventMention
    corrected: EventMention | None = None


class JudgedSilence(Value, tag_field="kind", tag="silence"):
    """A judged reported silence."""

    read: Silence
    corrected: Silence | None = None


class PlacedMention(Value):
    """An event mention as an incident names it, with where it stands: so it is found again when it is read anew."""

    mention: str
    """As in `Incident.mentions`."""
    span: Span


class JudgedIncident(Value, tag_field="kind", tag="incident"):
    """A judged incident: the mentions of which it is said that they speak of one occurrence."""

    mentions: tuple[PlacedMention, ...]
    """Accepted or merged: all of them. Split: those that stay together."""
    apart: tuple[PlacedMention, ...] = ()
    """Split: those that speak together of another occurrence."""


JudgedStatement: TypeAlias = (
    JudgedDate | JudgedToponym | JudgedAttribution | JudgedEvent | JudgedSilence | JudgedIncident
)


class Judgement(Value):
    """What one person decided about one statement."""

    statement: str
    """A statement of a document by `name_statement`, or an incident's identifier."""
    by: str
    decision: Decision
    about: JudgedStatement
    note: str = ""
    withdraws: int | None = None
    """The entry of the person's earlier judgement that this one takes back."""

    @property
    def document(self) -> str | None:
        """The SHA-256 of the document that the statement was read in; none for an incident."""
        return None if isinstance(self.about, JudgedIncident) else self.statement.partition("#")[0]


class RecordedJudgement(Value):
    """A judgement with its place in the record: the number of its entry and when it was recorded."""

    entry: int
    recorded: str
    judgement: Judgement


class StatementField(Value):
    """One field of a statement in words: as it was read, and as it stands."""

    name: str
    read: str
    stands: str
    """The same where nobody put it right."""


class StatementPart(Value):
    """A part of a statement, such as its `cue`, and where it stands."""

    name: str
    span: Span


class ReviewedStatement(Value):
    """A statement as a reviewer sees it: what was read, what stands, and who judged it."""

    statement: str
    """By which a judgement names it."""
    kind: StatementKind
    document: str | None
    """None for an incident."""
    span: Span
    """Empty for an incident."""
    parts: tuple[StatementPart, ...]
    """What of it stands where, within the span or beside it."""
    fields: tuple[StatementField, ...]
    judgements: tuple[JudgementReference, ...]
    mentions: tuple[PlacedMention, ...] = ()
    """An incident's."""
    incident: str | None = None
    """The incident that an event mention was matched to."""


class Statements(Value, tag_field="format", tag=STATEMENTS_FORMAT):
    """The format `groundtruce-statements/1`: what is left for somebody to judge, in the order of the review."""

    by: str
    statements: tuple[ReviewedStatement, ...]


class Precision(Value):
    """How often the machine was right in what was judged of one kind.

    `low` to `high` is Wilson's 95 % interval for a proportion; none where nothing was judged.
    """

    kind: StatementKind
    stated: int
    """How many the machine gave in all."""
    judged: int
    right: int
    corrected: int
    """Put right, merged or split."""
    rejected: int
    precision: float | None
    low: float | None
    high: float | None


class Quality(Value, tag_field="format", tag=QUALITY_FORMAT):
    """The format `groundtruce-quality/1`: the machine's precision so far, from the judgements."""

    judgements: int
    reviewers: tuple[str, ...]
    kinds: tuple[Precision, ...]


def span_of(statement: Statement) -> Span:
    """Where a statement stands: an attribution by what is said."""
    return statement.content if isinstance(statement, Attribution) else statement.span


def identify_statement(statement: Statement, *, document: str) -> str:
    """A statement's identifier within its document: its own, or one made of its kind and its span."""
    if isinstance(statement, DateMention | Toponym):
        return identify(kind_of(statement), document, statement.span)
    return statement.id


def name_statement(statement: Statement, *, document: str) -> str:
    """How a judgement names a statement: its document's SHA-256, `#`, its identifier."""
    return f"{document}#{identify_statement(statement, document=document)}"


def kind_of(statement: Statement) -> Literal["attribution", "event", "silence", "date", "toponym"]:
    """What a statement is."""
    match statement:
        case DateMention():
            return "date"
        case Toponym():
            return "toponym"
        case Attribution():
            return "attribution"
        case EventMention():
            return "event"
        case Silence():
            return "silence"


def list_statements(reading: Reading) -> tuple[Statement, ...]:
    """Everything that was read in a document, kind by kind."""
    return (
        *reading.dates,
        *reading.toponyms,
        *reading.attributions,
        *reading.event_mentions,
        *reading.silences,
    )
