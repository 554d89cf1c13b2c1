"""Draws provisions day by day as SVG: a row for each, a bar for the days on which it stood the same, told by words and fills."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from groundtruce.model.agreements import FindingStatus
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory, Provisions
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


def draw_strips(provisions: Provisions, *, width: int = WIDE) -> str:
    """An SVG of the provisions' history, `width` pixels wide. The same input gives the same text.

    A bar holds the name of its status where there is room, else its first letter; ticks mark the days on which a provision
    turns by its own terms.
    """
    beside = width >= _NARROW_BELOW
    left = _LABELS if beside else 0
    height = _ROW_BESIDE if beside else _ROW_BELOW
    axis = TimeAxis(_midnight(provisions.from_), _midnight(provisions.to), left, width)
    rows = [
        _draw_row(history, axis, y=_TOP + number * height + (0 if beside else 18), room=_room(width, beside=beside))
        for number, history in enumerate(provisions.provisions)
    ]
    return load_template("strip.svg.j2").render(
        alt=_describe(provisions),
        width=width,
        height=_TOP + height * len(rows) + 4,
        left=left,
        beside=beside,
        bar_height=_BAR,
        rows=rows,
        days=_draw_days(axis, provisions),
        times=_fit_ticks(axis, width),
        bottom=_TOP + height * len(rows),
    )


# ---------------------------------------------------------------------------------------------------------------


def _midnight(day: str) -> datetime:
    read = parse_day(day)
    return datetime(read.year, read.month, read.day, tzinfo=UTC)


def _room(width: int, *, beside: bool) -> float:
    return _LABELS - 12 if beside else width


def _draw_row(history: ProvisionHistory, axis: TimeAxis, *, y: float, room: float) -> _Row:
    bars = [_draw_bar(status, first, after, axis) for status, first, after in _join(history.spells)]
    turns = [
        (axis.place(_midnight(each.on)), make_line(f"{format_date(each.on)}: {each.statement}"))
        for each in history.milestones
    ]
    return _Row(label=_fit(make_line(f"{history.provision} {history.title}"), room), y=y, bars=bars, turns=turns)


def _join(spells: Sequence[FindingSpell]) -> list[tuple[FindingStatus, str, str]]:
    """The stretches of one status: what a spell rests on is not drawn."""
    joined: list[tuple[FindingStatus, str, str]] = []
    for spell in spells:
        if joined and joined[-1][0] == spell.status:
            joined[-1] = (spell.status, joined[-1][1], spell.to)
        else:
            joined.append((spell.status, spell.from_, spell.to))
    return joined


def _draw_bar(status: FindingStatus, first: str, after: str, axis: TimeAxis) -> _Bar:
    start, end = axis.place(_midnight(first)), axis.place(_midnight(after))
    last = (parse_day(after) - timedelta(days=1)).isoformat()
    days = format_date(first if first == last else f"{first}/{last}")
    return _Bar(
        x=start,
        width=max(end - start - 1.5, 1.0),
        status=status.replace(" ", "-"),
        words=_fit_status(status, end - start),
        title=f"{days}: {status}",
    )


def _fit_status(status: str, room: float) -> str:
    """The status in a bar: its name, its first letter, or nothing where there is room for neither."""
    return next((each for each in (status, status[0].upper()) if text_width(each, _SIZE) + 8 <= room), "")


def _fit(text: str, room: float) -> str:
    if text_width(text, _SIZE) <= room:
        return text
    while text and text_width(f"{text}…", _SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _draw_days(axis: TimeAxis, provisions: Provisions) -> list[float]:
    """Where each day begins; nowhere where the days are too narrow to be told apart."""
    days = (parse_day(provisions.to) - parse_day(provisions.from_)).days
    if (axis.right - axis.left) / days < 4:
        return []
    return [axis.place(axis.first + timedelta(days=number)) for number in range(1, days)]


def _fit_ticks(axis: TimeAxis, width: int) -> list[Tick]:
    """The days that are named, as far as there is room for their names."""
    ticks = axis.ticks(most=max(2, int((axis.right - axis.left) // 78)))
    return [tick for tick in ticks if tick.at + text_width(tick.text, _SIZE) <= width]


def _describe(provisions: Provisions) -> str:
    last = parse_day(provisions.to) - timedelta(days=1)
    return (
        f"{len(provisions.provisions)} provisions day by day from {format_date(f'{provisions.from_}/{last}')}: "
        "a bar for each stretch of days of one status. The table says the same in words."
    )
