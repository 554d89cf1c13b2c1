"""Incidents: the occurrences that mentions speak of, matched anew or with what a further document tells.

Matching goes from the precise to the vague (`clusters`). Each mention joins the incident that `likeness` finds most like
it, out of those in the blocks around it (`blocks`), or founds one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import UNSET

from groundtruce.compare.incidents.accounts import build_accounts
from groundtruce.compare.incidents.casualties import combine_counts
from groundtruce.compare.incidents.clusters import Cluster, Member, cluster_claims, find_touched
from groundtruce.compare.incidents.differences import find_differences
from groundtruce.compare.incidents.disagreements import find_contradictions
from groundtruce.compare.incidents.incident_names import give_up, name_clusters
from groundtruce.compare.incidents.incident_values import (
    asserted,
    best_date,
    best_kind,
    best_place,
    count_sources,
    list_copies,
)
from groundtruce.compare.incidents.likeness import ENOUGH
from groundtruce.compare.incidents.links import NO_LINKS, Links
from groundtruce.compare.incidents.told_days import without_later_deaths
from groundtruce.compare.incidents.voices import asserts, denies, mention_key
from groundtruce.model.cases import Case
from groundtruce.model.claims import POLITICAL_EVENT_TYPES, Claim
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Certainty, Incident, Match
from groundtruce.model.times import interval_of

MOST_MATCHED_ANEW = 400
"""Where a further document touches incidents with more mentions than this together, they stay as they are and only grow."""


def match_claims(
    claims: Iterable[Claim], *, case: Case, previous: Sequence[Incident] = (), links: Links = NO_LINKS
) -> tuple[Incident, ...]:
    """The incidents that the claims speak of, in the order of their first telling; then those of `previous` given up.

    The result does not depend on the order of `claims`. An incident of `previous` lives on under its identifier in the
    incident that holds more than half of its mentions. Planned, conditional, demanded and asked-for events make no
    incident; a denied one joins, and founds none. `links` are what people judged to belong together or apart.
    """
    clusters = cluster_claims([claim for claim in claims if can_join(claim, case=case)], links=links)
    return _incidents(clusters, previous=previous, case=case)


def match_further(
    further: Sequence[Claim],
    *,
    known: Sequence[Claim],
    previous: Sequence[Incident],
    case: Case,
    gone: Collection[str] = (),
    links: Links = NO_LINKS,
    most_anew: int = MOST_MATCHED_ANEW,
) -> tuple[Incident, ...]:
    """The incidents that further claims change: those that are new or changed, then those given up.

    `previous` are the incidents around them, `known` the claims of these and the claims around that belong to none. Only
    incidents that a further claim may match are matched anew, with it; all others stay as they are. Where these hold more
    mentions than `most_anew`, they only grow. An incident that holds a mention of a further claim, since that says something
    else now, or one that is `gone` is matched anew without it. `links` are what people judged.
    """
    by_key = {mention_key(claim): claim for claim in known}
    living = [incident for incident in previous if not incident.withdrawn]
    held = [(incident, claims) for incident in living if (claims := _claims_of(incident, by_key))]
    moved = {*map(mention_key, further), *gone}
    emptied = [each for each in living if not moved.isdisjoint(each.mentions) and not _claims_of(each, by_key)]
    left = {number for number, (incident, _) in enumerate(held) if not moved.isdisjoint(incident.mentions)}
    touched = sorted(find_touched(further, fixed=[claims for _, claims in held]) | left)
    near, together = [held[number][0] for number in touched], [held[number][1] for number in touched]
    wanted = [claim for claim in (*further, *_loose(known, living)) if can_join(claim, case=case)]
    if sum(map(len, together)) <= most_anew:
        clusters = cluster_claims([*wanted, *(claim for claims in together for claim in claims)], links=links)
    else:
        clusters = cluster_claims(wanted, fixed=together, links=links)
    before = {incident.id: incident for incident in near}
    changed = _incidents(clusters, previous=[*near, *emptied], case=case)
    return tuple(incident for incident in changed if before.get(incident.id) != incident)


def can_join(claim: Claim, *, case: Case) -> bool:
    """Whether a claim can speak of an incident: words between governments are none."""
    if claim.mention.type in POLITICAL_EVENT_TYPES:
        return False
    return (asserts(claim) or denies(claim)) and not _is_of_the_agreement(claim, case=case)


# ---------------------------------------------------------------------------------------------------------------


def _claims_of(incident: Incident, by_key: Mapping[str, Claim]) -> list[Claim]:
    return [by_key[mention] for mention in incident.mentions if mention in by_key]


def _loose(known: Sequence[Claim], incidents: Sequence[Incident]) -> list[Claim]:
    """The denials among the claims that no incident holds: what they deny may be told only now."""
    held = {mention for incident in incidents for mention in incident.mentions}
    return [claim for claim in known if denies(claim) and mention_key(claim) not in held]


def _is_of_the_agreement(claim: Claim, *, case: Case) -> bool:
    """Whether the mention speaks of the case's own agreement, which every report names and which is no incident."""
    if claim.mention.type != "agreement" or case.agreement is None:
        return False
    return claim.mention.date is None or interval_of(claim.mention.date).overlaps(interval_of(case.agreement.signed))


