"""The reading of a document: the format `groundtruce-reading/1`."""

from typing import Literal

from groundtruce.model.claims import Attribution, EventMention, Silence
from groundtruce.model.documents import PublishedFrom, Span
from groundtruce.model.places import Toponym
from groundtruce.model.values import Value

READING_FORMAT = "groundtruce-reading/1"


class ReadDocument(Value):
    """The document that was read, as far as a reading needs it. `text` carries the offsets of every span."""

    sha256: str
    title: str
    published: str | None
    published_from: PublishedFrom
    language: str | None
    text: str


class DateMention(Value):
    """A temporal expression: `value` is its TIMEX3 value (ISO-TimeML), `edtf` the same for the record.

    `anchor` says what a relative expression was resolved against, such as `published 2020-12-14` or
    `narrative 2020-12-12`; none for one that stands by itself.
    """

    span: Span
    text: str
    type: Literal["date", "time", "duration", "set"]
    value: str
    edtf: str | None
    anchor: str | None


class Reading(Value, tag_field="format", tag=READING_FORMAT):
    """Everything that was read in one document, each list in the order of the text."""

    document: ReadDocument
    dates: tuple[DateMention, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    silences: tuple[Silence, ...] = ()
