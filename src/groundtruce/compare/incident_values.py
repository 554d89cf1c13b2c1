"""The best values of an incident out of its claims: none of them more precise than the claims allow."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import point_of
from groundtruce.compare.likeness import latest_possible_day
from groundtruce.compare.voices import asserts, publisher_party
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, EventType, MentionedPlace


def best_kind(claims: Sequence[Claim]) -> EventType:
    """The kind that most claims give, the first told of equals; casualties only where nothing says how they came about."""
    kinds = Counter(claim.mention.type for claim in claims)
    return max(kinds, key=lambda kind: (kind != "casualties", kinds[kind]))


def best_date(claims: Sequence[Claim]) -> str | None:
    """The most precise date if all others allow it; else the interval from the first to the last day that is claimed.

    Without any date it is open at its start and ends with the first publication, since what is told has happened.
    """
    dated = [(days, claim.mention.date) for claim in claims if (days := written_days(claim.mention.date))]
    if not dated:
        return _until_told(claims)
    narrowest, edtf = min(dated, key=lambda item: (item[0].length, -len(item[1] or ""), item[0], item[1]))
    if all(days.distance(narrowest) == 0 for days, _ in dated):
        return edtf
    return _interval([_plain_days(days, date) for days, date in dated])


def best_place(places: Iterable[MentionedPlace]) -> MentionedPlace | None:
    """The place known within the smallest distance; one without a point only where there is no other."""
    return min(places, key=_vagueness, default=None)


def count_sources(claims: Iterable[Claim], *, case: Case) -> int:
    """How many independent publishers tell of it.

    The offices of one party are one source, and so are all documents whose publisher is unknown, which may be copies.
    """
    return len({publisher_party(claim.publisher, case=case) or claim.publisher for claim in claims})


def asserted(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims that assert the event."""
    return [claim for claim in claims if asserts(claim)]


# ---------------------------------------------------------------------------------------------------------------


def _until_told(claims: Sequence[Claim]) -> str | None:
    told = [day for claim in claims if (day := latest_possible_day(claim))]
    return f"../{min(told).isoformat()}" if told else None


def _plain_days(days: Days, edtf: str | None) -> Days:
    """The days without the widening of an approximate date, which is for comparing, not for stating."""
    if edtf and any(mark in edtf for mark in "~?%"):
        return Days(days.first + timedelta(days=2), days.last - timedelta(days=2))
    return days


def _interval(spans: Sequence[Days]) -> str:
    return f"{min(days.first for days in spans).isoformat()}/{max(days.last for days in spans).isoformat()}"


def _vagueness(place: MentionedPlace) -> tuple[bool, float]:
    return (point_of(place) is None, place.uncertainty_km if place.uncertainty_km is not None else float("inf"))
