"""One pair of drawings at a time: what is true of it, and what Groundtruce says of it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import shapely

from evaluation.calibration.drawing import Change, Field, Outline
from evaluation.calibration.shapes import MeantZone
from groundtruce.compare.zones.drawing_error import inside_probability
from groundtruce.compare.zones.version_shapes import prepare_pair
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.zones import Estimate, Furthest, ZoneChange, ZoneVersion

SEED = 20260402
CORRELATIONS = (2.0, 50.0)
"""The least and greatest correlation length, in errors; each pair's is drawn evenly in its logarithm."""
BULGE_ERRORS, BULGE_CORRELATIONS = 8, 2
PLACES = 12


class Held(msgspec.Struct, frozen=True):
    """Whether an interval holds what is true, how wide it is, and how wide an oracle's is that knows the correlation."""

    holds: bool
    width: float
    oracle_width: float


class Trial(msgspec.Struct, frozen=True):
    """What came of one pair."""

    kind: str
    zone: str
    correlation_in_errors: float
    depth_in_errors: float
    verdict: str
    net: Held
    gained: Held
    lost: Held
    furthest_gain: Held
    furthest_loss: Held
    true_km2: float
    measured_km2: float
    best_km2: float
    places: tuple[tuple[float, bool], ...] = ()
    """For places near the later boundary: the stated chance that each lies inside, and whether it does."""


@dataclass(frozen=True)
class Kind:
    """What is drawn: a change `depth_in_errors` deep (0: none; negative: a dent), so long at half its depth."""

    name: str
    depth_in_errors: float
    length_in_correlations: float = BULGE_CORRELATIONS
    has_oracle: bool = True
    """Whether an oracle is asked too, and places are strewn."""


KINDS = (
    Kind("redraw", 0),
    Kind("bulge", BULGE_ERRORS),
    Kind("dent", -BULGE_ERRORS),
)
POWER = (
    Kind("narrow bulge", BULGE_ERRORS, BULGE_CORRELATIONS / 2, has_oracle=False),
    *(Kind("power", depth, has_oracle=False) for depth in (2, 3, 4, 5, 6, 7, 10, 12)),
)


@dataclass(frozen=True)
class Truth:
    """What is true of a pair: areas in km², distances in km."""

    gained: float
    lost: float
    furthest_gain: float
    furthest_loss: float


def run_trials(kind: Kind, zones: Sequence[MeantZone], *, pairs: int, first: int = 0) -> Iterator[Trial]:
    """So many pairs of one kind, over the zones in turn. The same numbers give the same pairs."""
    for number in range(first, first + pairs):
        yield run_trial(kind, zones[number % len(zones)], number)


def run_trial(kind: Kind, zone: MeantZone, number: int) -> Trial:
    """One pair: the change comes in the later drawing or, in every other pair, has gone from it."""
    seed = [SEED, *kind.name.encode(), round(100 * abs(kind.depth_in_errors)), number]
    random = np.random.default_rng(seed)
    correlation = float(np.exp(random.uniform(*np.log(CORRELATIONS))))
    unit = zone.error_km * random.uniform(0.5, 1.5)
    errors = (unit, unit * float(random.choice([1.0, 1.0, 0.5, 2.0])))
    outline = Outline(zone, step_km=min(errors) * min(1.0, correlation / 5))
    # Of two drawings with different errors, the root of their mean square counts as the error.
    change = _choose_change(kind, math.hypot(*errors) / math.sqrt(2), correlation, outline, random)
    meant = [outline.draw(), outline.draw(change=change)]
    drawn = [
        outline.draw(change=each, field=Field(error, correlation * error), random=random)
        for each, error in zip((None, change), errors, strict=True)
    ]
    if number // 24 % 2:
        meant, drawn, errors = meant[::-1], drawn[::-1], errors[::-1]
    versions = [
        _as_version(outline.to_degrees(each), error, day)
        for each, error, day in zip(drawn, errors, ("2031-03-05", "2031-03-12"), strict=True)
    ]
    found = compare_versions(*versions)
    known = correlation if kind.has_oracle else None
    oracle = compare_versions(*versions, correlation_in_errors=known) if known else found
    places = place_settlements(outline, meant[1], versions, random) if kind.has_oracle else ()
    return _judge((kind, zone, correlation), find_truth(*meant), found, oracle, places=places)


