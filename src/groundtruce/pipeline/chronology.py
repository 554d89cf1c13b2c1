"""The chronology of what a record knew: every change, incident, statement and silence, in the order of valid time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from groundtruce.model.agreements import Findings
from groundtruce.model.chronology import CHRONOLOGY_KINDS, ChronologyEntry
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.readings import Reading
from groundtruce.model.zones import Changes
from groundtruce.pipeline.answers import find_incidents
from groundtruce.pipeline.knowledge import Known
from groundtruce.show.chronology import (
    tell_changes,
    tell_document,
    tell_findings,
    tell_incident,
    tell_observed_silences,
)


class Chronicle:
    """All that a record tells of without a question about a day, in order. `changes` is its whole history of zones.

    What another moment's chronicle tells of the same document or incident is taken over from it.
    """

    def __init__(self, known: Known, changes: Changes, *, near: "Chronicle | None" = None) -> None:
        self._case = known.case
        told: dict[str, _Told] = near._told if near else {}
        sources: dict[str, _Source] = {incident.id: (incident, None) for incident in known.incidents}
        sources |= {sha256: (document, known.readings.get(sha256)) for sha256, document in known.documents.items()}
        self._told: dict[str, _Told] = {
            subject: told[subject] if subject in told and _is_same(told[subject][0], source) else self._tell(source)
            for subject, source in sources.items()
        }
        """What is told of each document and incident, with what it was told from."""
        entries = [entry for _, entries in self._told.values() for entry in entries]
        self.entries = put_in_order([*tell_changes(changes, case=known.case), *entries])

    def _tell(self, source: "_Source") -> "_Told":
        first, reading = source
        if isinstance(first, Incident):
            return source, (tell_incident(first),)
        return source, tell_document(first, reading, case=self._case)


def tell_days(known: Known, days: Iterable[date], *, check: Callable[[date], Findings]) -> Iterator[ChronologyEntry]:
    """What is asked day by day: findings that differ from those of the day before, and who was silent of what happened then.

    `check` gives the findings of a day.
    """
    told: set[str] = set()
    before: dict[str, str] = {}
    for day in days:
        yield from tell_findings(check(day).findings, before=before)
        for entry in tell_observed_silences(find_incidents(known, on=day).observed, case=known.case):
            if entry.id not in told:
                told.add(entry.id)
                yield entry


def put_in_order(entries: Iterable[ChronologyEntry]) -> list[ChronologyEntry]:
    """By when they begin, or end where that is open, then by kind; the undated last. Those alike stay as they come."""
    places = {kind: place for place, kind in enumerate(CHRONOLOGY_KINDS)}
    return sorted(entries, key=lambda each: (each.begins or each.ends or "9999", places[each.kind]))


# ---------------------------------------------------------------------------------------------------------------

_Source: TypeAlias = tuple[Incident | Document, Reading | None]
_Told: TypeAlias = tuple[_Source, tuple[ChronologyEntry, ...]]


def _is_same(one: _Source, other: _Source) -> bool:
    return one[0] is other[0] and one[1] is other[1]
