"""The temporal expressions of English: each is a pattern with the function that says what it means.

Where several expressions match at one place, the longest is taken; of two equally long ones, the first in `RULES`.
"""

import calendar
import re
from typing import NamedTuple

from groundtruce.read import date_meanings as meanings
from groundtruce.read.numerals import NUMBER_PATTERN


class Rule(NamedTuple):
    """An expression."""

    pattern: re.Pattern[str]
    resolve: meanings.Resolver


# ---------------------------------------------------------------------------------------------------------------

_LONG_MONTH = "|".join(name for name in calendar.month_name if name)
_MONTH = rf"(?P<month>(?:{_LONG_MONTH}|{_LONG_MONTH.upper()})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
# A month whose name is a common word stands alone only behind a word that asks for a time.
_AFTER = "|".join(
    f"(?<={word} )" for word in ("[Ii]n", "[Ss]ince", "[Uu]ntil", "[Dd]uring", "[Bb]y", "[Oo]f", "[Ll]ast", "[Tt]his")
)
_MONTH_ALONE = rf"(?P<month>(?:{_LONG_MONTH})(?<!March)(?<!May)\b|(?:{_AFTER})(?:March|May)\b)"
_DAY_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"(?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?(?![\d:])"
_LAST_DAY = rf"(?P<day2>{_DAY_NUMBER})(?:st|nd|rd|th)?(?![\d:])"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?!\d)"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?{_YEAR})"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_NAMED_DAY = rf"(?:(?:{_WEEKDAY}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?),?\s+(?:the\s+)?)?"
_PART = "morning|afternoon|evening|night"
_OF_DAY = rf"(?:(?i:the\s+(?:(?:early|late)\s+)?(?P<part>{_PART})\s+of)\s+)?"
_PART_AFTER = rf"(?:\s+(?P<part>{_PART})\b)?"
_ROUGHLY = r"(?i:(?:the\s+)?(?:early|late|mid|middle|beginning|start|end)(?:\s+of\s+(?:the\s+)?|-|\s+))?"
_NUMBER = rf"(?P<number>{NUMBER_PATTERN}|an?|several|a\s+few|few|some|many)"
_UNIT = r"(?P<unit>second|minute|hour|day|night|week|month|year|decade)"
_DASH_OR_AND = r"(?:\s*[-–—]\s*|\s+(?:and|to)\s+)"
_ZONE = r"(?:\s*\(?(?P<zone>GMT|UTC|(?i:local\s+time)|[A-Z]\w+\s+time)\)?)?"
_HALF = r"(?P<half>(?i:[ap]\.?\s?m\b\.?))"


def _rule(pattern: str, resolve: meanings.Resolver) -> Rule:
    return Rule(re.compile(rf"(?<![\w/$€£])(?:{pattern})(?!\w)"), resolve)


