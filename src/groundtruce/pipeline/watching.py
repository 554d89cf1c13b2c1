"""A case's sources watched: each visited when it is time, what is new kept and recorded, people told of what came of it.

The order of one capture is: kept as WARC, remembered as pending, recorded, remembered as done. A watch that is killed between any
two goes on there, so that nothing is asked for, recorded or told twice.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from groundtruce import __version__
from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.feeds import parse_feed
from groundtruce.collect.watching.folders import FoundFile, list_folder
from groundtruce.collect.watching.politeness import PoliteClient, Surroundings
from groundtruce.collect.watching.robots import PRODUCT
from groundtruce.collect.watching.state import Pending, Seen, WatchState
from groundtruce.collect.watching.tables import LoadedWatch, Source, load_watch
from groundtruce.collect.watching.visits import Visit, choose_address, give_up, is_due, judge, known_headers, miss
from groundtruce.collect.watching.warcs import CaptureArchive
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Alert, ArchivedAt, Capture, CaptureOutcome
from groundtruce.model.ids import digest, identify
from groundtruce.model.times import format_moment
from groundtruce.model.zones import ZoneChange
from groundtruce.pipeline.alerts import AlertDesk
from groundtruce.pipeline.captures import CaptureRecorder, Recorded
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import Reader
from groundtruce.record.geopackage import Record
from groundtruce.settings import Settings

STATE, CAPTURES, FEED = "state.sqlite", "captures", "alerts.atom"
"""What lies in the folder of a watch beside the record."""


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What became of one visit."""

    source: str
    address: str
    found: str
    """`same`, `content`, `missing`, `gone`, `failed`; or `resumed`, for a capture that an earlier run did not get to record."""
    note: str = ""
    recorded: Recorded | None = None


@dataclass(frozen=True, kw_only=True)
class RoundEnded:
    """What came of a round: how zones changed in it, and what people are told."""

    changes: tuple[ZoneChange, ...]
    """Those whose later map was recorded in this round."""
    alerts: tuple[Alert, ...]
    untold: tuple[str, ...]
    """Why a command or a webhook could not be told; it is told again in the next round."""
    next_visit: datetime | None
    """When the next source is due."""


def folder_of(record: Path) -> Path:
    """The folder beside a record in which its watch keeps what it must."""
    return record.with_name(f"{record.name}.watch")


def watch_record(
    path: Path,
    *,
    watch: Path | None,
    once: bool,
    settings: Settings,
    surroundings: Surroundings,
    reader: Reader | None = None,
    progress: Progress = say_nothing,
) -> Iterator[Visited | RoundEnded]:
    """Visit every source that is due, record what is new, and say what became of each; again and again, unless `once`.

    `watch` is a `watch.toml` or its folder; the record's own folder where it is none. A `reader` that is given is used; otherwise one
    is loaded at the first text. Raises `UnusableInput` where the record, the
    watch or the folder beside the record cannot be used, or another process watches the record.
    """
    with Record.open(path) as record:
        case = record.case()
    loaded = load_watch(watch or path.absolute().parent, case=case)
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UnusableInput(folder, f"cannot be made: {error.strerror}") from error
    with WatchState.open(folder / STATE) as state:
        watcher = _Watcher(path, loaded, state, surroundings, settings=settings, reader=reader, progress=progress)
        while True:
            ended = yield from watcher.go_round()
            if once:
                return
            _wait_until(ended.next_visit, surroundings)


# ---------------------------------------------------------------------------------------------------------------

_LONGEST_NAP_S = 300.0
_SHORTEST_NAP_S = 1.0
_MOST_FAILURES = 6
"""So many visits in a row may fail before an entry of a feed is given up."""


def _wait_until(moment: datetime | None, around: Surroundings) -> None:
    while moment is not None and (left := (moment - around.now()).total_seconds()) > 0:
        around.sleep(min(max(left, _SHORTEST_NAP_S), _LONGEST_NAP_S))


