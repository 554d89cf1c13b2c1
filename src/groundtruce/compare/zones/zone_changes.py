"""What changed between two versions of a zone: ground gained and lost, how far, which settlements, and how sure."""

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely

from groundtruce.compare.ellipsoid import measure_distance_km
from groundtruce.compare.zones.advance import list_advance
from groundtruce.compare.zones.boundary_errors import BoundaryError
from groundtruce.compare.zones.correlation import Correlation, usual_correlation
from groundtruce.compare.zones.differences import find_differences
from groundtruce.compare.zones.drawing_error import DrawingErrors
from groundtruce.compare.zones.named_areas import find_ground_within
from groundtruce.compare.zones.parts import find_parts
from groundtruce.compare.zones.settlement_changes import Settlements, find_settlement_changes
from groundtruce.compare.zones.version_shapes import prepare_pair, wrap_longitude, wrap_polygon
from groundtruce.compare.zones.weighing import (
    WeighedPart,
    estimate_depth,
    estimate_ground,
    weigh_parts,
    worst_verdict,
)
from groundtruce.model.cases import Area
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.times import interval_of
from groundtruce.model.zones import (
    ChangedPart,
    Estimate,
    ExtentShift,
    Furthest,
    VersionReference,
    ZoneChange,
    ZoneVersion,
)


def compare_versions(
    earlier: ZoneVersion,
    later: ZoneVersion,
    *,
    settlements: Sequence[GazetteerEntry] | Settlements = (),
    areas: Sequence[Area] = (),
    correlation_in_errors: float | None = None,
) -> ZoneChange:
    """What changed from `earlier` to `later`.

    Of `settlements`, the entries of the kind `settlement` are looked at; of `areas`, those that hold some of the ground are named.

    `measured` areas are exact on the ellipsoid; `best` and the interval follow `compare.zones.drawing_error`, for the correlation
    length given in drawing errors, or that the versions state, or, without one, for what the two drawings tell of it.
    """
    stated = [correlation_in_errors] if correlation_in_errors else _list_stated(earlier, later)
    errors = DrawingErrors(
        earlier_km=earlier.drawing_error_m / 1000,
        later_km=later.drawing_error_m / 1000,
        correlation=Correlation.known(*stated) if stated else usual_correlation(),
    )
    before, after = BoundaryError(earlier), BoundaryError(later)
    old, new = prepare_pair(earlier, later)
    gained, lost = find_differences(old, new)
    errors, weighed = weigh_parts(
        (
            *find_parts("gained", gained, new, old, errors=(after, before)),
            *find_parts("lost", lost, old, new, errors=(before, after)),
        ),
        errors,
    )
    ground = estimate_ground(weighed, errors)
    return ZoneChange(
        zone=later.zone,
        from_=refer_to(earlier),
        to=refer_to(later),
        verdict=worst_verdict(weighed),
        gained_km2=ground.gained,
        lost_km2=ground.lost,
        net_km2=ground.net,
        furthest_gain=_find_furthest(weighed, errors, "gained"),
        furthest_loss=_find_furthest(weighed, errors, "lost"),
        extent_shift_km=_measure_extent_shift(old.shape, new.shape),
        settlements=find_settlement_changes(
            settlements if isinstance(settlements, Settlements) else Settlements(settlements),
            old,
            new,
            errors=(before, after),
        ),
        parts=tuple(
            _describe_part(each, km2)
            for each, km2 in zip(weighed, ground.parts, strict=True)
            if each.verdict != "unchanged"
        ),
        advance=list_advance(weighed),
        within=find_ground_within([each.part for each in weighed if each.verdict != "unchanged"], areas),
    )


def refer_to(version: ZoneVersion) -> VersionReference:
    """The version as a change or a marker's distance names it."""
    start = interval_of(version.valid_from).start
    return VersionReference(
        version=version.id,
        valid_from=version.valid_from if start else None,
        publisher=version.publisher,
        document=version.document,
        drawing_error_m=version.drawing_error_m,
        drawing_error_from=version.drawing_error_from,
    )


# ---------------------------------------------------------------------------------------------------------------


def _list_stated(*versions: ZoneVersion) -> list[float]:
    """The correlation lengths that versions state, in their drawing errors."""
    return [
        version.drawing_correlation_m / version.drawing_error_m for version in versions if version.drawing_correlation_m
    ]


def _find_furthest(parts: Sequence[WeighedPart], errors: DrawingErrors, kind: str) -> Furthest | None:
    of_kind = [each for each in parts if each.part.kind == kind and each.verdict != "unchanged"]
    if not of_kind:
        return None
    deepest = max(of_kind, key=lambda each: each.part.depth_km)
    longitude, latitude = deepest.part.furthest
    return Furthest(
        km=estimate_depth(deepest, errors),
        bearing_deg=deepest.part.bearing_deg,
        at=(wrap_longitude(longitude), latitude),
    )


def _describe_part(weighed: WeighedPart, km2: Estimate) -> ChangedPart:
    return ChangedPart(
        kind=weighed.part.kind,
        km2=km2,
        depth_km=weighed.part.depth_km,
        verdict=weighed.verdict,
        geometry=msgspec.json.decode(shapely.to_geojson(wrap_polygon(weighed.part.polygon))),
    )


def _measure_extent_shift(before: shapely.Geometry, after: shapely.Geometry) -> ExtentShift:
    """How far each side of the extent moved; along the middle meridian, or along the middle parallel of both extents."""
    west, south, east, north = shapely.bounds([before, after]).T
    longitude, latitude = float(np.mean([west, east])), float(np.mean([south, north]))
    return ExtentShift(
        north=_signed_distance((longitude, north[0]), (longitude, north[1]), north[1] - north[0]),
        east=_signed_distance((east[0], latitude), (east[1], latitude), east[1] - east[0]),
        south=_signed_distance((longitude, south[0]), (longitude, south[1]), south[0] - south[1]),
        west=_signed_distance((west[0], latitude), (west[1], latitude), west[0] - west[1]),
    )


def _signed_distance(start: tuple[float, float], end: tuple[float, float], sign: float) -> float:
    return float(np.sign(sign)) * measure_distance_km(start, end)[0]
