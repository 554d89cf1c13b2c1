"""A case's sources watched: each visited when it is time, what is new recorded, people told of what came of it."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from groundtruce import __version__
from groundtruce.collect.watching.politeness import PoliteClient, Surroundings
from groundtruce.collect.watching.robots import PRODUCT
from groundtruce.collect.watching.state import WatchState
from groundtruce.collect.watching.tables import LoadedWatch, Source, load_watch
from groundtruce.collect.watching.visits import is_due
from groundtruce.collect.watching.warcs import CaptureArchive
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Alert
from groundtruce.model.zones import ZoneChange
from groundtruce.pipeline.alerts import AlertDesk
from groundtruce.pipeline.captures import CaptureRecorder
from groundtruce.pipeline.feed_visits import visit_feed
from groundtruce.pipeline.folder_visits import visit_folder
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import Reader
from groundtruce.pipeline.visits import Visited, Visitor
from groundtruce.record.addresses import Address, path_of
from groundtruce.record.records import Record
from groundtruce.settings import Settings

__all__ = ["CAPTURES", "FEED", "STATE", "RoundEnded", "Visited", "folder_of", "watch_record"]

STATE, CAPTURES, FEED = "state.sqlite", "captures", "alerts.atom"
"""What lies in the folder of a watch beside the record."""


@dataclass(frozen=True, kw_only=True)
class RoundEnded:
    """What came of a round: how zones changed in it, and what people are told."""

    changes: tuple[ZoneChange, ...]
    """Those whose later map was recorded in this round."""
    alerts: tuple[Alert, ...]
    untold: tuple[str, ...]
    """Why a command or a webhook could not be told; it is told again in the next round."""
    next_visit: datetime
    """When the next source is due."""


def folder_of(record: Address) -> Path:
    """The folder beside a record in which its watch keeps what it must."""
    return path_of(record).with_name(f"{path_of(record).name}.watch")


def watch_record(
    path: Address,
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
    loaded = load_watch(watch or path_of(path).absolute().parent, case=case)
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


def _wait_until(moment: datetime, around: Surroundings) -> None:
    while (left := (moment - around.now()).total_seconds()) > 0:
        around.sleep(min(max(left, _SHORTEST_NAP_S), _LONGEST_NAP_S))


class _Watcher:
    """One process's watch over one record."""

    def __init__(
        self,
        path: Address,
        loaded: LoadedWatch,
        state: WatchState,
        around: Surroundings,
        *,
        settings: Settings,
        reader: Reader | None,
        progress: Progress,
    ) -> None:
        self._loaded, self._watch, self._progress = loaded, loaded.watch, progress
        client = PoliteClient(loaded.watch, state, around, agent=f"{PRODUCT}/{__version__} (+{loaded.watch.contact})")
        folder = folder_of(path)
        self._visitor = Visitor(
            watch=loaded.watch,
            state=state,
            client=client,
            archive=CaptureArchive(folder / CAPTURES, ends=state.ends(), software=f"{PRODUCT} {__version__}"),
            recorder=CaptureRecorder(path, loaded=loaded, settings=settings, reader=reader, progress=progress),
            around=around,
            progress=progress,
        )
        self._desk = AlertDesk(path, state, client, loaded.watch.alerts, feed=folder / FEED, now=around.now)

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
        next_visit = min(self._find_next_visit(source) for source in self._watch.sources)
        ended = RoundEnded(changes=told.changes, alerts=told.alerts, untold=told.untold, next_visit=next_visit)
        yield ended
        return ended

    # -----------------------------------------------------------------------------------------------------------

    def _visit_all(self) -> Iterator[Visited]:
        visitor = self._visitor
        for pending in visitor.state.pending():
            yield visitor.resume(pending)
        for source in self._watch.sources:
            if source.kind == "folder":
                yield from visit_folder(visitor, source, self._loaded.path(source.folder or ""))
            elif source.kind == "feed":
                yield from visit_feed(visitor, source)
            elif is_due(visitor.state.seen(source.id, source=source.id), source, now=visitor.around.now()):
                yield visitor.visit(source, source.id, source.address or "")

    def _find_next_visit(self, source: Source) -> datetime:
        """When a source is due; a folder is looked at in every round, and asks for one after its interval."""
        stated = self._visitor.state.seen(source.id, source=source.id).next_visit
        return (
            datetime.fromisoformat(stated)
            if stated
            else self._visitor.around.now() + timedelta(minutes=source.every_minutes)
        )
