"""What verification reads of a database ahead of the entries that it walks through: a table's rows of some hundred entries at once."""

from collections import defaultdict
from typing import Any, TypeAlias

import msgspec
import psycopg

from groundtruce.record.homes.home import Parameter
from groundtruce.record.homes.postgres.connections import Connection
from groundtruce.record.homes.postgres.schema import shape_of
from groundtruce.record.homes.postgres.statements import to_psycopg
from groundtruce.record.homes.postgres.writing import index_words

Kept: TypeAlias = tuple[Any, ...]

_LIGHT = 100_000
"""What is larger, in bytes, is read by itself, so that what is kept of some hundred entries stays small."""
_WEIGHT = {"texts": "octet_length(title) + octet_length(body)", "zone_shapes": "octet_length(geom)"}
# The words as they are kept beside those that the text has, in their order.
_OTHER_WORDS = (
    "SELECT t.seq FROM json_each(CAST(:expected AS json)) e JOIN texts t ON t.seq = CAST(e.key AS bigint) "
    "WHERE t.words IS DISTINCT FROM ARRAY(SELECT json_array_elements_text(e.value))"
)
_CONTENTS = (
    "SELECT c.sha256, c.bytes FROM contents c WHERE octet_length(c.bytes) <= :most AND c.sha256 IN "
    "(SELECT e.subject FROM entries e WHERE e.kind = 'document' AND e.seq BETWEEN :first AND :final)"
)


class Ahead:
    """The rows beside the entries from one number to another, each table read when it is first asked for.

    Where the database cannot read some of them, none are kept, and each is read by itself: so the entry is named.
    """

    def __init__(self, connection: Connection, first: int, final: int) -> None:
        self._connection = connection
        self._first, self._final = first, final
        self._rows: dict[tuple[str, str], dict[int, list[Kept]] | None] = {}
        self._others: dict[str, set[int] | None] = {}
        self._contents: dict[bytes, bytes] | None = None

    def find_rows(self, table: str, columns: str, number: int) -> list[Kept] | None:
        """The rows of a table beside an entry in their order; none where they must be read by themselves."""
        kept = self._load(table, columns) if self._first <= number <= self._final else None
        if kept is None or (number not in kept and table in _WEIGHT):
            return None
        return kept.get(number, [])

    def find_content(self, sha256: str) -> bytes | None:
        """The bytes of a document; none where they must be read by themselves."""
        if self._contents is None:
            self._contents = dict(self._ask(_CONTENTS, first=self._first, final=self._final, most=_LIGHT) or [])
        return self._contents.get(sha256.encode())

    def shows_shape(self, table: str, number: int) -> bool | None:
        """Whether a row shows the shape that it holds; none where that must be asked by itself."""
        if table not in self._others:
            other = f"ST_AsEWKB(shape) IS DISTINCT FROM ST_AsEWKB({shape_of(table)})"
            question = f"SELECT seq FROM {table} WHERE seq BETWEEN :first AND :final AND {other}"  # noqa: S608
            self._others[table] = self._list(self._ask(question, first=self._first, final=self._final))
        return self._tell(table, number)

    def has_words(self, number: int, *, columns: str) -> bool | None:
        """Whether a text is found by its words; none where that must be asked by itself."""
        if "texts" not in self._others:
            texts = (self._load("texts", columns) or {}).items()
            expected = {
                str(seq): index_words(*(each.decode(errors="replace") for each in rows[0])) for seq, rows in texts
            }
            told = msgspec.json.encode(expected).decode()
            self._others["texts"] = self._list(self._ask(_OTHER_WORDS, expected=told))
        kept = self._load("texts", columns)
        return self._tell("texts", number) if kept and number in kept else None

    # -----------------------------------------------------------------------------------------------------------

    def _load(self, table: str, columns: str) -> dict[int, list[Kept]] | None:
        if (table, columns) not in self._rows:
            light = f" AND {_WEIGHT[table]} <= {_LIGHT}" if table in _WEIGHT else ""
            order = "seq, number" if table == "mentions" else "seq"
            rows = self._ask(
                f"SELECT seq, {columns} FROM {table} WHERE seq BETWEEN :first AND :final{light} ORDER BY {order}",  # noqa: S608
                first=self._first,
                final=self._final,
            )
            kept: dict[int, list[Kept]] = defaultdict(list)
            for seq, *row in rows or []:
                kept[seq].append(tuple(row))
            self._rows[table, columns] = None if rows is None else dict(kept)
        return self._rows[table, columns]

    def _ask(self, statement: str, **parameters: Parameter) -> list[Kept] | None:
        try:
            with self._connection.transaction():
                return self._connection.execute(to_psycopg(statement), parameters).fetchall()
        except (psycopg.errors.InternalError, psycopg.errors.DataError):
            return None

    @staticmethod
    def _list(rows: list[Kept] | None) -> set[int] | None:
        return None if rows is None else {number for (number,) in rows}

    def _tell(self, table: str, number: int) -> bool | None:
        others = self._others[table]
        return None if others is None or not self._first <= number <= self._final else number not in others
