"""What the record holds about an agreement, whatever the day: gathered and looked up once for many days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from groundtruce.compare.days import interval_in_zone, local_day
from groundtruce.compare.incidents.voices import denies, mention_key
from groundtruce.model.agreements import Agreement, Provision
from groundtruce.model.cases import Area, Case
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.times import Interval
from groundtruce.model.zones import ZoneVersion


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Everything that checks rest on. Days begin and end at the midnights of the agreement's time zone."""

    case: Case
    zone_versions: Sequence[ZoneVersion] = ()
    claims: Sequence[Claim] = ()
    incidents: Sequence[Incident] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    """By SHA-256."""
    reported_silences: Sequence[tuple[str, Silence]] = ()
    """Each with its document's SHA-256 before it."""
    sightings: Sequence[Sighting] = ()

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """What is checked; nothing without an agreement."""
        return self.case.agreement.provisions if self.case.agreement else ()

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement that is checked."""
        if self.case.agreement is None:
            raise ValueError(f"the case {self.case.id} has no agreement")
        return self.case.agreement

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """The agreement's time zone. Where the system has no time zone data, the package `tzdata` gives it."""
        return ZoneInfo(self.agreement.time_zone)

    @cached_property
    def claims_by_key(self) -> dict[str, Claim]:
        """The claims by `mention_key`."""
        return {mention_key(claim): claim for claim in self.claims}

    @cached_property
    def claims_by_document(self) -> dict[str, list[Claim]]:
        """The claims of each document, by its SHA-256."""
        return _group((claim.document, claim) for claim in self.claims)

    @cached_property
    def claims_by_type(self) -> dict[str, list[Claim]]:
        """The claims of each type of event."""
        return _group((claim.mention.type, claim) for claim in self.claims)

    @cached_property
    def silences(self) -> dict[str, list[Silence]]:
        """Reported silences by their document's SHA-256."""
        return _group(self.reported_silences)

    @cached_property
    def hostile_incidents(self) -> list[tuple[Interval, list[Claim]]]:
        """The claims of each hostile incident, and from when to when its events may have happened."""
        claims = [
            [self.claims_by_key[key] for key in incident.mentions if key in self.claims_by_key]
            for incident in self.incidents
            if not incident.withdrawn and incident.kind in HOSTILE_EVENT_TYPES
        ]
        return [(_span([self.when(claim) for claim in each]), each) for each in claims if each]

    @cached_property
    def loose_denials(self) -> list[Claim]:
        """Denials of hostile acts, and of forces standing somewhere, that belong to no hostile incident."""
        held = {mention for incident in self.incidents if not incident.withdrawn for mention in incident.mentions}
        return [
            claim
            for claim in self.claims
            if (claim.mention.type in HOSTILE_EVENT_TYPES or claim.mention.type == "deployment")
            and denies(claim)
            and (claim.mention.type == "deployment" or mention_key(claim) not in held)
        ]

    def when(self, claim: Claim) -> Interval:
        """When a claim's event may have happened: by its own date, its incident's, or else before it was published."""
        edtf = claim.mention.date or self._incident_dates.get(mention_key(claim))
        if edtf:
            return interval_in_zone(edtf, self.time_zone)
        published = interval_in_zone(claim.published, self.time_zone) if claim.published else None
        return Interval(start=None, end=published.end if published else None)

    def first_day(self, edtf: str | None) -> date | None:
        """The first day of the agreement's time zone that a date leaves possible; none for no date and for an open start."""
        start = interval_in_zone(edtf, self.time_zone).start if edtf else None
        return local_day(start, self.time_zone) if start else None

    def last_day(self, edtf: str | None) -> date | None:
        """The last day of the agreement's time zone that a date leaves possible; none for no date and for an open end."""
        end = interval_in_zone(edtf, self.time_zone).end if edtf else None
        return local_day(end - timedelta(microseconds=1), self.time_zone) if end else None

    def area(self, identifier: str) -> Area | None:
        """A named area of the case."""
        return next((area for area in self.case.areas if area.id == identifier), None)

    @cached_property
    def _incident_dates(self) -> dict[str, str]:
        """The date of a mention's incident, by `mention_key`."""
        held = [incident for incident in self.incidents if incident.date and not incident.withdrawn]
        return {mention: incident.date for incident in held for mention in incident.mentions if incident.date}


# ---------------------------------------------------------------------------------------------------------------


_Value = TypeVar("_Value")


def _group(keyed: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    groups: dict[str, list[_Value]] = {}
    for key, value in keyed:
        groups.setdefault(key, []).append(value)
    return groups


def _span(intervals: Sequence[Interval]) -> Interval:
    """The time that all of them together may take up."""
    starts, ends = [each.start for each in intervals], [each.end for each in intervals]
    return Interval(
        start=None if None in starts else min(start for start in starts if start),
        end=None if None in ends else max(end for end in ends if end),
    )
