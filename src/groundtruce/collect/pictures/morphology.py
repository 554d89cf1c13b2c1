"""Morphology with discs of any radius, by distance transforms: cost does not grow with the radius."""

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Mask = npt.NDArray[np.bool_]


def dilate(mask: Mask, radius: float) -> Mask:
    """Every pixel within `radius` of the mask."""
    if not mask.any():
        return mask.copy()
    grown: Mask = _distance_to(mask) <= radius
    return grown


def erode(mask: Mask, radius: float) -> Mask:
    """Every pixel of the mask further than `radius` from its outside. Beyond the picture nothing is outside."""
    if mask.all():
        return mask.copy()
    shrunk: Mask = _distance_to(~mask) > radius
    return shrunk


def close(mask: Mask, radius: float) -> Mask:
    """The mask with gaps and bays narrower than twice the radius filled."""
    return erode(dilate(mask, radius), radius)


def open_(mask: Mask, radius: float) -> Mask:
    """The mask without what is narrower than twice the radius."""
    return dilate(erode(mask, radius), radius)


# ---------------------------------------------------------------------------------------------------------------


def _distance_to(mask: Mask) -> npt.NDArray[np.float64]:
    distances: npt.NDArray[np.float64] = ndimage.distance_transform_edt(~mask)
    return distances
