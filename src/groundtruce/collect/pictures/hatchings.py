"""Hatchings: the area that stripes, dots or crosses of one ink cover, with the gaps between them."""

from typing import NamedTuple

import numpy as np
from scipy import fft, ndimage

from groundtruce.collect.pictures.colours import Floats, Mask
from groundtruce.collect.pictures.morphology import close, open_

_SHORTEST, _LONGEST = 3.0, 60.0
"""Pixels from one stripe to the next."""
_CLOSING = 1.0
"""The radius, in periods, that stripes are joined with: large, so that the edge runs straight from end to end."""
_OPENING = 0.35
"""Half the width, in periods, below which something is a line and not a hatched area."""
_DENSITY_BLUR = 0.5
_SLOW = 10.0
"""What changes more slowly than over so many pixels is a shape and not a stripe."""


class Hatched(NamedTuple):
    """A hatched area."""

    region: Mask
    period: float
    """Pixels from one stripe to the next."""


def find_hatching(ink: Floats, where: Mask) -> Hatched | None:
    """The hatched area of the stripes in `ink` (each pixel's share of ink); none where nothing repeats.

    `where` says where the period is measured. The area is what the stripes' ends span, and where an edge runs along the
    stripes, where half of their usual density is reached.
    """
    period = measure_period(ink, where)
    if period is None:
        return None
    stripes = ink > 0.5
    spanned = open_(close(stripes, _CLOSING * period), _OPENING * period)
    if not spanned.any():
        return None
    density = ndimage.gaussian_filter(stripes.astype(np.float32), _DENSITY_BLUR * period, truncate=3)
    usual = float(np.median(density[spanned]))
    return Hatched(spanned | open_(density > usual / 2, _OPENING * period), period)


def measure_period(ink: Floats, where: Mask) -> float | None:
    """Pixels from one stripe to the next, by the strongest frequency; none where none stands out."""
    height, width = (fft.next_fast_len(size, real=True) for size in ink.shape)
    slow = ndimage.gaussian_filter(ink, _SLOW, truncate=2)
    power = np.abs(fft.rfft2(np.where(where, ink - slow, 0), (height, width))) ** 2
    frequency = np.hypot(fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None])
    asked = (frequency >= 1 / _LONGEST) & (frequency <= 1 / _SHORTEST)
    # Shapes have most of their power at low frequencies; a hatching stands out of the fall.
    whitened = np.where(asked, ndimage.gaussian_filter(power, 1.0) * frequency, 0)
    peak = int(np.argmax(whitened))
    if whitened.flat[peak] <= 8 * np.mean(whitened[asked]):
        return None
    return float(1 / frequency.flat[peak])
