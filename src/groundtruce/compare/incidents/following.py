"""What followed an incident: a boundary that moved at its place soon after, on a map or in reports.

After it and there: whether because of it is not for a program to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import shapely
from shapely.geometry import shape

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import TOLERANCE_KM, point_of
from groundtruce.compare.ellipsoid import LocalPlane
from groundtruce.compare.incidents.statements import VILLAGE_KM
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, MAP_EVENT_TYPES, MentionedPlace
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Following, Incident
from groundtruce.model.times import first_day, format_date
from groundtruce.model.zones import ChangedPart, ZoneChange

FOLLOWING_DAYS = 7
"""What became so within so many days after an incident's last possible day followed it."""


def find_following(
    incidents: Sequence[Incident], changes: Iterable[ZoneChange], *, told: Iterable[Incident] = ()
) -> tuple[Following, ...]:
    """What followed each hostile act that is dated and placed, in the incidents' order: maps first, then reports.

    A map's change follows where the ground that it gained or lost may hold the act's place. What reports tell of a moved
    boundary, out of `told`, follows where one of the documents that tell of the act tells of it too.
    """
    drawn = [change for change in changes if change.verdict in ("moved", "redrawn")]
    reported = [incident for incident in told if incident.kind in MAP_EVENT_TYPES and not incident.withdrawn]
    return tuple(
        following
        for incident in incidents
        if incident.kind in HOSTILE_EVENT_TYPES and not incident.withdrawn and (days := written_days(incident.date))
        for following in (*_on_maps(incident, days, drawn), *_in_reports(incident, days, reported))
    )


# ---------------------------------------------------------------------------------------------------------------


def _on_maps(incident: Incident, days: Days, changes: Sequence[ZoneChange]) -> Iterator[Following]:
    place = incident.place
    if place is None or point_of(place) is None or (place.uncertainty_km or 0.0) > VILLAGE_KM:
        return
    for change in changes:
        begins = first_day(change.to.valid_from) if change.to.valid_from else None
        nearest = min(_distances(place, change.parts), default=None)
        if begins is None or nearest is None or not _is_soon_after(begins, days):
            continue
        km, kind = nearest
        if km <= (place.uncertainty_km or 0.0) + TOLERANCE_KM:
            yield Following(
                incident=incident.id,
                about=change.to.version,
                kind="map",
                days=max(0, (begins - days.last).days),
                km=round(km, 3),
                statement=f"the zone {change.zone} {kind} ground there on the map of {format_date(begins.isoformat())}",
                citations=(Citation(document=change.to.document, locator=f"the map, zone {change.zone}"),),
            )


def _in_reports(incident: Incident, days: Days, reported: Sequence[Incident]) -> Iterator[Following]:
    tellers = {match.citation.document for match in incident.matches}
    for other in reported:
        moved = written_days(other.date)
        beside = [match.citation for match in other.matches if match.citation.document in tellers]
        if moved and beside and _is_soon_after(moved.last, days):
            yield Following(
                incident=incident.id,
                about=other.id,
                kind="report",
                days=max(0, (moved.first - days.last).days),
                km=None,
                statement=f"reports that tell of it tell of a {other.kind} on {format_date(other.date or '')} too",
                citations=tuple(beside),
            )


def _is_soon_after(day: date, days: Days) -> bool:
    return days.first <= day <= days.last + timedelta(days=FOLLOWING_DAYS)


def _distances(place: MentionedPlace, parts: Iterable[ChangedPart]) -> Iterator[tuple[float, str]]:
    """How far the place lies from each part of the changed ground that is beyond the drawing error, in km, 0 inside."""
    point = point_of(place)
    if point is None:
        return
    plane = LocalPlane(*point)
    for part in parts:
        if part.verdict == "moved":
            ground = shapely.transform(shape(part.geometry), plane.project)
            yield float(shapely.distance(shapely.Point(0, 0), ground)), part.kind
