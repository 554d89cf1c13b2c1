"""Reports and maps, added by whoever may write."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeAlias

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.model.briefs import RecordHead
from groundtruce.model.values import Value
from groundtruce.model.zones import DrawingErrorFrom, VersionReason, ZoneKind
from groundtruce.web.answering import JSON
from groundtruce.web.api.documents import ReadCounts
from groundtruce.web.api.records import describe_head
from groundtruce.web.limits import read_body
from groundtruce.web.openapi import answers
from groundtruce.web.problems import Refusal, refuse
from groundtruce.web.recall import Recall
from groundtruce.web.writing import KeeperDependency, Writer

router = APIRouter(tags=["writing"])

MEDIA_TYPE = "application/octet-stream"
BYTES = {"type": "string", "format": "binary"}


class AddedVersion(Value):
    """A zone version that a map draws."""

    id: str
    zone: str
    valid_from: str
    drawing_error_m: float
    drawing_error_from: DrawingErrorFrom
    repairs: tuple[str, ...]


class AddedDocument(Value):
    """What became of a file."""

    document: pipeline.DocumentHeader
    known: bool
    """Whether the same bytes were recorded already: then nothing was."""
    zone_versions: tuple[AddedVersion, ...]
    counts: ReadCounts | None
    """How much was read in it; none for a map and for what was known."""
    head: RecordHead


Said: TypeAlias = Annotated[str | None, Query(min_length=1, max_length=1000)]
SaidDate: TypeAlias = Annotated[str | None, Query(json_schema_extra={"format": "edtf"})]


async def read_map_options(
    *,
    zone: Said = None,
    kind: Annotated[ZoneKind | None, Query()] = None,
    holder: Said = None,
    valid_from: Annotated[SaidDate, Query(alias="valid-from")] = None,
    valid_to: Annotated[SaidDate, Query(alias="valid-to")] = None,
    drawing_error_m: Annotated[float | None, Query(alias="drawing-error-m", ge=0, le=1_000_000)] = None,
    note: Said = None,
) -> pipeline.MapOptions:
    """A dependency: what is said of a map."""
    return pipeline.MapOptions(
        zone=zone,
        kind=kind,
        holder=holder,
        valid_from=valid_from,
        valid_to=valid_to,
        drawing_error_m=drawing_error_m,
        note=note,
    )


async def read_options(
    said_of_map: Annotated[pipeline.MapOptions, Depends(read_map_options)],
    *,
    published: SaidDate = None,
    publisher: Said = None,
    title: Said = None,
    origin: Said = None,
    reason: Annotated[VersionReason | None, Query()] = None,
) -> pipeline.InputOptions:
    """A dependency: what is said of a file."""
    return pipeline.InputOptions(
        published=published, publisher=publisher, title=title, origin=origin, reason=reason, map=said_of_map
    )


FileName: TypeAlias = Annotated[
    str,
    Query(
        description="The file's name.",
        max_length=200,
        pattern=r"^[^/\\\x00-\x1f]*[^/\\\x00-\x1f.][^/\\\x00-\x1f]*$",
    ),
]


def describe_upload(media_type: str, schema: Mapping[str, Any], *, description: str) -> dict[str, Any]:
    """A body that only a writer may send, as OpenAPI describes it."""
    content = {media_type: {"schema": schema}}
    return {
        "requestBody": {"required": True, "description": description, "content": content},
        "security": [{"token": []}],
    }


def require_media_type(request: Request, media_type: str) -> None:
    """Refuse a body of another media type."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise Refusal(415, f"the body must be {media_type}")


@router.post(
    "/documents",
    status_code=201,
    responses=answers(
        AddedDocument,
        created=True,
        more={
            408: "The file came too slowly",
            409: "Somebody else added to the record meanwhile",
            413: "The file is too large",
            415: f"The body must be {MEDIA_TYPE}",
            422: "The file cannot be used; nothing was recorded",
        },
    ),
    openapi_extra=describe_upload(MEDIA_TYPE, BYTES, description="The file's bytes."),
)
async def add_document(
    request: Request,
    writer: KeeperDependency,
    name: FileName,
    options: Annotated[pipeline.InputOptions, Depends(read_options)],
) -> Response:
    """Add a report or a map, as `groundtruce add` does; what is said of it beats what the file says itself."""
    require_media_type(request, MEDIA_TYPE)
    content = await read_body(request, seconds=request.app.state.patience.upload_s)
    said = replace(options, origin=options.origin or f"{name}, from {writer.name}")
    recall: Recall = request.app.state.recall
    added = await writer.writing.run(lambda: _add(recall, writer, content, name, said))
    headers = {"Location": f"/api/documents/{added.document.sha256}", "Cache-Control": "no-store"}
    return Response(msgspec.json.encode(added), 200 if added.known else 201, headers, media_type=JSON)


def describe_added(recall: Recall, added: pipeline.Added) -> AddedDocument:
    """What became of a file, once it is recorded."""
    snapshot = recall.at(recall.head())
    reading = added.reading
    return AddedDocument(
        document=snapshot.headers[added.document.sha256],
        known=added.known,
        zone_versions=tuple(
            AddedVersion(**{name: getattr(version, name) for name in AddedVersion.__struct_fields__})
            for version in added.zone_versions
        ),
        counts=ReadCounts(**{name: len(getattr(reading, name)) for name in ReadCounts.__struct_fields__})
        if reading
        else None,
        head=describe_head(snapshot),
    )


# ---------------------------------------------------------------------------------------------------------------


def _add(recall: Recall, writer: Writer, content: bytes, name: str, options: pipeline.InputOptions) -> AddedDocument:
    """Add it in the writing thread."""
    try:
        added = pipeline.add_content(
            recall.path,
            content,
            name=name,
            options=options,
            settings=writer.writing.settings,
            load_reader=writer.writing.load_reader,
            by=writer.name,
        )
    except UnusableInput as error:
        raise refuse(error, status=409 if error.file == str(recall.path) else 422) from error
    what = f"{name}, {len(content)} bytes, document {added.document.sha256[:12]}"
    writer.log(
        f"{what}: known already" if added.known else f"added {what}, entry {added.head.seq if added.head else ''}"
    )
    return describe_added(recall, added)
