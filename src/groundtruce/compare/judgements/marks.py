"""Marks: which of the passages that an answer cites somebody judged, said at each of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import structs

from groundtruce.compare.judgements.fields import list_changes
from groundtruce.compare.judgements.standing import decisions_by_document
from groundtruce.model.claims import Attribution, Claim, EventMention
from groundtruce.model.documents import Citation, Span
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import JudgementReference
from groundtruce.model.judgements import (
    JudgedDate,
    JudgedIncident,
    JudgedToponym,
    RecordedJudgement,
    kind_of,
)
from groundtruce.model.readings import Reading
from groundtruce.model.values import Value

_T = TypeVar("_T")
_Judged = tuple[JudgementReference, ...]


class Marks:
    """What people judged of the readings, which are as judged, and of the incidents."""

    def __init__(self, standing: Iterable[RecordedJudgement], readings: Mapping[str, Reading]) -> None:
        given = tuple(standing)
        self._of_incidents = [each for each in given if isinstance(each.judgement.about, JudgedIncident)]
        self._at: dict[tuple[str, Span], _Judged] = {}
        self._of_mentions: dict[tuple[str, str], _Judged] = {}
        for sha256, decisions in decisions_by_document(given).items():
            if sha256 in readings:
                self._mark_reading(readings[sha256], decisions)

    def mark(self, answer: _T) -> _T:
        """The answer with every citation of a judged passage, and every judged incident, saying so."""
        if not self._at and not self._of_incidents:
            return answer
        marked: _T = self._mark(answer)
        return marked

    def mark_claims(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims, those of judged mentions saying so."""
        return tuple(
            structs.replace(claim, judged=judged) if judged else claim
            for claim in claims
            for judged in [self._of_mentions.get((claim.document, claim.mention.id), ())]
        )

    # -----------------------------------------------------------------------------------------------------------

    def _mark_reading(self, reading: Reading, decisions: Sequence[RecordedJudgement]) -> None:
        sha256 = reading.document.sha256
        own = {each.judgement.statement: refer_to(each) for each in decisions}
        around = {each.id: each for each in reading.attributions}
        for attribution in reading.attributions:
            self._put(sha256, [attribution.content], own.get(f"{sha256}#{attribution.id}"))
        for silence in reading.silences:
            self._put(sha256, [silence.span], own.get(f"{sha256}#{silence.id}"))
        dated, placed = _dated(decisions), _placed(decisions)
        for mention in reading.event_mentions:
            bearing = [
                own.get(f"{sha256}#{mention.id}"),
                *(own.get(f"{sha256}#{each}") for each in _enclosing(mention.attribution, around)),
                placed.get(mention.place.span) if mention.place else None,
                dated.get(mention.id),
            ]
            judged = tuple(each for each in bearing if each)
            if judged:
                self._of_mentions[sha256, mention.id] = judged
                for span in _spans_of(mention):
                    self._at[sha256, span] = judged

    def _put(self, sha256: str, spans: Iterable[Span], reference: JudgementReference | None) -> None:
        for span in spans if reference else ():
            assert reference
            self._at[sha256, span] = (reference,)

    def _mark(self, value: Any) -> Any:
        if isinstance(value, Citation):
            judged = self._at.get((value.document, value.span)) if value.document and value.span else None
            return structs.replace(value, judged=judged) if judged else value
        if isinstance(value, tuple):
            items = tuple(self._mark(item) for item in value)
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        if not isinstance(value, Value):
            return value
        changes = {
            name: new for name in value.__struct_fields__ if (new := self._mark(old := getattr(value, name))) is not old
        }
        if isinstance(value, Incident):
            changes |= {"judged": judged} if (judged := self._judged_incident(value)) else {}
        return structs.replace(value, **changes) if changes else value

    def _judged_incident(self, incident: Incident) -> _Judged:
        mentions = set(incident.mentions)
        return tuple(
            refer_to(each)
            for each in self._of_incidents
            for about in [each.judgement.about]
            if isinstance(about, JudgedIncident)
            and not mentions.isdisjoint(placed.mention for placed in (*about.mentions, *about.apart))
        )


def refer_to(recorded: RecordedJudgement) -> JudgementReference:
    """How an answer names a judgement."""
    judgement = recorded.judgement
    about = judgement.about
    return JudgementReference(
        entry=recorded.entry,
        kind="incident" if isinstance(about, JudgedIncident) else kind_of(about.read),
        by=judgement.by,
        decision=judgement.decision,
        recorded=recorded.recorded,
        changed=() if isinstance(about, JudgedIncident) else list_changes(about.read, about.corrected),
        note=judgement.note,
    )


# ---------------------------------------------------------------------------------------------------------------


def _spans_of(mention: EventMention) -> Iterator[Span]:
    """Where an answer may cite a mention: as a whole, or by what it names."""
    yield mention.span
    yield from (each.span for each in (*mention.actors, *mention.targets))
    if mention.place:
        yield mention.place.span


def _enclosing(innermost: str | None, attributions: Mapping[str, Attribution]) -> Iterator[str]:
    seen: set[str] = set()
    while innermost is not None and innermost in attributions and innermost not in seen:
        seen.add(innermost)
        yield innermost
        innermost = attributions[innermost].within


def _dated(decisions: Iterable[RecordedJudgement]) -> dict[str, JudgementReference]:
    return {
        mention: refer_to(each)
        for each in decisions
        if isinstance(each.judgement.about, JudgedDate)
        for mention in each.judgement.about.mentions
    }


def _placed(decisions: Iterable[RecordedJudgement]) -> dict[Span, JudgementReference]:
    return {
        each.judgement.about.read.span: refer_to(each)
        for each in decisions
        if isinstance(each.judgement.about, JudgedToponym)
    }
