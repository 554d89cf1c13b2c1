"""The tokens of a record: beside a file in a small one that its owner alone may read, beside a database's record in a table.

They are no part of the record: no entry tells of them, and a copy does not take them along.
"""

import getpass
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from groundtruce.errors import UnusableInput
from groundtruce.model.access import Token
from groundtruce.record.addresses import Address, ServerAddress

_SCHEMA = "CREATE TABLE IF NOT EXISTS tokens (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT"
_OTHERS = 0o077
"""The rights of everybody but the owner."""


class TokenStore(Protocol):
    """Where tokens are kept. Close it after use."""

    @property
    def user(self) -> str:
        """Who asks: an account of this machine, or a role of the database."""
        ...

    def list(self) -> tuple[Token, ...]:
        """Every token, in the order of their making; also those expired and revoked."""
        ...

    def put(self, token: Token) -> None:
        """Keep a token, in the place of the one with its identifier."""
        ...

    def close(self) -> None:
        """Leave it."""
        ...


def find_tokens(record: Address) -> TokenStore:
    """Where the tokens of a record are, which was opened before."""
    if isinstance(record, ServerAddress):
        from groundtruce.record.homes.postgres.tokens import TokenTable  # noqa: PLC0415 - the extra `postgres`

        return TokenTable(record)
    return TokenFile(record)


class TokenFile:
    """The tokens of the record at a path. What was put is there for whoever lists next, in any process."""

    def __init__(self, record: Path) -> None:
        self.path = record.with_name(f"{record.name}.tokens")

    @property
    def user(self) -> str:
        """The account that runs this process."""
        try:
            return getpass.getuser()
        except (KeyError, OSError):  # as in a container, whose number has no name
            return f"account {os.getuid()}"

    def list(self) -> tuple[Token, ...]:
        """Every token; none where there is no file. Raises `UnusableInput` for a file that others may read."""
        if not self.path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute("SELECT body FROM tokens ORDER BY rowid").fetchall()
            return tuple(msgspec.json.decode(body, type=Token) for (body,) in rows)

    def put(self, token: Token) -> None:
        """Keep a token, on the disk once this returns."""
        # Made by this call alone with these rights; SQLite's own files beside it take them over.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        with self._open() as connection, connection:
            connection.execute(_SCHEMA)
            connection.execute(
                "INSERT INTO tokens VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (token.id, msgspec.json.encode(token).decode()),
            )

    def close(self) -> None:
        """Nothing stays open."""

    # -----------------------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
            raise UnusableInput(self.path, "others may read the tokens: chmod 600 it")
        try:
            with closing(sqlite3.connect(self.path, timeout=10)) as connection:
                yield connection
        except (sqlite3.Error, msgspec.DecodeError) as error:
            raise UnusableInput(self.path, f"it does not hold tokens: {error}") from error
