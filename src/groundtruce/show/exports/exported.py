"""What a writer gives: the file's bytes, and what of the record's values its format could not hold."""

from collections.abc import Iterable
from typing import NamedTuple

from groundtruce.show.exports.tables import write_table


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
    """A file's bytes and its losses. A format without rows has none to tell of."""

    content: bytes
    losses: tuple[Loss, ...] = ()


def write_losses(losses: Iterable[Loss]) -> str:
    """The loss report, as CSV: one row a value, in the order of the file's rows."""
    return write_table(("row", "event", "column", "held", "lost", "reason"), losses)
