"""What a record knew at a moment: every question is answered from it alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from msgspec import structs

from groundtruce.compare.agreements.compliance import lasting_types
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.zone_history.history import Selection, ZoneHistory
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import CessationTerms
from groundtruce.model.cases import Case
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day, parse_moment
from groundtruce.model.zones import RecordedVersion, ZoneChange, ZoneVersion
from groundtruce.record.geopackage import Head, Record
from groundtruce.show.briefs import DAYS_COVERED


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a record knew at a moment: the input of every question."""

    head: Head
    case: Case
    documents: dict[str, Document]
    readings: dict[str, Reading]
    zone_versions: tuple[ZoneVersion, ...]
    incidents: tuple[Incident, ...]
    corrected_versions: tuple[RecordedVersion, ...] = ()
    """Every entry of the zone versions that were corrected."""
    sightings: tuple[Sighting, ...] = ()
    compared: dict[tuple[ZoneVersion, ZoneVersion], ZoneChange] = field(default_factory=dict, compare=False, repr=False)
    """The pairs of zone versions that were compared before: never again, whatever is asked."""

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every event mention with whose claim it is."""
        return gather_claims(self.documents.values(), self.readings, case=self.case)

    @cached_property
    def history(self) -> ZoneHistory:
        """The history of all zones."""
        return self.select_history(None)

    def select_history(self, selection: Selection | None) -> ZoneHistory:
        """The history of the zones as far as it is asked for; of all where nothing is."""
        return ZoneHistory(
            self.zone_versions,
            corrected=self.corrected_versions,
            documents=self.documents,
            settlements=self.settlements,
            areas=self.case.areas,
            selection=selection,
            compared=self.compared,
        )

    @property
    def settlements(self) -> tuple[GazetteerEntry, ...]:
        """The case's places that a zone can gain or lose."""
        return tuple(place for place in self.case.places if place.kind == "settlement")

    @property
    def silences(self) -> tuple[tuple[str, Silence], ...]:
        """Every reported silence with its document's hash."""
        return tuple((sha256, silence) for sha256, reading in self.readings.items() for silence in reading.silences)

    @property
    def last_day(self) -> date:
        """The newest day that a document was published or a zone version became valid; the agreement's, before both."""
        return find_last_day(self.documents.values(), self.zone_versions, case=self.case)

    @property
    def texts(self) -> tuple[Document, ...]:
        """The documents that are no maps."""
        maps = {version.document for version in self.zone_versions}
        return tuple(document for sha256, document in self.documents.items() if sha256 not in maps)


def check_zone(known: Known, zone: str | None) -> None:
    """Refuse a zone that is asked for of which no version is on record."""
    zones = sorted({version.zone for version in known.zone_versions})
    if zone is not None and zone not in zones:
        held = f" (it holds: {', '.join(zones)})" if zones else ""
        raise UnusableInput("--zone", f"the record holds no version of zone {zone!r}{held}")


def find_last_day(documents: Iterable[Document], zone_versions: Iterable[ZoneVersion], *, case: Case) -> date:
    """The newest day that a document was published or a zone version became valid; the agreement's, before both."""
    stated = [document.published for document in documents]
    stated += [version.valid_from for version in zone_versions]
    days = [day for edtf in stated if edtf for day in [last_day(edtf)] if day]
    if not days and case.agreement:
        days = [day for day in [last_day(case.agreement.signed)] if day]
    if not days:
        raise UnusableInput("--on", "the record holds no dated document yet, so name a day")
    return max(days)


def know(record: Record, *, as_of: datetime | None = None) -> Known:
    """Everything that a record knew at a moment; now where none is given."""
    head = record.head(as_of=as_of)
    # One moment for all of it, whatever other processes add meanwhile.
    as_of = parse_moment(head.recorded)
    return Known(
        head=head,
        case=record.case(as_of=as_of),
        documents={document.sha256: document for document in record.documents(as_of=as_of)},
        readings=dict(record.readings(as_of=as_of)),
        zone_versions=tuple(record.zone_versions(as_of=as_of)),
        incidents=tuple(record.incidents(as_of=as_of)),
        corrected_versions=record.corrected_versions(as_of=as_of),
        sightings=record.sightings(as_of=as_of),
    )


