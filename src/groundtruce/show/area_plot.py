"""Draws the area of a zone over time as SVG: each publisher's maps as steps with the band that their drawing error leaves."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from groundtruce.errors import UnusableInput
from groundtruce.model.times import format_date, interval_of
from groundtruce.model.zones import Notice, ZoneArea
from groundtruce.show.drawing.axes import TimeAxis, ValueAxis, fit_values
from groundtruce.show.drawing.labels import text_width, wrap_text
from groundtruce.show.drawing.palette import ZONE
from groundtruce.show.drawing.paths import write_pixel
from groundtruce.show.drawing.templates import load_template
from groundtruce.show.inert import make_line
from groundtruce.show.wording import say_estimate

WIDE, HEIGHT = 760, 380
# Okabe and Ito's colours for those who see fewer; further publishers begin again, and differ by their dashes.
_COLOURS = ("#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 62, 34
_LEGEND_SIZE, _NOTE_SIZE, _TITLE_HEIGHT = 13, 12, 30
_NOTE = (
    "Bands hold the area with a probability of 95 %, by the drawing error. "
    "Filled points moved beyond it; dots: no map. Not from zero."
)


class _Line(NamedTuple):
    """One publisher's maps as paths in pixels."""

    name: str
    colour: str
    dash: str
    band: str
    steps: str
    missing: str
    moved: tuple[tuple[float, float], ...]
    others: tuple[tuple[float, float], ...]
    legend_x: float


