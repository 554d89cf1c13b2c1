"""Differences: what accounts of one incident tell differently, though all of it can be so.

Each side counts its own losses; one names a village and the other a district. Neither is a contradiction, and a reader who
sees only contradictions would take the accounts for alike.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec import structs

from groundtruce.compare.distances import point_of
from groundtruce.compare.incidents.casualties import CasualtyField, count_of, latest_counts, say_count
from groundtruce.compare.incidents.told_days import without_later_deaths
from groundtruce.compare.incidents.voices import Voice, asserts, group_by_voice, join_names, speaker_name
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim, Count
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Contradiction, Difference, DifferenceKind


def find_differences(
    claims: Iterable[Claim], contradictions: Sequence[Contradiction], *, case: Case
) -> tuple[Difference, ...]:
    """The losses and the places of which each of several voices tells some that another does not.

    A voice that tells only what another tells too is left out, and so is whom the voices contradict each other about.
    """
    told = [claim for claim in claims if asserts(claim)]
    losses = group_by_voice(without_later_deaths(told), case=case)
    found = (
        _find("losses", losses, _list_losses, contradictions, case=case),
        _find("places", group_by_voice(told, case=case), _list_places, contradictions, case=case),
    )
    return tuple(difference for difference in found if difference)


# ---------------------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """One thing that a voice tells: what it comes to, in words, and by which claim."""

    key: object
    words: str
    claim: Claim


_LOSSES: tuple[tuple[CasualtyField, str], ...] = (("deaths", "killed"), ("injured", "injured"))
_Finder = Callable[[Sequence[Claim], Case], list[_Told]]
_CONTRADICTED: Mapping[DifferenceKind, str] = {"losses": "numbers", "places": "places"}


def _find(
    kind: DifferenceKind,
    voices: Mapping[Voice, Sequence[Claim]],
    find: _Finder,
    contradictions: Sequence[Contradiction],
    *,
    case: Case,
) -> Difference | None:
    against = {frozenset(each.between) for each in contradictions if each.kind == _CONTRADICTED[kind]}
    told = {voice: found for voice, claims in voices.items() if (found := find(claims, case))}
    sides = _distinct(told)
    apart = [pair for pair in combinations(sides, 2) if frozenset(voice.name for voice in pair) not in against]
    between = [voice for voice in sides if any(voice in pair for pair in apart)]
    if not between:
        return None
    return Difference(
        kind=kind,
        between=tuple(voice.name for voice in between),
        statement=", ".join(
            f"{join_names(each.words for each in told[voice])} according to {speaker_name(voice, case=case)}"
            for voice in between
        ),
        citations=tuple(dict.fromkeys(_cite(each.claim) for voice in between for each in told[voice])),
    )


def _distinct(told: Mapping[Voice, Sequence[_Told]]) -> list[Voice]:
    """The voices that tell something that no other tells, and of those that tell the same the first."""
    keys = {voice: frozenset(each.key for each in found) for voice, found in told.items()}
    order = list(keys)
    return [
        voice
        for number, voice in enumerate(order)
        if not any(
            keys[voice] < keys[other] or (keys[voice] == keys[other] and place < number)
            for place, other in enumerate(order)
        )
    ]


def _list_losses(claims: Sequence[Claim], case: Case) -> list[_Told]:
    return [
        _Told((field, people, count.low, count.high), _say_loss(count, verb), claim)
        for field, verb in _LOSSES
        for people, claim in latest_counts(claims, field, case=case).items()
        if (count := count_of(claim, field)) and count.high != 0
    ]


def _say_loss(count: Count, verb: str) -> str:
    """`6 injured (six soldiers)`."""
    number = say_count(structs.replace(count, who=""))
    return f"{number} {verb} ({count.who})" if count.who else f"{number} {verb}"


def _list_places(claims: Sequence[Claim], case: Case) -> list[_Told]:
    found: dict[object, _Told] = {}
    for claim in claims:
        place = claim.mention.place
        if place and point_of(place):
            key = place.gazetteer_id or point_of(place)
            found.setdefault(key, _Told(key, place.text, claim))
        for entry, words in _named_ground(claim, case):
            found.setdefault(entry, _Told(entry, words, claim))
    return list(found.values())


def _named_ground(claim: Claim, case: Case) -> list[tuple[str, str]]:
    """The case's places that a boundary is told to have taken in or left out, of which a mention's place is one."""
    if claim.mention.type not in MAP_EVENT_TYPES:
        return []
    entries = {name.text.casefold(): entry.id for entry in case.places for name in entry.names}
    texts = (target.text for target in claim.mention.targets)
    return [(entries[text.casefold()], text) for text in texts if text.casefold() in entries]


def _cite(claim: Claim) -> Citation:
    return Citation(document=claim.document, span=claim.mention.span, quote=claim.quote)