def know_of_day(record: Record, *, on: date | None, provisions: bool = True, as_of: datetime | None = None) -> Known:
    """What a record knew at a moment, as far as a question about one day asks: all documents, most without their texts.

    Whole are the documents published around the day, and those that tell of incidents of these days or of the last
    hostile act before them. With `provisions`, also what others tell of what provisions ask about whenever it happened:
    of their readings, only that. `on` is the record's newest day where it is none.
    """
    head = record.head(as_of=as_of)
    as_of = parse_moment(head.recorded)
    case = record.case(as_of=as_of)
    headers = {document.sha256: document for document in record.headers(as_of=as_of)}
    zone_versions = record.zone_versions(as_of=as_of)
    first, last = _days_to_know(on or find_last_day(headers.values(), zone_versions, case=case), case=case)
    lasting = lasting_types(case) if provisions else frozenset()
    incidents = _incidents_of(record, first, last, on=last - _AROUND, kinds=lasting, as_of=as_of)
    of_these_days = (incident for incident in incidents if incident.kind not in lasting)
    chosen = {mention.partition("#")[0] for incident in of_these_days for mention in incident.mentions}
    chosen.update(record.published_between(first, last, as_of=as_of))
    others = record.documents_told_of(lasting, as_of=as_of) - chosen
    whole = record.chosen_documents(chosen | others, as_of=as_of)
    readings = record.chosen_readings(chosen | others, as_of=as_of)
    return Known(
        head=head,
        case=case,
        documents={**headers, **{document.sha256: document for document in whole}},
        readings={
            sha256: _only(reading, lasting) if sha256 in others else reading for sha256, reading in readings.items()
        },
        zone_versions=zone_versions,
        incidents=incidents,
        corrected_versions=record.corrected_versions(as_of=as_of),
        sightings=record.sightings(as_of=as_of),
    )


def know_record(path: Path, *, as_of: datetime | None = None) -> Known:
    """Everything that the record at a path knew at a moment."""
    with Record.open(path) as record:
        return know(record, as_of=as_of)


def know_of_day_in(path: Path, *, on: date | None, provisions: bool = True, as_of: datetime | None = None) -> Known:
    """What the record at a path knew of a day at a moment."""
    with Record.open(path) as record:
        return know_of_day(record, on=on, provisions=provisions, as_of=as_of)


# ---------------------------------------------------------------------------------------------------------------

_AROUND = timedelta(days=31)
"""Dates are at most a month vague where they place anything, and reports of a day may come that much later."""


def _only(reading: Reading, types: frozenset[str]) -> Reading:
    return structs.replace(
        reading, event_mentions=tuple(mention for mention in reading.event_mentions if mention.type in types)
    )


def _days_to_know(on: date, *, case: Case) -> tuple[date, date]:
    provisions = case.agreement.provisions if case.agreement else ()
    windows = [each.terms.window_days for each in provisions if isinstance(each.terms, CessationTerms)]
    return on - timedelta(days=max([DAYS_COVERED, *windows])) - _AROUND, on + _AROUND


def _incidents_of(
    record: Record, first: date, last: date, *, on: date, kinds: frozenset[str], as_of: datetime | None
) -> tuple[Incident, ...]:
    """Those that may lie in the days, those of `kinds`, and the last hostile ones that had begun by `on`, however long ago."""
    latest = record.latest_act(HOSTILE_EVENT_TYPES, on=on, as_of=as_of)
    windows = [(first, last)]
    if latest and latest.date() < first:
        windows.append((latest.date(), latest.date()))
    return record.incidents_within(windows, kinds=kinds, as_of=as_of)
