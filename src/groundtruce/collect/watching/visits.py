"""What follows from an answer: deciding alone, without asking anybody."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from msgspec.structs import replace

from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.state import Seen
from groundtruce.collect.watching.tables import Source
from groundtruce.model.ids import digest

Finding = Literal["same", "content", "missing", "gone", "failed"]


class Visit(NamedTuple):
    """What a visit found, and what is to be remembered of it."""

    found: Finding
    seen: Seen
    note: str = ""


def is_due(seen: Seen, source: Source, *, now: datetime) -> bool:
    """Whether it is time to visit again. A tenth of the interval early is in time: rounds do not begin to the second."""
    if seen.next_visit is None:
        return True
    return now >= datetime.fromisoformat(seen.next_visit) - _interval(source) / 10


def known_headers(seen: Seen) -> dict[str, str]:
    """The headers that ask for an answer only where it is another than what is held (RFC 9110, section 13)."""
    held = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
    return {name: value for name, value in held.items() if value}


def choose_address(seen: Seen, address: str) -> str:
    """Where to ask: where the source has moved for good, if it has."""
    return seen.moved_to or address


def judge(seen: Seen, answer: Answer | Failure, *, source: Source, gone_after: int, now: datetime) -> Visit:
    """What an answer means after what was seen before."""
    visited = replace(seen, visited=now.isoformat(), next_visit=(now + _interval(source)).isoformat())
    if isinstance(answer, Failure):
        return _fail(visited, source, answer.reason, now)
    # Answered from the new place or by way of it, it has moved.
    moved = answer.moved_to or seen.moved_to
    fine = replace(
        visited,
        failures=0,
        missing=0,
        moved_to=moved,
        version=seen.version if seen.wanted is None else seen.wanted,
        wanted=None,
    )
    if answer.status == _NOT_MODIFIED:
        return Visit("same", fine, "not modified")
    if answer.status in _MISSING:
        return miss(visited, gone_after=1 if answer.status == _GONE else gone_after, note=f"answers {answer.status}")
    if answer.status != _OK:
        return _fail(visited, source, f"answers {answer.status} {answer.reason}".rstrip(), now)
    kept = replace(
        fine,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        payload_sha256=digest(answer.content),
        gone=False,
    )
    same = seen.payload_sha256 == kept.payload_sha256
    moves = f"moved for good to {answer.moved_to}" if answer.moved_to and answer.moved_to != seen.moved_to else ""
    return Visit("same" if same else "content", kept, moves)


def miss(visited: Seen, *, gone_after: int, note: str = "is missing") -> Visit:
    """What it means that something is not there: gone, where it was there once and `gone_after` visits in a row missed it."""
    missing = replace(visited, missing=visited.missing + 1, failures=0, moved_to=None)
    if visited.gone:
        return Visit("missing", missing, "still gone")
    if visited.payload_sha256 is None or missing.missing < gone_after:
        return Visit("missing", missing, note)
    # What comes back is got whole, whatever it says of having changed.
    return Visit("gone", replace(missing, gone=True, etag=None, last_modified=None, payload_sha256=None), note)


def give_up(seen: Seen, *, gone_after: int, most_failures: int) -> bool:
    """Whether an entry of a feed was looked for often enough."""
    return seen.missing >= gone_after or seen.failures >= most_failures


# ---------------------------------------------------------------------------------------------------------------

_OK, _NOT_MODIFIED = 200, 304
_GONE = 410
_MISSING = (404, _GONE)
_LONGEST_INTERVAL = timedelta(days=1)
_MOST_DOUBLINGS = 6


def _interval(source: Source) -> timedelta:
    return timedelta(minutes=source.every_minutes)


def _fail(visited: Seen, source: Source, reason: str, now: datetime) -> Visit:
    """Visited less and less often for as long as it fails, and at the address that the case names again."""
    usual = _interval(source)
    longer = min(usual * 2 ** min(visited.failures, _MOST_DOUBLINGS), max(usual, _LONGEST_INTERVAL))
    return Visit(
        "failed",
        replace(visited, failures=visited.failures + 1, next_visit=(now + longer).isoformat(), moved_to=None),
        reason,
    )
