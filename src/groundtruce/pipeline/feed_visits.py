"""A feed visited: its entries noted, and the page of each that is new or updated got once."""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from groundtruce.collect.watching.answers import Answer
from groundtruce.collect.watching.feeds import Feed, parse_feed
from groundtruce.collect.watching.state import Pending, Seen
from groundtruce.collect.watching.tables import Source
from groundtruce.collect.watching.visits import Visit, give_up, is_due
from groundtruce.model.captures import ArchivedAt
from groundtruce.pipeline.visits import Visited, Visitor


def visit_feed(visitor: Visitor, source: Source) -> Iterator[Visited]:
    """The feed where it is due, then what is still to be got of its entries, as many as one visit may get."""
    seen = visitor.state.seen(source.id, source=source.id)
    if is_due(seen, source, now=visitor.around.now()):
        yield _read_feed(visitor, source, seen)
    for address, entry in _list_wanted(visitor, source)[: visitor.watch.max_entries]:
        visited = visitor.visit(source, address, address)
        after = visitor.state.seen(address, source=source.id)
        if give_up(after, gone_after=visitor.watch.gone_after, most_failures=_MOST_FAILURES):
            visitor.state.keep_seen(address, replace(after, version=entry.wanted, wanted=None))
        yield visited


# ---------------------------------------------------------------------------------------------------------------

_MOST_FAILURES = 6
"""So many visits in a row may fail before an entry is given up."""


def _list_wanted(visitor: Visitor, source: Source) -> list[tuple[str, Seen]]:
    now = visitor.around.now()
    entries = visitor.state.seen_of(source.id).items()
    return [
        (address, entry) for address, entry in entries if entry.wanted is not None and is_due(entry, source, now=now)
    ]


def _read_feed(visitor: Visitor, source: Source, seen: Seen) -> Visited:
    address = source.address or ""
    answer, visit, moment = visitor.ask(source, seen, address)
    if visit.found == "gone":
        return _lose_feed(visitor, source, visit, moment)
    if not isinstance(answer, Answer) or visit.found != "content":
        return visitor.remember(source, source.id, address, visit)
    feed = parse_feed(answer.content, address=answer.address)
    place = visitor.archive.keep_answer(answer, address=address, moment=moment)
    new = _note_entries(visitor, source, feed, visit.seen, place)
    broken = f"; broken at {feed.fault}, what stands before it counts" if feed.fault else ""
    note = f"{len(feed.entries)} entries, {new} to get{broken}"
    return Visited(source=source.id, address=address, found="content", note=note)


def _note_entries(visitor: Visitor, source: Source, feed: Feed, seen: Seen, place: ArchivedAt) -> int:
    """Remember the feed's own state together with what is to be got. Gives how many entries are."""
    new = 0
    with visitor.state.together():
        visitor.state.keep_end(place)
        visitor.state.keep_seen(source.id, seen)
        for entry in feed.entries:
            held = visitor.state.seen(entry.address, source=source.id)
            if entry.updated not in (held.version, held.wanted):
                visitor.state.keep_seen(entry.address, replace(held, wanted=entry.updated, next_visit=None))
                new += 1
    return new


def _lose_feed(visitor: Visitor, source: Source, visit: Visit, moment: datetime) -> Visited:
    capture = visitor.describe(
        source, source.id, source.address or "", moment, outcome="gone", previous=None, archived=None
    )
    pending = Pending(capture=capture, source=source, key=source.id, seen=visit.seen)
    return visitor.take(pending, found="gone", note=visit.note)
