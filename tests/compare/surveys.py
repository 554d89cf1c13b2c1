"""Made surveys of markers whose true places are known. `python -m tests.compare.surveys [SURVEYS]` prints docs/markers.md's table."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from groundtruce.compare.markers.answer import locate_markers
from groundtruce.model.markers import Markers, Sighting
from groundtruce.model.zones import Estimate, ZoneVersion
from tests import story

Numbers = npt.NDArray[np.float64]
GEOD = pyproj.Geod(ellps="WGS84")
METRES_PER_DEGREE = 111_319.49  # of longitude, on the equator
METRES_PER_DEGREE_NORTH = 110_574.3  # of latitude, there

# Markers, their spacing (km), drawing error (m), position error (m), the correlation length it was drawn with (in errors).
SETTINGS = (
    (40, 0.5, 50, 10, 10),
    (40, 2, 100, 10, 10),
    (12, 0.2, 100, 30, 10),
    (40, 0.5, 50, 10, 2),
    (40, 0.5, 50, 10, 50),
)


def sighting(marker: str, day: str, longitude: float, latitude: float, *, error_m: float = 10) -> Sighting:
    """A marker of Sector South on a day of March 2031."""
    return Sighting(
        id=f"{marker} {day}",
        zone="south",
        marker=marker,
        seen=f"2031-03-{day}",
        longitude=longitude,
        latitude=latitude,
        position_error_m=error_m,
        position_error_from="source",
        seen_by="Patrol 4",
        document="0" * 64,
        locator="line 2",
    )


def place(longitude: float, latitude: float, east_m: float, north_m: float) -> tuple[float, float]:
    """A position so many metres east and north of another."""
    bearing, metres = np.degrees(np.arctan2(east_m, north_m)), np.hypot(east_m, north_m)
    placed = GEOD.fwd(longitude, latitude, bearing, metres)
    return float(placed[0]), float(placed[1])


def zone_below(latitude: float = 0.0, *, error_m: float = 50) -> ZoneVersion:
    """A zone a degree wide whose northern side runs along a parallel."""
    return story.zone_version(shapely.box(10, latitude - 0.5, 11, latitude), valid_from="2031-03-01", error_m=error_m)


class Survey(NamedTuple):
    """An answer, with the truth that it is about: metres outside, per marker."""

    answer: Markers
    truth: Numbers


def survey(
    true_m: Sequence[float] | Numbers,
    *,
    seed: int,
    spacing_km: float = 0.5,
    drawing_error_m: float = 50,
    position_error_m: float = 10,
    correlation_in_errors: float = 10,
) -> Survey:
    """Markers that truly stand `true_m` outside a line along the equator, which was drawn, and they were seen, with errors."""
    chance = np.random.default_rng(seed)
    truth = np.asarray(true_m, dtype=np.float64)
    along_m = 10_000 + 1000 * spacing_km * np.arange(len(truth))
    steps = np.arange(0, along_m[-1] + 10_000, 100.0)
    apart = (steps[:, None] - steps[None, :]) / (correlation_in_errors * drawing_error_m)
    covariance = np.exp(-(apart**2) / 2) + 1e-9 * np.eye(len(steps))
    drawn = drawing_error_m * np.linalg.cholesky(covariance) @ chance.standard_normal(len(steps))
    top = [(10 + s / METRES_PER_DEGREE, y / METRES_PER_DEGREE_NORTH) for s, y in zip(steps, drawn, strict=True)]
    shape = shapely.Polygon([*top, (top[-1][0], -0.5), (10, -0.5)])
    errors = position_error_m * chance.standard_normal((len(truth), 2))
    seen = [
        sighting(f"{k:03}", "02", *place(10 + s / METRES_PER_DEGREE, 0, east, true + north), error_m=position_error_m)
        for k, (s, true, (east, north)) in enumerate(zip(along_m, truth, errors, strict=True))
    ]
    version = story.zone_version(shape, valid_from="2031-03-01", error_m=drawing_error_m)
    return Survey(locate_markers("south", seen, [version]), truth)


def _holds(estimate: Estimate, truth: float) -> bool:
    return estimate.low <= truth <= estimate.high


def main(count: int) -> None:
    """How often each interval holds, and how often a stretch is found where there is none and where there is one."""
    sys.stdout.write(
        "| markers | spacing km | drawing m | position m | correlation | mean | median | spread | false stretch | found |\n"
    )
    sys.stdout.write("| --- " * 10 + "|\n")
    for markers, spacing, drawing, position, correlation in SETTINGS:
        held = np.zeros(5)
        for seed in range(count):
            spread = np.random.default_rng(10_000 + seed).normal(0, 3 * drawing, markers)
            made = [
                survey(
                    true_m,
                    seed=seed,
                    spacing_km=spacing,
                    drawing_error_m=drawing,
                    position_error_m=position,
                    correlation_in_errors=correlation,
                )
                for true_m in (spread, np.zeros(markers), _shift_some(markers, 3 * drawing))
            ]
            varied, still, shifted = (each.answer.boundaries[0] for each in made)
            held += [
                _holds(varied.mean_m, spread.mean()),
                _holds(varied.median_m, float(np.median(spread))),
                _holds(varied.spread_m, float(spread.std(ddof=1))),
                bool(still.stretches),
                any(set(stretch.markers) & {f"{k:03}" for k in range(4, 10)} for stretch in shifted.stretches),
            ]
        shares = " | ".join(f"{100 * share:.0f}%" for share in held / count)
        sys.stdout.write(f"| {markers} | {spacing} | {drawing} | {position} | {correlation} | {shares} |\n")


def _shift_some(markers: int, metres: float) -> Numbers:
    true_m = np.zeros(markers)
    true_m[4:10] = metres
    return true_m


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
