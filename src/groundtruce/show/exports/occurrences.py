"""Incidents as event data sets see them: an occurrence between two sides, with its sources, its days and its place.

What UCDP GED and ACLED have in common, and what neither has a column for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, MentionedPlace
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.times import Interval, first_day, interval_of, last_day
from groundtruce.show.exports.exported import Loss
from groundtruce.show.exports.remainders import list_losses, tell_remainder

CIVILIANS = "Civilians"
"""What both data sets call an unarmed side."""


# The place of an incident is that of a mention, in whose text its span lies.
_INCIDENT = frozenset({"id", "kind", "date", "place", "deaths"})
_DOCUMENT = frozenset({"publisher"})


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """An incident with the claims and the documents that tell of it."""

    incident: Incident
    claims: tuple[Claim, ...]
    documents: tuple[Document, ...]
    case: Case

    @cached_property
    def interval(self) -> Interval | None:
        """When it happened; none where that is unknown or open."""
        interval = interval_of(self.incident.date) if self.incident.date else None
        return interval if interval and interval.start and interval.end else None

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """Its first and its last possible day."""
        if self.interval is None or self.incident.date is None:
            return None
        first, last = first_day(self.incident.date), last_day(self.incident.date)
        return (first, last) if first and last else None

    @cached_property
    def days_as_written(self) -> str:
        """Its days as EDTF would write them if they were all that is known of its time."""
        first, last = self.days or (None, None)
        return f"{first}" if first == last else f"{first}/{last}"

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The names of the parties that act in it or are its targets, in the case's order, then civilians."""
        people = [person for claim in self.claims for person in (*claim.mention.actors, *claim.mention.targets)]
        involved = {person.party for person in people}
        names = [party.name for party in self.case.parties if party.id in involved]
        return (*names, CIVILIANS) if self.hits_civilians else tuple(names)

    @cached_property
    def hits_civilians(self) -> bool:
        """Whether a claim says in its own words that civilians were its target."""
        return any("civilian" in target.text.casefold() for claim in self.claims for target in claim.mention.targets)

    @cached_property
    def place_kind(self) -> str | None:
        """What its place is, where the case's gazetteer knows it."""
        wanted = self.incident.place.gazetteer_id if self.incident.place else None
        return next((place.kind for place in self.case.places if place.id == wanted), None)

    @cached_property
    def deaths(self) -> tuple[int, int, int]:
        """Low, best, high: with the lowest number for best where accounts disagree, and for high where none is given."""
        count = self.incident.deaths
        if count is None:
            return (0, 0, 0)
        best = count.low if count.best is None else count.best
        return (count.low, best, max(best, count.low if count.high is None else count.high))

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """The names of who published the documents, each once."""
        return tuple(dict.fromkeys(self.publisher_of(document) for document in self.documents))

    def publisher_of(self, document: Document) -> str:
        """The name of a document's publisher; empty where it is unknown."""
        wanted = document.publisher
        return next((known.name for known in self.case.publishers if known.id == wanted), wanted or "")


def gather_occurrences(
    incidents: Iterable[Incident], *, claims: Mapping[str, Claim], documents: Mapping[str, Document], case: Case
) -> Iterator[Occurrence]:
    """Each incident with what tells of it. `claims` are by `sha256#mention`, `documents` by their SHA-256."""
    for incident in incidents:
        told = tuple(claims[key] for key in incident.mentions if key in claims)
        hashes = dict.fromkeys(claim.document for claim in told)
        found = tuple(documents[sha256] for sha256 in hashes if sha256 in documents)
        yield Occurrence(incident=incident, claims=told, documents=found, case=case)


def list_common_losses(occurrence: Occurrence, *, row: int, held: frozenset[str] = frozenset()) -> list[Loss]:
    """What of an occurrence neither data set has a column for: of the incident and its claims.

    What a column holds less exactly (when, where, how many, what kind) each data set tells itself; `held` are further
    fields of the incident that it has.
    """
    incident = occurrence.incident
    losses = list_losses(incident, row=row, event=incident.id, held=_INCIDENT | held, columns={})
    for claim in occurrence.claims:
        event = f"{claim.document}#{claim.mention.id}"
        losses += tell_remainder(claim, row=row, event=event, held={"quote"}, reason="an event has one account")
    return losses


def list_source_losses(occurrences: dict[int, Occurrence]) -> list[Loss]:
    """What of the documents neither data set holds, each at the first row that it tells of."""
    first = {
        document.sha256: (document, row)
        for row, occurrence in reversed(occurrences.items())
        for document in occurrence.documents
    }
    reason = "of a source there is its name, its day and its title at most"
    told = (
        tell_remainder(document, row=row, event=document.sha256, held=_DOCUMENT, reason=reason)
        for document, row in first.values()
    )
    return [loss for losses in told for loss in losses]


def say_place(place: MentionedPlace) -> str:
    """How sure a place is, and which place of a gazetteer it is."""
    known = f", {place.gazetteer_id}" if place.gazetteer_id else ""
    return f"within {place.uncertainty_km} km{known}"


def left_out(incident: Incident, reason: str) -> Loss:
    """The loss of a whole incident."""
    summary = ", ".join(part for part in (incident.kind, incident.date, incident.place and incident.place.text) if part)
    return Loss(None, incident.id, "", "", summary, reason)


def list_row_losses(
    row: Mapping[str, str], *, number: int, event: str, columns: Sequence[str], others: int
) -> list[Loss]:
    """What is lost of an event that the data set itself coded: columns that are none of its own, and what others tell."""
    losses = [
        Loss(number, event, "", "", f"{column}: {value}", "the column is none of the format's")
        for column, value in row.items()
        if column not in columns and value
    ]
    if others:
        reason = "the row stands as the data set coded it"
        losses.append(Loss(number, event, "", "", f"{others} mentions elsewhere of the same incident", reason))
    return losses
