"""The collections: which of the record's values are features, and what each says of itself."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import shapely

from groundtruce import pipeline
from groundtruce.model.agreements import Agreement
from groundtruce.model.cases import Area
from groundtruce.model.claims import Count
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.times import Interval, interval_of
from groundtruce.model.zones import ChangedPart, ZoneChange, ZoneVersion
from groundtruce.web.ogc.layers import Feature, write_geometry
from groundtruce.web.snapshots import Snapshot

_Source = TypeVar("_Source")


class Collection(NamedTuple):
    """A collection of features of one kind."""

    title: str
    description: str
    make: Callable[[Snapshot, "Written"], Iterator[Feature]]
    filters: tuple[str, ...]
    """The properties that features may be asked for by."""
    is_timed: bool = True


class Written:
    """Geometries as they were written for an earlier moment, by what they were made from, and those written now."""

    def __init__(self, earlier: "Written | None" = None) -> None:
        self._earlier = earlier.now if earlier else {}
        self.now: dict[int, tuple[object, shapely.Geometry | None, bytes]] = {}

    def write(
        self, source: _Source, shape: Callable[[_Source], shapely.Geometry | None]
    ) -> tuple[shapely.Geometry | None, bytes]:
        """The shape of a value and its GeoJSON. The same value is written once, however many moments hold it."""
        key = id(source)
        held = self._earlier.get(key)
        if held is None or held[0] is not source:
            made = shape(source)
            held = (source, made, write_geometry(made))
        self.now[key] = held
        return held[1], held[2]


def list_versions(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """Every version of every zone, each with the versions around it."""
    remembered = snapshot.remembered
    for neighbours in pipeline.find_neighbours(snapshot.known):
        version = neighbours.version
        shape, geometry = written.write(version, _as_many)
        yield Feature(
            id=version.id,
            properties={
                **{name: getattr(version, name) for name in _OF_VERSION},
                "valid_from": _moment(neighbours.valid.start),
                "valid_to": _moment(neighbours.valid.end),
                "stated_from": version.valid_from,
                "stated_to": version.valid_to,
                "repairs": "; ".join(version.repairs),
                "recorded": remembered.recorded("zone version", version.id),
                "predecessor": neighbours.predecessor,
                "successor": neighbours.successor,
                "latest": neighbours.latest,
            },
            shape=shape,
            geometry=geometry,
            valid=neighbours.valid,
        )


def list_changes(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """Each connected part of what changed between neighbouring versions; valid since the later one."""
    for change in snapshot.changes.changes:
        for number, part in enumerate(change.parts, start=1):
            shape, geometry = written.write(part, _part_of)
            yield Feature(
                id=f"{change.zone}-{change.from_.version}-{change.to.version}-{number}",
                properties=_describe_part(change, part),
                shape=shape,
                geometry=geometry,
                valid=_interval(change.to.valid_from),
            )


def list_incidents(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """Each incident at its place; one whose place is unknown has no geometry."""
    for incident in snapshot.incidents.values():
        shape, geometry = written.write(incident, _point_of)
        valid = _interval(incident.date)
        yield Feature(
            id=incident.id,
            properties={
                **_describe_incident(incident),
                "begins": _moment(valid.start) if valid else None,
                "ends": _moment(valid.end) if valid else None,
                "recorded": snapshot.remembered.recorded("incident", incident.id),
            },
            shape=shape,
            geometry=geometry,
            valid=valid,
        )


def list_sightings(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """Each marker where it was seen."""
    for sighting in snapshot.known.sightings:
        shape, geometry = written.write(sighting, _spot_of)
        yield Feature(
            id=sighting.id,
            properties={
                **{name: getattr(sighting, name) for name in _OF_SIGHTING},
                "recorded": snapshot.remembered.recorded("sighting", sighting.id),
            },
            shape=shape,
            geometry=geometry,
            valid=_interval(sighting.seen),
        )


def list_places(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """The case's gazetteer."""
    for place in snapshot.known.case.places:
        shape, geometry = written.write(place, _spot_of)
        yield Feature(
            id=place.id,
            properties={
                "name": display_name(place),
                "names": [{"text": each.text, "language": each.language, "usage": each.usage} for each in place.names],
                **{
                    name: getattr(place, name) for name in ("kind", "uncertainty_km", "country", "population", "source")
                },
            },
            shape=shape,
            geometry=geometry,
            valid=None,
        )


