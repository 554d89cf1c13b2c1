"""Reported silences set beside the incidents that their documents tell of, so that their ends can be told."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from groundtruce.compare.incidents.likeness import PASSAGE_CHARACTERS
from groundtruce.model.claims import MAP_EVENT_TYPES, Silence
from groundtruce.model.documents import Span
from groundtruce.model.incidents import Incident, ObservedSilence, SilenceEnd
from groundtruce.model.times import last_day


class Tellings:
    """Which incidents are told where, out of their matches."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self._told: defaultdict[str, list[tuple[Span, Incident]]] = defaultdict(list)
        for incident in incidents:
            for match in incident.matches:
                if match.citation.document and match.citation.span and not incident.withdrawn:
                    self._told[match.citation.document].append((match.citation.span, incident))

    def find_beside(self, document: str, silence: Silence) -> str | None:
        """The incident of which the document tells nearest to a silence, before it rather than behind it.

        That of a moved boundary where the silence is about a map or a boundary. None where none is told a passage away.
        """
        start, end = silence.span[0][0], silence.span[-1][1]
        near = [
            (told[0][0] >= end, apart, incident.id, incident.kind in MAP_EVENT_TYPES)
            for told, incident in self._told.get(document, ())
            for apart in [max(start - told[-1][1], told[0][0] - end, 0)]
            if apart <= PASSAGE_CHARACTERS
        ]
        of_maps = [each for each in near if each[-1]] if _BOUNDARY.search(silence.about) else []
        return min(of_maps or near, default=(False, 0, None, False))[2]


def find_ends(
    silence: Silence,
    incident: str | None,
    observed: Mapping[tuple[str, str], ObservedSilence],
    *,
    published: str | None,
) -> tuple[SilenceEnd, ...]:
    """When each of the silent parties first spoke of the incident after the report, of those that are expected to.

    Who had spoken before is silent on a part of it, such as who is guilty, and is left out. `observed` are by the incident
    and the party.
    """
    told = last_day(published) if published else None
    return tuple(
        SilenceEnd(party=party, state=seen.state, ended=seen.ended, citation=seen.citation)
        for party in silence.parties
        if incident is not None and (seen := observed.get((incident, party)))
        if seen.ended is None or told is None or seen.ended > told.isoformat()
    )


def by_incident_and_party(observed: Iterable[ObservedSilence]) -> Mapping[tuple[str, str], ObservedSilence]:
    """What was observed, by what it is about and whose silence it is."""
    return {(each.about, each.party): each for each in observed}


# ---------------------------------------------------------------------------------------------------------------

_BOUNDARY = re.compile(r"\b(?:maps?|boundar(?:y|ies)|zones?)\b", re.IGNORECASE)