class _Watcher:
    """One process's watch over one record."""

    def __init__(
        self,
        path: Path,
        loaded: LoadedWatch,
        state: WatchState,
        around: Surroundings,
        *,
        settings: Settings,
        reader: Reader | None,
        progress: Progress,
    ) -> None:
        self._path, self._loaded, self._watch, self._state, self._around = path, loaded, loaded.watch, state, around
        agent = f"{PRODUCT}/{__version__} (+{self._watch.contact})"
        self._client = PoliteClient(self._watch, state, around, agent=agent)
        folder = folder_of(path)
        self._archive = CaptureArchive(folder / CAPTURES, ends=state.ends(), software=f"{PRODUCT} {__version__}")
        self._recorder = CaptureRecorder(path, loaded=loaded, settings=settings, reader=reader, progress=progress)
        self._desk = AlertDesk(path, state, self._client, self._watch.alerts, feed=folder / FEED, now=around.now)
        self._progress = progress

    def go_round(self) -> Generator[Visited | RoundEnded, None, RoundEnded]:
        """What an earlier run left, then every source that is due, then alerts."""
        self._desk.begin()
        new: set[str] = set()
        for visited in self._visit_all():
            if visited.recorded and visited.recorded.is_new and visited.recorded.capture.document:
                new.add(visited.recorded.capture.document)
            yield visited
        self._progress("looking for what moved and what turned")
        told = self._desk.tell(new)
        ended = RoundEnded(
            changes=told.changes, alerts=told.alerts, untold=told.untold, next_visit=self._find_next_visit()
        )
        yield ended
        return ended

    # -----------------------------------------------------------------------------------------------------------

    def _visit_all(self) -> Iterator[Visited]:
        for pending in self._state.pending():
            yield self._finish(pending, found="resumed")
        for source in self._watch.sources:
            if source.kind == "folder":
                yield from self._visit_folder(source)
            elif source.kind == "feed":
                yield from self._visit_feed(source)
            elif is_due(self._state.seen(source.id, source=source.id), source, now=self._around.now()):
                yield self._visit(source, source.id, source.address or "")

    def _visit(self, source: Source, key: str, address: str) -> Visited:
        """One address, and what it gives into the record."""
        seen = self._state.seen(key, source=source.id)
        answer, visit, moment = self._ask(source, seen, address)
        if not isinstance(answer, Answer) or visit.found not in ("content", "gone"):
            self._state.keep_seen(key, visit.seen)
            return Visited(source=source.id, address=address, found=visit.found, note=visit.note)
        place = self._archive.keep_answer(answer, address=address, moment=moment)
        capture = self._describe(
            source,
            key,
            address,
            moment,
            outcome="gone" if visit.found == "gone" else "kept",
            previous=seen.document,
            archived=place,
        )
        capture = replace(capture, answered=answer.address, status=answer.status)
        pending = Pending(capture=capture, source=source, key=key, seen=visit.seen)
        self._state.keep_pending(pending)
        return self._finish(pending, found=visit.found, content=answer.content, note=visit.note)

    def _ask(self, source: Source, seen: Seen, address: str) -> tuple[Answer | Failure, Visit, datetime]:
        self._progress(f"{source.id}: asking for {address}")
        answer = self._client.get(choose_address(seen, address), known=known_headers(seen))
        moment = self._around.now()
        return answer, judge(seen, answer, source=source, gone_after=self._watch.gone_after, now=moment), moment

    def _describe(
        self,
        source: Source,
        key: str,
        address: str,
        moment: datetime,
        *,
        outcome: CaptureOutcome,
        previous: str | None,
        archived: ArchivedAt | None,
    ) -> Capture:
        return Capture(
            id=identify("capture", source.id, key, format_moment(moment)),
            source=source.id,
            address=address,
            answered=address,
            moment=format_moment(moment),
            outcome=outcome,
            previous=previous,
            archived=archived,
            collector=self._client.agent,
        )

    def _finish(self, pending: Pending, *, found: str, content: bytes | None = None, note: str = "") -> Visited:
        """Record a capture that is kept, and remember that it is."""
        capture = pending.capture
        if content is None:
            content = self._archive.read(capture.archived) if capture.archived else b""
        self._progress(f"{capture.source}: recording {capture.address}")
        recorded = self._recorder.record(pending, content)
        document = recorded.capture.document or pending.seen.document
        self._state.finish(pending, replace(pending.seen, document=document))
        return Visited(
            source=capture.source,
            address=capture.address,
            found=found,
            note=note or recorded.capture.note,
            recorded=recorded,
        )

    def _visit_feed(self, source: Source) -> Iterator[Visited]:
        seen = self._state.seen(source.id, source=source.id)
        if is_due(seen, source, now=self._around.now()):
            yield self._read_feed(source, seen)
        now = self._around.now()
        wanted = [
            (address, entry)
            for address, entry in self._state.seen_of(source.id).items()
            if entry.wanted is not None and is_due(entry, source, now=now)
        ]
        for address, entry in wanted[: self._watch.max_entries]:
            visited = self._visit(source, address, address)
            after = self._state.seen(address, source=source.id)
            if give_up(after, gone_after=self._watch.gone_after, most_failures=_MOST_FAILURES):
                self._state.keep_seen(address, replace(after, version=entry.wanted, wanted=None))
            yield visited

    def _read_feed(self, source: Source, seen: Seen) -> Visited:
        """A feed's own state, and which of its entries are to be got."""
        address = source.address or ""
        answer, visit, moment = self._ask(source, seen, address)
        if not isinstance(answer, Answer) or visit.found != "content":
            if visit.found == "gone":
                return self._visit_gone_feed(source, visit, moment)
            self._state.keep_seen(source.id, visit.seen)
            return Visited(source=source.id, address=address, found=visit.found, note=visit.note)
        feed = parse_feed(answer.content, address=answer.address)
        place = self._archive.keep_answer(answer, address=address, moment=moment)
        new = 0
        with self._state.together():
            self._state.keep_end(place)
            self._state.keep_seen(source.id, visit.seen)
            for entry in feed.entries:
                held = self._state.seen(entry.address, source=source.id)
                if entry.updated not in (held.version, held.wanted):
                    self._state.keep_seen(entry.address, replace(held, wanted=entry.updated, next_visit=None))
                    new += 1
        broken = f"; broken at {feed.fault}, what stands before it counts" if feed.fault else ""
        return Visited(
            source=source.id,
            address=address,
            found="content",
            note=f"{len(feed.entries)} entries, {new} to get{broken}",
        )

    def _visit_gone_feed(self, source: Source, visit: Visit, moment: datetime) -> Visited:
        capture = self._describe(
            source, source.id, source.address or "", moment, outcome="gone", previous=None, archived=None
        )
        pending = Pending(capture=capture, source=source, key=source.id, seen=visit.seen)
        self._state.keep_pending(pending)
        return self._finish(pending, found="gone", note=visit.note)

    def _visit_folder(self, source: Source) -> Iterator[Visited]:
        """Every file below a folder that is new or changed, and those that are gone."""
        folder = self._loaded.path(source.folder or "")
        before = self._state.seen_of(source.id)
        files = list_folder(folder)
        for file in files:
            seen = before.get(file.path, Seen(source=source.id))
            if seen.version != file.version:
                yield self._take_file(source, file, seen)
        there = {file.path for file in files}
        for key, seen in before.items():
            if key not in there and not seen.gone:
                yield self._miss_file(source, key, seen)

    def _take_file(self, source: Source, file: FoundFile, seen: Seen) -> Visited:
        moment = self._around.now()
        now_seen = replace(seen, visited=moment.isoformat(), version=file.version, missing=0, gone=False)
        try:
            content = file.read(limit=self._watch.max_bytes)
        except UnusableInput as error:
            self._state.keep_seen(file.path, now_seen)
            return Visited(source=source.id, address=file.path, found="failed", note=error.reason)
        now_seen = replace(now_seen, payload_sha256=digest(content))
        if now_seen.payload_sha256 == seen.payload_sha256 and not seen.gone:
            self._state.keep_seen(file.path, now_seen)
            return Visited(source=source.id, address=file.path, found="same", note="touched")
        place = self._archive.keep_file(content, address=file.uri, moment=moment)
        capture = self._describe(
            source, file.path, file.path, moment, outcome="kept", previous=seen.document, archived=place
        )
        pending = Pending(capture=capture, source=source, key=file.path, seen=now_seen)
        self._state.keep_pending(pending)
        return self._finish(pending, found="content", content=content)

    def _miss_file(self, source: Source, key: str, seen: Seen) -> Visited:
        moment = self._around.now()
        visit = miss(replace(seen, visited=moment.isoformat()), gone_after=self._watch.gone_after)
        if visit.found != "gone":
            self._state.keep_seen(key, visit.seen)
            return Visited(source=source.id, address=key, found=visit.found, note=visit.note)
        capture = self._describe(source, key, key, moment, outcome="gone", previous=seen.document, archived=None)
        pending = Pending(capture=capture, source=source, key=key, seen=replace(visit.seen, version=None))
        self._state.keep_pending(pending)
        return self._finish(pending, found="gone", note=visit.note)

    def _find_next_visit(self) -> datetime | None:
        moments = [
            datetime.fromisoformat(seen.next_visit)
            for source in self._watch.sources
            if (seen := self._state.seen(source.id, source=source.id)).next_visit
        ]
        return min(moments, default=None)
