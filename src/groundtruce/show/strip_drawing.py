"""Draws provisions day by day as SVG: a row for each, a bar for the days on which it stood the same, told by words and fills."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from groundtruce.model.briefs import StatusDays, StripRow
from groundtruce.model.times import format_date, parse_day
from groundtruce.show.drawing.axes import Tick, TimeAxis
from groundtruce.show.drawing.labels import text_width
from groundtruce.show.drawing.templates import load_template
from groundtruce.show.inert import make_line

WIDE = 760
_LABELS, _NARROW_BELOW = 268, 520
"""The labels' column in pixels; where there is no room for one, each label stands above its row."""
_TOP, _BAR = 26, 20
_ROW_BESIDE, _ROW_BELOW = 26, 42
_SIZE = 12


class _Bar(NamedTuple):
    """Days on end of one status, in pixels: where, what stands in it, and what a pointer shows."""

    x: float
    width: float
    status: str
    words: str
    title: str


class _Row(NamedTuple):
    """One provision."""

    label: str
    y: float
    bars: list[_Bar]
    turns: list[tuple[float, str]]


def draw_strips(strip: Sequence[StripRow], *, width: int = WIDE) -> str:
    """An SVG of provisions over the same days, `width` pixels wide. The same input gives the same text.

    A bar holds the name of its status where there is room, else its first letter; ticks mark the days on which a provision
    turns by its own terms.
    """
    beside = width >= _NARROW_BELOW
    left = _LABELS if beside else 0
    height = _ROW_BESIDE if beside else _ROW_BELOW
    first, after = strip[0].days[0].from_, strip[0].days[-1].to
    axis = TimeAxis(_midnight(first), _midnight(after), left, width)
    rows = [
        _draw_row(row, axis, y=_TOP + number * height + (0 if beside else 18), room=_room(width, beside=beside))
        for number, row in enumerate(strip)
    ]
    return load_template("strip.svg.j2").render(
        alt=_describe(strip),
        width=width,
        height=_TOP + height * len(rows) + 4,
        left=left,
        beside=beside,
        bar_height=_BAR,
        rows=rows,
        days=_draw_days(axis),
        times=_fit_ticks(axis, width),
        bottom=_TOP + height * len(rows),
    )


# ---------------------------------------------------------------------------------------------------------------


def _midnight(day: str) -> datetime:
    read = parse_day(day)
    return datetime(read.year, read.month, read.day, tzinfo=UTC)


def _room(width: int, *, beside: bool) -> float:
    return _LABELS - 12 if beside else width


def _draw_row(row: StripRow, axis: TimeAxis, *, y: float, room: float) -> _Row:
    return _Row(
        label=_fit(make_line(f"{row.provision} {row.title}"), room),
        y=y,
        bars=[_draw_bar(days, axis) for days in row.days],
        turns=[
            (axis.place(_midnight(each.on)), make_line(f"{format_date(each.on)}: {each.statement}"))
            for each in row.milestones
        ],
    )


def _draw_bar(days: StatusDays, axis: TimeAxis) -> _Bar:
    start, end = axis.place(_midnight(days.from_)), axis.place(_midnight(days.to))
    return _Bar(
        x=start,
        width=max(end - start - 1.5, 1.0),
        status=days.status.replace(" ", "-"),
        words=_fit_status(days.status, end - start),
        title=f"{_say_days(days.from_, days.to)}: {days.status}",
    )


def _say_days(first: str, after: str) -> str:
    last = (parse_day(after) - timedelta(days=1)).isoformat()
    return format_date(first if first == last else f"{first}/{last}")


def _fit_status(status: str, room: float) -> str:
    """The status in a bar: its name, its first letter, or nothing where there is room for neither."""
    return next((each for each in (status, status[0].upper()) if text_width(each, _SIZE) + 8 <= room), "")


def _fit(text: str, room: float) -> str:
    if text_width(text, _SIZE) <= room:
        return text
    while text and text_width(f"{text}…", _SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _draw_days(axis: TimeAxis) -> list[float]:
    """Where each day begins; nowhere where the days are too narrow to be told apart."""
    days = (axis.last - axis.first).days
    if (axis.right - axis.left) / days < 4:
        return []
    return [axis.place(axis.first + timedelta(days=number)) for number in range(1, days)]


def _fit_ticks(axis: TimeAxis, width: int) -> list[Tick]:
    """The days that are named, as far as there is room for their names."""
    ticks = axis.ticks(most=max(2, int((axis.right - axis.left) // 78)))
    return [tick for tick in ticks if tick.at + text_width(tick.text, _SIZE) <= width]


def _describe(strip: Sequence[StripRow]) -> str:
    days = _say_days(strip[0].days[0].from_, strip[0].days[-1].to)
    return f"{len(strip)} provisions day by day, {days}: a bar for each stretch of days of one status. The table says the same in words."
