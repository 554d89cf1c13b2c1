"""Writes zones, their changes, incidents and markers as GeoJSON (RFC 7946): WGS 84, longitude first, in the order given."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from groundtruce.model.claims import Count
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.zones import Estimate, ZoneChange, ZoneVersion
from groundtruce.show.wording import say_judged

_DECIMALS = 7
"""A ten-millionth of a degree is a centimetre: finer digits are noise of the arithmetic."""


def write_geojson(
    *,
    zone_versions: Sequence[ZoneVersion] = (),
    changes: Sequence[ZoneChange] = (),
    incidents: Sequence[Incident] = (),
    sightings: Sequence[Sighting] = (),
) -> str:
    """One FeatureCollection; each feature's `layer` tells `zone version`, `change` (one of its parts), `incident` or `marker`.

    An incident whose place is unknown has no geometry. Its point stands for a circle of `uncertainty_km`.
    """
    features = [
        *(_zone_feature(version) for version in zone_versions),
        *(feature for change in changes for feature in _change_features(change)),
        *(_incident_feature(incident) for incident in incidents),
        *(_sighting_feature(sighting) for sighting in sightings),
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


# ---------------------------------------------------------------------------------------------------------------


def _feature(layer: str, identifier: str, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": {"layer": layer, **properties}}


def _round(coordinates: Any) -> Any:
    """Nested coordinates as lists, to a centimetre."""
    if isinstance(coordinates, (list, tuple)):
        return [_round(each) for each in coordinates]
    return round(coordinates, _DECIMALS)


def _geometry(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": mapping["type"], "coordinates": _round(mapping["coordinates"])}


def _zone_feature(version: ZoneVersion) -> dict[str, Any]:
    # RFC 7946, section 3.1.6: outer rings run counter-clockwise.
    shape = shapely.orient_polygons(shapely.from_wkb(version.wkb))
    names = (
        *("zone", "name", "kind", "holder", "valid_from", "valid_to", "publisher", "document", "locator"),
        *("drawing_error_m", "drawing_error_from", "note", "reason"),
    )
    properties = {name: getattr(version, name) for name in names}
    geometry = _geometry(shapely.geometry.mapping(shape))
    return _feature("zone version", version.id, geometry, {**properties, "repairs": list(version.repairs)})


def _change_features(change: ZoneChange) -> list[dict[str, Any]]:
    shared = {
        "zone": change.zone,
        "from": change.from_.valid_from,
        "to": change.to.valid_from,
        "change_verdict": change.verdict,
    }
    return [
        _feature(
            "change",
            f"{change.zone}-{change.from_.version}-{change.to.version}-{number}",
            _geometry(part.geometry),
            {**shared, "kind": part.kind, "verdict": part.verdict, "depth_km": part.depth_km, **_spread(part.km2)},
        )
        for number, part in enumerate(change.parts, start=1)
    ]


def _spread(km2: Estimate) -> dict[str, float]:
    return {
        "km2_measured": km2.measured,
        "km2_best": km2.best,
        "km2_low": km2.low,
        "km2_high": km2.high,
    }


def _incident_feature(incident: Incident) -> dict[str, Any]:
    place = incident.place
    point = None
    if place and place.longitude is not None and place.latitude is not None:
        point = {"type": "Point", "coordinates": _round((place.longitude, place.latitude))}
    properties = {
        "kind": incident.kind,
        "date": incident.date,
        "place": place.text if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "sources": incident.sources,
        "deaths": _count(incident.deaths),
        "injured": _count(incident.injured),
        "accounts": [account.party or account.narrator for account in incident.accounts],
        "contradictions": [contradiction.statement for contradiction in incident.contradictions],
        "reason": incident.reason,
        "judged": say_judged(incident.judged),
    }
    return _feature("incident", incident.id, point, properties)


def _sighting_feature(sighting: Sighting) -> dict[str, Any]:
    names = ("marker", "zone", "seen", "position_error_m", "position_error_from", "seen_by", "kind", "note", "document")
    point = {"type": "Point", "coordinates": _round((sighting.longitude, sighting.latitude))}
    properties = {name: getattr(sighting, name) for name in (*names, "locator")}
    return _feature("marker", sighting.id, point, properties)


def _count(count: Count | None) -> dict[str, Any] | None:
    return {"low": count.low, "best": count.best, "high": count.high, "who": count.who} if count else None
