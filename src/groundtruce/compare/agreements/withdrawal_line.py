"""The check of a withdrawal line: its markers on the ground against the published map, and reports of forces that should have left."""

from collections.abc import Sequence
from functools import lru_cache

from groundtruce.compare.agreements.basis import Basis, Outcome, join_outcomes
from groundtruce.compare.agreements.evidence import Bearing, show_claims, show_map
from groundtruce.compare.agreements.presence import Ground, check_absence, forces_of
from groundtruce.compare.days import interval_in_zone
from groundtruce.compare.incidents.voices import (
    asserts,
    join_names,
    name_speakers,
    party_name,
    publisher_name,
    publisher_party,
    voice_of,
)
from groundtruce.compare.markers.offsets import measure_offset
from groundtruce.model.agreements import Evidence, FindingStatus, Margin, WithdrawalLineTerms
from groundtruce.model.documents import Citation
from groundtruce.model.markers import BoundaryOffset, OffStretch, Sighting
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneVersion


def check_withdrawal_line(terms: WithdrawalLineTerms, basis: Basis) -> Outcome:
    """The markers seen up to the day against the zone's version in force, and reports of the forces that had to leave it.

    Of a marker the last sighting counts. Breached where a stretch of the boundary lies off its markers by more than both errors (`compare.markers.stretches`), met
    where none does; undetermined without markers or without a map. The gravest of this and of the reports gives the status.
    """
    due = basis.last_day(terms.due)
    if due and basis.on <= due:
        return Outcome(
            "not yet due", f"The withdrawal is due by {format_date(terms.due or '')}.", "The end of the due day."
        )
    versions = basis.versions_of(terms.zone, terms.map_by)
    if not versions:
        name = _zone_name(terms, basis)
        return Outcome(
            "undetermined",
            f"No map of {name} in force on this day is in the record.",
            "A map of the line for this day.",
        )
    outcomes = [_check_markers(versions[0], basis)]
    if terms.party:
        outcomes += [_check_withdrawal(terms.party, basis), _check_presence(terms, terms.party, versions[0], basis)]
    return join_outcomes(outcomes)


# ---------------------------------------------------------------------------------------------------------------


# So many markers are named; more are counted.
_NAMED = 6


def _zone_name(terms: WithdrawalLineTerms, basis: Basis) -> str:
    return next((zone.name for zone in basis.case.zones if zone.id == terms.zone), terms.zone)


def _check_markers(version: ZoneVersion, basis: Basis) -> Outcome:
    seen = tuple(each for each in basis.holdings.sightings if each.zone == version.zone and _is_seen(each, basis))
    source = f"the map published by {publisher_name(version.publisher, case=basis.case)}, valid from {format_date(version.valid_from)}"
    if not seen:
        return Outcome(
            "undetermined", f"no marker of the line on {source}, is known up to this day", "Markers seen on the ground."
        )
    offset = _measure(version, seen)
    status, clause = _judge(offset)
    statement = f"{len(offset.offsets)} markers seen up to this day, against {source}: {clause}"
    bearing: Bearing = "against" if status == "breached" else "for" if status == "met" else "context"
    evidence = (show_map(version, bearing, f"{statement}.", case=basis.case), *_show_surveys(seen, bearing, basis))
    return Outcome(status, statement, _FLIPS[status], _margin(offset), evidence)


_FLIPS: dict[FindingStatus, str] = {
    "breached": "A survey on which the markers stand on the published line, or a map that puts the line where they stand.",
    "met": "A survey on which a stretch of the line lies off its markers by more than both errors.",
}


def _is_seen(sighting: Sighting, basis: Basis) -> bool:
    """Whether it was surely seen by the end of the day."""
    end = interval_in_zone(sighting.seen, basis.time_zone).end
    return end is not None and end <= basis.end_of_day


@lru_cache(maxsize=32)
def _measure(version: ZoneVersion, seen: tuple[Sighting, ...]) -> BoundaryOffset:
    return measure_offset(version, seen)


def _judge(offset: BoundaryOffset) -> tuple[FindingStatus, str]:
    if not offset.stretches:
        return "met", f"none off it by more than the errors; {_say_mean(offset)}"
    off = "; ".join(_say_stretch(stretch) for stretch in offset.stretches)
    return "breached", f"{off}; of all markers, {_say_mean(offset)}"


