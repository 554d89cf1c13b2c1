"""A record browsed: its documents, a passage, a search, and what is new since a moment."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import UNSET, UnsetType

from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document, PublishedFrom, Span, quote_span
from groundtruce.model.incidents import Incident
from groundtruce.model.times import first_day
from groundtruce.model.values import Value
from groundtruce.pipeline.knowledge import Known
from groundtruce.pipeline.remembering import Remembered
from groundtruce.record.records import Record

DocumentKind = Literal["text", "map", "table", "picture"]


class DocumentHeader(Value):
    """A document without its text, with what the case knows of its publisher and when it was recorded."""

    sha256: str
    title: str
    kind: DocumentKind
    publisher: str | None
    publisher_name: str
    """As the case has it, or as given; empty where unknown."""
    party: str | None
    """The party that the publisher speaks for."""
    published: str | None
    """EDTF."""
    published_from: PublishedFrom
    language: str | None
    media_type: str
    size: int
    origin: str
    retrieved: str
    recorded: str
    copy_of: str | None
    added_by: str | UnsetType = UNSET
    """Who added it; left out where nobody said."""


class Passage(Value):
    """The words of a span with the text around it."""

    document: DocumentHeader
    span: Span
    quote: str
    before: str
    after: str


class Found(Value):
    """A document that a search found: a passage of it, and where in the passage the words stand."""

    document: DocumentHeader
    snippet: str
    marks: Span


class NewVersion(Value):
    """A zone version that the record learned of, or of which it learned better."""

    id: str
    zone: str
    valid_from: str
    publisher: str | None
    recorded: str
    state: Literal["new", "corrected"]


class NewIncident(Value):
    """An incident that is new, was changed by what was told of it, or was given up."""

    id: str
    kind: str
    date: str | None
    place: str | None
    recorded: str
    state: Literal["new", "changed", "withdrawn"]


class NewInRecord(Value):
    """What a record learned between two moments."""

    documents: tuple[DocumentHeader, ...]
    zone_versions: tuple[NewVersion, ...]
    incidents: tuple[NewIncident, ...]
    sightings: int
    """How many sightings of markers."""


def describe_documents(remembered: Remembered, chosen: Iterable[str] | None = None) -> dict[str, DocumentHeader]:
    """The headers of documents by their SHA-256; of all in the order of recording where none are chosen."""
    known = remembered.known
    maps = {version.document for version in known.zone_versions} | {each.document for each in known.sightings}
    publishers = {each.id: (each.name, each.party) for each in known.case.publishers}
    documents = known.documents.values() if chosen is None else [known.documents[each] for each in chosen]
    return {
        each.sha256: _describe(each, maps, publishers, recorded=remembered.recorded("document", each.sha256))
        for each in documents
    }


def find_days(known: Known) -> tuple[date, date] | None:
    """The first and the last day that a record speaks of, both included; none where it holds nothing dated."""
    stated = [each.published for each in known.documents.values()]
    stated += [each.valid_from for each in known.zone_versions] + [each.date for each in known.incidents]
    first = [day for edtf in stated if edtf for day in [first_day(edtf)] if day]
    return (min(first), known.last_day) if first else None


def find_passage(remembered: Remembered, *, document: str, span: Span, around: int) -> Passage:
    """The words of a span, with up to so many characters on both sides. Raises `UnusableInput` where it is no passage."""
    text = remembered.known.documents[document].text
    ends = [offset for piece in span for offset in piece]
    if ends != sorted(ends) or any(start == end for start, end in span) or ends[-1] > len(text):
        raise UnusableInput("span", "the document has no such passage")
    return Passage(
        document=describe_documents(remembered, [document])[document],
        span=span,
        quote=quote_span(text, span),
        before=text[max(0, ends[0] - around) : ends[0]],
        after=text[ends[-1] : ends[-1] + around],
    )


def search_record(record: Record, remembered: Remembered, *, query: str, limit: int) -> tuple[Found, ...]:
    """The documents that hold every word and "quoted phrase" of a query, the latest recorded first."""
    matches = record.search(query, limit=limit, as_of=remembered.moment)
    headers = describe_documents(remembered, (match.document for match in matches))
    return tuple(Found(document=headers[match.document], snippet=match.snippet, marks=match.marks) for match in matches)


def list_new(earlier: Remembered | None, later: Remembered) -> NewInRecord:
    """What a record knew at the later moment and not at the earlier one; all of it where it had not begun then."""
    before = earlier.entries if earlier else {}
    changed = {
        kind: {each for each, entry in entries.items() if before.get(kind, {}).get(each) != entry}
        for kind, entries in later.entries.items()
    }
    documents = [each for each in later.known.documents if each in changed["document"]]
    return NewInRecord(
        documents=tuple(describe_documents(later, documents).values()),
        zone_versions=tuple(
            NewVersion(
                id=each.id,
                zone=each.zone,
                valid_from=each.valid_from,
                publisher=each.publisher,
                recorded=later.recorded("zone version", each.id),
                state="corrected" if each.id in before.get("zone version", {}) else "new",
            )
            for each in later.known.zone_versions
            if each.id in changed["zone version"]
        ),
        incidents=(
            *_list_told_incidents(later, changed["incident"], before.get("incident", {})),
            *_list_given_up(earlier, later),
        ),
        sightings=len(changed["sighting"]),
    )


# ---------------------------------------------------------------------------------------------------------------


def _list_told_incidents(
    later: Remembered, changed: Collection[str], before: Mapping[str, int]
) -> Iterator[NewIncident]:
    for each in later.known.incidents:
        if each.id in changed:
            recorded = later.recorded("incident", each.id)
            yield _tell_incident(each, "changed" if each.id in before else "new", recorded=recorded)


def _list_given_up(earlier: Remembered | None, later: Remembered) -> Iterator[NewIncident]:
    living = {each.id for each in later.known.incidents}
    for each in earlier.known.incidents if earlier else ():
        if each.id not in living:
            yield _tell_incident(each, "withdrawn", recorded=later.recorded("incident", each.id))


def _tell_incident(incident: Incident, state: Literal["new", "changed", "withdrawn"], *, recorded: str) -> NewIncident:
    return NewIncident(
        id=incident.id,
        kind=incident.kind,
        date=incident.date,
        place=incident.place.text if incident.place else None,
        recorded=recorded,
        state=state,
    )


_PICTURE, _TABLE = "image/", "text/csv"


def _describe(
    document: Document,
    maps: frozenset[str] | set[str],
    publishers: Mapping[str, tuple[str, str | None]],
    *,
    recorded: str,
) -> DocumentHeader:
    name, party = publishers.get(document.publisher or "", (document.publisher or "", None))
    return DocumentHeader(
        **{field: getattr(document, field) for field in _SHARED},
        kind=_tell_kind(document, maps),
        publisher_name=name,
        party=party,
        recorded=recorded,
    )


_SHARED = tuple(field for field in DocumentHeader.__struct_fields__ if field in Document.__struct_fields__)


def _tell_kind(document: Document, maps: frozenset[str] | set[str]) -> DocumentKind:
    if document.media_type.startswith(_PICTURE):
        return "picture"
    if document.sha256 in maps:
        return "map"
    return "table" if document.media_type == _TABLE else "text"