def draw_area_plot(
    areas: Sequence[ZoneArea],
    *,
    title: str,
    gaps: Sequence[Notice] = (),
    moved: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    colour: str | None = None,
    width: int = WIDE,
    shows_title: bool = True,
) -> str:
    """An SVG of one zone's area over time, `width` pixels wide. The same input gives the same text.

    `areas` are those of one zone and kind, each publisher's in the order of valid time. `gaps` are the notices of missing
    maps: there, the line is broken into dots. `moved` are the versions, by identifier, that moved beyond their drawing
    error: their points are filled. `names` are the publishers' names by identifier, `colour` the holder's, `#rrggbb`.
    The value axis does not begin at zero. A page that has the title above it leaves it out with `shows_title`. Raises `UnusableInput` where fewer than two versions are dated.
    """
    dated = [area for area in areas if area.valid_from]
    if len(dated) < 2:
        raise UnusableInput("figure", f"an area over time needs two dated maps of a zone, and there are {len(dated)}")
    starts = [_start(area) for area in dated]
    span = max(starts) - min(starts) or timedelta(days=1)
    time = TimeAxis(min(starts), max(starts) + span / 40, _LEFT, width - _RIGHT)
    lows, highs = zip(*((area.km2.low, area.km2.high) for area in dated), strict=True)
    value = fit_values(min(lows), max(highs), bottom=HEIGHT - _BOTTOM, top=_TOP)
    lines = _draw_lines(dated, time, value, gaps=gaps, moved=moved, names=names or {}, colour=colour)
    notes = wrap_text(_NOTE, width, _NOTE_SIZE)
    return load_template("area.svg.j2").render(
        title=make_line(title) if shows_title else "",
        begin=0 if shows_title else _TITLE_HEIGHT,
        alt=make_line(_describe(title, dated)),
        width=width,
        height=HEIGHT + 58 - 16 + 16 * len(notes) - (0 if shows_title else _TITLE_HEIGHT),
        left=_LEFT,
        right=width - _RIGHT,
        top=_TOP,
        bottom=HEIGHT - _BOTTOM,
        notes=notes,
        times=[tick for tick in time.ticks(most=max(2, width // 105)) if _LEFT + 10 <= tick.at <= width - 40],
        values=value.ticks(),
        lines=lines,
        legend_y=HEIGHT + 14,
    )


# ---------------------------------------------------------------------------------------------------------------


def _start(area: ZoneArea) -> datetime:
    start = interval_of(area.valid_from or "").start
    assert start is not None
    return start


def _describe(title: str, areas: Sequence[ZoneArea]) -> str:
    first, last = min(areas, key=_start), max(areas, key=_start)
    return (
        f"{title}. From {say_estimate(first.km2, 'km²')} on {format_date(first.valid_from or '')} to "
        f"{say_estimate(last.km2, 'km²')} on {format_date(last.valid_from or '')}, on {len(areas)} maps."
    )


def _draw_lines(
    areas: Sequence[ZoneArea],
    time: TimeAxis,
    value: ValueAxis,
    *,
    gaps: Sequence[Notice],
    moved: Collection[str],
    names: Mapping[str, str],
    colour: str | None,
) -> list[_Line]:
    own = colour if colour and _COLOUR.fullmatch(colour) else ZONE
    lines: list[_Line] = []
    legend_x = float(_LEFT)
    ordered = sorted(areas, key=lambda area: (area.publisher or "", _start(area)))
    for number, (publisher, group) in enumerate(groupby(ordered, key=lambda area: area.publisher)):
        drawn = list(group)
        known = _known_until(drawn, time, {gap.versions: gap for gap in gaps if gap.publisher == publisher})
        steps, missing = _draw_steps(drawn, known, time, value)
        points = [(time.place(_start(area)), value.place(area.km2.best), area.version in moved) for area in drawn]
        name = make_line(names.get(publisher or "", publisher or "publisher not named"))
        lines.append(
            _Line(
                name=name,
                colour=own if number == 0 else _COLOURS[(number - 1) % len(_COLOURS)],
                dash=_DASHES[number % len(_DASHES)],
                band=_draw_band(drawn, known, time, value),
                steps=steps,
                missing=missing,
                moved=tuple((x, y) for x, y, is_moved in points if is_moved),
                others=tuple((x, y) for x, y, is_moved in points if not is_moved),
                legend_x=legend_x,
            )
        )
        legend_x += 34 + text_width(name, _LEGEND_SIZE) + 22
    return lines


def _known_until(areas: Sequence[ZoneArea], time: TimeAxis, broken: Mapping[tuple[str, ...], Notice]) -> list[datetime]:
    """Until when each map is known to hold: to the next one or the end of the plot, or to the first day without its map."""
    ends = []
    for area, follower in zip(areas, [*areas[1:], None], strict=True):
        gap = broken.get((area.version, follower.version)) if follower else None
        missing_from = interval_of(gap.on).start if gap else None
        ends.append(missing_from or (_start(follower) if follower else time.last))
    return ends


def _draw_steps(
    areas: Sequence[ZoneArea], known: Sequence[datetime], time: TimeAxis, value: ValueAxis
) -> tuple[str, str]:
    """The line of the maps, and apart from it, where a map is missing, the line that nothing is known of."""
    steps, missing = "", ""
    for area, follower, end in zip(areas, [*areas[1:], None], known, strict=True):
        x, y, stop = time.place(_start(area)), value.place(area.km2.best), time.place(end)
        steps += f"M{write_pixel(x)} {write_pixel(y)}H{write_pixel(stop)}"
        if follower:
            next_x = time.place(_start(follower))
            missing += f"M{write_pixel(stop)} {write_pixel(y)}H{write_pixel(next_x)}" if next_x > stop else ""
            steps += f"M{write_pixel(next_x)} {write_pixel(y)}V{write_pixel(value.place(follower.km2.best))}"
    return steps, missing


def _draw_band(areas: Sequence[ZoneArea], known: Sequence[datetime], time: TimeAxis, value: ValueAxis) -> str:
    """A box for each map, over the time that it is known to hold."""
    path = ""
    for area, end in zip(areas, known, strict=True):
        left, right = write_pixel(time.place(_start(area))), write_pixel(time.place(end))
        top, bottom = write_pixel(value.place(area.km2.high)), write_pixel(value.place(area.km2.low))
        path += f"M{left} {top}H{right}V{bottom}H{left}Z"
    return path
