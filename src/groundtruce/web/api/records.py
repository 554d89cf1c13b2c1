"""The record as a whole: its case, its moments, what is new, and a search in its texts."""

from typing import Annotated

from fastapi import APIRouter, Query
from msgspec import field
from starlette.responses import Response

from groundtruce import __version__, pipeline
from groundtruce.model.agreements import Agreement
from groundtruce.model.briefs import RecordHead
from groundtruce.model.cases import Actor, Case, ExpectedSpeaker, Party, ZoneDefinition
from groundtruce.model.documents import Publisher
from groundtruce.model.values import Value
from groundtruce.web.answering import Question
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import Words, read_moment
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["record"])


class NamedArea(Value):
    """An area of the case; its shape is a feature of the collection `areas`."""

    id: str
    name: str
    note: str


class DescribedCase(Value):
    """The case without its places, which are features of the collection `places`."""

    id: str
    title: str
    summary: str
    parties: tuple[Party, ...]
    actors: tuple[Actor, ...]
    publishers: tuple[Publisher, ...]
    speakers: tuple[ExpectedSpeaker, ...]
    zones: tuple[ZoneDefinition, ...]
    areas: tuple[NamedArea, ...]
    agreement: Agreement | None


class ValidTime(Value):
    """The first and the last day that the record speaks of, both included; none where it holds nothing dated."""

    from_: str | None = field(name="from")
    to: str | None


class Counts(Value):
    """How much a record holds."""

    documents: int
    zone_versions: int
    incidents: int
    attributions: int
    sightings: int
    places: int


class DescribedRecord(Value):
    """The record as a whole."""

    case: DescribedCase
    head: RecordHead
    begun: str
    """When the first entry was recorded."""
    last_day: str | None
    """The newest day that it speaks of: what questions about a day ask about if they name none."""
    valid: ValidTime
    counts: Counts
    writable: bool
    version: str
    """Of the program."""


class MomentPage(Page):
    """Transactions, the earliest first."""

    moments: tuple[pipeline.Moment, ...]


class FoundDocuments(Value):
    """What a search found, the latest recorded first."""

    query: str
    matches: tuple[pipeline.Found, ...]


class WhatIsNew(Value):
    """What the record learned after a moment."""

    since: str
    head: RecordHead
    news: pipeline.News


@router.get("/record", responses=answers(DescribedRecord))
def show_record(question: Question) -> Response:
    """The case, the head of the chain, and how much there is."""
    writable = question.request.app.state.writing is not None
    return question.answer(lambda snapshot: describe_record(snapshot, writable=writable), form=str(writable))


@router.get("/moments", responses=answers(MomentPage))
def list_moments(question: Question, cut: AskedCut) -> Response:
    """Every transaction of the record: when it was, and how many entries of which kinds."""

    def list_them(snapshot: Snapshot) -> MomentPage:
        moments = snapshot.remembered.moments
        return MomentPage(moments=cut.take(moments), **cut.describe(len(moments)))

    return question.answer(list_them)


@router.get("/search", responses=answers(FoundDocuments))
def search(
    question: Question, q: Words, limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 20
) -> Response:
    """The documents that hold all the words, each with a passage."""

    def find(snapshot: Snapshot) -> FoundDocuments:
        with question.recall.open() as record:
            found = pipeline.search_record(record, snapshot.remembered, query=q, limit=limit)
        return FoundDocuments(query=q, matches=found)

    return question.answer(find)


@router.get("/news", responses=answers(WhatIsNew))
def list_news(
    question: Question,
    since: Annotated[str, Query(description="A moment, ISO 8601.", json_schema_extra={"format": "date-time"})],
) -> Response:
    """What the record learned after a moment: documents, zone versions and incidents that are new or known better."""
    moment = read_moment(since, name="since")

    def find(snapshot: Snapshot) -> WhatIsNew:
        with question.recall.open() as record:
            earlier = pipeline.remember_earlier(record, as_of=moment, near=snapshot.remembered)
        news = pipeline.find_news(earlier, snapshot.remembered)
        return WhatIsNew(since=since, head=describe_head(snapshot), news=news)

    return question.answer(find)


def describe_record(snapshot: Snapshot, *, writable: bool) -> DescribedRecord:
    """The whole record in one value."""
    known = snapshot.known
    days = pipeline.find_days(known)
    return DescribedRecord(
        case=_describe_case(known.case),
        head=describe_head(snapshot),
        begun=snapshot.remembered.moments[0].recorded,
        last_day=days[1].isoformat() if days else None,
        valid=ValidTime(from_=days[0].isoformat() if days else None, to=days[1].isoformat() if days else None),
        counts=Counts(
            documents=len(known.documents),
            zone_versions=len(known.zone_versions),
            incidents=len(known.incidents),
            attributions=sum(len(reading.attributions) for reading in known.readings.values()),
            sightings=len(known.sightings),
            places=len(known.case.places),
        ),
        writable=writable,
        version=__version__,
    )


def describe_head(snapshot: Snapshot) -> RecordHead:
    """The last entry that was known."""
    head = snapshot.known.head
    return RecordHead(entry=head.seq, recorded=head.recorded, sha256=head.hash)


# ---------------------------------------------------------------------------------------------------------------


def _describe_case(case: Case) -> DescribedCase:
    shared = (name for name in DescribedCase.__struct_fields__ if name != "areas")
    areas = tuple(NamedArea(id=area.id, name=area.name, note=area.note) for area in case.areas)
    return DescribedCase(**{name: getattr(case, name) for name in shared}, areas=areas)
