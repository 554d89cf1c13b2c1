"""Whether words that look like a date are one: a year is no count, a month no verb, a show's title no length."""

import re
from collections.abc import Callable

from spacy.tokens import Span, Token

from groundtruce.read.dates import lengths, meanings, relations
from groundtruce.read.dates.frames import Resolver


def is_temporal(match: re.Match[str], resolve: Resolver, span: Span, text: str) -> bool:
    """Whether a match speaks of time where it stands; `span` is what it covers of the parsed `text`."""
    if _is_title(match.groupdict().get("unit"), span):
        return False
    if resolve is meanings.resolve_year and match.group().isdigit():
        return _is_year(match, span, text)
    if resolve is meanings.resolve_month and match.group() in ("March", "May"):
        return _is_month(match, span, text)
    check = _CHECKS.get(resolve)
    return check is None or check(match, span)


# ---------------------------------------------------------------------------------------------------------------

_ASKS_FOR_YEAR = re.compile(
    r"\b(?:in|since|until|till|before|after|by|from|year|during|around|between|and|to|of|early|late)\s+$|[-–—(]$",
    re.IGNORECASE,
)
_ASKS_FOR_TIME = re.compile(
    r"\b(?:in|since|until|till|during|by|of|last|this|next|from|to|before|after|early|late|and|through|between)\s+$",
    re.IGNORECASE,
)


def _is_title(unit: str | None, span: Span) -> bool:
    """Whether a unit with a capital makes a name: "60 Minutes"."""
    return unit is not None and unit.istitle() and not span.text.startswith(unit)


def _is_year(match: re.Match[str], span: Span, text: str) -> bool:
    """Whether a bare number is a year: the words before it ask for a time, or the parser says so."""
    token = span[-1]
    following = _following(span)
    counts = following is not None and following.tag_ == "NNS" and following.dep_ != "npadvmod"
    asked = _ASKS_FOR_YEAR.search(text, max(0, match.start() - 12), match.start()) is not None
    return not counts and (asked or token.ent_type_ == "DATE")


def _is_month(match: re.Match[str], span: Span, text: str) -> bool:
    """Whether "March" or "May" is the month: the words before it ask for a time, or it is a name beside no other."""
    if _ASKS_FOR_TIME.search(text, max(0, match.start() - 12), match.start()):
        return True
    token = span[0]
    before = token.nbor(-1) if token.i else None
    named = token.pos_ == "PROPN" and token.ent_type_ == "DATE"
    return named and before is not None and before.pos_ not in ("PROPN", "PART", "PRON")


def _is_season(match: re.Match[str], span: Span) -> bool:
    """Whether a bare season is a noun; "fall" and "spring" have other meanings, which the tagger tells by their role."""
    token, following = span[-1], _following(span)
    named = (match.groupdict().get("which") or "the").lower() != "the" or match.groupdict().get("year")
    if named or token.lower_ not in ("fall", "spring"):
        return True
    of = following is not None and following.lower_ == "of"
    return token.pos_ in ("NOUN", "PROPN") and token.ent_type_ == "DATE" and not of


def _is_reference(_: re.Match[str], span: Span) -> bool:
    """Whether "current" or "future" stands before a noun, and "now" is no conjunction ("now that")."""
    token = span[-1]
    following = _following(span)
    if len(span) == 1 and token.lower_ in ("current", "recent"):
        return token.pos_ == "ADJ" or (token.dep_ in ("amod", "compound") and following is not None)
    return not (token.lower_ == "now" and following is not None and following.lower_ == "that")


def _repeats(_: re.Match[str], span: Span) -> bool:
    """Whether "daily" or "quarterly" says how often something happens; a daily is a paper, a quarterly dividend a kind."""
    token = span[-1]
    return token.pos_ != "NOUN" and not (token.lower_ == "quarterly" and token.dep_ == "amod")


def _following(span: Span) -> Token | None:
    return span.doc[span.end] if span.end < len(span.doc) else None


_CHECKS: dict[Resolver, Callable[[re.Match[str], Span], bool]] = {
    meanings.resolve_season: _is_season,
    relations.resolve_reference: _is_reference,
    lengths.resolve_adverb: _repeats,
}
