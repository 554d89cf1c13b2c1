"""Uncertain dates and half-open intervals.

Dates are EDTF (ISO 8601-2:2019): `2020`, `2020-12`, `2020-12-12`, `2020-12-12T20:00:00+04:00`, a season `2020-24`,
`2020-12-XX` or `202X` with unspecified digits, a trailing `~` (approximate), `?` (uncertain) or `%` (both), and
intervals `A/B`, open as `../B` or `A/..`. EDTF intervals include their last day; inside Groundtruce an interval ends
before its end. This module is the border where one becomes the other.
"""

import calendar
import re
from datetime import UTC, date, datetime, timedelta

from groundtruce.model.values import Value

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)"
    r"(?:-(?P<day>\d{2}|XX)"
    r"(?P<time>T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?"
    r")?)?(?P<qualifier>[~?%])?"
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


def parse_day(text: str) -> date:
    """The calendar day written `YYYY-MM-DD`. Raises `ValueError` for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"{text!r} is not a date written YYYY-MM-DD")
    return date.fromisoformat(text)


def parse_moment(text: str) -> datetime:
    """The moment written in ISO 8601, in UTC; without a zone it is taken as UTC, a bare day as its beginning.

    Raises `ValueError` for anything else.
    """
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)


def format_moment(moment: datetime) -> str:
    """The moment in UTC with microseconds, `2020-12-14T09:30:00.000000Z`: of fixed width, so it sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_interval(day: date) -> Interval:
    """The UTC day from midnight to midnight."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Interval(start=start, end=start + timedelta(days=1))


def first_day(edtf: str) -> date | None:
    """The first day that an EDTF date leaves possible; none for an open start."""
    start = interval_of(edtf).start
    return start.date() if start else None


def last_day(edtf: str) -> date | None:
    """The last day that an EDTF date leaves possible; none for an open end."""
    end = interval_of(edtf).end
    return (end - timedelta(microseconds=1)).date() if end else None


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
        seconds = 1 if match["time"].count(":") >= 2 and len(match["time"]) >= 9 else 60
        return moment, moment + timedelta(seconds=seconds)
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


def _months(first_year: int, first_month: int, last_year: int, last_month: int) -> tuple[datetime, datetime]:
    end_year, end_month = (last_year + 1, 1) if last_month == 12 else (last_year, last_month + 1)
    return datetime(first_year, first_month, 1, tzinfo=UTC), datetime(end_year, end_month, 1, tzinfo=UTC)
