"""What the server holds of its record: for the moments asked about last, what was known, and what was made of that."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from groundtruce import pipeline
from groundtruce.model.times import parse_moment
from groundtruce.record.addresses import Address
from groundtruce.record.homes.home import Stamp
from groundtruce.web.snapshots import Snapshot

_TICK_NS = 100_000_000
"""Clocks of file systems are coarse: two changes within less than this may bear the same time."""
_MOMENTS_HELD = 4
"""Of so many moments at a time; they share what did not change between them."""


class Recall:
    """A record, opened for reading whenever it is asked, and what was read of it lately. Safe to use from many threads."""

    def __init__(self, path: Address) -> None:
        self.path = path
        self._held: OrderedDict[str, Snapshot] = OrderedDict()
        self._last: tuple[Stamp, pipeline.Head] | None = None
        self._reading = threading.Lock()
        self._changing = threading.Lock()

    @contextmanager
    def open(self) -> Iterator[pipeline.Record]:
        """The record, for reading."""
        with pipeline.Record.open(self.path) as record:
            yield record

    def head(self, as_of: datetime | None = None) -> pipeline.Head:
        """The last entry, of all or by a moment."""
        stamp = None if as_of else _stamp_settled(self.path)
        last = self._last
        if stamp and last and last[0] == stamp:
            return last[1]
        with self.open() as record:
            head = record.head(as_of=as_of)
        if stamp:
            self._last = stamp, head
        return head

    def at(self, head: pipeline.Head) -> Snapshot:
        """What the record knew when this entry was its last."""
        held = self._find(head)
        if held:
            return held
        # One thread reads what is new, and all that wait for the same get it.
        with self._reading, self.open() as record:
            return self._find(head) or self._read(record, head)

    # -----------------------------------------------------------------------------------------------------------

    def _find(self, head: pipeline.Head) -> Snapshot | None:
        with self._changing:
            held = self._held.get(head.hash)
            if held:
                self._held.move_to_end(head.hash)
            return held

    def _read(self, record: pipeline.Record, head: pipeline.Head) -> Snapshot:
        near = next(reversed(self._held.values()), None)
        with pipeline.without_collecting():
            # As of its own moment: what others add meanwhile is not known yet.
            as_of = parse_moment(head.recorded)
            remembered = pipeline.remember(record, as_of=as_of, near=near.remembered if near else None)
        snapshot = Snapshot(remembered, near=near)
        with self._changing:
            self._held[head.hash] = snapshot
            while len(self._held) > _MOMENTS_HELD:
                self._held.popitem(last=False)
        return snapshot


# ---------------------------------------------------------------------------------------------------------------


def _stamp_settled(record: Address) -> Stamp | None:
    """What differs once anything more is recorded; none where that cannot be told."""
    now = time.time_ns()
    stamp = pipeline.Record.stamp(record)
    return stamp if stamp and now - stamp.changed_ns > _TICK_NS else None
