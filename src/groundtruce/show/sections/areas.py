"""The area over time of the zones that changed."""

from collections.abc import Mapping, Sequence

from groundtruce.model.briefs import Figure, Section
from groundtruce.model.documents import Citation
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneArea, ZoneChange, ZoneVersion
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import say_estimate, say_quantity


def compose_areas(
    bibliography: Bibliography,
    *,
    areas: Sequence[ZoneArea],
    changes: Sequence[ZoneChange],
    versions: Mapping[str, ZoneVersion],
) -> list[Section]:
    """A part with a plot for each zone that changed and of which at least two dated maps are there."""
    zones = dict.fromkeys(
        (change.zone, versions[change.to.version].kind)
        for change in changes
        if change.verdict != "unchanged" and change.to.version in versions
    )
    drawn = {key: [each for each in areas if (each.zone, each.kind) == key and each.valid_from] for key in zones}
    return [_compose_plot(bibliography, own, versions) for own in drawn.values() if len(own) > 1]


def area_figure_id(area: ZoneArea) -> str:
    """The identifier of the figure that plots the area of a zone, of which `area` is one version's."""
    return f"area-{area.zone}-{area.kind}".replace(" ", "-")


# ---------------------------------------------------------------------------------------------------------------


def _compose_plot(
    bibliography: Bibliography, areas: Sequence[ZoneArea], versions: Mapping[str, ZoneVersion]
) -> Section:
    first, last = (choose(areas, key=lambda area: area.valid_from or "") for choose in (min, max))
    name = versions[last.version].name
    caption = (
        f"Area of {name} on {say_quantity(len(areas), 'map')}, from {_say_area(first)} to {_say_area(last)}; "
        "the band around the line holds the area with a probability of 95 %, by the maps' drawing error."
    )
    return Section(
        id=f"{area_figure_id(last)}-over-time",
        title=f"{name}, area over time",
        figure=Figure(
            id=area_figure_id(last),
            kind="area",
            zone=last.zone,
            earlier=first.version,
            later=last.version,
            areas=tuple(areas),
            title=f"Area of {name}",
            caption=(bibliography.sentence(caption, *(_cite(each, versions) for each in (first, last))),),
        ),
    )


def _say_area(area: ZoneArea) -> str:
    return f"{say_estimate(area.km2, 'km²')} on {format_date(area.valid_from or '')}"


def _cite(area: ZoneArea, versions: Mapping[str, ZoneVersion]) -> Citation:
    version = versions[area.version]
    place = f"{version.name}, {version.locator}, valid from {format_date(version.valid_from)}"
    return Citation(document=version.document, locator=place)
