"""Readings as judged: what was rejected is gone, what was corrected has the corrected value.

A judgement is bound to its document by the hash, to its statement by the identifier, and where a later release reads the
document anew and gives it another, by kind and span. What a person accepted or corrected stays also where a later reading no
longer has it. An event mention that nobody judged itself follows the judged date, toponym and attribution that it rests on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import structs

from groundtruce.compare.judgements.standing import decisions_by_document
from groundtruce.model.claims import Attribution, EventMention, MentionedPlace
from groundtruce.model.documents import Span
from groundtruce.model.judgements import (
    JudgedAttribution,
    JudgedDate,
    JudgedEvent,
    JudgedSilence,
    JudgedToponym,
    RecordedJudgement,
    Statement,
    identify_statement,
    span_of,
)
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention, Reading

_S = TypeVar("_S", bound=Statement)


def judge_readings(readings: Mapping[str, Reading], standing: Iterable[RecordedJudgement]) -> dict[str, Reading]:
    """The readings, by their documents, as the judgements that stand leave them."""
    decided = decisions_by_document(standing)
    return {
        sha256: judge_reading(reading, decided[sha256]) if sha256 in decided else reading
        for sha256, reading in readings.items()
    }


def judge_reading(reading: Reading, decisions: Sequence[RecordedJudgement]) -> Reading:
    """One document's reading as the latest decisions about its statements leave it."""
    document = reading.document.sha256
    about = [(each.judgement.decision, each.judgement.about) for each in decisions]
    dates = [_Ruling(d, a.read, a.corrected) for d, a in about if isinstance(a, JudgedDate)]
    toponyms = [_Ruling(d, a.read, a.corrected) for d, a in about if isinstance(a, JudgedToponym)]
    attributions = [_Ruling(d, a.read, a.corrected) for d, a in about if isinstance(a, JudgedAttribution)]
    events = [_Ruling(d, a.read, a.corrected) for d, a in about if isinstance(a, JudgedEvent)]
    silences = [_Ruling(d, a.read, a.corrected) for d, a in about if isinstance(a, JudgedSilence)]
    around = _enclose(reading.attributions, attributions, document)
    own = {ruling.read.id for ruling in events}
    follow = _follow([a for d, a in about if isinstance(a, JudgedDate)], dates, toponyms, own)
    return structs.replace(
        reading,
        dates=_rule(reading.dates, dates, document),
        toponyms=_rule(reading.toponyms, toponyms, document),
        attributions=tuple(
            each if around(each.within) == each.within else structs.replace(each, within=around(each.within))
            for each in _rule(reading.attributions, attributions, document)
        ),
        event_mentions=tuple(
            follow(
                each
                if around(each.attribution) == each.attribution
                else structs.replace(each, attribution=around(each.attribution))
            )
            for each in _rule(reading.event_mentions, events, document)
        ),
        silences=_rule(reading.silences, silences, document),
    )


# ---------------------------------------------------------------------------------------------------------------


class _Ruling(NamedTuple, Generic[_S]):
    """What was decided about one statement."""

    decision: str
    read: _S
    corrected: _S | None

    @property
    def value(self) -> _S | None:
        """The statement as it holds; none for one that does not."""
        return None if self.decision == "reject" else self.corrected or self.read


def _rule(statements: Sequence[_S], rulings: Sequence[_Ruling[_S]], document: str) -> tuple[_S, ...]:
    """The statements by the rulings, in the order of the text."""
    if not rulings:
        return tuple(statements)
    bound = _bind(statements, rulings, document)
    kept = [
        value
        for place, statement in enumerate(statements)
        for value in [bound[place].value if place in bound else statement]
        if value is not None
    ]
    missing: list[_S] = [value for each in rulings if each not in bound.values() and (value := each.value) is not None]
    return tuple(sorted([*kept, *missing], key=_start_of)) if missing else tuple(kept)


def _bind(statements: Sequence[_S], rulings: Sequence[_Ruling[_S]], document: str) -> dict[int, _Ruling[_S]]:
    """Which statement, by its place, a ruling is about."""
    identifiers = {identify_statement(each, document=document): place for place, each in enumerate(statements)}
    bound: dict[int, _Ruling[_S]] = {}
    adrift: list[_Ruling[_S]] = []
    for ruling in rulings:
        place = identifiers.get(identify_statement(ruling.read, document=document))
        if place is None:
            adrift.append(ruling)
        else:
            bound[place] = ruling
    for ruling in adrift:
        there = [
            place
            for place, each in enumerate(statements)
            if span_of(each) == span_of(ruling.read) and place not in bound
        ]
        if len(there) == 1:
            bound[there[0]] = ruling
    return bound


def _start_of(statement: Statement) -> int:
    return span_of(statement)[0][0]


def _enclose(
    attributions: Sequence[Attribution], rulings: Sequence[_Ruling[Attribution]], document: str
) -> Callable[[str | None], str | None]:
    """What a statement stands in: of a rejected attribution, what that one stood in."""
    bound = _bind(attributions, rulings, document)
    moved: dict[str, str | None] = {}
    for place, ruling in bound.items():
        now = ruling.read.within if ruling.value is None else ruling.value.id
        if attributions[place].id != now:
            moved[attributions[place].id] = now
    moved |= {each.read.id: each.read.within for each in rulings if each.value is None}

    def around(identifier: str | None) -> str | None:
        seen: set[str] = set()
        while identifier in moved and identifier not in seen:
            seen.add(identifier)
            identifier = moved[identifier]
        return identifier

    return around


def _follow(
    judged_dates: Sequence[JudgedDate],
    dates: Sequence[_Ruling[DateMention]],
    toponyms: Sequence[_Ruling[Toponym]],
    own: set[str],
) -> Callable[[EventMention], EventMention]:
    """How an event mention that nobody judged itself follows its judged date and place."""
    dated = {
        mention: ruling.value.edtf if ruling.value else None
        for judged, ruling in zip(judged_dates, dates, strict=True)
        if ruling.value != ruling.read
        for mention in judged.mentions
    }
    placed: dict[Span, Toponym | None] = {each.read.span: each.value for each in toponyms if each.value != each.read}

    def follow(mention: EventMention) -> EventMention:
        if mention.id in own:
            return mention
        if mention.id in dated:
            mention = structs.replace(mention, date=dated[mention.id])
        if mention.place and mention.place.span in placed:
            mention = structs.replace(mention, place=_place_of(placed[mention.place.span], mention.place))
        return mention

    return follow


def _place_of(toponym: Toponym | None, place: MentionedPlace) -> MentionedPlace | None:
    if toponym is None:
        return None
    return structs.replace(
        place,
        gazetteer_id=toponym.gazetteer_id,
        longitude=toponym.longitude,
        latitude=toponym.latitude,
        uncertainty_km=toponym.uncertainty_km,
    )
