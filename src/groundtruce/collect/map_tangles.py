"""Tangles: lines that meet so often that making an area of them would take hours and all memory, told before that is tried."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.collect.map_features import Positions

_PAIRS_AT_ONCE = 2_000_000


def is_tangled(rings: Sequence[Positions], *, most: int) -> bool:
    """Whether the segments of closed rings meet more than `most` times, beside each with the two that it follows and leads to."""
    segments = shapely.get_parts([shapely.MultiLineString(list(_list_segments(ring))) for ring in rings])
    tree = shapely.STRtree(segments)
    step = max(1, _PAIRS_AT_ONCE // max(1, len(segments)))
    met = 0
    for start in range(0, len(segments), step):
        some = segments[start : start + step]
        # Each finds itself and its two neighbours; another that it meets is found from both.
        met += tree.query(some, predicate="intersects").shape[1] - 3 * len(some)
        if met > 2 * most:
            return True
    return False


# ---------------------------------------------------------------------------------------------------------------


def _list_segments(ring: Positions) -> npt.NDArray[np.float64]:
    """Shape `(n, 2, 2)`, without those of no length."""
    pairs: npt.NDArray[np.float64] = np.stack([ring[:-1], ring[1:]], axis=1)
    different: npt.NDArray[np.bool_] = (pairs[:, 0] != pairs[:, 1]).any(axis=1)
    return pairs[different]
