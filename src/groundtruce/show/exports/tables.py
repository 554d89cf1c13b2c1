"""Tables as CSV (RFC 4180): UTF-8, CRLF, a header, in the order given.

A cell of text that a spreadsheet would take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return) is written
with an apostrophe before it, as OWASP's "CSV Injection" advises: texts of documents are anybody's, and a quote that opens a
dash must not run. Numbers are written as they are, with their sign.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from groundtruce.show.inert import make_inert

Cell: TypeAlias = str | int | float | None


def write_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The header and the rows, every text in them harmless."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_guard(cell) for cell in row] for row in rows)
    return output.getvalue()


# ---------------------------------------------------------------------------------------------------------------

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A number of another's table comes as its text, and its sign runs nothing.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def _guard(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = make_inert(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text
