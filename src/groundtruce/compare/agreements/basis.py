"""The basis of a day's findings: the agreement, the day, and everything that the record holds about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from groundtruce.compare.days import interval_in_zone, midnight, span_of_days
from groundtruce.compare.incidents.voices import mention_key
from groundtruce.model.agreements import Agreement, Evidence, FindingStatus, Margin
from groundtruce.model.cases import Area, Case
from groundtruce.model.claims import Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.times import Interval
from groundtruce.model.zones import ZoneVersion


class Outcome(NamedTuple):
    """What a check of one provision comes to, before it is made a finding."""

    status: FindingStatus
    statement: str
    flips: str
    margin: Margin | None = None
    evidence: tuple[Evidence, ...] = ()


def margin_in_days(least: int, most: int, meaning: str) -> Margin:
    """A margin of whole days: `least`, or from `least` to `most` where dates leave that open."""
    return Margin(
        value=least,
        unit="day" if abs(least) == 1 else "days",
        low=least if most != least else None,
        high=most if most != least else None,
        meaning=meaning,
    )


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the checks of one day rest on. Days begin and end at the midnights of the agreement's time zone."""

    case: Case
    agreement: Agreement
    on: date
    zone_versions: Sequence[ZoneVersion]
    claims: Sequence[Claim]
    incidents: Sequence[Incident]
    documents: Mapping[str, Document]
    """By SHA-256."""
    silences: Mapping[str, Sequence[Silence]]
    """Reported silences by their document's SHA-256."""

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """The agreement's time zone. Where the system has no time zone data, the package `tzdata` gives it."""
        return ZoneInfo(self.agreement.time_zone)

    @cached_property
    def end_of_day(self) -> datetime:
        """The midnight that ends the day, in UTC."""
        return midnight(self.on + timedelta(days=1), self.time_zone)

    @cached_property
    def claims_by_key(self) -> dict[str, Claim]:
        """The claims by `mention_key`."""
        return {mention_key(claim): claim for claim in self.claims}

    @cached_property
    def claims_by_document(self) -> dict[str, list[Claim]]:
        """The claims of each document, by its SHA-256."""
        by_document: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_document.setdefault(claim.document, []).append(claim)
        return by_document

    @cached_property
    def incident_dates(self) -> dict[str, str]:
        """The date of a mention's incident, by `mention_key`."""
        held = [incident for incident in self.incidents if incident.date and not incident.withdrawn]
        return {mention: incident.date for incident in held for mention in incident.mentions if incident.date}

    def when(self, claim: Claim) -> Interval:
        """When a claim's event may have happened: by its own date, its incident's, or else before it was published."""
        edtf = claim.mention.date or self.incident_dates.get(mention_key(claim))
        if edtf:
            return interval_in_zone(edtf, self.time_zone)
        published = interval_in_zone(claim.published, self.time_zone) if claim.published else None
        return Interval(start=None, end=published.end if published else None)

    def may_have_happened(self, claim: Claim) -> bool:
        """Whether a claim's event may lie between the agreement's signing and the end of the day.

        Without a date of its own it must have been published by then, since what a later report tells may be later.
        """
        when = self.when(claim)
        if when.start is None and (when.end is None or when.end > self.end_of_day):
            return False
        return when.overlaps(Interval(start=self.signed, end=self.end_of_day))

    @cached_property
    def signed(self) -> datetime | None:
        """The first moment of the day on which the agreement was signed."""
        return interval_in_zone(self.agreement.signed, self.time_zone).start

    def documents_published(self, first: date, last: date) -> list[Document]:
        """The documents with text that were surely published from `first` to `last`, both included."""
        window = span_of_days(first, last, self.time_zone)
        return [
            document
            for document in self.documents.values()
            if document.text and document.published and is_within(self._published(document), window)
        ]

    def area(self, identifier: str) -> Area | None:
        """A named area of the case."""
        return next((area for area in self.case.areas if area.id == identifier), None)

    def versions_in_force(self, kind: str, holder: str | None = None) -> list[ZoneVersion]:
        """For each zone of a kind (and holder), the version in force on the day: begun before its end, and begun last.

        Of several that began at once, the one that comes last in the record.
        """
        latest: dict[str, tuple[datetime, ZoneVersion]] = {}
        for version in self.zone_versions:
            start = self._valid_from(version)
            if (
                version.kind == kind
                and holder in (None, version.holder)
                and start
                and self._is_in_force(version, start)
            ):
                known = latest.get(version.zone)
                if known is None or start >= known[0]:
                    latest[version.zone] = (start, version)
        return [version for _, (_, version) in sorted(latest.items())]

    def _published(self, document: Document) -> Interval:
        return interval_in_zone(document.published or "", self.time_zone)

    def _valid_from(self, version: ZoneVersion) -> datetime | None:
        return interval_in_zone(version.valid_from, self.time_zone).start

    def _is_in_force(self, version: ZoneVersion, start: datetime) -> bool:
        ended = interval_in_zone(version.valid_to, self.time_zone).start if version.valid_to else None
        return start < self.end_of_day and (ended is None or ended >= self.end_of_day)


def is_within(inner: Interval, outer: Interval) -> bool:
    """Whether all of `inner` surely lies in `outer`."""
    starts = outer.start is None or (inner.start is not None and inner.start >= outer.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends
