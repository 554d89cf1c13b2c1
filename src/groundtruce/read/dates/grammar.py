"""The temporal expressions of English: each is a pattern with the function that says what it means.

Where several expressions match at one place, the longest is taken; of two equally long ones, the first in `RULES`.
A pattern with a group `itself` matches words around the expression too: the group is the expression.
"""

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from groundtruce.model.numerals import NUMBER_PATTERN
from groundtruce.read.dates import hours, lengths, meanings, relations
from groundtruce.read.dates.frames import Resolver


class Rule(NamedTuple):
    """An expression."""

    pattern: re.Pattern[str]
    resolve: Resolver
    counts_units: bool
    """Whether it has a word such as `weeks`."""


def find_expressions(text: str) -> Iterator[tuple[int, int, re.Match[str], Rule]]:
    """Every expression of `text` with its start and end, in no order and overlapping."""
    windows = list(_find_windows(text))
    with_units = [window for window in windows if _UNIT_WORD.search(text, *window)]
    for rule in RULES:
        part = "itself" if "itself" in rule.pattern.groupindex else 0
        for start, end in with_units if rule.counts_units else windows:
            for match in rule.pattern.finditer(text, start, end):
                yield *match.span(part), match, rule


# ---------------------------------------------------------------------------------------------------------------

_LONG_MONTH = "|".join(name for name in calendar.month_name if name)
_MONTH = rf"(?P<month>(?:{_LONG_MONTH}|{_LONG_MONTH.upper()})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"(?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?(?!\d|[:.,]\d)"
_OTHER_DAY = rf"{_DAY_NUMBER}(?:st|nd|rd|th)?(?!\d|:\d)"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\d]|[.,]\d)"
_TELLING_YEAR = r"(?P<told>(?i:(?:of\s+)?(?:that|the\s+same)\s+year))"
_TOLD_YEAR = rf"(?:,?\s+{_TELLING_YEAR})"
_THIS_YEAR = r"(?:,?\s+(?:of\s+)?(?P<which_year>(?i:last|this|next))\s+year)"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?{_YEAR})"
_ANY_YEAR = rf"(?:{_OF_YEAR}|{_TOLD_YEAR}|{_THIS_YEAR})"
_BC = r"(?P<bc>\d{1,4})(?:\s+B\.\s?C\.(?:\s?E\.)?|\s+BCE?\b)"
_TWO_DIGITS = r"(?P<short>\d\d)(?!\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
_NAMED_DAY = rf"(?:(?:{_WEEKDAY}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?),?\s+(?:the\s+)?)?"
_DAY_BEHIND = r"(?:,\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!['’]))?"
_PART = "morning|afternoon|evening|night"
_OF_DAY = rf"(?:(?i:(?:the\s+)?(?:(?:early|late)\s+(?:in\s+the\s+)?)?(?P<part>{_PART})\s+of)\s+)?"
_PART_AFTER = rf"(?:\s+(?P<part>{_PART})\b)?"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"
_HALF_OF = r"(?:the\s+)?(?P<half>first|second|last|latter)\s+half\s+of\s+"
# What says which part of a time is meant belongs to the expression: "late on", "the end of", "earlier".
_WHEN = r"(?i:(?:early|late|later|earlier|sometime|mid)(?:\s+in(?:\s+the)?)?(?:\s+|-))"
_BOUND = r"(?:beginning|start|middle|end|close|rest|remainder|(?:early|latter|first)\s+part)"
_PART_OF = rf"(?i:(?:the\s+(?:very\s+)?)?{_BOUND}\s+of\s+(?:the\s+)?)"
_CIRCA = r"(?P<about>(?i:about|around|circa|ca?\.)\s+)"
_ROUGHLY = rf"(?:{_PART_OF}|(?i:the\s+)?{_WHEN}(?<!-)|{_WHEN}|{_CIRCA})?"
_SPARSELY = rf"(?:{_PART_OF}|{_WHEN})?"
_INDEFINITE = r"several|a\s+few|few|some|many|(?:a\s+)?couple(?:\s+of)?"
_NUMBER = rf"(?P<number>{NUMBER_PATTERN}|an?|{_INDEFINITE})"
_UNITS = "second|minute|hour|day|night|week|month|quarter|year|decade"
_UNIT = rf"(?P<unit>{_UNITS})"
_UNIT_WORD = re.compile(rf"{_UNITS}|centur", re.IGNORECASE)
_ABOUT = r"(?P<about>nearly|almost|about|around|approximately|roughly)"
_THAN = r"(?:no\s+)?(?:more|less|fewer)\s+than|at\s+(?:least|most)|up\s+to"
_AMOUNT = rf"(?:(?:{_ABOUT}|{_THAN}|over|under)\s+)?"
_DASH = r"\s*[-–—]\s*"
_DASH_OR_AND = rf"(?:{_DASH}|\s+(?:and|to|or)\s+)"
_ZONE = r"(?:\s*\(?(?P<zone>GMT|UTC|[ECMP][SD]T|(?i:local\s+time)|[A-Z]\w+\s+time)\)?)?"
_HALF_DAY = r"(?P<half>(?i:[ap]\.?\s?m\b\.?))"
_ORDINAL = r"(?P<ordinal>first|second|third|fourth)"
_FISCAL = r"(?:(?:current|latest|fiscal)\s+)?"


