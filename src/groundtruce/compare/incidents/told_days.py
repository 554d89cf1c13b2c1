"""On which days the voices say that an incident happened."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.incidents.voices import Voice, asserts, voice_of
from groundtruce.model.claims import Claim


class ToldDay(NamedTuple):
    """A date as a claim gives it."""

    days: Days
    edtf: str
    claim: Claim


def days_by_voice(claims: Iterable[Claim]) -> Mapping[Voice, ToldDay]:
    """The date that each voice gives in asserting the act; of several, the one that most voices and claims allow.

    Where as many allow one as another, from the first to the last of them. Deaths are no acts: their dates count only
    where nothing else is dated.
    """
    told = _told_days(claims)
    support = _weigh_support(told)
    by_voice: dict[Voice, list[ToldDay]] = {}
    for each in told:
        by_voice.setdefault(voice_of(each.claim), []).append(each)
    return {voice: _settle(own, support) for voice, own in by_voice.items()}


def act_days(claims: Iterable[Claim]) -> Days | None:
    """From the first to the last day on which the voices place the act; none where nobody dates it."""
    spans = [told.days for told in days_by_voice(claims).values()]
    return Days(min(days.first for days in spans), max(days.last for days in spans)) if spans else None


def without_later_deaths(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims but those of deaths on a day after the act: who died later is some of all, and no other number of them."""
    days = act_days(claims)
    if days is None:
        return claims
    return [
        claim
        for claim in claims
        if claim.mention.type != "casualties" or not (own := written_days(claim.mention.date)) or own.first <= days.last
    ]


# ---------------------------------------------------------------------------------------------------------------


def _told_days(claims: Iterable[Claim]) -> list[ToldDay]:
    told = [
        ToldDay(days, claim.mention.date, claim)
        for claim in claims
        if asserts(claim) and claim.mention.date and (days := written_days(claim.mention.date))
    ]
    acts = [each for each in told if each.claim.mention.type != "casualties"]
    return acts or told


_Support = Mapping[Days, tuple[int, int]]


def _weigh_support(told: Sequence[ToldDay]) -> _Support:
    """How many voices, and how many claims, allow each of the days."""
    voices: dict[Days, Counter[Voice]] = {}
    for each in told:
        voices.setdefault(each.days, Counter())[voice_of(each.claim)] += 1
    allowing = {
        days: sum((voices[other] for other in voices if other.distance(days) == 0), Counter[Voice]()) for days in voices
    }
    return {days: (len(counted), counted.total()) for days, counted in allowing.items()}


def _settle(own: Sequence[ToldDay], support: _Support) -> ToldDay:
    most = max(support[each.days] for each in own)
    best = sorted(
        (each for each in own if support[each.days] == most), key=lambda each: (each.days.length, each.days, each.edtf)
    )
    first = best[0]
    if all(each.days.distance(first.days) == 0 for each in best):
        return first
    days = Days(min(each.days.first for each in best), max(each.days.last for each in best))
    return ToldDay(days, f"{days.first.isoformat()}/{days.last.isoformat()}", first.claim)
