"""Samples: the colours that the user points at."""

import numpy as np
import numpy.typing as npt

from groundtruce.collect.pictures.colours import (
    BINS,
    Bins,
    Floats,
    Mask,
    bin_colours,
    bin_distances,
    bin_pixels,
)
from groundtruce.collect.pictures.strokes import ink_within
from groundtruce.errors import UnusableInput
from groundtruce.model.traces import ClassPart

TOLERANCE = 10.0
"""How far, in OKLab times 100, the map's colour may look from one that is given. About 2 is just noticeable."""
_LEAST_PIXELS = 60
_FILL_RADIUS = 5
_STROKE_RADII = {"at": 24, "legend": 8, "like": 24}
# On a line that is pointed at; a swatch's outline runs around its middle.
_OUTLINE_RADII = {"at": 4, "legend": 16, "like": 4}


def fill_colour(part: ClassPart, rgb: npt.NDArray[np.uint8], bins: Bins, *, tolerance: float, name: str) -> Floats:
    """The colour, sRGB, that a fill has in the picture: the commonest one near the point, or within the tolerance."""
    if part.point is not None:
        window = bin_pixels(rgb[window_of(part.point, _FILL_RADIUS, rgb.shape)])
        return _commonest(np.bincount(window.ravel(), minlength=BINS))
    counts = np.bincount(bins.ravel(), minlength=BINS)
    close = bin_distances(part.colour or (0, 0, 0)) <= tolerance
    if counts[close].sum() < _LEAST_PIXELS:
        raise UnusableInput(name, _describe_absence(part, counts, tolerance))
    return _commonest(np.where(close, counts, 0))


def ink_colour(part: ClassPart, rgb: npt.NDArray[np.uint8]) -> Floats:
    """The colour, sRGB, of the strokes that a hatching or an outline is drawn with."""
    if part.point is None:
        return np.array(part.colour, np.float32)
    radius = (_OUTLINE_RADII if part.drawn == "outline" else _STROKE_RADII)[part.by]
    window: Mask = np.zeros(rgb.shape[:2], np.bool_)
    window[window_of(part.point, radius, rgb.shape)] = True
    return ink_within(rgb, window)


def window_of(point: tuple[float, float], radius: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The rows and columns within `radius` pixels of a point, inside the picture."""
    x, y = int(point[0]), int(point[1])
    return slice(max(y - radius, 0), min(y + radius + 1, shape[0])), slice(
        max(x - radius, 0), min(x + radius + 1, shape[1])
    )


# ---------------------------------------------------------------------------------------------------------------


def _commonest(counts: npt.NDArray[np.int64]) -> Floats:
    colour: Floats = bin_colours()[int(np.argmax(counts))]
    return colour


def _describe_absence(part: ClassPart, counts: npt.NDArray[np.int64], tolerance: float) -> str:
    """What to write instead: the nearest colour that the picture has."""
    distances = np.where(counts >= _LEAST_PIXELS, bin_distances(part.colour or (0, 0, 0)), np.inf)
    nearest = int(np.argmin(distances))
    red, green, blue = (int(level) for level in bin_colours()[nearest])
    given = "#{:02x}{:02x}{:02x}".format(*(part.colour or (0, 0, 0)))
    return (
        f"no area within ΔE {tolerance:g} of {given} ({part.name}); the nearest colour that it has is"
        f" #{red:02x}{green:02x}{blue:02x}, ΔE {distances[nearest]:.0f} away"
    )
