"""Known shapes, in pixels: blobs with bays and capes, some in two parts or with a hole. Seeded."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

Floats = NDArray[np.float64]
_MARGIN = 16


def make_shape(seed: int, *, width: int, height: int) -> MultiPolygon:
    """A zone as maps draw it, within the middle of a picture: every third in two parts, every fourth with a hole."""
    rng = np.random.default_rng(seed)
    radius = 0.3 * min(width, height)
    centre = np.array([0.5 * width, 0.52 * height]) + rng.uniform(-0.05, 0.05, 2) * radius
    parts = [_blob(rng, centre=centre, radius=radius)]
    if seed % 3 == 0:
        beside = centre + np.array([1.75, rng.uniform(-0.5, 0.5)]) * radius
        parts.append(_blob(rng, centre=beside, radius=0.3 * radius))
    shape = shapely.union_all(parts)
    if seed % 4 == 0:
        shape = shape.difference(_blob(rng, centre=centre, radius=0.25 * radius))
    shape = shape.intersection(shapely.box(_MARGIN, _MARGIN, width - _MARGIN, height - _MARGIN))
    polygons = [part for part in shapely.get_parts(shape) if part.area > 400]
    return MultiPolygon(polygons)


# ---------------------------------------------------------------------------------------------------------------


def _blob(rng: np.random.Generator, *, centre: Floats, radius: float) -> Polygon:
    """A star-shaped outline whose radius is a random Fourier series; `radius` is the mean of it."""
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    orders = np.arange(2, 25)
    strength = rng.normal(size=orders.size) * 0.34 / orders
    phases = rng.uniform(0, 2 * np.pi, orders.size)
    waves = (strength[:, None] * np.cos(orders[:, None] * angles + phases[:, None])).sum(0)
    radii = radius * np.clip(1 + waves, 0.4, 1.7)
    return Polygon(centre + radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])).buffer(0)
