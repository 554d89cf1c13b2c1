"""Draws the figures that a brief names: changes of zones, areas over time, provisions day by day."""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from groundtruce.model.briefs import Brief, Figure, Section
from groundtruce.model.cases import Case
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.show.area_plot import draw_area_plot
from groundtruce.show.figures import NARROW, WIDE, draw_zone_change
from groundtruce.show.sections.map_changes import figure_id
from groundtruce.show.strip_drawing import draw_strips


class Drawing(NamedTuple):
    """One figure in the two widths that a page needs, each an SVG."""

    wide: str
    narrow: str


def draw_figures(
    brief: Brief,
    *,
    case: Case,
    changes: Sequence[ZoneChange],
    zone_versions: Sequence[ZoneVersion],
    settlements: Sequence[GazetteerEntry],
    agreed_area: bytes | None = None,
) -> dict[str, Drawing]:
    """The drawings of all figures that `brief` names, by the figure's identifier, in the order of the brief."""
    versions = {version.id: version for version in zone_versions}
    colours = {party.id: party.colour for party in case.parties}
    by_id = {figure_id(change): change for change in changes}
    moved = {change.to.version for change in changes if change.verdict == "moved"}
    names = {each.id: each.name for each in case.publishers}
    drawings = {}
    for figure in _list_figures(brief.sections):
        colour = colours.get(versions[figure.later].holder or "") if figure.later in versions else None
        draw: Callable[..., str]
        if figure.kind == "strip":
            draw = functools.partial(draw_strips, figure.strip)
        elif figure.kind == "area":
            draw = functools.partial(
                draw_area_plot,
                figure.areas,
                title=figure.title,
                shows_title=False,
                moved=moved,
                names=names,
                colour=colour,
            )
        else:
            draw = functools.partial(
                draw_zone_change,
                versions[figure.earlier],
                versions[figure.later],
                by_id[figure.id],
                settlements=settlements,
                agreed_area=agreed_area,
                colour=colour,
            )
        drawings[figure.id] = Drawing(wide=draw(width=WIDE), narrow=draw(width=NARROW))
    return drawings


# ---------------------------------------------------------------------------------------------------------------


def _list_figures(sections: Sequence[Section]) -> Iterator[Figure]:
    for section in sections:
        if section.figure:
            yield section.figure
        yield from _list_figures(section.sections)
