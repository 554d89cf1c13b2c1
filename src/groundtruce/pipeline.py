"""One function per use case: the way of the data from stage to stage, and the only reader of the clock.

Each gathers what it needs, lets a pure stage decide, and applies the result. Nothing here prints.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace as replace_value

from groundtruce.collect.cases import load_case
from groundtruce.collect.documents import parse_document
from groundtruce.collect.files import FileFormat, detect_format, find_sidecar, parse_sidecar, read_file
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.maps import MapOptions, options_of_sidecar, parse_map
from groundtruce.compare.compliance import check_agreement
from groundtruce.compare.incident_matching import gather_claims, match_claims
from groundtruce.compare.zone_changes import compare_versions, list_changes
from groundtruce.errors import UnusableInput
from groundtruce.model.agreements import DeploymentAreaTerms, Findings
from groundtruce.model.briefs import Brief, RecordHead
from groundtruce.model.cases import Case
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim, Silence
from groundtruce.model.documents import Citation, Document, Span, quote_span
from groundtruce.model.ids import digest
from groundtruce.model.incidents import Incident, Incidents, SilenceInDocument
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.model.times import format_moment, last_day, parse_moment
from groundtruce.model.zones import Changes, ReportedChange, ZoneVersion
from groundtruce.record.geopackage import Addition, Head, Record
from groundtruce.settings import Settings
from groundtruce.show.briefs import compose_brief
from groundtruce.show.exports.csv import write_changes_csv, write_claims_csv, write_findings_csv, write_incidents_csv
from groundtruce.show.exports.geojson import write_geojson
from groundtruce.show.figures import draw_figures
from groundtruce.show.html import write_html
from groundtruce.show.markdown import write_markdown
from groundtruce.show.pdf import write_pdf

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[str], None]
"""Takes one line about what goes on; long work calls it as it proceeds."""


BriefForm = Literal["md", "html", "pdf"]


def say_nothing(message: str) -> None:
    """A `Progress` for those who want none."""
    del message


@dataclass(frozen=True, kw_only=True)
class InputOptions:
    """What the user says of the files to add; each beats the sidecar, which beats the file itself."""

    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    origin: str | None = None
    map: MapOptions = MapOptions()  # noqa: RUF009 - a frozen value is a safe default


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of one file: recorded under its hash, or known already."""

    file: Path
    document: Document
    known: bool
    reading: Reading | None = None
    zone_versions: tuple[ZoneVersion, ...] = ()
    head: Head | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a record knew at a moment: the input of every question."""

    head: Head
    case: Case
    documents: dict[str, Document]
    readings: dict[str, Reading]
    zone_versions: tuple[ZoneVersion, ...]
    incidents: tuple[Incident, ...]

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every event mention with whose claim it is."""
        return gather_claims(self.documents.values(), self.readings, case=self.case)

    @property
    def settlements(self) -> tuple[GazetteerEntry, ...]:
        """The case's places that a zone can gain or lose."""
        return tuple(place for place in self.case.places if place.kind == "settlement")

    @property
    def silences(self) -> tuple[tuple[str, Silence], ...]:
        """Every reported silence with its document's hash."""
        return tuple((sha256, silence) for sha256, reading in self.readings.items() for silence in reading.silences)

    @property
    def last_day(self) -> date:
        """The newest day that a document was published or a zone version became valid; the agreement's, before both."""
        stated = [document.published for document in self.documents.values()]
        stated += [version.valid_from for version in self.zone_versions]
        days = [day for edtf in stated if edtf for day in [last_day(edtf)] if day]
        if not days and self.case.agreement:
            days = [day for day in [last_day(self.case.agreement.signed)] if day]
        if not days:
            raise UnusableInput("--on", "the record holds no dated document yet, so name a day")
        return max(days)


def start_record(path: Path, *, case: Path) -> Head:
    """Make a new record for the case in a folder. Refuses a path that exists."""
    loaded = load_case(case)
    with Record.create(path, case=loaded, now=_now()) as record:
        return record.head()


