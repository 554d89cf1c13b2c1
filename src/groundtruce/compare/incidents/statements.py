"""Statements: passages in which a party speaks of an incident, also where no event in them was recognised.

To say that somebody kept silent is grave, so more counts as speaking than what an account is made of: an attributed
passage beside a mention of the incident, and a paragraph of a party's own document that names a place and a day of it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import excess_km
from groundtruce.compare.incidents.likeness import PASSAGE_CHARACTERS
from groundtruce.compare.incidents.voices import find_party
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, MentionedPlace
from groundtruce.model.documents import Citation, Span, quote_span
from groundtruce.model.incidents import Incident
from groundtruce.model.places import Toponym
from groundtruce.model.readings import Reading

VILLAGE_KM = 20.0
"""Places known less well say too little to be what a passage is about."""


class Statement(NamedTuple):
    """Where a party speaks: in which document, and the passage."""

    party: str
    document: str
    citation: Citation


def find_statements_beside(
    incidents: Iterable[Incident], readings: Mapping[str, Reading], *, case: Case
) -> Mapping[str, Sequence[Statement]]:
    """By incident, the attributed passages whose nearest mention is one of its own, no more than a passage away."""
    told: defaultdict[str, list[tuple[Span, str]]] = defaultdict(list)
    for incident in incidents:
        for match in incident.matches:
            if match.citation.document and match.citation.span:
                told[match.citation.document].append((match.citation.span, incident.id))
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for sha256, mentions in told.items():
        if sha256 in readings:
            for incident_id, statement in _beside(readings[sha256], mentions, case=case):
                found[incident_id].append(statement)
    return found


class NamedThere(NamedTuple):
    """A paragraph with the places and the days that it names."""

    span: Span
    places: tuple[MentionedPlace, ...]
    days: tuple[Days, ...]

    def names(self, places: Sequence[MentionedPlace], days: Days) -> bool:
        """Whether one of its places can be one of the given, and one of its days lies in the given."""
        return any(each.distance(days) == 0 for each in self.days) and any(
            (excess := excess_km(here, there)) is not None and excess <= 0 for here in self.places for there in places
        )


def list_paragraphs(reading: Reading) -> tuple[NamedThere, ...]:
    """The paragraphs of a text that name a village and a day."""
    text = reading.document.text
    starts = [0, *(place + 2 for place in range(len(text)) if text.startswith("\n\n", place)), len(text)]
    places: defaultdict[int, list[MentionedPlace]] = defaultdict(list)
    days: defaultdict[int, list[Days]] = defaultdict(list)
    for toponym in reading.toponyms:
        if toponym.longitude is not None and (toponym.uncertainty_km or 0.0) <= VILLAGE_KM:
            places[bisect_right(starts, toponym.span[0][0])].append(_as_place(toponym))
    for mention in reading.dates:
        named = written_days(mention.edtf)
        if named and named.length <= 2:
            days[bisect_right(starts, mention.span[0][0])].append(named)
    return tuple(
        NamedThere(((start, end),), tuple(places[number]), tuple(days[number]))
        for number, (start, end) in enumerate(pairwise(starts), 1)
        if places[number] and days[number]
    )


# ---------------------------------------------------------------------------------------------------------------


def _beside(reading: Reading, mentions: Sequence[tuple[Span, str]], *, case: Case) -> Iterator[tuple[str, Statement]]:
    for attribution in reading.attributions:
        party = _party_of(attribution, case=case)
        if party is None or attribution.stance not in ("asserts", "denies"):
            continue
        apart, incident = min((_characters_between(attribution.content, span), incident) for span, incident in mentions)
        if apart <= PASSAGE_CHARACTERS:
            sha256, span = reading.document.sha256, attribution.content
            quote = quote_span(reading.document.text, span)
            yield incident, Statement(party, sha256, Citation(document=sha256, span=span, quote=quote))


def _party_of(attribution: Attribution, *, case: Case) -> str | None:
    named = attribution.speaker.party if attribution.speaker else None
    return find_party(named, case=case) or named


def _characters_between(one: Span, other: Span) -> int:
    return max(0, one[0][0] - other[-1][1], other[0][0] - one[-1][1])


def _as_place(toponym: Toponym) -> MentionedPlace:
    return MentionedPlace(
        text=toponym.text,
        span=toponym.span,
        gazetteer_id=toponym.gazetteer_id,
        longitude=toponym.longitude,
        latitude=toponym.latitude,
        uncertainty_km=toponym.uncertainty_km,
    )
