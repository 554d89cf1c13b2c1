"""What the server holds of its record: for the moments asked about last, what was known, and what was made of that."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from groundtruce import pipeline
from groundtruce.web.snapshots import Snapshot

_MOMENTS_HELD = 4
"""Of so many moments at a time; they share what did not change between them."""


class Recall:
    """A record, opened for reading whenever it is asked, and what was read of it lately. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: OrderedDict[str, Snapshot] = OrderedDict()
        self._reading = threading.Lock()

    @contextmanager
    def open(self) -> Iterator[pipeline.Record]:
        """The record, for reading."""
        with pipeline.Record.open(self.path) as record:
            yield record

    def head(self, as_of: datetime | None = None) -> pipeline.Head:
        """The last entry, of all or by a moment."""
        with self.open() as record:
            return record.head(as_of=as_of)

    def at(self, as_of: datetime | None = None) -> Snapshot:
        """What the record knows now, or knew at a moment."""
        with self.open() as record:
            held = self._find(record.head(as_of=as_of))
            if held:
                return held
            # One thread reads what is new, and all that wait for the same get it.
            with self._reading:
                return self._find(record.head(as_of=as_of)) or self._read(record, as_of)

    # -----------------------------------------------------------------------------------------------------------

    def _find(self, head: pipeline.Head) -> Snapshot | None:
        held = self._held.get(head.hash)
        if held:
            self._held.move_to_end(head.hash)
        return held

    def _read(self, record: pipeline.Record, as_of: datetime | None) -> Snapshot:
        near = next(reversed(self._held.values()), None)
        with pipeline.without_collecting():
            remembered = pipeline.remember(record, as_of=as_of, near=near.remembered if near else None)
        snapshot = Snapshot(remembered, near=near)
        self._held[remembered.known.head.hash] = snapshot
        while len(self._held) > _MOMENTS_HELD:
            self._held.popitem(last=False)
        return snapshot
