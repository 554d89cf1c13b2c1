"""From degrees to the pixels of a figure, by an equal-area projection centred on what the figure shows."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.show.drawing.labels import Box

Points = npt.NDArray[np.float64]

_MARGIN = 0.14
"""The share of the shown extent that stays free on each side."""
_SEAM = 1e-3
"""Pixels."""


class Frame:
    """A window of `width` × `height` pixels onto the ground, north up.

    The projection is Lambert's azimuthal equal-area one centred on the shape (Snyder, Map Projections: A Working Manual,
    1987, chapter 24): areas compare true, and within a few hundred kilometres the scale bar holds everywhere.
    """

    def __init__(self, shown: BaseGeometry, *, width: float, lowest: float, highest: float) -> None:
        """Fit `shown` (degrees) into `width` pixels; the height follows its form between `lowest` and `highest`."""
        west, south, east, north = _find_bounds(shown)
        self._crosses, self._longitude = east > 180, (west + east) / 2
        crs = f"+proj=laea +lat_0={(south + north) / 2} +lon_0={self._longitude} +datum=WGS84 +units=m"
        self._forward = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        left, bottom, right, top = self._metres(shown).bounds
        margin = _MARGIN * max(right - left, top - bottom, 1.0)
        across, up = right - left + 2 * margin, top - bottom + 2 * margin
        self.width = width
        self.height = round(min(max(width * up / across, lowest), highest))
        self.metres_per_pixel = max(across / width, up / self.height)
        self._centre = ((left + right) / 2, (bottom + top) / 2)

    @property
    def window(self) -> shapely.Polygon:
        """The window itself, in pixels."""
        return shapely.box(0, 0, self.width, self.height)

    @property
    def room(self) -> Box:
        """Where labels may stand: clear of the window's edge."""
        return Box(6, 6, self.width - 6, self.height - 6)

    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the window, and a little more; across the antimeridian one of them lies beyond ±180°."""
        half_across, half_up = (0.6 * side * self.metres_per_pixel for side in (self.width, self.height))
        x, y = self._centre
        corners_x = [x + sign * half_across for sign in (-1, 0, 1) for _ in range(3)]
        corners_y = [y + sign * half_up for _ in range(3) for sign in (-1, 0, 1)]
        turned, latitudes = self._forward.transform(corners_x, corners_y, direction="INVERSE")
        longitudes = [(each - self._longitude + 180) % 360 - 180 + self._longitude for each in turned]
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in degrees as pixels, y downwards, not yet cut to the window."""
        pixels = shapely.transform(self._metres(shape), self._pixels)
        # Its two halves meet at the antimeridian to within rounding, and are one.
        return shapely.union_all(shapely.get_parts(pixels), grid_size=_SEAM) if self._crosses else pixels

    def project_point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A point in degrees as pixels."""
        x, y = self._forward.transform(longitude, latitude)
        pixel = self._pixels(np.array([[x, y]]))[0]
        return float(pixel[0]), float(pixel[1])

    def pixels(self, metres: float) -> float:
        """A distance on the ground in pixels."""
        return metres / self.metres_per_pixel

    def scale_bar(self) -> tuple[float, str]:
        """The length in pixels and the words of a round distance, about a fifth of the width."""
        target = self.width / 5 * self.metres_per_pixel / 1000
        power = 10.0 ** math.floor(math.log10(target))
        km = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= target)
        return self.pixels(km * 1000), f"{km:g} km"

    def _metres(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, _columns(self._forward.transform))

    def _pixels(self, points: Points) -> Points:
        x = self.width / 2 + (points[:, 0] - self._centre[0]) / self.metres_per_pixel
        y = self.height / 2 - (points[:, 1] - self._centre[1]) / self.metres_per_pixel
        return np.column_stack([x, y])


# ---------------------------------------------------------------------------------------------------------------


def _find_bounds(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """West, south, east, north; of a shape cut at the antimeridian, the east lies beyond 180°."""
    west, south, east, north = shape.bounds
    if east - west <= 180:
        return west, south, east, north
    turned = shapely.transform(shape, lambda points: np.column_stack([points[:, 0] % 360, points[:, 1]]))
    within: tuple[float, float, float, float] = turned.bounds
    return within if within[2] - within[0] < east - west else (west, south, east, north)


def _columns(transform: Callable[[Points, Points], tuple[Points, Points]]) -> Callable[[Points], Points]:
    """A transformation of x and y as one of points."""
    return lambda points: np.column_stack(transform(points[:, 0], points[:, 1]))
