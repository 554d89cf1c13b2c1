"""Simulated drawings of zones whose true shapes are known. `evaluation.calibration` draws the many pairs of docs/zones.md."""

import numpy as np
import shapely

from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.zones import ZoneChange
from tests.story import zone_version

KM_PER_DEGREE = 111.32


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
