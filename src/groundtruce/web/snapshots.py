"""One moment of the record as the server holds it, and what was made of it once for all requests."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from groundtruce import pipeline
from groundtruce.model.chronology import CHRONOLOGY_KINDS, ChronologyEntry
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import Changes
from groundtruce.web.days import DayIndex, order_of

_Made = TypeVar("_Made")

_DAYS_KEPT = 800
"""Checks of the agreement, for strips of findings over time."""
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Snapshot:
    """What the record knew at a moment, and what was made of it. Safe to use from many threads."""

    def __init__(self, remembered: pipeline.Remembered, *, near: "Snapshot | None" = None) -> None:
        self.remembered = remembered
        self.known = remembered.known
        self._changing = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._made: dict[str, Any] = {}
        self._before = near.hand_on() if near else {}
        # Bound to what was known, not to this snapshot: nothing here may refer to itself, or it would never be freed.
        known = remembered.known
        self.findings = lru_cache(maxsize=_DAYS_KEPT)(lambda on: pipeline.check_record(known, on=on))
        """What a check of the agreement gives on a day; none for the newest."""

    def once(self, name: str, make: Callable[[Any], _Made]) -> _Made:
        """What `make` makes, made at the first time of asking; it is given what another moment's was, or none."""
        with self._changing:
            making = self._making.setdefault(name, threading.Lock())
        # Each by itself: whoever asks for what is quickly made does not wait for what takes long.
        with making:
            if name not in self._made:
                with self._changing:
                    earlier = self._before.pop(name, None)
                made = make(earlier)
                with self._changing:
                    self._made[name] = made
            kept: _Made = self._made[name]
            return kept

    def hand_on(self) -> dict[str, Any]:
        """What was made of this moment and of those before, for the next one to take over what is still so."""
        with self._changing:
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
    def publication_days(self) -> DayIndex:
        """When the documents of `headers_by_day` were published, in their order."""
        return self.once("publication days", lambda _: DayIndex(each.published for each in self.headers_by_day))

    @property
    def incidents(self) -> dict[str, Incident]:
        """Every incident by its identifier, in the order of their dates, the undated last."""
        return self.once(
            "incidents",
            lambda _: {
                each.id: each
                for each in sorted(self.known.judged_incidents, key=lambda each: (order_of(each.date), each.id))
            },
        )

    @property
    def incidents_by_day(self) -> list[Incident]:
        """The same as a list."""
        return self.once("incidents by day", lambda _: list(self.incidents.values()))

    @property
    def incident_days(self) -> DayIndex:
        """When the incidents happened, in their order."""
        return self.once("incident days", lambda _: DayIndex(each.date for each in self.incidents_by_day))

    @property
    def review_queue(self) -> pipeline.ReviewQueue:
        """What is left to judge."""
        return self.once("review queue", lambda _: pipeline.ReviewQueue(self.known))

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

    @property
    def chronology_kinds(self) -> npt.NDArray[np.intp]:
        """Of which kind the entries of the chronology are, by its place in `CHRONOLOGY_KINDS`."""
        places = {kind: place for place, kind in enumerate(CHRONOLOGY_KINDS)}
        return self.once(
            "chronology kinds", lambda _: np.array([places[each.kind] for each in self.chronology], np.intp)
        )

    @property
    def chronology_days(self) -> DayIndex:
        """When the entries of the chronology are, in their order."""
        return self.once("chronology days", lambda _: DayIndex(each.date for each in self.chronology))


# ---------------------------------------------------------------------------------------------------------------


def _published(header: pipeline.DocumentHeader) -> datetime:
    return order_of(header.published) if header.published else _BEFORE_ALL
