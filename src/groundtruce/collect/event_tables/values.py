"""The values of cells: numbers, days, points and parties, each refused with its line where it is none."""

import re
from datetime import datetime, timedelta

from groundtruce.collect.event_tables.rows import Row
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.claims import MentionedPlace, Participant
from groundtruce.model.documents import Piece, Span
from groundtruce.model.times import parse_day

MOST_PEOPLE = 10_000_000
"""A larger number of dead in one event is a mistake in the table."""


class RowReader:
    """Reads one row's values. Every method raises `UnusableInput` with the row's line and the column."""

    def __init__(self, row: Row, *, name: str, case: Case | None) -> None:
        self.row = row
        self._name = name
        self._case = case

    def refuse(self, column: str, reason: str) -> UnusableInput:
        """The refusal of a column's value."""
        return UnusableInput(self._name, f"{column} {reason}", place=f"line {self.row.line}")

    def stated(self, column: str) -> str:
        """A text that must be there."""
        text = self.row.text(column).strip()
        if not text:
            raise self.refuse(column, "is empty")
        return text

    def number(self, column: str, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        text = self.stated(column)
        if not re.fullmatch(r"[+-]?\d{1,18}(?:\.0+)?", text) or not low <= int(float(text)) <= high:
            raise self.refuse(column, f"is {_shorten(text)!r}, and must be a whole number from {low} to {high}")
        return int(float(text))

    def count(self, column: str) -> int:
        """A number of people."""
        return self.number(column, low=0, high=MOST_PEOPLE)

    def day(self, column: str) -> str:
        """A day, written in one of the data sets' ways; a time of day behind it is passed over."""
        text = self.stated(column)
        written = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?)?", text)
        try:
            return parse_day(written[1]).isoformat() if written else _day_in_words(text)
        except ValueError as error:
            raise self.refuse(column, f"is {_shorten(text)!r}, which is no day") from error

    def place(self, column: str, *, uncertainty_km: float) -> MentionedPlace:
        """The place that a column names, at the row's point."""
        return MentionedPlace(
            text=self.stated(column),
            span=self.span(column),
            longitude=self._degrees("longitude", 180),
            latitude=self._degrees("latitude", 90),
            uncertainty_km=uncertainty_km,
        )

    def participant(self, column: str) -> Participant | None:
        """The actor that a column names, with its party where the case knows the name; none where it is empty."""
        text = self.row.text(column).strip()
        return Participant(text=text, span=self.span(column), party=self._party(text)) if text else None

    def span(self, *columns: str) -> Span:
        """Where the cells of the columns stand that are not empty, in the order of the text."""
        cells = [self.row.cells[column] for column in columns if self.row.text(column).strip()]
        pieces: list[Piece] = sorted(cell.piece for cell in cells)
        return tuple(pieces)

    def _degrees(self, column: str, bound: float) -> float:
        text = self.stated(column)
        if not re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{1,20})?", text) or abs(float(text)) > bound:
            raise self.refuse(column, f"is {_shorten(text)!r}, and must be degrees from -{bound} to {bound}")
        return float(text)

    def _party(self, name: str) -> str | None:
        """The party with this name; a government is meant by its country's."""
        wanted = {name.casefold(), name.casefold().removeprefix("government of ")}
        parties = self._case.parties if self._case else ()
        for party in parties:
            if wanted & {text.casefold() for text in (party.id, party.name, *party.names)}:
                return party.id
        return None


def around(day: str, *, days: int) -> str:
    """The EDTF interval of `days` days before and behind a day."""
    middle, reach = datetime.fromisoformat(day), timedelta(days=days)
    return f"{(middle - reach).date()}/{(middle + reach).date()}"


# ---------------------------------------------------------------------------------------------------------------


def _day_in_words(text: str) -> str:
    """`12 December 2020`, `12-December-2020`, `12-Dec-20` are not locale's but English, whatever the machine's."""
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    match = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", text)
    if not match or match[2][:3].lower() not in months:
        raise ValueError(text)
    return parse_day(f"{match[3]}-{months.index(match[2][:3].lower()) + 1:02}-{int(match[1]):02}").isoformat()


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
