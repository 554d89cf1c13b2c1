"""Dates that leave several days possible, set against the days that are asked for and put in order."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from groundtruce.model.times import first_day, interval_of, last_day
from groundtruce.web.problems import Refusal

_LAST = datetime.max.replace(tzinfo=UTC)


def list_days(first: date, last: date, *, patience_s: float) -> Iterator[date]:
    """The days one after the other, both ends included; a refusal where whoever takes them needs longer than so many seconds."""
    stop = time.monotonic() + patience_s
    for number in range((last - first).days + 1):
        if time.monotonic() > stop:
            raise Refusal(503, f"only {number} days could be checked in time: ask for fewer at once")
        yield first + timedelta(days=number)


def may_lie_within(edtf: str | None, first: date | None, last: date | None) -> bool:
    """Whether a date may lie in the days from `first` to `last`, each open where none; one not known only if both are."""
    if first is None and last is None:
        return True
    if edtf is None:
        return False
    begins, ends = first_day(edtf), last_day(edtf)
    return (last is None or begins is None or begins <= last) and (first is None or ends is None or ends >= first)


def order_of(edtf: str | None) -> datetime:
    """Where a date stands in the order of time: at its beginning, at its end where that is open; the unknown last."""
    interval = interval_of(edtf) if edtf else None
    return (interval.start or interval.end or _LAST) if interval else _LAST
