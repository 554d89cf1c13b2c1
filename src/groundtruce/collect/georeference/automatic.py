"""Control points found by the names on the map: `--control auto`.

1. The words are read (`tesseract`), and put together into phrases (`map_words`).
2. Phrases that are the very name of settlements, anywhere on the Earth, agree on a similarity (`consensus`).
3. With the region known, every phrase is compared with the names of the settlements near it (`spellings`), the fit is
   made again, and again, until the same labels agree.
4. Where labels have a dot or another symbol of one kind beside them, its middle is the point (`map_symbols`); otherwise
   the label's own middle or side is.

Every point is given with its residual, for a person to confirm.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.consensus import Agreement, find_agreement
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.label_anchors import PLACEMENTS, Placement, find_anchors
from groundtruce.collect.georeference.label_blocks import find_block
from groundtruce.collect.georeference.map_places import PlaceFinder, find_candidates, places_ground
from groundtruce.collect.georeference.map_symbols import choose_symbols, gather_symbols
from groundtruce.collect.georeference.map_words import MapWord, Phrase, find_phrases
from groundtruce.collect.georeference.region_matching import FEWEST_LABELS, RegionMatch, fit_labels, match_region
from groundtruce.collect.georeference.tesseract import read_words
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

TextReader = Callable[[NDArray[np.uint8]], Iterable[Sequence[MapWord]]]
"""Reads the words of a picture (height × width × 3), in several ways one after the other, such as `tesseract.read_words`."""


class AutomaticControl(Value):
    """What was found: the georeference with its points and their residuals, and on what it rests."""

    georeference: Georeference
    placement: str
    """Where the points lie: `symbol` for the dots beside the names, or where in the label (`label_anchors.Placement`)."""
    labels_read: int
    """How many spots of the picture had words that are names of settlements."""
    log10_false_alarms: float
    """How many such agreements chance would give, as a power of ten."""


def find_control(
    picture: NDArray[np.uint8], *, finder: PlaceFinder, name: str, read: TextReader = read_words
) -> AutomaticControl:
    """The georeference of a picture (height × width × 3) by the names on it.

    The map's north must lie within 30 degrees of the picture's top. Raises `UnusableInput`, naming `name`, where too few
    names were read, or those read do not agree on a region by more than chance.
    """
    words: list[MapWord] = []
    best: _Found | None = None
    in_vain = 0
    for reading in read(picture):
        words += reading
        found = _find_by_words(picture, words, finder, name)
        if found and (best is None or found.match.gain > best.match.gain):
            best, in_vain = found, 0
        elif best:
            in_vain += 1
        if best and (len(best.match.labels) >= _ENOUGH or in_vain >= _IN_VAIN):
            break
    named = find_candidates(find_phrases(words), finder)
    count = len(set(named.candidates.spot.tolist()))
    if best is None:
        reason = f"no region fits the names on it ({count} of the names read are settlements'): give control points"
        raise UnusableInput(name, reason)
    return AutomaticControl(
        georeference=best.match.georeference,
        placement=best.placement,
        labels_read=count,
        log10_false_alarms=round(best.agreement.log_false_alarms / float(np.log(10)), 1),
    )


# ---------------------------------------------------------------------------------------------------------------

# With so many points the picture is not read again in another language or another way.
_ENOUGH = 20
# Nor after so many readings that added nothing to what was found.
_IN_VAIN = 2
# The natural logarithm of a thousandth of a false alarm.
_MOST_LOG_FALSE_ALARMS = np.log(1e-3)
# A placement is taken for one before it if it explains each point better by this, as a natural logarithm: whether all names
# stand above their points or below is seen from the few in two lines only.
_CLEARLY = 0.5
# The least share of the labels that have a symbol of one kind beside them.
_FEWEST_WITH_SYMBOL = 0.5
# How far from where it is expected a symbol is looked for, in heights of the text, round by round.
_SYMBOL_ROUNDS = (2.0, 1.3, 0.8, 0.5, 0.5)
# Symbols must predict each other's places at least this much better than the texts do.
_BETTER = 0.8


class _Found(NamedTuple):
    match: RegionMatch
    placement: Placement | Literal["symbol"]
    agreement: Agreement


def _find_by_words(
    picture: NDArray[np.uint8], words: Sequence[MapWord], finder: PlaceFinder, name: str
) -> _Found | None:
    phrases = tuple(_widen(picture, phrase) for phrase in find_phrases(words))
    best = _choose_placement(phrases, finder, (picture.shape[1], picture.shape[0]), name)
    if best is None:
        return None
    on_symbols = _place_on_symbols(picture, best.match, name)
    return _Found(on_symbols, "symbol", best.agreement) if on_symbols else best


def _widen(picture: NDArray[np.uint8], phrase: Phrase) -> Phrase:
    """The phrase with the box of the whole label that it stands in."""
    left, top, right, bottom = find_block(picture, phrase)
    return msgspec.structs.replace(phrase, left=left, top=top, right=right, bottom=bottom)


def _choose_placement(
    phrases: tuple[Phrase, ...], finder: PlaceFinder, size: tuple[int, int], name: str
) -> _Found | None:
    """The placement under which the labels agree best; the middle, unless another is clearly better."""
    named = find_candidates(phrases, finder)
    best: _Found | None = None
    for placement in PLACEMENTS:
        anchors = find_anchors(named.phrases, placement)
        agreement = find_agreement(named.candidates, anchors, width=size[0], height=size[1])
        if agreement is None or agreement.log_false_alarms > _MOST_LOG_FALSE_ALARMS:
            continue
        match = match_region(phrases, agreement, placement, finder=finder, size=size, name=name)
        if match and (best is None or match.gain > best.match.gain + _CLEARLY * len(match.labels)):
            best = _Found(match, placement, agreement)
    return best


def _place_on_symbols(picture: NDArray[np.uint8], match: RegionMatch, name: str) -> RegionMatch | None:
    """The labels placed on their symbols, where those predict each other clearly better than the texts do."""
    labels, current = match.labels, match
    fewest = max(FEWEST_LABELS, _FEWEST_WITH_SYMBOL * len(labels))
    phrases, ground = [label.phrase for label in labels], places_ground([label.place for label in labels])
    symbols = gather_symbols(picture, phrases)
    for within in _SYMBOL_ROUNDS:
        found = choose_symbols(symbols, phrases, current.georeference.to_picture(ground), within=within)
        placed = [
            msgspec.structs.replace(label, x=float(x), y=float(y))
            for label, (x, y) in zip(labels, found, strict=True)
            if np.isfinite(x)
        ]
        size = (picture.shape[1], picture.shape[0])
        fitted = fit_labels(placed, size=size, name=name, placement="symbol") if len(placed) >= fewest else None
        if fitted is None or len(fitted.labels) < fewest:
            return None
        current = fitted
    before, after = (each.georeference.cross_validated_rms_m for each in (match, current))
    return current if after < _BETTER * before else None
