"""What a record knew, kept between questions: of another moment only what differs is read.

Entries never change, so two moments share the value of every entry that is the latest of its subject at both. A server
that holds one moment answers for the next one, or for an earlier one, by reading a few entries.
"""

import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from groundtruce.model.times import format_moment, parse_moment
from groundtruce.pipeline.knowledge import Known
from groundtruce.record.chain import EntryKind
from groundtruce.record.records import Moment, Record

_Value = TypeVar("_Value")

KINDS: tuple[EntryKind, ...] = (
    "document",
    "reading",
    "zone version",
    "incident",
    "sighting",
    "trace",
    "judgement",
)
"""The kinds of entries that what is known is made of."""


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What a record knew at a moment, with the entries that it was read from."""

    known: Known
    entries: Mapping[EntryKind, Mapping[str, int]]
    """Of each kind the number of the latest entry of each subject, in the order of these entries."""
    moments: tuple[Moment, ...]
    """Every transaction so far."""

    @property
    def moment(self) -> datetime:
        """When the last entry was recorded."""
        return parse_moment(self.known.head.recorded)

    def recorded(self, kind: EntryKind, subject: str) -> str:
        """When the latest entry of a subject was recorded."""
        place = bisect.bisect_left(self.moments, self.entries[kind][subject], key=lambda moment: moment.last)
        return self.moments[place].recorded

    def shares(self, kind: EntryKind, other: "Remembered") -> bool:
        """Whether the same entries of a kind were the latest ones in another's knowledge of the same record."""
        return self.known.case is other.known.case and self.entries[kind] == other.entries[kind]


def remember(record: Record, *, as_of: datetime | None = None, near: Remembered | None = None) -> Remembered:
    """Everything that a record knew at a moment, as `know` gives it; `near` is what it knew at any other."""
    head = record.head(as_of=as_of)
    # One moment for all of it, whatever other processes add meanwhile.
    as_of = parse_moment(head.recorded)
    if near is None or not record.holds(near.known.head):
        near = Remembered(
            known=Known(
                head=head,
                case=record.case(as_of=as_of),
                documents={},
                machine_readings={},
                zone_versions=(),
                incidents=(),
            ),
            entries={kind: {} for kind in KINDS},
            moments=(),
        )
    entries = {kind: record.latest_entries(kind, as_of=as_of) for kind in KINDS}
    before, earlier = near.known, near.entries
    documents = _recall(
        entries["document"],
        earlier["document"],
        before.documents,
        lambda chosen: {each.sha256: each for each in record.chosen_documents(chosen, as_of=as_of)},
    )
    readings = _recall(
        entries["reading"],
        earlier["reading"],
        before.machine_readings,
        lambda chosen: record.chosen_readings(chosen, as_of=as_of),
    )
    incidents = _recall(
        entries["incident"],
        earlier["incident"],
        {each.id: each for each in before.incidents},
        lambda chosen: {each.id: each for each in record.chosen_incidents(chosen, as_of=as_of) if not each.withdrawn},
    )
    same = {kind: entries[kind] == earlier[kind] for kind in KINDS}
    known = Known(
        head=head,
        case=before.case,
        documents=documents,
        machine_readings=readings,
        incidents=tuple(incidents.values()),
        zone_versions=before.zone_versions if same["zone version"] else record.zone_versions(as_of=as_of),
        corrected_versions=before.corrected_versions
        if same["zone version"]
        else record.corrected_versions(as_of=as_of),
        compared=before.compared,
        sightings=before.sightings if same["sighting"] else record.sightings(as_of=as_of),
        traces=before.traces if same["trace"] else record.traces(as_of=as_of),
        judgements=before.judgements if same["judgement"] else record.judgements(as_of=as_of),
    )
    moments = tuple(moment for moment in near.moments if moment.last <= head.seq)
    further = record.moments(after=moments[-1].last if moments else 0, as_of=as_of)
    return Remembered(known=known, entries=entries, moments=moments + further)


def remember_earlier(record: Record, *, as_of: datetime, near: Remembered) -> Remembered | None:
    """What a record knew at a moment; none where it had not begun then."""
    if format_moment(as_of) < near.moments[0].recorded:
        return None
    return remember(record, as_of=as_of, near=near)


# ---------------------------------------------------------------------------------------------------------------


def _recall(
    entries: Mapping[str, int],
    earlier: Mapping[str, int],
    held: Mapping[str, _Value],
    fetch: Callable[[Iterable[str]], Mapping[str, _Value]],
) -> dict[str, _Value]:
    """The value of each subject in the order of its entry; those that are held with another entry are fetched."""
    missing = [subject for subject, entry in entries.items() if earlier.get(subject) != entry]
    fetched = fetch(missing) if missing else {}
    sources = dict.fromkeys(missing, fetched)
    # A subject without a value was withdrawn.
    return {
        subject: source[subject] for subject in entries for source in [sources.get(subject, held)] if subject in source
    }
