"""Which of a record's material a brief covers, and what of it there is room for."""

import functools
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from groundtruce.model.documents import Document
from groundtruce.model.incidents import Account, Incident
from groundtruce.model.times import Interval, first_day, interval_of
from groundtruce.model.zones import ReportedChange, ZoneChange

MATRICES = 8
"""So many incidents have their accounts side by side: those of which most is told and disputed."""


def cover(since: date, on: date) -> Interval:
    """The half-open interval of the days from `since` to `on`, both included."""
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    end = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    if start >= end:
        raise ValueError(f"{since} lies after {on}")
    return Interval(start=start, end=end)


def find_covered_documents(documents: Iterable[Document], covered: Interval) -> list[Document]:
    """The documents published in the days covered, by date and title."""
    found = [each for each in documents if _falls(each.published, covered)]
    return sorted(found, key=lambda document: (document.published or "", document.title, document.sha256))


def find_covered_changes(changes: Iterable[ZoneChange], covered: Interval) -> list[ZoneChange]:
    """The changes whose later version became valid in the days covered; what is drawn unchanged comes last."""
    return sorted(
        (each for each in changes if _falls(each.to.valid_from, covered)),
        key=lambda change: (change.verdict == "unchanged", change.to.valid_from or "", change.zone),
    )


def find_covered_reports(
    reported: Iterable[ReportedChange], covered: Interval, *, published: Collection[str]
) -> list[ReportedChange]:
    """The moves of a boundary told of that are dated in the days covered, or undated in a document published then."""
    return [each for each in reported if _is_covered(each.date, [each.citation.document], covered, published)]


def find_covered_incidents(
    incidents: Iterable[Incident], covered: Interval, *, published: Collection[str]
) -> list[Incident]:
    """The living incidents that may have happened in the days covered, by date; the undated go by who was published then."""
    found = [
        each
        for each in incidents
        if not each.withdrawn and _is_covered(each.date, documents_of(each), covered, published)
    ]
    return sorted(found, key=_by_first_day)


def choose_weightiest(incidents: Sequence[Incident], limit: int) -> list[Incident]:
    """The incidents of which most is told and disputed, at most `limit`, in the order given."""
    ranked = sorted(range(len(incidents)), key=lambda place: (*_weigh(incidents[place]), -place), reverse=True)
    return [incidents[place] for place in sorted(ranked[:limit])]


def choose_for_matrices(incidents: Sequence[Incident]) -> list[Incident]:
    """The incidents whose accounts are worth setting side by side: those that more than one voice tells of."""
    return choose_weightiest([each for each in incidents if _count_speakers(each) > 1], MATRICES)


def speaks(account: Account) -> bool:
    """Whether the account says anything: one of nothing but silent cells shows only who said nothing."""
    return any(cell.state != "silent" for cell in account.cells)


def documents_of(incident: Incident) -> list[str]:
    """The SHA-256 of the documents that tell of an incident, one for each mention."""
    return [mention.partition("#")[0] for mention in incident.mentions]


# ---------------------------------------------------------------------------------------------------------------


def _falls(edtf: str | None, covered: Interval) -> bool:
    """Whether the first day that a date leaves possible is covered."""
    begins = _first_moment(edtf) if edtf else None
    return begins is not None and covered.contains(begins)


@functools.lru_cache(maxsize=1 << 12)
def _first_moment(edtf: str) -> datetime | None:
    day = first_day(edtf)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _is_covered(edtf: str | None, told_by: Sequence[str | None], covered: Interval, published: Collection[str]) -> bool:
    """Whether something dated `edtf` is covered; the undated goes by the documents that tell of it."""
    interval = interval_of(edtf) if edtf else None
    # "By 14 March" says when it was told, not when it happened.
    if interval is None or interval.start is None:
        return any(sha256 in published for sha256 in told_by)
    return interval.overlaps(covered)


def _by_first_day(incident: Incident) -> tuple[bool, date, str]:
    """By date, what has no first day last, what shares one by its identifier."""
    day = first_day(incident.date) if incident.date else None
    return (day is None, day or date.max, incident.id)


def _weigh(incident: Incident) -> tuple[int, int, int]:
    return (len(incident.contradictions), _count_speakers(incident), incident.sources)


def _count_speakers(incident: Incident) -> int:
    return sum(map(speaks, incident.accounts))
