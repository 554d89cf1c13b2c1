"""Words and word pieces of a text, as the attribution encoder sees them. Training and reading share this module."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+|[^\w\s]")
_PARAGRAPH_BREAK = re.compile(r"\n\s*")
_LONGEST = 100
"""A word of more letters is unknown, as it is to BERT: looking for its pieces would take long."""
_OPENING, _CLOSING, _STRAIGHT = "“„«", "”»", '"'

# What a word's letters look like: the encoder is uncased, so this is all that it learns of capitals.
LOWER, TITLE, UPPER, MIXED, NO_LETTERS = range(5)
# Where a word stands to quotation marks.
OUTSIDE, INSIDE, MARK = range(3)


class Word(NamedTuple):
    """A word or a single mark: half-open offsets, its letters' look, and where it stands to quotation marks."""

    start: int
    end: int
    look: int
    quote: int
    paragraph: int


def split_words(text: str) -> list[Word]:
    """The words of a text in order. Quotation marks are followed within a paragraph only."""
    words: list[Word] = []
    breaks = [match.start() for match in _PARAGRAPH_BREAK.finditer(text)]
    paragraph, inside = 0, False
    for match in _WORD.finditer(text):
        start, end = match.span()
        while paragraph < len(breaks) and breaks[paragraph] < start:
            paragraph, inside = paragraph + 1, False
        mark = match.group()
        if mark in _OPENING or mark in _CLOSING or mark in _STRAIGHT:
            inside = mark in _OPENING or (mark in _STRAIGHT and not inside)
            quote = MARK
        else:
            quote = INSIDE if inside else OUTSIDE
        words.append(Word(start, end, _look_of(mark), quote, paragraph))
    return words


class WordPieces:
    """The greedy longest-match word pieces of BERT (Wu et al. 2016), lower-cased and without accents."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._unknown = vocabulary["[UNK]"]
        self.start, self.end, self.padding = (vocabulary[name] for name in ("[CLS]", "[SEP]", "[PAD]"))
        self._known: dict[str, tuple[int, ...]] = {}

    def split(self, word: str) -> tuple[int, ...]:
        """The identifiers of a word's pieces."""
        pieces = self._known.get(word)
        if pieces is None:
            pieces = self._known[word] = self._match(_fold(word))
        return pieces

    def _match(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self._vocabulary.get(prefix + word[start:end])
                if piece is not None:
                    break
            else:
                return (self._unknown,)
            pieces.append(piece)
            start = end
        return tuple(pieces) or (self._unknown,)


def pack_paragraphs(lengths: Sequence[int], *, limit: int, first: int | None = None) -> list[tuple[int, int]]:
    """Runs of whole paragraphs, `start` to `end`, of at most `limit` pieces each; one longer paragraph stands alone.

    `first` is a smaller limit for the first run, which shifts all the others.
    """
    runs: list[tuple[int, int]] = []
    start, total, bound = 0, 0, first or limit
    for number, length in enumerate(lengths):
        if total and total + length > bound:
            runs.append((start, number))
            start, total, bound = number, 0, limit
        total += length
    return [*runs, (start, len(lengths))] if lengths else []


# ---------------------------------------------------------------------------------------------------------------


def _look_of(word: str) -> int:
    if not any(character.isalpha() for character in word):
        return NO_LETTERS
    if word.islower():
        return LOWER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    return UPPER if word.isupper() else MIXED


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
