"""Events in words: what happened, who did it to whom, where, when, how many suffered, and who says so."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import structs
from spacy.tokens import Doc, Token

from groundtruce.model.cases import Case
from groundtruce.model.claims import (
    HOSTILE_EVENT_TYPES,
    POLITICAL_EVENT_TYPES,
    Attribution,
    EventMention,
    MentionedPlace,
    Participant,
    Realis,
    Silence,
)
from groundtruce.model.documents import Span
from groundtruce.model.ids import identify
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention
from groundtruce.read.dates import Narrative, follow_narrative
from groundtruce.read.events.casualties import add_counts
from groundtruce.read.events.deeds import find_deeds
from groundtruce.read.events.frames import find_main_predicates
from groundtruce.read.events.lexicon import DIRECTIONS, GROUND, ZONES
from groundtruce.read.events.realis import judge_realis
from groundtruce.read.events.repetition import link_repeats
from groundtruce.read.events.roles import name_phrase, nearest_subject, phrase_end, phrase_start
from groundtruce.read.events.root_model import RootModel
from groundtruce.read.events.told import Told
from groundtruce.read.events.triggers import Parties, find_told
from groundtruce.read.events.weapons import find_weapon
from groundtruce.read.parties import index_parties
from groundtruce.read.phrases import cover_tokens


def find_events(
    doc: Doc,
    *,
    document: str,
    case: Case | None,
    attributions: Sequence[Attribution],
    dates: Sequence[DateMention],
    toponyms: Sequence[Toponym],
    silences: Sequence[Silence] = (),
    roots: RootModel | None = None,
) -> tuple[EventMention, ...]:
    """The events that `doc` tells, in order.

    A mention stands in the innermost attribution whose content holds its trigger. Its date is its clause's, else the
    day at which the narrative stands; words that somebody utters take their dates from the utterance alone. Casualties
    belong to the event that caused them, or are an event of their own. Who is told to be silent does no political deed.
    """
    text = doc.text
    by_sentence = _by_sentence(doc, [date for date in dates if not _stands_alone(date, text)])
    surroundings = _Surroundings(
        doc=doc,
        text=text,
        document=document,
        parties=Parties(case),
        attributions=_by_block(attributions),
        dates=by_sentence,
        toponyms={top.span[0][0]: top for top in toponyms},
        narrative=follow_narrative(doc, _dates_of_events(doc, by_sentence)),
    )
    places = {token.i for top in toponyms for token in _tokens(top, doc)}
    told = find_told(doc, case=case, places=places)
    if roots is not None:
        predicates = [verb for verb in find_main_predicates(doc) if not _is_within(verb, silences)]
        told = find_deeds(told, predicates=predicates, roots=roots, parties=index_parties(case))
    told = _join_sentences(told, surroundings)
    mentions = [_mention(event, surroundings) for event in told]
    return tuple(link_repeats(list(_inherit_places(mentions, surroundings.text))))


# ---------------------------------------------------------------------------------------------------------------

_LOCATIVES = frozenset(
    {
        "in",
        "near",
        "at",
        "around",
        "outside",
        "inside",
        "along",
        "toward",
        "towards",
        "into",
        "within",
        "on",
        "from",
        "against",
        "across",
    }
)
# The day of these is not the day of what they tell of.
_REPORTING = frozenset({"report", "announce", "claim", "confirm", "inform", "complain", "mention", "describe", "note"})
_BLOCK = 1000
_PARAGRAPH = "\n\n"
_VILLAGE_KM = 20.0
_NEARNESS = frozenset({"near", "at", "around", "along", "outside", "toward", "towards"})
_MOVES = frozenset({"zone expansion", "zone withdrawal"})
# Where such an event happened is where it was decided, which texts name for other reasons.
_PLACELESS = POLITICAL_EVENT_TYPES | {"sanction", "agreement"}
_MAGNITUDE = re.compile(
    r"(?:(?:about|around|some|up to|at least|more than|over|nearly|almost)\s+)?"
    r"(?:\d[\d.,]{0,20}|dozens of|tens of|hundreds of|several|a few|a|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"[\s-]+(?:kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|hectares?|square\s+\w+)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(rf"\b({'|'.join(DIRECTIONS)})(?:ern|wards?|ernmost)?\b", re.IGNORECASE)


class _Surroundings(NamedTuple):
    """What was read in the text before its events."""

    doc: Doc
    text: str
    """The text of `doc`, which builds it anew each time it is asked."""
    document: str
    parties: Parties
    attributions: Mapping[int, Sequence[Attribution]]
    """By the block of the text, `_BLOCK` characters long, into which their content reaches."""
    dates: Mapping[int, Sequence[DateMention]]
    """By the first token of their sentence."""
    toponyms: Mapping[int, Toponym]
    """By the offset at which they start."""
    narrative: Narrative


def _is_within(token: Token, silences: Iterable[Silence]) -> bool:
    return any(start <= token.idx < end for silence in silences for start, end in silence.span)


def _by_sentence(doc: Doc, dates: Iterable[DateMention]) -> dict[int, list[DateMention]]:
    found: dict[int, list[DateMention]] = {}
    for date in dates:
        span = doc.char_span(*date.span[0], alignment_mode="expand")
        assert span is not None
        found.setdefault(span[0].sent.start, []).append(date)
    return found


def _dates_of_events(doc: Doc, by_sentence: Mapping[int, Sequence[DateMention]]) -> list[DateMention]:
    """The dates but those that tell when was said what has a date of its own."""
    return [
        date
        for beside in by_sentence.values()
        for verbs in [[_dated_verb(each, doc) for each in beside]]
        for date, verb in zip(beside, verbs, strict=True)
        if not _tells_when_said(verb, verbs)
    ]


def _dated_verb(date: DateMention, doc: Doc) -> Token | None:
    """The verb that a date hangs on, by itself and not within a noun's phrase such as "Saturday's fighting"."""
    span = doc.char_span(*date.span[0], alignment_mode="expand")
    above = (
        [token for token in span.root.ancestors if token.pos_ in ("VERB", "NOUN", "PROPN")] if span is not None else []
    )
    return above[0] if above and above[0].pos_ == "VERB" else None


