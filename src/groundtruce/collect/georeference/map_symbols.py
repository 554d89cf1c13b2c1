"""The dots beside names on a map: the points that the names belong to."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from groundtruce.collect.georeference.map_words import Phrase
from groundtruce.collect.georeference.planes import Points

Symbols = tuple[NDArray[np.intp], Points, NDArray[np.float64]]


def gather_symbols(picture: NDArray[np.uint8], phrases: Sequence[Phrase]) -> Symbols:
    """Round parts of the picture around each phrase: whose, where (x, y), and how large in heights of the text."""
    rows = [(index, *symbol) for index, phrase in enumerate(phrases) for symbol in _symbols_around(picture, phrase)]
    table = np.array(rows, np.float64).reshape(-1, 4)
    return table[:, 0].astype(np.intp), table[:, 1:3], table[:, 3]


def choose_symbols(symbols: Symbols, phrases: Sequence[Phrase], expected: Points, *, within: float) -> Points:
    """The middle of the dot, ring, square or star that belongs to each phrase; not a number where there is none.

    `expected` is where each phrase's place should lie, up to a shift that all share: the names alone cannot tell whether
    all of them stand above their points or below. That shift is taken at which the most phrases have a symbol, all of about
    one size. `within` is how far from there it may lie, in heights of the text.
    """
    owner, middles, sizes = symbols
    found = np.full((len(phrases), 2), np.nan)
    if not len(owner):
        return found
    heights = np.array([phrase.line_height for phrase in phrases])[owner]
    away = (middles - expected[owner]) / heights[:, None]
    shift, size = _agree(owner, away, sizes, within)
    misses = np.hypot(*(away - shift).T)
    near = (misses <= within) & (abs(np.log(sizes / size)) <= _ALIKE)
    taken: set[tuple[int, int]] = set()
    for index in np.flatnonzero(near)[np.argsort(misses[near], kind="stable")]:
        # A symbol belongs to the phrase that expects it nearest, and is the same one to a pixel.
        symbol = (round(float(middles[index, 0])), round(float(middles[index, 1])))
        if symbol not in taken and np.isnan(found[owner[index], 0]):
            taken.add(symbol)
            found[owner[index]] = middles[index]
    return found


# ---------------------------------------------------------------------------------------------------------------

# In heights of the text.
_REACH = 2.0
_SIZES = (0.2, 1.3)
_LEAST_PIXELS = 3
# Sides in a ratio below this, and at least this share of their box filled: a disc fills 0.79 of it, a star half.
_LONGEST = 1.45
_FILLED = 0.5
# The logarithm of the largest ratio of two sizes of one symbol.
_ALIKE = np.log(1.3)
# How far a pixel differs from the ground to be part of a symbol, and how dark a dark one is at most.
_CONTRAST = 60
_DARK = 110


def _symbols_around(picture: NDArray[np.uint8], phrase: Phrase) -> Iterator[tuple[float, float, float]]:
    height, reach = phrase.line_height, round(_REACH * phrase.line_height)
    x, y = max(0, round(phrase.left) - reach), max(0, round(phrase.top) - reach)
    part = picture[y : round(phrase.bottom) + reach, x : round(phrase.right) + reach].astype(np.int16)
    if not part.size:
        return
    ground = np.median(part.reshape(-1, 3), axis=0)
    masks = (abs(part - ground).max(axis=2) > _CONTRAST, part.max(axis=2) < _DARK)
    for mask in masks:
        for across, down, size in _round_parts(mask, height):
            if not _is_letter(across + x, down + y, phrase):
                yield across + x, down + y, size / height


def _round_parts(mask: NDArray[np.bool_], height: float) -> Iterator[tuple[float, float, float]]:
    """Connected parts about as wide as high, with the middle of each and its size in pixels."""
    labelled, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    for number, (rows, columns) in enumerate(ndimage.find_objects(labelled), 1):
        tall, wide = rows.stop - rows.start, columns.stop - columns.start
        size = max(tall, wide)
        if size < max(_LEAST_PIXELS, _SIZES[0] * height) or size > _SIZES[1] * height:
            continue
        if size > _LONGEST * min(tall, wide):
            continue
        filled = ndimage.binary_fill_holes(labelled[rows, columns] == number)
        if filled.mean() >= _FILLED:
            down, across = ndimage.center_of_mass(filled)
            yield columns.start + across + 0.5, rows.start + down + 0.5, float(np.sqrt(tall * wide))


def _is_letter(x: float, y: float, phrase: Phrase) -> bool:
    """Whether it stands within the text, but for its ends: a reader may have taken the dot before a name for a letter."""
    edge = 0.5 * phrase.line_height
    return phrase.left + edge < x < phrase.right - edge and phrase.top < y < phrase.bottom


def _agree(owner: NDArray[np.intp], away: Points, sizes: NDArray[np.float64], within: float) -> tuple[Points, float]:
    """The shift, in heights of the text, and the size of the symbol that most phrases share around it."""
    best: tuple[tuple[int, float], Points, float] | None = None
    for shift, size in zip(away, sizes, strict=True):
        misses = np.hypot(*(away - shift).T)
        near = (misses <= within) & (abs(np.log(sizes / size)) <= _ALIKE)
        support = len(np.unique(owner[near])), -float(np.square(misses[near]).mean())
        if best is None or support > best[0]:
            best = support, np.asarray(away[near].mean(axis=0)), float(np.median(sizes[near]))
    assert best is not None
    return best[1], best[2]
