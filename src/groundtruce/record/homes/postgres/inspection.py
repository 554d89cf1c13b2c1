"""A database as verification sees it: at one moment, texts as bytes, and the objects of its schema made once more to compare."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader

from groundtruce.errors import BrokenRecord
from groundtruce.record.addresses import ServerAddress
from groundtruce.record.geometry import Box
from groundtruce.record.homes.home import Dialect, Parameter
from groundtruce.record.homes.postgres.ahead import Ahead
from groundtruce.record.homes.postgres.connections import Connection, connect
from groundtruce.record.homes.postgres.objects import check_objects
from groundtruce.record.homes.postgres.schema import shape_of
from groundtruce.record.homes.postgres.statements import to_psycopg
from groundtruce.record.homes.postgres.writing import index_words

_PIECE = 1 << 20
_FETCHED = 200


class PostgresInspection:
    """A database at one moment, read with every text as bytes."""

    damage = (psycopg.errors.InternalError, psycopg.errors.DataError)

    def __init__(self, address: ServerAddress, connection: Connection, dialect: Dialect) -> None:
        self.address = address
        self.dialect = dialect
        self._connection = connection
        self._ahead = Ahead(connection, 0, 0)

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, one by one."""
        yield from self._connection.execute(to_psycopg(statement), parameters)

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        return self._connection.execute(to_psycopg(statement), parameters).fetchone()

    def entries(self) -> Generator[tuple[Any, ...], None, None]:
        """Every entry in order, some hundred at a time."""
        last = 0
        while True:
            page = list(
                self.rows(
                    f"SELECT {self.dialect.entry_as_bytes} FROM entries WHERE seq > :last ORDER BY seq LIMIT {_FETCHED}",  # noqa: S608  # our own text
                    last=last,
                )
            )
            if page:
                self._ahead = Ahead(self._connection, page[0][0], page[-1][0])
            yield from page
            if len(page) < _FETCHED:
                return
            last = page[-1][0]

    def rows_beside(self, table: str, columns: str, *, key: str = "seq", number: int) -> list[tuple[Any, ...]]:
        """The rows of a table beside an entry, read with those of the entries around it."""
        found = self._ahead.find_rows(table, columns, number) if key == "seq" else None
        if found is not None:
            return found
        order = "ORDER BY number" if table == "mentions" else ""
        return list(self.rows(f"SELECT {columns} FROM {table} WHERE {key} = :number {order}", number=number))  # noqa: S608

    def content_pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a document, piece by piece."""
        content = self._ahead.find_content(sha256)
        if content is not None:
            yield content
            return
        start = 1
        while True:
            row = self.row(
                "SELECT substring(bytes FROM :start FOR :size) FROM contents WHERE sha256 = :sha256",
                start=start,
                size=_PIECE,
                sha256=sha256,
            )
            if row is None:
                raise ValueError("its content is missing")
            yield row[0]
            if len(row[0]) < _PIECE:
                return
            start += _PIECE

    def check_text(self, seq: int, *, title: str, text: str) -> None:
        """Check that the words by which it is found are those of the text."""
        holds = self._ahead.has_words(seq, columns=self.dialect.text_as_bytes)
        row = (
            (holds,)
            if holds is not None
            else self.row(
                "SELECT words = CAST(:words AS text[]) FROM texts WHERE seq = :seq",
                words=index_words(title, text),
                seq=seq,
            )
        )
        if row != (True,):
            raise ValueError("the words by which it is found are not those of its text")

    def check_shape(self, table: str, number: int, *, box: Box) -> None:  # noqa: ARG002 - PostGIS has the shape itself
        """Check that the shape that a GIS sees is the row's geometry."""
        key = "fid" if table == "places" else "seq"
        shows = self._ahead.shows_shape(table, number) if key == "seq" else None
        row = (
            (shows,)
            if shows is not None
            else self.row(
                f"SELECT ST_AsEWKB(shape) = ST_AsEWKB({shape_of(table)}) FROM {table} WHERE {key} = :number",  # noqa: S608
                number=number,
            )
        )
        if row != (True,):
            raise ValueError(f"its row {number} in {table} shows another shape than its entry")

    def check_rest(self) -> None:
        """Check that the schema's objects are as this release makes them."""
        fault = check_objects(self._connection)
        if fault:
            raise BrokenRecord(self.address, fault)


@contextmanager
def inspect(address: ServerAddress, dialect: Dialect) -> Iterator[PostgresInspection]:
    """Open a database for verification. Nothing is changed: the objects to compare with are temporary, and undone."""
    connection = connect(address, writable=True)
    try:
        connection.adapters.register_loader("text", _BytesLoader)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        yield PostgresInspection(address, connection, dialect)
    finally:
        connection.close()


# ---------------------------------------------------------------------------------------------------------------


class _BytesLoader(Loader):
    """Texts as the bytes that they are stored as."""

    def load(self, data: Buffer) -> bytes:
        """The bytes of a text."""
        return bytes(data)
