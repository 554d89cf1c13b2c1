"""Where a record is: a file, or a database on a server. A server's password is in no message."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit, urlunsplit

from groundtruce.errors import UnusableInput

_SERVER = re.compile(r"postgres(ql)?:/", re.IGNORECASE)


@dataclass(frozen=True)
class ServerAddress:
    """A database on a server. As text it has no password."""

    shown: str
    """The address without its password."""
    uri: str = field(repr=False)
    """The address for libpq."""

    def __str__(self) -> str:
        return self.shown


Address: TypeAlias = Path | ServerAddress


def parse_address(text: str) -> Address:
    """The address that a user wrote: `postgresql://…` is a database on a server, anything else a file.

    Raises `UnusableInput` for a server's address that is none, without repeating it.
    """
    if not _SERVER.match(text):
        return Path(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise UnusableInput("RECORD", "is no address of a PostgreSQL database") from None
    if not text.partition(":")[2].startswith("//"):
        raise UnusableInput("RECORD", "is no address of a PostgreSQL database: two slashes follow postgresql:")
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(each for each in parts.query.split("&") if not each.lower().startswith("password="))
    shown = urlunsplit(("postgresql", f"{user.partition(':')[0]}{at}{host}", parts.path, query, ""))
    # urlunsplit drops the slashes of an address without a host.
    return ServerAddress(shown if shown.startswith("postgresql://") else f"postgresql://{shown[11:]}", text)


def path_of(address: Address) -> Path:
    """The path that files beside a record go by: the record's own, or the database's name in the current folder."""
    return address if isinstance(address, Path) else Path(urlsplit(address.shown).path.strip("/") or "record")
