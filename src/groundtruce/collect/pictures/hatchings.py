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
_WAVES = 1.0
"""The radius, in periods, over which it is measured whether ink repeats."""
_LEAST_WAVE = 0.3
"""The share of the usual strength of repetition below which ink is a name or a road, and no stripe."""
_SLOW = 10.0
"""What changes more slowly than over so many pixels is a shape and not a stripe."""


class Hatched(NamedTuple):
    """A hatched area."""

    region: Mask
    period: float
    """Pixels from one stripe to the next."""


class Wave(NamedTuple):
    """How stripes repeat, in turns a pixel."""

    down: float
    across: float

    @property
    def period(self) -> float:
        """Pixels from one stripe to the next."""
        return 1 / float(np.hypot(self.down, self.across))


def find_hatching(ink: Floats, where: Mask) -> Hatched | None:
    """The hatched area of the stripes in `ink` (each pixel's share of ink); none where nothing repeats.

    `where` says where the period is measured. Ink that does not repeat (names, roads) is left out. The area is what the
    stripes' ends span, and where an edge runs along the stripes, where half of their usual density is reached.
    """
    wave = measure_wave(ink, where)
    if wave is None:
        return None
    inked, period = ink > 0.5, wave.period
    spanned = _span(inked, period)
    if not spanned.any():
        return None
    strength = _measure_strength(ink, wave)
    stripes = inked & (strength > _LEAST_WAVE * np.median(strength[spanned]))
    spanned = _span(stripes, period)
    if not spanned.any():
        return None
    density = ndimage.gaussian_filter(stripes.astype(np.float32), _DENSITY_BLUR * period, truncate=3)
    usual = float(np.median(density[spanned]))
    return Hatched(spanned | open_(density > usual / 2, _OPENING * period), period)


def measure_wave(ink: Floats, where: Mask) -> Wave | None:
    """How the ink repeats, by its strongest frequency; none where none stands out."""
    height, width = (fft.next_fast_len(size, real=True) for size in ink.shape)
    power = np.abs(fft.rfft2(np.where(where, _without_slow(ink), 0), (height, width))) ** 2
    down, across = fft.fftfreq(height)[:, None], fft.rfftfreq(width)[None]
    frequency = np.hypot(down, across)
    asked = (frequency >= 1 / _LONGEST) & (frequency <= 1 / _SHORTEST)
    # Shapes have most of their power at low frequencies; a hatching stands out of the fall.
    whitened = np.where(asked, ndimage.gaussian_filter(power, 1.0) * frequency, 0)
    row, column = np.unravel_index(int(np.argmax(whitened)), whitened.shape)
    if whitened[row, column] <= 8 * np.mean(whitened[asked]):
        return None
    return Wave(float(down[row, 0]), float(across[0, column]))


# ---------------------------------------------------------------------------------------------------------------


def _span(stripes: Mask, period: float) -> Mask:
    return open_(close(stripes, _CLOSING * period), _OPENING * period)


def _without_slow(ink: Floats) -> Floats:
    slow: Floats = ndimage.gaussian_filter(ink, _SLOW, truncate=2)
    return ink - slow


def _measure_strength(ink: Floats, wave: Wave) -> Floats:
    """How strongly the ink around each pixel repeats as the stripes do (demodulation by their wave)."""
    rows, columns = np.ogrid[: ink.shape[0], : ink.shape[1]]
    phase = (2 * np.pi * (wave.down * rows + wave.across * columns)).astype(np.float32)
    quick, radius = _without_slow(ink), _WAVES * wave.period
    parts = [ndimage.gaussian_filter(quick * turn(phase), radius, truncate=3) for turn in (np.cos, np.sin)]
    strength: Floats = np.hypot(*parts)
    return strength
