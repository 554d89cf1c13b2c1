"""Opening and closing the file of a record, and SQLite's errors told as ours.

While a record is written, SQLite keeps a write-ahead log beside it (`-wal`, `-shm`); the last one to close the record
folds the log into the file again. A process that was killed leaves the log behind: the next one to open the record settles it.
"""

import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record.homes.geopackage.schema import APPLICATION_ID
from groundtruce.record.homes.home import Parameter

# Seconds to wait for another process's transaction, which takes milliseconds except for the largest maps.
_PATIENCE_S = 60

_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was recorded",
    sqlite3.SQLITE_IOERR: "reading or writing failed (disk I/O error); nothing was recorded",
    sqlite3.SQLITE_READONLY: "it cannot be written",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_BUSY: "another process is writing to it",
    sqlite3.SQLITE_LOCKED: "another process is writing to it",
    sqlite3.SQLITE_PERM: "access to it is denied",
    sqlite3.SQLITE_TOOBIG: "a document or a shape is larger than the 1 GB that one row can hold",
    sqlite3.SQLITE_NOTADB: "it is no record of Groundtruce (not an SQLite file)",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
}


def connect_for_writing(path: Path) -> sqlite3.Connection:
    """A connection that keeps a write-ahead log and returns from a commit only when the disk has it."""
    connection = _connect(path, "mode=rw")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection to a GeoPackage that cannot change it. Works on media that cannot be written.

    Raises `UnusableInput` for what is no GeoPackage, and where a log was left behind that cannot be settled there.
    """
    _check_is_file(path)
    connection = _connect_as_is(path)
    try:
        _check_is_geopackage(connection, path)
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    except BaseException:
        connection.close()
        raise
    if mode != "wal":
        return connection
    connection.close()
    settle(path)
    return _connect_as_is(path)


def settle(path: Path) -> None:
    """Fold a write-ahead log into the file, if there is one and no other connection has the record open."""
    # Whoever cannot settle it now (it is in use, on read-only media, on a full disk) leaves it whole, with its log; that
    # it is damaged is told by whoever reads it.
    with suppress(sqlite3.DatabaseError), closing(_connect(path, "mode=rw", patience_s=0)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode == "wal":
            connection.execute("PRAGMA journal_mode = DELETE")


def is_logging(connection: sqlite3.Connection) -> bool:
    """Whether a connection reads and writes through a write-ahead log, as far as it saw the file; it may where that cannot be told."""
    try:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    except sqlite3.DatabaseError:
        return True
    return bool(mode == "wal")


@contextmanager
def telling_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into an `UnusableInput`, or a `BrokenRecord` where the file is damaged."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise BrokenRecord(path, "it is damaged (text that is not UTF-8)") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _REASONS:
            raise UnusableInput(path, _REASONS[code]) from error
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError):
            raise BrokenRecord(path, f"it is damaged ({error})") from error
        raise


def bind_parameters(parameters: dict[str, Parameter]) -> dict[str, str | int | bytes | None]:
    """The parameters of a statement as SQLite takes them: a list as JSON."""
    return {name: json.dumps(value) if isinstance(value, list) else value for name, value in parameters.items()}


# ---------------------------------------------------------------------------------------------------------------


def _connect(path: Path, query: str, *, patience_s: float = _PATIENCE_S) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{query}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience_s)


def _check_is_file(path: Path) -> None:
    # Nothing here may open the file but SQLite: closing any descriptor of it drops this process's locks on it.
    try:
        status = path.stat()
    except FileNotFoundError:
        raise UnusableInput(path, "there is no such file") from None
    except OSError as error:
        raise UnusableInput(path, f"it cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(status.st_mode):
        raise UnusableInput(path, "it is no file")
    if status.st_size == 0:
        raise UnusableInput(path, "it is empty, so it is no record")


def _check_is_geopackage(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise UnusableInput(path, "it is no record of Groundtruce (an SQLite file, but not a GeoPackage)")


def _connect_as_is(path: Path) -> sqlite3.Connection:
    """A connection for reading, also where a log cannot be opened since nothing can be written."""
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return _connect_to_fixed(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_to_fixed(path: Path) -> sqlite3.Connection:
    """Read a file that nobody can write: SQLite needs no locks for it, but then it does not look at a log either."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise UnusableInput(
            path, f"it was not closed, and its log {log.name} cannot be folded in here; copy both elsewhere"
        )
    return _connect(path, "mode=ro&immutable=1")
