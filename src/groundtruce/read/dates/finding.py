"""Dates in words: where they stand, what they mean, and at which day the narrative stands."""

import bisect
import re
from collections.abc import Iterable, Sequence
from datetime import date

from spacy.tokens import Doc, Span

from groundtruce.model.documents import Piece
from groundtruce.model.readings import DateMention
from groundtruce.model.times import last_day, parse_day
from groundtruce.read.dates import meanings, relations
from groundtruce.read.dates.anchors import Narrative, Told
from groundtruce.read.dates.frames import Frame, Meaning
from groundtruce.read.dates.matches import Match, find_matches, is_history, span_of
from groundtruce.read.dates.ranges import LINK, join_ranges
from groundtruce.read.dates.tense import belongs_to_noun, find_tense, tells_when
from groundtruce.read.quotations import find_quotations

__all__ = ["Narrative", "find_dates", "follow_narrative"]


def find_dates(doc: Doc, *, published: str | None) -> tuple[DateMention, ...]:
    """The temporal expressions of `doc` in order, resolved against its publication (EDTF) and its narrative."""
    text = doc.text  # spaCy makes it anew each time
    matches = find_matches(doc, text)
    day = last_day(published) if published else None
    reader = _Reader(doc, text, matches, published=day)
    return join_ranges(text, [mention for match in matches if (mention := reader.read(match))])


def follow_narrative(doc: Doc, dates: Iterable[DateMention]) -> Narrative:
    """The narrator's own days."""
    narrative, utterances = Narrative(), _Utterances(doc.text)
    for mention in dates:
        if utterances.around(mention.span[0][0]) is None:
            _move(narrative, doc, mention)
    return narrative


# ---------------------------------------------------------------------------------------------------------------

_SINCE = re.compile(r"\b(?:since|after)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before|by)\s+$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:until|till|by|through|(?:extended|postponed|delayed|moved)\s+to|as\s+(?:early|soon)\s+as|effective|payable|due|scheduled\s+for|planned\s+for|set\s+for"
    r"|no\s+later\s+than|starting|beginning|between\s+now\s+and)\s+$",
    re.IGNORECASE,
)
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEIGHBOURS = 6
"""How many expressions on either side of one are looked at for its year or day: enough for any sentence but a list."""
_COMPARISONS = (
    relations.resolve_ago,
    relations.resolve_year_before,
    relations.resolve_quarter_of_year,
)
"""What compares the time that is told with another does not move it."""


class _Utterances:
    """Where somebody else than the narrator speaks."""

    def __init__(self, text: str) -> None:
        quotations = (quotation for quotation in find_quotations(text) if quotation.utterance and quotation.depth == 0)
        self._pieces: list[Piece] = [(quotation.start, quotation.end) for quotation in quotations]

    def around(self, position: int) -> Piece | None:
        """The utterance in which `position` lies."""
        index = bisect.bisect_right(self._pieces, (position, float("inf"))) - 1
        if index < 0 or position >= self._pieces[index][1]:
            return None
        return self._pieces[index]


