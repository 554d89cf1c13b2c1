"""The year of a date that is named without one."""

import calendar
import re
from datetime import date

from groundtruce.read.dates.anchors import Told
from groundtruce.read.dates.frames import Frame, narrative_anchor, published_anchor
from groundtruce.read.dates.units import shift_months


def stated_year(match: re.Match[str], frame: Frame) -> int | None:
    """The year that the expression itself names: "2020", "of that year", "last year"."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("told"):
        return frame.told.year.year if frame.told.year else None
    which = groups.get("which_year")
    if which and frame.published:
        return frame.published.year + {"last": -1, "next": 1}.get(which.lower(), 0)
    return None


def year_of_day(month: int, day: int, frame: Frame, *, stated: int | None) -> tuple[int | None, str | None]:
    """The year of a day, and what it was resolved against where the text leaves it out.

    A past clause means the last such day up to publication, a future one the first from it on, any other the nearest.
    """
    if stated is not None or frame.year is not None:
        return stated or frame.year, None
    if frame.history and frame.told.year:
        return _year_in_history(month, frame.told), narrative_anchor(frame)
    published = frame.published
    if published is None:
        return None, None
    days = [
        (year, _distance_in_days(year, month, day, published)) for year in range(published.year - 1, published.year + 2)
    ]
    if frame.tense == "future":
        days = [(year, distance) for year, distance in days if distance >= 0]
    elif frame.tense == "past" and not frame.deadline:
        days = [(year, distance) for year, distance in days if distance <= 0]
    ahead_counts = 1 if frame.deadline else 1.5  # reports speak more of what was
    return min(days, key=lambda day: max(-day[1], ahead_counts * day[1]))[0], published_anchor(frame)


def year_of_month(month: int, frame: Frame) -> tuple[int | None, str | None]:
    """The year of a month that is named without one, by the same rules as a day's."""
    if frame.year is not None:
        return frame.year, None
    if frame.history and frame.told.year:
        return _year_in_history(month, frame.told), narrative_anchor(frame)
    if frame.published is None:
        return None, None
    return _year_near(month, frame, frame.published), published_anchor(frame)


def year_of_which(month: int, which: str, published: date) -> int:
    """The year of "last May", "this May", "next May"."""
    if which == "last":
        return published.year - (month >= published.month)
    return published.year + (which == "next" and month <= published.month)


def year_of_season(number: int, which: str, published: date) -> int:
    """The year of the season `number` (EDTF) seen from publication; winter belongs to the year in which it starts."""
    months_in = (published.month - 3 * (number - 20)) % 12
    start = shift_months(published, -months_in)
    if which == "this":
        return published.year
    if months_in < 3:
        return start.year + {"last": -1, "next": 1}.get(which, 0)
    return start.year + (which == "next")


# ---------------------------------------------------------------------------------------------------------------

_FURTHEST_BACK = 8
"""How many months a narrative may step back without a year before the next year is meant."""


def _year_near(month: int, frame: Frame, published: date) -> int:
    """The year of a month that publication is near to."""
    year, ahead = published.year, month - published.month
    if frame.deadline:
        return year + (-1 if ahead > 6 else 1 if ahead < -6 else 0)
    if frame.tense in (None, "present"):  # reports speak more of what was
        return year + (-1 if ahead > 4 else 1 if ahead < -8 else 0)
    return year + (ahead < 0) if frame.tense == "future" else year - (ahead > 0)


def _year_in_history(month: int, told: Told) -> int:
    """The year of a month in a narrative that goes forward: the told year, or the next where that would lead far back."""
    assert told.year
    if told.month != told.year:
        return told.year.year
    return told.year.year + (month - told.year.month < -_FURTHEST_BACK)


def _distance_in_days(year: int, month: int, day: int, other: date) -> int:
    """How many days the named day lies after the other one; a day that its month lacks counts as the month's last."""
    return (date(year, month, min(day, calendar.monthrange(year, month)[1])) - other).days
