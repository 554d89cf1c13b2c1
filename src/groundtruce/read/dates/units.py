"""The calendar's units: days, weeks, months, quarters, years as meanings, and counting in them."""

import calendar
from datetime import date, timedelta

from groundtruce.read.dates.frames import Meaning

WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI"}


def make_day(day: date, anchor: str | None = None, *, part: str | None = None) -> Meaning:
    """A day, or a part of one, which the record keeps as its day."""
    iso = day.isoformat()
    if part:
        return Meaning("time", f"{iso}T{PARTS_OF_DAY[part.lower()]}", iso, anchor)
    return Meaning("date", iso, iso, anchor)


def make_month(day: date, anchor: str | None = None) -> Meaning:
    """The month around a day."""
    return Meaning("date", f"{day:%Y-%m}", f"{day:%Y-%m}", anchor)


def make_quarter(year: int, number: int, anchor: str | None = None) -> Meaning:
    """A quarter of a year by its number, 1 to 4."""
    edtf = f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
    return Meaning("date", f"{year}-Q{number}", edtf, anchor)


def quarter_around(day: date, anchor: str | None) -> Meaning:
    """The quarter around a day."""
    return make_quarter(day.year, (day.month + 2) // 3, anchor)


def make_year(day: date, anchor: str | None) -> Meaning:
    """The year around a day."""
    return Meaning("date", f"{day.year}", f"{day.year}", anchor)


def unit_around(unit: str, day: date, anchor: str | None) -> Meaning:
    """The calendar unit around a day."""
    make = {
        "week": _make_week,
        "weekend": _make_weekend,
        "month": make_month,
        "quarter": quarter_around,
        "year": make_year,
    }
    if unit == "decade":
        return Meaning("date", f"{day.year // 10}", f"{day.year // 10}X", anchor)
    if unit == "century":
        return Meaning("date", f"{day.year // 100}", f"{day.year // 100}XX", anchor)
    return make.get(unit, make_day)(day, anchor)


def move_by(day: date, unit: str, steps: int) -> date:
    """The day so many units away; one of less than a day is the same day."""
    match unit:
        case "week" | "weekend":
            return day + timedelta(weeks=steps)
        case "month" | "quarter":
            return shift_months(day, steps * (3 if unit == "quarter" else 1))
        case "year" | "decade" | "century":
            return shift_months(day, steps * {"year": 12, "decade": 120, "century": 1200}[unit])
        case "day" | "night":
            return day + timedelta(days=steps)
        case _:
            return day


def shift_months(day: date, months: int) -> date:
    """The day so many months away; in a shorter month its last day. Raises `ValueError` outside the years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# ---------------------------------------------------------------------------------------------------------------


def _make_week(day: date, anchor: str | None) -> Meaning:
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Meaning("date", f"{year}-W{week:02}", f"{monday}/{monday + timedelta(days=6)}", anchor)


def _make_weekend(day: date, anchor: str | None) -> Meaning:
    year, week, weekday = day.isocalendar()
    saturday = day + timedelta(days=6 - weekday)
    return Meaning("date", f"{year}-W{week:02}-WE", f"{saturday}/{saturday + timedelta(days=1)}", anchor)
