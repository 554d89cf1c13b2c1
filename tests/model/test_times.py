"""Tests of groundtruce.model.times."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundtruce.model.times import (
    Interval,
    day_interval,
    first_day,
    format_date,
    format_moment,
    interval_of,
    last_day,
    parse_day,
    parse_moment,
)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2020-12-12", moment(2020, 12, 12), moment(2020, 12, 13)),
        ("2020-12", moment(2020, 12, 1), moment(2021, 1, 1)),
        ("2020", moment(2020, 1, 1), moment(2021, 1, 1)),
        ("202X", moment(2020, 1, 1), moment(2030, 1, 1)),
        ("2020-12-XX", moment(2020, 12, 1), moment(2021, 1, 1)),
        ("2020-24", moment(2020, 12, 1), moment(2021, 3, 1)),
        ("2020-21", moment(2020, 3, 1), moment(2020, 6, 1)),
        ("2020-12-07/2020-12-13", moment(2020, 12, 7), moment(2020, 12, 14)),
        ("2020-12-12T20:00+04:00", moment(2020, 12, 12, 16), moment(2020, 12, 12, 16, 1)),
        ("2020-12-12T20:00:30Z", moment(2020, 12, 12, 20, 0, 30), moment(2020, 12, 12, 20, 0, 31)),
        ("../2020-12-12", None, moment(2020, 12, 13)),
        ("2020-12-12/..", moment(2020, 12, 12), None),
        ("2020-12-12~", moment(2020, 12, 12), moment(2020, 12, 13)),
    ],
)
def test_an_edtf_date_has_half_open_bounds(edtf: str, start: datetime | None, end: datetime | None) -> None:
    """The bounds are the first moment and the moment after the last, in UTC."""
    assert interval_of(edtf) == Interval(start=start, end=end)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2020-13", "2020-02-30", "2020-12-12/2020-12-11", "12.12.2020", "0000", "2020-1-1"]
)
def test_what_is_no_edtf_date_is_refused(text: str) -> None:
    """Impossible and foreign notations raise rather than being guessed at."""
    with pytest.raises(ValueError, match=r".+"):
        interval_of(text)


def test_intervals_that_only_touch_do_not_overlap() -> None:
    """Half-open: the day after begins where the day ends, and shares no moment with it."""
    first, second = day_interval(date(2020, 12, 12)), day_interval(date(2020, 12, 13))
    assert not first.overlaps(second)
    assert first.overlaps(interval_of("2020-12"))
    assert not first.contains(moment(2020, 12, 13))
    assert first.contains(moment(2020, 12, 12))


def test_open_intervals_overlap_what_lies_on_their_open_side() -> None:
    """None is open on that side."""
    assert interval_of("2020-12-12/..").overlaps(interval_of("2031"))
    assert not interval_of("2020-12-12/..").overlaps(interval_of("2020-12-11"))


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)))
def test_a_day_is_its_own_first_and_last_day(day: date) -> None:
    """A day written as EDTF comes back as itself."""
    assert first_day(day.isoformat()) == day == last_day(day.isoformat())


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 1, 1)))  # noqa: DTZ001 - made aware below
def test_moments_survive_writing_and_sort_as_text(naive: datetime) -> None:
    """A written moment reads back the same, and later moments sort behind earlier ones."""
    aware = naive.replace(tzinfo=UTC)
    assert parse_moment(format_moment(aware)) == aware
    assert format_moment(aware) < format_moment(aware + timedelta(microseconds=1))


def test_a_moment_with_a_zone_is_converted() -> None:
    """20:00 in Baku is 16:00 in UTC; a bare day is its beginning in UTC."""
    assert parse_moment("2020-12-12T20:00+04:00") == moment(2020, 12, 12, 16)
    assert parse_moment("2020-12-12") == moment(2020, 12, 12)


@pytest.mark.parametrize("text", ["2020-12", "12 Dec 2020", "2020-02-30", ""])
def test_a_day_must_be_written_in_full(text: str) -> None:
    """Only YYYY-MM-DD names a day."""
    with pytest.raises(ValueError, match=r".+"):
        parse_day(text)


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2020-12-13", "13 Dec 2020"),
        ("2020-12", "Dec 2020"),
        ("2020", "2020"),
        ("202X", "2020s"),
        ("2020-24", "winter 2020"),
        ("2020-12-07/2020-12-13", "7 to 13 Dec 2020"),
        ("2020-11-30/2020-12-13", "30 Nov 2020 to 13 Dec 2020"),
        ("2020-12-13~", "about 13 Dec 2020"),
        ("2020-12-12T20:00+04:00", "12 Dec 2020, 20:00 (UTC+04:00)"),
        ("2020-12-13/..", "since 13 Dec 2020"),
        ("../2020-12-13", "until 13 Dec 2020"),
    ],
)
def test_dates_are_shown_as_a_newspaper_would(edtf: str, shown: str) -> None:
    """Day, short month, year; precision and doubt in words."""
    assert format_date(edtf) == shown


def test_moments_of_any_year_are_written_as_wide() -> None:
    """So they sort as text: a moment of the year 37 lies before one of 2020."""
    early, late = (format_moment(datetime(year, 3, 1, tzinfo=UTC)) for year in (37, 2020))
    assert early == "0037-03-01T00:00:00.000000Z"
    assert early < late
