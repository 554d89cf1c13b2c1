"""A publisher's next picture map: laid on the last one that was traced, and traced with the same settings."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace as with_fields

from groundtruce.collect.formats import FileFormat
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.maps import MapOptions
from groundtruce.collect.pictures.images import media_type_of
from groundtruce.collect.watching.tables import Source
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.traces import ClassPart, Trace
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.captures import to_seconds
from groundtruce.pipeline.inputs import Collected
from groundtruce.pipeline.tracing import TraceOptions, read_layout, recall_layout, trace_content
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.settings import Settings


def trace_like_before(
    path: Address,
    source: Source,
    capture: Capture,
    content: bytes,
    *,
    like: Path | None,
    case: Case,
    settings: Settings,
) -> Collected:
    """The picture with its zone versions. Its layout is `like`'s, or that of the publisher's last traced picture in the record.

    Raises `UnusableInput` where there is no such picture, where this one cannot be laid on it, and where its classes are not found.
    """
    with Record.open(path) as record:
        trace, versions = _find_last(record, source)
        earlier = recall_layout(trace, record.content(trace.picture))
    layout = read_layout(like, settings=settings) if like else earlier
    options = TraceOptions(
        parts=[_on_ground(part, earlier.georeference) for part in trace.settings.classes],
        like=layout,
        page=trace.settings.page,
        frame=trace.settings.frame,
        tolerance=trace.settings.tolerance,
        least_px=trace.settings.least_px,
        date_from_map=True,
        publisher=source.publisher,
        map=_describe_zones(versions, valid_from=_since(source, capture)),
    )
    traced = trace_content(content, name=capture.address, options=options, case=case, settings=settings)
    return Collected(
        file=Path(capture.address),
        content=content,
        format=FileFormat(kind="picture", media_type=traced.trace.media_type, label="a picture"),
        document=describe_picture(source, capture, content),
        zone_versions=traced.versions,
        trace=traced.trace,
        capture=with_fields(capture, document=traced.trace.picture),
    )


def describe_picture(source: Source, capture: Capture, content: bytes) -> Document:
    """The document that a picture is. Raises `UnusableInput` for what is none."""
    media_type = media_type_of(content)
    return Document(
        sha256=digest(content),
        media_type=media_type,
        size=len(content),
        origin=capture.address,
        retrieved=capture.moment,
        title=capture.address.rpartition("/")[2] or capture.address,
        publisher=source.publisher,
    )


# ---------------------------------------------------------------------------------------------------------------


def _find_last(record: Record, source: Source) -> tuple[Trace, tuple[ZoneVersion, ...]]:
    """The last trace of one of the publisher's pictures, with the zone versions that it gave."""
    documents = {document.sha256: document for document in record.headers()}
    versions = {version.id: version for version in record.zone_versions()}
    for trace in reversed(record.traces()):
        if documents[trace.picture].publisher == source.publisher:
            return trace, tuple(versions[zone.version] for zone in trace.zones)
    raise UnusableInput(
        record.address, f"holds no traced picture by {source.publisher} yet: trace one with groundtruce trace --record"
    )


def _on_ground(part: ClassPart, georeference: Georeference) -> ClassPart:
    """A class pointed out by where on the Earth it was, since the next picture may show that elsewhere."""
    if part.point is None or part.on_ground:
        return part
    longitude, latitude = georeference.to_ground(np.array([part.point]))[0]
    return with_fields(part, point=(float(longitude), float(latitude)), on_ground=True)


def _describe_zones(versions: Sequence[ZoneVersion], *, valid_from: str | None) -> MapOptions:
    """What was said of the zones before: of several, what they have in common."""
    kinds = {version.kind for version in versions}
    common = MapOptions(kind=kinds.pop() if len(kinds) == 1 else None, valid_from=valid_from)
    if len(versions) != 1:
        return common
    return with_fields(common, zone=versions[0].zone, holder=versions[0].holder)


def _since(source: Source, capture: Capture) -> str | None:
    """Since when the shapes hold; none where the date printed on the map says it."""
    return to_seconds(capture.moment) if source.valid_from == "capture" else None