def add_files(
    path: Path,
    files: Sequence[Path],
    *,
    options: InputOptions,
    settings: Settings,
    reader: "Reader | None" = None,
    progress: Progress = say_nothing,
) -> Iterator[Added]:
    """Add files to a record, each in one transaction, and yield each once it is safely there.

    Every file is collected before the first is recorded, so an unusable one leaves nothing behind. A `reader` that is
    given is used; otherwise one is loaded at the first text.
    """
    with Record.open(path) as record:
        case = record.case()
    collected = [_collect(file, case=case, options=options, settings=settings) for file in files]
    with Record.open(path, writable=True) as record:
        known = know(record)
        for item in collected:
            if item.document.sha256 in known.documents:
                yield Added(file=item.file, document=known.documents[item.document.sha256], known=True)
                continue
            reading = None
            if item.document.text:
                reader = reader or Reader(case=known.case, settings=settings, progress=progress)
                progress(f"reading {item.file}")
                reading = reader.read(item.document)
            known, addition = _decide_addition(known, item, reading)
            head = record.append(addition, now=_now(), after=known.head)
            known = replace(known, head=head)
            yield Added(
                file=item.file,
                document=item.document,
                known=False,
                reading=reading,
                zone_versions=item.zone_versions,
                head=head,
            )


def read_files(
    files: Sequence[Path],
    *,
    case: Path | None,
    published: str | None,
    settings: Settings,
    progress: Progress = say_nothing,
) -> Iterator[Reading]:
    """Read reports without a record, in the order given. Every file is collected before the first is read."""
    loaded = load_case(case) if case else None
    options = InputOptions(published=published)
    collected = [_collect(file, case=loaded, options=options, settings=settings) for file in files]
    for item in collected:
        if item.format.kind != "document":
            raise UnusableInput(item.file, f"{item.format.label} has no text to read; add it to a record as a map")
    reader = Reader(case=loaded, settings=settings, progress=progress)
    for item in collected:
        yield reader.read(item.document)


def compare_files(
    earlier: Path,
    later: Path,
    *,
    error_m: float | None,
    earlier_error_m: float | None,
    places: Path | None,
    settings: Settings,
) -> Changes:
    """What changed between two maps, no record needed: their only zones, or each zone that both name.

    `places` is a case's folder whose settlements are checked.
    """
    settlements = tuple(p for p in load_case(places).places if p.kind == "settlement") if places else ()
    before = _read_shapes(
        earlier, drawing_error_m=earlier_error_m if earlier_error_m is not None else error_m, settings=settings
    )
    after = _read_shapes(later, drawing_error_m=error_m, settings=settings)
    if len(before) == len(after) == 1:
        pairs = [(*before.values(), *after.values())]
    else:
        pairs = [(before[zone], after[zone]) for zone in before if zone in after]
    if not pairs:
        raise UnusableInput(later, f"names none of the zones of {earlier} ({', '.join(before)})")
    return Changes(changes=tuple(compare_versions(*pair, settlements=settlements) for pair in pairs))


def find_changes(known: Known) -> Changes:
    """What changed between neighbouring versions of each zone, and what texts say changed."""
    return Changes(
        changes=list_changes(known.zone_versions, settlements=known.settlements),
        reported=_reported_changes(known.claims),
    )


def find_incidents(known: Known) -> Incidents:
    """The incidents with each party's account, and the silences that texts report."""
    return Incidents(
        incidents=known.incidents,
        silences=tuple(
            SilenceInDocument(
                silence=silence,
                publisher=known.documents[sha256].publisher,
                published=known.documents[sha256].published,
                citation=_cite(known.documents[sha256], silence.span),
            )
            for sha256, silence in known.silences
        ),
    )


def check_record(known: Known, *, on: date | None) -> Findings:
    """A finding for each provision of the agreement on a day; the newest day of the record where none is given."""
    day = on or known.last_day
    findings = check_agreement(
        known.case,
        on=day,
        zone_versions=known.zone_versions,
        claims=known.claims,
        incidents=known.incidents,
        documents=known.documents,
        silences=known.silences,
    )
    return Findings(on=day.isoformat(), findings=findings)


