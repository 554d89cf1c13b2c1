"""Making the file of a record and opening it: never half-made under its name, never anything but a record."""

import os
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

from groundtruce.errors import UnusableInput
from groundtruce.record.additions import Rows
from groundtruce.record.homes.geopackage.connections import connect_for_reading, connect_for_writing, telling_errors
from groundtruce.record.homes.geopackage.schema import create_schema
from groundtruce.record.homes.geopackage.writing import write_rows
from groundtruce.record.homes.home import Stamp


def make_file(path: Path, rows: Rows) -> None:
    """Make a record whose first transaction writes these rows. The file appears whole under its name, or not at all.

    Raises `UnusableInput` where something of that name exists, or the folder does not.
    """
    if path.exists():
        raise UnusableInput(path, "it exists already, and a record is never overwritten")
    if not path.absolute().parent.is_dir():
        raise UnusableInput(path, "there is no such folder to make it in")
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.unfinished")
    try:
        with telling_errors(path):
            _build(unfinished, rows)
        _put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def open_file(path: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection to a record."""
    with telling_errors(path):
        connection = connect_for_reading(path)
        try:
            _check_is_record(connection, path)
        except BaseException:
            connection.close()
            raise
        if not writable:
            return connection
        connection.close()
        return connect_for_writing(path)


def stamp_file(path: Path) -> Stamp | None:
    """Size and time of change of a record's file and of its log: every commit writes to one of them. None where there is no file."""
    files = tuple(_stat(each) for each in (path, path.with_name(f"{path.name}-wal")))
    return Stamp(files, max(each[2] for each in files if each)) if files[0] else None


# ---------------------------------------------------------------------------------------------------------------


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        # Whoever opens the record says what is wrong.
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _build(path: Path, rows: Rows) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        create_schema(connection)
        write_rows(connection, rows)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise UnusableInput(path, "it exists already, and a record is never overwritten") from None
    except OSError:
        # A file system without hard links, such as a memory stick's. Only one who makes the same name just now is overwritten.
        unfinished.rename(path)
    with suppress(OSError):  # some file systems cannot sync a folder
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _check_is_record(connection: sqlite3.Connection, path: Path) -> None:
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('entries')")]
    if columns != ["seq", "kind", "subject", "recorded", "body", "previous", "hash"]:
        raise UnusableInput(path, "it is no record of Groundtruce (a GeoPackage without a chain of entries)")
