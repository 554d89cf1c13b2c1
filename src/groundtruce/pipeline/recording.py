"""A record begun, added to, and verified."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace as with_fields

from groundtruce.collect.cases import load_case
from groundtruce.compare.judgements.deciding import check_name
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.readings import Reading
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.corrections import differs, place_corrections
from groundtruce.pipeline.inputs import Collected, InputOptions, collect_content, collect_file
from groundtruce.pipeline.matching import find_copied_in, match_document
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import Reader
from groundtruce.record import copying
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Head, Record
from groundtruce.settings import Settings

Clock: TypeAlias = Callable[[], datetime]
"""Says what time it is: the recorded time of what is added."""


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


def start_record(path: Address, *, case: Path, clock: Clock = now) -> Head:
    """Make a new record for the case in a folder. Refuses a path that exists."""
    loaded = load_case(case)
    with Record.create(path, case=loaded, now=clock()) as record:
        return record.head()


def add_files(
    path: Address,
    files: Sequence[Path],
    *,
    options: InputOptions,
    settings: Settings,
    reader: Reader | None = None,
    progress: Progress = say_nothing,
    clock: Clock = now,
    by: str | None = None,
) -> Iterator[Added]:
    """Add files to a record, each in one transaction, and yield each once it is safely there.

    Every file is collected before the first is recorded, so an unusable one leaves nothing behind. A `reader` that is
    given is used; otherwise one is loaded at the first text. The entries keep the name of who adds them, where `by` is given;
    raises `UnusableInput` for what is no name.
    """
    by = _check_author(by)
    with Record.open(path) as record:
        case = record.case()
    collected = [collect_file(file, case=case, options=options, settings=settings) for file in files]
    yield from add_collected(path, collected, settings=settings, reader=reader, progress=progress, clock=clock, by=by)


def add_content(
    path: Address,
    content: bytes,
    *,
    name: str,
    options: InputOptions,
    settings: Settings,
    load_reader: Callable[[Case], Reader],
    by: str | None = None,
) -> Added:
    """Add to a record, in one transaction, bytes that came under a name. Nothing on disk is looked at but the record.

    `by` is who adds them, which their entries keep.

    `load_reader` gives what reads texts of the case; it is asked only for a text.
    """
    with Record.open(path) as record:
        case = record.case()
    collected = collect_content(Path(name), content, case=case, options=options, settings=settings)
    is_to_read = collected.document.text and not collected.reading
    reader = load_reader(case) if is_to_read else None
    (added,) = add_collected(path, [collected], settings=settings, reader=reader, by=by)
    return added


def add_collected(
    path: Address,
    collected: Sequence[Collected],
    *,
    settings: Settings,
    reader: Reader | None = None,
    progress: Progress = say_nothing,
    clock: Clock = now,
    by: str | None = None,
) -> Iterator[Added]:
    """Add what was collected to a record, each in one transaction, and yield each once it is safely there.

    The entries keep the name of who adds it, where `by` is given.
    """
    with Record.open(path, writable=True) as record:
        case = record.case()
        held = {version.id: version for version in record.zone_versions()}
        for item in place_corrections(collected, tuple(held.values())):
            item = _sign(_keep_new_versions(item, held), by)  # noqa: PLW2901 - what of it is new stands for it
            held |= {version.id: version for version in item.zone_versions}
            head = record.head()
            is_known = record.has_document(item.document.sha256)
            if is_known and not item.zone_versions:
                if item.capture:
                    head = record.append(Addition(captures=(item.capture,)), now=now(), after=head)
                yield Added(file=item.file, document=record.document(item.document.sha256), known=True)
                continue
            reading = item.reading
            if item.document.text and not reading and not is_known:
                reader = reader or Reader(case=case, settings=settings, progress=progress)
                progress(f"reading {item.file}")
                reading = reader.read(item.document)
            addition = _decide_addition(record, item, reading, case=case, is_new=not is_known)
            head = record.append(addition, now=clock(), after=head)
            yield Added(
                file=item.file,
                document=item.document,
                known=False,
                reading=reading,
                zone_versions=item.zone_versions,
                head=head,
            )


def migrate_record(path: Address) -> Head:
    """Bring a record of an earlier schema to the latest one. The answers as of any moment before stay what they were."""
    return Record.migrate(path, now=now())


def copy_record(source: Address, target: Address, *, progress: Progress = say_nothing) -> Head:
    """Copy a record to another home, or go on where that was interrupted, and verify the copy."""
    return copying.copy_record(source, target, progress=lambda done, total: progress(f"entry {done} of {total}"))


def verify_record(path: Address, *, progress: Progress = say_nothing) -> Head:
    """Walk the chain of a record. Raises `BrokenRecord` naming the first entry that does not hold."""
    with Record.open(path) as record:
        return record.verify(progress=lambda done, total: progress(f"entry {done} of {total}"))


# ---------------------------------------------------------------------------------------------------------------


def _keep_new_versions(item: Collected, held: Mapping[str, ZoneVersion]) -> Collected:
    """Only those zone versions that the record does not hold: a map published again under another date draws a new one."""
    new = tuple(
        version
        for version in item.zone_versions
        if version.id not in held or (version.reason == "correction" and differs(version, held[version.id]))
    )
    return replace(item, zone_versions=new)


def _check_author(by: str | None) -> str | None:
    try:
        return None if by is None else check_name(by)
    except ValueError as error:
        raise UnusableInput("--as", str(error)) from error


def _sign(item: Collected, by: str | None) -> Collected:
    """The same, with who adds it in what is recorded of it."""
    if by is None:
        return item
    versions = tuple(with_fields(version, added_by=by) for version in item.zone_versions)
    return replace(item, document=with_fields(item.document, added_by=by), zone_versions=versions)


def _decide_addition(record: Record, item: Collected, reading: Reading | None, *, case: Case, is_new: bool) -> Addition:
    """What must be appended for one more document, or for new versions that one that is known draws."""
    document = with_fields(item.document, copy_of=find_copied_in(record, item.document)) if is_new else item.document
    return Addition(
        document=document if is_new else None,
        content=item.content if is_new else b"",
        reading=reading,
        zone_versions=item.zone_versions,
        traces=(item.trace,) if item.trace else (),
        incidents=match_document(record, document, reading, case=case) if reading else (),
        captures=(item.capture,) if item.capture else (),
    )
