"""Contradictions: what two voices say of one incident that cannot both be so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from groundtruce.compare.days import Days
from groundtruce.compare.distances import excess_km
from groundtruce.compare.incidents.accounts import who_began
from groundtruce.compare.incidents.casualties import (
    AT_LARGE,
    CasualtyField,
    Counted,
    count_of,
    latest_counts,
    say_count,
)
from groundtruce.compare.incidents.incident_values import best_place
from groundtruce.compare.incidents.told_days import days_by_voice, without_later_deaths
from groundtruce.compare.incidents.voices import (
    Voice,
    answers,
    asserts,
    denies,
    group_by_voice,
    party_name,
    speaker_name,
    voice_of,
)
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim, Count, MentionedPlace
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Contradiction, ContradictionKind
from groundtruce.model.times import format_date

Position = TypeVar("Position")


def find_contradictions(claims: Iterable[Claim], *, case: Case) -> tuple[Contradiction, ...]:
    """What two voices say in the claims of one incident that cannot both be so.

    Whether it happened, who began, numbers with disjoint ranges, places too far apart, days that do not overlap. Voices
    that say the same are one side of a contradiction, named by the first of them: parties before narrators.
    """
    told = tuple(claims)
    voices = group_by_voice(told, case=case)
    of_the_act = group_by_voice(without_later_deaths(told), case=case)
    return (
        *_find_denials(voices, case),
        *_find_blame(voices, case),
        *_find_numbers(of_the_act, "deaths", case),
        *_find_numbers(of_the_act, "injured", case),
        *_find_places(voices, case),
        *_find_times(voices, case),
    )


# ---------------------------------------------------------------------------------------------------------------

_Voices = Mapping[Voice, Sequence[Claim]]
_Side = tuple[Voice, Position, Sequence[Claim]]


def _sides(
    voices: _Voices, position_of: Callable[[Sequence[Claim]], tuple[Position, Sequence[Claim]] | None]
) -> list[_Side[Position]]:
    """One side for each distinct position, held by the first voice that takes it, with the claims that say so."""
    sides: dict[object, _Side[Position]] = {}
    for voice, claims in voices.items():
        taken = position_of(claims)
        if taken is not None:
            sides.setdefault(taken[0], (voice, *taken))
    return list(sides.values())


def _contradiction(
    kind: ContradictionKind, first: Voice, second: Voice, statement: str, claims: Iterable[Claim]
) -> Contradiction:
    citations = (Citation(document=claim.document, span=claim.mention.span, quote=claim.quote) for claim in claims)
    return Contradiction(
        kind=kind,
        between=(first.name, second.name),
        statement=statement,
        citations=tuple(dict.fromkeys(citations)),
    )


def _find_denials(voices: _Voices, case: Case) -> Iterator[Contradiction]:
    told = [claim for claims in voices.values() for claim in claims if asserts(claim)]
    for denier, claims in voices.items():
        own = [claim for claim in claims if asserts(claim)]
        # Who also tells of what it denies means two things, and which is which is not for a program to say.
        denials = [claim for claim in claims if denies(claim) and not any(_is_same_act(claim, each) for each in own)]
        clashes = [(claim, denial) for denial in denials for claim in told if answers(denial, claim)]
        if clashes:
            # Whoever names the parties that are denied to have acted is contradicted before who names nobody.
            clash = min(clashes, key=lambda pair: not pair[0].mention.actors)
            teller = voice_of(clash[0])
            statement = f"asserted by {speaker_name(teller, case=case)}, denied by {speaker_name(denier, case=case)}"
            yield _contradiction("whether it happened", teller, denier, statement, clash)


def _is_same_act(denial: Claim, told: Claim) -> bool:
    """Whether one voice denies and tells of the same kind of act by the same parties."""
    parties = ({actor.party for actor in claim.mention.actors} for claim in (denial, told))
    return denial.mention.type == told.mention.type and len({frozenset(each) for each in parties}) == 1


def _find_blame(voices: _Voices, case: Case) -> Iterator[Contradiction]:
    def blamed(claims: Sequence[Claim]) -> tuple[frozenset[str], Sequence[Claim]] | None:
        named = [(claim, actor.party) for claim, actor in who_began(claims) if actor.party]
        return (frozenset(party for _, party in named), [named[0][0]]) if named else None

    def say(parties: frozenset[str]) -> str:
        return " and ".join(sorted(party_name(party, case=case) for party in parties))

    for (first, these, own), (second, those, other) in combinations(_sides(voices, blamed), 2):
        if not these & those:
            statement = (
                f"{say(these)} acted according to {speaker_name(first, case=case)}, "
                f"{say(those)} according to {speaker_name(second, case=case)}"
            )
            yield _contradiction("who began", first, second, statement, [*own, *other])


def _find_numbers(voices: _Voices, field: CasualtyField, case: Case) -> Iterator[Contradiction]:
    def numbers(claims: Sequence[Claim]) -> tuple[tuple[tuple[Counted, Count], ...], Sequence[Claim]] | None:
        latest = latest_counts(claims, field, case=case)
        counts = [(people, count) for people, claim in latest.items() if (count := count_of(claim, field))]
        return (tuple(counts), list(latest.values())) if counts else None

    verb = "killed" if field == "deaths" else "injured"
    for (first, these, own), (second, those, other) in combinations(_sides(voices, numbers), 2):
        clash = next(((a, b) for one, a in these for two, b in those if _clash(one, a, two, b)), None)
        if clash:
            statement = (
                f"{say_count(clash[0])} {verb} according to {speaker_name(first, case=case)}, "
                f"{say_count(clash[1])} according to {speaker_name(second, case=case)}"
            )
            yield _contradiction("numbers", first, second, statement, [*own, *other])


def _clash(these: Counted, first: Count, those: Counted, second: Count) -> bool:
    """Whether two numbers cannot both be: of the same people, disjoint; of all and of some, fewer in all than of some."""
    if these.may_be(those):
        return _below(first, second) or _below(second, first)
    if these == AT_LARGE:
        return _below(first, second)
    return those == AT_LARGE and _below(second, first)


def _below(first: Count, second: Count) -> bool:
    return first.high is not None and first.high < second.low


def _find_places(voices: _Voices, case: Case) -> Iterator[Contradiction]:
    def place(claims: Sequence[Claim]) -> tuple[MentionedPlace, Sequence[Claim]] | None:
        # A boundary that moved may have taken in both.
        told = [
            claim
            for claim in claims
            if asserts(claim) and claim.mention.place and claim.mention.type not in MAP_EVENT_TYPES
        ]
        best = best_place(claim.mention.place for claim in told if claim.mention.place)
        return (best, [claim for claim in told if claim.mention.place == best]) if best else None

    for (first, here, own), (second, there, other) in combinations(_sides(voices, place), 2):
        if (excess_km(here, there) or 0.0) > 0:
            statement = (
                f"at {here.text} according to {speaker_name(first, case=case)}, "
                f"at {there.text} according to {speaker_name(second, case=case)}"
            )
            yield _contradiction("places", first, second, statement, [*own, *other])


def _find_times(voices: _Voices, case: Case) -> Iterator[Contradiction]:
    told = days_by_voice(claim for claims in voices.values() for claim in claims)
    sides: dict[tuple[Days, str], tuple[Voice, Claim]] = {}
    for voice in voices:
        if voice in told:
            sides.setdefault((told[voice].days, told[voice].edtf), (voice, told[voice].claim))
    for ((days, edtf), (first, own)), ((other_days, other_edtf), (second, other)) in combinations(sides.items(), 2):
        if days.distance(other_days) > 0:
            statement = (
                f"{format_date(edtf)} according to {speaker_name(first, case=case)}, "
                f"{format_date(other_edtf)} according to {speaker_name(second, case=case)}"
            )
            yield _contradiction("times", first, second, statement, [own, other])
