"""Files in: what each is, what is said of it, and the document or the map that it holds."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from groundtruce.collect.documents import parse_document
from groundtruce.collect.event_tables import parse_event_table
from groundtruce.collect.files import FileFormat, Sidecar, detect_format, find_sidecar, parse_sidecar, read_file
from groundtruce.collect.found_texts import FoundText
from groundtruce.collect.maps import MapOptions, options_of_sidecar, parse_map
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.readings import Reading
from groundtruce.model.times import format_moment, parse_moment
from groundtruce.model.traces import Trace
from groundtruce.model.zones import VersionReason, ZoneVersion
from groundtruce.pipeline.clock import now
from groundtruce.settings import Settings


@dataclass(frozen=True, kw_only=True)
class InputOptions:
    """What the user says of the files to add; each beats the sidecar, which beats the file itself."""

    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    origin: str | None = None
    reason: VersionReason | None = None
    map: MapOptions = MapOptions()  # noqa: RUF009 - a frozen value is a safe default


@dataclass(frozen=True, kw_only=True)
class Collected:
    """A file as it was taken in, before anything of it is recorded."""

    file: Path
    content: bytes
    format: FileFormat
    document: Document
    zone_versions: tuple[ZoneVersion, ...] = ()
    reading: Reading | None = None
    """A table's, whose events are stated and need no reading."""
    trace: Trace | None = None
    """How a picture map gave its zone versions."""
    capture: Capture | None = None
    """Where it came from a source that is watched."""


def collect_text(
    found: FoundText, *, options: InputOptions, settings: Settings, retrieved: datetime | None = None
) -> Document:
    """The document that bytes of a file or an archive are. Raises `UnusableInput` for what is no report.

    Where the archive does not say when it was got, that is `retrieved`, or now.
    """
    form = detect_format(found.content, name=found.name)
    if form.kind != "document":
        raise UnusableInput(found.name, f"{form.label} is no text to read; add it to a record")
    return parse_document(
        found.content,
        name=found.name,
        format=form,
        retrieved=found.retrieved or format_moment(retrieved or now()),
        origin=found.origin,
        published=options.published,
        sidecar=found.said,
        max_characters=settings.max_text_characters,
    )


def collect_file(file: Path, *, case: Case | None, options: InputOptions, settings: Settings) -> Collected:
    """The document that a file is, and the zone versions if it is a map."""
    content = read_file(file, limit=settings.max_map_bytes)
    sidecar = _read_sidecar(file, settings=settings)
    return collect_content(file, content, case=case, options=options, settings=settings, sidecar=sidecar)


def collect_content(
    file: Path,
    content: bytes,
    *,
    case: Case | None,
    options: InputOptions,
    settings: Settings,
    sidecar: Sidecar | None = None,
    retrieved: str | None = None,
) -> Collected:
    """The same for bytes that came from elsewhere; `file` is what they are called. They were got now, unless `retrieved` says when."""
    form = detect_format(content, name=str(file))
    if form.kind != "map" and len(content) > settings.max_document_bytes:
        raise UnusableInput(file, f"is larger than a report may be ({settings.max_document_bytes} bytes)")
    document = _make_document(
        file, content, form=form, options=options, settings=settings, sidecar=sidecar, retrieved=retrieved
    )
    if form.kind == "events":
        document, reading = parse_event_table(
            content,
            name=str(file),
            format=form,
            document=document,
            case=case,
            max_events=settings.max_coded_events,
        )
        return Collected(file=file, content=content, format=form, document=document, reading=reading)
    versions: tuple[ZoneVersion, ...] = ()
    if form.kind == "map":
        versions = parse_map(
            content,
            name=str(file),
            document=document.sha256,
            media_type=document.media_type,
            case=case,
            options=replace(options.map, publisher=options.publisher),
            sidecar=options_of_sidecar(sidecar) if sidecar else None,
            require_dates=case is not None,
            collected_on=parse_moment(document.retrieved).date(),
        )
        reason = options.reason or (sidecar.reason if sidecar else None)
        versions = tuple(replace(version, reason=reason or "not stated") for version in versions)
        # A map names its publisher in its shapes' properties, if its sidecar does not.
        publishers = {version.publisher for version in versions}
        if document.publisher is None and len(publishers) == 1:
            document = replace(document, publisher=publishers.pop())
    return Collected(file=file, content=content, format=form, document=document, zone_versions=versions)


def describe_document(
    file: Path,
    content: bytes,
    *,
    form: FileFormat,
    options: InputOptions,
    settings: Settings,
) -> tuple[Document, Sidecar | None]:
    """The document that a file is by its content, its sidecar and what the user says of it; and the sidecar."""
    sidecar = _read_sidecar(file, settings=settings)
    return _make_document(file, content, form=form, options=options, settings=settings, sidecar=sidecar), sidecar


def read_shapes(file: Path, *, drawing_error_m: float | None, settings: Settings) -> dict[str, ZoneVersion]:
    """The zones of a map by their identifiers, without a record."""
    content = read_file(file, limit=settings.max_map_bytes)
    form = detect_format(content, name=str(file))
    if form.kind != "map":
        raise UnusableInput(file, f"{form.label} is not a map with shapes")
    versions = parse_map(
        content,
        name=str(file),
        document=digest(content),
        media_type=form.media_type,
        options=MapOptions(drawing_error_m=drawing_error_m),
        require_dates=False,
    )
    return {version.zone: version for version in versions}


def read_pairs(
    earlier: Path, later: Path, *, error_m: float | None, earlier_error_m: float | None, settings: Settings
) -> list[tuple[ZoneVersion, ZoneVersion]]:
    """The zones of two maps, without a record: their only ones, or each zone that both name.

    Raises `UnusableInput` where they have no zone in common.
    """
    first_error_m = earlier_error_m if earlier_error_m is not None else error_m
    before = read_shapes(earlier, drawing_error_m=first_error_m, settings=settings)
    after = read_shapes(later, drawing_error_m=error_m, settings=settings)
    if len(before) == len(after) == 1:
        return list(zip(before.values(), after.values(), strict=True))
    pairs = [(before[zone], after[zone]) for zone in before if zone in after]
    if not pairs:
        raise UnusableInput(later, f"names none of the zones of {earlier} ({', '.join(before)})")
    return pairs


def published_on(file: Path, *, settings: Settings) -> str:
    """When a file was published, as far as it or its sidecar says; empty where neither does. For sorting inputs."""
    return collect_file(file, case=None, options=InputOptions(), settings=settings).document.published or ""


# ---------------------------------------------------------------------------------------------------------------


def _read_sidecar(file: Path, *, settings: Settings) -> Sidecar | None:
    beside = find_sidecar(file)
    return parse_sidecar(read_file(beside, limit=settings.max_sidecar_bytes), name=str(beside)) if beside else None


def _make_document(
    file: Path,
    content: bytes,
    *,
    form: FileFormat,
    options: InputOptions,
    settings: Settings,
    sidecar: Sidecar | None,
    retrieved: str | None = None,
) -> Document:
    return parse_document(
        content,
        name=str(file),
        format=form,
        retrieved=retrieved or format_moment(now()),
        origin=options.origin or str(file),
        published=options.published,
        publisher=options.publisher,
        title=options.title,
        sidecar=sidecar,
        max_characters=settings.max_text_characters,
    )
