"""Writes zones, their changes, incidents and markers as GeoJSON (RFC 7946): WGS 84, longitude first, in the order given."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from groundtruce.model.claims import Count, MentionedPlace
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.zones import Estimate, ZoneChange, ZoneVersion
from groundtruce.show.exports.exported import Exported, Loss, sort_losses
from groundtruce.show.exports.flat import list_all_parts_losses, list_incident_losses, list_zone_losses
from groundtruce.show.wording import say_judged

_DECIMALS = 7
"""A ten-millionth of a degree is a centimetre: finer digits are noise of the arithmetic."""


def write_geojson(
    *,
    zone_versions: Sequence[ZoneVersion] = (),
    changes: Sequence[ZoneChange] = (),
    incidents: Sequence[Incident] = (),
    sightings: Sequence[Sighting] = (),
) -> Exported:
    """One FeatureCollection; each feature's `layer` tells `zone version`, `change` (one of its parts), `incident` or `marker`.

    An incident whose place is unknown has no geometry. Its point stands for a circle of `uncertainty_km`. The losses are
    numbered by feature.
    """
    features: list[dict[str, Any]] = []
    losses: list[Loss] = []
    for version in zone_versions:
        features.append(_zone_feature(version))
        losses += list_zone_losses(version, len(features), features[-1]["properties"])
        losses += _list_rounded(shapely.from_wkb(version.wkb), row=len(features), event=version.id)
    parts = [feature for change in changes for feature in _change_features(change)]
    of_changes = list_all_parts_losses(changes, [part["properties"] for part in parts])
    losses += [loss._replace(row=loss.row and loss.row + len(features)) for loss in of_changes]
    shapes = [shapely.geometry.shape(part.geometry) for change in changes for part in change.parts]
    for part, shape in zip(parts, shapes, strict=True):
        features.append(part)
        losses += _list_rounded(shape, row=len(features), event=part["id"])
    for incident in incidents:
        features.append(_incident_feature(incident))
        losses += list_incident_losses(incident, len(features), features[-1]["properties"])
        losses += _list_rounded(_point_of(incident.place), row=len(features), event=incident.id)
    for sighting in sightings:
        features.append(_sighting_feature(sighting))
        losses += _list_rounded(_point_of(sighting), row=len(features), event=sighting.id)
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return Exported(text.encode(), sort_losses(losses))


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
        *("drawing_error_m", "drawing_correlation_m", "drawing_error_from", "note", "reason"),
    )
    properties = {name: getattr(version, name) for name in names}
    geometry = _geometry(shapely.geometry.mapping(shape))
    return _feature("zone version", version.id, geometry, {**properties, "repairs": list(version.repairs)})


def _point_of(place: MentionedPlace | Sighting | None) -> shapely.Point | None:
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return shapely.Point(place.longitude, place.latitude)


def _list_rounded(shape: shapely.Geometry | None, *, row: int, event: str) -> list[Loss]:
    """The loss of the digits of a shape that are not written, if there are any."""
    drawn = shapely.get_coordinates(shape)
    off = float(np.abs(drawn - np.round(drawn, _DECIMALS)).max(initial=0.0))
    held, lost = f"{_DECIMALS} decimals", f"{off:.1g} degrees at most"
    return [Loss(row, event, "geometry", held, lost, "finer digits are not written")] if off else []


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
    place, point = incident.place, _point_of(incident.place)
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
        "certainty": incident.certainty,
        "judged": say_judged(incident.judged),
    }
    return _feature("incident", incident.id, _geometry(shapely.geometry.mapping(point)) if point else None, properties)


def _sighting_feature(sighting: Sighting) -> dict[str, Any]:
    names = ("marker", "zone", "seen", "position_error_m", "position_error_from", "seen_by", "kind", "note", "document")
    point = _geometry({"type": "Point", "coordinates": (sighting.longitude, sighting.latitude)})
    properties = {name: getattr(sighting, name) for name in (*names, "locator")}
    return _feature("marker", sighting.id, point, properties)


def _count(count: Count | None) -> dict[str, Any] | None:
    return {"low": count.low, "best": count.best, "high": count.high, "who": count.who} if count else None
