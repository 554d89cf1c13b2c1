"""The chronology: everything that a record tells of, as one stream in the order of valid time."""

from typing import Literal

from groundtruce.model.documents import Span
from groundtruce.model.values import Value

ChronologyKind = Literal[
    "change",
    "reported change",
    "correction",
    "notice",
    "incident",
    "statement",
    "reported silence",
    "observed silence",
    "finding",
    "document",
]
CHRONOLOGY_KINDS: tuple[ChronologyKind, ...] = (
    "change",
    "reported change",
    "correction",
    "notice",
    "incident",
    "statement",
    "reported silence",
    "observed silence",
    "finding",
    "document",
)


class ChronologyEntry(Value):
    """One thing that happened, was said, was not said, or was found."""

    id: str
    kind: ChronologyKind
    date: str | None
    """EDTF; none where nothing says when."""
    begins: str | None
    """The first moment that the date leaves possible, ISO 8601 in UTC; none for an open start."""
    ends: str | None
    """The moment before which it lies; none for an open end."""
    title: str
    """In this project's words, save what it quotes."""
    subject: str
    """What it tells of: an incident's, an attribution's, a silence's, a provision's or a document's identifier; of a change
    its two versions as `FROM..TO`."""
    parties: tuple[str, ...] = ()
    """Whose ground it is, who tells of it, or who is silent: by the case's identifiers."""
    publisher: str | None = None
    zone: str | None = None
    place: str | None = None
    gazetteer_id: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    uncertainty_km: float | None = None
    status: str | None = None
    """A change's verdict, an incident's certainty, a statement's stance, a finding's status."""
    accounts: int | None = None
    """Of an incident, how many sides tell of it."""
    contradictions: int | None = None
    """Of an incident, on how many matters the accounts contradict each other."""
    document: str | None = None
    span: Span | None = None
    """The passage in the document."""
