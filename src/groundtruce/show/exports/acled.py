"""Writes events in the 31 columns of ACLED (codebook of 2023), its precision codes and its text conventions.

Events that ACLED coded itself stand as it coded them. Incidents of the record follow where ACLED has a sub-event type for
them and their month is known. What only ACLED's coders can tell (countries, administrative areas, what sort of actor a
party is) stays empty; an unarmed side and a mission are told by what they are.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from groundtruce.model.acled import (
    ACLED_COLUMNS,
    LONGEST_DAYS,
    SUB_EVENT_TYPES,
    geo_precision,
    time_precision,
)
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document
from groundtruce.model.event_codes import EVENT_CODES
from groundtruce.model.incidents import Account, Incident
from groundtruce.show.exports.event_tables import EventTable, write_events
from groundtruce.show.exports.exported import Exported
from groundtruce.show.exports.occurrences import CIVILIANS, Occurrence, say_place
from groundtruce.show.exports.tables import Cell
from groundtruce.show.inert import make_line


def write_acled(
    incidents: Sequence[Incident],
    *,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    case: Case,
    coded: Mapping[str, Mapping[str, str]],
    recorded: datetime,
) -> Exported:
    """The events as CSV, with the losses; what is passed, as `write_events` says.

    `recorded` is when the record last learned something, which `timestamp` gives.
    """

    def row_of(occurrence: Occurrence) -> Mapping[str, Cell]:
        return {**_row(occurrence), "timestamp": int(recorded.timestamp())}

    table = EventTable(
        columns=ACLED_COLUMNS, reason_to_leave_out=_reason_to_leave_out, row_of=row_of, losses_of=_losses
    )
    return write_events(table, incidents, claims=claims, documents=documents, case=case, coded=coded)


# ---------------------------------------------------------------------------------------------------------------


def _reason_to_leave_out(occurrence: Occurrence) -> str:
    if EVENT_CODES[occurrence.incident.kind].acled is None:
        return "ACLED has no such type of event"
    if occurrence.days is None or (occurrence.days[1] - occurrence.days[0]).days >= LONGEST_DAYS:
        return "ACLED records events of a known month only"
    return ""


def _row(occurrence: Occurrence) -> dict[str, Cell]:
    incident, interval = occurrence.incident, occurrence.interval
    name = EVENT_CODES[incident.kind].acled
    assert interval is not None
    assert name is not None
    kind = SUB_EVENT_TYPES[name]
    day = _day(occurrence)
    return {
        "event_id_cnty": incident.id,
        "event_date": _write_day(day),
        "year": day.year,
        "time_precision": time_precision(interval),
        "disorder_type": kind.disorder_type,
        "event_type": kind.event_type,
        "sub_event_type": name,
        **_actor_cells(occurrence),
        "civilian_targeting": "Civilian targeting" if occurrence.hits_civilians else None,
        **_place_cells(incident),
        "source": "; ".join(name for name in occurrence.publishers if name),
        "notes": _notes(occurrence, day),
        "fatalities": occurrence.deaths[1],
    }


def _day(occurrence: Occurrence) -> date:
    """The day, or the middle of the days that are possible."""
    assert occurrence.days is not None
    first, last = occurrence.days
    return first + timedelta(days=(last - first).days // 2)


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _write_day(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _actor_cells(occurrence: Occurrence) -> dict[str, Cell]:
    first, second = (*occurrence.sides, None, None)[:2]
    sorts = [_sort_of(side, occurrence.case) for side in (first, second)]
    interaction = "-".join(sort for sort in sorts if sort) if first and second and all(sorts) else None
    alone = f"{sorts[0]} only" if sorts[0] and not second else None
    return {
        "actor1": first,
        "inter1": sorts[0],
        "actor2": second,
        "inter2": sorts[1],
        "interaction": interaction or alone,
    }


def _sort_of(side: str | None, case: Case) -> str | None:
    """What sort of actor a side is, in ACLED's words; none for a party, which may be a state or a rebel group."""
    if side == CIVILIANS:
        return "Civilians"
    kind = next((party.kind for party in case.parties if party.name == side), None)
    return "External/Other forces" if kind == "peacekeeper" else None


def _place_cells(incident: Incident) -> dict[str, Cell]:
    place = incident.place
    if place is None:
        return {}
    if place.longitude is None or place.latitude is None:
        return {"location": place.text}
    return {
        "location": place.text,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": geo_precision(place.uncertainty_km or 0.0),
    }


def _notes(occurrence: Occurrence, day: date) -> str:
    """What each side says, begun as ACLED's notes begin, with the day."""
    incident = occurrence.incident
    where = f" ({incident.place.text})" if incident.place else ""
    told = [_say_account(account, occurrence) for account in incident.accounts]
    return make_line(f"On {day.day} {_MONTHS[day.month - 1]} {day.year}, {incident.kind}{where}. {' '.join(told)}")


def _say_account(account: Account, occurrence: Occurrence) -> str:
    what = next((cell for cell in account.cells if cell.name == "what" and cell.state != "silent"), None)
    if what is None:
        return ""
    names = {publisher.id: publisher.name for publisher in occurrence.case.publishers}
    names |= {party.id: party.name for party in occurrence.case.parties}
    voice = account.party or account.narrator or ""
    who = names.get(voice, voice)
    return f"{who} denies: {what.value}." if what.state == "denies" else f"According to {who}: {what.value}."


def _losses(occurrence: Occurrence, row: Mapping[str, Cell]) -> list[tuple[str, str, str]]:
    incident, place, deaths = occurrence.incident, occurrence.incident.place, occurrence.incident.deaths
    losses: list[tuple[str, str, str]] = [("sub_event_type", incident.kind, "the nearest of ACLED's types")]
    if deaths and not deaths.low == deaths.best == deaths.high:
        high = "more" if deaths.high is None else deaths.high
        losses.append(("fatalities", f"{deaths.low} to {high}", "an event has one number of fatalities"))
    if deaths and deaths.who:
        losses.append(("fatalities", deaths.who, "who the dead were has no words"))
    if row["time_precision"] != 1 or incident.date != occurrence.days_as_written:
        losses.append(("event_date", incident.date or "", "an event has one day, and no hours"))
    if place is None or place.longitude is None:
        losses.append(("location", "no point", "ACLED places every event"))
    else:
        losses.append(("geo_precision", say_place(place), "a place has one of three precisions"))
    return [*losses, *(("actor2", side, "an event has two main actors") for side in occurrence.sides[2:])]
