"""Observed silence: which parties that were expected to speak did not, over which documents, until when.

A party has spoken where a claim of its own, in its publishers' documents or quoted in another's, tells or denies what
happened, or where a statement of its own is about it. It was silent where documents of its publishers were read that were
published in the days watched and say nothing of it. Where none was, nothing was observed: that somebody "did not speak"
is then for nobody to say.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.incidents.likeness import latest_possible_day
from groundtruce.compare.incidents.statements import (
    VILLAGE_KM,
    NamedThere,
    Statement,
    find_statements_beside,
    list_paragraphs,
)
from groundtruce.compare.incidents.voices import asserts, denies, find_publisher, mention_key, teller_of
from groundtruce.model.cases import Case, ExpectedSpeaker
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim, MentionedPlace
from groundtruce.model.documents import Citation, Document, quote_span
from groundtruce.model.incidents import Incident, ObservedSilence
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day
from groundtruce.model.zones import ZoneChange

EXPECTED_TO_SPEAK = ("party", "peacekeeper")
"""The kinds of parties that are expected to speak where the case does not say who is."""


def list_expected_speakers(case: Case) -> tuple[ExpectedSpeaker, ...]:
    """Who is expected to speak: as the case says; else its parties and peacekeepers, by the publishers that speak for each."""
    if case.speakers:
        return case.speakers
    return tuple(
        ExpectedSpeaker(party=party.id, publishers=tuple(each.id for each in case.publishers if each.party == party.id))
        for party in case.parties
        if party.kind in EXPECTED_TO_SPEAK
    )


class Watch:
    """What of a record shows who spoke: its texts, their readings and the claims in them, of one case.

    `documents` are texts, no maps, at least those of the speakers' publishers around the days asked about; `claims` at
    least those of the incidents asked about; `until` is the last day that the record reaches.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        readings: Mapping[str, Reading],
        claims: Iterable[Claim],
        *,
        case: Case,
        until: date,
    ) -> None:
        self._case = case
        self._until = until
        self._speakers = list_expected_speakers(case)
        self._readings = readings
        self._claims = tuple(claims)
        self._dates = {document.sha256: document.published for document in documents}
        self._published = _by_speaker(documents, self._speakers, case=case)
        self._paragraphs: dict[str, tuple[NamedThere, ...]] = {}

    def observe_incidents(self, incidents: Sequence[Incident]) -> tuple[ObservedSilence, ...]:
        """One value for each living incident with a date and each expected speaker, in their orders."""
        by_key = {mention_key(claim): claim for claim in self._claims}
        beside = find_statements_beside(incidents, self._readings, case=self._case)
        return tuple(
            self._observe(incident.id, since, speaker, spoken)
            for incident in incidents
            if not incident.withdrawn and (since := _last_day(incident.date))
            for claims in [[by_key[mention] for mention in incident.mentions if mention in by_key]]
            for speaker in self._speakers
            for spoken in [
                [
                    *self._spoken_in_claims(speaker, claims),
                    *self._spoken_in(each for each in beside.get(incident.id, ()) if each.party == speaker.party),
                    *self._spoken_in(self._paragraphs_about(speaker, incident, claims, since)),
                ]
            ]
        )

    def observe_changes(self, changes: Iterable[ZoneChange]) -> tuple[ObservedSilence, ...]:
        """The same for each change of a zone that moved or was redrawn: who spoke of a boundary that moved.

        To publish the map is not to speak of its change.
        """
        told = [
            claim
            for claim in self._claims
            if claim.mention.type in MAP_EVENT_TYPES and (asserts(claim) or denies(claim))
        ]
        return tuple(
            self._observe(change.to.version, since, speaker, self._spoken_in_claims(speaker, own))
            for change in changes
            if change.verdict in ("moved", "redrawn") and (since := _last_day(change.to.valid_from))
            for own in [[claim for claim in told if _is_of_change(claim, since)]]
            for speaker in self._speakers
        )

    # -----------------------------------------------------------------------------------------------------------

    def _spoken_in_claims(self, speaker: ExpectedSpeaker, claims: Iterable[Claim]) -> "list[_Spoken]":
        return [
            _Spoken(day, Citation(document=claim.document, span=claim.mention.span, quote=claim.quote))
            for claim in claims
            if self._speaks(speaker, claim) and (day := latest_possible_day(claim))
        ]

    def _speaks(self, speaker: ExpectedSpeaker, claim: Claim) -> bool:
        """Whether the speaker's own document tells it, be it in another's words, or another's quotes the speaker."""
        own = teller_of(claim)
        if own and find_publisher(own, case=self._case) in speaker.publishers:
            return True
        return claim.claimant == speaker.party and not self._is_told_by_map(claim)

    def _is_told_by_map(self, claim: Claim) -> bool:
        """Whether the source is a map: "according to the Force's new map" it grew."""
        reading = self._readings.get(claim.document)
        source = claim.attribution.source if claim.attribution else None
        return bool(reading and source and _MAP.search(quote_span(reading.document.text, source)))

    def _spoken_in(self, statements: Iterable[Statement]) -> "list[_Spoken]":
        return [
            _Spoken(day, each.citation) for each in statements if (day := _last_day(self._dates.get(each.document)))
        ]

    def _paragraphs_about(
        self, speaker: ExpectedSpeaker, incident: Incident, claims: Sequence[Claim], since: date
    ) -> Iterator[Statement]:
        """The paragraphs of the speaker's own documents that name a village and a day of the incident."""
        days, places = written_days(incident.date), _villages(claims)
        if days is None or not places:
            return
        for sha256 in self._published_within(speaker, days.first, since + timedelta(days=speaker.within_days)):
            for paragraph in self._paragraphs_of(sha256):
                if paragraph.names(places, days):
                    yield Statement(speaker.party, sha256, Citation(document=sha256, span=paragraph.span))

    def _paragraphs_of(self, sha256: str) -> tuple[NamedThere, ...]:
        if sha256 not in self._paragraphs:
            reading = self._readings.get(sha256)
            self._paragraphs[sha256] = list_paragraphs(reading) if reading else ()
        return self._paragraphs[sha256]

    def _published_within(self, speaker: ExpectedSpeaker, first: date, last: date) -> list[str]:
        """The documents of the speaker's publishers from one day to another, both included."""
        published = self._published[speaker]
        start, end = bisect_left(published, first, key=itemgetter(0)), bisect_right(published, last, key=itemgetter(0))
        return [sha256 for _, sha256 in published[start:end]]

    def _observe(
        self, about: str, since: date, speaker: ExpectedSpeaker, spoken: "Sequence[_Spoken]"
    ) -> ObservedSilence:
        first = min(
            spoken, key=lambda each: (each.day, each.citation.document or "", each.citation.span or ()), default=None
        )
        deadline = since + timedelta(days=speaker.within_days)
        in_time = first is not None and first.day <= deadline
        last = max(min(deadline, self._until), since)
        until = last if first is None else min(last, first.day - _DAY)
        silent_in = tuple(self._published_within(speaker, since + _DAY, until))
        return ObservedSilence(
            about=about,
            party=speaker.party,
            publishers=speaker.publishers,
            state="spoken" if in_time else "silent" if silent_in else "not observed",
            since=since.isoformat(),
            until=(first.day if first and in_time else last).isoformat(),
            documents=silent_in,
            ended=first.day.isoformat() if first else None,
            citation=first.citation if first else None,
        )


