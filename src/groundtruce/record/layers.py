"""What the layers of a record show: the rows that entries give, as pure values.

Moments in these rows are what GDAL reads as a DATETIME: UTC with milliseconds. A row's columns are those of its table
in `record/homes/geopackage/schema.py`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from groundtruce.model.cases import Case
from groundtruce.model.claims import Count, MentionedPlace
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.times import interval_of, parse_moment
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.geometry import encode_area, encode_point

Cell: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = dict[str, Cell]


def zone_shape_row(seq: int, version: ZoneVersion) -> Row:
    """The row of `zone_shapes` for the zone version of entry `seq`. Raises `ValueError` for an unusable date or shape."""
    return {
        "seq": seq,
        "version": version.id,
        "zone": version.zone,
        "name": version.name,
        "kind": version.kind,
        "holder": version.holder,
        "stated_from": version.valid_from,
        "stated_to": version.valid_to,
        "begins": format_datetime(interval_of(version.valid_from).start),
        "ends": format_datetime(interval_of(version.valid_to).start) if version.valid_to else None,
        "publisher": version.publisher,
        "drawing_error_m": version.drawing_error_m,
        "drawing_error_from": version.drawing_error_from,
        "document": version.document,
        "locator": version.locator,
        "repairs": "; ".join(version.repairs),
        "note": version.note,
        "geom": encode_area(version.wkb),
    }


def incident_row(seq: int, incident: Incident) -> Row:
    """The row of `incident_points` for the incident of entry `seq`. Raises `ValueError` for an unusable date."""
    interval = interval_of(incident.date) if incident.date else None
    return {
        "seq": seq,
        "incident": incident.id,
        "kind": incident.kind,
        "stated_date": incident.date,
        "begins": format_datetime(interval.start if interval else None),
        "ends": format_datetime(interval.end if interval else None),
        "place": incident.place.text if incident.place else None,
        "uncertainty_km": incident.place.uncertainty_km if incident.place else None,
        **_count_cells("deaths", incident.deaths),
        **_count_cells("injured", incident.injured),
        "sources": incident.sources,
        "accounts": _join(account.party or account.narrator for account in incident.accounts),
        "contradictions": len(incident.contradictions),
        "reason": incident.reason,
        "geom": _encode_place(incident.place),
    }


def sighting_row(seq: int, sighting: Sighting) -> Row:
    """The row of `marker_points` for the sighting of entry `seq`. Raises `ValueError` for an unusable date."""
    interval = interval_of(sighting.seen)
    return {
        "seq": seq,
        "sighting": sighting.id,
        "zone": sighting.zone,
        "marker": sighting.marker,
        "kind": sighting.kind,
        "stated_date": sighting.seen,
        "begins": format_datetime(interval.start),
        "ends": format_datetime(interval.end),
        "seen_by": sighting.seen_by,
        "position_error_m": sighting.position_error_m,
        "position_error_from": sighting.position_error_from,
        "document": sighting.document,
        "locator": sighting.locator,
        "note": sighting.note,
        "geom": encode_point(sighting.longitude, sighting.latitude),
    }


def place_rows(case: Case) -> list[Row]:
    """The rows of `places` for a case's gazetteer, in its order."""
    return [_place_row(fid, place) for fid, place in enumerate(case.places, start=1)]


def format_datetime(moment: datetime | str | None) -> str | None:
    """The moment as GeoPackage writes a DATETIME, `2020-12-14T09:30:00.000Z`."""
    if moment is None:
        return None
    moment = parse_moment(moment) if isinstance(moment, str) else moment
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


# ---------------------------------------------------------------------------------------------------------------


def _place_row(fid: int, place: GazetteerEntry) -> Row:
    return {
        "fid": fid,
        "place": place.id,
        "name": display_name(place),
        "names": _join(name.text for name in place.names),
        "kind": place.kind,
        "uncertainty_km": place.uncertainty_km,
        "country": place.country,
        "population": place.population,
        "source": place.source,
        "geom": encode_point(place.longitude, place.latitude),
    }


def _count_cells(name: str, count: Count | None) -> Row:
    best = None if count is None else count.low if count.best is None else count.best
    return {name: best, f"{name}_low": count.low if count else None, f"{name}_high": count.high if count else None}


def _encode_place(place: MentionedPlace | None) -> bytes | None:
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return encode_point(place.longitude, place.latitude)


def _join(names: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))
