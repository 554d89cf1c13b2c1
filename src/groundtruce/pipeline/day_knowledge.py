"""What a record knew of some days: it is asked only for what these days need, and answers as the whole record would.

Needed are the documents published around the days and those that tell of incidents then; what provisions ask for whenever it
happened; the zone versions that become valid then, with those that these follow and those that still hold. How much that is
depends on how much is told of the days, and not on how long the record is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TypeAlias

from groundtruce.compare.agreements.asked import list_asked_mentions
from groundtruce.compare.agreements.compliance import lasting_types
from groundtruce.compare.incidents.observed_silence import list_expected_speakers
from groundtruce.compare.judgements.standing import latest_decisions, list_standing
from groundtruce.compare.zone_history.series import day_of, find_series
from groundtruce.model.cases import Case
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, MAP_EVENT_TYPES
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import RecordedJudgement
from groundtruce.model.readings import Reading
from groundtruce.model.times import last_day, parse_moment
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.knowledge import Beyond, Known, find_last_day
from groundtruce.record.addresses import Address
from groundtruce.record.records import Head, Record
from groundtruce.show.bibliography import DOCUMENTS_LISTED
from groundtruce.show.briefs import DAYS_COVERED
from groundtruce.show.sections.new_documents import ROWS

PLOTTED = timedelta(days=92)
"""An area is plotted over three months, or longer where the days covered or the maps compared reach further back."""


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """What came to a record after an entry, by identifiers: whatever days it is of, a brief that tells what is new needs it."""

    documents: frozenset[str] = frozenset()
    zone_versions: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()


def find_arrivals(record: Record, *, after: Head, as_of: datetime) -> Arrivals:
    """What came to the record between an entry and a moment."""
    return Arrivals(
        documents=frozenset(record.subjects_since("document", after, as_of=as_of)),
        zone_versions=frozenset(record.subjects_since("zone version", after, as_of=as_of)),
        incidents=frozenset(record.subjects_since("incident", after, as_of=as_of)),
    )


def know_of_day(
    record: Record,
    *,
    on: date | None,
    since: date | None = None,
    provisions: bool = True,
    as_of: datetime | None = None,
    arrivals: Arrivals | None = None,
) -> Known:
    """What a record knew at a moment, as far as a question about one day, or those from `since` to it, asks.

    Whole are the documents published around the days, and those that tell of incidents of these days or of the last hostile act
    before them. With `provisions`, also what others tell of what provisions ask about whenever it happened: of their readings,
    only that. Of other documents that answers name, there is no text, but of those `arrivals` that a brief lists. `on` is the record's newest day where it is none.
    """
    head = record.head(as_of=as_of)
    as_of = parse_moment(head.recorded)
    case = record.case(as_of=as_of)
    dates = record.newest_dates(as_of=as_of)
    on = on or find_last_day(dates, case=case)
    arrivals = arrivals or Arrivals()
    days = _Days(since=min(since or on, on), on=on, case=case)
    judgements = record.judgements(as_of=as_of)
    incidents = _find_incidents(record, days, kinds=MAP_EVENT_TYPES if provisions else (), as_of=as_of)
    chosen = {*_documents_of(incidents, days), *_list_corrected(judgements)}
    chosen.update(record.published_between(days.first, days.last, as_of=as_of))
    told = _find_told(record, chosen, days, provisions=provisions, as_of=as_of)
    readings = {document.sha256: reading for _, document, reading in sorted(told, key=itemgetter(0))}
    incidents = _add_incidents(record, incidents, readings, chosen, arrivals, case=case, as_of=as_of)
    zone_versions = _find_versions(record, days, arrivals, as_of=as_of)
    sightings = record.sightings(as_of=as_of)
    latest = record.latest_documents(DOCUMENTS_LISTED, as_of=as_of)
    named = {each.document for each in zone_versions} | {each.document for each in sightings} | arrivals.documents
    named.update(latest, _list_watched(record, incidents, days, as_of=as_of))
    documents = _find_documents(record, named, chosen, told, as_of=as_of)
    documents |= _find_new_texts(record, documents, arrivals, as_of=as_of)
    return Known(
        head=head,
        case=case,
        documents=documents,
        machine_readings=readings,
        zone_versions=zone_versions,
        incidents=incidents,
        corrected_versions=record.chosen_corrections((each.id for each in zone_versions), as_of=as_of),
        sightings=sightings,
        judgements=judgements,
        beyond=Beyond(
            documents=record.count_documents(as_of=as_of),
            dates=dates,
            is_dated=any(documents[sha256].published for sha256 in latest),
            maps=record.maps_among(documents, as_of=as_of),
        ),
    )


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

_Told: TypeAlias = tuple[int, Document, Reading]
_AROUND = timedelta(days=31)
"""Dates are at most a month vague where they place anything, and reports of a day may come that much later."""
_DAY = timedelta(days=1)
_FOLLOWING = timedelta(days=10)
"""Maps that become valid so long after a day may follow on what happened then."""


@dataclass(frozen=True, kw_only=True)
class _Days:
    """The days asked about, and how far around them a record is read."""

    since: date
    on: date
    case: Case

    @property
    def first(self) -> date:
        """The first day of which documents are read whole."""
        provisions = self.case.agreement.provisions if self.case.agreement else ()
        windows = [getattr(each.terms, "window_days", 0) for each in provisions]
        return self.since - timedelta(days=max([DAYS_COVERED, *windows])) - _AROUND

    @property
    def last(self) -> date:
        """The last one."""
        return self.on + _AROUND

    @property
    def drawn_from(self) -> date:
        """The first day of which maps are wanted, with a day more for whatever time zone it is."""
        return min(self.since, self.on - PLOTTED) - 2 * _DAY


def _find_incidents(record: Record, days: _Days, *, kinds: Collection[str], as_of: datetime) -> tuple[Incident, ...]:
    """Those that may lie in the days, those of `kinds`, and the last hostile ones that had begun by the first, however long ago."""
    latest = record.latest_act(HOSTILE_EVENT_TYPES, on=days.since, as_of=as_of)
    windows = [(days.first, days.last)]
    if latest and latest.date() < days.first:
        windows.append((latest.date(), latest.date()))
    return record.incidents_within(windows, kinds=kinds, as_of=as_of)


def _documents_of(incidents: Iterable[Incident], days: _Days) -> set[str]:
    """The documents that tell of the incidents; of moves of maps, which are asked for in all documents, those that do around the days."""
    return {
        mention.partition("#")[0]
        for incident in incidents
        if incident.kind not in MAP_EVENT_TYPES or _may_be_around(incident, days)
        for mention in incident.mentions
    }


def _may_be_around(incident: Incident, days: _Days) -> bool:
    last = last_day(incident.date) if incident.date else None
    return last is None or days.first <= last <= days.last


def _list_corrected(judgements: Iterable[RecordedJudgement]) -> set[str]:
    """The documents of which something holds otherwise than it was read, so that the lists of mentions do not tell it."""
    decided = latest_decisions(list_standing(judgements)).values()
    return {
        each.judgement.document for each in decided if each.judgement.decision == "correct" and each.judgement.document
    }


def _find_told(
    record: Record, chosen: Collection[str], days: _Days, *, provisions: bool, as_of: datetime
) -> tuple[_Told, ...]:
    """What was read in the documents that are chosen, and of what provisions ask for in others."""
    asked = list_asked_mentions(days.case) if provisions else ()
    partly = record.documents_asked(asked, first=days.since - _AROUND, final=days.on, as_of=as_of)
    types = {kind for each in asked for kind in each.types}
    return record.told(chosen, partly=partly.difference(chosen), types=types, as_of=as_of)


def _add_incidents(
    record: Record,
    incidents: tuple[Incident, ...],
    readings: dict[str, Reading],
    chosen: Collection[str],
    arrivals: Arrivals,
    *,
    case: Case,
    as_of: datetime,
) -> tuple[Incident, ...]:
    """Also those that say when it was what documents read in part tell without a date, and those lasting ones that arrived."""
    undated = {
        f"{sha256}#{mention.id}"
        for sha256, reading in readings.items()
        if sha256 not in chosen
        for mention in reading.event_mentions
        if mention.date is None
    }
    arrived = record.chosen_incidents(arrivals.incidents, as_of=as_of) if arrivals.incidents else ()
    lasting = lasting_types(case)
    known = {each.id: each for each in incidents}
    lasted = {each.id: each for each in arrived if not each.withdrawn and each.kind in lasting}
    known |= lasted | {each.id: each for each in record.incidents_of(undated, as_of=as_of)}
    numbers = record.latest_numbers("incident", known, as_of=as_of)
    return tuple(sorted(known.values(), key=lambda each: numbers[each.id]))


def _find_versions(record: Record, days: _Days, arrivals: Arrivals, *, as_of: datetime) -> tuple[ZoneVersion, ...]:
    versions = record.versions_around(days.drawn_from, days.on + _FOLLOWING, as_of=as_of)
    wanted = {each.id for each in versions} | arrivals.zone_versions
    # Where a change is measured from a map before these days, the zone's areas are plotted from that one on.
    begun = {
        series.zone: day_of(earlier)
        for series in find_series(versions)
        for earlier, later in series.pairs
        if days.since <= day_of(later) <= days.on and date.min < day_of(earlier) < days.drawn_from
    }
    if begun:
        between = record.versions_between(begun, min(begun.values()) - _DAY, days.drawn_from, as_of=as_of)
        wanted.update(each.id for each in between)
    return record.chosen_versions(wanted, as_of=as_of) if len(wanted) > len(versions) else versions


def _list_watched(record: Record, incidents: Iterable[Incident], days: _Days, *, as_of: datetime) -> tuple[str, ...]:
    """What is published, after the documents that are read whole, before everybody would have spoken of vaguely dated incidents."""
    within = max((each.within_days for each in list_expected_speakers(days.case)), default=0)
    ends = [day for each in incidents if each.date for day in [last_day(each.date)] if day]
    furthest = max([days.on, *(end for end in ends if end < date.max - _AROUND)]) + timedelta(days=within)
    return record.published_between(days.last, furthest, as_of=as_of) if furthest > days.last else ()


def _find_documents(
    record: Record, named: Collection[str], chosen: Collection[str], told: Collection[_Told], *, as_of: datetime
) -> dict[str, Document]:
    """The documents in the order of recording: those told and chosen with their texts, and what they are copies of, and its copies."""
    found = {document.sha256: (number, document) for number, document, _ in told}
    sources = {document.copy_of or sha256 for sha256, (_, document) in found.items()}
    wanted = sources.union(named, chosen, record.copies_of(sources, as_of=as_of)).difference(found)
    found |= {each.sha256: (number, each) for number, each in record.chosen_headers(wanted, as_of=as_of)}
    unread = set(chosen).difference(document.sha256 for _, document, _ in told)
    for document in record.chosen_documents(unread, as_of=as_of):
        found[document.sha256] = (found[document.sha256][0], document)
    return {sha256: document for sha256, (_, document) in sorted(found.items(), key=lambda item: item[1][0])}


def _find_new_texts(
    record: Record, documents: Mapping[str, Document], arrivals: Arrivals, *, as_of: datetime
) -> dict[str, Document]:
    """The documents that arrived, as far as a brief lists them, with their texts: it cites how they begin."""
    arrived = [documents[sha256] for sha256 in arrivals.documents if sha256 in documents]
    listed = sorted(arrived, key=lambda each: (each.published or "", each.title, each.sha256))[-ROWS:]
    missing = [each.sha256 for each in listed if not each.text]
    return {each.sha256: each for each in record.chosen_documents(missing, as_of=as_of)}