class _Reader:
    """Resolves the expressions of a text one after the other, each against what was told before it."""

    def __init__(self, doc: Doc, text: str, matches: Sequence[Match], *, published: date | None) -> None:
        self._doc, self._text, self._matches = doc, text, matches
        self._published = published
        self._history = is_history(matches, published)
        self._utterances = _Utterances(text)
        self._narrative = Narrative()
        self._quoted: dict[Piece, Narrative] = {}
        self._told = Told()
        self._at = 0

    def read(self, found: Match) -> DateMention | None:
        """The mention that an expression makes; none where it has no meaning. Expressions come in order."""
        utterance = self._utterances.around(found.start)
        narrative = self._quoted.setdefault(utterance, Narrative()) if utterance else self._narrative
        frame = self._frame(found, narrative.day_at(found.start) or self._narrative.day_at(found.start))
        self._at += 1
        meaning = _resolve(found, frame)
        if meaning is None:
            return None
        meaning = _qualify(meaning, found, self._text)
        mention = DateMention(
            span=((found.start, found.end),),
            text=self._text[found.start : found.end],
            type=meaning.type,
            value=meaning.value,
            edtf=meaning.edtf,
            anchor=meaning.anchor,
        )
        if meaning.type in ("date", "time"):
            if self._moves_on(found):
                self._told = self._told.after(meaning.value)
            _move(narrative, self._doc, mention)
        return mention

    def _moves_on(self, found: Match) -> bool:
        """Whether an expression says of which time the text tells on; not what compares that time with an earlier one."""
        groups = found.match.groupdict()
        compares = found.resolve in _COMPARISONS or (groups.get("which") or "").lower() == "previous"
        if compares or groups.get("side") in ("earlier", "before", "beforehand", "previously"):
            return False
        span = span_of(self._doc, found.start, found.end)
        return not (self._history and found.resolve is meanings.resolve_year and belongs_to_noun(span))

    def _frame(self, found: Match, narrative: date | None) -> Frame:
        span = span_of(self._doc, found.start, found.end)
        before, after = self._companions(span)
        tense = find_tense(span)
        year = _stated_year(found, before, after, self._text)
        if year and self._published and not self._history and tense == "future" and year < self._published.year:
            year = None
        if year is None and self._published is None and self._told.year and not self._told.day:
            year = self._told.year.year
        frame = Frame(
            published=self._published,
            narrative=self._told.latest_day if self._history else narrative,
            told=self._told,
            history=self._history or self._published is None,
            tense=None if tense != "future" and belongs_to_noun(span) else tense,
            deadline=_DEADLINE.search(self._text, max(0, found.start - 20), found.start) is not None,
            year=year,
        )
        return frame._replace(day=_stated_day([*reversed(before), *after], found, frame)) if found.is_clock else frame

    def _companions(self, span: Span) -> tuple[list[Match], list[Match]]:
        """The expressions of the same sentence before and after the current one, up to a few."""
        sentence = span[0].sent
        before = self._matches[max(0, self._at - _NEIGHBOURS) : self._at]
        after = self._matches[self._at + 1 : self._at + 1 + _NEIGHBOURS]
        return (
            [other for other in before if other.start >= sentence.start_char],
            [other for other in after if other.start < sentence.end_char],
        )


def _resolve(found: Match, frame: Frame) -> Meaning | None:
    day = _resolve(found.day, frame) if found.day else None
    if day and _A_DAY.match(day.value):
        frame = frame._replace(day=parse_day(day.value[:10]))
    try:
        meaning = found.resolve(found.match, frame)
    except (ValueError, OverflowError):
        return None  # the calendar of the computer ends at the years 1 and 9999
    return meaning._replace(anchor=day.anchor) if meaning and day else meaning


def _qualify(meaning: Meaning, found: Match, text: str) -> Meaning:
    """The date as the record keeps it: open after "since" or before "until", approximate after "about"."""
    edtf = meaning.edtf
    if edtf is None or meaning.type != "date" or "/" in edtf:
        return meaning
    if found.match.groupdict().get("about"):
        edtf = f"{edtf}~"
    if _SINCE.search(text, max(0, found.start - 10), found.start):
        edtf = f"{edtf}/.."
    elif _UNTIL.search(text, max(0, found.start - 10), found.start):
        edtf = f"../{edtf}"
    return meaning._replace(edtf=edtf)


def _stated_year(found: Match, before: Sequence[Match], after: Sequence[Match], text: str) -> int | None:
    """The year of a full date that the sentence names before, or that follows as the other end of a range."""
    for other in reversed(before):
        if year := _year_of_full_date(other):
            return year
    if after and LINK.fullmatch(text[found.end : after[0].start]):
        return _year_of_full_date(after[0])
    return None


def _year_of_full_date(found: Match) -> int | None:
    groups = found.match.groupdict()
    full = groups.get("year") and (groups.get("month") or groups.get("m") or groups.get("season"))
    return int(groups["year"]) if full else None


def _stated_day(companions: Iterable[Match], found: Match, frame: Frame) -> date | None:
    """The day that the sentence names nearest to a time of day."""
    for other in sorted(companions, key=lambda other: abs(other.start - found.start)):
        if not other.is_clock:
            meaning = _resolve(other, frame)
            if meaning and _A_DAY.match(meaning.value):
                return parse_day(meaning.value[:10])
    return None


def _move(narrative: Narrative, doc: Doc, mention: DateMention) -> None:
    """Let the narrative stand at a day that tells when something happened; not at one that leaves it open."""
    if mention.type not in ("date", "time") or not _A_DAY.match(mention.value) or ".." in (mention.edtf or ".."):
        return
    if tells_when(span_of(doc, *mention.span[0])):
        narrative.move(mention.span[0][0], parse_day(mention.value[:10]))
