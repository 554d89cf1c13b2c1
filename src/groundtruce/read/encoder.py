"""The attribution encoder: a small network that labels each word of a text as part of a source, a cue or a content.

The network and what it learned are passed in; `training/` makes them. It reads windows of whole paragraphs with some
of the text around each.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundtruce.read.words import Word, WordPieces, pack_paragraphs

Floats = NDArray[np.float32]

SOURCE, CUE, CONTENT = range(3)
"""The roles. The labels are 0 outside, then begin and inside for each role in turn."""

LIMIT, CONTEXT = 224, 32
"""Word pieces of a window, and of what is shown on either side of it. Training showed the network 256."""


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


class Window(NamedTuple):
    """The words `first` to `last` that a window is read for, among those from `start` to `end` that it shows."""

    start: int
    first: int
    last: int
    end: int


def encode_words(text: str, words: Sequence[Word], encoder: Encoder) -> Encoded:
    """The network's view of the `words` of a text."""
    splitter = WordPieces(encoder.vocabulary)
    pieces = [splitter.split(text[word.start : word.end]) for word in words]
    parts = [
        _run(encoder, splitter, words[window.start : window.end], pieces[window.start : window.end], window)
        for window in cut_windows(words, [len(word) for word in pieces])
    ]
    return Encoded(*(np.concatenate([part[n] for part in parts]) for n in range(2)))


def cut_windows(
    words: Sequence[Word], lengths: Sequence[int], *, limit: int = LIMIT, context: int = CONTEXT
) -> list[Window]:
    """Windows of at most `limit` word pieces, each shown with whole paragraphs of at most `context` on either side.

    `lengths` are the words' numbers of pieces. A paragraph too long for the network comes in several windows.
    """
    paragraphs = [list(group) for _, group in groupby(range(len(words)), key=lambda n: words[n].paragraph)]
    sizes = [sum(lengths[n] for n in paragraph) for paragraph in paragraphs]
    windows = []
    for start, end in pack_paragraphs(sizes, limit=limit):
        first, last = paragraphs[start][0], paragraphs[end - 1][-1] + 1
        if sum(sizes[start:end]) > _LONGEST - 2 * context:
            windows += [Window(a, a, b, b) for a, b in _split_long(lengths, first, last)]
            continue
        before, after = _reach(sizes[:start][::-1], context), _reach(sizes[end:], context)
        windows.append(Window(paragraphs[start - before][0], first, last, paragraphs[end + after - 1][-1] + 1))
    return windows


# ---------------------------------------------------------------------------------------------------------------------

_LONGEST = 510
"""Word pieces that the network takes at once, besides the marks of start and end."""

_NO_LETTERS = 4


def _reach(sizes: Sequence[int], budget: int) -> int:
    """How many of the next paragraphs fit."""
    count = total = 0
    while count < len(sizes) and total + sizes[count] <= budget:
        total, count = total + sizes[count], count + 1
    return count


def _split_long(lengths: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    parts, start, total = [], first, 0
    for n in range(first, last):
        if total + lengths[n] > _LONGEST:
            parts.append((start, n))
            start, total = n, 0
        total += lengths[n]
    return [*parts, (start, last)]


def _run(
    encoder: Encoder, splitter: WordPieces, words: Sequence[Word], pieces: Sequence[tuple[int, ...]], window: Window
) -> Encoded:
    """The network's view of the words of one window, each by its first piece."""
    numbers, looks, quotes, firsts = [splitter.start], [_NO_LETTERS], [0], []
    for word, tokens in zip(words, pieces, strict=True):
        firsts.append(len(numbers))
        numbers += tokens
        looks += [word.look] * len(tokens)
        quotes += [word.quote] * len(tokens)
    # The mark of the end looks like a small letter, as in training.
    scores, vectors = encoder.run([*numbers, splitter.end], [*looks, 0], [*quotes, 0])
    kept = firsts[window.first - window.start : window.last - window.start]
    return Encoded(scores[kept], vectors[kept])
