"""The Armed Conflict Location & Event Data project (ACLED): its columns and its codes, by the codebook of 2023."""

from datetime import timedelta
from typing import NamedTuple

from groundtruce.model.claims import EventType
from groundtruce.model.times import Interval

ACLED_COLUMNS: tuple[str, ...] = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction"),
    *("civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3"),
    *("location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
"""The 31 columns, in their order."""


class SubEventType(NamedTuple):
    """Where a sub-event type stands in ACLED's order of events, and what this project calls such an event."""

    disorder_type: str
    event_type: str
    means: EventType
    mutual: bool = False
    """Whether both actors act in it; ACLED's actor 1 is then no more its beginner than actor 2."""


_VIOLENCE, _DEMONSTRATIONS, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
_BATTLES, _REMOTE, _CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"

SUB_EVENT_TYPES: dict[str, SubEventType] = {
    "Government regains territory": SubEventType(_VIOLENCE, _BATTLES, "incursion"),
    "Non-state actor overtakes territory": SubEventType(_VIOLENCE, _BATTLES, "incursion"),
    "Armed clash": SubEventType(_VIOLENCE, _BATTLES, "armed operation", mutual=True),
    "Chemical weapon": SubEventType(_VIOLENCE, _REMOTE, "attack"),
    "Air/drone strike": SubEventType(_VIOLENCE, _REMOTE, "air strike"),
    "Suicide bomb": SubEventType(_VIOLENCE, _REMOTE, "bombing"),
    "Shelling/artillery/missile attack": SubEventType(_VIOLENCE, _REMOTE, "shelling"),
    "Remote explosive/landmine/IED": SubEventType(_VIOLENCE, _REMOTE, "bombing"),
    "Grenade": SubEventType(_VIOLENCE, _REMOTE, "attack"),
    "Sexual violence": SubEventType(_VIOLENCE, _CIVILIANS, "attack"),
    "Attack": SubEventType(_VIOLENCE, _CIVILIANS, "attack"),
    "Abduction/forced disappearance": SubEventType(_VIOLENCE, _CIVILIANS, "abduction"),
    "Mob violence": SubEventType(_VIOLENCE, "Riots", "assault"),
    "Violent demonstration": SubEventType(_DEMONSTRATIONS, "Riots", "protest"),
    "Excessive force against protesters": SubEventType(f"{_VIOLENCE}; {_DEMONSTRATIONS}", "Protests", "assault"),
    "Protest with intervention": SubEventType(_DEMONSTRATIONS, "Protests", "protest"),
    "Peaceful protest": SubEventType(_DEMONSTRATIONS, "Protests", "protest"),
    "Agreement": SubEventType(_STRATEGIC, _STRATEGIC, "agreement", mutual=True),
    "Arrests": SubEventType(_STRATEGIC, _STRATEGIC, "detention"),
    "Change to group/activity": SubEventType(_STRATEGIC, _STRATEGIC, "mobilize"),
    "Disrupted weapons use": SubEventType(_STRATEGIC, _STRATEGIC, "coerce"),
    "Headquarters or base established": SubEventType(_STRATEGIC, _STRATEGIC, "deployment"),
    "Looting/property destruction": SubEventType(_STRATEGIC, _STRATEGIC, "arson"),
    "Non-violent transfer of territory": SubEventType(_STRATEGIC, _STRATEGIC, "hand-over"),
    "Other": SubEventType(_STRATEGIC, _STRATEGIC, "statement"),
}
"""The 25 sub-event types. `Other` holds what is none of ours; `statement` founds no incident."""

RADIUS_KM: dict[int, float] = {1: 5.0, 2: 50.0, 3: 150.0}
"""How far from its point the place of an event may lie, by `geo_precision` (1 a town, 2 near one, 3 a region): this project's numbers."""

LONGEST_DAYS = 31
"""ACLED records no event whose month is not known."""


def geo_precision(radius_km: float) -> int:
    """The `geo_precision` of a place known within `radius_km`."""
    return next((precision for precision, bound in RADIUS_KM.items() if radius_km <= bound), 3)


def time_precision(interval: Interval) -> int:
    """The `time_precision` of a time span: 1 the day, 2 the week, 3 the month or worse."""
    if interval.start is None or interval.end is None:
        return 3
    length = interval.end - interval.start
    return 1 if length <= timedelta(days=1) else 2 if length <= timedelta(days=7) else 3