_DAYS_OF_MONTHS = (
    _rule(r"(?P<year>\d{4})[-/.](?P<m>\d{2})[-/.](?P<d>\d{2})", meanings.resolve_numeric),
    _rule(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>\d{4})", meanings.resolve_numeric),
    # A date with slashes is read only where its two numbers cannot change places.
    _rule(r"(?P<d>1[3-9]|2\d|3[01])/(?P<m>\d{1,2})/(?P<year>\d{4})", meanings.resolve_numeric),
    _rule(r"(?P<m>\d{1,2})/(?P<d>1[3-9]|2\d|3[01])/(?P<year>\d{4})", meanings.resolve_numeric),
    _rule(rf"{_OF_DAY}{_NAMED_DAY}{_MONTH}\s+(?:the\s+)?{_DAY}{_OF_YEAR}?", meanings.resolve_day),
    _rule(rf"{_OF_DAY}{_NAMED_DAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}?", meanings.resolve_day),
    _rule(rf"{_NAMED_DAY}{_MONTH}\s+{_DAY}{_PART_AFTER}", meanings.resolve_day),
    _rule(rf"{_YEAR},?\s+{_MONTH}\s+{_DAY}", meanings.resolve_day),
    _rule(rf"{_MONTH}\s+{_DAY}{_DASH_OR_AND}{_LAST_DAY}{_OF_YEAR}?", meanings.resolve_days),
    _rule(rf"{_DAY}{_DASH_OR_AND}{_LAST_DAY}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}?", meanings.resolve_days),
)
_MONTHS_AND_LONGER = (
    _rule(rf"{_ROUGHLY}{_MONTH}{_OF_YEAR}", meanings.resolve_month),
    _rule(rf"{_ROUGHLY}(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?{_MONTH_ALONE}", meanings.resolve_month),
    _rule(rf"{_ROUGHLY}{_YEAR}", meanings.resolve_year),
    _rule(rf"(?i:the\s+)?{_ROUGHLY}(?P<decade>1[5-9]\d0|20\d0)['’]?s", meanings.resolve_decade),
    _rule(rf"(?i:the\s+){_ROUGHLY}(?P<word>(?:twen|thir|for|fif|six|seven|eigh|nine)ties)", meanings.resolve_decade),
    _rule(rf"(?i:the\s+)?(?P<season>(?i:spring|summer|autumn|fall|winter)){_OF_YEAR}", meanings.resolve_season),
    _rule(
        r"(?P<which>(?i:last|this|next))\s+(?P<season>(?i:spring|summer|autumn|fall|winter))", meanings.resolve_season
    ),
    _rule(rf"Q(?P<digit>[1-4]){_OF_YEAR}", meanings.resolve_quarter),
    _rule(rf"(?i:(?:the\s+)?(?P<ordinal>first|second|third|fourth)[\s-]+quarter){_OF_YEAR}?", meanings.resolve_quarter),
)
_FROM_PUBLICATION = (
    _rule(rf"(?:(?P<which>(?i:last|this|next|past|coming))\s+)?{_WEEKDAY}{_PART_AFTER}", meanings.resolve_weekday),
    _rule(r"(?P<words>(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)))", meanings.resolve_deictic),
    _rule(rf"(?P<words>(?i:yesterday|today|tomorrow)){_PART_AFTER}", meanings.resolve_deictic),
    _rule(r"(?P<words>(?i:tonight|last\s+night|this\s+(?:morning|afternoon|evening)))", meanings.resolve_deictic),
    _rule(
        r"(?i:(?P<which>last|this|next|current)\s+(?P<unit>week|weekend|month|quarter|year|decade))",
        meanings.resolve_unit,
    ),
    _rule(r"(?<=[Oo]ver )(?P<which>the)\s+(?P<unit>weekend)", meanings.resolve_unit),
    _rule(rf"(?i:{_NUMBER}\s+{_UNIT}s?\s+ago)", meanings.resolve_ago),
    _rule(
        rf"(?i:the\s+(?P<which>past|last|previous|next|coming)\s+{_NUMBER}\s+{_UNIT}s?)",
        meanings.resolve_recent_duration,
    ),
    _rule(rf"(?i:the\s+(?P<which>past)\s+{_UNIT})", meanings.resolve_recent_duration),
)
_FROM_NARRATIVE = (
    _rule(
        rf"(?i:{_NUMBER}\s+{_UNIT}s?\s+(?P<side>later|earlier|afterwards?|beforehand|before|after))",
        meanings.resolve_from_narrative,
    ),
    _rule(
        rf"(?i:(?:the|that|this)\s+(?:very\s+)?(?P<which>next|following|previous|preceding|same)\s+(?P<part>day|{_PART}))",
        meanings.resolve_adjacent_day,
    ),
    _rule(rf"(?i:(?:later\s+)?(?P<which>that)\s+(?P<part>day|{_PART}))", meanings.resolve_adjacent_day),
    _rule(rf"(?i:the\s+(?P<part>day|{_PART})\s+(?P<which>before|after))", meanings.resolve_adjacent_day),
    _rule(
        r"(?i:(?:the\s+)?(?P<which>following|previous|preceding|same|that)\s+(?P<unit>week|weekend|month|year))",
        meanings.resolve_adjacent_unit,
    ),
)
_TIMES_OF_DAY = (
    _rule(rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?(?:\s*{_HALF})?{_ZONE}", meanings.resolve_clock),
    _rule(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s*{_HALF}{_ZONE}", meanings.resolve_clock),
    _rule(
        r"(?P<hour>[01]\d|2[0-4])[.:]?(?P<minute>[0-5]\d)\s+(?:hours|hrs|(?P<zone>local time|GMT|UTC))",
        meanings.resolve_clock,
    ),
    _rule(r"(?i:(?P<word>midnight|noon|midday|dawn|dusk))", meanings.resolve_named_hour),
)
_LENGTHS = (
    _rule(
        rf"(?i:(?P<number>{NUMBER_PATTERN}|several|a\s+few|some|many)[\s-]+{_UNIT}s?)(?![\s-]+old)",
        meanings.resolve_duration,
    ),
    _rule(
        rf"(?i:(?<=for )an?|(?<=in )an?|(?<=within )an?|(?<=than )an?|(?<=about )an?|(?<=nearly )an?|(?<=almost )an?)\s+{_UNIT}(?!\s+ago)",
        meanings.resolve_duration,
    ),
    _rule(r"(?i:half\s+an?\s+(?P<unit>hour|day|month|year|decade|century))", meanings.resolve_half),
    _rule(r"(?i:(?<=for )(?P<unit>minute|hour|day|week|month|year|decade)s)", meanings.resolve_plural),
)
_REPETITIONS = (
    _rule(rf"(?i:(?:every|each)\s+(?P<other>other\s+)?(?:{_NUMBER}\s+)?{_UNIT}s?)", meanings.resolve_set),
    _rule(rf"(?i:every|each)\s+(?:{_WEEKDAY}|(?P<part>{_PART}))", meanings.resolve_set),
    _rule(r"(?P<adverb>(?i:hourly|daily|nightly|weekly|monthly|quarterly|annually|yearly))", meanings.resolve_adverb),
)

RULES: tuple[Rule, ...] = (
    *_DAYS_OF_MONTHS,
    *_MONTHS_AND_LONGER,
    *_FROM_PUBLICATION,
    *_FROM_NARRATIVE,
    *_TIMES_OF_DAY,
    *_LENGTHS,
    *_REPETITIONS,
)
"""Every expression. A bare year also needs its context, which `dates` looks at."""
