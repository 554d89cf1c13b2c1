"""Colours: how far apart two look, and every pixel's place in a coarse colour table.

Distances are taken in OKLab (Ottosson 2020, "A perceptual color space for image processing"), a hundredfold, so that
about 2 is just noticeable. Mixing (a half-transparent ink over a base map) is taken in sRGB, as drawing programs do it.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Bins: TypeAlias = npt.NDArray[np.uint16]
"""For each pixel the number of its bin."""
Mask: TypeAlias = npt.NDArray[np.bool_]

LEVELS = 32
"""Bins along each of red, green and blue: eight levels in one bin, about as much as two greys can be told apart by."""
BINS = LEVELS**3
_STEP = 256 // LEVELS

_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_oklab(rgb: npt.ArrayLike) -> Floats:
    """SRGB from 0 to 255, shape `(…, 3)`, as OKLab times 100."""
    levels = np.asarray(rgb, np.float64) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    lab: Floats = (100 * np.cbrt(linear @ _TO_CONE.T) @ _TO_LAB.T).astype(np.float32)
    return lab


def bin_pixels(rgb: npt.NDArray[np.uint8]) -> Bins:
    """The bin of each pixel, shape `(height, width)`."""
    step = np.uint16(_STEP)
    red, green, blue = (rgb[..., channel].astype(np.uint16) // step for channel in range(3))
    return (red * LEVELS + green) * np.uint16(LEVELS) + blue


def bin_colours() -> Floats:
    """The middle of each bin in sRGB, shape `(BINS, 3)`."""
    middles = (np.arange(LEVELS, dtype=np.float32) + 0.5) * _STEP - 0.5
    return np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1).reshape(-1, 3)


def bin_distances(rgb: npt.ArrayLike) -> Floats:
    """How far each bin looks from a colour, shape `(BINS,)`."""
    distances: Floats = np.linalg.norm(to_oklab(bin_colours()) - to_oklab(rgb), axis=-1)
    return distances
