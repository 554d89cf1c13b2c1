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

import msgspec
import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.consensus import Agreement, find_agreement
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.label_anchors import PLACEMENTS, Placement, find_anchors
from groundtruce.collect.georeference.label_blocks import find_block
from groundtruce.collect.georeference.map_places import PlaceFinder, find_candidates, places_ground
from groundtruce.collect.georeference.map_symbols import find_symbols
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
    found: AutomaticControl | None = None
    for reading in read(picture):
        words += reading
        found = _find_by_words(picture, words, finder, name)
        if found and len(found.georeference.points) >= _ENOUGH:
            break
    if found is None:
        phrases = find_phrases(words)
        named = len(set(find_candidates(phrases, finder).candidates.spot.tolist()))
        reason = f"no region fits the names on it ({named} of the names read are settlements'): give control points"
        raise UnusableInput(name, reason)
    return found


# ---------------------------------------------------------------------------------------------------------------

# With so many points the picture is not read again in another language or another way.
_ENOUGH = 20
# The natural logarithm of a thousandth of a false alarm.
_MOST_LOG_FALSE_ALARMS = np.log(1e-3)
# A placement is taken for another's where it explains the points better by this, as a natural logarithm.
_BETTER_GAIN = 3.0
# The least share of the labels that have a symbol of one kind beside them.
_FEWEST_WITH_SYMBOL = 0.5
# Symbols must predict each other's places at least this much better than the texts do.
_BETTER = 0.8


def _find_by_words(
    picture: NDArray[np.uint8], words: Sequence[MapWord], finder: PlaceFinder, name: str
) -> AutomaticControl | None:
    size = (picture.shape[1], picture.shape[0])
    phrases = tuple(_widen(picture, phrase) for phrase in find_phrases(words))
    named = find_candidates(phrases, finder)
    best: tuple[Placement, Agreement, RegionMatch] | None = None
    for placement in PLACEMENTS:
        agreement = find_agreement(
            named.candidates, find_anchors(named.phrases, placement), width=size[0], height=size[1]
        )
        if agreement is None or agreement.log_false_alarms > _MOST_LOG_FALSE_ALARMS:
            continue
        matched = match_region(phrases, agreement, placement, finder=finder, size=size, name=name)
        if matched and (best is None or matched.gain > best[2].gain + _BETTER_GAIN):
            best = placement, agreement, matched
    if best is None:
        return None
    placement, agreement, matched = best
    by_symbols = _place_on_symbols(picture, matched, size, name)
    return AutomaticControl(
        georeference=(by_symbols or matched).georeference,
        placement="symbol" if by_symbols else placement,
        labels_read=len(set(named.candidates.spot.tolist())),
        log10_false_alarms=round(agreement.log_false_alarms / float(np.log(10)), 1),
    )


def _widen(picture: NDArray[np.uint8], phrase: Phrase) -> Phrase:
    """The phrase with the box of the whole label that it stands in."""
    left, top, right, bottom = find_block(picture, phrase)
    return msgspec.structs.replace(phrase, left=left, top=top, right=right, bottom=bottom)


def _place_on_symbols(
    picture: NDArray[np.uint8], matched: RegionMatch, size: tuple[int, int], name: str
) -> RegionMatch | None:
    """The labels placed on their symbols, where those predict each other clearly better than the texts do."""
    expected = matched.georeference.to_picture(places_ground([label.place for label in matched.labels]))
    found = find_symbols(picture, [label.phrase for label in matched.labels], expected)
    placed = [
        msgspec.structs.replace(label, x=float(x), y=float(y))
        for label, (x, y) in zip(matched.labels, found, strict=True)
        if np.isfinite(x)
    ]
    if len(placed) < max(FEWEST_LABELS, _FEWEST_WITH_SYMBOL * len(matched.labels)):
        return None
    on_symbols = fit_labels(placed, size=size, name=name, placement="symbol")
    if on_symbols is None or len(on_symbols.labels) < _FEWEST_WITH_SYMBOL * len(matched.labels):
        return None
    before, after = (each.georeference.cross_validated_rms_m for each in (matched, on_symbols))
    return on_symbols if after < _BETTER * before else None
