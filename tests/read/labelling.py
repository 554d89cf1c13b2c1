"""An encoder that labels words by what they are, for tests: small letters tell nothing, marked words tell all."""

from collections.abc import Sequence

import numpy as np

from groundtruce.read.labelling.encoder import Floats

NAMES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "varn", "tolmen", "said", "adding", "it", "rained", "snowed")
LABELS = {"varn": 1, "tolmen": 1, "said": 3, "adding": 3, "it": 5, "rained": 6, "snowed": 6}
"""Begin source, begin cue, begin content, inside content."""


class WordEncoder:
    """Gives each word of `LABELS` its label, and links each part to one near before it, a cue best to a source."""

    def __init__(self) -> None:
        self.vocabulary = {name: n for n, name in enumerate(NAMES)}
        transitions = np.zeros((7, 7), dtype=np.float32)
        for inside in (2, 4, 6):
            transitions[:, inside] = -1e4
            transitions[inside - 1 : inside + 1, inside] = 0
        starts = np.array([0, 0, -1e4, 0, -1e4, 0, -1e4], dtype=np.float32)
        self.weights = {
            "transitions": transitions,
            "starts": starts,
            "bilinear": np.zeros((3, 3, 2, 2), dtype=np.float32),
            "pair": np.array([[0, 0, 0], [9, 0, 0], [0, 0, 0]], dtype=np.float32),
            "distance": np.broadcast_to(-2 * np.arange(12, dtype=np.float32), (3, 3, 12)),
            "alone": np.array([0, 0, -6], dtype=np.float32),
        }
        self.lengths: list[int] = []

    def run(self, pieces: Sequence[int], looks: Sequence[int], quotes: Sequence[int]) -> tuple[Floats, Floats]:
        """Label scores and empty vectors."""
        self.lengths.append(len(pieces))
        scores = np.zeros((len(pieces), 7), dtype=np.float32)
        for n, piece in enumerate(pieces):
            scores[n, LABELS.get(NAMES[piece], 0)] = 9
        return scores, np.zeros((len(pieces), 2), dtype=np.float32)
