"""Writing rows into a database by COPY, within the caller's transaction."""

from collections.abc import Iterable, Sequence

from groundtruce.record.additions import Rows
from groundtruce.record.homes.postgres.connections import Connection
from groundtruce.record.layers import Cell, Row
from groundtruce.record.passages import list_words

_LONGEST_WORD = 255
"""An index over words holds keys up to 2,700 bytes. Longer words are found by their beginning, and looked at again."""


def write_rows(connection: Connection, rows: Rows) -> None:
    """Write what one transaction writes."""
    _copy(
        connection,
        "entries",
        ("seq", "kind", "subject", "recorded", "body", "previous", "hash"),
        ((e.seq, e.kind, e.subject, e.recorded, e.body.decode(), e.previous, e.hash) for e in rows.entries),
    )
    _copy(connection, "contents", ("sha256", "bytes"), rows.contents)
    _copy(
        connection,
        "texts",
        ("seq", "title", "body", "words"),
        ((seq, title.encode(), text.encode(), index_words(title, text)) for seq, title, text in rows.texts),
    )
    write_beside(connection, rows.layers)


def write_beside(connection: Connection, tables: dict[str, list[Row]]) -> None:
    """Write rows of the tables that stand beside the chain."""
    for table, layer_rows in tables.items():
        if layer_rows:
            cells = ([keep_cell(cell) for cell in row.values()] for row in layer_rows)
            _copy(connection, table, list(layer_rows[0]), cells)


def index_words(*texts: str) -> list[str]:
    """The words by which texts are found, each once."""
    return sorted({word[:_LONGEST_WORD] for text in texts for word in list_words(text)})


def keep_cell(cell: Cell) -> Cell:
    """A cell of a layer's row as PostgreSQL can hold it: U+FFFD stands for NUL, which its texts cannot."""
    return cell.replace("\0", "\ufffd") if isinstance(cell, str) else cell


# ---------------------------------------------------------------------------------------------------------------


def _copy(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    first = next(iterator := iter(rows), None)
    if first is None:
        return
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        copy.write_row(first)
        for row in iterator:
            copy.write_row(row)
