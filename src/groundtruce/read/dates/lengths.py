"""What lengths and repetitions mean: "five years", "every other week", "daily".

Types and values follow TIMEX3 (ISO 24617-1, ISO-TimeML), dates for the record follow EDTF (ISO 8601-2:2019).
"""

import re

from groundtruce.model.numerals import parse_number
from groundtruce.read.dates.frames import Frame, Meaning, group_of
from groundtruce.read.dates.units import PARTS_OF_DAY, WEEKDAYS


def resolve_duration(match: re.Match[str], _: Frame) -> Meaning | None:
    """A length: "five years", "several days"."""
    number = count_units(group_of(match, "number") or "one")
    return Meaning("duration", _make_length("X" if number is None else number, match["unit"].lower()), None)


def resolve_and_half(match: re.Match[str], frame: Frame) -> Meaning | None:
    """A length of so many units and a half: "two and a half years"."""
    whole = resolve_duration(match, frame)
    half = {"minute": "30S", "hour": "30M", "day": "T12H", "week": "3D", "year": "6M", "month": "15D", "decade": "5Y"}
    unit = match["unit"].lower()
    return whole._replace(value=whole.value + half[unit]) if whole and unit in half else None


def resolve_plural(match: re.Match[str], _: Frame) -> Meaning | None:
    """A length without a number: "for decades"."""
    plural = match["unit"].lower()
    return Meaning(
        "duration", _make_length("X", "century" if plural == "centuries" else plural.removesuffix("s")), None
    )


def resolve_half(match: re.Match[str], _: Frame) -> Meaning | None:
    """Half of a unit."""
    length = {"hour": "PT30M", "day": "PT12H", "month": "P15D", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
    return Meaning("duration", length[match["unit"].lower()], None)


def resolve_set(match: re.Match[str], _: Frame) -> Meaning | None:
    """What comes again and again: "every day", "every other week", "each Monday", "per month"."""
    number = count_units(group_of(match, "number") or "one") or 1
    if group_of(match, "other"):
        number = 2
    weekday, part = group_of(match, "weekday"), group_of(match, "part")
    if weekday:
        return Meaning("set", f"XXXX-WXX-{WEEKDAYS[weekday.lower()] + 1}", None)
    if part:
        return Meaning("set", f"XXXX-XX-XXT{PARTS_OF_DAY[part.lower()]}", None)
    return Meaning("set", _make_length(number, match["unit"].lower()), None)


def resolve_adverb(match: re.Match[str], _: Frame) -> Meaning | None:
    """What comes again and again, in one word: "daily"."""
    return Meaning("set", _UNIT_OF_ADVERB[match["adverb"].lower()], None)


def count_units(words: str) -> int | None:
    """The number of units, or none where the words leave it open ("several")."""
    words = words.lower()
    return 1 if re.match(r"an?(?:$| (?:additional|extra|entire|full|whole))", words) else parse_number(words)


# ---------------------------------------------------------------------------------------------------------------

_UNIT_LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M",
    "year": "Y", "decade": "DE", "century": "CE", "quarter": "Q", "weekend": "WE",
}  # fmt: skip  # fmt: skip
_UNIT_OF_ADVERB = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q",
    "annually": "P1Y", "yearly": "P1Y", "annual": "P1Y",
}  # fmt: skip  # fmt: skip


def _make_length(number: int | str, unit: str) -> str:
    letter = _UNIT_LETTERS[unit]
    return f"PT{number}{letter[1:]}" if letter.startswith("T") else f"P{number}{letter}"
