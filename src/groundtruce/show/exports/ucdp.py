"""Writes events in the 49 columns of UCDP GED (codebook of version 23.1), its precision codes and its text conventions.

Events that UCDP coded itself stand as it coded them. Incidents of the record follow where UCDP would count them: armed
force was used, on a day that is known, and by some account somebody died. Columns that only UCDP's coders can fill (its
numbers for conflicts, dyads, sides and countries, the type of violence, which depends on what the sides are) stay empty.
"""

from collections.abc import Mapping, Sequence
from math import floor

from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document
from groundtruce.model.event_codes import EVENT_CODES
from groundtruce.model.incidents import Incident
from groundtruce.model.ucdp import UCDP_COLUMNS, date_precision, where_precision
from groundtruce.show.exports.event_tables import EventTable, write_events
from groundtruce.show.exports.exported import Exported
from groundtruce.show.exports.occurrences import CIVILIANS, Occurrence, say_place
from groundtruce.show.exports.tables import Cell


def write_ucdp(
    incidents: Sequence[Incident],
    *,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    case: Case,
    coded: Mapping[str, Mapping[str, str]],
) -> Exported:
    """The events as CSV, with the losses; what is passed, as `write_events` says."""
    return write_events(_TABLE, incidents, claims=claims, documents=documents, case=case, coded=coded)


# ---------------------------------------------------------------------------------------------------------------

# 52 bits: as many as a spreadsheet's numbers keep whole. Two of a hundred thousand events share one with a chance of one in a million.
_ID_HEX_DIGITS = 13


def _reason_to_leave_out(occurrence: Occurrence) -> str:
    if not EVENT_CODES[occurrence.incident.kind].violent:
        return "UCDP counts armed force only"
    if not occurrence.deaths[2]:
        return "UCDP counts events in which by some account somebody died"
    return "" if occurrence.days else "UCDP counts events of a known time only"


def _row(occurrence: Occurrence) -> dict[str, Cell]:
    incident, days = occurrence.incident, occurrence.days
    assert days is not None
    assert occurrence.interval is not None
    sides = (*occurrence.sides, None, None)[:2]
    return {
        "id": int(incident.id.rpartition("-")[2][:_ID_HEX_DIGITS], 16),
        "relid": incident.id,
        "year": days[0].year,
        "code_status": None if incident.contradictions else "Clear",
        "conflict_name": occurrence.case.title,
        "dyad_name": " - ".join(side for side in sides if side),
        "side_a": sides[0],
        "side_b": sides[1],
        "number_of_sources": incident.sources,
        **_source_cells(occurrence),
        **_place_cells(occurrence),
        "date_prec": date_precision(occurrence.interval),
        "date_start": f"{days[0].isoformat()} 00:00:00.000",
        "date_end": f"{days[1].isoformat()} 00:00:00.000",
        **_death_cells(occurrence, sides),
    }


def _source_cells(occurrence: Occurrence) -> dict[str, Cell]:
    """Sources as UCDP lists them since 2013: one part for each document, parted by semicolons."""
    parts = [
        tuple(_part(text) for text in (occurrence.publisher_of(document), document.published or "", document.title))
        for document in occurrence.documents
    ]
    speakers = [claim.attribution.speaker for claim in occurrence.claims if claim.attribution]
    names = [speaker.name or speaker.organization or "" for speaker in speakers if speaker]
    return {
        "source_article": ";".join(f'"{",".join(part)}"' for part in parts),
        "source_office": ";".join(part[0] for part in parts),
        "source_date": ";".join(part[1] for part in parts),
        "source_headline": ";".join(part[2] for part in parts),
        "source_original": ";".join(dict.fromkeys(_part(name) for name in names if name)),
    }


def _part(text: str) -> str:
    """A part of a list that semicolons part."""
    return " ".join(text.replace(";", ",").split())


def _place_cells(occurrence: Occurrence) -> dict[str, Cell]:
    place = occurrence.incident.place
    if place is None:
        return {}
    cells: dict[str, Cell] = {"where_coordinates": place.text, "where_description": place.text}
    if place.longitude is None or place.latitude is None:
        return cells
    precision = where_precision(place.uncertainty_km or 0.0, kind=occurrence.place_kind)
    days_known = occurrence.interval is not None and date_precision(occurrence.interval) == 1
    return {
        **cells,
        "where_prec": precision,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geom_wkt": f"POINT ({place.longitude:.6f} {place.latitude:.6f})",
        "priogrid_gid": _priogrid_cell(place.longitude, place.latitude),
        "event_clarity": 1 if days_known and precision <= 2 else 2,
    }


def _priogrid_cell(longitude: float, latitude: float) -> int:
    """The cell of PRIO-GRID (Tollefsen et al. 2012): half a degree each way, counted from 90° S, 180° W eastwards, from 1."""
    row, column = floor((latitude + 90) * 2), floor((longitude + 180) * 2)
    return min(row, 359) * 720 + min(column, 719) + 1


def _death_cells(occurrence: Occurrence, sides: tuple[str | None, ...]) -> dict[str, Cell]:
    low, best, high = occurrence.deaths
    column = _death_column(occurrence, sides)
    columns = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    return {**dict.fromkeys(columns, 0), column: best, "best": best, "high": high, "low": low}


def _death_column(occurrence: Occurrence, sides: tuple[str | None, ...]) -> str:
    """Whose the dead are, where every claim that counts them says so in words; else unknown."""
    counted = {claim.mention.deaths.who.casefold() for claim in occurrence.claims if claim.mention.deaths}
    if counted and all("civilian" in who for who in counted):
        return "deaths_civilians"
    for side, column in zip(sides, ("deaths_a", "deaths_b"), strict=True):
        names = _names_of(side, occurrence.case)
        if counted and names and all(any(name in who for name in names) for who in counted):
            return column
    return "deaths_unknown"


def _names_of(side: str | None, case: Case) -> set[str]:
    party = next((party for party in case.parties if party.name == side and side != CIVILIANS), None)
    return {name.casefold() for name in (party.name, *party.names)} if party else set()


def _losses(occurrence: Occurrence, row: Mapping[str, Cell]) -> list[tuple[str, str, str]]:
    incident, place, deaths = occurrence.incident, occurrence.incident.place, occurrence.incident.deaths
    assert deaths is not None
    losses: list[tuple[str, str, str]] = [
        ("type_of_violence", incident.kind, "which of three types it is depends on what the sides are")
    ]
    if deaths.best is None:
        lost = f"none: {deaths.low} to {row['high']}"
        losses.append(("best", lost, "UCDP has a best number always; the lowest stands for it"))
    if deaths.high is None:
        losses.append(("high", f"none: at least {deaths.low}", "UCDP has a highest number always"))
    if deaths.who:
        losses.append(("best", deaths.who, "who the dead were has no words"))
    if incident.date and incident.date != occurrence.days_as_written:
        losses.append(("date_start", incident.date, "an event has its first and its last day"))
    if place is None:
        losses.append(("where_coordinates", "no place", "UCDP places every event"))
    elif place.longitude is None:
        losses.append(("where_coordinates", "no point", "UCDP places every event"))
    else:
        losses.append(("where_prec", say_place(place), "a place has one of seven precisions"))
    return [*losses, *(("side_b", side, "an event has two sides") for side in occurrence.sides[2:])]


_TABLE = EventTable(
    columns=UCDP_COLUMNS,
    reason_to_leave_out=_reason_to_leave_out,
    row_of=_row,
    losses_of=_losses,
    held=frozenset({"sources"}),
)
