"""The tokens of a record in a database, in a schema of their own: who may read the record need not read their hashes."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from msgspec.structs import astuple

from groundtruce.errors import UnusableInput
from groundtruce.model.access import Token
from groundtruce.record.addresses import ServerAddress
from groundtruce.record.homes.postgres.connections import Connection, connect, telling_errors
from groundtruce.record.homes.postgres.schema import SCHEMA

ACCESS_SCHEMA = f"{SCHEMA}_access"
"""Beside the record's, so that `GRANT … ON ALL TABLES IN SCHEMA` of the record does not reach it."""

_T = TypeVar("_T")
_TABLE = f"{ACCESS_SCHEMA}.tokens"
_COLUMNS = Token.__struct_fields__
_STATEMENTS = (
    f"CREATE SCHEMA {ACCESS_SCHEMA}",
    f"REVOKE ALL ON SCHEMA {ACCESS_SCHEMA} FROM PUBLIC",
    f"""CREATE TABLE {_TABLE} (
  number bigint GENERATED ALWAYS AS IDENTITY,
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  salt text NOT NULL,
  digest text NOT NULL,
  made text NOT NULL,
  expires text NOT NULL,
  made_by text,
  revoked text,
  revoked_by text
)""",
    f"REVOKE ALL ON {_TABLE} FROM PUBLIC",
    f"COMMENT ON TABLE {_TABLE} IS 'Who may do what through groundtruce serve: salted hashes. No part of the record.'",
)
_PUT = (
    f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) "  # noqa: S608  # our own names
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _COLUMNS[1:])}"
)
_LIST = f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE} ORDER BY number"  # noqa: S608  # our own names
_STATE = (
    "SELECT t.relowner = e.relowner, has_any_column_privilege('public', t.oid, 'SELECT') FROM pg_class t, pg_class e "  # noqa: S608
    f"WHERE t.oid = to_regclass('{_TABLE}') AND e.oid = '{SCHEMA}.entries'::regclass"
)
_MAKING = 0x746F6B656E
"""The advisory lock of whoever makes the table: "token" as a number."""


class TokenTable:
    """The tokens of the record in a database, over one connection that is kept until `close`."""

    def __init__(self, record: ServerAddress) -> None:
        self.address = record
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    @property
    def user(self) -> str:
        """The database's role that asks."""
        return self._ask(lambda connection: str(_first(connection, "SELECT session_user")[0]))

    def list(self) -> tuple[Token, ...]:
        """Every token; none where there is no table.

        Raises `UnusableInput` where this role may not see them, everybody may, or the table is not of the record's owner.
        """
        rows = self._ask(
            lambda connection: connection.execute(_LIST.encode()).fetchall() if self._is_made(connection) else []
        )
        return tuple(Token(**dict(zip(_COLUMNS, row, strict=True))) for row in rows)

    def put(self, token: Token) -> None:
        """Keep a token, on the server's disk once this returns."""

        def put(connection: Connection) -> None:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
                if not self._is_made(connection):
                    for statement in _STATEMENTS:
                        connection.execute(statement.encode())
                connection.execute(_PUT.encode(), astuple(token))

        self._ask(put)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._disconnect()

    # -----------------------------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[Connection], _T]) -> _T:
        """An answer over the kept connection, or over a new one where that was lost meanwhile."""
        with self._lock, telling_errors(self.address):
            if self._connection is not None:
                try:
                    return question(self._connection)
                except psycopg.OperationalError:
                    if not self._connection.broken:
                        raise
                    self._disconnect()
            self._connection = connect(self.address, writable=True)
            return question(self._connection)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_made(self, connection: Connection) -> bool:
        state = connection.execute(_STATE.encode()).fetchone()
        if state is None:
            return False
        is_owners, is_public = state
        if not is_owners:
            raise UnusableInput(
                self.address, f"{_TABLE} belongs to another role than the record, so its tokens open nothing"
            )
        if is_public:
            raise UnusableInput(self.address, f"everybody may read the tokens: REVOKE ALL ON {_TABLE} FROM PUBLIC")
        return True


# ---------------------------------------------------------------------------------------------------------------


def _first(connection: Connection, statement: str) -> tuple[Any, ...]:
    row = connection.execute(statement.encode()).fetchone()
    assert row
    return row
