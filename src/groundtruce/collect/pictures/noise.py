"""Noise: how much dithering, JPEG or a scanner scatter colours, and the blur that takes it away."""

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Image = npt.NDArray[np.uint8]

_CLEAN = 1.5
_STRONG = 12.0
_FEW_COLOURS = 256
_COUNTED_PIXELS = 250_000


def measure_noise(rgb: Image) -> float:
    """The standard deviation of the levels of neighbouring pixels where the picture is calmest, of 255.

    The lower quartile, over blocks of 8 × 8 pixels, of what the Laplacian of Immerkær (1996, "Fast noise variance
    estimation") leaves: it passes over slopes.
    """
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    left = np.abs(ndimage.convolve(rgb[..., 1].astype(np.float32), kernel, mode="nearest"))
    high, wide = (8 * (size // 8) for size in left.shape)
    blocks = left[:high, :wide].reshape(high // 8, 8, wide // 8, 8).mean((1, 3))
    return float(np.quantile(blocks, 0.25) * np.sqrt(np.pi / 2) / 6)


def choose_blur(rgb: Image) -> float:
    """The standard deviation, in pixels, of the blur that makes colours comparable: none for a clean picture."""
    noise = measure_noise(rgb)
    if noise >= _STRONG:
        return 1.6
    return 1.0 if noise >= _CLEAN or has_few_colours(rgb) else 0.0


def blur_picture(rgb: Image, sigma: float) -> Image:
    """The picture blurred channel by channel."""
    if sigma == 0:
        return rgb
    blurred = np.empty_like(rgb)
    for channel in range(3):
        smooth = ndimage.gaussian_filter(rgb[..., channel].astype(np.float32), sigma, mode="nearest", truncate=3)
        blurred[..., channel] = np.rint(smooth)
    return blurred


def shrink(rgb: Image, factor: int) -> Image:
    """The picture with every `factor` × `factor` pixels made one, their mean; a rest at the right and below is left out."""
    height, width = (factor * (size // factor) for size in rgb.shape[:2])
    total = np.zeros((height // factor, width // factor, 3), np.uint16)
    for down in range(factor):
        for across in range(factor):
            total += rgb[down:height:factor, across:width:factor]
    return (total // factor**2).astype(np.uint8)


def has_few_colours(rgb: Image) -> bool:
    """Whether it was saved with a table of colours, as a GIF is: then shades are mixed of dots."""
    step = max(1, round((rgb.shape[0] * rgb.shape[1] / _COUNTED_PIXELS) ** 0.5))
    levels = rgb[::step, ::step].astype(np.uint32)
    packed = (levels[..., 0] << 16) | (levels[..., 1] << 8) | levels[..., 2]
    return np.unique(packed).size <= _FEW_COLOURS
