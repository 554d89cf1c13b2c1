"""The words that were read on a map, put together into the phrases that a place name may be."""

import statistics
from collections.abc import Iterator, Sequence

from groundtruce.model.values import Value


class MapWord(Value):
    """A word as it was read, with its box in pixels: `left` and `top` are its corner."""

    text: str
    left: float
    top: float
    width: float
    height: float
    confidence: float
    """0 to 1, as the reader says."""
    reading: str = ""
    """Which reading it is from: its language and how the picture was prepared. Words of two readings do not join."""


class Phrase(Value):
    """Neighbouring words, on one line or on lines above each other, that may be a place's name."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line_height: float
    """The height of a line of its text, in pixels."""
    confidence: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def find_phrases(words: Sequence[MapWord]) -> tuple[Phrase, ...]:
    """Every run of up to four neighbouring words on a line, and every such pair of lines one under the other.

    A word of fewer than two letters is none by itself, but may stand inside of a phrase.
    """
    phrases: list[Phrase] = []
    for reading in dict.fromkeys(word.reading for word in words):
        lines = _find_lines([word for word in words if word.reading == reading and _letters(word.text)])
        for line in lines:
            phrases += map(_join, _runs(line))
        joined = list(zip(lines, map(_join, lines), strict=True))
        for upper, first in joined:
            phrases += [_join([*upper, *lower]) for lower, second in joined if _stands_under(first, second)]
    return tuple(phrase for phrase in phrases if _letters(phrase.text) >= _FEWEST_LETTERS)


# ---------------------------------------------------------------------------------------------------------------

_LONGEST_RUN = 4
_FEWEST_LETTERS = 3
# In heights of the text: the widest space within a name, and the furthest apart that two lines of one name lie.
_WIDEST_SPACE = 0.9
_WIDEST_LEADING = 1.9
_STRIPPED = " \t.,:;|!?*'\"`‘’“”„«»()[]{}<>=_~+—–-\\/°®©•·…"


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _find_lines(words: Sequence[MapWord]) -> list[list[MapWord]]:
    """Words next to each other, from left to right."""
    lines: list[list[MapWord]] = []
    for word in sorted(words, key=lambda each: (each.left, each.top, each.text)):
        before = [line for line in lines if _follows(line[-1], word)]
        if before:
            max(before, key=lambda line: line[-1].left + line[-1].width).append(word)
        else:
            lines.append([word])
    return lines


def _follows(first: MapWord, second: MapWord) -> bool:
    height = (first.height + second.height) / 2
    gap = second.left - first.left - first.width
    shift = abs(second.top + second.height / 2 - first.top - first.height / 2)
    return -0.3 * height <= gap <= _WIDEST_SPACE * height and shift <= 0.5 * height


def _stands_under(first: Phrase, second: Phrase) -> bool:
    """Whether the second line stands under the first, with a common middle or a common left edge."""
    height = (first.line_height + second.line_height) / 2
    drop = (second.top + second.bottom - first.top - first.bottom) / 2
    apart = min(abs(first.middle[0] - second.middle[0]), abs(first.left - second.left))
    return 0.6 * height <= drop <= _WIDEST_LEADING * height and apart <= 0.8 * height


def _runs(line: Sequence[MapWord]) -> Iterator[Sequence[MapWord]]:
    for start in range(len(line)):
        for end in range(start + 1, min(start + _LONGEST_RUN, len(line)) + 1):
            yield line[start:end]


def _join(words: Sequence[MapWord]) -> Phrase:
    text = " ".join(filter(None, (word.text.strip(_STRIPPED) for word in words)))
    return Phrase(
        text=text,
        left=min(word.left for word in words),
        top=min(word.top for word in words),
        right=max(word.left + word.width for word in words),
        bottom=max(word.top + word.height for word in words),
        line_height=statistics.median(word.height for word in words),
        confidence=min(word.confidence for word in words),
    )
