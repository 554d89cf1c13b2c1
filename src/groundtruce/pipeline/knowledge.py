"""What a record knew at a moment: every question is answered from it alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec import structs

from groundtruce.compare.agreements.compliance import lasting_types
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.observed_silence import Watch
from groundtruce.compare.judgements.judged_readings import judge_readings
from groundtruce.compare.judgements.marks import Marks
from groundtruce.compare.judgements.standing import latest_decisions, list_standing
from groundtruce.compare.zone_history.history import Selection, ZoneHistory
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim, Silence
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import JudgedEvent, RecordedJudgement
from groundtruce.model.markers import Sighting
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day, parse_moment
from groundtruce.model.traces import Trace
from groundtruce.model.zones import RecordedVersion, ZoneChange, ZoneVersion
from groundtruce.record.addresses import Address
from groundtruce.record.records import Head, Record
from groundtruce.show.briefs import DAYS_COVERED


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
    def is_dated(self) -> bool:
        """Whether any document says when it was published."""
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
        machine_readings=record.readings(as_of=as_of),
        zone_versions=tuple(record.zone_versions(as_of=as_of)),
        incidents=tuple(record.incidents(as_of=as_of)),
        corrected_versions=record.corrected_versions(as_of=as_of),
        sightings=record.sightings(as_of=as_of),
        judgements=record.judgements(as_of=as_of),
        traces=record.traces(as_of=as_of),
    )


def know_of_day(
    record: Record,
    *,
    on: date | None,
    since: date | None = None,
    provisions: bool = True,
    as_of: datetime | None = None,
) -> Known:
    """What a record knew at a moment, as far as a question about one day, or those from `since` to it, asks.

    All documents, most without their texts: whole are the documents published around the days, and those that tell of
    incidents of these days or of the last hostile act before them. With `provisions`, also what others tell of what
    provisions ask about whenever it happened: of their readings, only that. `on` is the record's newest day where it is none.
    """
    head = record.head(as_of=as_of)
    as_of = parse_moment(head.recorded)
    case = record.case(as_of=as_of)
    headers = {document.sha256: document for document in record.headers(as_of=as_of)}
    zone_versions = record.zone_versions(as_of=as_of)
    on = on or find_last_day(headers.values(), zone_versions, case=case)
    begins = min(since or on, on)
    first, last = _days_to_know(begins, on, case=case)
    lasting = lasting_types(case) if provisions else frozenset()
    incidents = _incidents_of(record, first, last, on=begins, kinds=lasting, as_of=as_of)
    of_these_days = (incident for incident in incidents if incident.kind not in lasting)
    chosen = {mention.partition("#")[0] for incident in of_these_days for mention in incident.mentions}
    chosen.update(record.published_between(first, last, as_of=as_of))
    judgements = record.judgements(as_of=as_of)
    chosen.update(_documents_corrected_to(lasting, judgements))
    readings = record.tellings(chosen, types=lasting, as_of=as_of)
    read = {sha256: structs.replace(headers[sha256], text=each.document.text) for sha256, each in readings.items()}
    unread = {document.sha256: document for document in record.chosen_documents(chosen - set(read), as_of=as_of)}
    return Known(
        head=head,
        case=case,
        documents={**headers, **read, **unread},
        machine_readings=readings,
        zone_versions=zone_versions,
        incidents=incidents,
        corrected_versions=record.corrected_versions(as_of=as_of),
        sightings=record.sightings(as_of=as_of),
        judgements=judgements,
        traces=record.traces(as_of=as_of),
    )


def know_record(path: Address, *, as_of: datetime | None = None) -> Known:
    """Everything that the record at a path knew at a moment."""
    with Record.open(path) as record:
        return know(record, as_of=as_of)


def know_of_day_in(
    path: Address,
    *,
    on: date | None,
    since: date | None = None,
    provisions: bool = True,
    as_of: datetime | None = None,
) -> Known:
    """What the record at a path knew of a day, or of those from `since` to it, at a moment."""
    with Record.open(path) as record:
        return know_of_day(record, on=on, since=since, provisions=provisions, as_of=as_of)


# ---------------------------------------------------------------------------------------------------------------

_AROUND = timedelta(days=31)
"""Dates are at most a month vague where they place anything, and reports of a day may come that much later."""


def _documents_corrected_to(types: frozenset[str], judgements: Iterable[RecordedJudgement]) -> set[str]:
    """The documents in which, by a judgement, an event is of one of these types that was read as another."""
    return {
        each.judgement.statement.partition("#")[0]
        for each in latest_decisions(list_standing(judgements)).values()
        for about in [each.judgement.about]
        if isinstance(about, JudgedEvent) and about.corrected and about.corrected.type in types
    }


def _days_to_know(begins: date, on: date, *, case: Case) -> tuple[date, date]:
    provisions = case.agreement.provisions if case.agreement else ()
    windows = [getattr(each.terms, "window_days", 0) for each in provisions]
    return begins - timedelta(days=max([DAYS_COVERED, *windows])) - _AROUND, on + _AROUND


def _incidents_of(
    record: Record, first: date, last: date, *, on: date, kinds: frozenset[str], as_of: datetime | None
) -> tuple[Incident, ...]:
    """Those that may lie in the days, those of `kinds`, and the last hostile ones that had begun by `on`, however long ago."""
    latest = record.latest_act(HOSTILE_EVENT_TYPES, on=on, as_of=as_of)
    windows = [(first, last)]
    if latest and latest.date() < first:
        windows.append((latest.date(), latest.date()))
    return record.incidents_within(windows, kinds=kinds, as_of=as_of)
