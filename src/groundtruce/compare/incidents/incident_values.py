"""The best values of an incident out of its claims: none of them more precise than the claims allow."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from groundtruce.compare.days import Days
from groundtruce.compare.distances import point_of
from groundtruce.compare.incidents.likeness import latest_possible_day
from groundtruce.compare.incidents.told_days import days_by_voice
from groundtruce.compare.incidents.voices import asserts, publisher_party, teller_of
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, EventType, MentionedPlace
from groundtruce.model.incidents import Copy


def best_kind(claims: Sequence[Claim]) -> EventType:
    """The kind that most claims give, the first told of equals; casualties only where nothing says how they came about."""
    kinds = Counter(claim.mention.type for claim in claims)
    return max(kinds, key=lambda kind: (kind != "casualties", kinds[kind]))


def best_date(claims: Sequence[Claim]) -> str | None:
    """The most precise date if all voices allow it; else the interval from the first to the last day that one gives.

    Without any date it is open at its start and ends with the first publication, since what is told has happened.
    """
    dated = [(told.days, told.edtf) for told in days_by_voice(claims).values()]
    if not dated:
        return _until_told(claims)
    narrowest, edtf = min(dated, key=lambda item: (item[0].length, -len(item[1]), item[0], item[1]))
    if all(days.distance(narrowest) == 0 for days, _ in dated):
        return edtf
    return _interval([_plain_days(days, date) for days, date in dated])


def best_place(places: Iterable[MentionedPlace]) -> MentionedPlace | None:
    """The place known within the smallest distance; one without a point only where there is no other."""
    return min(places, key=place_vagueness, default=None)


def count_sources(claims: Iterable[Claim], *, case: Case) -> int:
    """How many independent publishers tell of it.

    The offices of one party are one source, and so are all documents whose publisher is unknown, which may
    be copies. What is a copy counts with its source.
    """
    tellers = {teller_of(claim) for claim in claims}
    return len({publisher_party(teller, case=case) or teller for teller in tellers})


def list_copies(claims: Iterable[Claim]) -> tuple[Copy, ...]:
    """The documents among those of the claims that are copies of others, each once, by their hashes."""
    copies = {claim.document: claim.copied_from for claim in claims if claim.copied_from}
    return tuple(Copy(document=document, of=source) for document, source in sorted(copies.items()))


def asserted(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims that assert the event."""
    return [claim for claim in claims if asserts(claim)]


def place_vagueness(place: MentionedPlace) -> tuple[bool, float]:
    """What sorts places from the one known best to those without a point."""
    return (point_of(place) is None, place.uncertainty_km if place.uncertainty_km is not None else float("inf"))


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
