"""Draws the figures that a brief names: changes of zones, areas over time, provisions day by day."""

import functools
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from groundtruce.model.briefs import Brief, Section
from groundtruce.model.cases import Case
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.provision_history import Provisions
from groundtruce.model.zones import ZoneArea, ZoneChange, ZoneVersion
from groundtruce.show.area_plot import draw_area_plot
from groundtruce.show.figures import NARROW, WIDE, draw_zone_change
from groundtruce.show.sections.areas import area_figure_id
from groundtruce.show.sections.map_changes import figure_id
from groundtruce.show.sections.provision_days import STRIP_FIGURE
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
    areas: Sequence[ZoneArea] = (),
    provisions: Provisions | None = None,
    agreed_area: bytes | None = None,
) -> dict[str, Drawing]:
    """The drawings of all figures that `brief` names, by the figure's identifier, in the order of the brief."""
    versions = {version.id: version for version in zone_versions}
    colours = {party.id: party.colour for party in case.parties}
    makers: dict[str, Callable[..., str]] = {}
    for change in changes:
        if change.from_.version in versions and change.to.version in versions:
            later = versions[change.to.version]
            makers[figure_id(change)] = functools.partial(
                draw_zone_change,
                versions[change.from_.version],
                later,
                change,
                settlements=settlements,
                agreed_area=agreed_area,
                colour=colours.get(later.holder or ""),
            )
    moved = {change.to.version for change in changes if change.verdict == "moved"}
    for figure, group in groupby(areas, key=area_figure_id):
        own = list(group)
        drawn = versions[own[-1].version]
        makers[figure] = functools.partial(
            draw_area_plot,
            own,
            title=f"Area of {drawn.name}",
            shows_title=False,
            moved=moved,
            names={each.id: each.name for each in case.publishers},
            colour=colours.get(drawn.holder or ""),
        )
    if provisions:
        makers[STRIP_FIGURE] = functools.partial(draw_strips, provisions)
    wanted = [section.figure.id for section in _flatten(brief.sections) if section.figure]
    return {
        figure: Drawing(wide=makers[figure](width=WIDE), narrow=makers[figure](width=NARROW))
        for figure in wanted
        if figure in makers
    }


# ---------------------------------------------------------------------------------------------------------------


def _flatten(sections: Sequence[Section]) -> list[Section]:
    return [each for section in sections for each in (section, *_flatten(section.sections))]
