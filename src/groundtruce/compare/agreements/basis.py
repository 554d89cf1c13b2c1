"""The basis of one day's findings: what the record holds, looked at from that day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.days import interval_in_zone, midnight, span_of_days
from groundtruce.model.agreements import Agreement, Evidence, FindingStatus, Margin
from groundtruce.model.cases import Area, Case
from groundtruce.model.claims import Claim, Silence
from groundtruce.model.documents import Document
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


def join_outcomes(outcomes: Sequence[Outcome]) -> Outcome:
    """Several things that a provision asks, as one: the gravest status, what it rests on, and the sentences of all."""
    gravest = max(outcomes, key=lambda outcome: GRAVITY.index(outcome.status))
    first, *rest = (outcome.statement for outcome in outcomes)
    return Outcome(
        status=gravest.status,
        statement=f"{'; '.join([first[:1].upper() + first[1:], *rest])}.",
        flips=gravest.flips,
        margin=next((each.margin for each in (gravest, *outcomes) if each.margin), None),
        evidence=tuple(piece for outcome in outcomes for piece in outcome.evidence),
    )


GRAVITY: tuple[FindingStatus, ...] = ("not checkable", "not yet due", "met", "undetermined", "disputed", "breached")
"""From the lightest status of what a provision asks to the gravest."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the checks of one day rest on. The day begins and ends at the midnights of the agreement's time zone."""

    holdings: Holdings
    on: date

    @property
    def case(self) -> Case:
        """The case that is checked."""
        return self.holdings.case

    @property
    def agreement(self) -> Agreement:
        """Its agreement."""
        return self.holdings.agreement

    @property
    def time_zone(self) -> ZoneInfo:
        """The agreement's time zone."""
        return self.holdings.time_zone

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents read, by SHA-256."""
        return self.holdings.documents

    @property
    def silences(self) -> Mapping[str, Sequence[Silence]]:
        """Reported silences by their document's SHA-256."""
        return self.holdings.silences

    @property
    def claims_by_document(self) -> Mapping[str, Sequence[Claim]]:
        """The claims of each document, by its SHA-256."""
        return self.holdings.claims_by_document

    @cached_property
    def end_of_day(self) -> datetime:
        """The midnight that ends the day, in UTC."""
        return midnight(self.on + timedelta(days=1), self.time_zone)

    @cached_property
    def signed(self) -> datetime | None:
        """The first moment of the day on which the agreement was signed."""
        return interval_in_zone(self.agreement.signed, self.time_zone).start

    def when(self, claim: Claim) -> Interval:
        """When a claim's event may have happened: by its own date, its incident's, or else before it was published."""
        return self.holdings.when(claim)

    def may_have_happened(self, claim: Claim) -> bool:
        """Whether a claim's event may lie between the agreement's signing and the end of the day.

        Without a date of its own it must have been published by then, since what a later report tells may be later.
        """
        when = self.when(claim)
        if when.start is None and (when.end is None or when.end > self.end_of_day):
            return False
        return when.overlaps(Interval(start=self.signed, end=self.end_of_day))

    def events(self, types: Iterable[str]) -> list[Claim]:
        """The claims of events of these types that may have happened between the signing and the end of the day."""
        return [claim for kind in dict.fromkeys(types) for claim in self._events_of(kind)]

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
        return self.holdings.area(identifier)

    def last_day(self, edtf: str | None) -> date | None:
        """The last day of the agreement's time zone that a date leaves possible; none for no date and for an open end."""
        return self.holdings.last_day(edtf)

    def versions_in_force(self, kind: str, holder: str | None = None) -> list[ZoneVersion]:
        """For each zone of a kind (and holder), the version in force on the day: begun before its end, and begun last.

        Of several that began at once, the one that comes last in the record.
        """
        return self._in_force(
            [each for each in self.holdings.zone_versions if each.kind == kind and holder in (None, each.holder)]
        )

    def versions_of(self, zone: str, publisher: str | None = None) -> list[ZoneVersion]:
        """The version of a zone in force on the day, of this publisher where one is named; empty for none."""
        drawn = [each for each in self.holdings.zone_versions if each.zone == zone]
        return self._in_force([each for each in drawn if publisher in (None, each.publisher)])

    def _events_of(self, kind: str) -> list[Claim]:
        if kind not in self._events:
            told = self.holdings.claims_by_type.get(kind, ())
            self._events[kind] = [claim for claim in told if self.may_have_happened(claim)]
        return self._events[kind]

    @cached_property
    def _events(self) -> dict[str, list[Claim]]:
        """The events of the types that were asked for so far: several provisions ask for the same."""
        return {}

    def _in_force(self, versions: Iterable[ZoneVersion]) -> list[ZoneVersion]:
        latest: dict[str, tuple[datetime, ZoneVersion]] = {}
        for version in versions:
            start = self._valid_from(version)
            if start and self._is_in_force(version, start):
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
