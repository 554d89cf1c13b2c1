"""How one picture lies on another, roughly: moved, turned and scaled, by the correlation of their spectra.

Turn and scale are a shift of the spectra's magnitudes in logarithmic polar coordinates (Reddy and Chatterji 1996).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Grey = NDArray[np.float64]


class PictureSimilarity(NamedTuple):
    """Where pixels of one picture lie in another: turn · (x + iy) + shift."""

    turn: complex
    shift: complex

    @classmethod
    def fit(cls, first: NDArray[np.complex128], second: NDArray[np.complex128]) -> "PictureSimilarity":
        """The similarity that brings the first pixels to the second by least squares."""
        middle, target = first.mean(), second.mean()
        turn = np.vdot(first - middle, second - target) / np.vdot(first - middle, first - middle)
        return cls(complex(turn), complex(target - turn * middle))

    def apply(self, pixels: NDArray[np.complex128]) -> NDArray[np.complex128]:
        """Where the pixels lie."""
        return np.asarray(self.turn * pixels + self.shift, np.complex128)

    def bring(self, picture: Grey, shape: tuple[int, ...]) -> Grey:
        """The other picture as it looks in the first one's frame, of that shape; outside it is nought."""
        a, b = self.turn.real, self.turn.imag
        # Pixel centres lie at halves, array indices at whole numbers; rows are y.
        half = self.apply(np.array([0.5 + 0.5j]))[0] - (0.5 + 0.5j)
        matrix, offset = np.array([[a, b], [-b, a]]), np.array([half.imag, half.real])
        if self.turn == 1 and float(half.real).is_integer() and float(half.imag).is_integer():
            return _move(picture, int(half.real), int(half.imag), shape)
        return np.asarray(
            ndimage.affine_transform(picture, matrix, offset, output_shape=shape[:2], order=1), np.float64
        )


def find_shift(new: Grey, old: Grey) -> PictureSimilarity:
    """The move, in whole pixels, at which the pictures are most alike."""
    shape = tuple(_fast_length(a + b) for a, b in zip(new.shape, old.shape, strict=True))
    spectrum = np.fft.rfft2(new, shape) * np.conj(np.fft.rfft2(old, shape))
    correlation = np.fft.irfft2(spectrum / np.maximum(abs(spectrum), 1e-9) ** _WHITENING, shape)
    peak = np.unravel_index(int(correlation.argmax()), shape)
    down, across = ((int(place) + size // 2) % size - size // 2 for place, size in zip(peak, shape, strict=True))
    return PictureSimilarity(1 + 0j, complex(across, down))


def find_turn(new: Grey, old: Grey) -> PictureSimilarity | None:
    """Turn, scale and move together; none where the pictures differ in size by more than threefold, or turn by more than 45°."""
    first, second = _log_polar(old), _log_polar(new)
    spectrum = np.fft.rfft2(second) * np.conj(np.fft.rfft2(first))
    correlation = np.fft.irfft2(spectrum / np.maximum(abs(spectrum), 1e-9), first.shape)
    down, across = np.unravel_index(int(correlation.argmax()), correlation.shape)
    angle = ((int(down) + _ANGLES // 2) % _ANGLES - _ANGLES // 2) * np.pi / _ANGLES
    steps = (int(across) + _RADII // 2) % _RADII - _RADII // 2
    # A larger picture has a narrower spectrum.
    scale = float(np.exp(-steps * np.log(_LARGEST / _SMALLEST) / _RADII))
    if abs(angle) > np.pi / 4 or not 1 / 3 < scale < 3:
        return None
    turned = PictureSimilarity(complex(scale * np.exp(1j * angle)), 0j)
    # The new picture in the old one's scale and direction, its middle in the frame's middle.
    size = int(np.ceil(np.hypot(*new.shape) / scale))
    middle = complex(new.shape[1] / 2, new.shape[0] / 2)
    centred = PictureSimilarity(turned.turn, middle - turned.turn * complex(size / 2, size / 2))
    move = find_shift(centred.bring(new, (size, size)), old).shift
    return PictureSimilarity(turned.turn, centred.shift + turned.turn * move)


# ---------------------------------------------------------------------------------------------------------------

# 0 is plain correlation, 1 is phase correlation, which is sharper, but takes every frequency for as good as the others.
_WHITENING = 0.7
_ANGLES, _RADII = 360, 512
_SPECTRUM = 512
_SMALLEST, _LARGEST = 8.0, 240.0


def _fast_length(size: int) -> int:
    """The next length whose only factors are 2, 3 and 5."""
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


def _move(picture: Grey, across: int, down: int, shape: tuple[int, ...]) -> Grey:
    """The part of the picture from (across, down) on; outside it is nought."""
    moved = np.zeros(shape[:2])
    top, left = max(0, -down), max(0, -across)
    bottom = min(shape[0], picture.shape[0] - down)
    right = min(shape[1], picture.shape[1] - across)
    if bottom > top and right > left:
        moved[top:bottom, left:right] = picture[top + down : bottom + down, left + across : right + across]
    return moved


def _log_polar(picture: Grey) -> Grey:
    """The logarithm of the spectrum's magnitude, angles by radii on a logarithmic scale, half a turn: it is symmetric."""
    size = max(picture.shape)
    square = np.zeros((size, size))
    window = np.outer(np.hanning(picture.shape[0]), np.hanning(picture.shape[1]))
    square[: picture.shape[0], : picture.shape[1]] = picture * window
    # Frequencies in cycles per pixel, so that pictures of two sizes have comparable spectra.
    magnitude = np.fft.fftshift(np.log1p(abs(np.fft.fft2(square))))
    angles = np.arange(_ANGLES) * np.pi / _ANGLES
    radii = _SMALLEST * (_LARGEST / _SMALLEST) ** (np.arange(_RADII) / _RADII) * size / _SPECTRUM
    rows = size // 2 + np.outer(np.sin(angles), radii)
    columns = size // 2 + np.outer(np.cos(angles), radii)
    sampled = ndimage.map_coordinates(ndimage.gaussian_filter(magnitude, size / _SPECTRUM), [rows, columns], order=1)
    return np.asarray(sampled - sampled.mean(axis=0), np.float64)
