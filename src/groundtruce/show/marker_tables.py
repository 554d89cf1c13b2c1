"""Prints where a zone's markers stand against its boundary, and how they moved."""

from rich.console import Console

from groundtruce.model.cases import Case
from groundtruce.model.markers import BoundaryOffset, MarkerMove, MarkerOffset, Markers, MoveSummary, OffStretch
from groundtruce.model.times import format_date
from groundtruce.model.zones import Estimate
from groundtruce.show.printing import Row, print_line, print_table
from groundtruce.show.wording import publisher_name, say_direction, say_error, say_estimate, say_number, say_quantity

_MOST_NAMES = 6


def print_markers(console: Console, markers: Markers, *, case: Case | None = None) -> None:
    """The boundary of each time with its markers' distances and the stretches that are off; then the moves."""
    for boundary in markers.boundaries:
        _print_boundary(console, boundary, case)
    if markers.without_boundary:
        number = say_quantity(len(markers.without_boundary), "sighting")
        print_line(console, f"{number} on days for which no boundary of {markers.zone} is on record.")
    _print_moves(console, markers)


# ---------------------------------------------------------------------------------------------------------------


def _print_boundary(console: Console, found: BoundaryOffset, case: Case | None) -> None:
    reference = found.boundary
    by = (publisher_name(case, reference.publisher) if case else reference.publisher) or "a publisher not named"
    since = f", valid from {format_date(reference.valid_from)}" if reference.valid_from else ""
    print_line(console, f"Boundary as drawn by {by}{since} (drawing error {say_error(reference)})", "bold")
    print_line(
        console,
        f"{say_quantity(found.markers, 'marker')}: mean {_say_signed(found.mean_m)}, median {_say_signed(found.median_m)}, "
        f"spread {say_estimate(found.spread_m, 'm')}",
    )
    print_line(
        console,
        f"Ground between boundary and markers: {_say_km2(found.outside_km2)} outside, {_say_km2(found.inside_km2)} inside, "
        f"{say_estimate(found.net_km2, 'km²')} outside less inside",
    )
    for stretch in found.stretches:
        print_line(console, _say_stretch(stretch))
    if not found.stretches:
        print_line(console, "No stretch lies off by more than both errors.")
    print_table(console, ("Marker", "Seen", "By", "Distance", "Error", "Side"), map(_offset_cells, found.offsets))
    console.print()


def _print_moves(console: Console, markers: Markers) -> None:
    print_line(console, _say_summary(markers.summary), "bold")
    moved = [move for move in markers.moves if move.verdict == "moved"]
    if moved:
        headings = ("Marker", "From", "To", "Moved", "Direction", "Outwards")
        print_table(console, headings, map(_move_cells, moved))


def _offset_cells(offset: MarkerOffset) -> Row:
    return (
        offset.marker,
        format_date(offset.seen),
        offset.seen_by or "",
        f"{say_number(offset.distance_m, 0)} m",
        f"{offset.error_m:.0f} m",
        offset.side,
    )


def _move_cells(move: MarkerMove) -> Row:
    return (
        move.marker,
        format_date(move.from_.seen),
        format_date(move.to.seen),
        say_estimate(move.distance_m, "m"),
        say_direction(move.bearing_deg),
        f"{say_number(move.outwards_m, 0)} m" if move.outwards_m is not None else "",
    )


def _say_summary(summary: MoveSummary) -> str:
    if not summary.seen_again:
        return "No marker was seen again."
    said = f"{summary.moved} of {say_quantity(summary.seen_again, 'marker')} seen again moved"
    if summary.mean_m is None or summary.bearing_deg is None:
        return f"{said} by more than the position errors."
    outwards = f", {say_estimate(summary.outwards_m, 'm')} outwards" if summary.outwards_m else ""
    return f"{said}, by {say_estimate(summary.mean_m, 'm')} on average to the {say_direction(summary.bearing_deg)}{outwards}."


def _say_stretch(stretch: OffStretch) -> str:
    names = ", ".join(stretch.markers[:_MOST_NAMES])
    more = f" and {len(stretch.markers) - _MOST_NAMES} more" if len(stretch.markers) > _MOST_NAMES else ""
    length = f"over {stretch.length_km:.1f} km" if stretch.length_km else "at one place"
    ground = f", {say_estimate(stretch.km2, 'km²')}" if stretch.km2.measured else ""
    return f"Off {length}: markers {names}{more} stand {say_estimate(stretch.mean_m, 'm')} {stretch.side}{ground}"


def _say_signed(estimate: Estimate) -> str:
    """A distance with its side: positive is outside."""
    if estimate.best >= 0:
        return f"{say_estimate(estimate, 'm')} outside"
    turned = Estimate(measured=-estimate.measured, best=-estimate.best, low=-estimate.high, high=-estimate.low)
    return f"{say_estimate(turned, 'm')} inside"


def _say_km2(km2: float) -> str:
    return f"{say_number(km2, 2)} km²"
