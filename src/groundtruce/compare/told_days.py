"""On which days the voices say that an incident happened."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.voices import Voice, asserts, voice_of
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
    return {
        voice: _settle([each for each in told if voice_of(each.claim) == voice], told)
        for voice in dict.fromkeys(voice_of(each.claim) for each in told)
    }


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


def _settle(own: Sequence[ToldDay], told: Sequence[ToldDay]) -> ToldDay:
    most = max(_support(each, told) for each in own)
    best = sorted(
        (each for each in own if _support(each, told) == most),
        key=lambda each: (each.days.length, each.days, each.edtf),
    )
    first = best[0]
    if all(each.days.distance(first.days) == 0 for each in best):
        return first
    days = Days(min(each.days.first for each in best), max(each.days.last for each in best))
    return ToldDay(days, f"{days.first.isoformat()}/{days.last.isoformat()}", first.claim)


def _support(day: ToldDay, told: Sequence[ToldDay]) -> tuple[int, int]:
    """How many voices, and how many claims, allow the day."""
    allowing = [each for each in told if each.days.distance(day.days) == 0]
    return len({voice_of(each.claim) for each in allowing}), len(allowing)
