"""Numbers of dead and injured: how one is said, whom it counts, and what several together leave possible."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from groundtruce.compare.incidents.voices import Voice, asserts, group_by_voice
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, Count

CasualtyField = Literal["deaths", "injured"]

_MILITARY = re.compile(
    r"\b(soldier|servicem[ae]n|troop|fighter|officer|militar|militant|combatant|conscript|peacekeep)", re.I
)
_CIVILIAN = re.compile(r"\b(civilian|resident|villager|wom[ae]n|child|farmer|journalist|inhabitant)", re.I)


class Counted(NamedTuple):
    """Whom a number counts: people of one standing and one party; both empty for people at large."""

    standing: str
    party: str | None

    def may_be(self, other: "Counted") -> bool:
        """Whether the two can be the same people: `two soldiers` and `two Ardan soldiers`."""
        if AT_LARGE in (self, other):
            return self == other
        same_standing = self.standing == other.standing or "" in (self.standing, other.standing)
        return same_standing and (self.party == other.party or None in (self.party, other.party))


AT_LARGE = Counted("", None)


def count_of(claim: Claim, field: CasualtyField) -> Count | None:
    """The number of dead or injured that a claim gives, if it gives one."""
    return claim.mention.deaths if field == "deaths" else claim.mention.injured


def say_count(count: Count) -> str:
    """`1 (a serviceman)`, `2 to 4`, `at least 3`."""
    if count.high is None:
        number = f"at least {count.low}"
    elif count.low == count.high:
        number = str(count.low)
    else:
        number = f"{count.low} to {count.high}"
    return f"{number} ({count.who})" if count.who else number


def counted_people(count: Count, *, case: Case) -> Counted:
    """Whom a number counts, by the words that the text uses for them."""
    return Counted(_standing_in(count.who), _party_in(count.who, case=case))


def latest_counts(claims: Iterable[Claim], field: CasualtyField, *, case: Case) -> dict[Counted, Claim]:
    """For one voice, in order of publication: the last number that it gives for each kind of people.

    A later number of the same voice is news, not a contradiction, and the same number said twice is one number.
    """
    latest: dict[Counted, Claim] = {}
    for claim in claims:
        count = count_of(claim, field)
        if count and asserts(claim):
            people = counted_people(count, case=case)
            latest = {known: said for known, said in latest.items() if not known.may_be(people)} | {people: claim}
    return latest


def combine_counts(claims: Sequence[Claim], field: CasualtyField, *, case: Case) -> Count | None:
    """What the accounts together leave possible.

    The lowest total of any voice, to the highest number of each kind of people added up; numbers are added only over
    people of different standing or party, never over voices. `best` stands only where all voices that count agree.
    """
    voices = {voice: latest_counts(own, field, case=case) for voice, own in group_by_voice(claims, case=case).items()}
    totals = [_total(list(_counts(latest, field).items())) for latest in voices.values() if latest]
    if not totals:
        return None
    highest = _total(_highest_of_each(voices, field))
    highs = [total.high for total in (*totals, highest)]
    bests = {total.best for total in totals}
    whose = dict.fromkeys(
        count.who for latest in voices.values() for count in _counts(latest, field).values() if count.who
    )
    return Count(
        low=min(total.low for total in totals),
        best=bests.pop() if len(bests) == 1 else None,
        high=None if None in highs else max(high for high in highs if high is not None),
        who="; ".join(whose),
    )


# ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def _standing_in(who: str) -> str:
    return "military" if _MILITARY.search(who) else "civilian" if _CIVILIAN.search(who) else ""


def _party_in(who: str, *, case: Case) -> str | None:
    names = tuple((party.id, party.name, *party.names) for party in case.parties)
    return next((party for party, pattern in _name_patterns(names) if pattern.search(who)), None) if who else None


@lru_cache(maxsize=16)
def _name_patterns(names: tuple[tuple[str, ...], ...]) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (party, re.compile("|".join(rf"\b{re.escape(name)}" for name in called), re.IGNORECASE))
        for party, *called in names
    ]


def _counts(latest: dict[Counted, Claim], field: CasualtyField) -> dict[Counted, Count]:
    counts = {people: count_of(claim, field) for people, claim in latest.items()}
    return {people: count for people, count in counts.items() if count}


def _highest_of_each(voices: dict[Voice, dict[Counted, Claim]], field: CasualtyField) -> list[tuple[Counted, Count]]:
    highest: dict[Counted, Count] = {}
    for latest in voices.values():
        for people, count in _counts(latest, field).items():
            same = [known for known in highest if known.may_be(people)]
            if all(_upper(count) > _upper(highest[known]) for known in same):
                highest = {known: highest[known] for known in highest if known not in same} | {people: count}
    return list(highest.items())


def _upper(count: Count) -> float:
    return float("inf") if count.high is None else count.high


def _total(counts: list[tuple[Counted, Count]]) -> Count:
    """The sum over different people, or the number for people at large where that is higher."""
    at_large = [count for people, count in counts if people == AT_LARGE]
    parts = [count for people, count in counts if people != AT_LARGE]
    sums = [*at_large, *([_add(parts)] if parts else [])]
    return max(sums, key=lambda count: (count.low, _upper(count)))


def _add(counts: list[Count]) -> Count:
    return Count(
        low=sum(count.low for count in counts),
        best=None if any(count.best is None for count in counts) else sum(count.best or 0 for count in counts),
        high=None if any(count.high is None for count in counts) else sum(count.high or 0 for count in counts),
    )
