"""The check of a ceiling on a force's personnel and vehicles: by the numbers that reports give of it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from groundtruce.compare.agreements.basis import GRAVITY, Basis, Outcome
from groundtruce.compare.agreements.counts import Count, find_counted, find_whole_counts
from groundtruce.compare.agreements.evidence import Bearing
from groundtruce.compare.days import say_day
from groundtruce.compare.incidents.voices import (
    Voice,
    asserts,
    join_names,
    party_name,
    publisher_party,
    speaker_name,
    voice_of,
)
from groundtruce.model.agreements import CeilingTerms, Evidence, FindingStatus, Margin
from groundtruce.model.documents import Citation


def check_ceiling(terms: CeilingTerms, basis: Basis) -> Outcome:
    """Numbers that reports give of the holder's force in the `window_days` up to the day, against each ceiling.

    Over a ceiling: breached where the holder itself or two voices give such a number, undetermined where one other does,
    disputed where the holder gives one within it for the whole force. Within it: a number of the whole force ("the contingent has
    1,960 servicemen") that the holder or two voices give shows that the ceiling is kept; any other may be of a part of the force.
    """
    numbers = [*_find_numbers(terms, basis)]
    judged = [_judge(counted, ceiling, numbers, terms, basis) for counted, ceiling in _ceilings(terms)]
    gravest = max(judged, key=lambda each: GRAVITY.index(each.status))
    holder = party_name(terms.holder, case=basis.case)
    return Outcome(
        status=gravest.status,
        statement=f"Of the force of {holder}, {'; '.join(each.clause for each in judged)}.",
        flips=_FLIPS[gravest.status],
        margin=gravest.margin,
        evidence=tuple(_show(number, terms, basis) for number in numbers),
    )


# ---------------------------------------------------------------------------------------------------------------

_FLIPS: dict[FindingStatus, str] = {
    "met": "A number over the ceiling, given by the holder or by two independent sources.",
    "breached": "A count of the whole force within the ceiling, by the holder or by two independent sources.",
    "disputed": "A count of the whole force by a third party.",
    "undetermined": "A count of the whole force by the holder or by two independent sources.",
}


class _Number(NamedTuple):
    """A number of the force, whose it is, whether it is of the whole force, and where it stands."""

    counted: Count
    voice: Voice
    claimant: str | None
    citation: Citation
    is_whole: bool = False


class _Judged(NamedTuple):
    status: FindingStatus
    clause: str
    margin: Margin | None = None


def _ceilings(terms: CeilingTerms) -> list[tuple[str, int]]:
    ceilings = {"personnel": terms.personnel, "armoured vehicles": terms.armoured_vehicles, "vehicles": terms.vehicles}
    return [(counted, ceiling) for counted, ceiling in ceilings.items() if ceiling is not None]


def _find_numbers(terms: CeilingTerms, basis: Basis) -> Iterator[_Number]:
    """Each number once, those of the whole force first."""
    wanted = {counted for counted, _ in _ceilings(terms)}
    seen: set[tuple[str | None, str, int]] = set()
    for number in (*_whole_numbers(terms, basis), *_numbers_of_deployments(terms, basis)):
        key = (number.citation.document, number.counted.counted, number.counted.number)
        if number.counted.counted in wanted and key not in seen:
            seen.add(key)
            yield number


def _whole_numbers(terms: CeilingTerms, basis: Basis) -> Iterator[_Number]:
    party = next((party for party in basis.case.parties if party.id == terms.holder), None)
    names = (party.name, *party.names) if party else ()
    first = basis.on - timedelta(days=terms.window_days - 1)
    for document in basis.documents_published(first, basis.on):
        claimant = publisher_party(document.publisher, case=basis.case)
        narrator = document.publisher or f"document {document.sha256[:8]}"
        voice = Voice(claimant, None) if claimant else Voice(None, narrator)
        for count in find_whole_counts(document.text, names):
            citation = Citation(document=document.sha256, span=(count.span,), quote=count.quote)
            yield _Number(count, voice, claimant, citation, is_whole=True)


def _numbers_of_deployments(terms: CeilingTerms, basis: Basis) -> Iterator[_Number]:
    for claim in basis.events(["deployment"]):
        if asserts(claim) and any(actor.party == terms.holder for actor in claim.mention.actors):
            citation = Citation(document=claim.document, span=claim.mention.span, quote=claim.quote)
            for count in find_counted(claim.quote):
                yield _Number(count, voice_of(claim), claim.claimant, citation)


def _judge(counted: str, ceiling: int, numbers: Sequence[_Number], terms: CeilingTerms, basis: Basis) -> _Judged:
    of_kind = [number for number in numbers if number.counted.counted == counted]
    over = [number for number in of_kind if number.counted.number > ceiling]
    whole = [number for number in of_kind if number.is_whole and number.counted.number <= ceiling]
    if over:
        return _judge_excess(ceiling, over, whole, terms, basis)
    if whole:
        highest = max(number.counted.number for number in whole)
        clause = f"{highest:,} {counted}, of {ceiling:,} allowed, are given by {_names(whole, basis)}"
        if _is_settled(whole, terms):
            margin = Margin(value=ceiling - highest, unit=counted, low=None, high=None, meaning="under the ceiling")
            return _Judged("met", clause, margin)
        return _Judged("undetermined", f"{clause} alone")
    if of_kind:
        clause = f"numbers of {counted} under the ceiling of {ceiling:,} are given by {_names(of_kind, basis)}, and may be of a part of it"
        return _Judged("undetermined", clause)
    first = say_day(basis.on - timedelta(days=terms.window_days - 1))
    return _Judged("undetermined", f"no report read gives a number of {counted} ({ceiling:,} allowed) from {first} on")


def _judge_excess(
    ceiling: int, over: Sequence[_Number], whole: Sequence[_Number], terms: CeilingTerms, basis: Basis
) -> _Judged:
    highest, counted = max(number.counted.number for number in over), over[0].counted.counted
    margin = Margin(value=highest - ceiling, unit=counted, low=None, high=None, meaning="over the ceiling")
    clause = f"{highest:,} {counted}, over the ceiling of {ceiling:,}, are given by {_names(over, basis)}"
    if any(number.claimant == terms.holder for number in over):
        return _Judged("breached", clause, margin)
    by_holder = [number.counted.number for number in whole if number.claimant == terms.holder]
    if by_holder:
        return _Judged("disputed", f"{clause}, {max(by_holder):,} by the holder", margin)
    return _Judged("breached" if _is_settled(over, terms) else "undetermined", clause, margin)


def _is_settled(numbers: Sequence[_Number], terms: CeilingTerms) -> bool:
    return len({number.voice for number in numbers}) >= 2 or any(each.claimant == terms.holder for each in numbers)


def _names(numbers: Sequence[_Number], basis: Basis) -> str:
    return join_names(speaker_name(voice, case=basis.case) for voice in dict.fromkeys(each.voice for each in numbers))


def _show(number: _Number, terms: CeilingTerms, basis: Basis) -> Evidence:
    ceiling = dict(_ceilings(terms))[number.counted.counted]
    is_over = number.counted.number > ceiling
    bearing: Bearing = "against" if is_over else "for" if number.is_whole else "context"
    of = "the whole force" if number.is_whole else "the force or a part of it"
    who = speaker_name(number.voice, case=basis.case)
    return Evidence(
        bearing=bearing,
        claimant=number.claimant,
        statement=f"{number.counted.number:,} {number.counted.counted} of {of}, given by {who}.",
        citation=number.citation,
    )
