"""Documents, who published them, and the passages in them that everything else leads back to."""

from typing import Literal, TypeAlias

from msgspec import UNSET, UnsetType

from groundtruce.model.judged import JudgementReference
from groundtruce.model.values import Value

Piece: TypeAlias = tuple[int, int]
"""Half-open offsets into a document's text, in Unicode code points."""

Span: TypeAlias = tuple[Piece, ...]
"""One or more pieces in order: more than one where a passage is broken, as a content by its cue."""

PublishedFrom = Literal["option", "metadata", "date line", "sidecar", "unknown"]


class Publisher(Value):
    """Who issues documents: an office of a party, a newsroom, a mission."""

    id: str
    name: str
    party: str | None = None
    """The identifier of the party it speaks for; none for an independent publisher."""
    kind: str = "media"
    domains: tuple[str, ...] = ()


class Document(Value):
    """The bytes of a report or a map as they came, and the text taken from them."""

    sha256: str
    media_type: str
    size: int
    """In bytes."""
    origin: str
    """Where it came from: a path or an address, as given."""
    retrieved: str
    """The moment it was collected, ISO 8601 in UTC."""
    title: str = ""
    publisher: str | None = None
    """A publisher's identifier in the case, or its plain name where the case does not know it."""
    published: str | None = None
    """An EDTF date."""
    published_from: PublishedFrom = "unknown"
    language: str | None = None
    """An ISO 639-1 code."""
    text: str = ""
    """Empty for a map."""
    copy_of: str | None = None
    """The SHA-256 of the first recorded document that has the same text in all that matters; none for one of its own."""
    added_by: str | UnsetType = UNSET
    """Who added it, by the name of their token or as they said; left out where nobody said."""


class Citation(Value):
    """Where a sentence comes from: a passage of a document, a place in a map, or the record itself."""

    document: str | None = None
    """A document's SHA-256; none where the record itself is the source (nothing was found in it)."""
    span: Span | None = None
    quote: str = ""
    """The passage's own words."""
    locator: str = ""
    """The place in a document without text, such as `zone south, valid from 2020-12-13`."""
    judged: tuple[JudgementReference, ...] | UnsetType = UNSET
    """The judgements that hold for what was read there; left out where nobody judged it and the machine's reading counts."""


def quote_span(text: str, span: Span) -> str:
    """The words of `span`, its pieces joined by ` … `."""
    return " … ".join(text[start:end] for start, end in span)


def covers(outer: Span, inner: Span) -> bool:
    """Whether every piece of `inner` lies inside some piece of `outer`."""
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)
