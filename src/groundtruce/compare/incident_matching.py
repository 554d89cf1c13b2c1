"""Incidents: gather whose claims a record's event mentions are, and match those that speak of one occurrence.

Matching goes from the precise to the vague. Each mention joins the incident that `likeness` finds most like it, out of
those of its kind on the days around it, or founds one. Candidates come from an index by kind and day, so the time grows
with the number of mentions and not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import structs

from groundtruce.compare.accounts import build_accounts
from groundtruce.compare.casualties import combine_counts
from groundtruce.compare.days import Days, written_days
from groundtruce.compare.disagreements import find_contradictions
from groundtruce.compare.incident_values import asserted, best_date, best_kind, best_place, count_sources
from groundtruce.compare.likeness import (
    ENOUGH,
    PASSAGE_CHARACTERS,
    Likeness,
    Traits,
    kind_group,
    latest_possible_day,
    traits_of,
    weigh,
)
from groundtruce.compare.voices import (
    Voice,
    asserts,
    denies,
    find_party,
    mention_key,
    order_in_time,
    publisher_party,
    voice_of,
)
from groundtruce.model.cases import Case
from groundtruce.model.claims import POLITICAL_EVENT_TYPES, Attribution, Claim, EventMention
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.ids import identify
from groundtruce.model.incidents import Incident
from groundtruce.model.readings import Reading
from groundtruce.model.times import interval_of

REPORTING_DAYS = 3
"""An undated mention in a report is taken to speak of no more than so many days before its publication."""

LONGEST_DATE_DAYS = 400
"""A vaguer date, such as a decade, places nothing: only a passage can link it."""


def gather_claims(documents: Iterable[Document], readings: Mapping[str, Reading], *, case: Case) -> tuple[Claim, ...]:
    """One claim for each event mention, by document as given and then in the order of the text.

    `readings` are by the document's SHA-256; a document without one gives nothing. The claimant is the party of the
    innermost attribution's speaker, of those around it where that one is unknown, else the party that the publisher
    speaks for; none for an independent narrator.
    """
    return tuple(
        _claim(mention, document=document, reading=readings[document.sha256], case=case)
        for document in documents
        if document.sha256 in readings
        for mention in readings[document.sha256].event_mentions
    )


def match_claims(claims: Iterable[Claim], *, case: Case, previous: Sequence[Incident] = ()) -> tuple[Incident, ...]:
    """The incidents that the claims speak of, in the order of their first telling; then those of `previous` given up.

    The result does not depend on the order of `claims`. An incident of `previous` lives on under its identifier in the
    incident that holds more than half of its mentions. Planned, conditional, demanded and asked-for events make no
    incident; a denied one joins, and founds none.
    """
    clusters = _cluster([claim for claim in claims if _can_join(claim, case=case)])
    identifiers = _name_clusters(clusters, previous=previous)
    incidents = [_incident(cluster, name, case=case) for cluster, name in zip(clusters, identifiers, strict=True)]
    return (*incidents, *_give_up(previous, kept=set(identifiers)))


# ---------------------------------------------------------------------------------------------------------------
# Gathering


def _claim(mention: EventMention, *, document: Document, reading: Reading, case: Case) -> Claim:
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    around = list(_attributions_around(mention.attribution, attributions))
    return Claim(
        document=document.sha256,
        publisher=document.publisher,
        published=document.published,
        mention=mention,
        quote=quote_span(reading.document.text, mention.span),
        attribution=around[0] if around else None,
        claimant=_claimant(around, publisher=document.publisher, case=case),
    )


def _attributions_around(innermost: str | None, attributions: Mapping[str, Attribution]) -> Iterator[Attribution]:
    seen: set[str] = set()
    while innermost is not None and innermost in attributions and innermost not in seen:
        seen.add(innermost)
        yield attributions[innermost]
        innermost = attributions[innermost].within


def _claimant(around: Sequence[Attribution], *, publisher: str | None, case: Case) -> str | None:
    for attribution in around:
        speaker = attribution.speaker
        if speaker and speaker.party:
            return find_party(speaker.party, case=case) or speaker.party
    return publisher_party(publisher, case=case)


# ---------------------------------------------------------------------------------------------------------------
# Matching


class _Cluster:
    """An incident while it grows."""

    def __init__(self, claim: Claim, traits: Traits) -> None:
        self.traits = traits
        self.claims = [claim]
        self.grounds: Counter[str] = Counter()

    def add(self, claim: Claim, traits: Traits, likeness: Likeness) -> None:
        """Take in a claim. The most precise date and place stay what later mentions are compared with."""
        self.claims.append(claim)
        self.grounds.update(likeness.grounds)
        self.traits = self.traits._replace(
            days=self.traits.days or traits.days,
            place=best_place(place for place in (self.traits.place, traits.place) if place),
            actors=self.traits.actors | traits.actors,
            participants=self.traits.participants | traits.participants,
            numbers=self.traits.numbers | traits.numbers,
            direction=self.traits.direction or traits.direction,
        )

    def tells_apart(self, claim: Claim) -> bool:
        """Whether the claim is an event that a data set codes apart from another one that is here."""
        coded, publisher = claim.mention.coded, claim.publisher
        return coded is not None and any(
            other.mention.coded not in (None, coded) and other.publisher == publisher for other in self.claims
        )


class _Index:
    """Clusters by kind and day, and by the passage they are told in."""

    def __init__(self) -> None:
        self._by_day: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
        self._by_passage: defaultdict[tuple[str, str, int], list[tuple[int, int, int, Voice]]] = defaultdict(list)

    def add_days(self, number: int, claim: Claim) -> None:
        for day in _days_around(_days_to_look_at(claim), margin=0):
            self._by_day[kind_group(claim), day].append(number)

    def add_passage(self, number: int, claim: Claim) -> None:
        start, end = _extent(claim)
        for block in range(start // PASSAGE_CHARACTERS, end // PASSAGE_CHARACTERS + 1):
            self._by_passage[kind_group(claim), claim.document, block].append((number, start, end, voice_of(claim)))

    def find_by_day(self, claim: Claim) -> set[int]:
        days = _days_around(_days_to_look_at(claim), margin=1)
        return {number for day in days for number in self._by_day.get((kind_group(claim), day), ())}

    def find_side_by_side(self, claim: Claim) -> dict[int, set[Voice]]:
        """The clusters that the same passage tells of, each with the voices that tell of it there."""
        start, end = _extent(claim)
        found: defaultdict[int, set[Voice]] = defaultdict(set)
        for block in range(start // PASSAGE_CHARACTERS - 1, end // PASSAGE_CHARACTERS + 2):
            for number, first, last, voice in self._by_passage.get((kind_group(claim), claim.document, block), ()):
                if max(start - last, first - end) <= PASSAGE_CHARACTERS:
                    found[number].add(voice)
        return found


def _can_join(claim: Claim, *, case: Case) -> bool:
    """Whether a claim can speak of an incident: words between governments are none."""
    if claim.mention.type in POLITICAL_EVENT_TYPES:
        return False
    return (asserts(claim) or denies(claim)) and not _is_of_the_agreement(claim, case=case)


def _is_of_the_agreement(claim: Claim, *, case: Case) -> bool:
    """Whether the mention speaks of the case's own agreement, which every report names and which is no incident."""
    if claim.mention.type != "agreement" or case.agreement is None:
        return False
    return claim.mention.date is None or interval_of(claim.mention.date).overlaps(interval_of(case.agreement.signed))


