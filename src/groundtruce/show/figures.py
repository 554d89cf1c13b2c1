"""Draws a zone before and after a change as SVG: gained solid, lost hatched, each boundary as the band it lies in."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry

from groundtruce.model.places import GazetteerEntry
from groundtruce.model.times import format_date
from groundtruce.model.zones import Furthest, ZoneChange, ZoneKind, ZoneVersion
from groundtruce.show.drawing.bands import draw_band
from groundtruce.show.drawing.countries import label_countries, see_countries
from groundtruce.show.drawing.frame import Frame
from groundtruce.show.drawing.labels import Box
from groundtruce.show.drawing.legend import compose_legend
from groundtruce.show.drawing.palette import ZONE
from groundtruce.show.drawing.paths import make_hatch, write_path
from groundtruce.show.drawing.places import Mark, label_changed, label_others, mark_places
from groundtruce.show.drawing.reach import draw_reach, label_reach
from groundtruce.show.drawing.templates import load_template
from groundtruce.show.inert import make_line
from groundtruce.show.wording import choose_furthest, say_direction, say_estimate

WIDE, NARROW = 760, 360
"""The widths, in pixels, for a desk and for a telephone."""


def draw_zone_change(  # noqa: PLR0913 - each is a choice of who draws
    earlier: ZoneVersion,
    later: ZoneVersion,
    change: ZoneChange,
    *,
    settlements: Sequence[GazetteerEntry] = (),
    agreed_area: bytes | None = None,
    title: str | None = None,
    colour: str | None = None,
    close_up: bool = False,
    width: int = WIDE,
) -> str:
    """An SVG of a zone before and after, `width` pixels wide. The same input gives the same text.

    With `close_up`, the window is fitted to the ground that changed, and not to the whole zone.

    Shapes are WGS 84, longitude first; `agreed_area` is ISO WKB. `colour` is the holder's, `#rrggbb`. A boundary's band
    reaches 1.96 standard deviations of its drawing error to both sides: it holds the line with a probability of 95 %.
    """
    shapes = [shapely.from_wkb(version.wkb) for version in (earlier, later)]
    shown = find_changed_ground(change) if close_up else None
    frame = Frame(shown or shapely.union_all(shapes), width=width, lowest=0.5 * width, highest=max(0.8 * width, 420))
    agreed = shapely.from_wkb(agreed_area) if agreed_area else None
    marks = mark_places(frame, settlements, change.settlements)
    legend, legend_height = compose_legend(
        earlier,
        later,
        change,
        agreed=agreed is not None,
        spread=any(mark.spread > mark.radius for mark in marks),
        width=width,
    )
    top = 36 if title else 0
    # A figure that stands alone says what its maps say of themselves.
    note = _shorten_note(later.note or earlier.note, width) if title else ""
    return load_template("figure.svg.j2").render(
        title=title,
        alt=describe_change(later, change),
        width=width,
        height=frame.height,
        top=top,
        total=top + frame.height + 12 + legend_height + (38 if note else 20),
        note=note,
        colour=colour if colour and _COLOUR.fullmatch(colour) else ZONE,
        zone_stroke=_STROKES[later.kind],
        legend=legend,
        marks=marks,
        agreed=write_path(frame.project(agreed).boundary, frame) if agreed else "",
        scale=frame.scale_bar(),
        **_draw_ground(frame, earlier, later),
        **_draw_names(frame, change, marks, zones=shapely.union_all([frame.project(shape) for shape in shapes])),
    )


def describe_change(later: ZoneVersion, change: ZoneChange) -> str:
    """The figure in words, for those who cannot see it."""
    names = [each.name for each in change.settlements if each.verdict == "gained"]
    inside = f" Settlements newly inside: {', '.join(names)}." if names else ""
    starts = (change.from_.valid_from, change.to.valid_from)
    days = (
        f" as drawn from {format_date(starts[0])} and from {format_date(starts[1])}" if starts[0] and starts[1] else ""
    )
    return (
        f"Map of {later.name}{days}: "
        f"gained {say_estimate(change.gained_km2, 'km²')}{_say_reach(change.furthest_gain)}; "
        f"lost {say_estimate(change.lost_km2, 'km²')}{_say_reach(change.furthest_loss)}.{inside}"
    )


def find_changed_ground(change: ZoneChange) -> BaseGeometry | None:
    """The largest parts of a change, as many as hold four fifths of its ground; none where it has none."""
    parts = sorted(change.parts, key=lambda part: -part.km2.best)
    held = itertools.accumulate((part.km2.best for part in parts), initial=0.0)
    enough = _CLOSE_UP_SHARE * sum(part.km2.best for part in parts)
    chosen = [
        shapely.geometry.shape(part.geometry) for part, before in zip(parts, held, strict=False) if before < enough
    ]
    return shapely.union_all(chosen) if chosen else None


# ---------------------------------------------------------------------------------------------------------------

_CLOSE_UP_SHARE = 0.8
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Zone kinds differ by line: responsibility solid, control solid thick, claim dotted, agreed dashed, buffer double.
_STROKES: Mapping[ZoneKind, Mapping[str, str]] = {
    "responsibility": {"stroke-width": "1.8"},
    "control": {"stroke-width": "3.2"},
    "claim": {"stroke-width": "2.4", "stroke-dasharray": "0.1 5", "stroke-linecap": "round"},
    "agreed area": {"stroke-width": "1.8", "stroke-dasharray": "7 4"},
    "buffer": {"stroke-width": "4.5"},
}


def _say_reach(furthest: Furthest | None) -> str:
    return (
        f", reaching {say_estimate(furthest.km, 'km')} to the {say_direction(furthest.bearing_deg)}" if furthest else ""
    )


def _shorten_note(note: str, width: int) -> str:
    """As much of a note as a line of 12 pixels holds."""
    most = width // 6
    line = make_line(note)
    if not line:
        return ""
    return f"Note: {line}" if len(line) <= most else f"Note: {line[:most].rstrip()}…"


def _draw_ground(frame: Frame, earlier: ZoneVersion, later: ZoneVersion) -> dict[str, Any]:
    """The paths of land and of the two shapes: what stayed, what was gained and lost, the lines and their bands."""
    before, after = (frame.project(shapely.from_wkb(version.wkb)) for version in (earlier, later))
    lost = shapely.difference(before, after)
    return {
        "land": [write_path(country.shape, frame) for country in see_countries(frame)],
        "kept": write_path(shapely.intersection(before, after), frame),
        "gained": write_path(shapely.difference(after, before), frame),
        "lost": write_path(lost, frame),
        "hatch": write_path(make_hatch(lost, frame), frame),
        "before_band": write_path(draw_band(earlier, frame), frame),
        "after_band": write_path(draw_band(later, frame), frame),
        "before": write_path(before.boundary, frame),
        "after": write_path(after.boundary, frame),
        "double": later.kind == "buffer",
    }


def _draw_names(frame: Frame, change: ZoneChange, marks: Sequence[Mark], *, zones: BaseGeometry) -> dict[str, Any]:
    """The arrow and all names, in the order of their claim to room: of settlements that changed sides first."""
    reach = draw_reach(choose_furthest(change), frame)
    scale = Box(0, frame.height - 44, frame.scale_bar()[0] + 60, frame.height)
    taken = [scale, *(reach.shaft if reach else ())]
    changed = label_changed(frame, marks, taken=taken)
    taken += [label.box for label in changed]
    measured = label_reach(reach, frame, taken=[*taken, *(mark.box for mark in marks)]) if reach else None
    taken += [measured[1]] if measured else []
    others = label_others(frame, marks, taken=taken)
    taken += [*(label.box for label in others), *(mark.box for mark in marks)]
    return {
        "reach": reach,
        "reach_label": measured[0] if measured else None,
        "labels": [*changed, *others],
        "countries": label_countries(frame, see_countries(frame), avoid=zones, taken=taken),
    }
