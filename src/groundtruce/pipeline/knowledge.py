"""What a record knew at a moment: every question is answered from it alone."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from groundtruce.compare.incident_matching import gather_claims
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day, parse_moment
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record.geopackage import Head, Record


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

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every event mention with whose claim it is."""
        return gather_claims(self.documents.values(), self.readings, case=self.case)

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
        stated = [document.published for document in self.documents.values()]
        stated += [version.valid_from for version in self.zone_versions]
        days = [day for edtf in stated if edtf for day in [last_day(edtf)] if day]
        if not days and self.case.agreement:
            days = [day for day in [last_day(self.case.agreement.signed)] if day]
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


def know_record(path: Path, *, as_of: datetime | None = None) -> Known:
    """Everything that the record at a path knew at a moment."""
    with Record.open(path) as record:
        return know(record, as_of=as_of)
