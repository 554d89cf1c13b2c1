"""What a worker does: it reads a piece into its part. The models are loaded once in each worker's process."""

import faulthandler
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from groundtruce import __version__
from groundtruce.collect.encoders import load_encoder
from groundtruce.collect.found_texts import FoundText
from groundtruce.collect.pieces import ArchivePiece, find_texts_in
from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.model.times import parse_moment
from groundtruce.model.values import Value
from groundtruce.pipeline.cluster.parts import PartSummary, ReadText, SetAside, find_part, read_set_aside, write_part
from groundtruce.pipeline.cluster.runs import Run, digest_run, load_run
from groundtruce.pipeline.cluster.trials import Trials
from groundtruce.pipeline.inputs import InputOptions, collect_text
from groundtruce.pipeline.reading import Reader

MOST_DEATHS = 3
"""A text at which so many workers died is set aside."""

_LEAST_SECONDS, _MOST_SECONDS, _BYTES_A_SECOND = 120.0, 3_600.0, 1_000.0
"""A text may take so long, by its size. On one core of 2026, some 18,000 bytes are read in a second."""

_ALONE = threading.Lock()
"""The models serve one thread at a time, and so does the watch over time."""


class PieceRead(Value):
    """What became of a piece."""

    name: str
    part: PartSummary
    aside: tuple[SetAside, ...] = ()
    """What was set aside."""
    was_there: bool = False
    seconds: float = 0.0


def read_piece(piece: ArchivePiece, folder: str, run: str) -> PieceRead:
    """Read a piece into its part of a folder, unless that is there. `run` is the digest of the run's terms.

    Raises `UnusableInput` where this machine does not see the same archive or folder, or has another version.
    """
    with _ALONE:
        return _read_piece(piece, folder=Path(folder), desk=_open_desk(folder, run))


def check_desk(folder: str, run: str) -> str:
    """Load what reading needs; gives the version. Raises `UnusableInput` where this machine lacks something."""
    with _ALONE:
        return _open_desk(folder, run).run.version


# ---------------------------------------------------------------------------------------------------------------


class _Desk:
    """What a worker reads with, loaded once."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.settings = run.settings
        self.options = InputOptions(published=run.published)
        self.retrieved = parse_moment(run.begun)
        self.reader = Reader(case=run.case, settings=self.settings)

    def read(self, found: FoundText) -> ReadText | SetAside:
        """The reading of a text, or why there is none."""
        try:
            return self._read(found)
        except UnusableInput as error:
            return _set_aside(found, f"{error.place}: {error.reason}" if error.place else error.reason)
        except Exception as error:  # noqa: BLE001 - of millions of texts, one that trips a parser stops no other
            return _set_aside(found, f"cannot be read: {type(error).__name__}: {' '.join(str(error).split())[:300]}")

    def _read(self, found: FoundText) -> ReadText | SetAside:
        if found.error:
            return _set_aside(found, found.error)
        with _limit_time(found):
            document = collect_text(found, options=self.options, settings=self.settings, retrieved=self.retrieved)
            reading = self.reader.read(document)
        return ReadText(place=found.name, document=document, content=found.content, reading=reading)


@lru_cache(maxsize=1)
def _open_desk(folder: str, run: str) -> _Desk:
    terms = load_run(Path(folder))
    if digest_run(Path(folder)) != run:
        raise UnusableInput(folder, "is another folder on the machine of the worker than on yours")
    if terms.version != __version__:
        raise UnusableInput("a worker", f"has groundtruce {__version__}, and this machine {terms.version}")
    if terms.encoder != (load_encoder() is not None):
        missing = (
            "has no onnxruntime, and this machine has" if terms.encoder else "has onnxruntime, and this machine has not"
        )
        raise UnusableInput("a worker", f"{missing}; its readings would differ")
    return _Desk(terms)


def _read_piece(piece: ArchivePiece, *, folder: Path, desk: _Desk) -> PieceRead:
    held = find_part(folder, piece.name)
    if held:
        # Another worker wrote it, and ended before it could tell.
        return PieceRead(name=piece.name, part=held, aside=tuple(read_set_aside(folder, piece.name)), was_there=True)
    started = time.monotonic()
    trials = Trials(folder, piece.name)
    deaths = trials.begin()
    read: list[ReadText] = []
    aside: list[SetAside] = []
    for number, found in enumerate(find_texts_in(piece, limit=desk.settings.max_document_bytes)):
        if deaths[number] >= MOST_DEATHS:
            aside.append(_set_aside(found, f"{deaths[number]} workers ended while they read it"))
            continue
        trials.note(number)
        one = desk.read(found)
        if isinstance(one, ReadText):
            read.append(one)
        else:
            aside.append(one)
    part = write_part(folder, piece.name, read=read, aside=aside)
    trials.end()
    return PieceRead(name=piece.name, part=part, aside=tuple(aside), seconds=time.monotonic() - started)


def _set_aside(found: FoundText, reason: str) -> SetAside:
    sha256 = digest(found.content) if found.content else None
    return SetAside(place=found.name, origin=found.origin, sha256=sha256, reason=reason)


@contextmanager
def _limit_time(found: FoundText) -> Iterator[None]:
    """End this process where a text takes too long: no thread can be stopped, and a nanny starts a new process."""
    if not _has_nanny():
        yield
        return
    seconds = min(_MOST_SECONDS, _LEAST_SECONDS + len(found.content) / _BYTES_A_SECOND)
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _has_nanny() -> bool:
    from distributed import get_worker  # noqa: PLC0415 - an extra

    try:
        return get_worker().nanny is not None
    except ValueError:  # this is no worker
        return False
