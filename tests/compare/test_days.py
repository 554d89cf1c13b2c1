"""Days as they are written, and days of a time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from groundtruce.compare.days import Days, add_months, interval_in_zone, written_days

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2031-03-12", "2031-03-12", "2031-03-12"),
        ("2031-03-12T01:00+05:00", "2031-03-12", "2031-03-12"),
        ("2031-03-11T23:00Z/2031-03-12T02:00Z", "2031-03-11", "2031-03-12"),
        ("2031-03", "2031-03-01", "2031-03-31"),
        ("2031-03-12~", "2031-03-10", "2031-03-14"),
    ],
)
def test_days_are_taken_as_they_are_written(edtf, first, last):
    """A clock's offset moves no day; an approximate date is two days wider."""
    assert written_days(edtf) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("edtf", [None, "", "../2031-03-12", "2031-03-12/.."])
def test_an_open_date_has_no_days(edtf):
    """What is open on one side cannot be counted."""
    assert written_days(edtf) is None


def test_a_day_of_a_zone_begins_at_its_midnight():
    """12 March in Moscow begins at 21:00 UTC of the 11th; a clock with an offset keeps its moment, one without is local."""
    day = interval_in_zone("2031-03-12", MOSCOW)
    assert (day.start, day.end) == (datetime(2031, 3, 11, 21, tzinfo=UTC), datetime(2031, 3, 12, 21, tzinfo=UTC))
    assert interval_in_zone("2031-03-12T01:00Z", MOSCOW).start == datetime(2031, 3, 12, 1, tzinfo=UTC)
    assert interval_in_zone("2031-03-12T01:00", MOSCOW).start == datetime(2031, 3, 11, 22, tzinfo=UTC)
    assert interval_in_zone("../2031-03-12", MOSCOW).start is None
    assert interval_in_zone("../2031-03-12", MOSCOW).end == datetime(2031, 3, 12, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2031-01-31", 1, "2031-02-28"),
        ("2032-02-29", 12, "2033-02-28"),
        ("2031-12-05", 1, "2032-01-05"),
        ("2031-03-02", -3, "2030-12-02"),
    ],
)
def test_months_are_counted_on_the_calendar(day, months, expected):
    """A day that the month lacks becomes its last."""
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)
