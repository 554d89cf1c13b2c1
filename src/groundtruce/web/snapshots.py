"""One moment of the record as the server holds it, and what was made of it once for all requests."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from groundtruce import pipeline
from groundtruce.model.chronology import ChronologyEntry
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import Changes
from groundtruce.web.days import order_of

_Made = TypeVar("_Made")

_DAYS_KEPT = 800
"""Checks of the agreement, for strips of findings over time."""
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Snapshot:
    """What the record knew at a moment, and what was made of it. Safe to use from many threads."""

    def __init__(self, remembered: pipeline.Remembered, *, near: "Snapshot | None" = None) -> None:
        self.remembered = remembered
        self.known = remembered.known
        self._making = threading.RLock()
        self._made: dict[str, Any] = {}
        self._before = near.hand_on() if near else {}
        # Bound to what was known, not to this snapshot: nothing here may refer to itself, or it would never be freed.
        known = remembered.known
        self.findings = lru_cache(maxsize=_DAYS_KEPT)(lambda on: pipeline.check_record(known, on=on))
        """What a check of the agreement gives on a day; none for the newest."""

    def once(self, name: str, make: Callable[[Any], _Made]) -> _Made:
        """What `make` makes, made at the first time of asking; it is given what another moment's was, or none."""
        with self._making:
            if name not in self._made:
                self._made[name] = make(self._before.pop(name, None))
            made: _Made = self._made[name]
            return made

    def hand_on(self) -> dict[str, Any]:
        """What was made of this moment and of those before, for the next one to take over what is still so."""
        with self._making:
            return {**self._before, **self._made}

    @property
    def headers(self) -> dict[str, pipeline.DocumentHeader]:
        """Every document's header, in the order of recording."""
        return self.once("headers", lambda _: pipeline.describe_documents(self.remembered))

    @property
    def headers_by_day(self) -> list[pipeline.DocumentHeader]:
        """The headers by publication, the latest first and the undated last; those of a day as recorded."""
        return self.once("headers by day", lambda _: sorted(self.headers.values(), key=_published, reverse=True))

    @property
    def incidents(self) -> dict[str, Incident]:
        """Every incident by its identifier, in the order of their dates, the undated last."""
        return self.once(
            "incidents",
            lambda _: {
                each.id: each for each in sorted(self.known.incidents, key=lambda each: (order_of(each.date), each.id))
            },
        )

    @property
    def changes(self) -> Changes:
        """The whole history of all zones."""
        return self.once("changes", lambda _: pipeline.find_changes(self.known))

    @property
    def chronology(self) -> list[ChronologyEntry]:
        """All that is told of without a question about a day, in the order of valid time."""
        return self.once(
            "chronicle", lambda earlier: pipeline.Chronicle(self.known, self.changes, near=earlier)
        ).entries


# ---------------------------------------------------------------------------------------------------------------


def _published(header: pipeline.DocumentHeader) -> datetime:
    return order_of(header.published) if header.published else _BEFORE_ALL
