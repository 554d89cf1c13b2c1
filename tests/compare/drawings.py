"""Simulated drawings of zones whose true shapes are known. `python -m tests.compare.drawings [PAIRS]` prints docs/zones.md's table."""

import sys
from collections import Counter
from typing import Any

import numpy as np
import shapely

from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.zones import ZoneChange
from tests.story import zone_version

KM_PER_DEGREE = 111.32

# Radius, bulge, the two errors (km), the correlation length that was really drawn with (in errors).
SETTINGS = (
    (20, 0, 0.1, 0.1, 10),
    (20, 0, 0.3, 0.1, 10),
    (60, 0, 0.1, 0.1, 10),
    (20, 3, 0.1, 0.1, 10),
    (20, 1, 0.1, 0.2, 10),
    (20, 0.5, 0.1, 0.1, 10),
    (20, 0.3, 0.1, 0.1, 10),
    (20, 0, 0.1, 0.1, 5),
    (20, 0, 0.1, 0.1, 30),
    (20, 3, 0.1, 0.1, 30),
)


def draw(
    radius_km: float,
    *,
    error_km: float = 0,
    bulge_km: float = 0,
    seed: int = 0,
    points: int = 1500,
    correlation_in_errors: float = 10,
) -> shapely.Polygon:
    """A wavy disc on the equator that bulges to the south, its outline drawn with an error along its normals."""
    angle = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    waves = 1 + 0.15 * np.sin(3 * angle) + 0.05 * np.cos(7 * angle)
    radius = radius_km * waves + bulge_km * np.exp(-(((angle - 1.5 * np.pi) / 0.25) ** 2))
    outline, length = _space_evenly(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), points)
    if error_km:
        along = np.roll(outline, -1, axis=0) - np.roll(outline, 1, axis=0)
        normals = np.column_stack([along[:, 1], -along[:, 0]]) / np.hypot(*along.T)[:, None]
        strays = _stray(points, length, correlation_in_errors * error_km, np.random.default_rng(seed))
        outline = outline + error_km * strays[:, None] * normals
    return shapely.Polygon(outline / KM_PER_DEGREE + [10, 0])


def compare(
    before: shapely.Geometry, after: shapely.Geometry, *, errors_m: tuple[float, float] = (100, 100)
) -> ZoneChange:
    """The change between two shapes drawn with the errors given."""
    return compare_versions(
        zone_version(before, valid_from="2031-03-05", error_m=errors_m[0]),
        zone_version(after, valid_from="2031-03-12", error_m=errors_m[1]),
    )


def simulate(
    radius: float, bulge: float, earlier: float, later: float, correlation: float, *, pairs: int
) -> dict[str, Any]:
    """How often the intervals hold what is true, and what the verdicts are, over so many pairs of drawings."""
    truth = compare(draw(radius), draw(radius, bulge_km=bulge))
    gained, lost = truth.gained_km2.measured, truth.lost_km2.measured
    points = int(8 * radius / min(earlier, later))
    changes = [
        compare(
            draw(radius, error_km=earlier, seed=seed, points=points, correlation_in_errors=correlation),
            draw(
                radius,
                error_km=later,
                bulge_km=bulge,
                seed=seed + 10**6,
                points=points,
                correlation_in_errors=correlation,
            ),
            errors_m=(1000 * earlier, 1000 * later),
        )
        for seed in range(pairs)
    ]
    verdicts = Counter(change.verdict for change in changes)
    furthest = [change.furthest_gain.km for change in changes if change.furthest_gain]
    return {
        "gained": np.mean([change.gained_km2.low <= gained <= change.gained_km2.high for change in changes]),
        "lost": np.mean([change.lost_km2.low <= lost <= change.lost_km2.high for change in changes]),
        "net": np.mean([change.net_km2.low <= gained - lost <= change.net_km2.high for change in changes]),
        "furthest": np.mean([km.low <= bulge <= km.high for km in furthest]),
        "moved": verdicts["moved"] / pairs,
        "within error": verdicts["within error"] / pairs,
        "redrawn": verdicts["redrawn"] / pairs,
        "true": gained,
        "measured": np.mean([change.gained_km2.measured for change in changes]),
        "best": np.mean([change.gained_km2.best for change in changes]),
    }


# ---------------------------------------------------------------------------------------------------------------


def _space_evenly(outline: np.ndarray, points: int) -> tuple[np.ndarray, float]:
    closed = np.concatenate([outline, outline[:1]])
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    at = np.linspace(0, along[-1], points, endpoint=False)
    return np.column_stack([np.interp(at, along, closed[:, 0]), np.interp(at, along, closed[:, 1])]), float(along[-1])


def _stray(points: int, length: float, scale: float, random: np.random.Generator) -> np.ndarray:
    """A Gaussian field of variance 1 round a closed line, correlated by exp(-d²/2·scale²)."""
    frequencies = np.fft.rfftfreq(points, d=length / points)
    weights = np.exp(-((2 * np.pi * frequencies * scale) ** 2) / 4)
    variance = (weights[0] ** 2 + 2 * (weights[1:] ** 2).sum()) / points
    return np.fft.irfft(np.fft.rfft(random.normal(size=points)) * weights, n=points) / np.sqrt(variance)


def _list_rows(pairs: int) -> list[str]:
    results = [(setting, simulate(*setting, pairs=pairs)) for setting in SETTINGS]
    titles = ["radius, bulge (km)", "errors (km)", "correlation", *results[0][1]]
    lines = [titles, ["---"] * len(titles)]
    for (radius, bulge, earlier, later, correlation), row in results:
        shares, areas = list(row.values())[:7], list(row.values())[7:]
        drawn = [f"{radius}, {bulge}", f"{earlier}, {later}", f"{correlation}"]
        lines.append([*drawn, *(f"{share:.0%}" for share in shares), *(f"{area:.1f}" for area in areas)])
    return [f"| {' | '.join(line)} |" for line in lines]


if __name__ == "__main__":
    sys.stdout.write("\n".join(_list_rows(int(sys.argv[1]) if len(sys.argv) > 1 else 200)) + "\n")
