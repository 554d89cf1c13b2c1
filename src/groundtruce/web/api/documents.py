"""Documents: their headers, what was read in them, their passages, and their bytes as they came."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.documents import Document
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.model.values import Value
from groundtruce.web.answering import Body, Question
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import (
    SPAN_PATTERN,
    Days,
    Name,
    Sha256,
    read_span,
)
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["documents"])

_SHOWN_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What browsers draw and nothing in them runs; all else is only offered for download."""


class DocumentPage(Page):
    """Documents, the latest published first and the undated last."""

    documents: tuple[pipeline.DocumentHeader, ...]


class ReadCounts(Value):
    """How much was read in a document."""

    dates: int
    toponyms: int
    attributions: int
    event_mentions: int
    silences: int


class DescribedDocument(Value):
    """A document and what of the record rests on it."""

    document: pipeline.DocumentHeader
    characters: int
    """Of its text, in code points."""
    counts: ReadCounts
    incidents: tuple[str, ...]
    """The incidents that it tells of."""
    zone_versions: tuple[str, ...]
    """The zone versions that it draws."""
    same: tuple[pipeline.DocumentHeader, ...]
    """The other documents that hold the same text in all that matters."""


@router.get("/documents", responses=answers(DocumentPage))
def list_documents(
    question: Question,
    days: Days,
    cut: AskedCut,
    *,
    publisher: Name = None,
    party: Name = None,
) -> Response:
    """The documents that may have been published in the days asked for."""

    def list_them(snapshot: Snapshot) -> DocumentPage:
        headers, places = snapshot.headers_by_day, snapshot.publication_days.find(days)
        if publisher is not None or party is not None:
            places = np.array([place for place in places if _is_by(headers[place], publisher, party)], np.intp)
        page = tuple(headers[place] for place in places[cut.part])
        return DocumentPage(documents=page, **cut.describe(len(places)))

    return question.answer(list_them)


@router.get("/documents/{sha256}", responses=answers(DescribedDocument))
def show_document(question: Question, sha256: Sha256) -> Response:
    """A document's header, and what of the record rests on it."""
    return question.answer(lambda snapshot: describe_document(snapshot, find_document(snapshot, sha256)))


@router.get("/documents/{sha256}/reading", responses=answers(Reading))
def show_reading(question: Question, sha256: Sha256) -> Response:
    """The text with everything that was read in it, as `groundtruce read --json` gives it."""

    def find(snapshot: Snapshot) -> Reading:
        document = find_document(snapshot, sha256)
        return snapshot.known.readings.get(sha256) or _leave_unread(document)

    return question.answer(find)


@router.get("/documents/{sha256}/passage", responses=answers(pipeline.Passage))
def show_passage(
    question: Question,
    sha256: Sha256,
    span: Annotated[
        str,
        Query(description="Half-open offsets in code points, such as `10-20,30-40`.", pattern=SPAN_PATTERN),
    ],
    around: Annotated[int, Query(ge=0, le=10_000, description="So many characters on both sides.")] = 200,
) -> Response:
    """The words of a span, with the text around them."""

    def find(snapshot: Snapshot) -> pipeline.Passage:
        find_document(snapshot, sha256)
        return pipeline.find_passage(snapshot.remembered, document=sha256, span=read_span(span), around=around)

    return question.answer(find)


@router.get("/documents/{sha256}/content", responses=answers(None, "application/octet-stream", *_SHOWN_PICTURES))
def show_content(question: Question, sha256: Sha256) -> Response:
    """The bytes as they came. Pictures that a browser draws are shown; anything else is offered for download."""

    def find(snapshot: Snapshot) -> Body:
        document = find_document(snapshot, sha256)
        with question.recall.open() as record:
            content = record.content(sha256)
        shown = document.media_type in _SHOWN_PICTURES
        disposition = "inline" if shown else f'attachment; filename="{sha256[:12]}"'
        return Body(
            content,
            document.media_type if shown else "application/octet-stream",
            {"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"},
        )

    return question.answer(find)


def find_document(snapshot: Snapshot, sha256: str) -> Document:
    """The document with this SHA-256."""
    document = snapshot.known.documents.get(sha256)
    if document is None:
        raise Refusal(404, f"no document has the SHA-256 {sha256}")
    return document


def describe_document(snapshot: Snapshot, document: Document) -> DescribedDocument:
    """A document's header, and what of the record rests on it."""
    sha256, known = document.sha256, snapshot.known
    reading = known.readings.get(sha256) or _leave_unread(document)
    return DescribedDocument(
        document=snapshot.headers[sha256],
        characters=len(document.text),
        counts=ReadCounts(**{name: len(getattr(reading, name)) for name in ReadCounts.__struct_fields__}),
        incidents=tuple(
            incident.id
            for incident in known.incidents
            if any(mention.startswith(f"{sha256}#") for mention in incident.mentions)
        ),
        zone_versions=tuple(version.id for version in known.zone_versions if version.document == sha256),
        same=tuple(_list_same(snapshot, document)),
    )


# ---------------------------------------------------------------------------------------------------------------


def _is_by(header: pipeline.DocumentHeader, publisher: str | None, party: str | None) -> bool:
    return publisher in (None, header.publisher) and party in (None, header.party)


def _list_same(snapshot: Snapshot, document: Document) -> Iterable[pipeline.DocumentHeader]:
    original = document.copy_of or document.sha256
    for header in snapshot.headers.values():
        if original in (header.sha256, header.copy_of) and header.sha256 != document.sha256:
            yield header


def _leave_unread(document: Document) -> Reading:
    """The reading of a document in which nothing was read."""
    return Reading(document=ReadDocument(**{name: getattr(document, name) for name in ReadDocument.__struct_fields__}))