def place_settlements(
    outline: Outline, meant: shapely.Geometry, versions: Sequence[ZoneVersion], random: np.random.Generator
) -> tuple[tuple[float, bool], ...]:
    """Places strewn evenly across the later boundary, each with the chance stated for it and whether it lies inside."""
    error = versions[1].drawing_error_m / 1000
    ring = shapely.get_coordinates(meant)
    at = ring[random.integers(len(ring), size=PLACES)] + random.uniform(-6 * error, 6 * error, (PLACES, 2))
    inside = shapely.contains_xy(meant, at)
    degrees = shapely.get_coordinates(outline.unproject(shapely.multipoints(at)))
    drawn = prepare_pair(*versions)[1].measure_inside(degrees)
    chances = inside_probability(drawn, drawing_error_km=error, uncertainty_km=np.zeros(PLACES))
    return tuple(zip(chances, inside.tolist(), strict=True))


def find_truth(before: shapely.Geometry, after: shapely.Geometry) -> Truth:
    """The exact change between two meant zones in km on an equal-area plane."""
    gained, lost = shapely.difference(after, before), shapely.difference(before, after)
    return Truth(
        gained=gained.area,
        lost=lost.area,
        furthest_gain=_find_furthest(gained, before),
        furthest_loss=_find_furthest(lost, after),
    )


# ---------------------------------------------------------------------------------------------------------------


def _choose_change(
    kind: Kind, unit: float, correlation: float, outline: Outline, random: np.random.Generator
) -> Change | None:
    at = float(random.uniform())
    if not kind.depth_in_errors:
        return None
    return Change(
        depth_km=kind.depth_in_errors * unit,
        length_km=min(kind.length_in_correlations * correlation * unit, max(outline.lengths) / 4),
        at=at,
    )


def _find_furthest(ground: shapely.Geometry, other: shapely.Geometry) -> float:
    """How far ground reaches from the other's boundary: over its outline and 4,000 points inside it."""
    if ground.area < 1e-9:
        return 0.0
    west, south, east, north = ground.bounds
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(west, east, 64), np.linspace(south, north, 64)))
    inside = shapely.contains_xy(ground, x, y)
    points = np.concatenate([shapely.get_coordinates(ground), np.column_stack([x, y])[inside]])
    boundary = shapely.get_coordinates(other.boundary)
    lines = shapely.linestrings(np.stack([boundary[:-1], boundary[1:]], axis=1))
    found = shapely.STRtree(lines).query_nearest(shapely.points(points), return_distance=True, all_matches=False)
    return float(found[1].max())


def _as_version(shape: shapely.Geometry, error_km: float, day: str) -> ZoneVersion:
    return ZoneVersion(
        id=day,
        zone="drawn",
        name="drawn",
        kind="control",
        holder=None,
        valid_from=day,
        valid_to=None,
        publisher=None,
        document="0" * 64,
        locator="drawn",
        drawing_error_m=1000 * error_km,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )


def _judge(
    drawn: tuple[Kind, MeantZone, float],
    truth: Truth,
    found: ZoneChange,
    oracle: ZoneChange,
    *,
    places: tuple[tuple[float, bool], ...],
) -> Trial:
    kind, zone, correlation = drawn
    return Trial(
        kind=kind.name,
        zone=zone.name,
        correlation_in_errors=correlation,
        depth_in_errors=kind.depth_in_errors,
        verdict=found.verdict,
        net=_hold(truth.gained - truth.lost, found.net_km2, oracle.net_km2),
        gained=_hold(truth.gained, found.gained_km2, oracle.gained_km2),
        lost=_hold(truth.lost, found.lost_km2, oracle.lost_km2),
        furthest_gain=_hold(truth.furthest_gain, _reach(found.furthest_gain), _reach(oracle.furthest_gain)),
        furthest_loss=_hold(truth.furthest_loss, _reach(found.furthest_loss), _reach(oracle.furthest_loss)),
        true_km2=truth.gained + truth.lost,
        measured_km2=found.gained_km2.measured + found.lost_km2.measured,
        best_km2=found.gained_km2.best + found.lost_km2.best,
        places=places,
    )


def _reach(furthest: Furthest | None) -> Estimate:
    return furthest.km if furthest else Estimate(measured=0, best=0, low=0, high=0)


def _hold(true: float, found: Estimate, oracle: Estimate) -> Held:
    # A square metre, or a millimetre: what the plane's own rounding may shift.
    slack = 1e-6
    return Held(found.low - slack <= true <= found.high + slack, found.high - found.low, oracle.high - oracle.low)
