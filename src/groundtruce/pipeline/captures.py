"""Captures into a record: what a source gave becomes a document, a map or a traced picture, recorded with how it was got."""

from dataclasses import dataclass, replace
from pathlib import Path

from msgspec.structs import replace as with_fields

from groundtruce.collect.files import find_sidecar, parse_sidecar, read_file
from groundtruce.collect.formats import FileFormat
from groundtruce.collect.maps import MapOptions
from groundtruce.collect.watching.state import Pending
from groundtruce.collect.watching.tables import LoadedWatch, Source
from groundtruce.compare.text_differences import find_difference
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.inputs import Collected, InputOptions, collect_content
from groundtruce.pipeline.progress import Progress
from groundtruce.pipeline.reading import Reader
from groundtruce.pipeline.recording import add_collected
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from groundtruce.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of a capture."""

    capture: Capture
    is_entry: bool
    """Whether the record has an entry of it: not where a page says the same as before in other bytes."""
    is_new: bool = False
    """Whether its document was recorded for the first time."""
    title: str = ""
    difference: tuple[str, ...] = ()
    """Of a report, line by line from the one before."""


class CaptureRecorder:
    """Records captures, with one language model for all that are texts."""

    def __init__(
        self, path: Address, *, loaded: LoadedWatch, settings: Settings, reader: Reader | None, progress: Progress
    ) -> None:
        self._path, self._loaded, self._settings, self._progress = path, loaded, settings, progress
        self._reader = reader

    def record(self, pending: Pending, content: bytes) -> Recorded:
        """Record a capture with what it holds. One that is recorded already stays as it is.

        Raises `UnusableInput` where the record cannot be written.
        """
        capture = pending.capture
        with Record.open(self._path) as record:
            held = record.capture(capture.id)
            case = record.case()
            before = record.document(capture.previous) if capture.previous else None
            is_known = record.has_document(digest(content))
        if held:
            return Recorded(capture=held, is_entry=True, is_new=held.document != held.previous)
        if capture.outcome == "gone":
            return self._append(capture)
        if is_known and before is None:
            # Somebody added it before it was watched. Later on, the same map again would be a version of its own.
            return self._append(with_fields(capture, document=digest(content)))
        try:
            item = self._collect(pending.source, capture, content, case=case)
        except UnusableInput as error:
            return self._append(with_fields(capture, outcome="unreadable", note=_explain(error)))
        if before and before.text and (before.text, before.title) == (item.document.text, item.document.title):
            return Recorded(capture=with_fields(capture, document=before.sha256), is_entry=False)
        return self._add(item, before, case=case)

    # -----------------------------------------------------------------------------------------------------------

    def _append(self, capture: Capture) -> Recorded:
        with Record.open(self._path, writable=True) as record:
            record.append(Addition(captures=(capture,)), now=now())
        return Recorded(capture=capture, is_entry=True)

    def _add(self, item: Collected, before: Document | None, *, case: Case) -> Recorded:
        """Add a document with its capture; once more where another process has added something meanwhile."""
        assert item.capture is not None
        if item.document.text and self._reader is None:
            self._reader = Reader(case=case, settings=self._settings, progress=self._progress)
        for attempt in range(_ATTEMPTS):
            head = self._head()
            try:
                (added,) = add_collected(
                    self._path, [item], settings=self._settings, reader=self._reader, progress=self._progress
                )
            except UnusableInput as error:
                if self._head() != head and attempt < _ATTEMPTS - 1:
                    continue
                return self._append(
                    with_fields(item.capture, outcome="unreadable", document=None, note=_explain(error))
                )
            break
        return Recorded(
            capture=item.capture,
            is_entry=True,
            is_new=not added.known,
            title=item.document.title,
            difference=find_difference(before.text, item.document.text) if before and item.document.text else (),
        )

    def _head(self) -> str:
        with Record.open(self._path) as record:
            return record.head().hash

    def _collect(self, source: Source, capture: Capture, content: bytes, *, case: Case) -> Collected:
        """What the bytes are, with their capture. Raises `UnusableInput` where they cannot be used."""
        if source.kind == "picture":
            return self._collect_picture(source, capture, content, case=case)
        name = Path(capture.address)
        beside = find_sidecar(name) if source.kind == "folder" else None
        sidecar = (
            parse_sidecar(read_file(beside, limit=self._settings.max_sidecar_bytes), name=str(beside))
            if beside
            else None
        )
        options = InputOptions(
            publisher=source.publisher,
            origin=capture.address if source.kind != "folder" else None,
            map=_map_options(source, capture),
        )
        item = collect_content(
            name,
            content,
            case=case,
            options=options,
            settings=self._settings,
            sidecar=sidecar,
            retrieved=capture.moment,
        )
        if source.kind == "map" and item.format.kind != "map":
            raise UnusableInput(name, f"is no map, but {item.format.label}")
        return _with_capture(item, capture)

    def _collect_picture(self, source: Source, capture: Capture, content: bytes, *, case: Case) -> Collected:
        """A picture, laid on the last one of its publisher and traced as that was; untraced, with the reason, where that fails."""
        from groundtruce.pipeline import watched_pictures  # noqa: PLC0415 - the extra `pictures`

        try:
            return watched_pictures.trace_like_before(
                self._path,
                source,
                capture,
                content,
                like=self._loaded.path(source.like) if source.like else None,
                case=case,
                settings=self._settings,
            )
        except UnusableInput as error:
            document = watched_pictures.describe_picture(source, capture, content)
            item = Collected(
                file=Path(capture.address), content=content, format=_PICTURE, document=document, capture=capture
            )
            return _with_capture(item, with_fields(capture, note=f"not traced: {_explain(error)}"))


# ---------------------------------------------------------------------------------------------------------------

_ATTEMPTS = 5
_PICTURE = FileFormat(kind="picture", media_type="image/*", label="a picture")


def _with_capture(item: Collected, capture: Capture) -> Collected:
    return replace(item, capture=with_fields(capture, document=item.document.sha256))


def _map_options(source: Source, capture: Capture) -> MapOptions:
    return MapOptions(
        zone=source.zone,
        kind=source.zone_kind,
        holder=source.holder,
        drawing_error_m=source.drawing_error_m,
        valid_from=to_seconds(capture.moment) if source.valid_from == "capture" else None,
    )


def to_seconds(moment: str) -> str:
    """A moment as EDTF has it, which knows no parts of a second that others would read."""
    return f"{moment[:19]}Z"


def _explain(error: UnusableInput) -> str:
    return f"{error.place}: {error.reason}" if error.place else error.reason