def brief_record(known: Known, *, on: date | None) -> Brief:
    """The brief of a day from what a record knew; the newest day of the record where none is given."""
    day = on or known.last_day
    changes = find_changes(known)
    return compose_brief(
        case=known.case,
        on=day,
        head=RecordHead(entry=known.head.seq, recorded=known.head.recorded, sha256=known.head.hash),
        documents=known.documents,
        changes=changes.changes,
        zone_versions=known.zone_versions,
        reported=changes.reported,
        incidents=known.incidents,
        silences=known.silences,
        findings=check_record(known, on=day).findings,
    )


def know(record: Record, *, as_of: datetime | None = None) -> Known:
    """Everything that a record knew at a moment; now where none is given."""
    head = record.head(as_of=as_of)
    # One moment for all of it, whatever other processes add meanwhile.
    as_of = parse_moment(head.recorded)
    return Known(
        head=head,
        case=record.case(as_of=as_of),
        documents={document.sha256: document for document in record.documents(as_of=as_of)},
        readings=dict(record.readings(as_of=as_of)),
        zone_versions=tuple(record.zone_versions(as_of=as_of)),
        incidents=tuple(record.incidents(as_of=as_of)),
    )


def know_record(path: Path, *, as_of: datetime | None = None) -> Known:
    """Everything that the record at a path knew at a moment."""
    with Record.open(path) as record:
        return know(record, as_of=as_of)


def verify_record(path: Path, *, progress: Progress = say_nothing) -> Head:
    """Walk the chain of a record. Raises `BrokenRecord` naming the first entry that does not hold."""
    with Record.open(path) as record:
        return record.verify(progress=lambda done, total: progress(f"entry {done} of {total}"))


class Reader:
    """Reads documents with a language model and a gazetteer that are loaded once, at the first text."""

    def __init__(self, *, case: Case | None, settings: Settings, progress: Progress = say_nothing) -> None:
        self._case = case
        progress("loading the language model")
        self._language_model = load_language_model(settings.spacy_pipeline)
        self._gazetteer = WorldGazetteer.open(settings.cache_directory, progress=progress)

    def read(self, document: Document) -> Reading:
        """The reading of a document's text; of one that is not in English, a reading without statements."""
        from groundtruce.read.reading import read_document  # noqa: PLC0415 - spaCy takes a second to import

        return read_document(
            _as_read(document), language_model=self._language_model, case=self._case, gazetteer=self._gazetteer
        )


def published_on(file: Path, *, settings: Settings) -> str:
    """When a file was published, as far as it or its sidecar says; empty where neither does. For sorting inputs."""
    return _collect(file, case=None, options=InputOptions(), settings=settings).document.published or ""


def render_brief(known: Known, brief: Brief, *, form: BriefForm) -> bytes:
    """A brief with its figures as a Markdown, HTML or PDF file."""
    if form == "md":
        return write_markdown(brief).encode()
    changes = find_changes(known).changes
    figures = draw_figures(
        brief,
        case=known.case,
        changes=changes,
        zone_versions=known.zone_versions,
        settlements=known.settlements,
        agreed_area=_agreed_area(known.case),
    )
    if form == "html":
        return write_html(brief, figures).encode()
    return write_pdf(brief, figures)


def export_geojson(known: Known, *, what: str) -> str:
    """Zone versions, the parts of changes, or incidents as GeoJSON."""
    return write_geojson(
        zone_versions=known.zone_versions if what == "zones" else (),
        changes=find_changes(known).changes if what == "changes" else (),
        incidents=known.incidents if what == "incidents" else (),
    )


def export_csv(known: Known, *, what: str, on: date | None) -> str:
    """Incidents, claims, findings or zone changes as CSV."""
    writers: dict[str, Callable[[], str]] = {
        "incidents": lambda: write_incidents_csv(known.incidents),
        "claims": lambda: write_claims_csv(known.claims),
        "findings": lambda: write_findings_csv(check_record(known, on=on).findings),
        "changes": lambda: write_changes_csv(find_changes(known).changes),
    }
    return writers[what]()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnusableInput(path, f"cannot be written: {error.strerror}") from error


