"""Texts in a Parquet table: a row each, in the columns that JSON Lines have as keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from groundtruce.collect.found_texts import FoundText, Place, describe_text
from groundtruce.errors import UnusableInput

_COLUMNS = ("text", "html", "title", "published", "publisher", "language", "origin", "url")
_ROWS_AT_ONCE = 100


def find_in_table(path: Path, *, limit: int, start: Place) -> Iterator[tuple[Place | None, FoundText]]:
    """The texts from a row on, each with its place. What is broken comes last, with its error.

    Raises `UnusableInput` for what is no Parquet, and for a table without a column `text` or `html`.
    """
    table = _open(path)
    columns = [name for name in _COLUMNS if name in table.schema_arrow.names]
    if not {"text", "html"} & set(columns):
        named = ", ".join(table.schema_arrow.names[:10])
        raise UnusableInput(path, f"has no column `text` or `html`, only {named or 'none at all'}")
    number = start.number
    place: Place | None = start
    try:
        for row in _read_rows(table, columns, first=start.number - 1):
            name = f"{path}: row {number}"
            yield Place(number=number), describe_text(_plain(row), name=name, limit=limit)
            number, place = number + 1, None
    except _faults() as error:
        yield place, FoundText(name=str(path), origin=str(path), error=f"is a broken Parquet table: {_line(error)}")


# ---------------------------------------------------------------------------------------------------------------


def _open(path: Path) -> Any:
    try:
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - an extra
    except ImportError as error:
        reason = "reading Parquet needs the parquet extra: pip install 'groundtruce[parquet]'"
        raise UnusableInput(path, reason) from error
    try:
        return ParquetFile(path)
    except FileNotFoundError as error:
        raise UnusableInput(path, "there is no such file") from error
    except _faults() as error:
        raise UnusableInput(path, f"is no Parquet table that can be read: {_line(error)}") from error


def _read_rows(table: Any, columns: list[str], *, first: int) -> Iterator[dict[str, Any]]:
    """The rows from a number on, counted from 0. Groups of rows before it are not touched."""
    begun = 0
    for group in range(table.num_row_groups):
        ended = begun + table.metadata.row_group(group).num_rows
        if ended > first:
            # One group at a time, so that what is damaged takes no other with it.
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=[group], columns=columns):
                yield from batch.slice(min(max(first - begun, 0), batch.num_rows)).to_pylist()
                begun += batch.num_rows
        begun = ended


def _plain(row: dict[str, Any]) -> dict[str, object]:
    """The cells that are filled; a date as it is written."""
    cells = {name: cell for name, cell in row.items() if cell is not None}
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in cells.items()}


def _faults() -> tuple[type[Exception], ...]:
    """What Arrow raises for a file that is damaged."""
    from pyarrow import ArrowException  # noqa: PLC0415 - an extra

    return (ArrowException, OSError, ValueError, OverflowError)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
