"""Captures: what a watched source gave at a moment; and alerts, which tell people of what came of it."""

from typing import Literal

from groundtruce.model.values import Value

CaptureOutcome = Literal["kept", "gone", "unreadable"]


class ArchivedAt(Value):
    """Where a WARC file holds a capture."""

    file: str
    """The file's name in the folder of captures beside the record."""
    offset: int
    """In bytes; the record there is a gzip member of its own."""
    length: int
    sha256: str
    """Of these bytes of the file."""
    record: str
    """The WARC-Record-ID."""


class Capture(Value):
    """What a watched source gave at one moment, where that differs from what it gave before."""

    id: str
    source: str
    """The source's identifier in the case's `watch.toml`."""
    address: str
    """As it was asked for: an address, or a file's path."""
    answered: str
    """The address that answered, behind every redirect."""
    moment: str
    """ISO 8601 in UTC."""
    outcome: CaptureOutcome
    status: int | None = None
    """Of HTTP; none for a file."""
    document: str | None = None
    """The SHA-256 of the document that it is; none where there is none."""
    previous: str | None = None
    """The SHA-256 of the document that the source gave before."""
    archived: ArchivedAt | None = None
    """None where nothing was there to keep."""
    collector: str = ""
    """The name under which it was asked for."""
    note: str = ""
    """Why it could not be read, or what could not be done with it."""


class Alert(Value):
    """Word of a zone that moved or a finding that turned, given once."""

    id: str
    """A URN; made from what it tells, so that the same is never told twice."""
    category: Literal["change", "finding"]
    title: str
    summary: str
    raised: str
    """ISO 8601 in UTC."""
