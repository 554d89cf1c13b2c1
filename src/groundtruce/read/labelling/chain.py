"""From scores of labels to parts: the likeliest chain of labels (Viterbi 1967) under learned transitions."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundtruce.read.labelling.encoder import Floats


class Part(NamedTuple):
    """A run of words, half-open, of one role (`encoder.SOURCE`, `CUE` or `CONTENT`)."""

    first: int
    last: int
    role: int


def find_parts(scores: Floats, weights: Mapping[str, Floats]) -> list[Part]:
    """The sources, cues and contents of a text by the (words, labels) `scores`, in order.

    `weights` has `transitions` (label, next label) and `starts`; what cannot follow scores very low there.
    """
    parts: list[Part] = []
    for n, label in enumerate(_decode(scores, weights["transitions"], weights["starts"])):
        if label % 2 == 1:
            parts.append(Part(n, n + 1, label // 2))
        elif label:
            parts[-1] = parts[-1]._replace(last=n + 1)
    return parts


# ---------------------------------------------------------------------------------------------------------------------


def _decode(scores: Floats, transitions: Floats, starts: Floats) -> list[int]:
    if not len(scores):
        return []
    columns = np.arange(transitions.shape[1])
    origins = np.empty(scores.shape, dtype=np.int8)
    total = starts + scores[0]
    for n, step in enumerate(scores[1:], 1):
        paths = total[:, None] + transitions
        origins[n] = origin = paths.argmax(0)
        total = paths[origin, columns] + step
    labels = [int(total.argmax())]
    for origin in origins[:0:-1]:
        labels.append(int(origin[labels[-1]]))
    return labels[::-1]
