"""What changed on the map, and what texts say changed."""

from collections.abc import Mapping, Sequence
from typing import Literal

from groundtruce.model.briefs import Figure, Section, Sentence
from groundtruce.model.documents import Citation
from groundtruce.model.times import format_date
from groundtruce.model.zones import (
    Furthest,
    ReportedChange,
    SettlementChange,
    VersionReference,
    ZoneArea,
    ZoneChange,
    ZoneVersion,
)
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.marks import Marks
from groundtruce.show.sections.areas import compose_areas
from groundtruce.show.wording import (
    end_sentence,
    party_name,
    publisher_name,
    say_direction,
    say_error,
    say_estimate,
    say_list,
    say_number,
    say_probability,
    say_quantity,
)

CHANGES, REPORTS = 12, 20
"""So many changes have a part of their own, and so many passages on the boundary are told."""


def compose_map_changes(
    bibliography: Bibliography,
    *,
    changes: Sequence[ZoneChange],
    versions: Mapping[str, ZoneVersion],
    reported: Sequence[ReportedChange],
    areas: Sequence[ZoneArea],
    marks: Marks,
    window: str,
) -> Section:
    """The section on the map: a part for each change, the areas over time, then what texts say of the boundary."""
    shown, told = changes[:CHANGES], reported[:REPORTS]
    parts = [_compose_change(bibliography, change, versions, marks=marks) for change in shown]
    parts += compose_areas(bibliography, areas=areas, changes=shown, versions=versions)
    if told:
        sentences = (
            *(_say_reported(bibliography, change) for change in told),
            *bibliography.say_left_out(
                len(reported) - len(told), "passage on the boundary", "passages on the boundary"
            ),
        )
        parts.append(Section(id="reported-changes", title="What texts say of the boundary", sentences=sentences))
    return Section(
        id="map",
        title="What changed on the map",
        sentences=bibliography.say_left_out(len(changes) - len(shown), "change of a zone", "changes of zones")
        if changes
        else (bibliography.sentence_of_nothing(f"No map in the record shows a change that became valid {window}."),),
        sections=tuple(parts),
    )


def summarise_change(bibliography: Bibliography, change: ZoneChange, versions: Mapping[str, ZoneVersion]) -> Sentence:
    """One sentence on a change: by how much, where to, and whether it is larger than the drawing error."""
    name = zone_name(change, versions)
    gained = change.furthest_gain
    reach = f", reaching {_say_reach(gained)}," if gained and change.verdict == "moved" else ""
    text = f"{name} {_VERDICTS[change.verdict].format(net=_say_net(change), reach=reach)}"
    return bibliography.sentence(f"{text} {_say_between(change)}.", *maps_of(change, versions))


def title_of_change(change: ZoneChange, versions: Mapping[str, ZoneVersion]) -> str:
    """`Sector South, 10 Mar 2031 to 12 Mar 2031`."""
    return f"{zone_name(change, versions)}, {_date(change.from_)} to {_date(change.to)}"


def maps_of(change: ZoneChange, versions: Mapping[str, ZoneVersion]) -> tuple[Citation, ...]:
    """The two maps that a change lies between."""
    return tuple(_cite_map(change.zone, reference, versions) for reference in (change.from_, change.to))


def zone_name(change: ZoneChange, versions: Mapping[str, ZoneVersion]) -> str:
    """The zone's name as its later map has it; its identifier where no version is known."""
    version = versions.get(change.to.version) or versions.get(change.from_.version)
    return version.name if version else change.zone


# ---------------------------------------------------------------------------------------------------------------

_VERDICTS = {
    "moved": "{net}{reach}",
    "within error": "shows no change beyond its maps' drawing error",
    "redrawn": "was drawn anew, without a change of ground beyond its maps' drawing error,",
    "unchanged": "is drawn unchanged",
}
_EXPLANATIONS = {
    "moved": "The change is larger than the drawing error of the two maps explains",
    "within error": "The difference is no larger than the drawing error of the two maps explains",
    "redrawn": "The line was drawn anew and its differences are no larger than the drawing error of the two maps explains",
    "unchanged": "The two maps draw the same shape",
}


def _compose_change(
    bibliography: Bibliography, change: ZoneChange, versions: Mapping[str, ZoneVersion], *, marks: Marks
) -> Section:
    maps = maps_of(change, versions)
    name = zone_name(change, versions)
    measured = [_say_areas(change), *_say_reaches(change), *_say_settlements(change.settlements)]
    statements = [
        _say_drawn(bibliography, change, name),
        f"{_EXPLANATIONS[change.verdict]} (one standard deviation: earlier {say_error(change.from_)}; later {say_error(change.to)}).",
        *([] if change.verdict == "unchanged" else measured),
        *_say_notes(change, versions),
    ]
    title = title_of_change(change, versions)
    return Section(
        id=f"change-{change.zone}-{change.to.valid_from or change.to.version}",
        title=title,
        news=marks.of_change(change),
        sentences=tuple(bibliography.sentence(text, *maps) for text in statements),
        figure=_compose_figure(bibliography, change, versions, title=title),
    )


def _compose_figure(
    bibliography: Bibliography, change: ZoneChange, versions: Mapping[str, ZoneVersion], *, title: str
) -> Figure | None:
    """The figure of a change whose two versions are known; none where both draw the same."""
    if change.verdict == "unchanged" or change.from_.version not in versions or change.to.version not in versions:
        return None
    text = (
        f"{zone_name(change, versions)} as drawn from {_date(change.from_)} and from {_date(change.to)}: "
        f"gained {say_estimate(change.gained_km2, 'km²')}, lost {say_estimate(change.lost_km2, 'km²')}; "
        "each boundary is shown as the band in which it lies with a probability of 95 %."
    )
    return Figure(
        id=figure_id(change),
        zone=change.zone,
        earlier=change.from_.version,
        later=change.to.version,
        title=title,
        caption=(bibliography.sentence(text, *maps_of(change, versions)),),
    )


