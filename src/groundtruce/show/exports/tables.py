"""Tables as CSV (RFC 4180): UTF-8, CRLF, a header, in the order given.

A cell of text that a spreadsheet would take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return) is written
with an apostrophe before it, as OWASP's "CSV Injection" advises: texts of documents are anybody's, and a quote that opens a
dash must not run. Numbers are written as they are, with their sign.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from groundtruce.show.inert import make_inert

Cell: TypeAlias = str | int | float | None


class Number(str):
    """A number as another's table writes it: its sign runs nothing. Raises `ValueError` for what is no number."""

    __slots__ = ()

    def __new__(cls, text: str) -> "Number":
        """The number that `text` writes."""
        if not is_number(text):
            raise ValueError(f"{text!r} is no number")
        return super().__new__(cls, text)


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text, re.ASCII) is not None


def write_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The header and the rows, every text in them harmless."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_guard(cell) for cell in row] for row in rows)
    return output.getvalue()


def find_guarded(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, str, str, str]]:
    """The cells that are not written as they are: row, from 1, column, what is written, and the text."""
    for number, row in enumerate(rows, 1):
        for column, cell in zip(header, row, strict=True):
            written = _guard(cell)
            if isinstance(cell, str) and written != cell:
                yield number, column, str(written), cell


# ---------------------------------------------------------------------------------------------------------------

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _guard(cell: Cell) -> Cell:
    if not isinstance(cell, str) or isinstance(cell, Number):
        return cell
    text = make_inert(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
