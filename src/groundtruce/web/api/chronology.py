"""The chronology as one stream, and how dense it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from fastapi import APIRouter, Depends, Query
from msgspec import field
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.chronology import CHRONOLOGY_KINDS, ChronologyEntry, ChronologyKind
from groundtruce.model.values import Value
from groundtruce.model.zones import ChangeVerdict
from groundtruce.web.answering import Question
from groundtruce.web.days import Deadline, list_days, may_lie_within
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Cut, Page
from groundtruce.web.parameters import AskedDays, Days, Name
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

router = APIRouter(tags=["chronology"])

BY_DAY: tuple[ChronologyKind, ...] = ("observed silence", "finding")
"""The kinds that are asked day by day, and so only within a window."""
LONGEST_WINDOW = 93
PATIENCE_S = 10.0

Period = Literal["day", "month", "year"]
_PERIOD_CHARACTERS: dict[Period, int] = {"day": 10, "month": 7, "year": 4}


class Chronology(Page):
    """A part of the stream."""

    kinds: dict[str, int]
    """How many entries of each kind there are, whatever kinds are asked for."""
    left_out: tuple[ChronologyKind, ...]
    """Kinds that are told only within a window of at most 93 days."""
    entries: tuple[ChronologyEntry, ...]


class Bin(Value):
    """How much began in a day, a month or a year."""

    from_: str = field(name="from")
    """The day, month or year, EDTF."""
    incidents: int
    statements: int
    documents: int


class Mark(Value):
    """A zone version on the axis of time."""

    on: str
    zone: str
    version: str
    verdict: ChangeVerdict | None
    """Of the change that leads to it; none for a first version."""


class Histogram(Value):
    """How dense the record is over time."""

    by: Period
    bins: tuple[Bin, ...]
    """Those in which anything began, the earliest first."""
    marks: tuple[Mark, ...]


Kinds = Annotated[
    str | None,
    Query(
        description=f"Only these kinds, with commas between: {', '.join(CHRONOLOGY_KINDS)}.",
        max_length=200,
        json_schema_extra={"x-parameter": "kinds"},
    ),
]


class EntryFilters(NamedTuple):
    """What entries are asked for by."""

    kinds: set[ChronologyKind] | None
    """Of which kinds; of all where none."""
    party: str | None
    zone: str | None
    place: str | None
    publisher: str | None

    @property
    def narrows(self) -> bool:
        """Whether anything but kinds is asked for."""
        return any(each is not None for each in (self.party, self.zone, self.place, self.publisher))

    def wants(self, entry: ChronologyEntry) -> bool:
        """Whether an entry of any kind is one of those."""
        return (
            (self.party is None or self.party in entry.parties)
            and self.zone in (None, entry.zone)
            and self.place in (None, entry.gazetteer_id)
            and self.publisher in (None, entry.publisher)
        )


async def read_filters(
    kind: Kinds = None, party: Name = None, zone: Name = None, place: Name = None, publisher: Name = None
) -> EntryFilters:
    """A dependency: what entries are asked for by. Refuses a kind that there is not."""
    named = set(kind.split(",")) if kind else set()
    unknown = sorted(named.difference(CHRONOLOGY_KINDS))
    if unknown:
        raise Refusal(400, f"kind: {unknown[0]!r} is none of {', '.join(CHRONOLOGY_KINDS)}")
    kinds = {each for each in CHRONOLOGY_KINDS if each in named} or None
    return EntryFilters(kinds, party, zone, place, publisher)


@router.get("/timeline", responses=answers(Chronology))
def list_entries(
    question: Question,
    days: Days,
    cut: AskedCut,
    filters: Annotated[EntryFilters, Depends(read_filters)],
    order: Annotated[Literal["asc", "desc"], Query(description="The earliest or the latest first.")] = "asc",
) -> Response:
    """Everything that happened, was said, was not said or was found, as one stream by valid time."""

    def tell(snapshot: Snapshot) -> Chronology:
        window = _window(days)
        told = (_tell_window if window else _tell)(snapshot, days, filters, cut, is_reversed=order == "desc")
        return Chronology(
            kinds=told.kinds, left_out=() if window else BY_DAY, entries=told.entries, **cut.describe(told.total)
        )

    return question.answer(tell)


@router.get("/timeline/histogram", responses=answers(Histogram))
def show_histogram(
    question: Question,
    days: Days,
    by: Annotated[Period, Query(description="The width of a bin.")] = "day",
    party: Name = None,
) -> Response:
    """How many incidents, statements and documents began when, and where maps changed."""

    def count(snapshot: Snapshot) -> Histogram:
        entries = (snapshot.chronology[place] for place in snapshot.chronology_days.find(days))
        told = (each for each in entries if party is None or party in each.parties)
        return Histogram(by=by, bins=tuple(_count(told, by)), marks=tuple(_mark(snapshot, days)))

    return question.answer(count)


# ---------------------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """The part of the entries that is asked for, how many there are, and how many of each kind whatever kinds are."""

    entries: tuple[ChronologyEntry, ...]
    total: int
    kinds: dict[str, int]


def _window(days: AskedDays) -> bool:
    return days.first is not None and days.last is not None and (days.last - days.first).days < LONGEST_WINDOW


def _tell(snapshot: Snapshot, days: AskedDays, filters: EntryFilters, cut: Cut, *, is_reversed: bool) -> _Told:
    """Out of all the entries there are, which may be very many: only those of the page are looked up."""
    chronology, places = snapshot.chronology, snapshot.chronology_days.find(days)
    if filters.narrows:
        places = np.array([place for place in places if filters.wants(chronology[place])], np.intp)
    kinds = snapshot.chronology_kinds[places]
    numbers: list[int] = np.bincount(kinds, minlength=len(CHRONOLOGY_KINDS)).tolist()
    if filters.kinds is not None:
        places = places[np.isin(kinds, [CHRONOLOGY_KINDS.index(kind) for kind in filters.kinds])]
    page: list[int] = (places[::-1] if is_reversed else places)[cut.part].tolist()
    told: dict[str, int] = {kind: number for kind, number in zip(CHRONOLOGY_KINDS, numbers, strict=True) if number}
    return _Told(tuple(chronology[place] for place in page), len(places), told)


def _tell_window(snapshot: Snapshot, days: AskedDays, filters: EntryFilters, cut: Cut, *, is_reversed: bool) -> _Told:
    """Those of a few days, with what is asked day by day."""
    entries = [snapshot.chronology[place] for place in snapshot.chronology_days.find(days)]
    if days.first and days.last and (filters.kinds is None or not filters.kinds.isdisjoint(BY_DAY)):
        by_day = pipeline.tell_days(
            snapshot.known, list_days(days.first, days.last), patience=Deadline(PATIENCE_S).check
        )
        entries = pipeline.put_in_order([*entries, *by_day])
    told = [each for each in entries if filters.wants(each)]
    chosen = [each for each in told if filters.kinds is None or each.kind in filters.kinds]
    page = cut.take(chosen[::-1] if is_reversed else chosen)
    return _Told(page, len(chosen), dict(Counter(each.kind for each in told)))


def _count(entries: Iterable[ChronologyEntry], by: Period) -> Iterator[Bin]:
    counted: dict[str, Counter[str]] = {}
    for each in entries:
        if each.begins and each.kind in ("incident", "statement", "document"):
            counted.setdefault(each.begins[: _PERIOD_CHARACTERS[by]], Counter())[each.kind] += 1
    for start, kinds in sorted(counted.items()):
        yield Bin(from_=start, incidents=kinds["incident"], statements=kinds["statement"], documents=kinds["document"])


def _mark(snapshot: Snapshot, days: AskedDays) -> Iterator[Mark]:
    verdicts = {change.to.version: change.verdict for change in snapshot.changes.changes}
    for version in sorted(snapshot.known.zone_versions, key=lambda each: (each.valid_from, each.id)):
        if may_lie_within(version.valid_from, days):
            yield Mark(on=version.valid_from, zone=version.zone, version=version.id, verdict=verdicts.get(version.id))