def figure_id(change: ZoneChange) -> str:
    """The identifier of the figure that shows a change."""
    return f"figure-{change.from_.version}-{change.to.version}"


def _cite_map(zone: str, reference: VersionReference, versions: Mapping[str, ZoneVersion]) -> Citation:
    version = versions.get(reference.version)
    place = f"{version.name}, {version.locator}" if version else zone
    return Citation(document=reference.document, locator=f"{place}, valid from {_date(reference)}")


def _date(reference: VersionReference) -> str:
    return format_date(reference.valid_from) if reference.valid_from else "an unknown date"


def _say_between(change: ZoneChange) -> str:
    return f"between the map valid from {_date(change.from_)} and that valid from {_date(change.to)}"


def _say_net(change: ZoneChange) -> str:
    net = change.net_km2
    if net.low > 0:
        return f"grew by {say_estimate(net, 'km²')}"
    if net.high < 0:
        flipped = net.__class__(measured=-net.measured, best=-net.best, low=-net.high, high=-net.low)
        return f"shrank by {say_estimate(flipped, 'km²')}"
    return f"moved, gaining {say_estimate(change.gained_km2, 'km²')} and losing {say_estimate(change.lost_km2, 'km²')}"


def _say_drawn(bibliography: Bibliography, change: ZoneChange, name: str) -> str:
    earlier, later = (
        publisher_name(bibliography.case, side.publisher) or "An unnamed source" for side in (change.from_, change.to)
    )
    if earlier == later:
        return f"{earlier} drew {name} as valid from {_date(change.from_)}, and again as valid from {_date(change.to)}."
    return (
        f"{earlier} drew {name} as valid from {_date(change.from_)}; {later} drew it as valid from {_date(change.to)}."
    )


def _say_areas(change: ZoneChange) -> str:
    drawn = (
        f"between the shapes as drawn {say_number(change.gained_km2.measured, 1)} km² gained, "
        f"{say_number(change.lost_km2.measured, 1)} km² lost"
    )
    return (
        f"It gained {say_estimate(change.gained_km2, 'km²')} and lost {say_estimate(change.lost_km2, 'km²')}, "
        f"net {say_estimate(change.net_km2, 'km²')} (95 % intervals; {drawn})."
    )


def _say_reach(furthest: Furthest) -> str:
    return f"{say_estimate(furthest.km, 'km')} to the {say_direction(furthest.bearing_deg)}"


def _say_reaches(change: ZoneChange) -> list[str]:
    said = []
    if change.furthest_gain and change.furthest_gain.km.low > 0:
        said.append(f"The ground gained reaches {_say_reach(change.furthest_gain)} of the earlier boundary.")
    if change.furthest_loss and change.furthest_loss.km.low > 0:
        said.append(f"The ground given up reaches {_say_reach(change.furthest_loss)} of the later boundary.")
    return said


def _say_settlements(settlements: Sequence[SettlementChange]) -> list[str]:
    verdicts: tuple[tuple[Literal["gained", "lost", "uncertain"], str], ...] = (
        ("gained", "now inside"),
        ("lost", "now outside"),
        ("uncertain", "too near a boundary to tell"),
    )
    said = []
    for verdict, words in verdicts:
        named = [_say_settlement(each) for each in settlements if each.verdict == verdict]
        if named:
            said.append(
                f"{say_quantity(len(named), 'settlement').capitalize()} {words} (probability of lying inside before and after): {say_list(named)}."
            )
    return said or ["No settlement that the record knows changed sides."]


def _say_settlement(settlement: SettlementChange) -> str:
    before, after = say_probability(settlement.probability_before), say_probability(settlement.probability_after)
    return f"{settlement.name} ({before}, {after})"


def _say_notes(change: ZoneChange, versions: Mapping[str, ZoneVersion]) -> list[str]:
    known = [versions[side.version] for side in (change.from_, change.to) if side.version in versions]
    if len(known) == 2 and known[0].note == known[1].note:
        notes = [f"Of both maps, their source says: {end_sentence(known[0].note)}"] if known[0].note else []
    else:
        notes = [
            f"Of the map valid from {format_date(each.valid_from)}, its source says: {end_sentence(each.note)}"
            for each in known
            if each.note
        ]
    repairs = [
        f"The map valid from {format_date(each.valid_from)} had to be repaired: {say_list(each.repairs)}."
        for each in known
        if each.repairs
    ]
    return [*notes, *repairs]


def _say_reported(bibliography: Bibliography, change: ReportedChange) -> Sentence:
    if change.claimant:
        publisher = publisher_name(bibliography.case, change.publisher)
        who = (
            f"{party_name(bibliography.case, change.claimant)}{f', as told by {publisher},' if publisher else ''} says"
        )
    else:
        who = f"{publisher_name(bibliography.case, change.publisher) or 'A text without a named publisher'} says"
    date = f" on {format_date(change.date)}" if change.date else ", without giving a date"
    direction = f" to the {change.direction}" if change.direction else ""
    magnitude = f", in its words “{change.magnitude}”" if change.magnitude else ""
    return bibliography.sentence(f"{who} that the boundary moved{direction}{date}{magnitude}.", change.citation)
