"""The whole label that a phrase stands in: lines above and below it that were not read, or not as a name.

A label often has its name in two languages, one under the other, and its point lies under the middle of both.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.map_words import Phrase


class Block(NamedTuple):
    """The box of a whole label, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def find_block(picture: NDArray[np.uint8], phrase: Phrase) -> Block:
    """The phrase's box, with the lines of the same ink and about the same middle right above and below it."""
    block = Block(phrase.left, phrase.top, phrase.right, phrase.bottom)
    if not picture[_inside(phrase, 0, 0)].size:
        return block
    ink = _Ink.around(picture, phrase)
    for direction in (-1, 1):
        for _ in range(_MOST_LINES):
            line = ink.find_line(block, direction)
            if line is None:
                break
            block = Block(
                min(block.left, line.left),
                min(block.top, line.top),
                max(block.right, line.right),
                max(block.bottom, line.bottom),
            )
    return block


# ---------------------------------------------------------------------------------------------------------------

_MOST_LINES = 2
# All in heights of the phrase's text.
_REACH = 4.0
_SPACE = 1.0
_LINE = (0.45, 1.6)
_NARROWEST = 1.2
_OFF_MIDDLE = 0.7
_LARGEST_GAP = 0.9
# A line has at least this share of the phrase's own density of ink; more is a filled area.
_DENSITY = (0.45, 2.2)


class _Ink(NamedTuple):
    """Which pixels around a phrase have its ink, in the picture's coordinates from `x`, `y` on."""

    mask: NDArray[np.bool_]
    x: int
    y: int
    own: Block
    height: float
    density: float

    @classmethod
    def around(cls, picture: NDArray[np.uint8], phrase: Phrase) -> "_Ink":
        height = phrase.line_height
        rows, columns = picture.shape[:2]
        reach = round(_REACH * height)
        x, y = max(0, int(phrase.left) - reach), max(0, int(phrase.top) - reach)
        right, bottom = min(columns, int(phrase.right) + reach), min(rows, int(phrase.bottom) + reach)
        mask = _is_ink(picture[y:bottom, x:right], _inside(phrase, x, y))
        own = Block(phrase.left, phrase.top, phrase.right, phrase.bottom)
        inside = mask[_inside(phrase, x, y)]
        return cls(mask, x, y, own, height, float(inside.mean()) if inside.size else 0.0)

    def find_line(self, block: Block, direction: int) -> Block | None:
        """The line above (-1) or below (1) the block, if there is one."""
        middle = (self.own.left + self.own.right) / 2
        half = max(block.right - block.left, 6 * self.height) / 2
        left, right = max(0, round(middle - half) - self.x), round(middle + half) - self.x
        edge = (block.top if direction < 0 else block.bottom) - self.y
        strip = self.mask[:, left:right]
        rows = self._find_rows(strip, edge, direction)
        if rows is None:
            return None
        columns = _find_run(
            np.asarray(strip[rows].any(axis=0), np.bool_), middle - self.x - left, _LARGEST_GAP * self.height
        )
        if columns is None:
            return None
        line = Block(left + columns[0] + self.x, rows.start + self.y, left + columns[1] + self.x, rows.stop + self.y)
        return line if self._is_text(line) else None

    def _find_rows(self, strip: NDArray[np.bool_], edge: float, direction: int) -> slice | None:
        """The rows with ink next to the edge, from a gap to a gap."""
        filled = strip.mean(axis=1) > 0.1 * self.density
        row = round(edge) if direction > 0 else round(edge) - 1
        start = row
        while 0 <= row < len(filled) and not filled[row] and abs(row - start) <= _SPACE * self.height:
            row += direction
        first = row
        while 0 <= row < len(filled) and filled[row] and abs(row - first) <= _LINE[1] * self.height:
            row += direction
        tall = abs(row - first)
        if not _LINE[0] * self.height <= tall <= _LINE[1] * self.height:
            return None
        return slice(row + 1, first + 1) if direction < 0 else slice(first, row)

    def _is_text(self, line: Block) -> bool:
        middle = (self.own.left + self.own.right) / 2
        width = line.right - line.left
        part = self.mask[
            round(line.top) - self.y : round(line.bottom) - self.y,
            round(line.left) - self.x : round(line.right) - self.x,
        ]
        density = float(part.mean()) if part.size else 0.0
        off = abs((line.left + line.right) / 2 - middle)
        return (
            width >= _NARROWEST * self.height
            and off <= max(_OFF_MIDDLE * self.height, 0.12 * width)
            and _DENSITY[0] * self.density <= density <= _DENSITY[1] * self.density
        )


def _inside(phrase: Phrase, x: int, y: int) -> tuple[slice, slice]:
    rows = slice(max(0, round(phrase.top) - y), max(0, round(phrase.bottom) - y))
    return rows, slice(max(0, round(phrase.left) - x), max(0, round(phrase.right) - x))


def _is_ink(part: NDArray[np.uint8], inside: tuple[slice, slice]) -> NDArray[np.bool_]:
    """Dark letters by the brightest channel, light ones by the darkest, so that coloured lines are neither."""
    brightest, darkest = part.max(axis=2), part.min(axis=2)
    low, middle = np.percentile(brightest[inside], (4, 50))
    ground, high = np.percentile(darkest[inside], (50, 96))
    if middle - low >= high - ground:
        return np.asarray(brightest < (low + middle) / 2, np.bool_)
    return np.asarray(darkest > (high + ground) / 2, np.bool_)


def _find_run(filled: NDArray[np.bool_], middle: float, largest_gap: float) -> tuple[int, int] | None:
    """The columns from the first to the last filled one around the middle without a gap larger than `largest_gap`."""
    columns = np.flatnonzero(filled)
    if not len(columns):
        return None
    breaks = np.flatnonzero(np.diff(columns) > largest_gap)
    runs = [(run[0], run[-1] + 1) for run in np.split(columns, breaks + 1)]
    around = min(runs, key=lambda run: max(run[0] - middle, middle - run[1], 0))
    return int(around[0]), int(around[1])
