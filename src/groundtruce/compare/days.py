"""Days: which calendar days an uncertain date leaves possible, and when a day begins in a time zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from groundtruce.model.times import Interval, first_day, format_date, interval_of, last_day

_CLOCK = re.compile(r"T[\d:.]+(?P<offset>Z|[+-]\d{2}:\d{2})?")
# "About" and "perhaps" have no numbers in EDTF. Reports that say "about 12 March" seldom miss by more than two days.
_DOUBT = timedelta(days=2)


class Days(NamedTuple):
    """The days from `first` to `last`, both included: a border where people count in whole days."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1

    def distance(self, other: "Days") -> int:
        """0 where they share a day, 1 where they are neighbours, and so on."""
        return max(0, (self.first - other.last).days, (other.first - self.last).days)


@lru_cache(maxsize=1 << 16)
def written_days(edtf: str | None) -> Days | None:
    """The calendar days that a date leaves possible as it is written, by the clocks of whoever wrote it.

    An approximate or uncertain date is two days wider on both sides. None for no date and for an open one.
    """
    if not edtf:
        return None
    plain = _CLOCK.sub("", edtf)
    first, last = first_day(plain), last_day(plain)
    if first is None or last is None:
        return None
    doubt = _DOUBT if re.search(r"[~?%]", edtf) else timedelta()
    return Days(first - doubt, last + doubt)


@lru_cache(maxsize=1 << 16)
def interval_in_zone(edtf: str, zone: tzinfo) -> Interval:
    """The half-open interval in UTC that a date leaves possible, its days taken as the days of `zone`."""
    first, slash, last = edtf.partition("/")
    return Interval(start=_point_in_zone(first, zone).start, end=_point_in_zone(last if slash else first, zone).end)


def span_of_days(first: date, last: date, zone: tzinfo) -> Interval:
    """From the midnight that begins `first` to the one that ends `last`, in `zone`, as UTC."""
    return Interval(start=midnight(first, zone), end=midnight(last + timedelta(days=1), zone))


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment at which `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment in `zone`."""
    return moment.astimezone(zone).date()


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    end = date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return date(year, month + 1, min(day.day, end.day))


def say_day(day: date) -> str:
    """`12 Dec 2020`."""
    return format_date(day.isoformat())


# ---------------------------------------------------------------------------------------------------------------


def _point_in_zone(point: str, zone: tzinfo) -> Interval:
    if point in ("", ".."):
        return Interval(start=None, end=None)
    interval = interval_of(point)
    clock = _CLOCK.search(point)
    if clock and clock["offset"]:
        return interval
    return Interval(start=_move_to_zone(interval.start, zone), end=_move_to_zone(interval.end, zone))


def _move_to_zone(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.replace(tzinfo=zone).astimezone(UTC) if moment else None
