"""Which parts belong to one attribution: each part links to an earlier one, or to none (after Lee et al. 2017)."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.labelling.chain import Part
from groundtruce.read.labelling.encoder import Floats

REACH = 40
"""How many parts back a link may go."""


def score_links(parts: Sequence[Part], vectors: Floats, weights: Mapping[str, Floats]) -> list[Floats]:
    """For each part the log probability of each of the `REACH` parts before it, in order, and last of none.

    `vectors` (words, size) are the network's. `weights` has `bilinear` (role, earlier role, size, size), `pair` and
    `distance` for each pair of roles, and `alone` (size + 1, the last being the bias).
    """
    if not parts:
        return []
    roles = np.array([part.role for part in parts])
    middles = np.array([(part.first + part.last) // 2 for part in parts])
    means = np.stack([vectors[part.first : part.last].mean(0) for part in parts])
    turned = np.einsum("pd,pade->pae", means, weights["bilinear"][roles], optimize=True)
    alone = means @ weights["alone"][:-1] + weights["alone"][-1]
    found = []
    for n, role in enumerate(roles):
        before = slice(max(0, n - REACH), n)
        others = roles[before]
        near = _bucket(middles[n] - middles[before], weights["distance"].shape[2])
        scores = (turned[n, others] * means[before]).sum(1)
        scores += weights["pair"][role, others] + weights["distance"][role, others, near]
        found.append(_log_softmax(np.append(scores, alone[n])))
    return found


# ---------------------------------------------------------------------------------------------------------------------


def _bucket(words: NDArray[np.int64], buckets: int) -> NDArray[np.int64]:
    """Distances in words, finer for near ones, as training counts them."""
    return np.minimum((np.log2(words + 1) * 1.25).astype(np.int64), np.int64(buckets - 1))


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)
