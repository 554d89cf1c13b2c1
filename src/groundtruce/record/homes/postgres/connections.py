"""Connecting to a database, and PostgreSQL's errors told as ours. A password is never repeated."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import errors

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record.addresses import ServerAddress
from groundtruce.record.homes.postgres.schema import SCHEMA

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

# Seconds to wait for an answer when connecting, and for another process's transaction.
_CONNECTING_S = 10
_PATIENCE_S = 60
_OLDEST = 130000

_REASONS = {
    "25006": "it cannot be written",
    "42501": "access to it is denied",
    "53100": "the server's disk is full; nothing was recorded",
    "53200": "the server has not enough memory",
    "53300": "the server has too many connections",
    "54000": "a document or a shape is larger than the 1 GB that one row can hold",
    "55P03": "another process is writing to it",
    "57014": "the server cancelled it",
    "58030": "the server's disk fails; nothing was recorded",
}
# Classes of SQLSTATE: what PostgreSQL cannot read or does not find that a record has.
_DAMAGE = ("42", "XX")
# A file that may not grow, by its file system or by a quota, has no state of its own.
_NO_ROOM = re.compile(r"could not (extend|write( to)?) file|wrote only")


def connect(address: ServerAddress, *, writable: bool) -> Connection:
    """A connection to a database, with PostGIS in reach. Raises `UnusableInput` where there is none."""
    try:
        connection = psycopg.connect(
            address.uri,
            autocommit=True,
            client_encoding="UTF8",
            connect_timeout=_CONNECTING_S,
            application_name="groundtruce",
        )
    except psycopg.Error as error:
        raise UnusableInput(address, _explain(error, address)) from None
    try:
        _prepare(connection, address, writable=writable)
    except BaseException:
        connection.close()
        raise
    return connection


def holds_record(connection: Connection) -> bool:
    """Whether a record was made in the database."""
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.entries",)).fetchone() == (True,)


@contextmanager
def telling_errors(address: ServerAddress) -> Iterator[None]:
    """Turn PostgreSQL's errors into an `UnusableInput`, or a `BrokenRecord` where the record is damaged."""
    try:
        yield
    except psycopg.Error as error:
        said = _one_line(error, address)
        state = error.sqlstate or ""
        if state in _REASONS:
            raise UnusableInput(address, f"{_REASONS[state]} ({said})") from error
        if _NO_ROOM.search(said):
            raise UnusableInput(address, f"the server has no room for it; nothing was recorded ({said})") from error
        if isinstance(error, (errors.DataError, UnicodeError)):
            raise UnusableInput(address, f"it cannot hold this ({said}); nothing was recorded") from error
        if state.startswith(_DAMAGE):
            raise BrokenRecord(address, f"it is damaged ({said})") from error
        if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
            reason = "the connection to the server was lost; look whether what was being recorded is there"
            raise UnusableInput(address, f"{reason} ({said})") from error
        raise


# ---------------------------------------------------------------------------------------------------------------


def _prepare(connection: Connection, address: ServerAddress, *, writable: bool) -> None:
    row = connection.execute(
        "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), "
        "(SELECT quote_ident(n.nspname) FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace "
        "WHERE x.extname = 'postgis')"
    ).fetchone()
    assert row
    version, encoding, postgis = row
    if version < _OLDEST:
        raise UnusableInput(address, f"its server is older than PostgreSQL {_OLDEST // 10000}")
    if encoding != "UTF8":
        raise UnusableInput(address, f"its encoding is {encoding}, and a record's is UTF8")
    settings = {
        "search_path": f"{SCHEMA}, {postgis or 'public'}",
        "lock_timeout": f"{_PATIENCE_S}s",
        # A server may be set to acknowledge what its disk does not have yet.
        "synchronous_commit": "on",
        "default_transaction_read_only": "off" if writable else "on",
        "extra_float_digits": "3",
        # A day's documents are sorted in memory.
        "work_mem": "32MB",
        # Our questions take milliseconds; compiling one takes seconds.
        "jit": "off",
        "bytea_output": "hex",
    }
    connection.execute(
        "SELECT " + ", ".join("set_config(%s, %s, false)" for _ in settings),
        [each for setting in settings.items() for each in setting],
    )


def _explain(error: psycopg.Error, address: ServerAddress) -> str:
    """Why there is no connection, in one clause without the password."""
    said = _one_line(error, address)
    if re.search(r"password authentication failed|no password supplied|SASL", said):
        return "the server refuses the user or the password"
    if re.search(r'database ".*" does not exist', said):
        return f"there is no such database: createdb {urlsplit(address.shown).path.strip('/')}"
    if isinstance(error, psycopg.ProgrammingError):
        return "is no address of a PostgreSQL database"
    return f"the server cannot be reached ({said})"


def _one_line(error: psycopg.Error, address: ServerAddress) -> str:
    said = " ".join((error.diag.message_primary or str(error)).split())
    for secret in _secrets(address):
        said = said.replace(secret, "…")
    return said[:300]


def _secrets(address: ServerAddress) -> set[str]:
    parts = urlsplit(address.uri)
    stated = [parts.password or "", *re.findall(r"(?i)password=([^&]*)", parts.query), os.environ.get("PGPASSWORD", "")]
    return {secret for each in stated if each for secret in (each, unquote(each))}