def _tells_when_said(verb: Token | None, dated: Iterable[Token | None]) -> bool:
    """Whether the verb reports a clause, and another date of the sentence belongs to another verb."""
    reports = verb is not None and any(child.dep_ == "ccomp" for child in verb.children)
    return reports and any(other not in (None, verb) for other in dated)


def _stands_alone(date: DateMention, text: str) -> bool:
    """Whether a date is a line of its own: then it dates the text, and nothing that the text tells."""
    start, end = date.span[0]
    return not text[text.rfind("\n", 0, start) + 1 : start].strip() and not text[end:].partition("\n")[0].strip(" .")


def _covers(span: Span, offset: int) -> bool:
    return any(start <= offset < end for start, end in span)


def _by_block(attributions: Iterable[Attribution]) -> dict[int, list[Attribution]]:
    found: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        blocks = {block for start, end in attribution.content for block in range(start // _BLOCK, end // _BLOCK + 1)}
        for block in blocks:
            found.setdefault(block, []).append(attribution)
    return found


def _mention(event: Told, around: _Surroundings) -> EventMention:
    attribution = _innermost(event.trigger, around.attributions)
    realis = judge_realis(event, attribution)
    span = _span(event)
    moved = event.type in _MOVES
    return EventMention(
        id=identify("event", around.document, event.type, span),
        type=event.type,
        span=span,
        actors=_participants(_actors(event), around),
        targets=_participants(_targets(event), around),
        place=_place(event, around),
        date=_date(event, attribution, realis, around),
        deaths=add_counts(casualties.deaths for casualties in event.casualties),
        injured=add_counts(casualties.injured for casualties in event.casualties),
        attribution=attribution.id if attribution else None,
        realis=realis,
        weapon=_weapon(event),
        direction=_direction(event) if moved else None,
        magnitude=_magnitude(event) if moved else None,
    )


def _weapon(event: Told) -> str | None:
    """What was used, in the words of its noun phrase."""
    weapon = find_weapon(event) if event.type in HOSTILE_EVENT_TYPES else None
    return name_phrase(weapon).text if weapon is not None else None


def _inherit_places(mentions: Sequence[EventMention], text: str) -> Iterator[EventMention]:
    """Casualties that are told without a place suffered where the attack did that the same paragraph told before."""
    before: EventMention | None = None
    for mention in mentions:
        if mention.type == "casualties" and not (mention.place or mention.actors) and before is not None:
            placed = structs.replace(mention, place=before.place)
            yield mention if _PARAGRAPH in text[before.span[-1][1] : mention.span[0][0]] else placed
        else:
            yield mention
        before = mention if mention.type in HOSTILE_EVENT_TYPES else before


def _join_sentences(told: Sequence[Told], around: _Surroundings) -> list[Told]:
    """Let casualties that a sentence tells without a cause belong to the attack that the sentence before tells.

    Both must be the same person's words in one paragraph, and the casualties nobody else's deed.
    """
    joined: list[Told] = []
    for event in told:
        before = joined[-1] if joined else None
        if before and event.type == "casualties" and _continues(before, event, around):
            before.casualties += event.casualties
        else:
            joined.append(event)
    return joined


def _continues(before: Told, event: Told, around: _Surroundings) -> bool:
    between = around.doc[before.trigger.i : event.trigger.i].text
    hostile = before.type in HOSTILE_EVENT_TYPES - {"casualties"}
    next_sentence = event.trigger.sent.start == before.trigger.sent.end
    same_source = _innermost(before.trigger, around.attributions) == _innermost(event.trigger, around.attributions)
    own_frame = event.roles.agents or _own_date(event, around) or _tops(event.clause.subtree, around)
    return (
        hostile
        and next_sentence
        and same_source
        and not before.casualties
        and not own_frame
        and _PARAGRAPH not in between
    )


def _innermost(trigger: Token, attributions: Mapping[int, Sequence[Attribution]]) -> Attribution | None:
    """The attribution with the shortest content that holds the trigger."""
    start, end = trigger.idx, trigger.idx + len(trigger)
    near = attributions.get(start // _BLOCK, ())
    holding = [one for one in near if any(a <= start and end <= b for a, b in one.content)]
    return min(holding, key=lambda one: sum(b - a for a, b in one.content), default=None)


def _span(event: Told) -> Span:
    """The words that tell the event: its clause's core, and those that tell its casualties."""
    doc, trigger = event.trigger.doc, event.trigger
    members = set(_core(trigger, event))
    for casualties in event.casualties:
        members |= set(_core(casualties.trigger, event))
    return cover_tokens(doc, members)


def _core(trigger: Token, event: Told) -> range:
    """From the subject to the last object, without adjuncts; for a moved boundary with how far it moved."""
    if trigger.pos_ == "VERB":
        verb, first, last = trigger, trigger.i, trigger.i
    else:
        first, last = phrase_start(trigger), phrase_end(trigger)
        if trigger.dep_ not in ("dobj", "nsubj", "nsubjpass") and trigger.head.lower_ != "under":
            return range(first, last + 1)
        verb = event.clause
    subject = nearest_subject(verb)
    first = min(first, verb.i, phrase_start(subject) if subject is not None and subject.i < verb.i else verb.i)
    ends = (
        phrase_end(child, whole=True) for child in verb.children if child.dep_ in ("dobj", "prt", "agent", "dative")
    )
    return range(first, max(last, verb.i, *ends, *_measure(event)) + 1)


def _measure(event: Told) -> list[int]:
    """The tokens that say how far and where to a boundary moved."""
    if event.type not in _MOVES:
        return []
    start, words = event.clause.idx, _after_trigger(event)
    ends = [start + found.end() - 1 for found in (_DIRECTION.search(words), _MAGNITUDE.search(words)) if found]
    return [token.i for token in event.clause.subtree for end in ends if token.idx <= end < token.idx + len(token)]


def _actors(event: Told) -> tuple[Token, ...]:
    """Those who act. What grows or shrinks by itself, and the map that shows it, is no actor."""
    if event.type.startswith("zone"):
        return tuple(head for head in event.roles.agents if head.lemma_.lower() not in ZONES)
    return event.roles.agents


def _targets(event: Told) -> tuple[Token, ...]:
    if event.type.startswith("zone") and not event.roles.patients:
        return tuple(head for head in event.roles.agents if head.lemma_.lower() in ZONES)
    if event.type == "sanction":
        return _sanctioned(event.roles.patients) or event.roles.patients
    if event.type in ("ceasefire violation", "agreement"):
        return ()
    return event.roles.patients


def _sanctioned(patients: Iterable[Token]) -> tuple[Token, ...]:
    """The country whose goods are stopped: "supplies from X", "imports of X's goods"."""
    return tuple(
        token
        for head in patients
        for token in head.subtree
        if token.ent_type_ in ("GPE", "NORP")
        and (token.dep_ in ("poss", "amod") or token.head.lower_ in ("from", "on", "against"))
    )


def _participants(heads: Iterable[Token], around: _Surroundings) -> tuple[Participant, ...]:
    return tuple(_participant(head, around) for head in dict.fromkeys(heads) if head.tag_ not in ("WDT", "WP"))


def _participant(head: Token, around: _Surroundings) -> Participant:
    words = name_phrase(head)
    return Participant(
        text=words.text,
        span=((words.start_char, words.end_char),),
        party=around.parties.party_of(words.text),
    )


def _place(event: Told, around: _Surroundings) -> MentionedPlace | None:
    """Where: behind a preposition of place, else the ground that is acted on, else the nearest place name of the clause."""
    phrases = _places_in_words(event)
    for words in phrases:
        inside = _tops(words, around)
        if inside:
            return _mentioned(words, min(inside, key=lambda top: top.uncertainty_km or 0), around)
    near = [top for top in _tops(event.clause.subtree, around) if _stands_free(top, event, around.doc)]
    if near and event.type not in _PLACELESS:
        top = min(near, key=lambda top: abs(top.span[0][0] - event.trigger.idx))
        return _mentioned(_tokens(top, around.doc), top, around)
    for words in phrases:
        if any(token.lemma_.lower() in GROUND for token in words):
            return _mentioned(words, None, around)
    return _place_before(event, around)


def _place_before(event: Told, around: _Surroundings) -> MentionedPlace | None:
    """For "the shelling", of which the paragraph spoke before, the last place that it named."""
    noun = event.trigger
    if noun.pos_ != "NOUN" or noun.i == event.clause.i or not any(child.lower_ == "the" for child in noun.lefts):
        return None
    begins = around.text.rfind(_PARAGRAPH, 0, noun.idx)
    named = [
        top
        for start, top in around.toponyms.items()
        if begins < start < noun.idx and top.longitude is not None and (top.uncertainty_km or 0.0) <= _VILLAGE_KM
    ]
    top = max(named, key=lambda top: top.span, default=None)
    return _mentioned(_tokens(top, around.doc), top, around) if top else None


def _places_in_words(event: Told) -> list[list[Token]]:
    """The phrases that may say where, the surest first."""
    located = _located((event.trigger, event.clause), _LOCATIVES)
    if event.type in _PLACELESS:
        return located
    located += _located((casualties.trigger for casualties in event.casualties), _LOCATIVES)
    located += _located(event.roles.patients, _LOCATIVES - {"from"})
    located += [_words(head) for head in event.roles.patients]
    # "Violated by the X side near Y": the parser hangs the place on whom it stands behind.
    return located + _located(event.roles.agents, _NEARNESS if event.trigger.pos_ == "VERB" else _LOCATIVES)


def _located(heads: Iterable[Token], prepositions: frozenset[str]) -> list[list[Token]]:
    """What the prepositions under the heads introduce."""
    return [
        _words(noun)
        for head in dict.fromkeys(heads)
        for preposition in head.children
        if preposition.lower_ in prepositions
        for noun in preposition.children
        if noun.dep_ == "pobj" and noun.ent_type_ not in ("DATE", "TIME")
    ]


def _stands_free(top: Toponym, event: Told, doc: Doc) -> bool:
    """Whether a place name stands behind a preposition of place, not inside the name of somebody who takes part."""
    last = _tokens(top, doc)[-1]
    people = (token.i for head in (*event.roles.agents, *event.roles.patients) for token in _words(head))
    of = last.head.head.lower_ if last.head.lower_ == "of" else ""
    # A zone that grows takes in "the village of X".
    beside = of in DIRECTIONS or (of in GROUND and event.type in _MOVES)
    return (beside or last.head.lower_ in _LOCATIVES) and last.i not in set(people)


def _words(head: Token) -> list[Token]:
    return list(head.doc[phrase_start(head) : phrase_end(head) + 1])


def _tops(tokens: Iterable[Token], around: _Surroundings) -> list[Toponym]:
    """The resolved and unresolved place names that begin among the tokens."""
    return [around.toponyms[token.idx] for token in tokens if token.idx in around.toponyms]


def _tokens(top: Toponym, doc: Doc) -> list[Token]:
    span = doc.char_span(*top.span[0], alignment_mode="expand")
    return list(span) if span is not None else []


def _mentioned(words: Sequence[Token], top: Toponym | None, around: _Surroundings) -> MentionedPlace:
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    return MentionedPlace(
        text=around.text[start:end],
        span=((start, end),),
        gazetteer_id=top.gazetteer_id if top else None,
        longitude=top.longitude if top else None,
        latitude=top.latitude if top else None,
        uncertainty_km=top.uncertainty_km if top else None,
    )


def _date(event: Told, attribution: Attribution | None, realis: Realis, around: _Surroundings) -> str | None:
    own = _own_date(event, around, inside=attribution.content if attribution else ())
    if own:
        return own
    if _is_report_dated(event, around):
        return None
    if realis in ("planned", "conditional") or (attribution and attribution.mode == "direct"):
        return None
    day = around.narrative.day_at(event.trigger.idx)
    return day.isoformat() if day else None


def _reporting_head(event: Told) -> Token | None:
    """The verb that only reports the event: "reported the first violation", "reported shelling of the village"."""
    head = event.clause if event.trigger != event.clause else event.trigger.head
    nominal = event.trigger != event.clause or event.trigger.tag_ == "VBG"
    return head if nominal and head.lemma_ in _REPORTING else None


def _is_report_dated(event: Told, around: _Surroundings) -> bool:
    """Whether the sentence dates the reporting: "on Tuesday the ministry reported the first violation"."""
    head = _reporting_head(event)
    dates = around.dates.get(event.trigger.sent.start, ())
    return head is not None and any(_dates(date, head, around.doc) for date in dates)


def _own_date(event: Told, around: _Surroundings, *, inside: Span = ()) -> str | None:
    """The date of the event's clause, of one that says when it was, or of the nearest clause or noun that it hangs on.

    One that stands `inside` the words that somebody is quoted with goes before one that tells when they were said.
    """
    reporting = _reporting_head(event)
    scopes = [event.trigger, *_when_clauses(event), *(each for each in event.trigger.ancestors if each != reporting)]
    near = around.dates.get(event.trigger.sent.start, ())
    for dates in ([date for date in near if _covers(inside, date.span[0][0])], near):
        for scope in scopes:
            found = [date for date in dates if _dates(date, scope, around.doc)]
            if found:
                return min(found, key=lambda date: abs(date.span[0][0] - event.trigger.idx)).edtf
    return None


def _when_clauses(event: Told) -> list[Token]:
    """The verbs of "were wounded when forces attacked on Saturday"."""
    return [
        clause
        for clause in (*event.clause.children, *(event.clause.head.children if event.clause.dep_ == "ccomp" else ()))
        if clause.dep_ == "advcl" and any(child.lower_ in ("when", "as", "while") for child in clause.children)
    ]


def _dates(date: DateMention, scope: Token, doc: Doc) -> bool:
    """Whether a date says when `scope` was: at most one noun, and no other clause, stands between them."""
    span = doc.char_span(*date.span[0], alignment_mode="expand")
    if date.edtf is None or date.type not in ("date", "time") or span is None or span.root == scope:
        return False
    path = []
    for token in span.root.ancestors:
        if token == scope:
            break
        path.append(token)
    else:
        return False
    outside = [token for token in path if not span.start <= token.i < span.end]
    clauses = [token for token in outside if token.pos_ in ("VERB", "AUX") and token.dep_ != "conj"]
    return not clauses and sum(token.pos_ in ("NOUN", "PROPN") for token in outside) <= 1


def _after_trigger(event: Told) -> str:
    """The text from the clause's verb to its end."""
    return event.clause.doc[event.clause.i : event.clause.right_edge.i + 1].text


def _direction(event: Told) -> str | None:
    found = _DIRECTION.search(_after_trigger(event))
    return found[1].lower() if found else None


def _magnitude(event: Told) -> str | None:
    found = _MAGNITUDE.search(_after_trigger(event))
    return found[0] if found else None
