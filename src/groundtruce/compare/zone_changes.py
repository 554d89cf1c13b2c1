"""What changed between two versions of a zone: ground gained and lost, how far, which settlements, and how sure."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import numpy as np
import shapely

from groundtruce.compare.correlation import COUNTED_DEPTH, Correlation, usual_correlation
from groundtruce.compare.drawing_error import (
    INTERVAL_DEVIATIONS,
    DrawingErrors,
    inside_probability,
)
from groundtruce.compare.ellipsoid import LocalPlane, measure_distance_km
from groundtruce.compare.shapes import Boundary, Part, find_parts
from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.times import interval_of
from groundtruce.model.zones import (
    ChangedPart,
    ChangeVerdict,
    Estimate,
    ExtentShift,
    Furthest,
    SettlementChange,
    VersionReference,
    ZoneChange,
    ZoneVersion,
)

# A part is beyond the error where a mere redraw of the line shows one so deep in under a twentieth of cases (in simulated
# drawings: the distance to a crooked line is not quite the displacement that is modelled, hence 0.04), and an ordinary
# redraw where it does in more than half of them.
_MOVED_BELOW = 0.04
_REDRAWN_ABOVE = 0.5
# A place is inside from this probability on, outside from its complement down.
_SURE = 0.95


def compare_versions(
    earlier: ZoneVersion,
    later: ZoneVersion,
    *,
    settlements: Sequence[GazetteerEntry] = (),
    correlation_in_errors: float | None = None,
) -> ZoneChange:
    """What changed from `earlier` to `later`. Of `settlements`, the entries of the kind `settlement` are looked at.

    `measured` areas are exact on the ellipsoid; `best` and the interval follow `compare.drawing_error`.
    """
    errors = DrawingErrors(
        earlier_km=earlier.drawing_error_m / 1000,
        later_km=later.drawing_error_m / 1000,
        correlation=Correlation.known(correlation_in_errors) if correlation_in_errors else usual_correlation(),
    )
    before, after = _load_shapes(earlier, later)
    plane = _choose_plane(before, after)
    old, new = Boundary(before, plane), Boundary(after, plane)
    gained = find_parts("gained", shapely.difference(after, before), new, old, plane, error_km=errors.combined_km)
    lost = find_parts("lost", shapely.difference(before, after), old, new, plane, error_km=errors.combined_km)
    errors, weighed = _weigh_parts((*gained, *lost), errors)
    gained_km2, lost_km2 = _estimate_ground(weighed, errors, "gained"), _estimate_ground(weighed, errors, "lost")
    return ZoneChange(
        zone=later.zone,
        from_=_refer_to(earlier),
        to=_refer_to(later),
        verdict=_worst_verdict(part.verdict for part in weighed),
        gained_km2=gained_km2,
        lost_km2=lost_km2,
        net_km2=_estimate_net(weighed, errors, gained_km2, lost_km2),
        furthest_gain=_find_furthest(weighed, errors, "gained", old, plane),
        furthest_loss=_find_furthest(weighed, errors, "lost", new, plane),
        extent_shift_km=_measure_extent_shift(before, after),
        settlements=_find_settlement_changes(settlements, old, new, earlier, later),
        parts=tuple(_describe_part(part, errors) for part in weighed if part.verdict != "unchanged"),
    )


def list_changes(
    versions: Sequence[ZoneVersion], *, settlements: Sequence[GazetteerEntry] = ()
) -> tuple[ZoneChange, ...]:
    """The changes between neighbouring versions of each zone, in the order of zone and valid time.

    Kinds are never mixed. A publisher's version is compared with the same publisher's one before; only where no publisher
    drew a zone twice are the versions of different publishers neighbours. Of two versions of one publisher that are valid
    from the same moment, the one that comes last in `versions` holds.
    """
    pairs = (pair for group in _group_versions(versions) for pair in itertools.pairwise(group))
    return tuple(compare_versions(earlier, later, settlements=settlements) for earlier, later in pairs)


# ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Weighed:
    """A part with the chance that a mere redraw would show one so deep, and what follows from it."""

    part: Part
    redraw_probability: float
    verdict: ChangeVerdict

    @property
    def earlier_length(self) -> float:
        return self.part.other_length_km if self.part.kind == "gained" else self.part.own_length_km

    @property
    def later_length(self) -> float:
        return self.part.own_length_km if self.part.kind == "gained" else self.part.other_length_km


def _judge(redraw_probability: float) -> ChangeVerdict:
    if redraw_probability < _MOVED_BELOW:
        return "moved"
    return "within error" if redraw_probability < _REDRAWN_ABOVE else "redrawn"


def _worst_verdict(verdicts: Iterable[ChangeVerdict]) -> ChangeVerdict:
    order: tuple[ChangeVerdict, ...] = ("unchanged", "redrawn", "within error", "moved")
    return max(verdicts, key=order.index, default="unchanged")


def _weigh_parts(parts: Sequence[Part], errors: DrawingErrors) -> tuple[DrawingErrors, list[_Weighed]]:
    """The parts, the largest first, and the errors with what they tell of the correlation length.

    Where the lines coincide there is no part, so the parts' outlines sum to what was redrawn. What moved tells nothing of how
    drawings stray: it is left out, and the rest is looked at again.
    """
    ordered = sorted(parts, key=lambda part: -part.km2)
    lengths = np.array([part.own_length_km + part.other_length_km for part in ordered]) / 2
    strays = np.array([part.stray_km for part in ordered])
    is_redraw = np.ones(len(ordered), bool)
    learnt = errors
    for _ in range(2):
        counted = int((is_redraw & (strays > COUNTED_DEPTH * errors.combined_km)).sum())
        learnt = errors.learn(parts=counted, redrawn_length=float(lengths[is_redraw].sum()))
        probabilities = learnt.redraw_probabilities(strays, float(lengths.sum()))
        is_redraw = probabilities >= _MOVED_BELOW
    return learnt, [
        _Weighed(part, probability, _judge(probability) if stray > errors.same_line_km else "unchanged")
        for part, probability, stray in zip(ordered, probabilities.tolist(), strays.tolist(), strict=True)
    ]


def _estimate_ground(parts: Sequence[_Weighed], errors: DrawingErrors, kind: str) -> Estimate:
    """Ground gained (or lost): parts beyond the error count whole, others by the chance that they are no redraw."""
    of_kind = [each for each in parts if each.part.kind == kind]
    sure = [each for each in of_kind if each.verdict == "moved"]
    spread = _area_spread(sure, errors)
    moved = sum(each.part.km2 for each in sure)
    shallow = sum(each.part.shallow_km2 for each in sure)
    doubtful = [each for each in parts if each.verdict in ("within error", "redrawn")]
    slivers = sum(each.part.km2 for each in doubtful if each.part.kind == kind)
    hidden = errors.hidden_area(slivers, *_drawn_lengths(doubtful)) if doubtful else 0.0
    likely = sum((1 - each.redraw_probability) * each.part.km2 for each in doubtful if each.part.kind == kind)
    return Estimate(
        measured=math.fsum(each.part.km2 for each in of_kind),
        best=moved - shallow / 2 + likely,
        low=max(0.0, moved - shallow - spread),
        high=moved + spread + max(hidden, likely),
    )


def _estimate_net(parts: Sequence[_Weighed], errors: DrawingErrors, gained: Estimate, lost: Estimate) -> Estimate:
    """Net ground: linear in both boundaries' errors, so its interval needs no judgement of parts."""
    measured = gained.measured - lost.measured
    spread = _area_spread([each for each in parts if each.verdict != "unchanged"], errors)
    low, high = measured - spread, measured + spread
    return Estimate(measured=measured, best=min(max(gained.best - lost.best, low), high), low=low, high=high)