def _rule(pattern: str, resolve: Resolver) -> Rule:
    return Rule(re.compile(rf"(?<![\w/$€£])(?:{pattern})(?!\w)"), resolve, "(?P<unit>" in pattern)


_DAYS_OF_MONTHS = (
    _rule(r"(?P<year>\d{4})[-/.](?P<m>\d{2})[-/.](?P<d>\d{2})", meanings.resolve_numeric),
    _rule(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>\d{4})", meanings.resolve_numeric),
    # A date with slashes is read only where its two numbers cannot change places.
    _rule(r"(?P<d>1[3-9]|2\d|3[01])/(?P<m>\d{1,2})/(?P<year>\d{4})", meanings.resolve_numeric),
    _rule(r"(?P<m>\d{1,2})/(?P<d>1[3-9]|2\d|3[01])/(?P<year>\d{4})", meanings.resolve_numeric),
    _rule(rf"{_OF_DAY}{_NAMED_DAY}{_MONTH}\s+(?:the\s+)?{_DAY}{_ANY_YEAR}?{_DAY_BEHIND}", meanings.resolve_day),
    _rule(
        rf"{_OF_DAY}{_NAMED_DAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_ANY_YEAR}?{_DAY_BEHIND}", meanings.resolve_day
    ),
    _rule(rf"(?i:the\s+week\s+of)\s+{_MONTH}\s+{_DAY}{_ANY_YEAR}?", meanings.resolve_week),
    _rule(rf"(?i:the\s+week\s+of)\s+{_DAY}\s+{_MONTH}{_ANY_YEAR}?", meanings.resolve_week),
    _rule(rf"{_NAMED_DAY}{_MONTH}\s+{_DAY}{_PART_AFTER}", meanings.resolve_day),
    _rule(rf"{_YEAR},?\s+{_MONTH}\s+{_DAY}", meanings.resolve_day),
    # Two days of one month: each is an expression, the month and the year are shared.
    _rule(rf"{_MONTH}\s+{_OTHER_DAY}{_DASH_OR_AND}(?P<itself>{_DAY}{_OF_YEAR}?)", meanings.resolve_day),
    _rule(
        rf"(?P<itself>{_DAY}){_DASH_OR_AND}{_OTHER_DAY}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}?",
        meanings.resolve_day,
    ),
)
_MONTHS_AND_LONGER = (
    _rule(rf"{_ROUGHLY}{_MONTH}{_ANY_YEAR}", meanings.resolve_month),
    _rule(rf"{_ROUGHLY}(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?(?P<month>{_LONG_MONTH})", meanings.resolve_month),
    _rule(rf"(?i:every|each)\s+(?P<month>{_LONG_MONTH})", meanings.resolve_each_month),
    _rule(rf"{_ROUGHLY}(?i:fiscal\s+(?:year\s+)?|the\s+years?\s+)?{_YEAR}", meanings.resolve_year),
    _rule(rf"(?P<year>1[0-9]\d\d|20\d\d){_DASH}(?P<itself>{_TWO_DIGITS})(?!-)", meanings.resolve_short_year),
    _rule(rf"(?<=[Ii]n )['’‘`]{_TWO_DIGITS}", meanings.resolve_short_year),
    _rule(
        r"(?i:(?:the\s+year\s+)?(?P<century>nineteen|eighteen|two\s+thousand)(?:[\s-](?P<spoken>"
        rf"{NUMBER_PATTERN}))?)(?!\s+(?:{_UNITS}))",
        meanings.resolve_spoken_year,
    ),
    _rule(rf"(?i:{_HALF_OF}){_YEAR}", meanings.resolve_half_year),
    _rule(rf"(?i:the\s+)?{_SPARSELY}(?P<decade>1[5-9]\d0|20\d0)['’]?s", meanings.resolve_decade),
    _rule(rf"(?i:the\s+)?{_SPARSELY}['’‘`](?P<digit>[1-9])0s", meanings.resolve_decade),
    _rule(rf"(?i:the\s+){_SPARSELY}(?P<word>(?:twen|thir|for|fif|six|seven|eigh|nine)ties)", meanings.resolve_decade),
    _rule(
        r"(?i:(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<ordinal>\d{1,2})(?:st|nd|rd|th)[\s-]+century)",
        meanings.resolve_century,
    ),
    _rule(rf"{_SPARSELY}(?i:the\s+)?{_SPARSELY}{_SEASON}{_ANY_YEAR}", meanings.resolve_season),
    _rule(
        rf"{_SPARSELY}(?P<which>(?i:last|this|next|(?:this|the)\s+past|that|that\s+same|the|the\s+same|the\s+following|the\s+previous))\s+{_SPARSELY}{_SEASON}",
        meanings.resolve_season,
    ),
    _rule(rf"{_SPARSELY}{_SEASON}", meanings.resolve_season),
    _rule(rf"Q(?P<digit>[1-4]){_OF_YEAR}", meanings.resolve_quarter),
    _rule(
        rf"(?i:(?:the\s+)?(?:(?P<before>year-(?:ago|earlier))\s+)?{_FISCAL}{_ORDINAL}[\s-]+quarter)(?:{_OF_YEAR}|{_THIS_YEAR})?",
        meanings.resolve_quarter,
    ),
    _rule(
        rf"(?i:(?:the\s+)?(?:{_YEAR}|(?P<which_year>this|last|next)\s+year['’]s)\s+{_FISCAL}{_ORDINAL}[\s-]+quarter)",
        meanings.resolve_quarter,
    ),
)
_HOLIDAYS = (
    _rule(
        rf"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?(?P<holiday>Christmas(?:\s+(?:Day|Eve))?|New\s+Year['’]s\s+(?:Day|Eve)|Thanksgiving(?:\s+Day)?){_OF_YEAR}?",
        meanings.resolve_holiday,
    ),
)
_ERAS = (
    _rule(rf"{_ROUGHLY}{_BC}", meanings.resolve_era),
    _rule(rf"(?P<itself>{_SPARSELY}\d{{1,4}}){_DASH_OR_AND}{_BC}", meanings.resolve_era),
    _rule(rf"{_ROUGHLY}{_MONTH}\s+(?:of\s+)?{_BC}", meanings.resolve_era),
    _rule(rf"(?i:the\s+)?{_SPARSELY}{_SEASON}\s+(?:of\s+)?{_BC}", meanings.resolve_era),
    _rule(rf"(?i:the\s+)?{_SPARSELY}(?P<bc>\d{{1,3}}0)(?P<decade>s)\s+B\.?C\.?(?:E\.?)?", meanings.resolve_era),
    _rule(
        rf"(?i:the\s+)?{_SPARSELY}(?P<bc>\d{{1,2}})(?:st|nd|rd|th)\s+(?P<century>century)\s+B\.?C\.?(?:E\.?)?",
        meanings.resolve_era,
    ),
)
_FROM_PUBLICATION = (
    _rule(
        rf"(?:{_WHEN}(?:on\s+)?)?(?:(?P<which>(?i:last|this|next|past|(?:this\s+)?coming))\s+)?{_WEEKDAY}{_PART_AFTER}",
        relations.resolve_weekday,
    ),
    _rule(rf"(?i:the\s+(?P<which>previous|following|next))\s+{_WEEKDAY}{_PART_AFTER}", relations.resolve_weekday),
    _rule(r"(?P<words>(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)))", relations.resolve_deictic),
    _rule(rf"{_WHEN}?(?P<words>(?i:yesterday|today|tomorrow)){_PART_AFTER}", relations.resolve_deictic),
    _rule(
        rf"{_WHEN}?(?P<words>(?i:tonight|last\s+night|this\s+(?:morning|afternoon|evening)))", relations.resolve_deictic
    ),
    _rule(
        rf"(?i:{_SPARSELY}(?P<which>last|this|next|(?:the\s+)?current)\s+(?:fiscal\s+)?(?P<unit>week|weekend|month|quarter|year|decade|century))",
        relations.resolve_unit,
    ),
    _rule(r"(?P<which>(?i:the))\s+(?P<unit>weekend)", relations.resolve_unit),
    _rule(rf"(?i:{_AMOUNT}{_NUMBER}\s+{_UNIT}s?(?:\s+or\s+(?:so|two))?\s+ago)", relations.resolve_ago),
    _rule(r"(?i:(?P<unit>weeks|months|years|decades|centuries|days)\s+ago)", relations.resolve_vague_ago),
    _rule(
        rf"(?i:(?:(?:{_THAN})\s+)?(?:the\s+)?(?P<which>past|last|previous|next|coming)\s+{_NUMBER}\s+{_UNIT}s?)",
        relations.resolve_recent_duration,
    ),
    _rule(rf"(?i:(?:the\s+)?(?P<which>past)\s+{_UNIT})", relations.resolve_recent_duration),
    _rule(
        r"(?i:(?P<which>the\s+(?:last|next|coming))\s+(?P<unit>week|month|year|decade|century))",
        relations.resolve_recent_duration,
    ),
    _rule(
        r"(?i:(?:the\s+)?(?:comparable\s+)?year-(?:ago|earlier)\s+(?:period|quarter))", relations.resolve_year_before
    ),
    _rule(r"(?i:year-(?:ago|earlier))", relations.resolve_year_before),
    _rule(rf"(?i:the\s+{_YEAR}\s+(?:period|quarter))", relations.resolve_quarter_of_year),
    _rule(r"(?i:the\s+(?P<which>latest|most\s+recent|current)\s+(?P<unit>quarter|period))", relations.resolve_latest),
    _rule(r"(?i:(?:around\s+|the\s+)?(?P<unit>year)[\s-]end)", relations.resolve_year_end),
    _rule(r"(?i:the\s+(?:fiscal|full)\s+(?P<unit>year))", relations.resolve_the_unit),
)
_FROM_NARRATIVE = (
    _rule(
        rf"(?i:{_AMOUNT}{_NUMBER}\s+{_UNIT}s?\s+(?P<side>later|earlier|afterwards?|beforehand|previously|(?:before|after)(?=\s*(?:[.,;:)]|$))))",
        relations.resolve_from_narrative,
    ),
    _rule(
        rf"(?i:{_WHEN}?(?:the|that|this)\s+(?:very\s+)?(?P<which>next|following|previous|preceding|same)\s+(?P<part>day|{_PART}))",
        relations.resolve_adjacent_day,
    ),
    _rule(rf"(?i:{_WHEN}?(?P<which>that)\s+(?P<part>day|{_PART}))", relations.resolve_adjacent_day),
    _rule(
        rf"(?i:the\s+(?P<part>day|{_PART})\s+(?P<which>before|after|following))(?=\s*(?:[.,;:)]|$))",
        relations.resolve_adjacent_day,
    ),
    _rule(r"(?i:(?P<itself>the\s+day)\s+(?:before|after))(?=\s+\w)", relations.resolve_beside_event),
    _rule(
        r"(?i:(?:(?<=earlier in )|(?<=later in )|(?<=early in )|(?<=late in ))the\s+(?P<unit>day))",
        relations.resolve_the_unit,
    ),
    _rule(
        rf"(?i:{_SPARSELY}(?:the\s+|that\s+)?(?P<which>following|previous|preceding|same|that)\s+(?P<unit>week|weekend|month|quarter|year|decade))",
        relations.resolve_adjacent_unit,
    ),
    _rule(r"(?i:the\s+(?P<unit>year)(?=\s+(?:ended|ending)\b))", lengths.resolve_duration),
    _rule(rf"(?i:{_SPARSELY}the\s+(?P<unit>week|month|quarter|year))(?!-)", relations.resolve_the_unit),
    _rule(rf"(?i:{_PART_OF}(?P<unit>week|month|quarter|year))", relations.resolve_the_unit),
    _rule(r"(?i:(?<=in )the\s+(?P<part>morning|afternoon|evening))(?!\s+of)", hours.resolve_part),
)
_TIMES_OF_DAY = (
    _rule(
        rf"(?:{_CIRCA})?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?(?:\s*{_HALF_DAY})?{_ZONE}",
        hours.resolve_clock,
    ),
    _rule(rf"(?:{_CIRCA})?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s*{_HALF_DAY}{_ZONE}", hours.resolve_clock),
    _rule(
        r"(?P<hour>[01]\d|2[0-4])[.:]?(?P<minute>[0-5]\d)\s*(?:hours|hrs|(?P<zone>local time|GMT|UTC))",
        hours.resolve_clock,
    ),
    _rule(r"(?P<hour>\d{1,2})\s+in\s+the\s+(?P<half>(?:morning|afternoon|evening))", hours.resolve_clock),
    _rule(r"(?<!-)(?P<word>midnight|noon|midday|dawn|dusk)", hours.resolve_named_hour),
    _rule(r"(?i:(?P<which>mid)[\s-](?P<part>morning|afternoon))", hours.resolve_part),
    _rule(r"(?i:overnight)", hours.resolve_overnight),
    _rule(r"(?i:(?<=at )night|night-time|daytime)", hours.resolve_any_night),
)
_LENGTHS = (
    _rule(
        rf"(?i:{_AMOUNT}(?:the\s+(?:first\s+|same\s+|entire\s+)?)?(?P<number>{NUMBER_PATTERN}|{_INDEFINITE}|an?\s+(?:additional|extra|entire|full|whole))(?:\s+(?:more|full|consecutive|straight))?\s+{_UNIT}s)(?!-)(?!\s+old)",
        lengths.resolve_duration,
    ),
    _rule(
        rf"(?i:{_AMOUNT}(?P<number>{NUMBER_PATTERN}|{_INDEFINITE}|an?\s+(?:additional|extra|entire|full|whole))[\s-]+(?!quarter\b){_UNIT}(?:[\s-]+long)?)(?![\s-]+old)",
        lengths.resolve_duration,
    ),
    _rule(
        rf"(?i:{_AMOUNT}(?P<number>an?)\s+(?!second\b|quarter\b){_UNIT}(?:\s+or\s+(?:so|two))?)(?!\s+ago)(?!-)",
        lengths.resolve_duration,
    ),
    _rule(rf"(?i:{_UNIT}-long)", lengths.resolve_duration),
    _rule(
        rf"(?i:{_AMOUNT}(?P<number>{NUMBER_PATTERN})(?:\s+and\s+a\s+half|\s+1/2)\s+{_UNIT}s)",
        lengths.resolve_and_half,
    ),
    _rule(rf"(?i:{_AMOUNT}(?P<number>an?)\s+{_UNIT}\s+and\s+a\s+half)", lengths.resolve_and_half),
    _rule(
        rf"(?i:{_AMOUNT}(?P<number>{NUMBER_PATTERN})\s+(?:to|or)\s+{NUMBER_PATTERN}\s+{_UNIT}s)",
        lengths.resolve_duration,
    ),
    _rule(r"(?i:half\s+an?\s+(?P<unit>hour|day|month|year|decade|century))", lengths.resolve_half),
    _rule(
        r"(?i:(?:(?<=for )|(?<=in )|(?<=within )|(?<=after )|(?<=over )|(?<=many )|(?<=took )|(?<=lasted ))(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries))(?!\s+(?:ago|later|earlier))",
        lengths.resolve_plural,
    ),
    _rule(
        r"(?i:(?<=in the )(?P<unit>days|weeks|months|years)(?=\s+(?:before|after|since|leading|following|ahead|that\s+followed)\b))",
        lengths.resolve_plural,
    ),
    _rule(r"(?i:the\s+(?P<unit>days|weeks|months|years)\s+ahead)", lengths.resolve_plural),
    _rule(r"(?i:recent\s+(?P<unit>days|weeks|months|quarters|years|decades))", lengths.resolve_plural),
    _rule(
        r"(?i:(?:the\s+)?(?:coming|next\s+few)\s+(?P<unit>days|weeks|months|quarters|years))", lengths.resolve_plural
    ),
)
_REPETITIONS = (
    _rule(rf"(?i:(?:every|each)\s+(?P<other>other\s+)?(?:{_NUMBER}\s+)?{_UNIT}s?)", lengths.resolve_set),
    _rule(rf"(?i:every|each)\s+(?:{_WEEKDAY}|(?P<part>{_PART}))", lengths.resolve_set),
    _rule(r"(?i:per\s+(?P<unit>hour|day|week|month|year))", lengths.resolve_set),
    _rule(r"(?P<adverb>(?i:hourly|daily|nightly|weekly|monthly|quarterly|annually|yearly))", lengths.resolve_adverb),
)
_REFERENCES = (
    # At the head of a sentence "Now" mostly goes on with the talk and tells no time.
    _rule(r"(?P<present>now|(?i:right\s+now))", relations.resolve_reference),
    _rule(
        r"(?i:(?P<present>current|currently|these\s+days|nowadays|at\s+present|presently))", relations.resolve_reference
    ),
    _rule(r"(?i:(?P<past>recently|recent|lately))", relations.resolve_reference),
    _rule(
        rf"(?i:(?<=in )(?P<past>the\s+(?:recent\s+)?past)(?!\s+(?:\w+\s+)?(?:{_UNITS})))", relations.resolve_reference
    ),
    _rule(
        r"(?i:(?:(?<=in )|(?<=into )|(?<=about ))(?P<to_come>the\s+(?:near\s+|immediate\s+)?future)(?!\s+of\b))",
        relations.resolve_reference,
    ),
    _rule(r"(?i:(?P<to_come>the\s+(?:near|short)\s+term))", relations.resolve_reference),
    _rule(r"(?i:(?P<to_come>future\s+(?:days|weeks|months|quarters|years)))", relations.resolve_reference),
)

