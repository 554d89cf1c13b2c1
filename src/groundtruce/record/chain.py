"""The chain of a record: entries that each carry the hash of the one before (docs/record-format.md).

An entry's hash is the SHA-256 of the canonical JSON object of its other fields, with the stored text of its body standing
in it as it is. So any changed byte of an entry shows, and so does an entry that was taken out, put in or moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from groundtruce.model.ids import digest, encode_canonically
from groundtruce.model.times import format_moment, parse_moment
from groundtruce.model.values import Value

EntryKind = Literal[
    "case", "document", "reading", "zone version", "incident", "sighting", "trace", "judgement", "capture", "migration"
]

Draft: TypeAlias = tuple[EntryKind, str, bytes]
"""What an entry will say before it has a place in the chain: its kind, its subject and its body as canonical JSON."""

BEFORE_THE_FIRST = "0" * 64
"""What the first entry carries in place of the hash of the one before."""


class Head(Value):
    """The last entry of a record: whoever knows it can prove that nothing before it was changed."""

    seq: int
    recorded: str
    """The moment in UTC with microseconds."""
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry as it is stored. Every field but `seq` is UTF-8; `body` is canonical JSON."""

    seq: int
    kind: str
    subject: str
    recorded: str
    body: bytes
    previous: str
    hash: str


ENTRY_AS_BYTES = "seq, " + ", ".join(
    f"CAST({column} AS BLOB)" for column in ("kind", "subject", "recorded", "body", "previous", "hash")
)
"""The columns of `entries` for `parse_entry`, so that no byte in them can stop the reading."""


def hash_entry(entry: Entry) -> str:
    """The hash that an entry with these fields must have; its own is left out.

    Raises `ValueError` for text that is not Unicode.
    """
    parts = (
        (b'{"body":', entry.body),
        (b',"kind":', encode_canonically(entry.kind)),
        (b',"previous":', encode_canonically(entry.previous)),
        (b',"recorded":', encode_canonically(entry.recorded)),
        (b',"seq":', encode_canonically(entry.seq)),
        (b',"subject":', encode_canonically(entry.subject)),
    )
    return digest(b"".join(name + value for name, value in parts) + b"}")


def link_entries(drafts: Iterable[Draft], *, after: Head | None, recorded: str) -> list[Entry]:
    """The entries that continue the chain behind `after` (none: begin it), all recorded at the same moment."""
    entries: list[Entry] = []
    seq, previous = (after.seq, after.hash) if after else (0, BEFORE_THE_FIRST)
    for kind, subject, body in drafts:
        seq += 1
        entry = Entry(seq=seq, kind=kind, subject=subject, recorded=recorded, body=body, previous=previous, hash="")
        entries.append(replace(entry, hash=hash_entry(entry)))
        previous = entries[-1].hash
    return entries


def parse_entry(row: tuple[Any, ...]) -> Entry:
    """An entry from the columns `ENTRY_AS_BYTES`. Raises `ValueError` where a column but the body is not text in UTF-8."""
    seq, *columns = row
    kind, subject, recorded, body, previous, own_hash = (column or b"" for column in columns)
    try:
        return Entry(
            seq=seq,
            kind=kind.decode(),
            subject=subject.decode(),
            recorded=recorded.decode(),
            body=body,
            previous=previous.decode(),
            hash=own_hash.decode(),
        )
    except UnicodeDecodeError as error:
        raise ValueError("it is not text in UTF-8") from error


def check_hash(entry: Entry) -> None:
    """Raise `ValueError` unless an entry matches its own hash."""
    if entry.hash != hash_entry(entry):
        raise ValueError("its content does not match its hash")


def check_link(entry: Entry, *, after: Head | None) -> None:
    """Raise `ValueError` unless an entry is the next one in the chain and matches its own hash."""
    if entry.seq != (after.seq + 1 if after else 1):
        raise ValueError("it is missing")
    if entry.previous != (after.hash if after else BEFORE_THE_FIRST):
        raise ValueError("it does not carry the hash of the entry before")
    check_hash(entry)
    moment = parse_moment(entry.recorded)
    if format_moment(moment) != entry.recorded or (after and entry.recorded < after.recorded):
        raise ValueError("its recorded time is not a moment at or after the entry before")
    if (entry.kind == "case") != (entry.seq == 1):
        raise ValueError("a record begins with its case, and has no other")


def next_moment(now: datetime, *, after: Head | None) -> str:
    """The recorded time of the next transaction: `now`, or a microsecond after the last one where a clock went back.

    Raises `ValueError` for a moment without a time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment has no time zone")
    moment = now.astimezone(UTC)
    if after:
        moment = max(moment, parse_moment(after.recorded) + timedelta(microseconds=1))
    return format_moment(moment)
