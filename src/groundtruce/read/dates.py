"""Dates in words: where they stand, what they mean, and at which day the narrative stands."""

import bisect
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from groundtruce.model.documents import Piece
from groundtruce.model.readings import DateMention
from groundtruce.model.times import last_day, parse_day
from groundtruce.read.date_grammar import RULES
from groundtruce.read.date_meanings import Frame, Meaning, Resolver, resolve_year
from groundtruce.read.metadata import find_metadata
from groundtruce.read.quotations import find_quotations


class Narrative:
    """At which day the narrative stands, place by place.

    The narrator moves it by saying when something happened; words that somebody else utters, and dates that only tell
    one thing from another ("the agreement of 10 November"), leave it where it is.
    """

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._days: list[date] = []

    def move(self, position: int, day: date) -> None:
        """From `position` on the narrative stands at `day`. Positions come in the order of the text."""
        self._positions.append(position)
        self._days.append(day)

    def day_at(self, position: int) -> date | None:
        """The day at which the narrative stands at `position`; none before the first."""
        index = bisect.bisect_right(self._positions, position)
        return self._days[index - 1] if index else None


def find_dates(doc: Doc, *, published: str | None) -> tuple[DateMention, ...]:
    """The temporal expressions of `doc` in order, resolved against its publication (EDTF) and its narrative."""
    day = last_day(published) if published else None
    found, narrative = _find_matches(doc), Narrative()
    utterances = _utterances(doc.text)
    quoted: dict[Piece, Narrative] = {}
    mentions = []
    for match in found:
        told = _teller(match.start, utterances, narrative, quoted)
        current = told.day_at(match.start) or narrative.day_at(match.start)
        mention = _resolve(match, doc, found, published=day, narrative=current)
        if mention:
            mentions.append(mention)
            _move(told, doc, mention)
    return tuple(mentions)


def follow_narrative(doc: Doc, dates: Iterable[DateMention]) -> Narrative:
    """The narrator's own days."""
    narrative, utterances = Narrative(), _utterances(doc.text)
    for mention in dates:
        if not _inside(mention.span[0][0], utterances):
            _move(narrative, doc, mention)
    return narrative


# ---------------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\s*[-–—]\s*|,?\s+(?:to|until|till|and|through)\s+", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|after)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before|by)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_ASKS_FOR_YEAR = re.compile(
    r"\b(?:in|since|until|till|before|after|by|from|year|during|around|between|and|to)\s+$|[-–—(]$", re.IGNORECASE
)
_PLANNING_VERBS = frozenset(
    [
        "plan",
        "intend",
        "expect",
        "schedule",
        "due",
        "set",
        "hope",
        "want",
        "agree",
        "prepare",
        "aim",
        "mean",
        "slate",
        "need",
        "wait",
        "promise",
        "pledge",
    ]
)
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!.*/)")


class _Match(NamedTuple):
    """An expression in the text, or two that make a range."""

    start: int
    end: int
    match: re.Match[str]
    resolve: Resolver
    last: "_Match | None" = None


def _find_matches(doc: Doc) -> list[_Match]:
    """The longest expressions, from left to right, without overlaps."""
    text, skipped = doc.text, find_metadata(doc.text)
    candidates = [
        _Match(match.start(), match.end(), match, rule.resolve)
        for rule in RULES
        for match in rule.pattern.finditer(text)
        if not _inside(match.start(), skipped)
    ]
    candidates.sort(key=lambda found: (found.start, -found.end))
    matches: list[_Match] = []
    for found in candidates:
        if (not matches or found.start >= matches[-1].end) and _is_temporal(found, doc):
            matches.append(found)
    return _join_ranges(text, matches)


def _is_temporal(found: _Match, doc: Doc) -> bool:
    """Whether a bare number that could be a year is one: the words before it ask for a time, or the parser says so."""
    if found.resolve is not resolve_year or not found.match.group().isdigit():
        return True
    token = _span(doc, found.start, found.end)[-1]
    following = token.nbor() if token.i + 1 < len(doc) else None
    counts = following is not None and following.tag_ == "NNS" and following.dep_ != "npadvmod"
    asked = _ASKS_FOR_YEAR.search(doc.text, max(0, found.start - 12), found.start) is not None
    return not counts and (asked or token.ent_type_ == "DATE")


def _join_ranges(text: str, matches: Sequence[_Match]) -> list[_Match]:
    """Make "from 27 September to 10 November" one expression, and "1992-1994"."""
    joined: list[_Match] = []
    for found in matches:
        before = joined[-1] if joined else None
        if before and before.last is None and _makes_range(text, before, found):
            joined[-1] = before._replace(end=found.end, last=found)
        else:
            joined.append(found)
    return joined


def _makes_range(text: str, first: _Match, last: _Match) -> bool:
    between = text[first.end : last.start]
    dash = between.strip() in ("-", "–", "—") and between != " - "
    introduced = _FROM.search(text, max(0, first.start - 10), first.start) is not None
    return _BETWEEN.fullmatch(between) is not None and (dash or introduced)


def _resolve(
    found: _Match, doc: Doc, matches: Sequence[_Match], *, published: date | None, narrative: date | None
) -> DateMention | None:
    frame = _frame(found, doc, matches, published=published, narrative=narrative)
    meaning = found.resolve(found.match, frame)
    if meaning and found.last:
        meaning = _range(meaning, found.last.resolve(found.last.match, frame))
    if meaning is None:
        return None
    meaning = _open(meaning, doc.text, found.start)
    return DateMention(
        span=((found.start, found.end),),
        text=doc.text[found.start : found.end],
        type=meaning.type,
        value=meaning.value,
        edtf=meaning.edtf,
        anchor=meaning.anchor,
    )


