"""The axes of a plot over time: round values, and days that a calendar knows."""

import calendar
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_MOST_TICKS = 7
_DAY = timedelta(days=1)
_MONTH_STEPS = (1, 2, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))


class Tick(NamedTuple):
    """A place on an axis, in pixels, and what stands there."""

    at: float
    text: str


class TimeAxis(NamedTuple):
    """The time from `first` to `last` on the pixels from `left` to `right`."""

    first: datetime
    last: datetime
    left: float
    right: float

    def place(self, moment: datetime) -> float:
        """A moment in pixels; those beyond the ends at the ends."""
        share = (moment - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self, *, most: int = _MOST_TICKS) -> list[Tick]:
        """At most so many days, all a like step apart: days, weeks, months or years."""
        for days in (1, 2, 7, 14):
            found = list(_step_days(self.first, self.last, days))
            if len(found) <= most:
                return [
                    Tick(self.place(day), f"{day.day} {calendar.month_abbr[day.month]} {day.year}") for day in found
                ]
        months = next(step for step in _MONTH_STEPS if self._fits(step, most))
        found = list(_step_months(self.first, self.last, months))
        return [Tick(self.place(day), _say_month(day, months)) for day in found]

    def _fits(self, months: int, most: int) -> bool:
        return len(list(_step_months(self.first, self.last, months))) <= most


class ValueAxis(NamedTuple):
    """The values from `low` to `high`, `step` by step, on the pixels from `bottom` up to `top`."""

    low: float
    high: float
    step: float
    bottom: float
    top: float

    def place(self, value: float) -> float:
        """A value in pixels."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self) -> list[Tick]:
        """Round values, a step of 1, 2 or 5 times a power of ten apart."""
        step = self.step
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        first, last = round(self.low / step), round(self.high / step)
        return [
            Tick(self.place(number * step), f"{number * step + 0.0:,.{digits}f}".replace("-", "−"))
            for number in range(first, last + 1)
        ]


def fit_values(low: float, high: float, *, bottom: float, top: float) -> ValueAxis:
    """An axis that holds the values from `low` to `high` and ends on round ones."""
    if high <= low:
        low, high = low - max(abs(low), 1.0) * 0.05, high + max(abs(high), 1.0) * 0.05
    step = _round_step(high - low)
    return ValueAxis(math.floor(low / step) * step, math.ceil(high / step) * step, step, bottom, top)


# ---------------------------------------------------------------------------------------------------------------


def _round_step(length: float) -> float:
    power = 10.0 ** math.floor(math.log10(length / 4))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= length / 5)


def _step_days(first: datetime, last: datetime, days: int) -> Iterator[datetime]:
    day = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while day <= last:
        if day >= first:
            yield day
        day += days * _DAY


def _step_months(first: datetime, last: datetime, months: int) -> Iterator[datetime]:
    """The first days of months, counted from January of a year that the step divides."""
    number = -(-(first.year * 12) // months) * months if months > 12 else first.year * 12
    while number // 12 <= last.year:
        day = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if first <= day <= last:
            yield day
        number += months


def _say_month(day: datetime, months: int) -> str:
    return str(day.year) if months >= 12 else f"{calendar.month_abbr[day.month]} {day.year}"