def _say_stretch(stretch: OffStretch) -> str:
    markers = join_names(stretch.markers) if len(stretch.markers) <= _NAMED else f"{len(stretch.markers)} in a row"
    mean, ground = stretch.mean_m, stretch.km2
    verb, on_average = ("stand", " on average") if len(stretch.markers) > 1 else ("stands", "")
    between = f", with {ground.best:.2f} km² ({ground.low:.2f} to {ground.high:.2f}) between" if ground.best else ""
    return (
        f"{markers} {verb} {_say_metres(mean.best, mean.low, mean.high)} {stretch.side} the zone{on_average}{between}"
    )


def _say_mean(offset: BoundaryOffset) -> str:
    mean = offset.mean_m
    side = "outside" if mean.best >= 0 else "inside"
    low, high = (
        sorted((abs(mean.low), abs(mean.high))) if mean.low * mean.high > 0 else (-abs(mean.low), abs(mean.high))
    )
    return f"{_say_metres(abs(mean.best), low, high)} {side} it on average"


def _say_metres(best: float, low: float, high: float) -> str:
    return f"{best:,.0f} m ({low:,.0f} to {high:,.0f} m)".replace("-", "−")


def _margin(offset: BoundaryOffset) -> Margin:
    """The stretch that lies off most ground; without one, the mean of all markers, positive outside."""
    if not offset.stretches:
        mean = offset.mean_m
        meaning = "from the published line to the markers on average (negative: inside the zone)"
        return Margin(value=mean.best, unit="m", low=mean.low, high=mean.high, meaning=meaning)
    worst = max(offset.stretches, key=lambda stretch: (stretch.km2.best, stretch.mean_m.best))
    meaning = f"from the published line to {'the markers' if len(worst.markers) > 1 else 'the marker'} off it, {worst.side} the zone"
    return Margin(value=worst.mean_m.best, unit="m", low=worst.mean_m.low, high=worst.mean_m.high, meaning=meaning)


def _show_surveys(seen: Sequence[Sighting], bearing: Bearing, basis: Basis) -> tuple[Evidence, ...]:
    """One piece for each file that the markers stand in."""
    by_document: dict[str, list[Sighting]] = {}
    for sighting in seen:
        by_document.setdefault(sighting.document, []).append(sighting)
    return tuple(_show_survey(document, each, bearing, basis) for document, each in by_document.items())


def _show_survey(document: str, seen: Sequence[Sighting], bearing: Bearing, basis: Basis) -> Evidence:
    observers = join_names(each.seen_by for each in seen if each.seen_by)
    first, last = min(each.seen for each in seen), max(each.seen for each in seen)
    days = format_date(first if first == last else f"{first}/{last}")
    held = basis.documents.get(document)
    return Evidence(
        bearing=bearing,
        claimant=publisher_party(held.publisher if held else None, case=basis.case),
        statement=f"Markers seen {days}{f' by {observers}' if observers else ''}: {len({each.marker for each in seen})}.",
        citation=Citation(document=document, locator=f"{seen[0].locator} to {seen[-1].locator}"),
    )


def _check_withdrawal(party: str, basis: Basis) -> Outcome:
    """Whether the party's forces are told of as having left: by others than itself, or by two voices."""
    name = party_name(party, case=basis.case)
    told = [claim for claim in basis.events(["withdrawal"]) if asserts(claim) and party in forces_of(claim)]
    flips = f"A statement by another side or an independent source on the withdrawal of {name}'s forces."
    if not told:
        return Outcome("undetermined", f"no document read tells of a withdrawal of {name}'s forces", flips)
    names = name_speakers(told, case=basis.case)
    voices = {voice_of(claim) for claim in told}
    settled = len(voices) >= 2 or any(voice.party != party for voice in voices)
    evidence = show_claims(told, "for" if settled else "context", case=basis.case)
    if settled:
        return Outcome(
            "met", f"the withdrawal of {name}'s forces is told of by {names}", "A denial.", evidence=evidence
        )
    return Outcome(
        "undetermined", f"the withdrawal of {name}'s forces is told of by {names} alone", flips, evidence=evidence
    )


def _check_presence(terms: WithdrawalLineTerms, party: str, version: ZoneVersion, basis: Basis) -> Outcome:
    ground = Ground(version.wkb, version.drawing_error_m, _zone_name(terms, basis))
    return check_absence(ground, [party], window_days=terms.window_days, basis=basis)
