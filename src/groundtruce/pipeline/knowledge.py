"""What a record knew at a moment: every question is answered from it alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.observed_silence import Watch
from groundtruce.compare.judgements.judged_readings import judge_readings
from groundtruce.compare.judgements.marks import Marks
from groundtruce.compare.judgements.standing import list_standing
from groundtruce.compare.zone_history.history import Selection, ZoneHistory
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import RecordedJudgement
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day, parse_moment
from groundtruce.model.traces import Trace
from groundtruce.model.zones import RecordedVersion, ZoneChange, ZoneVersion
from groundtruce.record.addresses import Address
from groundtruce.record.records import Head, Record


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a record knew at a moment: the input of every question."""

    head: Head
    case: Case
    documents: dict[str, Document]
    machine_readings: dict[str, Reading]
    """What was read in the documents, before anybody judged it."""
    zone_versions: tuple[ZoneVersion, ...]
    incidents: tuple[Incident, ...]
    corrected_versions: tuple[RecordedVersion, ...] = ()
    """Every entry of the zone versions that were corrected."""
    sightings: tuple[Sighting, ...] = ()
    traces: tuple[Trace, ...] = ()
    judgements: tuple[RecordedJudgement, ...] = ()
    """Every one, also those withdrawn or superseded."""
    beyond: "Beyond | None" = None
    """What of the record must be known beside this where this is a part of it; none where it is all."""
    compared: dict[tuple[ZoneVersion, ZoneVersion], ZoneChange] = field(default_factory=dict, compare=False, repr=False)
    """The pairs of zone versions that were compared before: never again, whatever is asked."""

    @cached_property
    def standing(self) -> tuple[RecordedJudgement, ...]:
        """The judgements that nobody withdrew."""
        return list_standing(self.judgements)

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """What was read in the documents as people judged it: what every answer goes by."""
        return judge_readings(self.machine_readings, self.standing)

    @cached_property
    def marks(self) -> Marks:
        """Which passages and incidents people judged."""
        return Marks(self.standing, self.readings)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every event mention with whose claim it is."""
        claims = gather_claims(self.documents.values(), self.readings, case=self.case)
        return self.marks.mark_claims(claims) if self.standing else claims

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

    @cached_property
    def judged_incidents(self) -> tuple[Incident, ...]:
        """The incidents, each with what people judged of it and of the passages it cites."""
        return self.marks.mark(self.incidents)

    @cached_property
    def watch(self) -> Watch:
        """What of it shows who spoke and who did not."""
        return Watch(self.texts, self.readings, self.claims, case=self.case, until=self.last_day)

    @property
    def document_count(self) -> int:
        """How many documents the record held."""
        return self.beyond.documents if self.beyond else len(self.documents)

    @property
    def is_dated(self) -> bool:
        """Whether any document says when it was published."""
        if self.beyond:
            return self.beyond.is_dated
        return any(document.published for document in self.documents.values())

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
        stated = [each.published for each in self.documents.values()] + [each.valid_from for each in self.zone_versions]
        return find_last_day(self.beyond.dates if self.beyond else stated, case=self.case)

    @property
    def texts(self) -> tuple[Document, ...]:
        """The documents that are no maps."""
        maps = self.beyond.maps if self.beyond else {version.document for version in self.zone_versions}
        return tuple(document for sha256, document in self.documents.items() if sha256 not in maps)


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """What of a record no part of it can tell."""

    documents: int
    """How many it held."""
    dates: tuple[str, ...]
    """Those, as stated, among which the newest of all is."""
    is_dated: bool
    """Whether any document says when it was published."""
    maps: frozenset[str]
    """Which of the documents of the part are maps."""


def check_zone(known: Known, zone: str | None) -> None:
    """Refuse a zone that is asked for of which no version is on record."""
    zones = sorted({version.zone for version in known.zone_versions})
    if zone is not None and zone not in zones:
        held = f" (it holds: {', '.join(zones)})" if zones else ""
        raise UnusableInput("--zone", f"the record holds no version of zone {zone!r}{held}")


def find_last_day(dates: Iterable[str | None], *, case: Case) -> date:
    """The newest day of these dates; the agreement's where none has a last day."""
    days = [day for edtf in dates if edtf for day in [last_day(edtf)] if day]
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
        machine_readings=record.readings(as_of=as_of),
        zone_versions=tuple(record.zone_versions(as_of=as_of)),
        incidents=tuple(record.incidents(as_of=as_of)),
        corrected_versions=record.corrected_versions(as_of=as_of),
        sightings=record.sightings(as_of=as_of),
        judgements=record.judgements(as_of=as_of),
        traces=record.traces(as_of=as_of),
    )


def know_record(path: Address, *, as_of: datetime | None = None) -> Known:
    """Everything that the record at a path knew at a moment."""
    with Record.open(path) as record:
        return know(record, as_of=as_of)
