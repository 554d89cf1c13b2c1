"""Layers: the record's values as features with typed columns, for formats that hold tables of shapes.

Coordinates are WGS 84, longitude first; geometries are ISO WKB. A feature whose place is unknown has none. Dates are EDTF
and so stay texts: `2020-12` is no day of a calendar.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, TypeVar

import shapely

from groundtruce.model.agreements import Finding
from groundtruce.model.claims import Claim, Count, MentionedPlace
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.show.exports.exported import Loss, sort_losses
from groundtruce.show.exports.flat import (
    list_all_parts_losses,
    list_claim_losses,
    list_finding_losses,
    list_incident_losses,
    list_zone_losses,
)
from groundtruce.show.exports.tables import Cell
from groundtruce.show.inert import make_inert
from groundtruce.show.wording import say_judged

_T = TypeVar("_T")

Kind: TypeAlias = Literal["text", "real", "integer"]


class Layer(NamedTuple):
    """A table of features of one kind of geometry: `Point`, `MultiPolygon`; none where they have no shape."""

    name: str
    geometry_type: str | None
    columns: Mapping[str, Kind]
    rows: Sequence[Mapping[str, Cell]]
    geometries: Sequence[bytes | None]
    losses: tuple[Loss, ...] = ()
    """What of the values its rows do not hold."""


def zone_layer(versions: Sequence[ZoneVersion]) -> Layer:
    """The versions of zones as they were drawn."""
    columns: dict[str, Kind] = {
        **_texts("version", "zone", "name", "kind", "holder", "valid_from", "valid_to", "publisher", "document"),
        **_texts("locator"),
        **_reals("drawing_error_m", "drawing_correlation_m"),
        **_texts("drawing_error_from", "repairs", "note", "reason"),
    }
    rows = [_zone_row(version) for version in versions]
    shapes = [_many(shapely.from_wkb(version.wkb)) for version in versions]
    losses = _gather(list_zone_losses, versions, rows)
    return _layer("zone_versions", "MultiPolygon", columns, rows, shapes, losses=losses)


def change_layer(changes: Sequence[ZoneChange]) -> Layer:
    """The connected parts of what changed between neighbouring versions of a zone; areas in km², depths in km."""
    columns: dict[str, Kind] = {
        **_texts("zone", "from_date", "to_date", "change_verdict", "kind", "verdict"),
        **_reals("km2_measured", "km2_best", "km2_low", "km2_high", "depth_km"),
    }
    parts = [(change, part) for change in changes for part in change.parts]
    rows: list[Mapping[str, Cell]] = [
        {
            "zone": change.zone,
            "from_date": change.from_.valid_from,
            "to_date": change.to.valid_from,
            "change_verdict": change.verdict,
            "kind": part.kind,
            "verdict": part.verdict,
            **{f"km2_{name}": getattr(part.km2, name) for name in ("measured", "best", "low", "high")},
            "depth_km": part.depth_km,
        }
        for change, part in parts
    ]
    shapes = [_many(shapely.geometry.shape(part.geometry)) for _, part in parts]
    return _layer("changed_parts", "MultiPolygon", columns, rows, shapes, losses=list_all_parts_losses(changes, rows))


def incident_layer(incidents: Sequence[Incident]) -> Layer:
    """Incidents; a point stands for a circle of `uncertainty_km`."""
    columns: dict[str, Kind] = {
        **_texts("incident", "kind", "date", "place", "gazetteer_id"),
        **_reals("uncertainty_km"),
        "sources": "integer",
        **_count_columns("deaths"),
        **_count_columns("injured"),
        **_texts("accounts", "contradictions", "reason", "certainty", "judged"),
    }
    rows = [_incident_row(incident) for incident in incidents]
    points = [_point(incident.place) for incident in incidents]
    return _layer("incidents", "Point", columns, rows, points, losses=_gather(list_incident_losses, incidents, rows))


def claim_layer(claims: Sequence[Claim]) -> Layer:
    """Claims, each at the place that it names, with its words and where they stand."""
    columns: dict[str, Kind] = {
        **_texts("mention", "document", "publisher", "published", "claimant", "type", "realis", "date", "place"),
        **_reals("uncertainty_km"),
        **_count_columns("deaths"),
        **_count_columns("injured"),
        **_texts("span", "quote", "judged"),
    }
    rows = [_claim_row(claim) for claim in claims]
    points = [_point(claim.mention.place) for claim in claims]
    return _layer("claims", "Point", columns, rows, points, losses=_gather(list_claim_losses, claims, rows))


def finding_layer(findings: Sequence[Finding]) -> Layer:
    """Findings, which have no shape."""
    columns: dict[str, Kind] = {
        **_texts("provision", "title", "kind", "on_date", "status", "statement"),
        **_reals("margin", "margin_low", "margin_high"),
        **_texts("margin_unit", "margin_meaning", "evidence", "flips"),
    }
    rows = [_finding_row(finding) for finding in findings]
    return _layer("findings", None, columns, rows, [], losses=_gather(list_finding_losses, findings, rows))


# ---------------------------------------------------------------------------------------------------------------


def _layer(
    name: str,
    geometry_type: str | None,
    columns: Mapping[str, Kind],
    rows: Sequence[Mapping[str, Cell]],
    geometries: Sequence[bytes | None],
    *,
    losses: Sequence[Loss],
) -> Layer:
    inert = [
        {column: make_inert(cell) if isinstance(cell, str) else cell for column, cell in row.items()} for row in rows
    ]
    steering = [
        Loss(number, str(next(iter(row.values()))), column, str(shown[column]), str(cell), "it steers what shows it")
        for number, (row, shown) in enumerate(zip(rows, inert, strict=True), 1)
        for column, cell in row.items()
        if shown[column] != cell
    ]
    return Layer(name, geometry_type, columns, inert, geometries, sort_losses([*losses, *steering]))


def _gather(
    losses_of: Callable[[_T, int, Mapping[str, Cell]], list[Loss]],
    values: Sequence[_T],
    rows: Sequence[Mapping[str, Cell]],
) -> list[Loss]:
    """The losses of values that have one row each."""
    pairs = enumerate(zip(values, rows, strict=True), 1)
    return [loss for number, (value, row) in pairs for loss in losses_of(value, number, row)]


def _texts(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, "text")


def _reals(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, "real")


def _count_columns(name: str) -> dict[str, Kind]:
    numbers: dict[str, Kind] = dict.fromkeys((f"{name}_low", f"{name}_best", f"{name}_high"), "integer")
    return {**numbers, f"{name}_who": "text"}


def _count_cells(name: str, count: Count | None) -> dict[str, Cell]:
    return {f"{name}_{part}": getattr(count, part) if count else None for part in ("low", "best", "high", "who")}


def _many(shape: shapely.Geometry) -> bytes:
    """A shape as a MultiPolygon whose outer rings run counter-clockwise, so that a layer has one type."""
    polygons = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return _wkb(shapely.orient_polygons(shapely.MultiPolygon(polygons)))


def _point(place: MentionedPlace | None) -> bytes | None:
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return _wkb(shapely.Point(place.longitude, place.latitude))


def _wkb(shape: shapely.Geometry) -> bytes:
    content: bytes = shapely.to_wkb(shape, byte_order=1, flavor="iso")
    return content


def _zone_row(version: ZoneVersion) -> dict[str, Cell]:
    names = (
        *("zone", "name", "kind", "holder", "valid_from", "valid_to", "publisher", "document", "locator"),
        *("drawing_error_m", "drawing_correlation_m", "drawing_error_from", "note", "reason"),
    )
    cells: dict[str, Cell] = {name: getattr(version, name) for name in names}
    return {"version": version.id, **cells, "repairs": "; ".join(version.repairs)}


def _incident_row(incident: Incident) -> dict[str, Cell]:
    place = incident.place
    return {
        "incident": incident.id,
        "kind": incident.kind,
        "date": incident.date,
        "place": place.text if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "sources": incident.sources,
        **_count_cells("deaths", incident.deaths),
        **_count_cells("injured", incident.injured),
        "accounts": "; ".join(account.party or account.narrator or "" for account in incident.accounts),
        "contradictions": "; ".join(contradiction.statement for contradiction in incident.contradictions),
        "reason": incident.reason,
        "certainty": incident.certainty,
        "judged": say_judged(incident.judged),
    }


def _claim_row(claim: Claim) -> dict[str, Cell]:
    mention = claim.mention
    return {
        "mention": mention.id,
        "document": claim.document,
        "publisher": claim.publisher,
        "published": claim.published,
        "claimant": claim.claimant,
        "type": mention.type,
        "realis": mention.realis,
        "date": mention.date,
        "place": mention.place.text if mention.place else None,
        "uncertainty_km": mention.place.uncertainty_km if mention.place else None,
        **_count_cells("deaths", mention.deaths),
        **_count_cells("injured", mention.injured),
        "span": " ".join(f"{start}-{end}" for start, end in mention.span),
        "quote": claim.quote,
        "judged": say_judged(claim.judged),
    }


def _finding_row(finding: Finding) -> dict[str, Cell]:
    margin = finding.margin
    return {
        "provision": finding.provision,
        "title": finding.title,
        "kind": finding.kind,
        "on_date": finding.on,
        "status": finding.status,
        "statement": finding.statement,
        "margin": margin.value if margin else None,
        "margin_low": margin.low if margin else None,
        "margin_high": margin.high if margin else None,
        "margin_unit": margin.unit if margin else None,
        "margin_meaning": margin.meaning if margin else None,
        "evidence": "; ".join(f"{each.bearing}: {each.statement}" for each in finding.evidence),
        "flips": finding.flips,
    }
