"""What the resolved places of a text say of the names that are doubtful, or that no gazetteer knows."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.read.toponyms.mentions import PlaceMention

UNKNOWN = "unknown"
"""The identifier of what stands for a place that no gazetteer knows."""


def keep_neighbours(possible: Sequence[PlaceMention], resolved: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Those of `possible` that are the name of a place near one of the `resolved`, or of a town of their countries.

    Such a town shares its name with few other places.
    """
    points = _Cells(mention.entries[0] for mention in resolved if mention.entries and _is_sharp(mention.entries[0]))
    countries = {mention.entries[0].country for mention in resolved if mention.entries} - {None}
    kept = []
    for mention in possible:
        is_rare = len(mention.entries) <= _FEW
        near = tuple(
            entry
            for entry in mention.entries
            if points.are_near(entry) or (is_rare and entry.country in countries and (entry.population or 0) >= _TOWN)
        )
        if near:
            kept.append(mention._replace(entries=near))
    return kept


def clear_of(mentions: Iterable[PlaceMention], others: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Those of `mentions` that share no letter with one of `others`."""
    spans = sorted((other.start, other.end) for other in others)
    starts = [start for start, _ in spans]
    clear = []
    for mention in mentions:
        at = bisect_left(starts, mention.end)
        if at == 0 or spans[at - 1][1] <= mention.start:
            clear.append(mention)
    return clear


def place_unknown(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Give each name without a place the surroundings of the names near it in the text that are sharply placed.

    What such a name says is where the text speaks of, not where the place lies: the uncertainty says so.
    """
    sharp = [
        (mention.start, mention.entries[0]) for mention in mentions if mention.entries and _is_sharp(mention.entries[0])
    ]
    if not sharp:
        return list(mentions)
    starts = [start for start, _ in sharp]
    placed = []
    for mention in mentions:
        if not mention.entries:
            at = bisect_left(starts, mention.start)
            window = sharp[max(0, at - _WINDOW) : at + _WINDOW]
            mention = mention._replace(entries=(_vague(mention, _surroundings(window, mention.start)),))  # noqa: PLW2901
        placed.append(mention)
    return placed


# ---------------------------------------------------------------------------------------------------------------

# A place that reaches no further than this says where a text is.
_SHARP_KM = 60.0
_NEAR_KM = 60.0
_FEW, _TOWN = 3, 50_000
_SURROUNDINGS_KM = 50.0
# Names count for the surroundings of another as they stand near it: their weight falls by e over so many letters.
_REACH = 300.0
_WINDOW = 10
_KM_PER_DEGREE = 111.2


def _is_sharp(entry: GazetteerEntry) -> bool:
    return entry.uncertainty_km <= _SHARP_KM and entry.kind != "demonym"


def _is_near(entry: GazetteerEntry, other: GazetteerEntry) -> bool:
    """On a plane that fits between the two, which over such distances is enough."""
    narrowing = math.cos(math.radians(entry.latitude))
    x, y = (entry.longitude - other.longitude) * narrowing, entry.latitude - other.latitude
    return math.hypot(x, y) * _KM_PER_DEGREE <= _NEAR_KM


class _Cells:
    """Places by the degree that they lie in, so that looking for those near a point costs the same however many they are."""

    def __init__(self, entries: Iterable[GazetteerEntry]) -> None:
        self._cells: defaultdict[tuple[int, int], dict[str, GazetteerEntry]] = defaultdict(dict)
        for entry in entries:
            self._cells[round(entry.longitude), round(entry.latitude)][entry.id] = entry

    def are_near(self, entry: GazetteerEntry) -> bool:
        """Whether one of them is near `entry`. Two degrees of longitude are far enough up to 70° of latitude."""
        x, y = round(entry.longitude), round(entry.latitude)
        cells = (self._cells.get((x + east, y + north), {}) for east in range(-2, 3) for north in (-1, 0, 1))
        return any(_is_near(entry, other) for cell in cells for other in cell.values())


def _surroundings(window: Sequence[tuple[int, GazetteerEntry]], start: int) -> GazetteerEntry:
    """The place that most of the names near `start` lie around."""
    weights = [math.exp(-abs(position - start) / _REACH) for position, _ in window]

    def support(number: int) -> float:
        around = window[number][1]
        return sum(weight for weight, (_, other) in zip(weights, window, strict=True) if _is_near(other, around))

    return window[max(range(len(window)), key=lambda number: (support(number), weights[number]))][1]


def _vague(mention: PlaceMention, around: GazetteerEntry) -> GazetteerEntry:
    return GazetteerEntry(
        id=UNKNOWN,
        names=(PlaceName(text=mention.name),),
        kind="feature",
        longitude=around.longitude,
        latitude=around.latitude,
        uncertainty_km=around.uncertainty_km + _SURROUNDINGS_KM,
        country=around.country,
    )