def list_areas(snapshot: Snapshot, written: Written) -> Iterator[Feature]:
    """The areas that provisions of the agreement refer to."""
    case = snapshot.known.case
    for area in case.areas:
        shape, geometry = written.write(area, _as_many)
        yield Feature(
            id=area.id,
            properties={
                "name": area.name,
                "drawing_error_m": area.drawing_error_m,
                "provisions": _list_provisions(case.agreement, area.id),
                "note": area.note,
            },
            shape=shape,
            geometry=geometry,
            valid=None,
        )


COLLECTIONS: Mapping[str, Collection] = {
    "zone-versions": Collection(
        "Zone versions",
        "The shape of each zone over one valid interval, as one source drew it. valid_to is not included.",
        list_versions,
        ("zone", "kind", "holder", "publisher"),
    ),
    "changes": Collection(
        "Changes",
        "The connected parts of what changed between neighbouring versions of a zone; areas in km², depths in km.",
        list_changes,
        ("zone", "kind", "verdict", "publisher"),
    ),
    "incidents": Collection(
        "Incidents",
        "What happened, as far as documents tell. A point stands for a circle of uncertainty_km.",
        list_incidents,
        ("kind", "certainty"),
    ),
    "places": Collection(
        "Places", "The case's gazetteer, each place with all its names.", list_places, ("kind",), is_timed=False
    ),
    "areas": Collection("Areas", "The areas that the agreement's provisions refer to.", list_areas, (), is_timed=False),
    "markers": Collection(
        "Markers",
        "Markers on the ground as they were seen; position_error_m is one standard deviation.",
        list_sightings,
        ("zone", "kind", "marker"),
    ),
}
"""Every collection by its identifier."""


# ---------------------------------------------------------------------------------------------------------------

_OF_VERSION = (
    *("zone", "name", "kind", "holder", "publisher", "document", "locator", "drawing_error_m", "drawing_error_from"),
    *("note", "reason"),
)
_OF_SIGHTING = (
    *("marker", "zone", "seen", "position_error_m", "position_error_from", "seen_by", "kind", "note", "document"),
    "locator",
)


def _as_many(drawn: ZoneVersion | Area) -> shapely.Geometry:
    """A shape as a MultiPolygon, so that a collection has one type of geometry."""
    return shapely.MultiPolygon(list(shapely.get_parts(shapely.from_wkb(drawn.wkb))))


def _part_of(part: ChangedPart) -> shapely.Geometry:
    return shapely.geometry.shape(part.geometry)


def _spot_of(spot: Sighting | GazetteerEntry) -> shapely.Geometry:
    return shapely.Point(spot.longitude, spot.latitude)


def _point_of(incident: Incident) -> shapely.Point | None:
    place = incident.place
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return shapely.Point(place.longitude, place.latitude)


def _describe_part(change: ZoneChange, part: ChangedPart) -> dict[str, Any]:
    return {
        "zone": change.zone,
        "from": change.from_.valid_from,
        "to": change.to.valid_from,
        "from_version": change.from_.version,
        "to_version": change.to.version,
        "publisher": change.to.publisher,
        "change_verdict": change.verdict,
        "kind": part.kind,
        "verdict": part.verdict,
        "depth_km": part.depth_km,
        **{f"km2_{name}": getattr(part.km2, name) for name in ("measured", "best", "low", "high")},
    }


def _describe_incident(incident: Incident) -> dict[str, Any]:
    place = incident.place
    return {
        "kind": incident.kind,
        "date": incident.date,
        "place": place.text if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "sources": incident.sources,
        **_describe_count("deaths", incident.deaths),
        **_describe_count("injured", incident.injured),
        "accounts": ", ".join(account.party or account.narrator or "" for account in incident.accounts),
        "contradictions": len(incident.contradictions),
        "certainty": incident.certainty,
        "reason": incident.reason,
    }


def _describe_count(name: str, count: Count | None) -> dict[str, int | None]:
    return {f"{name}_{part}": getattr(count, part) if count else None for part in ("low", "best", "high")}


def _list_provisions(agreement: Agreement | None, area: str) -> list[str]:
    provisions = agreement.provisions if agreement else ()
    return [each.id for each in provisions if getattr(each.terms, "area", None) == area]


def _interval(edtf: str | None) -> Interval | None:
    return interval_of(edtf) if edtf else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
