"""Lines and tables at a terminal: whatever a document holds stays plain words there."""

from collections.abc import Iterable
from typing import TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundtruce.show.inert import make_line

Row: TypeAlias = tuple[str, ...]
"""The cells of a row."""


def print_line(console: Console, text: str, style: str = "") -> None:
    """A line of plain words: whatever a document holds, neither markup nor an escape sequence."""
    console.print(Text(make_line(text), style=style))


def print_table(console: Console, headings: Row, rows: Iterable[Row], *, empty: str = "") -> None:
    """A table without lines, of plain words; the words `empty` where it has no row."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for heading in headings:
        table.add_column(Text(make_line(heading)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(make_line(cell)) for cell in row))
    if table.row_count:
        console.print(table)
    elif empty:
        print_line(console, empty)
