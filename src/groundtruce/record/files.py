"""Making the file of a record and opening it: never half-made under its name, never anything but a record."""

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.model.cases import Case
from groundtruce.record import bodies, schema
from groundtruce.record.chain import ENTRY_AS_BYTES, Draft, check_hash, link_entries, next_moment, parse_entry
from groundtruce.record.connections import (
    connect_for_reading,
    connect_for_writing,
    telling_errors,
)
from groundtruce.record.layers import place_rows
from groundtruce.record.writing import insert_entries, insert_layer_rows, update_contents


def build_record(path: Path, *, case: Case, now: datetime) -> None:
    """Make a whole record at `path`."""
    recorded = next_moment(now, after=None)
    drafts: list[Draft] = [("case", case.id, bodies.encode_case(case, schema=schema.VERSION))]
    entries = link_entries(drafts, after=None, recorded=recorded)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        schema.create_schema(connection)
        insert_entries(connection, entries)
        insert_layer_rows(connection, table="places", rows=place_rows(case))
        update_contents(connection, first=1, recorded=recorded)
        connection.execute("COMMIT")
    finally:
        connection.close()


def put_in_place(unfinished: Path, path: Path) -> None:
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


def open_file(path: Path, *, writable: bool) -> tuple[int, sqlite3.Connection]:
    """The version of a record's schema, and a connection to it."""
    with telling_errors(path):
        connection = connect_for_reading(path)
        try:
            version = _read_version(connection, path)
            if not writable:
                return version, connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return version, connect_for_writing(path)


# ---------------------------------------------------------------------------------------------------------------


def _read_version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version from the entry that states it last, if the chain holds for this entry."""
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('entries')")]
    if columns != ["seq", "kind", "subject", "recorded", "body", "previous", "hash"]:
        raise UnusableInput(path, "it is no record of Groundtruce (a GeoPackage without a chain of entries)")
    row = connection.execute(
        f"SELECT {ENTRY_AS_BYTES} FROM entries NOT INDEXED "  # noqa: S608  # our own text
        "WHERE seq = COALESCE((SELECT MAX(seq) FROM entries WHERE kind = 'migration'), 1)"
    ).fetchone()
    if row is None:
        raise BrokenRecord(path, "it is missing", entry=1)
    try:
        entry = parse_entry(row)
        check_hash(entry)
        return bodies.decode_schema_version(entry.body)
    except ValueError as error:
        raise BrokenRecord(path, str(error), entry=row[0]) from error