def _range(first: Meaning, last: Meaning | None) -> Meaning | None:
    if last is None or not first.edtf or not last.edtf or "/" in first.edtf + last.edtf or first.edtf > last.edtf:
        return None
    return Meaning(first.type, f"{first.value}/{last.value}", f"{first.edtf}/{last.edtf}", first.anchor or last.anchor)


def _open(meaning: Meaning, text: str, start: int) -> Meaning:
    """The interval that "since", "after", "until", "before" or "by" leaves open."""
    if meaning.edtf is None or meaning.type != "date" or "/" in meaning.edtf:
        return meaning
    if _SINCE.search(text, max(0, start - 10), start):
        return meaning._replace(edtf=f"{meaning.edtf}/..")
    if _UNTIL.search(text, max(0, start - 10), start):
        return meaning._replace(edtf=f"../{meaning.edtf}")
    return meaning


def _frame(
    found: _Match, doc: Doc, matches: Sequence[_Match], *, published: date | None, narrative: date | None
) -> Frame:
    span = _span(doc, found.start, found.end)
    sentence = span[0].sent
    first, last = (
        bisect.bisect_left(matches, offset, key=lambda other: other.start)
        for offset in (sentence.start_char, sentence.end_char)
    )
    companions = [other for other in matches[first:last] if other is not found]
    year = _stated_year([found.last, *companions] if found.last else companions)
    if year is None and published is None and narrative is not None:
        year = narrative.year
    frame = Frame(
        published=published, narrative=narrative, future=_looks_ahead(span), past=_looks_back(span), year=year
    )
    return frame._replace(day=_stated_day(found, companions, frame))


def _stated_year(companions: Iterable[_Match]) -> int | None:
    """The year of a full date in the same sentence."""
    for other in companions:
        groups = other.match.groupdict()
        if groups.get("year") and (groups.get("month") or groups.get("m")):
            return int(groups["year"])
    return None


def _stated_day(found: _Match, companions: Iterable[_Match], frame: Frame) -> date | None:
    """The day that the sentence names nearest to a time of day."""
    if not {"hour", "word"} & found.match.groupdict().keys():
        return None
    for other in sorted(companions, key=lambda other: abs(other.start - found.start)):
        if not {"hour", "word"} & other.match.groupdict().keys():
            meaning = other.resolve(other.match, frame)
            if meaning and meaning.edtf and _A_DAY.match(meaning.edtf):
                return parse_day(meaning.edtf[:10])
    return None


def _looks_ahead(span: Span) -> bool:
    """Whether the clause speaks of what is to come: "will", "shall", "plans to", "is to"."""
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in ("VERB", "AUX"):
            return _is_future(token)
    return False


def _looks_back(span: Span) -> bool:
    """Whether the clause speaks of what has been: its verb is in the past or perfect tense."""
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in ("VERB", "AUX"):
            helpers = {child.tag_ for child in token.children if child.dep_ in ("aux", "auxpass")}
            have = any(child.lemma_ == "have" for child in token.children if child.dep_ == "aux")
            return token.tag_ == "VBD" or "VBD" in helpers or have
    return False


def _is_future(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if helpers & {"will", "shall", "'ll", "’ll", "must"}:
        return True
    if "to" in helpers and verb.dep_ in ("xcomp", "ccomp", "advcl", "acl"):
        return verb.head.lemma_ in _PLANNING_VERBS or (verb.head.lemma_ in ("be", "go") and verb.dep_ == "xcomp")
    return verb.dep_ == "conj" and verb.tag_ == "VB" and _is_future(verb.head)


def _move(narrative: Narrative, doc: Doc, mention: DateMention) -> None:
    """Let the narrative stand at a day that tells when something happened."""
    if not mention.edtf or mention.type not in ("date", "time") or not _A_DAY.match(mention.edtf):
        return
    if _tells_when(_span(doc, *mention.span[0])):
        narrative.move(mention.span[0][0], parse_day(mention.edtf[:10]))


def _tells_when(span: Span) -> bool:
    """Whether the date belongs to a verb of the narrative, not to a noun or to a clause about a noun."""
    token = span.root
    while token.dep_ in ("pobj", "prep", "compound", "nummod", "appos", "conj", "nmod") and token.head is not token:
        token = token.head
        if token.pos_ in ("NOUN", "PROPN") and not span.start <= token.i < span.end:
            return False
    verb = token.head if token.pos_ not in ("VERB", "AUX") else token
    return verb.dep_ not in ("relcl", "acl") and not _looks_ahead(span)


def _utterances(text: str) -> list[Piece]:
    return [(quotation.start, quotation.end) for quotation in find_quotations(text) if quotation.utterance]


def _inside(position: int, pieces: Iterable[Piece]) -> bool:
    return any(start <= position < end for start, end in pieces)


def _teller(
    position: int, utterances: Iterable[Piece], narrative: Narrative, quoted: dict[Piece, Narrative]
) -> Narrative:
    """The narrator's narrative, or that of the utterance in which `position` lies."""
    for utterance in utterances:
        if _inside(position, (utterance,)):
            return quoted.setdefault(utterance, Narrative())
    return narrative


def _span(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    return span
