"""What a search shows of a document: the passage that holds most of what was asked for, marked.

Words are runs of letters and digits; accents and capitals do not matter. A phrase is words that follow each other with
anything but letters and digits between them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from groundtruce.model.documents import Document, Span
from groundtruce.model.places import fold_letters
from groundtruce.model.values import Value

_WORD = re.compile(r"[^\W_]+")
_WINDOW_CHARACTERS = 120
"""Phrases so close together are shown together."""
_PASSAGE_CHARACTERS = 200
_MATCHES_WEIGHED = 1_000
"""Of a text that holds what was asked for more often than that, the passage is chosen among the first ones."""


class Match(Value):
    """A document that a search found: a passage of it, and where in the passage the words stand."""

    document: str
    """The document's SHA-256."""
    title: str
    snippet: str
    marks: Span
    """Half-open offsets into `snippet`, in code points."""


def split_query(query: str) -> list[str]:
    """The words and the quoted phrases of a query that hold a letter or a digit."""
    phrases = re.findall(r'"([^"]*)"|([^\s"]+)', query.replace("\x00", " "))
    words = [quoted or word for quoted, word in phrases]
    return [word for word in words if _WORD.search(word)]


def list_words(text: str) -> list[str]:
    """The words of a text as an index holds them, in order: what FTS5's `unicode61` makes of it, without diacritics."""
    return _WORD.findall(text.translate(_PLAIN))


def match_document(document: Document, phrases: Sequence[str]) -> Match:
    """What a document shows of phrases that it holds."""
    start, end, marks = _choose_passage(
        document.text, list(islice(_find_phrases(document.text, phrases), _MATCHES_WEIGHED))
    )
    return Match(
        document=document.sha256,
        title=document.title,
        snippet=document.text[start:end],
        marks=marks,
    )


# ---------------------------------------------------------------------------------------------------------------


class _Plain(dict[int, str]):
    """A translation table that learns each character when it first meets it: small letters, no marks."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = "" if unicodedata.combining(base) else base.lower()
        return self[code]


_PLAIN = _Plain()

_Found: TypeAlias = tuple[int, int, int]
"""Where a phrase stands, half-open, and which one it is."""


def _find_phrases(text: str, phrases: Sequence[str]) -> Iterator[_Found]:
    words = [_WORD.findall(fold_letters(phrase)) for phrase in phrases]
    pattern = "|".join("(" + r"[\W_]+".join(map(re.escape, each)) + ")" for each in words)
    for found in re.finditer(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", fold_letters(text)):
        yield *found.span(), found.lastindex or 0


def _choose_passage(text: str, found: Sequence[_Found]) -> tuple[int, int, Span]:
    """Where the passage begins and ends that holds the most different phrases, and the marks in it."""
    windows = [_window(found, first) for first in range(len(found))]
    best = max(windows, key=lambda window: len({phrase for _, _, phrase in window}), default=())
    first, last = (best[0][0], best[-1][1]) if best else (0, 0)
    around = max(0, _PASSAGE_CHARACTERS - (last - first)) // 2
    start, end = _widen(text, max(0, first - around), last + around)
    return start, end, tuple((begins - start, ends - start) for begins, ends, _ in best)


def _window(found: Sequence[_Found], first: int) -> Sequence[_Found]:
    """The phrases that stand close to one of them and behind it."""
    limit = found[first][0] + _WINDOW_CHARACTERS
    window = [found[first]]
    for each in found[first + 1 :]:
        if each[1] > limit:
            break
        window.append(each)
    return window


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved outwards to white space, a word's length at most."""
    before = max((text.rfind(space, max(0, start - 30), start) for space in " \n\t"), default=-1)
    after = min((at for space in " \n\t" if (at := text.find(space, end, end + 30)) >= 0), default=end)
    return (before + 1 if before >= 0 and start else start), min(after, len(text))
