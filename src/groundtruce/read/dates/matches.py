"""Where a text has temporal expressions."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc, Span

from groundtruce.read.dates import hours, meanings, relations
from groundtruce.read.dates.contexts import is_temporal
from groundtruce.read.dates.frames import Resolver
from groundtruce.read.dates.grammar import find_expressions
from groundtruce.read.metadata import find_metadata


class Match(NamedTuple):
    """An expression in the text; a time of day with the day that follows it is one expression."""

    start: int
    end: int
    match: re.Match[str]
    resolve: Resolver
    day: "Match | None" = None

    @property
    def is_clock(self) -> bool:
        """Whether it is a time of day, which a day goes with."""
        return self.resolve in _CLOCKS


def find_matches(doc: Doc, text: str) -> list[Match]:
    """The longest expressions, from left to right, without overlaps."""
    skipped = max((end for _, end in find_metadata(text)), default=0)
    candidates = [
        Match(start, end, match, rule.resolve) for start, end, match, rule in find_expressions(text) if start >= skipped
    ]
    candidates.sort(key=lambda found: (found.start, -found.end))
    matches: list[Match] = []
    for found in candidates:
        free = not matches or found.start >= matches[-1].end
        if free and is_temporal(found.match, found.resolve, span_of(doc, found.start, found.end), text):
            matches.append(found)
    return _join_clocks(text, matches)


def is_history(matches: Sequence[Match], published: date | None) -> bool:
    """Whether most dates of a text lie more than a year before its publication, and few are counted from it."""
    if published is None:
        return False
    groups = [found.match.groupdict() for found in matches]
    years = [0 if group.get("bc") else int(group["year"]) for group in groups if group.get("bc") or group.get("year")]
    distant = sum(year < published.year - 1 for year in years)
    counted = sum(found.resolve in _FROM_PUBLICATION for found in matches)
    return distant >= 4 and distant > 2 * counted and 2 * distant > len(years)


def span_of(doc: Doc, start: int, end: int) -> Span:
    """The tokens that characters of the text touch."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    return span


# ---------------------------------------------------------------------------------------------------------------

_CLOCKS = (hours.resolve_clock, hours.resolve_named_hour)
_DAYS = (meanings.resolve_day, relations.resolve_weekday, relations.resolve_deictic)
_FROM_PUBLICATION = (
    relations.resolve_weekday,
    relations.resolve_deictic,
    relations.resolve_unit,
    relations.resolve_ago,
)


def _join_clocks(text: str, matches: Sequence[Match]) -> list[Match]:
    """Make "10 p.m. Wednesday" one expression."""
    joined: list[Match] = []
    for found in matches:
        before = joined[-1] if joined else None
        if (
            before
            and before.is_clock
            and found.resolve in _DAYS
            and re.fullmatch(r",?\s+", text[before.end : found.start])
        ):
            joined[-1] = before._replace(end=found.end, day=found)
        else:
            joined.append(found)
    return joined
