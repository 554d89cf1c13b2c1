"""Incidents with each party's account."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.claims import EventType
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Incident, ObservedSilence
from groundtruce.model.values import Value
from groundtruce.web.answering import Question
from groundtruce.web.boxes import overlaps
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import Box, Days, Identifier, Name, read_box
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["incidents"])


class IncidentPage(Page):
    """Incidents in the order of their dates, the undated last."""

    incidents: tuple[Incident, ...]


class DescribedIncident(Value):
    """An incident, who was observed silent about it, and the documents that its accounts cite."""

    incident: Incident
    observed: tuple[ObservedSilence, ...]
    documents: dict[str, pipeline.DocumentHeader]
    """By their SHA-256."""


class NeighbouringIncident(Value):
    """An incident that another one may be merged with, with the passage that its first mention stands in."""

    id: str
    kind: str
    date: str | None
    place: str | None
    accounts: int
    """How many parties have one."""
    quote: pipeline.ReviewPassage | None


class IncidentNeighbours(Value):
    """Incidents of the days around one, those of its kind first."""

    incidents: tuple[NeighbouringIncident, ...]


@router.get("/incidents", responses=answers(IncidentPage))
def list_incidents(
    question: Question,
    days: Days,
    cut: AskedCut,
    *,
    kind: Annotated[EventType | None, Query(description="The type of event.")] = None,
    party: Name = None,
    place: Name = None,
    bbox: Box = None,
) -> Response:
    """The incidents that may have happened in the days asked for; `party` has an account of it, `place` is a gazetteer's."""
    box = read_box(bbox)

    def is_wanted(incident: Incident) -> bool:
        return (
            kind in (None, incident.kind)
            and (party is None or any(account.party == party for account in incident.accounts))
            and (place is None or (incident.place is not None and incident.place.gazetteer_id == place))
            and (box is None or _lies_in(incident, box))
        )

    def list_them(snapshot: Snapshot) -> IncidentPage:
        incidents, chosen = snapshot.incidents_by_day, snapshot.incident_days.find(days)
        if any(each is not None for each in (kind, party, place, box)):
            chosen = np.array([each for each in chosen if is_wanted(incidents[each])], np.intp)
        page = tuple(incidents[each] for each in chosen[cut.part])
        return IncidentPage(incidents=page, **cut.describe(len(chosen)))

    return question.answer(list_them)


@router.get("/incidents/{incident}", responses=answers(DescribedIncident))
def show_incident(question: Question, incident: Identifier) -> Response:
    """An incident with its accounts, who was silent about it, and the documents that are cited."""
    return question.answer(lambda snapshot: describe_incident(snapshot, find_incident(snapshot, incident)))


@router.get("/incidents/{incident}/neighbours", responses=answers(IncidentNeighbours))
def list_neighbours(question: Question, incident: Identifier) -> Response:
    """The incidents that this one may be merged with: at most nine."""

    def find(snapshot: Snapshot) -> IncidentNeighbours:
        near = pipeline.list_neighbours(find_incident(snapshot, incident), snapshot.incidents.values())
        return IncidentNeighbours(incidents=tuple(_describe_neighbour(snapshot, each) for each in near))

    return question.answer(find)


def find_incident(snapshot: Snapshot, identifier: str) -> Incident:
    """The living incident of this identifier."""
    found = snapshot.incidents.get(identifier)
    if found is None:
        raise Refusal(404, f"there is no incident {identifier!r}")
    return found


def describe_incident(snapshot: Snapshot, incident: Incident) -> DescribedIncident:
    """An incident, with what its accounts rest on."""
    observed = pipeline.observe_incident(snapshot.known, incident)
    cited = {citation.document for citation in _list_citations(incident, observed)}
    cited |= {mention.partition("#")[0] for mention in incident.mentions}
    documents = {each: snapshot.headers[each] for each in sorted(filter(None, cited)) if each in snapshot.headers}
    return DescribedIncident(incident=incident, observed=observed, documents=documents)


# ---------------------------------------------------------------------------------------------------------------


def _describe_neighbour(snapshot: Snapshot, incident: Incident) -> NeighbouringIncident:
    quote = None
    if incident.matches:
        document, span = incident.matches[0].citation.document, incident.matches[0].citation.span
        if document in snapshot.known.documents and span:
            quote = pipeline.cut_passage(snapshot.known, document=document, span=span)
    return NeighbouringIncident(
        id=incident.id,
        kind=incident.kind,
        date=incident.date,
        place=incident.place.text if incident.place else None,
        accounts=sum(bool(account.cells) for account in incident.accounts),
        quote=quote,
    )


def _list_citations(incident: Incident, observed: tuple[ObservedSilence, ...]) -> Iterator[Citation]:
    yield from (citation for account in incident.accounts for cell in account.cells for citation in cell.citations)
    yield from (citation for each in incident.contradictions for citation in each.citations)
    yield from (match.citation for match in incident.matches)
    yield from (each.citation for each in observed if each.citation)


def _lies_in(incident: Incident, box: tuple[float, float, float, float]) -> bool:
    place = incident.place
    if place is None or place.longitude is None or place.latitude is None:
        return False
    return overlaps((place.longitude, place.latitude, place.longitude, place.latitude), box)
