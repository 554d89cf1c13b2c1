"""The places that a label may name: from the world's gazetteer, and from a list of the user's own, such as a case's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.gazetteer_store import name_key
from groundtruce.collect.georeference.consensus import Candidates
from groundtruce.collect.georeference.map_words import Phrase
from groundtruce.collect.georeference.planes import Points
from groundtruce.collect.georeference.spellings import likeness
from groundtruce.model.places import GazetteerEntry


class PlaceFinder(Protocol):
    """A gazetteer, such as `gazetteers.WorldGazetteer`."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """Every place of that name."""
        ...

    def find_within(self, *, west: float, south: float, east: float, north: float) -> Sequence[GazetteerEntry]:
        """Every settlement in a box of degrees, with all its names."""
        ...


class ListedPlaces:
    """A list of places beside a gazetteer; where both know a place under one identifier, the list's stands."""

    def __init__(self, places: Iterable[GazetteerEntry], beside: PlaceFinder | None = None) -> None:
        self._places = tuple(place for place in places if place.kind == "settlement")
        self._beside = beside
        self._by_name: defaultdict[str, list[GazetteerEntry]] = defaultdict(list)
        for place in self._places:
            for key in dict.fromkeys(name_key(name.text) for name in place.names):
                self._by_name[key].append(place)

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Every place of that name, the list's first."""
        own = tuple(self._by_name.get(name_key(name), ()))
        return own + (tuple(self._beside.find(name)) if self._beside else ())

    def find_within(self, *, west: float, south: float, east: float, north: float) -> tuple[GazetteerEntry, ...]:
        """Every settlement in a box of degrees, which goes on beyond 180 across the antimeridian, the list's first."""
        own = tuple(
            place
            for place in self._places
            if south <= place.latitude <= north and (place.longitude - west) % 360 <= east - west
        )
        found = self._beside.find_within(west=west, south=south, east=east, north=north) if self._beside else ()
        return own + tuple(found)


class NamedPlaces(NamedTuple):
    """Candidates with the values they stand for."""

    phrases: tuple[Phrase, ...]
    places: tuple[GazetteerEntry, ...]
    candidates: Candidates


def find_candidates(phrases: Sequence[Phrase], finder: PlaceFinder) -> NamedPlaces:
    """Every settlement that a phrase is the very name of, in whatever language."""
    named: list[Phrase] = []
    numbers: dict[str, int] = {}
    places: list[GazetteerEntry] = []
    pairs: list[tuple[int, int]] = []
    for phrase in phrases:
        found = [place for place in finder.find(phrase.text) if place.kind == "settlement"][:_MOST_NAMESAKES]
        for place in found if _letters(phrase.text) >= _FEWEST_LETTERS else ():
            number = numbers.setdefault(place.id, len(places))
            if number == len(places):
                places.append(place)
            pairs.append((len(named), number))
        if pairs and pairs[-1][0] == len(named):
            named.append(phrase)
    label, place_number = np.array(pairs, np.intp).reshape(-1, 2).T
    return NamedPlaces(
        tuple(named), tuple(places), Candidates(label, place_number, places_ground(places), find_spots(named))
    )


def find_spots(phrases: Sequence[Phrase]) -> NDArray[np.intp]:
    """Which spot of the picture each phrase stands at: phrases whose boxes overlap share one."""
    spots = np.zeros(len(phrases), np.intp)
    firsts: list[Phrase] = []
    for index, phrase in enumerate(phrases):
        spot = next((spot for spot, first in enumerate(firsts) if _overlap(first, phrase)), len(firsts))
        if spot == len(firsts):
            firsts.append(phrase)
        spots[index] = spot
    return spots


def match_nearby(
    phrases: Sequence[Phrase],
    spots: NDArray[np.intp],
    places: Sequence[GazetteerEntry],
    misses: NDArray[np.float64],
) -> list[tuple[int, int]]:
    """Pairs of a phrase and a place near it whose name is like it, each spot and each place once.

    `misses` is how far each place (column) lies from where each phrase (row) has its point, as a share of the tolerance.
    The likest and nearest pairs are taken first.
    """
    rated: list[tuple[float, int, int]] = []
    for row, column in np.argwhere(misses <= 1):
        alike = max(likeness(phrases[row].text, name.text) for name in places[column].names)
        if alike >= _least_likeness(phrases[row].text):
            rated.append((alike - _FAR_COSTS * float(misses[row, column]), int(row), int(column)))
    taken_spots: set[int] = set()
    taken_places: set[int] = set()
    pairs = []
    for _, row, column in sorted(rated, key=lambda each: (-each[0], each[1], each[2])):
        if int(spots[row]) not in taken_spots and column not in taken_places:
            taken_spots.add(int(spots[row]))
            taken_places.add(column)
            pairs.append((row, column))
    return sorted(pairs)


def places_ground(places: Sequence[GazetteerEntry]) -> Points:
    """Longitude and latitude of each place, shape (n, 2)."""
    return np.array([(place.longitude, place.latitude) for place in places], np.float64).reshape(-1, 2)


# ---------------------------------------------------------------------------------------------------------------

_MOST_NAMESAKES = 40
_FEWEST_LETTERS = 4
# What the distance of a whole tolerance costs, in likeness.
_FAR_COSTS = 0.15


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _least_likeness(text: str) -> float:
    """One letter in a short name is a larger share of it."""
    return 0.95 if _letters(text) < _FEWEST_LETTERS else 0.75


def _overlap(first: Phrase, second: Phrase) -> bool:
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    return (
        across > 0.3 * min(first.right - first.left, second.right - second.left)
        and down > 0.3 * min(first.bottom - first.top, second.bottom - second.top)
    )  # fmt: skip
