"""Dates that leave several days possible, set against the days that are asked for and put in order."""

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from groundtruce.model.times import first_day, interval_of, last_day
from groundtruce.web.parameters import AskedDays
from groundtruce.web.problems import Refusal

_LAST = datetime.max.replace(tzinfo=UTC)


class Deadline:
    """So many seconds from now, after which a question that is asked day by day is refused."""

    def __init__(self, seconds: float) -> None:
        self._stop = time.monotonic() + seconds

    def check(self) -> None:
        """Refuse once the time is up."""
        if time.monotonic() > self._stop:
            raise Refusal(503, "these are too many days to be looked at in time: ask for fewer at once")


def list_days(first: date, last: date) -> list[date]:
    """The days one after the other, both ends included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def may_lie_within(edtf: str | None, days: AskedDays) -> bool:
    """Whether a date may lie within the days; one not known only if none are asked for."""
    return len(DayIndex([edtf]).find(days)) > 0


class DayIndex:
    """Dates, put so that those which may lie within some days are found at once."""

    def __init__(self, dates: Iterable[str | None]) -> None:
        spans = [_span_of(edtf) for edtf in dates]
        self._first = np.array([span[0] for span in spans], np.int64)
        self._last = np.array([span[1] for span in spans], np.int64)

    def find(self, days: AskedDays) -> npt.NDArray[np.intp]:
        """The places of the dates that may lie within the days; one not known lies within none, unless none are asked for."""
        if days.first is None and days.last is None:
            return np.arange(len(self._first))
        first = days.first.toordinal() if days.first else _EARLIEST
        last = days.last.toordinal() if days.last else _LATEST
        return np.flatnonzero((self._first <= last) & (self._last >= first))


def order_of(edtf: str | None) -> datetime:
    """Where a date stands in the order of time: at its beginning, at its end where that is open; the unknown last."""
    interval = interval_of(edtf) if edtf else None
    return (interval.start or interval.end or _LAST) if interval else _LAST


# ---------------------------------------------------------------------------------------------------------------

_EARLIEST, _LATEST = 0, date.max.toordinal() + 1
_UNKNOWN = (_LATEST + 1, _EARLIEST - 1)
"""Behind every day and before every day: within no days."""


@lru_cache(maxsize=1 << 16)
def _span_of(edtf: str | None) -> tuple[int, int]:
    """The ordinals of the first and the last day that a date leaves possible."""
    if edtf is None:
        return _UNKNOWN
    first, last = first_day(edtf), last_day(edtf)
    return first.toordinal() if first else _EARLIEST, last.toordinal() if last else _LATEST
