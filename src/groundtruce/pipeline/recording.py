"""A record begun, added to, and verified."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from groundtruce.collect.cases import load_case
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.readings import Reading
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.inputs import Collected, InputOptions, collect_file
from groundtruce.pipeline.matching import find_copied_in, match_document
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import Reader
from groundtruce.record.geopackage import Addition, Head, Record
from groundtruce.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of one file: recorded under its hash, or known already."""

    file: Path
    document: Document
    known: bool
    reading: Reading | None = None
    zone_versions: tuple[ZoneVersion, ...] = ()
    head: Head | None = None

    @property
    def reading_has_statements(self) -> bool:
        """Whether anything was read in its text."""
        reading = self.reading
        return reading is not None and bool(
            reading.attributions or reading.event_mentions or reading.dates or reading.toponyms or reading.silences
        )


def start_record(path: Path, *, case: Path) -> Head:
    """Make a new record for the case in a folder. Refuses a path that exists."""
    loaded = load_case(case)
    with Record.create(path, case=loaded, now=now()) as record:
        return record.head()


def add_files(
    path: Path,
    files: Sequence[Path],
    *,
    options: InputOptions,
    settings: Settings,
    reader: Reader | None = None,
    progress: Progress = say_nothing,
) -> Iterator[Added]:
    """Add files to a record, each in one transaction, and yield each once it is safely there.

    Every file is collected before the first is recorded, so an unusable one leaves nothing behind. A `reader` that is
    given is used; otherwise one is loaded at the first text.
    """
    with Record.open(path) as record:
        case = record.case()
    collected = [collect_file(file, case=case, options=options, settings=settings) for file in files]
    with Record.open(path, writable=True) as record:
        for item in collected:
            head = record.head()
            if record.has_document(item.document.sha256):
                yield Added(file=item.file, document=record.document(item.document.sha256), known=True)
                continue
            reading = None
            if item.document.text:
                reader = reader or Reader(case=case, settings=settings, progress=progress)
                progress(f"reading {item.file}")
                reading = reader.read(item.document)
            addition = _decide_addition(record, item, reading, case=case)
            head = record.append(addition, now=now(), after=head)
            yield Added(
                file=item.file,
                document=item.document,
                known=False,
                reading=reading,
                zone_versions=item.zone_versions,
                head=head,
            )


def verify_record(path: Path, *, progress: Progress = say_nothing) -> Head:
    """Walk the chain of a record. Raises `BrokenRecord` naming the first entry that does not hold."""
    with Record.open(path) as record:
        return record.verify(progress=lambda done, total: progress(f"entry {done} of {total}"))


# ---------------------------------------------------------------------------------------------------------------


def _decide_addition(record: Record, item: Collected, reading: Reading | None, *, case: Case) -> Addition:
    """What must be appended for one more document."""
    document = replace(item.document, copy_of=find_copied_in(record, item.document))
    return Addition(
        document=document,
        content=item.content,
        reading=reading,
        zone_versions=item.zone_versions,
        incidents=match_document(record, document, reading, case=case) if reading else (),
    )
