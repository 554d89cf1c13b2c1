"""Blocks: where to look for what a mention may match, so that matching takes time in proportion to the mentions.

What can be one occurrence shares a group of kinds, lies on neighbouring days, and in neighbouring cells of a grid where
both places are known well. What is placed vaguely or not at all is looked up by its day alone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import point_of
from groundtruce.compare.incidents.likeness import DYING_DAYS, PASSAGE_CHARACTERS, kind_group, latest_possible_day
from groundtruce.compare.incidents.voices import Voice, voice_of
from groundtruce.model.claims import Claim

REPORTING_DAYS = 3
"""An undated mention in a report is taken to speak of no more than so many days before its publication."""

LONGEST_DATE_DAYS = 31
"""A vaguer date, such as a year, places nothing: only a passage can link it."""

CELL_KM = 55.0
"""The grid's cells are so wide. Places known less well than a third of it are in no cell."""

Cell = tuple[int, int]


class Blocks:
    """Numbered clusters by the blocks that their claims lie in."""

    def __init__(self) -> None:
        self._by_day: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
        self._by_cell: defaultdict[tuple[str, date, Cell], list[int]] = defaultdict(list)
        self._without_cell: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
        self._by_passage: defaultdict[tuple[str, str, int], list[tuple[int, int, int, Voice]]] = defaultdict(list)

    def add_founder(self, number: int, claim: Claim) -> None:
        """Put a cluster where its first claim lies."""
        group, cell = kind_group(claim), cell_of(claim)
        for day in days_of(claim):
            self._by_day[group, day].append(number)
            if cell is None:
                self._without_cell[group, day].append(number)
            else:
                self._by_cell[group, day, cell].append(number)

    def add_cell(self, number: int, claim: Claim) -> None:
        """Put a cluster where a further claim of it lies, if that has a place."""
        group, cell = kind_group(claim), cell_of(claim)
        if cell is not None:
            for day in days_of(claim):
                self._by_cell[group, day, cell].append(number)

    def add_passage(self, number: int, claim: Claim) -> None:
        """Put a cluster where a claim of it is told."""
        start, end = _extent(claim)
        for block in range(start // PASSAGE_CHARACTERS, end // PASSAGE_CHARACTERS + 1):
            self._by_passage[kind_group(claim), claim.document, block].append((number, start, end, voice_of(claim)))

    def find_by_day_and_place(self, claim: Claim) -> set[int]:
        """The clusters in the blocks around the claim."""
        group, cell = kind_group(claim), cell_of(claim)
        days = list(days_around(claim))
        if cell is None:
            return {number for day in days for number in self._by_day.get((group, day), ())}
        near = {
            number
            for day in days
            for each in _cells_around(cell)
            for number in self._by_cell.get((group, day, each), ())
        }
        return near.union(*(self._without_cell.get((group, day), ()) for day in days))

    def find_side_by_side(self, claim: Claim) -> dict[int, set[Voice]]:
        """The clusters that the same passage tells of, each with the voices that tell of it there."""
        start, end = _extent(claim)
        found: defaultdict[int, set[Voice]] = defaultdict(set)
        for block in range(start // PASSAGE_CHARACTERS - 1, end // PASSAGE_CHARACTERS + 2):
            for number, first, last, voice in self._by_passage.get((kind_group(claim), claim.document, block), ()):
                if max(start - last, first - end) <= PASSAGE_CHARACTERS:
                    found[number].add(voice)
        return found


def days_of(claim: Claim) -> Iterator[date]:
    """The days that a claim may speak of; for one without a date, the last ones before it was told."""
    return _list_days(_days_to_look_at(claim))


def days_around(claim: Claim) -> Iterator[date]:
    """The same with a day more on both sides, and for casualties the days on which they may have been hurt."""
    days = _days_to_look_at(claim)
    if days is None:
        return iter(())
    before = DYING_DAYS if claim.mention.type == "casualties" else 1
    return _list_days(Days(days.first - timedelta(days=before), days.last + timedelta(days=1)))


def list_windows(claims: Iterable[Claim]) -> tuple[Days, ...]:
    """The days around which claims may match, as windows apart from each other."""
    days = sorted({day for claim in claims for day in days_around(claim)})
    windows: list[Days] = []
    for day in days:
        if windows and (day - windows[-1].last).days <= 1:
            windows[-1] = Days(windows[-1].first, day)
        else:
            windows.append(Days(day, day))
    return tuple(windows)


def cell_of(claim: Claim) -> Cell | None:
    """The cell of the grid that a claim's place lies in; none where that is not known well enough."""
    place = claim.mention.place
    point = point_of(place)
    if place is None or point is None or (place.uncertainty_km or 0.0) > CELL_KM / 3:
        return None
    longitude, latitude = point
    row = math.floor(latitude * _KM_PER_DEGREE / CELL_KM)
    return row, math.floor(longitude * _km_per_degree_of_longitude(row) / CELL_KM)


# ---------------------------------------------------------------------------------------------------------------

_KM_PER_DEGREE = 111.2


def _km_per_degree_of_longitude(row: int) -> float:
    return _KM_PER_DEGREE * max(0.01, math.cos(math.radians((row + 0.5) * CELL_KM / _KM_PER_DEGREE)))


def _cells_around(cell: Cell) -> Iterator[Cell]:
    """The cell and its neighbours: in the rows above and below those that lie over the same longitudes, and one more."""
    row, column = cell
    own = _km_per_degree_of_longitude(row)
    for other in (row - 1, row, row + 1):
        scale = _km_per_degree_of_longitude(other) / own
        first, last = math.floor((column - 1) * scale), math.floor((column + 2) * scale)
        yield from ((other, each) for each in range(first, last + 1))


def _days_to_look_at(claim: Claim) -> Days | None:
    days = written_days(claim.mention.date)
    told = latest_possible_day(claim)
    lately = Days(told - timedelta(days=REPORTING_DAYS), told) if told else None
    if days is None or days.length > LONGEST_DATE_DAYS:
        return lately if days is None else None
    if days.length > REPORTING_DAYS and claim.mention.place is None and lately and days.distance(lately) == 0:
        # What a report tells without a place and only by its month is most often news.
        return Days(max(days.first, lately.first), min(days.last, lately.last))
    return days


def _list_days(days: Days | None) -> Iterator[date]:
    if days:
        yield from (days.first + timedelta(days=day) for day in range(days.length))


def _extent(claim: Claim) -> tuple[int, int]:
    return claim.mention.span[0][0], claim.mention.span[-1][1]