RULES: tuple[Rule, ...] = (
    *_DAYS_OF_MONTHS,
    *_MONTHS_AND_LONGER,
    *_HOLIDAYS,
    *_ERAS,
    *_FROM_PUBLICATION,
    *_FROM_NARRATIVE,
    *_TIMES_OF_DAY,
    *_LENGTHS,
    *_REPETITIONS,
    *_REFERENCES,
)
"""Every expression. Some words also need their context, which `date_contexts` looks at."""

_KEYS = frozenset(
    word.lower()
    for word in [
        *calendar.month_name, *calendar.month_abbr, "Sept",
        *calendar.day_name, *calendar.day_abbr,
        *_UNITS.split("|"), *(f"{unit}s" for unit in _UNITS.split("|")), "weekend", "century", "centuries",
        *_PART.split("|"), "nights", "noon", "midday", "midnight", "dawn", "dusk", "daytime", "overnight",
        "spring", "summer", "autumn", "fall", "winter", "yesterday", "today", "tomorrow", "tonight",
        "hourly", "daily", "nightly", "weekly", "monthly", "quarterly", "annually", "yearly",
        "now", "nowadays", "current", "currently", "present", "presently", "recent", "recently", "lately",
        "past", "future", "term", "Christmas", "Thanksgiving", "nineteen", "eighteen", "thousand",
        "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties",
    ]
    if word
)  # fmt: skip
"""Each expression has a digit or one of these words."""
_WORD_OR_DIGIT = re.compile(r"[A-Za-z]+|\d")
_REACH = 30
"""How far around such a word its expression is looked for, in characters."""


def _find_windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` in which an expression can stand, in order, from white space to white space.

    Most of a text has no word of time, and so many patterns cost much to try.
    """
    start = end = 0
    for match in _WORD_OR_DIGIT.finditer(text):
        if match.group().isdigit() or match.group().lower() in _KEYS:
            if match.start() - _REACH > end:
                yield start, _next_space(text, end)
                start = match.start() - _REACH
            end = match.end() + _REACH
    yield start, _next_space(text, end)


def _next_space(text: str, position: int) -> int:
    space = _SPACE.search(text, position)
    return space.start() if space else len(text)


_SPACE = re.compile(r"\s")
