"""The date that is printed on a map: offered to the user, never assumed."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from groundtruce.collect.georeference.map_words import MapWord

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMES = "|".join([*_MONTHS, *(month[:3] for month in _MONTHS), "sept"])
_FORMS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<month>{_NAMES})\.?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<month>{_NAMES})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
    ),
    re.compile(r"\b(?P<year>\d{4})[-/.](?P<month>\d{2})[-/.](?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b"),
)
_WORDED = (
    re.compile(r"\b\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,}\.?\s+(?:de\s+)?\d{4}\b"),
    re.compile(r"\b\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"),
)
"""A day in the words of any language: its month's name is looked up."""


def find_printed_dates(lines: Iterable[str]) -> tuple[str, ...]:
    """The days, ISO 8601, that lines of a map's words say, in their order, each once.

    Days are read as 2020-09-27, as 27.09.2020, and in words: English ones, and with the day before the month those of the
    languages that dateparser knows. What could be a day or a month first is not read.
    """
    return tuple(dict.fromkeys(day for line in lines for day in _find_in(line)))


def join_lines(words: Iterable[MapWord]) -> list[str]:
    """Words that stand behind one another, at one height and no further apart than it, as lines."""
    lines: list[list[MapWord]] = []
    for word in sorted(words, key=lambda each: (each.left, each.top)):
        line = next((line for line in lines if _goes_on(line[-1], word)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    return [" ".join(word.text for word in line) for line in lines]


# ---------------------------------------------------------------------------------------------------------------


def _goes_on(before: MapWord, word: MapWord) -> bool:
    height = max(before.height, word.height)
    level = abs((before.top + before.height / 2) - (word.top + word.height / 2)) < 0.5 * height
    return level and -0.3 * height <= word.left - (before.left + before.width) <= 1.5 * height


def _find_in(line: str) -> Iterator[str]:
    for form in _FORMS:
        for found in form.finditer(line):
            day = _make_day(found["year"], found["month"], found["day"])
            if day:
                yield day
    if not any(form.search(line) for form in _FORMS):
        yield from _find_worded(line)


def _find_worded(line: str) -> Iterator[str]:
    written = [found[0] for form in _WORDED for found in form.finditer(line)]
    if not written:
        return
    import dateparser  # noqa: PLC0415 - half a second to import

    for each in written:
        day = dateparser.parse(each, settings={"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True})
        if day:
            yield day.date().isoformat()


def _make_day(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else 1 + [name[:3] for name in _MONTHS].index(month[:3].lower())
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
