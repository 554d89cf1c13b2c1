"""Observed silence: which parties that were expected to speak did not, over which documents, until when.

A party has spoken where a claim of its own, in its publishers' documents or quoted in another's, tells or denies what
happened. It was silent where documents of its publishers were read that were published in the days watched and do not.
Where none was, nothing was observed: that somebody "did not speak" is then for nobody to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from groundtruce.compare.days import written_days
from groundtruce.compare.likeness import latest_possible_day
from groundtruce.compare.voices import asserts, denies, mention_key, order_in_time
from groundtruce.model.cases import Case, ExpectedSpeaker
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim
from groundtruce.model.documents import Citation, Document
from groundtruce.model.incidents import Incident, ObservedSilence
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


def observe_incidents(
    incidents: Iterable[Incident],
    *,
    claims: Iterable[Claim],
    documents: Iterable[Document],
    case: Case,
    until: date,
) -> tuple[ObservedSilence, ...]:
    """One value for each living incident and each expected speaker, in their orders.

    `claims` are at least those of the incidents; `documents` are texts, no maps, at least those of the speakers'
    publishers; `until` is the last day that the record reaches. An incident without any date is not watched.
    """
    by_key = {mention_key(claim): claim for claim in claims}
    watch = _Watch(documents, case=case, until=until)
    return tuple(
        observed
        for incident in incidents
        if not incident.withdrawn and (since := _happened_by(incident))
        for observed in watch.observe(
            incident.id, since, [by_key[mention] for mention in incident.mentions if mention in by_key]
        )
    )


def observe_changes(
    changes: Iterable[ZoneChange],
    *,
    claims: Iterable[Claim],
    documents: Iterable[Document],
    case: Case,
    until: date,
) -> tuple[ObservedSilence, ...]:
    """The same for each change of a zone that moved or was redrawn: who spoke of a boundary that moved.

    To publish the map is not to speak of its change.
    """
    told = [claim for claim in claims if claim.mention.type in MAP_EVENT_TYPES and (asserts(claim) or denies(claim))]
    watch = _Watch(documents, case=case, until=until)
    return tuple(
        observed
        for change in changes
        if change.verdict in ("moved", "redrawn") and (since := _last_day(change.to.valid_from))
        for observed in watch.observe(
            change.to.version, since, [claim for claim in told if _is_of_change(claim, since)]
        )
    )


# ---------------------------------------------------------------------------------------------------------------

# Reports date a redrawn map by the day they saw it: so far may they miss it.
_CHANGE_DAYS = 3


class _Watch:
    """The documents of the expected speakers' publishers, by publisher and day."""

    def __init__(self, documents: Iterable[Document], *, case: Case, until: date) -> None:
        self._speakers = list_expected_speakers(case)
        self._until = until
        names = {publisher.name: publisher.id for publisher in case.publishers}
        read = {publisher for speaker in self._speakers for publisher in speaker.publishers}
        self._published: dict[str, list[tuple[date, str]]] = {publisher: [] for publisher in read}
        for document in documents:
            publisher = names.get(document.publisher or "", document.publisher)
            day = _last_day(document.published)
            # What was not read, since it is in a language that is not read, shows no silence.
            if publisher in self._published and day and document.language in (None, "en"):
                self._published[publisher].append((day, document.sha256))

    def observe(self, about: str, since: date, claims: Sequence[Claim]) -> Iterator[ObservedSilence]:
        """What each speaker did about something that had happened by `since`."""
        for speaker in self._speakers:
            own = sorted((claim for claim in claims if claim.claimant == speaker.party), key=order_in_time)
            yield self._observe(about, since, speaker, own)

    def _observe(self, about: str, since: date, speaker: ExpectedSpeaker, own: Sequence[Claim]) -> ObservedSilence:
        first = next((claim for claim in own if latest_possible_day(claim)), None)
        ended = latest_possible_day(first) if first else None
        last = min(since + timedelta(days=speaker.within_days), self._until)
        spoken = ended is not None and ended <= since + timedelta(days=speaker.within_days)
        silent_in = self._silent_in(speaker, since, last=last, ended=ended)
        return ObservedSilence(
            about=about,
            party=speaker.party,
            publishers=speaker.publishers,
            state="spoken" if spoken else "silent" if silent_in else "not observed",
            since=since.isoformat(),
            until=(ended if spoken and ended else max(last, since)).isoformat(),
            documents=silent_in,
            ended=ended.isoformat() if ended else None,
            citation=Citation(document=first.document, span=first.mention.span, quote=first.quote) if first else None,
        )

    def _silent_in(self, speaker: ExpectedSpeaker, since: date, *, last: date, ended: date | None) -> tuple[str, ...]:
        """The documents published after the day by whose end it had happened, and before the speaker spoke."""
        published = sorted(each for publisher in speaker.publishers for each in self._published.get(publisher, ()))
        return tuple(sha256 for day, sha256 in published if since < day <= last and (ended is None or day < ended))


def _happened_by(incident: Incident) -> date | None:
    return _last_day(incident.date)


def _last_day(edtf: str | None) -> date | None:
    return last_day(edtf) if edtf else None


def _is_of_change(claim: Claim, since: date) -> bool:
    """Whether a claim of a moved boundary may be of the change of a day: dated near it, or told soon after it."""
    days = written_days(claim.mention.date)
    around = timedelta(days=_CHANGE_DAYS)
    if days:
        return days.first <= since + around and days.last >= since - around
    told = latest_possible_day(claim)
    return told is not None and since <= told <= since + around