def _drawn_lengths(parts: Sequence[_Weighed]) -> tuple[float, float]:
    return sum(each.earlier_length for each in parts), sum(each.later_length for each in parts)


def _area_spread(parts: Sequence[_Weighed], errors: DrawingErrors) -> float:
    return errors.area_spread(*_drawn_lengths(parts))


def _find_furthest(
    parts: Sequence[_Weighed], errors: DrawingErrors, kind: str, other: Boundary, plane: LocalPlane
) -> Furthest | None:
    of_kind = [each for each in parts if each.part.kind == kind and each.verdict != "unchanged"]
    if not of_kind:
        return None
    deepest = max(of_kind, key=lambda each: each.part.depth_km)
    point = np.array(deepest.part.furthest)
    nearest, furthest = plane.unproject(np.stack([other.find_nearest(point), point])).tolist()
    kilometres, bearing = measure_distance_km(nearest, furthest)
    return Furthest(
        km=_estimate_depth(deepest, errors, kilometres),
        bearing_deg=bearing,
        at=(_wrap_longitude(furthest[0]), furthest[1]),
    )


def _estimate_depth(weighed: _Weighed, errors: DrawingErrors, measured: float) -> Estimate:
    """The furthest of many nearly equal points is drawn too far; how many of those seen truly were so far is not known."""
    spread = INTERVAL_DEVIATIONS * errors.combined_km
    if weighed.verdict == "moved":
        usual, most = errors.deepest_of(weighed.part.plateau_km)
        return Estimate(measured=measured, best=max(0.0, measured - usual), low=max(0.0, measured - most), high=measured + spread)
    best = measured * (1 - weighed.redraw_probability)
    return Estimate(measured=measured, best=best, low=0.0, high=measured + spread)


