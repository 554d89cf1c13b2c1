"""A record in a database: PostgreSQL with PostGIS, where several people write at once and a GIS reads along."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg

from groundtruce.errors import UnusableInput
from groundtruce.record.additions import Rows
from groundtruce.record.addresses import ServerAddress
from groundtruce.record.homes.home import Dialect, Migration, Parameter
from groundtruce.record.homes.postgres.connections import Connection, connect, holds_record, telling_errors
from groundtruce.record.homes.postgres.inspection import PostgresInspection, inspect
from groundtruce.record.homes.postgres.schema import MIGRATIONS, PRIVILEGES, PUBLISHED, SCHEMA, STATEMENTS, is_day
from groundtruce.record.homes.postgres.statements import to_psycopg
from groundtruce.record.homes.postgres.writing import index_words, keep_cell, write_beside, write_rows
from groundtruce.record.layers import Row
from groundtruce.record.passages import list_words

DIALECT = Dialect(
    entry_as_bytes="seq, "
    + ", ".join(f"convert_to({each}, 'UTF8')" for each in ("kind", "subject", "recorded", "body", "previous", "hash")),
    text_as_bytes="title, body",
    field=lambda column, name: f"{SCHEMA}.field({column}, '{name}')",
    published=PUBLISHED.replace("{schema}", SCHEMA),
    is_day=is_day,
    unindexed="",
    among=lambda column, name: f"{column} = ANY(:{name})",
    # As rows, which are looked up one by one; a long array would be held against every row of an index.
    among_many=lambda column, name: f"{column} IN (SELECT unnest(CAST(:{name} AS text[])))",  # our own names
    among_numbers=lambda column, name: f"{column} IN (SELECT unnest(CAST(:{name} AS bigint[])))",  # the same
    during=lambda start, end: f"p.days && tstzrange(CAST(:{start} AS timestamptz), CAST(:{end} AS timestamptz))",
    keep_cell=keep_cell,
)
_PAGE, _LATELY = 20, 1_000
_LATELY_FOUND = (
    "SELECT coalesce(array_agg(seq ORDER BY seq DESC) FILTER (WHERE holds), '{}'), "  # noqa: S608  # our own number
    "min(seq), count(*) FROM (SELECT seq, words @> CAST(:words AS text[]) AS holds FROM texts WHERE seq <= :last "
    f"ORDER BY seq DESC LIMIT {_LATELY}) lately"
)
# Without an order and a limit, for which all texts might be walked through.
_EARLIER_FOUND = "SELECT seq FROM texts WHERE words @> CAST(:words AS text[]) AND seq < :before"
_PAGE_OF_TEXTS = (
    "SELECT (SELECT body FROM entries e WHERE e.seq = t.seq), t.title, t.body FROM texts t "
    "WHERE t.seq = ANY(CAST(:page AS bigint[])) ORDER BY t.seq DESC"
)
_WRITING = 0x67726F756E64
"""The advisory lock of whoever writes: "ground" as a number."""


class Postgres:
    """An open database."""

    dialect = DIALECT
    migrations: tuple[Migration, ...] = MIGRATIONS

    def __init__(self, address: ServerAddress, connection: Connection, *, writable: bool) -> None:
        self.address = address
        self.writable = writable
        self._connection = connection

    @classmethod
    def create(cls, address: ServerAddress, rows: Rows) -> None:
        """Make a record whose first transaction writes these rows, in one transaction.

        Raises `UnusableInput` where the database holds one already, or has no PostGIS and cannot be given it.
        """
        connection = connect(address, writable=True)
        try:
            with telling_errors(address):
                _add_postgis(connection, address)
        finally:
            connection.close()
        # Connected anew, it knows where PostGIS is.
        home = cls(address, connect(address, writable=True), writable=True)
        try:
            with telling_errors(address), home.transaction():
                if holds_record(home._connection):
                    raise UnusableInput(address, "it holds a record already, and a record is never overwritten")
                home._create_schema()
                home.write(rows)
        finally:
            home.close()

    @classmethod
    def exists(cls, address: ServerAddress) -> bool:
        """Whether a database holds a record."""
        connection = connect(address, writable=False)
        try:
            with telling_errors(address):
                return holds_record(connection)
        finally:
            connection.close()

    @classmethod
    def open(cls, address: ServerAddress, *, writable: bool) -> "Postgres":
        """Open a database that holds a record, of whatever version."""
        connection = connect(address, writable=writable)
        with telling_errors(address):
            held = holds_record(connection)
        if not held:
            connection.close()
            raise UnusableInput(address, f"it holds no record: groundtruce init {address} makes one")
        return cls(address, connection, writable=writable)

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, one by one."""
        yield from self._connection.execute(to_psycopg(statement), parameters)

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        return self._connection.execute(to_psycopg(statement), parameters).fetchone()

    def telling_errors(self) -> AbstractContextManager[None]:
        """Turn PostgreSQL's errors into ours."""
        return telling_errors(self.address)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction that nobody else writes in: who comes later waits, and then sees what was written."""
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITING,))
            yield

    def write(self, rows: Rows) -> None:
        """Write what one transaction writes."""
        write_rows(self._connection, rows)

    def write_beside(self, rows: dict[str, list[Row]]) -> None:
        """Write rows that stand beside entries which are there already."""
        write_beside(self._connection, rows)

    def change_schema(self, statement: str) -> None:
        """Run a statement of a migration."""
        self._connection.execute(statement.replace("{schema}", SCHEMA).encode())

    def find_texts(self, phrases: Sequence[str], *, last: int) -> Generator[tuple[str, bytes], None, None]:
        """Body and text of the documents that hold all phrases, the latest recorded first."""
        for numbers in self._find_numbers(index_words(*phrases), last=last):
            for start in range(0, len(numbers), _PAGE):
                # Page by page, so that whoever wants a few reads a few.
                for body, title, text in list(self.rows(_PAGE_OF_TEXTS, page=numbers[start : start + _PAGE])):
                    if all(_holds(phrase, title, text) for phrase in phrases):
                        yield body, text

    def inspection(self) -> AbstractContextManager[PostgresInspection]:
        """The same database for verification."""
        return inspect(self.address, DIALECT)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    # -----------------------------------------------------------------------------------------------------------

    def _find_numbers(self, words: list[str], *, last: int) -> Iterator[list[int]]:
        """The numbers of the texts with all words, the latest first: of the last some, then of all others.

        What stands in many texts stands in one of the last: only what does not is looked up in the index, which gives all at once.
        """
        for lately, first, looked_at in self.rows(_LATELY_FOUND, words=words, last=last):
            yield lately
            if looked_at == _LATELY:
                earlier = self.rows(_EARLIER_FOUND, words=words, before=first)
                yield sorted((seq for (seq,) in earlier), reverse=True)

    def _create_schema(self) -> None:
        self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
        for statement in (*STATEMENTS, *PRIVILEGES):
            self.change_schema(statement)


def _add_postgis(connection: Connection, address: ServerAddress) -> None:
    available = connection.execute(
        "SELECT installed_version FROM pg_available_extensions WHERE name = 'postgis'"
    ).fetchone()
    if available is None:
        raise UnusableInput(address, "PostGIS is not installed on its server: apt-get install postgresql-15-postgis-3")
    if available[0] is None:
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        except psycopg.errors.InsufficientPrivilege:
            reason = "PostGIS is missing in it, which a superuser of its server must add: CREATE EXTENSION postgis"
            raise UnusableInput(address, reason) from None


def _holds(phrase: str, title: bytes, text: bytes) -> bool:
    """Whether the words of a phrase follow each other in a title or a text: for one word, the index knows."""
    words = list_words(phrase)
    if len(words) == 1 and len(words[0]) < 255:
        return True
    sought = f" {' '.join(words)} "
    return any(sought in f" {' '.join(list_words(each.decode()))} " for each in (title, text))
