"""Archives read by a cluster into a folder of parts: begun, gone on with, and tidied at the end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from groundtruce.collect.cases import load_case
from groundtruce.collect.encoders import load_encoder
from groundtruce.collect.pieces import ArchivePiece, cut_archives
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.cluster.clusters import ClusterOptions, check_cluster, open_cluster
from groundtruce.pipeline.cluster.parts import SetAside, drop_part, find_part, list_parts, make_room
from groundtruce.pipeline.cluster.runs import Run, begin_run, describe_run, digest_run
from groundtruce.pipeline.cluster.scheduling import GivenUp, read_pieces
from groundtruce.pipeline.cluster.trials import forget_trials
from groundtruce.pipeline.cluster.work import PieceRead
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.settings import Settings

_STALE_S = 86_400
"""An unfinished file that is a day old is nobody's any more."""


class ArchiveRead(Value):
    """What became of archives that a cluster read."""

    output: str
    texts: int
    """In the archives, broken ones too."""
    read: int
    """Documents read now."""
    set_aside: int
    """Texts that could not be read, now or before."""
    already_there: int
    """Documents whose part was there when the run began, or was written by another meanwhile."""
    given_up: int
    """Texts of pieces that no worker could bring to an end; they are tried again when the command is run again."""
    parts: int
    seconds: float
    per_second: float
    """Documents read now, in a second, with the start of the cluster."""


def read_archives(
    paths: tuple[Path, ...],
    *,
    cluster: ClusterOptions,
    output: Path,
    case: Path | None,
    published: str | None,
    settings: Settings,
    progress: Progress = say_nothing,
    tell: Callable[[SetAside | GivenUp], None] = lambda _: None,
) -> ArchiveRead:
    """Read archives by a cluster into parts in the folder `output`, in the order of the archives.

    What is there already is not read again. `tell` gets each text that is set aside now, and each piece given up. Stopped at any moment, it leaves whole parts only. Raises
    `UnusableInput` where archives, folder or cluster cannot be used.
    """
    check_cluster(cluster)
    _check_archives(paths)
    asked = describe_run(
        paths,
        case=load_case(case) if case else None,
        published=published,
        settings=settings,
        encoder=load_encoder() is not None,
        texts_a_piece=cluster.texts_a_part,
        now=now(),
    )
    folder = output.resolve()
    run = begin_run(folder, asked)
    _tidy(folder)
    tally = _Tally(started=time.monotonic())
    missing = _list_missing(run, folder=folder, tally=tally)
    first = next(missing, None)
    if first:
        pieces = chain([first], missing)
        with open_cluster(cluster, progress=progress) as client, _forgetting_trials(folder):
            for outcome in read_pieces(client, pieces, folder=str(folder), run=digest_run(folder)):
                tally.count(outcome)
                for one in outcome.aside if isinstance(outcome, PieceRead) else (outcome,):
                    tell(one)
                progress(tally.describe())
    for name in set(list_parts(folder)) - tally.names:
        drop_part(folder, name)
    return tally.summarize(folder)


# ---------------------------------------------------------------------------------------------------------------


@dataclass
class _Tally:
    """The count of what is done."""

    started: float
    names: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)
    read: int = 0
    set_aside: int = 0
    already_there: int = 0
    given_up: int = 0
    texts: int = 0

    def begin(self, piece: ArchivePiece) -> None:
        """A piece of the archives, whatever becomes of it."""
        self.names.add(piece.name)
        self.sizes[piece.name] = piece.texts
        self.texts += piece.texts

    def count(self, outcome: PieceRead | GivenUp) -> None:
        """What became of a piece."""
        size = self.sizes.pop(outcome.name)
        if isinstance(outcome, GivenUp):
            self.given_up += size
            return
        self.set_aside += outcome.part.set_aside
        if outcome.was_there:
            self.already_there += outcome.part.readings
        else:
            self.read += outcome.part.readings

    def describe(self) -> str:
        """One line for those who wait."""
        return (
            f"{self.read:,} documents read, {self.set_aside:,} set aside, {self.already_there:,} already there; "
            f"{self._per_second():.1f} documents a second"
        )

    def summarize(self, folder: Path) -> ArchiveRead:
        """The summary at the end."""
        return ArchiveRead(
            output=str(folder),
            texts=self.texts,
            read=self.read,
            set_aside=self.set_aside,
            already_there=self.already_there,
            given_up=self.given_up,
            parts=len(list_parts(folder)),
            seconds=round(time.monotonic() - self.started, 1),
            per_second=round(self._per_second(), 2),
        )

    def _per_second(self) -> float:
        return self.read / max(time.monotonic() - self.started, 1e-3)


def _check_archives(paths: tuple[Path, ...]) -> None:
    """A single file that is missing is one text among others for the plain command; here it would make a run of nothing."""
    for path in paths:
        if not path.exists():
            raise UnusableInput(path, "there is no such file")


def _list_missing(run: Run, *, folder: Path, tally: _Tally) -> Iterator[ArchivePiece]:
    """The pieces of the archives whose part is not there yet; the others are counted."""
    archives = (Path(path) for path in run.archives)
    for piece in cut_archives(archives, limit=run.max_document_bytes, most_texts=run.texts_a_piece):
        tally.begin(piece)
        part = find_part(folder, piece.name)
        if part is None:
            yield piece
        else:
            tally.count(PieceRead(name=piece.name, part=part, was_there=True))


@contextmanager
def _forgetting_trials(folder: Path) -> Iterator[None]:
    """What was under way when a run ends was ended by that."""
    try:
        yield
    finally:
        forget_trials(folder)


def _tidy(folder: Path) -> None:
    make_room(folder)
    forget_trials(folder)
    for file in folder.rglob(".*.unfinished"):
        if now().timestamp() - file.stat().st_mtime > _STALE_S:
            file.unlink(missing_ok=True)
