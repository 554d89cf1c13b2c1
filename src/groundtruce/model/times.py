"""Uncertain dates and half-open intervals.

Dates are EDTF (ISO 8601-2:2019): `2020`, `2020-12`, `2020-12-12`, `2020-12-12T20:00:00+04:00`, a season `2020-24`,
`2020-12-XX` or `202X` with unspecified digits, a trailing `~` (approximate), `?` (uncertain) or `%` (both), and
intervals `A/B`, open as `../B` or `A/..`. EDTF intervals include their last day; inside Groundtruce an interval ends
before its end. This module is the border where one becomes the other.
"""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from groundtruce.model.values import Value

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)"
    r"(?:-(?P<day>\d{2}|XX)"
    r"(?P<time>T\d{2}:\d{2}(?P<seconds>:\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?"
    r")?)?(?P<qualifier>[~?%])?"
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
# A date as the line above a report gives it: 2020-12-14, 14 December 2020, Dec. 14, 2020, 14.12.2020.
_WRITTEN_DATE = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ]+(?P<month>[a-z]{3,9})\.?,?[ ]+(?P<year>\d{4})"
    r"|(?P<month_first>[a-z]{3,9})\.?[ ]+(?P<day_second>\d{1,2})(?:st|nd|rd|th)?,?[ ]+(?P<year_third>\d{4})"
    r"|(?P<dotted_day>\d{1,2})\.(?P<dotted_month>\d{1,2})\.(?P<dotted_year>\d{4})"
)
_DATE_LINE = re.compile(
    r"\s*(?P<label>(?:date|dated|published|posted|issued)(?:[ ]on)?[ ]?:?[ ]+)?(?:[a-z]{3,9}day,?[ ]+)?"
    rf"(?:{_WRITTEN_DATE})(?!\d)"
    # The time of day may follow; the day is what is kept.
    r"(?P<time>,?[ ]+(?:at[ ])?\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ](?:[A-Z]{2,5}|UTC[+-]\d{1,2}(?::\d{2})?))?)?"
    r"(?P<end>[ ]*\.?[ ]*(?:\n\s*|\Z))?",
    re.IGNORECASE,
)
# EDTF level 1 seasons, northern hemisphere, by their meteorological months.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}


class Interval(Value):
    """The time from `start` up to, not including, `end`, in UTC. None is open."""

    start: datetime | None
    end: datetime | None

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share a moment."""
        return _before(self.start, other.end) and _before(other.start, self.end)

    def contains(self, moment: datetime) -> bool:
        """Whether `start <= moment < end`."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


@lru_cache(maxsize=1 << 16)
def interval_of(edtf: str) -> Interval:
    """The half-open interval that an EDTF date leaves possible, in UTC; days without a zone are taken as UTC's.

    Approximate and uncertain dates keep their nominal bounds. Raises `ValueError` for what is no EDTF date.
    """
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        interval = Interval(
            start=None if first in ("", "..") else _point_bounds(first)[0],
            end=None if last in ("", "..") else _point_bounds(last)[1],
        )
        if interval.start and interval.end and interval.start >= interval.end:
            raise ValueError(f"{edtf!r} ends before it starts")
        return interval
    start, end = _point_bounds(edtf)
    return Interval(start=start, end=end)


def split_date_line(text: str) -> tuple[str | None, int]:
    """The date of the line that a report begins with, and the offset in `text` where its body begins.

    Such a line is a date alone (`14 December 2020`), with or without a label (`Published: 2020-12-14`); after a label
    the body may follow in the same line (`date 2020-12-14 On December 12, …`). Without such a line, or where the date
    is none: none and 0.
    """
    match = _DATE_LINE.match(text)
    if not match or not (match["label"] or match["end"] is not None):
        return None, 0
    try:
        day = _written_day(match)
    except ValueError:
        return None, 0
    if match["end"] is not None:
        return day.isoformat(), match.end()
    start = len(text) - len(text[match.end() :].lstrip(" \t:,.;"))
    # A body begins like a sentence: `Date 14 December 2020 was agreed` is a sentence itself.
    if start == match.end() or text[start : start + 1].islower():
        return None, 0
    return day.isoformat(), start


def find_told_moment(edtf: str | None, *, published: str | None) -> datetime | None:
    """The first moment that an event's date leaves possible, or else its last; without a date, when it was told."""
    for each in (edtf, published):
        interval = interval_of(each) if each else None
        if interval and (interval.start or interval.end):
            return interval.start or interval.end
    return None