def _describe_part(weighed: _Weighed, errors: DrawingErrors) -> ChangedPart:
    part = weighed.part
    spread = _area_spread([weighed], errors)
    is_sure = weighed.verdict == "moved"
    best = part.km2 if is_sure else part.km2 * (1 - weighed.redraw_probability)
    return ChangedPart(
        kind=part.kind,
        km2=Estimate(
            measured=part.km2, best=best, low=max(0.0, part.km2 - spread) if is_sure else 0.0, high=part.km2 + spread
        ),
        depth_km=part.depth_km,
        verdict=weighed.verdict,
        geometry=msgspec.json.decode(shapely.to_geojson(_wrap_polygon(part.polygon))),
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


def _find_settlement_changes(
    settlements: Sequence[GazetteerEntry], old: Boundary, new: Boundary, earlier: ZoneVersion, later: ZoneVersion
) -> tuple[SettlementChange, ...]:
    entries = [entry for entry in settlements if entry.kind == "settlement"]
    if not entries:
        return ()
    longitudes = np.array([entry.longitude for entry in entries])
    middle = np.mean(shapely.bounds([old.shape, new.shape])[:, [0, 2]])
    # Shapes across the antimeridian run on beyond 180°: each place takes the turn nearest to them.
    positions = np.column_stack(
        [longitudes - 360 * np.round((longitudes - middle) / 360), [entry.latitude for entry in entries]]
    )
    uncertainty = np.array([entry.uncertainty_km for entry in entries])
    probabilities = (
        inside_probability(
            boundary.measure_inside(positions),
            drawing_error_km=version.drawing_error_m / 1000,
            uncertainty_km=uncertainty,
        )
        for boundary, version in ((old, earlier), (new, later))
    )
    judged = map(_judge_settlement, entries, *probabilities)
    return tuple(change for change in judged if change)


def _judge_settlement(entry: GazetteerEntry, before: float, after: float) -> SettlementChange | None:
    sides = (_side(before), _side(after))
    if sides in (("inside", "inside"), ("outside", "outside")):
        return None
    verdict = {("outside", "inside"): "gained", ("inside", "outside"): "lost"}.get(sides, "uncertain")
    return SettlementChange(
        name=display_name(entry),
        names=tuple(name.text for name in entry.names),
        gazetteer_id=entry.id,
        probability_before=before,
        probability_after=after,
        verdict=verdict,  # type: ignore[arg-type]  # one of the three literals
    )


def _side(probability: float) -> str:
    if probability >= _SURE:
        return "inside"
    return "outside" if probability <= 1 - _SURE else "unsure"


def _refer_to(version: ZoneVersion) -> VersionReference:
    start = interval_of(version.valid_from).start
    return VersionReference(
        version=version.id,
        valid_from=version.valid_from if start else None,
        publisher=version.publisher,
        document=version.document,
        drawing_error_m=version.drawing_error_m,
        drawing_error_from=version.drawing_error_from,
    )


def _group_versions(versions: Sequence[ZoneVersion]) -> Iterable[list[ZoneVersion]]:
    """Versions to be compared with their neighbours: of one zone and kind, and of one publisher where one drew it twice."""
    zones: dict[tuple[str, str], dict[str | None, dict[datetime, ZoneVersion]]] = {}
    for version in versions:
        publishers = zones.setdefault((version.zone, version.kind), {})
        publishers.setdefault(version.publisher, {})[_start_of(version)] = version
    for _, publishers in sorted(zones.items()):
        groups = list(publishers.values())
        if all(len(group) == 1 for group in groups):
            groups = [{start: version for group in groups for start, version in group.items()}]
        yield from ([group[start] for start in sorted(group)] for group in groups)


def _start_of(version: ZoneVersion) -> datetime:
    return interval_of(version.valid_from).start or datetime.min.replace(tzinfo=UTC)


def _choose_plane(before: shapely.Geometry, after: shapely.Geometry) -> LocalPlane:
    west, south, east, north = shapely.total_bounds([before, after])
    return LocalPlane((west + east) / 2, (south + north) / 2)


def _load_shapes(earlier: ZoneVersion, later: ZoneVersion) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Both shapes; what lies across the antimeridian is joined there, its western hemisphere running on beyond 180°."""
    shapes = (shapely.from_wkb(earlier.wkb), shapely.from_wkb(later.wkb))
    west, _, east, _ = shapely.total_bounds(shapes)
    if east - west <= 180:
        return shapes
    before, after = (_join_at_antimeridian(shape) for shape in shapes)
    joined_west, _, joined_east, _ = shapely.total_bounds([before, after])
    return (before, after) if joined_east - joined_west < east - west else shapes


def _join_at_antimeridian(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [
        shapely.transform(part, lambda positions: positions + np.array([360.0, 0.0])) if part.bounds[0] < 0 else part
        for part in shapely.get_parts(shape)
    ]
    return shapely.union_all(parts)


def _wrap_longitude(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _wrap_polygon(polygon: shapely.Geometry) -> shapely.Geometry:
    """The polygon with longitudes within ±180°, cut at the antimeridian (RFC 7946, section 3.1.9)."""
    if shapely.bounds(polygon)[2] <= 180:
        return polygon
    near = shapely.intersection(polygon, shapely.box(-180, -90, 180, 90))
    far = shapely.transform(
        shapely.intersection(polygon, shapely.box(180, -90, 540, 90)),
        lambda positions: positions - np.array([360.0, 0.0]),
    )
    return shapely.MultiPolygon([part for each in (near, far) for part in shapely.get_parts(each) if part.area > 0])
