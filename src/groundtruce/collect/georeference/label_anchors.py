"""Where a label's point lies beside its text."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.map_words import Phrase
from groundtruce.collect.georeference.planes import Points

Placement = Literal["middle", "left", "right", "above", "below", "around"]
PLACEMENTS: tuple[Placement, ...] = ("middle", "left", "right", "above", "below", "around")
"""Where the point lies as seen from the text: under its middle, as on web maps, at a side, or at any side of it."""


class Anchors(NamedTuple):
    """Where the points of labels are looked for."""

    pixels: Points
    tolerance: NDArray[np.float64]
    """In pixels: how far from there each may lie."""


def find_anchors(phrases: Sequence[Phrase], placement: Placement) -> Anchors:
    """The anchor of each phrase, if all labels on the map are placed so."""
    boxes = np.array([(each.left, each.top, each.right, each.bottom, each.line_height) for each in phrases])
    left, top, right, bottom, height = boxes.reshape(-1, 5).T
    x, y = (left + right) / 2, (top + bottom) / 2
    gap = _GAP * height
    pixels = {
        "middle": (x, y),
        "around": (x, y),
        "left": (left - gap, y),
        "right": (right + gap, y),
        "above": (x, top - gap),
        "below": (x, bottom + gap),
    }[placement]
    tolerance = (right - left) / 2 + height if placement == "around" else _TOLERANCE * height
    return Anchors(np.column_stack(pixels), tolerance)


def common_error(placement: Placement | Literal["symbol"]) -> float:
    """One standard deviation, in heights of the text, of a shift that all labels share, which no residual can show."""
    if placement == "symbol":
        return 0.02
    return 0.06 if placement in ("middle", "around") else 0.3


# ---------------------------------------------------------------------------------------------------------------

# In heights of the text: the middle of a town's dot stands about this far from its name.
_GAP = 0.6
_TOLERANCE = 1.3
