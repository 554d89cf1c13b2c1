"""What a writer gives: the file's bytes, and what of the record's values its format could not hold."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from groundtruce.show.exports.tables import Cell, find_guarded, write_table


class Loss(NamedTuple):
    """A value that a format could not hold, or holds less exactly than the record."""

    row: int | None
    """The row of the file, from 1 behind its header; none where the whole event is left out."""
    event: str
    """The identifier in the record."""
    column: str
    """The column that holds the value's rest; empty where no column is made for it."""
    held: str
    lost: str
    reason: str


class Exported(NamedTuple):
    """A file's bytes and its losses."""

    content: bytes
    losses: tuple[Loss, ...] = ()


def list_guarded(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Loss]:
    """The texts of a table that are not written as they are; a row is named by its first cell."""
    return [
        Loss(
            row, str(rows[row - 1][0]), column, written, text, "a spreadsheet would run it, or it steers what shows it"
        )
        for row, column, written, text in find_guarded(header, rows)
    ]


def sort_losses(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """The losses in the order of the file's rows, those of what is left out last."""
    return tuple(sorted(losses, key=lambda loss: (loss.row is None, loss.row or 0)))


def write_losses(losses: Iterable[Loss]) -> str:
    """The loss report, as CSV: one row a value, in the order of the file's rows."""
    return write_table(("row", "event", "column", "held", "lost", "reason"), losses)
