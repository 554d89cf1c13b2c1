"""Who says what, and who says nothing."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.claims import Attribution, Stance
from groundtruce.model.documents import Document, Span, quote_span
from groundtruce.model.incidents import ObservedSilence, SilenceInDocument
from groundtruce.model.values import Value
from groundtruce.web.answering import Question
from groundtruce.web.days import may_lie_within
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import Day, Days, Name, read_day
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["statements"])


class QuotedAttribution(Value):
    """An attribution in its document's words."""

    document: str
    """Its SHA-256."""
    title: str
    publisher: str | None
    published: str | None
    attribution: Attribution
    source: str | None
    cue: str | None
    content: str


class AttributionPage(Page):
    """Attributions, the latest published first; those of a document in the order of its text."""

    attributions: tuple[QuotedAttribution, ...]


class Silences(Value):
    """The silences that texts report, and those that the record observes."""

    silences: tuple[SilenceInDocument, ...]
    observed: tuple[ObservedSilence, ...]


@router.get("/attributions", responses=answers(AttributionPage))
def list_attributions(
    question: Question,
    days: Days,
    cut: AskedCut,
    *,
    document: Name = None,
    party: Name = None,
    publisher: Name = None,
    stance: Annotated[Stance | None, Query(description="How the source stands to the content.")] = None,
) -> Response:
    """Who says what: sources, cues and contents."""
    first, last = days

    def list_them(snapshot: Snapshot) -> AttributionPage:
        chosen = [
            (header.sha256, attribution)
            for header in snapshot.headers_by_day
            if document in (None, header.sha256) and publisher in (None, header.publisher)
            if may_lie_within(header.published, first, last)
            for reading in [snapshot.known.readings.get(header.sha256)]
            if reading
            for attribution in reading.attributions
            if stance in (None, attribution.stance) and _is_by(attribution, party)
        ]
        quoted = tuple(_quote(snapshot.known.documents[sha256], each) for sha256, each in cut.take(chosen))
        return AttributionPage(attributions=quoted, **cut.describe(len(chosen)))

    return question.answer(list_them)


@router.get("/silences", responses=answers(Silences))
def list_silences(question: Question, on: Day = None, party: Name = None) -> Response:
    """Who said nothing, as texts report and as the record observes; with `on`, about what may have happened that day."""
    day = read_day(on)

    def find(snapshot: Snapshot) -> Silences:
        return select_silences(snapshot, on=day, party=party)

    return question.answer(find)


def select_silences(snapshot: Snapshot, *, on: date | None, party: str | None) -> Silences:
    """The silences of a day or of all time, of one party or of all."""
    found = pipeline.find_incidents(snapshot.known, on=on)
    return Silences(
        silences=tuple(each for each in found.silences if party is None or party in each.silence.parties),
        observed=tuple(each for each in found.observed if party in (None, each.party)),
    )


# ---------------------------------------------------------------------------------------------------------------


def _is_by(attribution: Attribution, party: str | None) -> bool:
    return party is None or (attribution.speaker is not None and attribution.speaker.party == party)


def _quote(document: Document, attribution: Attribution) -> QuotedAttribution:
    def words(span: Span | None) -> str | None:
        return None if span is None else quote_span(document.text, span)

    return QuotedAttribution(
        document=document.sha256,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        attribution=attribution,
        source=words(attribution.source),
        cue=words(attribution.cue),
        content=quote_span(document.text, attribution.content),
    )
