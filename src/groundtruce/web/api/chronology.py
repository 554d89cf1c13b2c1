"""The chronology as one stream, and how dense it is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query
from msgspec import field
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.model.chronology import CHRONOLOGY_KINDS, ChronologyEntry, ChronologyKind
from groundtruce.model.values import Value
from groundtruce.model.zones import ChangeVerdict
from groundtruce.web.answering import Question
from groundtruce.web.days import list_days, may_lie_within
from groundtruce.web.openapi import answers
from groundtruce.web.pages import AskedCut, Page
from groundtruce.web.parameters import Days, Name
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

    kinds: set[str] | None
    """Of which kinds; of all where none."""
    party: str | None
    zone: str | None
    place: str | None
    publisher: str | None

    def wants(self, entry: ChronologyEntry) -> bool:
        """Whether an entry of any kind is one of those."""
        return (
            (self.party is None or self.party in entry.parties)
            and self.zone in (None, entry.zone)
            and self.place in (None, entry.gazetteer_id)
            and self.publisher in (None, entry.publisher)
        )


def read_filters(
    kind: Kinds = None, party: Name = None, zone: Name = None, place: Name = None, publisher: Name = None
) -> EntryFilters:
    """A dependency: what entries are asked for by. Refuses a kind that there is not."""
    kinds = set(kind.split(",")) if kind else None
    unknown = sorted(kinds - set(CHRONOLOGY_KINDS)) if kinds else []
    if unknown:
        raise Refusal(400, f"kind: {unknown[0]!r} is none of {', '.join(CHRONOLOGY_KINDS)}")
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
    first, last = days

    def tell(snapshot: Snapshot) -> Chronology:
        window, kinds = _window(first, last), filters.kinds
        entries = _list_entries(snapshot, window if kinds is None or kinds & set(BY_DAY) else None)
        told = [each for each in entries if may_lie_within(each.date, first, last) and filters.wants(each)]
        chosen = [each for each in told if kinds is None or each.kind in kinds]
        if order == "desc":
            chosen.reverse()
        return Chronology(
            kinds=dict(Counter(each.kind for each in told)),
            left_out=() if window else BY_DAY,
            entries=cut.take(chosen),
            **cut.describe(len(chosen)),
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
    first, last = days

    def count(snapshot: Snapshot) -> Histogram:
        told = [
            each
            for each in snapshot.chronology
            if may_lie_within(each.date, first, last) and (party is None or party in each.parties)
        ]
        return Histogram(by=by, bins=tuple(_count(told, by)), marks=tuple(_mark(snapshot, first, last)))

    return question.answer(count)


# ---------------------------------------------------------------------------------------------------------------


def _window(first: date | None, last: date | None) -> tuple[date, date] | None:
    if first is None or last is None or (last - first).days >= LONGEST_WINDOW:
        return None
    return first, last


def _list_entries(snapshot: Snapshot, window: tuple[date, date] | None) -> Sequence[ChronologyEntry]:
    if window is None:
        return snapshot.chronology
    first, last = window
    by_day = pipeline.tell_days(snapshot.known, list_days(first, last, patience_s=PATIENCE_S), check=snapshot.findings)
    return pipeline.put_in_order([*snapshot.chronology, *by_day])


def _count(entries: Sequence[ChronologyEntry], by: Period) -> Iterator[Bin]:
    counted: dict[str, Counter[str]] = {}
    for each in entries:
        if each.begins and each.kind in ("incident", "statement", "document"):
            counted.setdefault(each.begins[: _PERIOD_CHARACTERS[by]], Counter())[each.kind] += 1
    for start, kinds in sorted(counted.items()):
        yield Bin(from_=start, incidents=kinds["incident"], statements=kinds["statement"], documents=kinds["document"])


def _mark(snapshot: Snapshot, first: date | None, last: date | None) -> Iterator[Mark]:
    verdicts = {change.to.version: change.verdict for change in snapshot.changes.changes}
    for version in sorted(snapshot.known.zone_versions, key=lambda each: (each.valid_from, each.id)):
        if may_lie_within(version.valid_from, first, last):
            yield Mark(on=version.valid_from, zone=version.zone, version=version.id, verdict=verdicts.get(version.id))