# ---------------------------------------------------------------------------------------------------------------

# Reports date a redrawn map by the day they saw it: so far may they miss it.
_CHANGE_DAYS = 3

_DAY = timedelta(days=1)
_MAP = re.compile(r"\bmaps?\b", re.IGNORECASE)


class _Spoken(NamedTuple):
    day: date
    citation: Citation


def _by_speaker(
    documents: Iterable[Document], speakers: Iterable[ExpectedSpeaker], *, case: Case
) -> dict[ExpectedSpeaker, list[tuple[date, str]]]:
    """The days and hashes of what each speaker's publishers published and was read, in order."""
    names = {publisher.name: publisher.id for publisher in case.publishers}
    by_publisher: dict[str, list[tuple[date, str]]] = {each: [] for speaker in speakers for each in speaker.publishers}
    for document in documents:
        publisher = names.get(document.publisher or "", document.publisher)
        # What was not read, since it is in a language that is not read, shows no silence.
        if publisher in by_publisher and document.language in (None, "en") and (day := _last_day(document.published)):
            by_publisher[publisher].append((day, document.sha256))
    return {
        speaker: sorted(each for publisher in speaker.publishers for each in by_publisher.get(publisher, ()))
        for speaker in speakers
    }


def _villages(claims: Iterable[Claim]) -> list[MentionedPlace]:
    places = [claim.mention.place for claim in claims if asserts(claim)]
    return [
        place for place in places if place and place.longitude is not None and (place.uncertainty_km or 0) <= VILLAGE_KM
    ]


def _last_day(edtf: str | None) -> date | None:
    return last_day(edtf) if edtf else None


def _is_of_change(claim: Claim, since: date) -> bool:
    """Whether a claim of a moved boundary may be of the change of a day: dated near it, or told soon after it."""
    around = timedelta(days=_CHANGE_DAYS)
    days = written_days(claim.mention.date)
    if days:
        return days.distance(Days(since - around, since + around)) == 0
    told = latest_possible_day(claim)
    return told is not None and since <= told <= since + around