def _incidents(clusters: Sequence[Cluster], *, previous: Sequence[Incident], case: Case) -> tuple[Incident, ...]:
    identifiers = name_clusters(clusters, previous=previous)
    earlier = {match.mention: match for incident in previous for match in incident.matches}
    incidents = [
        _incident(cluster, name, earlier=earlier, case=case)
        for cluster, name in zip(clusters, identifiers, strict=True)
    ]
    return (*incidents, *give_up(previous, kept=set(identifiers)))


def _incident(cluster: Cluster, name: str, *, earlier: Mapping[str, Match], case: Case) -> Incident:
    claims = cluster.claims
    matches = tuple(_match(member, earlier=earlier) for member in cluster.members)
    told = asserted(claims)
    of_the_act = without_later_deaths(told)
    contradictions = find_contradictions(claims, case=case)
    return Incident(
        id=name,
        kind=best_kind(told),
        date=best_date(told),
        place=best_place(claim.mention.place for claim in told if claim.mention.place),
        mentions=tuple(mention_key(claim) for claim in claims),
        sources=count_sources(claims, case=case),
        deaths=combine_counts(of_the_act, "deaths", case=case),
        injured=combine_counts(of_the_act, "injured", case=case),
        accounts=build_accounts(claims, case=case),
        contradictions=contradictions,
        reason=_reason(matches),
        certainty=_certainty(matches),
        matches=matches,
        copies=list_copies(claims),
        differences=find_differences(claims, contradictions, case=case),
    )


def _match(member: Member, *, earlier: Mapping[str, Match]) -> Match:
    """What a mention was matched by: now, or earlier where it was not matched anew."""
    claim, likeness, judge = member.claim, member.likeness, member.judged_by
    if member.kept and mention_key(claim) in earlier:
        return earlier[mention_key(claim)]
    return Match(
        mention=mention_key(claim),
        citation=Citation(document=claim.document, span=claim.mention.span, quote=claim.quote),
        points=likeness.points if likeness else 0,
        grounds=(*(likeness.grounds if likeness else ()), *([f"a judgement by {judge}"] if judge else [])),
        rival=member.rival,
        judged_by=judge or UNSET,
    )


def _certainty(matches: Sequence[Match]) -> Certainty:
    """How sure the weakest match is: by how much it passes what is needed, and the next best incident.

    What a person judged is sure.
    """
    by_likeness = [match for match in matches if match.points and not match.judged_by]
    margins = [min(match.points - ENOUGH, match.points - match.rival) for match in by_likeness]
    if not margins:
        return "high" if any(match.judged_by for match in matches) else "single"
    return "high" if min(margins) >= 2 else "moderate" if min(margins) == 1 else "low"


def _reason(matches: Sequence[Match]) -> str:
    documents = len({match.citation.document for match in matches})
    if len(matches) == 1:
        return "One mention, which no other mention matches."
    grounds = Counter(ground for match in matches for ground in match.grounds)
    agreed = ", ".join(f"{ground} in {number}" for ground, number in grounds.most_common())
    told = f"{len(matches)} mentions in {documents} {'document' if documents == 1 else 'documents'}"
    return f"{told} were matched to the most precise of them: {agreed}."
