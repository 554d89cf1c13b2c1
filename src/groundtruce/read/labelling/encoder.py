"""The attribution encoder: a small network that labels each word of a text as part of a source, a cue or a content.

The network and what it learned are passed in; `training/` makes them. It reads windows of whole paragraphs.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.labelling.words import NO_LETTERS, Word, WordPieces, pack_paragraphs

Floats = NDArray[np.float32]

SOURCE, CUE, CONTENT = range(3)
"""The roles. The labels are 0 outside, then begin and inside for each role in turn."""

LIMIT = 224
"""Word pieces of a window."""


class Encoder(Protocol):
    """A trained network, as `training/export.py` writes it."""

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The word pieces by name."""

    @property
    def weights(self) -> Mapping[str, Floats]:
        """What the chain of labels and the links between parts were learned to weigh (`chain`, `links`)."""

    def run(self, pieces: Sequence[int], looks: Sequence[int], quotes: Sequence[int]) -> tuple[Floats, Floats]:
        """For each word piece of a window the scores of the labels (length, 7), and its link vector (length, size)."""


class Encoded(NamedTuple):
    """What the network says of each word of a text."""

    scores: Floats
    """(words, labels)."""
    vectors: Floats
    """(words, size)."""


def encode_words(text: str, words: Sequence[Word], encoder: Encoder) -> Encoded:
    """The network's view of the `words` of a text."""
    splitter = WordPieces(encoder.vocabulary)
    pieces = [splitter.split(text[word.start : word.end]) for word in words]
    windows = cut_windows(words, [len(word) for word in pieces])
    parts = [_run(encoder, splitter, words[first:last], pieces[first:last]) for first, last in windows]
    return Encoded(*(np.concatenate([part[n] for part in parts]) for n in range(2)))


def cut_windows(words: Sequence[Word], lengths: Sequence[int], *, limit: int = LIMIT) -> list[tuple[int, int]]:
    """Runs of whole paragraphs, first word to last, of at most `limit` word pieces; `lengths` are the words' numbers of them.

    A paragraph longer than that stands alone, one that is too long for the network in parts.
    """
    paragraphs = [list(group) for _, group in groupby(range(len(words)), key=lambda n: words[n].paragraph)]
    sizes = [sum(lengths[n] for n in paragraph) for paragraph in paragraphs]
    return [
        window
        for start, end in pack_paragraphs(sizes, limit=limit)
        for window in _split_long(lengths, paragraphs[start][0], paragraphs[end - 1][-1] + 1)
    ]


# ---------------------------------------------------------------------------------------------------------------------

_LONGEST = 510
"""Word pieces that the network takes at once, besides the marks of start and end."""


def _split_long(lengths: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    parts, start, total = [], first, 0
    for n in range(first, last):
        if total + lengths[n] > _LONGEST:
            parts.append((start, n))
            start, total = n, 0
        total += lengths[n]
    return [*parts, (start, last)]


def _run(encoder: Encoder, splitter: WordPieces, words: Sequence[Word], pieces: Sequence[tuple[int, ...]]) -> Encoded:
    """The network's view of the words of one window, each by its first piece."""
    numbers, looks, quotes, firsts = [splitter.start], [NO_LETTERS], [0], []
    for word, tokens in zip(words, pieces, strict=True):
        firsts.append(len(numbers))
        numbers += tokens
        looks += [word.look] * len(tokens)
        quotes += [word.quote] * len(tokens)
    # The mark of the end looks like a small letter, as in training.
    scores, vectors = encoder.run([*numbers, splitter.end], [*looks, 0], [*quotes, 0])
    return Encoded(scores[firsts], vectors[firsts])