def load_language_model(name: str) -> "Language":
    """The spaCy pipeline installed under a name."""
    import spacy  # noqa: PLC0415 - takes a second to import

    try:
        return spacy.load(name)
    except OSError as error:
        raise UnusableInput(f"spaCy pipeline {name}", "is not installed: install Groundtruce's dependencies") from error


# ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Collected:
    file: Path
    content: bytes
    format: FileFormat
    document: Document
    zone_versions: tuple[ZoneVersion, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


def _collect(file: Path, *, case: Case | None, options: InputOptions, settings: Settings) -> _Collected:
    """The document that a file is, and the zone versions if it is a map."""
    content = read_file(file, limit=settings.max_map_bytes)
    form = detect_format(content, name=str(file))
    if form.kind == "document" and len(content) > settings.max_document_bytes:
        raise UnusableInput(file, f"is larger than a report may be ({settings.max_document_bytes} bytes)")
    beside = find_sidecar(file)
    sidecar = parse_sidecar(read_file(beside, limit=settings.max_sidecar_bytes), name=str(beside)) if beside else None
    document = parse_document(
        content,
        name=str(file),
        format=form,
        retrieved=format_moment(_now()),
        origin=options.origin or str(file),
        published=options.published,
        publisher=options.publisher,
        title=options.title,
        sidecar=sidecar,
        max_characters=settings.max_text_characters,
    )
    versions: tuple[ZoneVersion, ...] = ()
    if form.kind == "map":
        versions = parse_map(
            content,
            name=str(file),
            document=document.sha256,
            media_type=document.media_type,
            case=case,
            options=replace_value(options.map, publisher=options.publisher),
            sidecar=options_of_sidecar(sidecar) if sidecar else None,
            require_dates=case is not None,
            collected_on=_now().date(),
        )
        # A map names its publisher in its shapes' properties, if its sidecar does not.
        publishers = {version.publisher for version in versions}
        if document.publisher is None and len(publishers) == 1:
            document = replace_value(document, publisher=publishers.pop())
    return _Collected(file=file, content=content, format=form, document=document, zone_versions=versions)


def _read_shapes(file: Path, *, drawing_error_m: float | None, settings: Settings) -> dict[str, ZoneVersion]:
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


def _decide_addition(known: Known, item: _Collected, reading: Reading | None) -> tuple[Known, Addition]:
    """What the record will know with one more document, and what must be appended for it."""
    document = item.document
    more = replace(
        known,
        documents={**known.documents, document.sha256: document},
        readings={**known.readings, **({document.sha256: reading} if reading else {})},
        zone_versions=(*known.zone_versions, *item.zone_versions),
    )
    matched = match_claims(more.claims, case=known.case, previous=known.incidents) if reading else known.incidents
    before = {incident.id: incident for incident in known.incidents}
    addition = Addition(
        document=document,
        content=item.content,
        reading=reading,
        zone_versions=item.zone_versions,
        incidents=tuple(incident for incident in matched if before.get(incident.id) != incident),
    )
    return replace(more, incidents=tuple(incident for incident in matched if not incident.withdrawn)), addition


def _agreed_area(case: Case) -> bytes | None:
    """The area that the agreement deploys a force in, for the figures."""
    if not case.agreement:
        return None
    names = {p.terms.area for p in case.agreement.provisions if isinstance(p.terms, DeploymentAreaTerms)}
    return next((area.wkb for area in case.areas if area.id in names), None)


def _reported_changes(claims: Iterable[Claim]) -> tuple[ReportedChange, ...]:
    """The boundaries that texts say moved."""
    return tuple(
        ReportedChange(
            date=claim.mention.date,
            direction=claim.mention.direction,
            magnitude=claim.mention.magnitude,
            claimant=claim.claimant,
            publisher=claim.publisher,
            citation=Citation(document=claim.document, span=claim.mention.span, quote=claim.quote),
        )
        for claim in claims
        if claim.mention.type in MAP_EVENT_TYPES and claim.mention.realis == "happened"
    )


def _cite(document: Document, span: Span) -> Citation:
    return Citation(document=document.sha256, span=span, quote=quote_span(document.text, span))


def _as_read(document: Document) -> ReadDocument:
    return ReadDocument(
        sha256=document.sha256,
        title=document.title,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
        text=document.text,
    )
