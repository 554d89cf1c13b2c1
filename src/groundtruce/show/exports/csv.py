"""Writes incidents, claims, findings, zone changes, displacement profiles and markers as CSV, with what a row does not hold."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from groundtruce.model.agreements import Finding
from groundtruce.model.claims import Claim, Count, MentionedPlace
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.zones import Estimate, ProfilePoint, ZoneChange, ZoneVersion
from groundtruce.show.exports.exported import Exported, Loss, list_guarded, sort_losses
from groundtruce.show.exports.flat import (
    list_change_losses,
    list_claim_losses,
    list_finding_losses,
    list_incident_losses,
)
from groundtruce.show.exports.remainders import list_losses
from groundtruce.show.exports.tables import Cell, write_table
from groundtruce.show.wording import say_judged

_T = TypeVar("_T")


def write_incidents_csv(incidents: Sequence[Incident]) -> Exported:
    """One row an incident."""
    header = (
        *("id", "kind", "date", "place", "gazetteer_id", "longitude", "latitude", "uncertainty_km", "sources"),
        *_count_header("deaths"),
        *_count_header("injured"),
        *("accounts", "contradictions", "reason", "certainty", "judged"),
    )
    return _export(header, incidents, _incident_row, list_incident_losses)


def write_claims_csv(claims: Sequence[Claim]) -> Exported:
    """One row a claim, with the words that make it and where they stand (half-open offsets, `start-end`)."""
    header = (
        *("mention", "document", "publisher", "published", "claimant", "type", "realis", "date"),
        *("place", "longitude", "latitude", "uncertainty_km"),
        *_count_header("deaths"),
        *_count_header("injured"),
        *("span", "quote", "judged"),
    )
    return _export(header, claims, _claim_row, list_claim_losses)


def write_findings_csv(findings: Sequence[Finding]) -> Exported:
    """One row a provision."""
    header = (
        *("provision", "title", "kind", "on", "status", "statement"),
        *("margin", "margin_low", "margin_high", "margin_unit", "margin_meaning", "evidence", "flips"),
    )
    return _export(header, findings, _finding_row, list_finding_losses)


def write_sightings_csv(sightings: Sequence[Sighting]) -> Exported:
    """One row a sighting of a marker, in the columns that `groundtruce markers` reads."""
    header = ("marker", "seen", "longitude", "latitude", "position_error_m", "seen_by", "kind", "note", "zone")

    def losses_of(sighting: Sighting, row: int, columns: Mapping[str, Cell]) -> list[Loss]:
        return list_losses(sighting, row=row, event=sighting.id, held=header, columns=columns)

    return _export(header, sightings, lambda each: [getattr(each, name) for name in header], losses_of)


def write_changes_csv(changes: Sequence[ZoneChange]) -> Exported:
    """One row a change between two neighbouring versions of a zone. Areas in km², distances in km, bearings in degrees."""
    header = (
        *("zone", "from", "to", "verdict"),
        *_estimate_header("gained_km2"),
        *_estimate_header("lost_km2"),
        *_estimate_header("net_km2"),
        *_estimate_header("furthest_gain_km"),
        *("furthest_gain_bearing_deg", "settlements_gained", "settlements_lost", "settlements_uncertain"),
    )
    return _export(header, changes, _change_row, list_change_losses)


def write_profiles_csv(profiles: Iterable[tuple[ZoneVersion, ZoneVersion, Sequence[ProfilePoint]]]) -> str:
    """One row a point of a later boundary, with how far it lies outside the earlier one (negative: inside).

    `error_km` is one standard deviation of that distance: both drawing errors in squares.
    """
    header = ("zone", "from", "to", "ring", "along_km", "longitude", "latitude", "displacement_km", "error_km")
    return write_table(header, (row for each in profiles for row in _profile_rows(*each)))


# ---------------------------------------------------------------------------------------------------------------


def _export(
    header: Sequence[str],
    values: Iterable[_T],
    row_of: Callable[[_T], Sequence[Cell]],
    losses_of: Callable[[_T, int, Mapping[str, Any]], list[Loss]],
) -> Exported:
    """One row a value; what it does not hold, and the texts that are written so that no spreadsheet runs them."""
    rows: list[Sequence[Cell]] = []
    losses: list[Loss] = []
    for value in values:
        rows.append(row_of(value))
        losses += losses_of(value, len(rows), dict(zip(header, rows[-1], strict=True)))
    losses += list_guarded(header, rows)
    return Exported(write_table(header, rows).encode(), sort_losses(losses))


def _profile_rows(
    earlier: ZoneVersion, later: ZoneVersion, points: Sequence[ProfilePoint]
) -> Iterator[tuple[Cell, ...]]:
    error = round(math.hypot(earlier.drawing_error_m, later.drawing_error_m) / 1000, 3)
    for point in points:
        yield (
            *(later.zone, earlier.valid_from, later.valid_from, point.ring, round(point.along_km, 3)),
            *(round(point.at[0], 6), round(point.at[1], 6), round(point.displacement_km, 3) + 0.0, error),
        )


def _count_header(name: str) -> tuple[str, ...]:
    return (f"{name}_low", f"{name}_best", f"{name}_high", f"{name}_who")


def _count_cells(count: Count | None) -> tuple[Cell, ...]:
    return (count.low, count.best, count.high, count.who) if count else (None, None, None, None)


def _estimate_header(name: str) -> tuple[str, ...]:
    return (f"{name}_measured", f"{name}_best", f"{name}_low", f"{name}_high")


def _estimate_cells(estimate: Estimate | None) -> tuple[Cell, ...]:
    return (estimate.measured, estimate.best, estimate.low, estimate.high) if estimate else (None, None, None, None)


def _point_cells(place: MentionedPlace | None) -> tuple[Cell, ...]:
    return (place.longitude, place.latitude, place.uncertainty_km) if place else (None, None, None)


def _incident_row(incident: Incident) -> tuple[Cell, ...]:
    place = incident.place
    return (
        *(incident.id, incident.kind, incident.date, place.text if place else None),
        *(place.gazetteer_id if place else None, *_point_cells(place), incident.sources),
        *_count_cells(incident.deaths),
        *_count_cells(incident.injured),
        "; ".join(account.party or account.narrator or "" for account in incident.accounts),
        "; ".join(contradiction.statement for contradiction in incident.contradictions),
        *(incident.reason, incident.certainty, say_judged(incident.judged)),
    )


def _claim_row(claim: Claim) -> tuple[Cell, ...]:
    mention = claim.mention
    return (
        *(mention.id, claim.document, claim.publisher, claim.published, claim.claimant),
        *(mention.type, mention.realis, mention.date, mention.place.text if mention.place else None),
        *_point_cells(mention.place),
        *_count_cells(mention.deaths),
        *_count_cells(mention.injured),
        " ".join(f"{start}-{end}" for start, end in mention.span),
        claim.quote,
        say_judged(claim.judged),
    )


def _finding_row(finding: Finding) -> tuple[Cell, ...]:
    margin = finding.margin
    return (
        *(finding.provision, finding.title, finding.kind, finding.on, finding.status, finding.statement),
        *((margin.value, margin.low, margin.high, margin.unit, margin.meaning) if margin else (None,) * 5),
        "; ".join(f"{each.bearing}: {each.statement}" for each in finding.evidence),
        finding.flips,
    )


def _change_row(change: ZoneChange) -> tuple[Cell, ...]:
    furthest = change.furthest_gain
    return (
        *(change.zone, change.from_.valid_from, change.to.valid_from, change.verdict),
        *_estimate_cells(change.gained_km2),
        *_estimate_cells(change.lost_km2),
        *_estimate_cells(change.net_km2),
        *_estimate_cells(furthest.km if furthest else None),
        furthest.bearing_deg if furthest else None,
        *(
            "; ".join(each.name for each in change.settlements if each.verdict == verdict)
            for verdict in ("gained", "lost", "uncertain")
        ),
    )
