"""A record in one file: a GeoPackage, which a GIS opens as it is."""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from groundtruce.record.additions import Rows
from groundtruce.record.homes.geopackage.connections import bind_parameters, is_logging, settle, telling_errors
from groundtruce.record.homes.geopackage.files import make_file, open_file
from groundtruce.record.homes.geopackage.inspection import GeoPackageInspection, inspect
from groundtruce.record.homes.geopackage.schema import MIGRATIONS, PUBLISHED, field_of, is_day
from groundtruce.record.homes.geopackage.writing import write_beside, write_rows
from groundtruce.record.homes.home import Dialect, Migration, Parameter
from groundtruce.record.layers import Row


def _is_among(column: str, name: str) -> str:
    return f"{column} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608  # our own names


DIALECT = Dialect(
    entry_as_bytes="seq, "
    + ", ".join(f"CAST({column} AS BLOB)" for column in ("kind", "subject", "recorded", "body", "previous", "hash")),
    text_as_bytes="CAST(title AS BLOB), CAST(body AS BLOB)",
    field=field_of,
    published=PUBLISHED,
    is_day=is_day,
    unindexed="NOT INDEXED",
    among=_is_among,
    among_many=_is_among,
    among_numbers=_is_among,
    keep_cell=lambda cell: cell,
    # One whose date has no beginning counts from four days before its end: what is told without a date has just happened.
    during=lambda start, end: (
        f"coalesce(p.begins, strftime('%Y-%m-%dT%H:%M:%fZ', p.ends, '-4 days'), '') < :{end} "
        f"AND coalesce(p.ends, '9999') > :{start}"
    ),
)


class GeoPackage:
    """An open GeoPackage."""

    dialect = DIALECT
    migrations: tuple[Migration, ...] = MIGRATIONS

    def __init__(self, path: Path, connection: sqlite3.Connection, *, writable: bool) -> None:
        self.address = path
        self.writable = writable
        self._connection = connection

    @classmethod
    def create(cls, path: Path, rows: Rows) -> None:
        """Make a record whose first transaction writes these rows."""
        make_file(path, rows)

    @classmethod
    def open(cls, path: Path, *, writable: bool) -> "GeoPackage":
        """Open a file that is a record, of whatever version."""
        return cls(path, open_file(path, writable=writable), writable=writable)

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, one by one."""
        with closing(self._connection.execute(statement, bind_parameters(parameters))) as cursor:
            yield from cursor

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        with closing(self._connection.execute(statement, bind_parameters(parameters))) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def telling_errors(self) -> AbstractContextManager[None]:
        """Turn SQLite's errors into ours."""
        return telling_errors(self.address)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction that no other process writes in."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def write(self, rows: Rows) -> None:
        """Write what one transaction writes."""
        write_rows(self._connection, rows)

    def write_beside(self, rows: dict[str, list[Row]]) -> None:
        """Write rows that stand beside entries which are there already."""
        write_beside(self._connection, rows)

    def change_schema(self, statement: str) -> None:
        """Run a statement of a migration."""
        self._connection.execute(statement)

    def find_texts(self, phrases: Sequence[str], *, last: int) -> Generator[tuple[str, str], None, None]:
        """Body and text of the documents that hold all phrases, the latest recorded first."""
        # Each phrase as a string, so that nothing in it is syntax of FTS5.
        yield from self.rows(
            "SELECT e.body, t.body FROM text_index JOIN texts t ON t.seq = text_index.rowid "
            "JOIN entries e ON e.seq = t.seq WHERE text_index MATCH :phrases AND text_index.rowid <= :last "
            "ORDER BY text_index.rowid DESC",
            phrases=" ".join(f'"{phrase}"' for phrase in phrases),
            last=last,
        )

    def inspection(self) -> AbstractContextManager[GeoPackageInspection]:
        """The same file for verification."""
        return inspect(self.address, DIALECT)

    def close(self) -> None:
        """Close the file; the last one to close it leaves one clean file."""
        # Only whoever used a log can have kept another from settling it.
        used_log = is_logging(self._connection)
        self._connection.close()
        if used_log:
            settle(self.address)
