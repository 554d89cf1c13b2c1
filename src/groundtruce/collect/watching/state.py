"""What a watch must remember from one visit to the next: a small SQLite database beside the record.

Every change is one transaction that the disk has before it returns, so that a watch that is killed goes on where it stopped.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from groundtruce.collect.watching.robots import Rules
from groundtruce.collect.watching.tables import Source
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Alert, ArchivedAt, Capture
from groundtruce.model.values import Value


class Seen(Value):
    """What is remembered of one address or file."""

    source: str
    visited: str | None = None
    """The last visit, ISO 8601 in UTC."""
    next_visit: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_sha256: str | None = None
    """Of the last body that was kept."""
    document: str | None = None
    """The SHA-256 of the last document."""
    moved_to: str | None = None
    missing: int = 0
    """So many visits in a row found it missing."""
    failures: int = 0
    """So many visits in a row gave no answer that can be used."""
    gone: bool = False
    version: str | None = None
    """What the feed says of when this entry was updated, or of a file when it was changed and its size."""
    wanted: str | None = None
    """The `version` that is still to be got; none where nothing is."""


class HostSeen(Value):
    """What is remembered of a host, by its name; and of a site (scheme, host and port), its rules."""

    not_before: str | None = None
    """No request before this moment."""
    rules: Rules | None = None
    rules_got: str | None = None


class Pending(Value):
    """A capture that is kept as WARC, and not yet recorded."""

    capture: Capture
    source: Source
    """As it was when the capture was made."""
    key: str
    """What it is a capture of: the key of a `Seen`."""
    seen: Seen
    """What is to be remembered once it is recorded."""


class StoredAlert(Value):
    """An alert and who was told."""

    alert: Alert
    by_command: bool = False
    by_webhook: bool = False


_V = TypeVar("_V", bound=Value)


class WatchState:
    """The memory of a watch. Open it with `open` and use it as a context manager; one process at a time can.

    Raises `UnusableInput` where another process watches the record, or the file is none of ours.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> "WatchState":
        """Open the memory at `path`; it is made if it is missing."""
        connection = sqlite3.connect(path, isolation_level=None, timeout=1)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            for table in _TABLES:
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            connection.close()
            raise UnusableInput(path, f"another process watches this record ({error})") from error
        except sqlite3.DatabaseError as error:
            connection.close()
            raise UnusableInput(path, f"is no memory of a watch: {error}") from error
        return cls(path, connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make several changes one."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise

    def seen(self, key: str, *, source: str) -> Seen:
        """What is remembered of an address or a file."""
        return self._get("seen", key, Seen) or Seen(source=source)

    def seen_of(self, source: str) -> dict[str, Seen]:
        """Everything that is remembered of what belongs to a source, by its key, in the order of the keys."""
        rows = self._connection.execute(
            "SELECT name, value FROM seen WHERE json_extract(value, '$.source') = ? ORDER BY name", (source,)
        )
        return {name: msgspec.json.decode(value, type=Seen) for name, value in rows}

    def keep_seen(self, key: str, seen: Seen) -> None:
        """Remember an address or a file so."""
        self._put("seen", key, seen)

    def host(self, site: str) -> HostSeen:
        """What is remembered of a site."""
        return self._get("hosts", site, HostSeen) or HostSeen()

    def keep_host(self, site: str, host: HostSeen) -> None:
        """Remember a site so."""
        self._put("hosts", site, host)

    def pending(self) -> list[Pending]:
        """The captures that are not yet recorded."""
        return self._all("pending", Pending)

    def keep_pending(self, pending: Pending) -> None:
        """Remember that a capture is to be recorded, and up to where its WARC file is whole."""
        with self.together():
            self._put("pending", pending.capture.id, pending)
            self.keep_end(pending.capture.archived)

    def keep_end(self, archived: ArchivedAt | None) -> None:
        """Remember up to where a WARC file is whole."""
        if archived:
            self._put("ends", archived.file, archived)

    def ends(self) -> dict[str, int]:
        """Up to where each WARC file is whole, in bytes."""
        return {last.file: last.offset + last.length for last in self._all("ends", ArchivedAt)}

    def finish(self, pending: Pending, seen: Seen) -> None:
        """Remember that a capture is recorded."""
        with self.together():
            self._connection.execute("DELETE FROM pending WHERE name = ?", (pending.capture.id,))
            self.keep_seen(pending.key, seen)

    def alerts(self) -> list[StoredAlert]:
        """Every alert, the earliest first."""
        return sorted(self._all("alerts", StoredAlert), key=lambda each: (each.alert.raised, each.alert.id))

    def keep_alert(self, stored: StoredAlert) -> None:
        """Remember an alert and who was told of it."""
        self._put("alerts", stored.alert.id, stored)

    def facts(self, name: str) -> dict[str, str]:
        """A list of facts by name; empty where it was never kept."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return msgspec.json.decode(row[0], type=dict[str, str]) if row else {}

    def keep_facts(self, name: str, facts: dict[str, str]) -> None:
        """Remember a list of facts."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, msgspec.json.encode(facts)))

    # -----------------------------------------------------------------------------------------------------------

    def _get(self, table: str, name: str, kind: type[_V]) -> _V | None:
        row = self._connection.execute(f"SELECT value FROM {table} WHERE name = ?", (name,)).fetchone()  # noqa: S608  # our own names
        return msgspec.json.decode(row[0], type=kind) if row else None

    def _all(self, table: str, kind: type[_V]) -> list[_V]:
        rows = self._connection.execute(f"SELECT value FROM {table} ORDER BY rowid")  # noqa: S608  # our own names
        return [msgspec.json.decode(value, type=kind) for (value,) in rows]

    def _put(self, table: str, name: str, value: Value) -> None:
        self._connection.execute(
            f"INSERT OR REPLACE INTO {table} VALUES (?, ?)",  # noqa: S608  # our own names
            (name, msgspec.json.encode(value)),
        )


_TABLES = ("seen", "hosts", "pending", "ends", "alerts", "facts")


def is_before(moment: datetime, stated: str | None) -> bool:
    """Whether a moment lies before one that is remembered; never where none is."""
    return stated is not None and moment < datetime.fromisoformat(stated)
