"""Texts to readings: the language model, the gazetteer and the readers of the stage together, in one process or several."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from groundtruce.collect.archives import find_texts
from groundtruce.collect.cases import load_case
from groundtruce.collect.encoders import load_encoder
from groundtruce.collect.found_texts import FoundText
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.language_models import load_language_model, on_one_core
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.readings import Reading
from groundtruce.pipeline.event_roots import load_event_roots
from groundtruce.pipeline.inputs import InputOptions, collect_text
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.settings import Settings

# So many texts a worker are on their way at once: enough to keep it busy, few enough to hold in memory.
_TEXTS_UNDER_WAY = 4


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A text that could not be read, and why."""

    name: str
    reason: str


class Reader:
    """Reads documents with a language model and a gazetteer that are loaded once."""

    def __init__(self, *, case: Case | None, settings: Settings, progress: Progress = say_nothing) -> None:
        self._case = case
        progress("loading the language model")
        self._language_model = load_language_model(settings.spacy_pipeline)
        self._gazetteer = WorldGazetteer.open(settings.cache_directory, progress=progress)
        self._encoder = load_encoder()
        self._roots = load_event_roots(settings.event_roots)

    def read(self, document: Document) -> Reading:
        """The reading of a document's text; an empty one where it is not in English."""
        from groundtruce.read.reading import read_document  # noqa: PLC0415 - spaCy takes a second to import

        with on_one_core():
            return read_document(
                document,
                language_model=self._language_model,
                case=self._case,
                gazetteer=self._gazetteer,
                encoder=self._encoder,
                roots=self._roots,
            )


def read_files(
    paths: Iterable[Path],
    *,
    case: Path | None,
    published: str | None,
    settings: Settings,
    workers: int = 1,
    done: frozenset[str] = frozenset(),
    progress: Progress = say_nothing,
) -> Iterator[Reading | Refused]:
    """Read reports without a record, in the order given, those of folders and archives one after the other.

    A text that cannot be read comes as `Refused`, and the rest go on. `done` holds the SHA-256 of bytes that were read
    before and are passed over. With several `workers`, each is a process with a language model of its own; memory is
    bounded whatever the length of the archive.
    """
    loaded = load_case(case) if case else None
    options = InputOptions(published=published)
    texts = (found for path in paths for found in find_texts(path, limit=settings.max_document_bytes))
    collected = (_collect(found, options=options, settings=settings, done=done) for found in texts)
    wanted = (document for document in collected if document is not None)
    if workers == 1:
        yield from _read_here(wanted, case=loaded, settings=settings, progress=progress)
    else:
        yield from _read_in_workers(wanted, workers=workers, case=loaded, settings=settings, progress=progress)


def continue_output(path: Path) -> frozenset[str]:
    """The SHA-256 of what a file of readings holds already; a last line that was cut off is taken away first.

    Raises `UnusableInput` where the file holds anything else, so that nothing of somebody's is written over.
    """
    done: set[str] = set()
    whole = 0
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    break
                done.add(_read_hash(line, name=f"{path}", number=number))
                whole += len(line)
        os.truncate(path, whole)
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise UnusableInput(path, f"cannot be gone on with: {error.strerror}") from error
    return frozenset(done)


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, at once."""
    try:
        with path.open("ab") as file:
            file.write(line.encode() + b"\n")
    except OSError as error:
        raise UnusableInput(path, f"cannot be written: {error.strerror}") from error


# ---------------------------------------------------------------------------------------------------------------


def _collect(
    found: FoundText, *, options: InputOptions, settings: Settings, done: frozenset[str]
) -> Document | Refused | None:
    """The document that was found, why it is none, or nothing where it was read before."""
    if found.error:
        return Refused(name=found.name, reason=found.error)
    if digest(found.content) in done:
        return None
    try:
        return collect_text(found, options=options, settings=settings)
    except UnusableInput as error:
        return Refused(name=error.file, reason=f"{error.place}: {error.reason}" if error.place else error.reason)


def _read_here(
    documents: Iterable[Document | Refused], *, case: Case | None, settings: Settings, progress: Progress
) -> Iterator[Reading | Refused]:
    reader: Reader | None = None
    for document in documents:
        if isinstance(document, Refused):
            yield document
            continue
        reader = reader or Reader(case=case, settings=settings, progress=progress)
        progress(f"reading {document.origin}")
        yield reader.read(document)


def _read_in_workers(
    documents: Iterable[Document | Refused],
    *,
    workers: int,
    case: Case | None,
    settings: Settings,
    progress: Progress,
) -> Iterator[Reading | Refused]:
    """Results in the order of the documents; only a few documents are under way at any time."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - commands that read nothing start the faster
    from multiprocessing import get_context  # noqa: PLC0415 - the same

    # Processes that are made anew share no locks or open files with this one.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin_work, initargs=(case, settings)) as pool:
        under_way: deque[Future[Reading] | Refused] = deque()
        waiting = iter(documents)
        try:
            while True:
                for document in islice(waiting, workers * _TEXTS_UNDER_WAY - len(under_way)):
                    under_way.append(document if isinstance(document, Refused) else pool.submit(_work, document))
                if not under_way:
                    return
                first = under_way.popleft()
                yield first if isinstance(first, Refused) else first.result()
                progress("reading")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _read_hash(line: bytes, *, name: str, number: int) -> str:
    try:
        return msgspec.json.decode(line, type=_Line).document.sha256
    except msgspec.MsgspecError as error:
        raise UnusableInput(name, "is no reading; name another file", place=f"line {number}") from error


class _LineDocument(msgspec.Struct):
    sha256: str


class _Line(msgspec.Struct):
    """As much of a reading as tells what was read."""

    document: _LineDocument


_READER: Reader | None = None
"""The reader of a worker process: a process pool has no other place to keep what each worker loads once."""


def _begin_work(case: Case | None, settings: Settings) -> None:
    global _READER  # noqa: PLW0603 - see above
    _READER = Reader(case=case, settings=settings)


def _work(document: Document) -> Reading:
    assert _READER is not None
    return _READER.read(document)