def parse_day(text: str) -> date:
    """The calendar day written `YYYY-MM-DD`. Raises `ValueError` for anything else."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error
    raise ValueError(f"{text!r} is not a date written YYYY-MM-DD")


def parse_moment(text: str) -> datetime:
    """The moment written in ISO 8601, in UTC; without a zone it is taken as UTC, a bare day as its beginning.

    Raises `ValueError` for anything else.
    """
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)


def format_moment(moment: datetime) -> str:
    """The moment in UTC with microseconds, `2020-12-14T09:30:00.000000Z`: of fixed width, so it sorts as text."""
    # Not by strftime, which writes the years before 1000 with fewer digits.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def day_interval(day: date) -> Interval:
    """The UTC day from midnight to midnight."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Interval(start=start, end=start + timedelta(days=1))


@lru_cache(maxsize=1 << 16)
def first_day(edtf: str) -> date | None:
    """The first day that an EDTF date leaves possible; none for an open start."""
    start = interval_of(edtf).start
    return start.date() if start else None


@lru_cache(maxsize=1 << 16)
def last_day(edtf: str) -> date | None:
    """The last day that an EDTF date leaves possible; none for an open end."""
    end = interval_of(edtf).end
    return (end - timedelta(microseconds=1)).date() if end else None


def lies_years_ahead(start: datetime, *, of: date) -> bool:
    """Whether what is said of a file lies more than a year after the day it was collected on: then a digit is wrong."""
    return start.date() > of + _FURTHEST_FUTURE


@lru_cache(maxsize=1 << 14)
def format_date(edtf: str) -> str:
    """An EDTF date for people: `13 Dec 2020`, `Dec 2020`, `7 to 13 Dec 2020`, `about 13 Dec 2020`, `13 Dec 2020, 20:00 (UTC+04:00)`."""
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        if first in ("", ".."):
            return f"until {format_date(last)}"
        if last in ("", ".."):
            return f"since {format_date(first)}"
        start, end = format_date(first), format_date(last)
        shared = re.fullmatch(r"(\d{1,2}) (\w{3} \d{4})", start)
        if shared and end.endswith(shared[2]):
            start = shared[1]
        return f"{start} to {end}"
    match = _match_point(edtf)
    year, month, day, time = match["year"], match["month"], match["day"], match["time"]
    if month in (None, "XX"):
        text = f"{year.replace('X', '0')}s" if "X" in year else year
    elif int(month) > 12:
        text = f"{('spring', 'summer', 'autumn', 'winter')[int(month) - 21]} {year}"
    else:
        text = f"{calendar.month_abbr[int(month)]} {year}"
        if day not in (None, "XX"):
            text = f"{int(day)} {text}"
    if time:
        clock, zone = re.fullmatch(r"T(\d{2}:\d{2})[\d:.]*(.*)", time).groups()  # type: ignore[union-attr]
        text += f", {clock}" + (" (UTC)" if zone == "Z" else f" (UTC{zone})" if zone else "")
    return {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(match["qualifier"] or "", "") + text


# ---------------------------------------------------------------------------------------------------------------

_FURTHEST_FUTURE = timedelta(days=366)


def _before(start: datetime | None, end: datetime | None) -> bool:
    return start is None or end is None or start < end


def _match_point(text: str) -> re.Match[str]:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    return match


def _point_bounds(text: str) -> tuple[datetime, datetime]:
    """The first moment and the moment after the last that a single EDTF date leaves possible."""
    match = _match_point(text)
    if match["time"]:
        moment = parse_moment(text.rstrip("~?%"))
        return moment, moment + timedelta(seconds=1 if match["seconds"] else 60)
    first_year = int(match["year"].replace("X", "0"))
    last_year = int(match["year"].replace("X", "9"))
    if first_year < 1:
        raise ValueError(f"{text!r} lies before the year 1")
    if match["month"] in (None, "XX"):
        return _months(first_year, 1, last_year, 12)
    month = int(match["month"])
    if month in _SEASON_MONTHS:
        first, last = _SEASON_MONTHS[month]
        return _months(first_year, first, last_year + (last > 12), (last - 1) % 12 + 1)
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    if match["day"] in (None, "XX"):
        return _months(first_year, month, last_year, month)
    start = datetime(first_year, month, int(match["day"]), tzinfo=UTC)
    return start, start + timedelta(days=1)


def _written_day(match: re.Match[str]) -> date:
    """The day of a match of `_WRITTEN_DATE`. Raises `ValueError` for one that is no day."""
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    day = match["day"] or match["day_second"] or match["dotted_day"]
    year = match["year"] or match["year_third"] or match["dotted_year"]
    name = match["month"] or match["month_first"]
    month = _MONTHS.get(name.lower(), 0) if name else int(match["dotted_month"])
    return date(int(year), month, int(day))


def _months(first_year: int, first_month: int, last_year: int, last_month: int) -> tuple[datetime, datetime]:
    end_year, end_month = (last_year + 1, 1) if last_month == 12 else (last_year, last_month + 1)
    return datetime(first_year, first_month, 1, tzinfo=UTC), datetime(end_year, end_month, 1, tzinfo=UTC)
