"""The parameter `datetime` of OGC API Features: a moment or an interval whose ends are both included."""

import re
from datetime import UTC, datetime, timedelta

from groundtruce.model.times import Interval, parse_moment
from groundtruce.web.problems import Refusal

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_OPEN = ("", "..")


def read_datetime(text: str | None) -> Interval | None:
    """The moments that are asked for, the first and the last both included; none where nothing is.

    A day stands for all its hours. Raises a refusal for what is neither a moment of RFC 3339 nor an interval of two.
    """
    if text is None:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        return Interval(start=_read(text), end=_end(text))
    start = None if first in _OPEN else _read(first)
    end = None if last in _OPEN else _end(last)
    if start and end and start > end:
        raise Refusal(400, f"datetime: {first} lies after {last}")
    return Interval(start=start, end=end)


# ---------------------------------------------------------------------------------------------------------------


def _end(text: str) -> datetime:
    """The last moment: that of a day is a microsecond before the next begins."""
    moment = _read(text)
    return moment + timedelta(days=1, microseconds=-1) if _DAY.fullmatch(text) else moment


def _read(text: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if _MOMENT.fullmatch(text):
            return parse_moment(text.upper())
    except (ValueError, OverflowError):
        pass
    raise Refusal(400, f"datetime: {text!r} is not a date and time of RFC 3339")
