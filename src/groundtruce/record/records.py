"""The record of a ceasefire, wherever it lives: a file or a database that is only ever added to.

A record has two clocks: valid time, when something was so in the world, stands in what is recorded; recorded time, when
the record learned of it, is one moment for each transaction and only goes forward. Every question can be asked as of a
recorded moment: then the record answers as it would have then.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Self

from groundtruce.errors import UnusableInput
from groundtruce.model.asked import AskedMentions
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import RecordedJudgement
from groundtruce.model.markers import Sighting
from groundtruce.model.readings import Reading
from groundtruce.model.times import day_interval, format_moment, parse_moment
from groundtruce.model.traces import Trace
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record import bodies, day_queries, queries
from groundtruce.record.additions import Addition, Rows, begin_rows, check_addition, compose_all, draft_entries
from groundtruce.record.addresses import Address
from groundtruce.record.chain import Draft, Entry, EntryKind, Head, head_of, link_entries, next_moment
from groundtruce.record.homes import create_home, open_home, stamp_home
from groundtruce.record.homes.home import Home, Migration, Stamp
from groundtruce.record.layers import format_datetime
from groundtruce.record.mention_filling import MENTIONS_SINCE, list_mentions_beside
from groundtruce.record.passages import Match
from groundtruce.record.queries import Moment
from groundtruce.record.verification import Progress, verify_record
from groundtruce.record.versions import VERSION, check_version, read_version

__all__ = ["Addition", "Head", "Match", "Moment", "Record"]


class Record:
    """An open record. Make one with `create` or `open` and use it as a context manager.

    Everything may raise `UnusableInput` where the file cannot be read or written, with nothing recorded, and
    `BrokenRecord` where it is damaged.
    """

    def __init__(self, home: Home) -> None:
        self.address = home.address
        self.writable = home.writable
        self.home = home

    @classmethod
    def create(cls, address: Address, *, case: Case, now: datetime) -> "Record":
        """Make a new record of `case` and open it for writing. It appears whole, or not at all.

        Raises `UnusableInput` where something of that name exists, or there is no place to make it in.
        """
        try:
            drafts: list[Draft] = [("case", case.id, bodies.encode_case(case, schema=VERSION))]
            (entry,) = link_entries(drafts, after=None, recorded=next_moment(now, after=None))
            rows = begin_rows(case, entry)
        except UnicodeEncodeError as error:
            raise UnusableInput(address, f"the case holds text that is not Unicode ({error})") from error
        create_home(address, rows)
        return cls.open(address, writable=True)

    @classmethod
    def open(cls, address: Address, *, writable: bool = False) -> "Record":
        """Open a record that exists. Raises `UnusableInput` where there is none, or one of another version's schema."""
        home = open_home(address, writable=writable)
        try:
            with home.telling_errors():
                check_version(home)
        except BaseException:
            home.close()
            raise
        return cls(home)

    @classmethod
    def migrate(cls, address: Address, *, now: datetime, migrations: tuple[Migration, ...] | None = None) -> Head:
        """Bring a record of an earlier schema to the latest one, in one transaction, and record that this was done.

        `migrations` are its home's unless they are given.
        """
        home = open_home(address, writable=True)
        with cls(home) as record, record._transaction() as head:
            version = read_version(home)
            steps = (home.migrations if migrations is None else migrations)[version - 1 :]
            for statement in (statement for step in steps for statement in step):
                home.change_schema(statement)
            if not steps:
                return head
            if version < MENTIONS_SINCE <= version + len(steps):
                for beside in list_mentions_beside(home, last=head.seq):
                    home.write_beside(beside)
            body = bodies.encode_migration(schema=version + len(steps))
            (entry,) = link_entries([("migration", "schema", body)], after=head, recorded=next_moment(now, after=head))
            home.write(Rows(entries=(entry,)))
            return head_of(entry)

    @staticmethod
    def stamp(address: Address) -> Stamp | None:
        """What differs once anything more is recorded, told without opening the record; none where that cannot be told."""
        return stamp_home(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.home.close()

    def append(self, addition: Addition, *, now: datetime, after: Head | None = None) -> Head:
        """Record an addition in one transaction; once this returns, the disk has it.

        `now` becomes the recorded time, or a microsecond after the last one where it is not later. With `after`, the
        addition is refused if another process has added to the record since that head. Raises `UnusableInput` where the
        document is recorded already or something in the addition cannot be recorded, `ValueError` where the parts of
        the addition do not belong together.
        """
        return self.append_all([addition], now=now, after=after)

    def append_all(self, additions: Sequence[Addition], *, now: datetime, after: Head | None = None) -> Head:
        """Record additions one after the other in one transaction, at one moment: all of them or none, as `append` does one."""
        for addition in additions:
            check_addition(addition)
        drafts = [draft_entries(addition) for addition in additions]
        with self._transaction() as head:
            for addition in additions:
                self._check_may_follow(addition, head=head, after=after)
            if not any(drafts):
                return head
            rows = compose_all(additions, drafts, after=head, recorded=next_moment(now, after=head))
            self.home.write(rows)
            return head_of(rows.entries[-1])

    def append_rows(self, rows: Rows) -> None:
        """Write what one or several transactions wrote in another home, all or nothing. It must follow this record's last entry."""
        with self._transaction() as head:
            if rows.entries[0].previous != head.hash:
                raise UnusableInput(self.address, "another process has added to it meanwhile; nothing was recorded")
            self.home.write(rows)

    def head(self, *, as_of: datetime | None = None) -> Head:
        """The last entry. Raises `UnusableInput` for a moment before the record began."""
        with self.home.telling_errors():
            head = queries.find_head(self.home, as_of=format_moment(as_of) if as_of else None)
        if head is None:
            raise UnusableInput(self.address, f"the record had not begun at {as_of}" if as_of else "it has no entries")
        return head

    def holds(self, head: Head) -> bool:
        """Whether an entry is in the chain, and so everything before it."""
        with self.home.telling_errors():
            return queries.has_entry(self.home, head=head)

    def moments(self, *, after: int = 0, as_of: datetime | None = None) -> tuple[Moment, ...]:
        """The transactions behind the entry `after`, in order."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_moments(self.home, after=after, last=last))

    def latest_entries(self, kind: EntryKind, *, as_of: datetime | None = None) -> dict[str, int]:
        """The number of the latest entry of each subject of a kind, in the order of these entries."""
        with self._seeing(as_of) as last:
            return queries.list_latest_entries(self.home, kind=kind, last=last)

    def case(self, *, as_of: datetime | None = None) -> Case:
        """The case. Raises `UnusableInput` for a moment before the record began."""
        with self._seeing(as_of) as last:
            case = queries.find_case(self.home, last=last)
        if case is None:
            raise UnusableInput(self.address, f"the record had not begun at {as_of}")
        return case

    def documents(self, *, as_of: datetime | None = None) -> tuple[Document, ...]:
        """Every document with its text, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_documents(self.home, last=last))

    def headers(self, *, as_of: datetime | None = None) -> tuple[Document, ...]:
        """Every document without its text, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_headers(self.home, last=last))

    def chosen_documents(self, chosen: Iterable[str], *, as_of: datetime | None = None) -> tuple[Document, ...]:
        """The documents with these SHA-256, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_chosen_documents(self.home, chosen=chosen, last=last))

    def document(self, sha256: str, *, as_of: datetime | None = None) -> Document:
        """The document with this SHA-256, or with the only one that starts so. Raises `UnusableInput` for none or several."""
        if not re.fullmatch(r"[0-9a-f]{1,64}", sha256):
            raise UnusableInput(self.address, f"{sha256!r} is not the SHA-256 of a document or its beginning")
        with self._seeing(as_of) as last:
            found = queries.find_documents(self.home, prefix=sha256, last=last)
        if len(found) != 1:
            raise UnusableInput(
                self.address, f"{'several documents have' if found else 'no document has'} the SHA-256 {sha256}"
            )
        return found[0]

    def has_document(self, sha256: str, *, as_of: datetime | None = None) -> bool:
        """Whether the bytes with this SHA-256 are recorded."""
        with self._seeing(as_of) as last:
            return queries.has_document(self.home, sha256=sha256, last=last)

    def readings(self, *, as_of: datetime | None = None) -> dict[str, Reading]:
        """The latest reading of each document that was read, by the document's SHA-256."""
        with self._seeing(as_of) as last:
            return {reading.document.sha256: reading for reading in queries.list_readings(self.home, last=last)}

    def chosen_readings(self, chosen: Iterable[str], *, as_of: datetime | None = None) -> dict[str, Reading]:
        """The latest reading of each of the documents with these SHA-256."""
        with self._seeing(as_of) as last:
            readings = queries.list_chosen_readings(self.home, chosen=chosen, last=last)
            return {reading.document.sha256: reading for reading in readings}

    def told(
        self,
        chosen: Collection[str],
        *,
        partly: Collection[str] = (),
        types: Collection[str] = (),
        as_of: datetime | None = None,
    ) -> tuple[tuple[int, Document, Reading], ...]:
        """The documents with these SHA-256 that were read, each with its latest reading, after the number of its entry.

        Of those `partly` only the events of these types are there, the attributions and the reported silences.
        """
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_told(self.home, chosen=chosen, partly=partly, types=types, last=last))

    def zone_versions(self, *, as_of: datetime | None = None) -> tuple[ZoneVersion, ...]:
        """Every zone version as last recorded, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_zone_versions(self.home, last=last))

    def corrected_versions(self, *, as_of: datetime | None = None) -> tuple[RecordedVersion, ...]:
        """Every entry of the zone versions that were corrected, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_corrected_versions(self.home, last=last))

    def sightings(self, *, as_of: datetime | None = None) -> tuple[Sighting, ...]:
        """Every sighting of a marker, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_sightings(self.home, last=last))

    def traces(self, *, as_of: datetime | None = None) -> tuple[Trace, ...]:
        """Every trace of a picture map, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_traces(self.home, last=last))

    def captures(self, *, as_of: datetime | None = None) -> tuple[Capture, ...]:
        """Every capture of a watched source, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_captures(self.home, last=last))

    def capture(self, identifier: str) -> Capture | None:
        """The capture with this identifier; none where it is not recorded."""
        with self.home.telling_errors():
            return queries.find_capture(self.home, identifier=identifier)

    def incidents(self, *, as_of: datetime | None = None) -> tuple[Incident, ...]:
        """Every incident as last recorded and not withdrawn, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_incidents(self.home, last=last))

    def chosen_incidents(self, chosen: Iterable[str], *, as_of: datetime | None = None) -> tuple[Incident, ...]:
        """The incidents with these identifiers as last recorded, withdrawn ones too, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_chosen_incidents(self.home, chosen=chosen, last=last))

    def incidents_within(
        self, windows: Iterable[tuple[date, date]], *, kinds: Collection[str] = (), as_of: datetime | None = None
    ) -> tuple[Incident, ...]:
        """The same for those of `kinds`, and those that may have happened in one of the windows.

        A window goes from a day to a day, both included, in UTC.
        """
        moments = [
            (format_datetime(day_interval(first).start) or "", format_datetime(day_interval(last).end) or "")
            for first, last in windows
        ]
        with self._seeing(as_of) as last_entry:
            return tuple(queries.list_incidents_within(self.home, windows=moments, kinds=kinds, last=last_entry))

    def incidents_of(self, mentions: Collection[str], *, as_of: datetime | None = None) -> tuple[Incident, ...]:
        """The same for those that hold one of the mentions, named as incidents name them."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_incidents_of(self.home, mentions=mentions, last=last))

    def judgements(self, *, as_of: datetime | None = None) -> tuple[RecordedJudgement, ...]:
        """Every judgement, also those withdrawn or superseded, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(queries.list_judgements(self.home, last=last))

    def published_between(self, first: date, last: date, *, as_of: datetime | None = None) -> tuple[str, ...]:
        """The SHA-256 of the documents published from `first` to `last`, both included, in the order of recording."""
        with self._seeing(as_of) as last_entry:
            return tuple(
                queries.list_published_between(
                    self.home, first=first.isoformat(), final=last.isoformat(), last=last_entry
                )
            )

    def count_documents(self, *, as_of: datetime | None = None) -> int:
        """How many documents there are."""
        with self._seeing(as_of) as last:
            return day_queries.count_documents(self.home, last=last)

    def newest_dates(self, *, as_of: datetime | None = None) -> tuple[str, ...]:
        """The dates, as stated, among which the newest is of all documents' publication and all zone versions' beginning."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_newest_dates(self.home, last=last))

    def latest_documents(self, number: int, *, as_of: datetime | None = None) -> tuple[str, ...]:
        """The SHA-256 of the documents published last, at least so many if there are: all of a date or none."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_latest_documents(self.home, number=number, last=last))

    def chosen_headers(
        self, chosen: Iterable[str], *, as_of: datetime | None = None
    ) -> tuple[tuple[int, Document], ...]:
        """The documents with these SHA-256 without their texts, each after the number of its entry."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_chosen_headers(self.home, chosen=chosen, last=last))

    def copies_of(self, sources: Iterable[str], *, as_of: datetime | None = None) -> tuple[str, ...]:
        """The SHA-256 of the documents that are recorded as copies of one of these."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_copies(self.home, sources=sources, last=last))

    def maps_among(self, chosen: Iterable[str], *, as_of: datetime | None = None) -> frozenset[str]:
        """Which of the documents with these SHA-256 a zone version was drawn by."""
        with self._seeing(as_of) as last:
            return frozenset(day_queries.list_maps(self.home, chosen=chosen, last=last))

    def versions_around(self, first: date, final: date, *, as_of: datetime | None = None) -> tuple[ZoneVersion, ...]:
        """The zone versions that become valid from one day to another, both included, and those on which these days rest.

        Of each publisher's series the two before and after, what ends on one of the days, and what holds on all of them.
        """
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_versions_around(self.home, **_span(first, final), last=last))

    def versions_between(
        self, zones: Iterable[str], first: date, final: date, *, as_of: datetime | None = None
    ) -> tuple[ZoneVersion, ...]:
        """The versions of some zones that become valid from one day to another, both included."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_versions_between(self.home, zones=zones, **_span(first, final), last=last))

    def chosen_versions(self, chosen: Iterable[str], *, as_of: datetime | None = None) -> tuple[ZoneVersion, ...]:
        """The zone versions with these identifiers, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_chosen_versions(self.home, chosen=chosen, last=last))

    def chosen_corrections(
        self, chosen: Iterable[str], *, as_of: datetime | None = None
    ) -> tuple[RecordedVersion, ...]:
        """Every entry of those of the zone versions with these identifiers that were corrected, in the order of recording."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_chosen_corrections(self.home, chosen=chosen, last=last))

    def subjects_since(self, kind: EntryKind, after: Head, *, as_of: datetime | None = None) -> tuple[str, ...]:
        """What the entries of a kind behind a head are about."""
        with self._seeing(as_of) as last:
            return tuple(day_queries.list_subjects_between(self.home, kind=kind, after=after.seq, last=last))

    def documents_asked(
        self, asked: Collection[AskedMentions], *, first: date, final: date, as_of: datetime | None = None
    ) -> set[str]:
        """The SHA-256 of the documents with mentions that are asked for of the days from `first` to `final`, both included."""
        window = timedelta(days=max((each.window_days or 0 for each in asked), default=0))
        with self._seeing(as_of) as last:
            return day_queries.list_asked_documents(self.home, asked=asked, **_span(first - window, final), last=last)

    def latest_numbers(
        self, kind: EntryKind, chosen: Iterable[str], *, as_of: datetime | None = None
    ) -> dict[str, int]:
        """The number of the latest entry of each of these subjects of a kind."""
        with self._seeing(as_of) as last:
            return day_queries.list_numbers(self.home, kind=kind, chosen=chosen, last=last)

    def latest_act(self, kinds: Collection[str], *, on: date, as_of: datetime | None = None) -> datetime | None:
        """When the last dated incident of one of the kinds that had begun by the end of a day began; none for none."""
        with self._seeing(as_of) as last:
            span = _span(on - _LATELY, on)
            # What ended last did so lately, in most records; only else is all of them looked through.
            for since in (span["first"], None):
                begun = queries.find_latest_act(
                    self.home, kinds=kinds, begun_before=span["final"], since=since, last=last
                )
                if begun:
                    return parse_moment(begun)
        return None

    def content(self, sha256: str) -> bytes:
        """The bytes of a document as they came. Raises `UnusableInput` where it is not recorded."""
        with self.home.telling_errors():
            content = queries.find_content(self.home, sha256=sha256)
        if content is None:
            raise UnusableInput(self.address, f"no document has the SHA-256 {sha256}")
        return content

    def trail(self, sha256: str) -> tuple[Entry, ...]:
        """Every entry that brought the document with this SHA-256 in or rests on it, in the order of recording."""
        with self.home.telling_errors():
            return tuple(queries.list_trail(self.home, sha256=sha256))

    def search(self, query: str, *, limit: int = 20, as_of: datetime | None = None) -> tuple[Match, ...]:
        """The documents that hold every word and "quoted phrase" of `query`, the latest recorded first."""
        with self._seeing(as_of) as last:
            return tuple(queries.search_texts(self.home, query=query, limit=limit, last=last))

    def verify(self, *, progress: Progress | None = None) -> Head:
        """Check every entry and all that stands beside the chain. Raises `BrokenRecord` for the first that is broken.

        `progress` is told how many of how many entries are checked. Returns the head, which someone else may keep to
        prove later that nothing up to it was changed.
        """
        return verify_record(self.home, progress=progress)

    # -----------------------------------------------------------------------------------------------------------

    @contextmanager
    def _seeing(self, as_of: datetime | None) -> Iterator[int]:
        """The number of the last entry to see; 0 before the first."""
        with self.home.telling_errors():
            head = queries.find_head(self.home, as_of=format_moment(as_of) if as_of else None)
            yield head.seq if head else 0

    @contextmanager
    def _transaction(self) -> Iterator[Head]:
        """One transaction that no other process writes in; gives the head that it follows."""
        if not self.writable:
            raise UnusableInput(self.address, "it was opened for reading only")
        with self.home.telling_errors(), self.home.transaction():
            yield self.head()

    def _check_may_follow(self, addition: Addition, *, head: Head, after: Head | None) -> None:
        document = addition.document
        if after and after != head:
            raise UnusableInput(self.address, "another process has added to it meanwhile; nothing was recorded")
        if document and queries.has_document(self.home, sha256=document.sha256, last=head.seq):
            raise UnusableInput(document.origin, f"its content is recorded already (document {document.sha256[:12]})")
        read = addition.reading.document.sha256 if addition.reading else None
        if read and document is None and not queries.has_document(self.home, sha256=read, last=head.seq):
            raise ValueError(f"a reading of a document that is not recorded, {read}")
        judged = {each.document for each in addition.judgements if each.document}
        known = {each.sha256 for each in queries.list_chosen_documents(self.home, chosen=judged, last=head.seq)}
        if judged - known:
            raise ValueError(f"a judgement of a document that is not recorded, {min(judged - known)}")


# ---------------------------------------------------------------------------------------------------------------


_LATELY = timedelta(days=31)


def _span(first: date, final: date) -> dict[str, str]:
    """From the beginning of a day to the end of another, as layers write moments; a day is UTC's."""
    return {
        "first": format_datetime(day_interval(first).start) or "",
        "final": format_datetime(day_interval(final).end) or "",
    }
