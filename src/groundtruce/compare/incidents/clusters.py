"""Clusters: mentions put together, from the precise to the vague, each with what it was matched by."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import excess_km, point_of
from groundtruce.compare.incidents.blocks import Blocks
from groundtruce.compare.incidents.incident_values import place_vagueness
from groundtruce.compare.incidents.likeness import ENOUGH, NO_LIKENESS, Likeness, Traits, traits_of, weigh
from groundtruce.compare.incidents.links import NO_LINKS, Links
from groundtruce.compare.incidents.voices import asserts, denies, mention_key, order_in_time
from groundtruce.model.claims import Claim, MentionedPlace


class Member(NamedTuple):
    """A claim in a cluster, with what it was matched by: nothing for the first one."""

    claim: Claim
    likeness: Likeness | None = None
    rival: int = 0
    """The points of the next best cluster."""
    kept: bool = False
    """Whether it was there before and was not matched anew."""
    judged_by: str | None = None
    """Who judged that it belongs here."""


class Cluster:
    """An incident while it grows."""

    def __init__(self, founder: Member, traits: Traits) -> None:
        self.traits = traits
        self.members = [founder]
        self.groups: set[int] = set()
        """Of what people judged to belong together, the groups that are here."""

    @property
    def claims(self) -> list[Claim]:
        """Its claims, in the order of its members."""
        return [member.claim for member in self.members]

    def tells_apart(self, claim: Claim) -> bool:
        """Whether the claim is an event that a data set codes apart from another one that is here."""
        coded, publisher = claim.mention.coded, claim.publisher
        return coded is not None and any(
            other.mention.coded not in (None, coded) and other.publisher == publisher for other in self.claims
        )

    def add(self, member: Member, traits: Traits) -> None:
        """Take in a claim. The most precise date and place stay what later mentions are compared with."""
        self.members.append(member)
        self.traits = self.traits._replace(
            types=self.traits.types | traits.types,
            days=_add_days(self.traits, traits),
            places=_add_places(self.traits.places, traits.places),
            actors=self.traits.actors | traits.actors,
            participants=self.traits.participants | traits.participants,
            numbers=self.traits.numbers | traits.numbers,
            direction=self.traits.direction or traits.direction,
        )


def cluster_claims(
    claims: Iterable[Claim], *, fixed: Sequence[Sequence[Claim]] = (), links: Links = NO_LINKS
) -> list[Cluster]:
    """The claims that speak of one occurrence each, in the order of the first telling.

    What is `fixed` stays together, and claims join it. What people judged, as `links`, comes before all likeness. The result does not depend on the order of `claims`. A denial
    joins and founds nothing: what is denied only belongs to none.
    """
    blocks = Blocks()
    clusters: list[Cluster] = []
    for together in fixed:
        _found_fixed(together, clusters, blocks)
    homes = _find_homes(clusters, links)
    for claim in sorted(claims, key=_from_precise_to_vague):
        traits = traits_of(claim)
        group = links.group_of(mention_key(claim))
        number, likeness, rival = (
            _join_judged(homes[group], claim, traits, clusters, blocks)
            if group in homes
            else _find_best(claim, traits, clusters, blocks, links)
        )
        if likeness:
            judge = links.judge_of(mention_key(claim)) if group in homes else None
            clusters[number].add(Member(claim, likeness, rival, judged_by=judge), traits)
            blocks.add_cell(number, claim)
        elif asserts(claim):
            number = len(clusters)
            clusters.append(Cluster(Member(claim), traits))
            blocks.add_founder(number, claim)
        else:
            continue
        blocks.add_passage(number, claim)
        if group is not None:
            homes[group] = number
            clusters[number].groups.add(group)
    for cluster in clusters:
        cluster.members.sort(key=lambda member: order_in_time(member.claim))
    return sorted(clusters, key=lambda cluster: order_in_time(cluster.members[0].claim))


def find_touched(claims: Iterable[Claim], *, fixed: Sequence[Sequence[Claim]]) -> set[int]:
    """The numbers of those of `fixed` that one of the claims may match by its day and place, or stands beside."""
    blocks = Blocks()
    clusters: list[Cluster] = []
    for together in fixed:
        _found_fixed(together, clusters, blocks)
    return {
        number
        for claim in claims
        for number in {*blocks.find_by_day_and_place(claim), *blocks.find_side_by_side(claim)}
    }


# ---------------------------------------------------------------------------------------------------------------

# Of an incident that is placed in several villages, so many are compared: more would be no incident but a war.
_PLACES_COMPARED = 6

_NEIGHBOURS = 2


def _found_fixed(together: Sequence[Claim], clusters: list[Cluster], blocks: Blocks) -> None:
    number = len(clusters)
    first, *rest = sorted(together, key=_from_precise_to_vague)
    cluster = Cluster(Member(first, kept=True), traits_of(first))
    clusters.append(cluster)
    blocks.add_founder(number, first)
    for claim in rest:
        cluster.add(Member(claim, kept=True), traits_of(claim))
        blocks.add_cell(number, claim)
    for claim in together:
        blocks.add_passage(number, claim)


def _add_days(known: Traits, more: Traits) -> Days | None:
    """The most precise days; of a rare deed that two voices date to neighbouring days, both."""
    if known.days is None or more.days is None or known.group == "hostile act":
        return known.days or more.days
    both = Days(min(known.days.first, more.days.first), max(known.days.last, more.days.last))
    return both if known.days.distance(more.days) == 1 and both.length <= _NEIGHBOURS else known.days


def _add_places(known: tuple[MentionedPlace, ...], more: tuple[MentionedPlace, ...]) -> tuple[MentionedPlace, ...]:
    """The places known best first: of those that can be one, the best."""
    for place in more:
        if any(_is_known_as_well(other, place) for other in known) or len(known) >= _PLACES_COMPARED:
            continue
        known = (*known, place)
    return tuple(sorted(known, key=place_vagueness))


def _is_known_as_well(known: MentionedPlace, place: MentionedPlace) -> bool:
    """Whether a place says nothing beyond a known one: it may be the same, and is not known better."""
    excess = excess_km(known, place)
    if excess is None:
        return place_vagueness(known) <= place_vagueness(place)
    return excess <= 0 and place_vagueness(known) <= place_vagueness(place)


def _from_precise_to_vague(claim: Claim) -> tuple[bool, bool, bool, bool, int, float, tuple[str, str, int, str]]:
    days, place = written_days(claim.mention.date), claim.mention.place
    return (
        denies(claim),
        days is None,
        # Casualties are of an act, which is found first.
        claim.mention.type == "casualties",
        # The words of a place without a point say less than a direction.
        point_of(place) is None,
        days.length if days else 0,
        place.uncertainty_km if place and place.uncertainty_km is not None else float("inf"),
        order_in_time(claim),
    )


def _find_homes(clusters: Sequence[Cluster], links: Links) -> dict[int | None, int]:
    """In which of the clusters the groups of what people judged are."""
    homes: dict[int | None, int] = {}
    for number, cluster in enumerate(clusters):
        groups = {links.group_of(mention_key(claim)) for claim in cluster.claims} - {None}
        cluster.groups.update(group for group in groups if group is not None)
        homes.update(dict.fromkeys(groups, number))
    return homes


def _join_judged(
    number: int, claim: Claim, traits: Traits, clusters: Sequence[Cluster], blocks: Blocks
) -> tuple[int, Likeness | None, int]:
    """The cluster that a claim was judged to belong to, with what speaks for it besides."""
    beside = blocks.find_side_by_side(claim).get(number, ())
    return number, weigh(traits, clusters[number].traits, beside=beside) or NO_LIKENESS, 0


def _find_best(
    claim: Claim, traits: Traits, clusters: Sequence[Cluster], blocks: Blocks, links: Links
) -> tuple[int, Likeness | None, int]:
    """The cluster most like the claim, the first founded of equals, if it is like enough; and the next best's points."""
    beside = blocks.find_side_by_side(claim)
    apart = links.groups_apart(mention_key(claim))
    best, likeness, rival = -1, None, 0
    for number in sorted({*blocks.find_by_day_and_place(claim), *beside}):
        if clusters[number].tells_apart(claim) or not apart.isdisjoint(clusters[number].groups):
            continue
        found = weigh(traits, clusters[number].traits, beside=beside.get(number, ()))
        if found is None:
            continue
        if likeness is None or found.points > likeness.points:
            rival = likeness.points if likeness else 0
            best, likeness = number, found
        else:
            rival = max(rival, found.points)
    if likeness is None or likeness.points < ENOUGH:
        return -1, None, 0
    return best, likeness, max(rival, 0)
