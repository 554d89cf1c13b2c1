"""The check of a separation: two lines that keep a distance, and ground between them without either side's forces."""

from collections.abc import Sequence
from typing import NamedTuple

from groundtruce.compare.agreements.basis import Basis, Outcome, join_outcomes
from groundtruce.compare.agreements.evidence import Bearing, show_map
from groundtruce.compare.agreements.line_distances import DrawnLine, LineDistance, NarrowStretch, measure_distance
from groundtruce.compare.agreements.presence import Ground, check_absence
from groundtruce.compare.incidents.voices import join_names, publisher_name
from groundtruce.model.agreements import Evidence, FindingStatus, Margin, SeparationTerms
from groundtruce.model.documents import Citation
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneVersion


def check_separation(terms: SeparationTerms, basis: Basis) -> Outcome:
    """The distance between the two lines along their length, and reports of forces on the ground between them.

    A line is one of the case, or the boundary of a zone in its version in force on the day. Breached where the lines are nearer
    than agreed by more than their drawing errors; undetermined where within the errors, or where a line is not known; met
    where they are nowhere drawn nearer. The gravest of this and of the reports gives the status.
    """
    due = basis.last_day(terms.due)
    if due and basis.on <= due:
        return Outcome("not yet due", f"The separation is due by {format_date(terms.due or '')}.", _AFTER_DUE)
    outcomes = [_check_width(terms, basis)]
    area = basis.area(terms.area) if terms.area else None
    if area:
        ground = Ground(area.wkb, area.drawing_error_m, area.name)
        parties = terms.parties or tuple(party.id for party in basis.case.parties if party.kind == "party")
        outcomes.append(check_absence(ground, parties, window_days=terms.window_days, basis=basis))
    return join_outcomes(outcomes)


# ---------------------------------------------------------------------------------------------------------------

_AFTER_DUE = "The end of the due day."


class _Named(NamedTuple):
    """One of the two lines as it is known on the day, what it is called, and the map that it stands on."""

    line: DrawnLine
    name: str
    version: ZoneVersion | None
    note: str


def _check_width(terms: SeparationTerms, basis: Basis) -> Outcome:
    lines = [_find_line(name, terms, basis) for name in terms.between]
    missing = [name for name, found in zip(terms.between, lines, strict=True) if found is None]
    if missing:
        zones = {zone.id: zone.name for zone in basis.case.zones}
        names = join_names(zones.get(name, name) for name in missing)
        return Outcome("undetermined", f"no map of {names} in force on this day is in the record", "A map of it.")
    one, other = (found for found in lines if found)
    distance = measure_distance(one.line, other.line, terms.width_m)
    status, clause = _judge(distance)
    statement = f"{_say_source((one, other), basis)} {one.name} and {other.name} come within {_say_least(distance, terms)}{clause}"
    bearing: Bearing = "for" if status == "met" else "against" if status == "breached" else "context"
    evidence = tuple(_show(each, bearing, f"{statement}.", basis) for each in (one, other))
    return Outcome(status, statement, _FLIPS[status], _margin(distance, terms), evidence)


_FLIPS: dict[FindingStatus, str] = {
    "breached": "A map on which the lines are as far apart as agreed, or drawing errors that are larger than stated.",
    "met": "A map on which the lines are nearer than agreed.",
    "undetermined": "A map of either line with a smaller drawing error.",
}


def _find_line(name: str, terms: SeparationTerms, basis: Basis) -> _Named | None:
    line = next((line for line in basis.case.lines if line.id == name), None)
    if line:
        return _Named(DrawnLine(line.wkb, line.drawing_error_m), line.name, None, line.note)
    versions = basis.versions_of(name, terms.map_by)
    if not versions:
        return None
    (version,) = versions
    zones = {zone.id: zone.name for zone in basis.case.zones}
    return _Named(DrawnLine(version.wkb, version.drawing_error_m), zones.get(name, version.name), version, "")


def _judge(distance: LineDistance) -> tuple[FindingStatus, str]:
    sure = [stretch for stretch in distance.stretches if stretch.is_sure]
    if not distance.stretches:
        return "met", ""
    nearer = f"; nearer than agreed along {_say_length(distance.stretches)}"
    if not sure:
        return "undetermined", f"{nearer}, within the drawing errors"
    beyond = "" if len(sure) == len(distance.stretches) else f", beyond the drawing errors along {_say_length(sure)}"
    return "breached", f"{nearer}{beyond}"


def _worst(distance: LineDistance) -> NarrowStretch:
    return max(distance.stretches, key=lambda stretch: stretch.shortfall_m.measured)


def _margin(distance: LineDistance, terms: SeparationTerms) -> Margin:
    if not distance.stretches:
        least = distance.least_m
        value, low, high = (each - terms.width_m for each in (least.measured, least.low, least.high))
        return Margin(value=value, unit="m", low=low, high=high, meaning="more than agreed where the lines are nearest")
    short = _worst(distance).shortfall_m
    return Margin(
        value=short.measured,
        unit="m",
        low=short.low,
        high=short.high,
        meaning="nearer than agreed where the lines are nearest",
    )


def _say_source(lines: tuple[_Named, _Named], basis: Basis) -> str:
    drawn = [
        f"the map published by {publisher_name(line.version.publisher, case=basis.case)}, valid from {format_date(line.version.valid_from)},"
        for line in lines
        if line.version
    ]
    sources = list(
        dict.fromkeys([*drawn, *(["the case's own drawing"] if None in [line.version for line in lines] else [])])
    )
    return f"On {' and '.join(sources)}"


def _say_least(distance: LineDistance, terms: SeparationTerms) -> str:
    longitude, latitude = distance.at
    return (
        f"{distance.least_m.measured:,.0f} m of each other, where {terms.width_m:,.0f} m are agreed "
        f"(nearest at {latitude:.4f}, {longitude:.4f})"
    )


def _say_length(stretches: Sequence[NarrowStretch]) -> str:
    total = sum(stretch.length_km for stretch in stretches)
    return f"{total:.1f} km" + (f" in {len(stretches)} stretches" if len(stretches) > 1 else "")


def _show(line: _Named, bearing: Bearing, statement: str, basis: Basis) -> Evidence:
    if line.version:
        return show_map(line.version, bearing, statement, case=basis.case)
    return Evidence(
        bearing=bearing,
        claimant=None,
        statement=statement,
        citation=Citation(locator=f"{line.name}, a line of the case" + (f": {line.note}" if line.note else "")),
    )