def _cluster(claims: Sequence[Claim]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    index = _Index()
    for claim in sorted(claims, key=_from_precise_to_vague):
        traits = traits_of(claim)
        number, likeness = _best_match(claim, traits, clusters, index)
        if likeness:
            clusters[number].add(claim, traits, likeness)
        elif asserts(claim):
            number = len(clusters)
            clusters.append(_Cluster(claim, traits))
            index.add_days(number, claim)
        else:
            continue
        index.add_passage(number, claim)
    for cluster in clusters:
        cluster.claims.sort(key=order_in_time)
    return sorted(clusters, key=lambda cluster: order_in_time(cluster.claims[0]))


def _from_precise_to_vague(claim: Claim) -> tuple[bool, bool, bool, int, float, tuple[str, str, int, str]]:
    days, place = written_days(claim.mention.date), claim.mention.place
    radius_km = place.uncertainty_km if place and place.uncertainty_km is not None else float("inf")
    return (
        denies(claim),
        days is None,
        place is None,
        days.length if days else 0,
        radius_km,
        order_in_time(claim),
    )


def _best_match(
    claim: Claim, traits: Traits, clusters: Sequence[_Cluster], index: _Index
) -> tuple[int, Likeness | None]:
    """The cluster most like the claim, the first founded of equals, if it is like enough."""
    beside = index.find_side_by_side(claim)
    best: tuple[int, Likeness | None] = (-1, None)
    for number in sorted({*index.find_by_day(claim), *beside}):
        if clusters[number].tells_apart(claim):
            continue
        likeness = weigh(traits, clusters[number].traits, beside=beside.get(number, ()))
        if likeness and likeness.points >= max(ENOUGH, best[1].points + 1 if best[1] else 0):
            best = (number, likeness)
    return best


def _days_to_look_at(claim: Claim) -> Days | None:
    days = written_days(claim.mention.date)
    if days:
        return days if days.length <= LONGEST_DATE_DAYS else None
    told = latest_possible_day(claim)
    return Days(told - timedelta(days=REPORTING_DAYS), told) if told else None


def _days_around(days: Days | None, *, margin: int) -> Iterator[date]:
    if days:
        yield from (days.first + timedelta(days=day) for day in range(-margin, days.length + margin))


def _extent(claim: Claim) -> tuple[int, int]:
    return claim.mention.span[0][0], claim.mention.span[-1][1]


# ---------------------------------------------------------------------------------------------------------------
# Naming


def _name_clusters(clusters: Sequence[_Cluster], *, previous: Sequence[Incident]) -> list[str]:
    heirs = _heirs(clusters, previous)
    taken = {incident.id for incident in previous}
    names: list[str] = []
    for number, cluster in enumerate(clusters):
        name = heirs.get(number) or _fresh_name(cluster, taken)
        taken.add(name)
        names.append(name)
    return names


def _heirs(clusters: Sequence[_Cluster], previous: Sequence[Incident]) -> dict[int, str]:
    """Which cluster lives on under which earlier identifier: that which holds more than half of the mentions."""
    home = {mention_key(claim): number for number, cluster in enumerate(clusters) for claim in cluster.claims}
    heirs: dict[int, tuple[int, str]] = {}
    for incident in previous:
        held = Counter(home[mention] for mention in incident.mentions if mention in home)
        for number, shared in held.most_common(1):
            if (
                not incident.withdrawn
                and 2 * shared > len(incident.mentions)
                and shared > heirs.get(number, (0, ""))[0]
            ):
                heirs[number] = (shared, incident.id)
    return {number: name for number, (_, name) in heirs.items()}


def _fresh_name(cluster: _Cluster, taken: set[str]) -> str:
    """An identifier from the incident's kind and first mention; a further one where an earlier incident holds it."""
    first, parts = cluster.claims[0], 0
    name = identify("incident", kind_group(first), mention_key(first))
    while name in taken:
        parts += 1
        name = identify("incident", kind_group(first), mention_key(first), parts)
    return name


def _give_up(previous: Sequence[Incident], *, kept: set[str]) -> list[Incident]:
    given_up = [incident for incident in previous if incident.id not in kept and not incident.withdrawn]
    return [structs.replace(incident, withdrawn=True) for incident in given_up]


# ---------------------------------------------------------------------------------------------------------------
# Making incidents


def _incident(cluster: _Cluster, name: str, *, case: Case) -> Incident:
    claims = cluster.claims
    told = asserted(claims)
    return Incident(
        id=name,
        kind=best_kind(told),
        date=best_date(told),
        place=best_place(claim.mention.place for claim in told if claim.mention.place),
        mentions=tuple(mention_key(claim) for claim in claims),
        sources=count_sources(claims, case=case),
        deaths=combine_counts(told, "deaths", case=case),
        injured=combine_counts(told, "injured", case=case),
        accounts=build_accounts(claims, case=case),
        contradictions=find_contradictions(claims, case=case),
        reason=_reason(cluster),
    )


def _reason(cluster: _Cluster) -> str:
    documents = len({claim.document for claim in cluster.claims})
    if len(cluster.claims) == 1:
        return "One mention, which no other mention matches."
    agreed = ", ".join(f"{ground} in {number}" for ground, number in cluster.grounds.most_common())
    told = f"{len(cluster.claims)} mentions in {documents} {'document' if documents == 1 else 'documents'}"
    return f"{told} were matched to the most precise of them: {agreed}."
