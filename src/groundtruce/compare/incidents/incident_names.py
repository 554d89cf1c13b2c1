"""Identifiers of incidents: made from the first mention, and kept while most of an incident's mentions stay together."""

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from groundtruce.compare.incidents.clusters import Cluster
from groundtruce.compare.incidents.likeness import kind_group
from groundtruce.compare.incidents.voices import mention_key
from groundtruce.model.ids import identify
from groundtruce.model.incidents import Incident


def name_clusters(clusters: Sequence[Cluster], *, previous: Sequence[Incident]) -> list[str]:
    """An identifier for each cluster: an earlier incident's where it holds more than half of that one's mentions."""
    heirs = _heirs(clusters, previous)
    # A name that nobody inherits is free for who would be called so anyway: the incident with that first mention.
    taken = set(heirs.values())
    names: list[str] = []
    for number, cluster in enumerate(clusters):
        name = heirs.get(number) or _fresh_name(cluster, taken)
        taken.add(name)
        names.append(name)
    return names


def give_up(previous: Sequence[Incident], *, kept: set[str]) -> list[Incident]:
    """The earlier incidents that live on nowhere, withdrawn."""
    given_up = [incident for incident in previous if incident.id not in kept and not incident.withdrawn]
    return [structs.replace(incident, withdrawn=True) for incident in given_up]


# ---------------------------------------------------------------------------------------------------------------


def _heirs(clusters: Sequence[Cluster], previous: Sequence[Incident]) -> dict[int, str]:
    """Which cluster lives on under which earlier identifier: that which holds more than half of the mentions."""
    if not previous:
        return {}
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


def _fresh_name(cluster: Cluster, taken: set[str]) -> str:
    """An identifier from the incident's kind and first mention; a further one where an earlier incident holds it."""
    first, parts = cluster.members[0].claim, 0
    name = identify("incident", kind_group(first), mention_key(first))
    while name in taken:
        parts += 1
        name = identify("incident", kind_group(first), mention_key(first), parts)
    return name
