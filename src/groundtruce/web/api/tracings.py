"""Picture maps traced: sent and looked at, placed by control points, and recorded as versions of zones."""

from collections.abc import Callable
from types import ModuleType
from typing import Annotated, TypeAlias

import msgspec
from fastapi import APIRouter, Query
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.collect.extracts import missing_extra
from groundtruce.errors import UnusableInput
from groundtruce.pipeline import Added
from groundtruce.web.answering import JSON, Question
from groundtruce.web.api.tracing_requests import PictureAtHand, PlacedPicture, TracedPicture, TracingRequest
from groundtruce.web.api.uploads import (
    BYTES,
    MEDIA_TYPE,
    AddedDocument,
    FileName,
    describe_added,
    describe_upload,
    require_media_type,
)
from groundtruce.web.limits import read_body
from groundtruce.web.openapi import answers
from groundtruce.web.parameters import Sha256
from groundtruce.web.pictures import Pictures
from groundtruce.web.problems import Refusal, refuse
from groundtruce.web.recall import Recall
from groundtruce.web.snapshots import Snapshot
from groundtruce.web.writing import KeeperDependency, Writer

router = APIRouter(tags=["writing"])

LARGEST_REQUEST = 200_000
"""Bytes of what is said of a picture."""
PNG = "image/png"

_Part: TypeAlias = Annotated[int, Query(ge=1, le=2000)]
_REFUSALS = {
    408: "It came too slowly",
    413: "It is too large",
    415: "It is of another media type",
    422: "It cannot be used; nothing was recorded",
}


@router.post(
    "/pictures",
    status_code=201,
    responses=answers(PictureAtHand, created=True, more=_REFUSALS),
    openapi_extra=describe_upload(MEDIA_TYPE, BYTES, description="The picture's bytes."),
)
async def take_picture(request: Request, writer: KeeperDependency) -> Response:
    """Send a picture map to be traced. It is not recorded, but kept until others came or the server ends."""
    del writer
    require_media_type(request, MEDIA_TYPE)
    content = await read_body(request, seconds=request.app.state.patience.upload_s)
    pictures: Pictures = request.app.state.pictures
    at_hand = await pictures.turns.run(lambda: _measure(pictures, content))
    headers = {"Location": f"/api/pictures/{at_hand.sha256}", "Cache-Control": "no-store"}
    return Response(msgspec.json.encode(at_hand), 201, headers, media_type=JSON)


@router.get("/pictures/{sha256}", responses=answers(None, PNG))
async def show_picture(request: Request, sha256: Sha256, *, page: _Part = 1, frame: _Part = 1) -> Response:
    """The pixels of a picture as they are traced, of one that waits or is recorded: upright, on white."""
    pictures: Pictures = request.app.state.pictures
    drawn = await pictures.turns.run(lambda: _draw(_find(pictures, sha256), page, frame))
    headers = {"Cache-Control": "private, max-age=86400, immutable", "Content-Security-Policy": "default-src 'none'"}
    return Response(drawn, headers=headers, media_type=PNG)


@router.get("/documents/{sha256}/georeference", responses=answers(PlacedPicture))
def show_georeference(question: Question, sha256: Sha256) -> Response:
    """Where a picture lies that was traced: its control points with their residuals, and a net laid over it."""

    def find(snapshot: Snapshot) -> PlacedPicture:
        traces = [trace for trace in snapshot.known.traces if trace.picture == sha256]
        if not traces:
            raise Refusal(404, f"no zone was traced off a document with the SHA-256 {sha256}")
        placed: PlacedPicture = _load_outlines().place(traces[-1])
        return placed

    return question.answer(find)


@router.post(
    "/tracings",
    status_code=201,
    responses=answers(
        TracedPicture, created=True, more={409: "Somebody else added to the record meanwhile", **_REFUSALS}
    ),
    openapi_extra=describe_upload(
        "application/json", {"$ref": "#/components/schemas/TracingRequest"}, description="What is said of the picture."
    ),
)
async def trace_picture(
    request: Request,
    writer: KeeperDependency,
    *,
    name: FileName = "picture",
    preview: Annotated[bool, Query(description="Only show it; record nothing.")] = False,
) -> Response:
    """Trace a picture map as `groundtruce trace` does: previewed with its residuals, or recorded with its zone versions."""
    require_media_type(request, "application/json")
    body = await read_body(request, seconds=request.app.state.patience.upload_s, most=LARGEST_REQUEST)
    said = _read_request(body)
    pictures: Pictures = request.app.state.pictures
    content = await pictures.turns.run(lambda: _find(pictures, said.picture))
    if preview:
        shown = await pictures.turns.run(lambda: _preview(content, said))
        return Response(msgspec.json.encode(shown), 200, {"Cache-Control": "no-store"}, media_type=JSON)
    _require_all(said)
    recall: Recall = request.app.state.recall
    # Traced beside whoever writes; only the recording takes its turn among the writers.
    shown, record = await pictures.turns.run(lambda: _trace(recall, writer, content, said, name))
    added = await writer.writing.run(lambda: _add(recall, writer, record, name))
    shown = replace(shown, recorded=added)
    return Response(msgspec.json.encode(shown), 201, {"Cache-Control": "no-store"}, media_type=JSON)


# ---------------------------------------------------------------------------------------------------------------


def _load_outlines() -> ModuleType:
    """What looks at pictures; a server without the extra `pictures` serves all else."""
    try:
        from groundtruce.web import outlines  # noqa: PLC0415 - the extra `pictures`
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("groundtruce"):
            raise
        raise refuse(missing_extra("", "a picture", extra="pictures"), status=422) from error
    return outlines


def _find(pictures: Pictures, sha256: str) -> bytes:
    content = pictures.find(sha256)
    if content is None:
        raise Refusal(404, f"no picture has the SHA-256 {sha256}: it was never sent, or others came since")
    return content


def _measure(pictures: Pictures, content: bytes) -> PictureAtHand:
    try:
        width, height, media_type = _load_outlines().measure_picture(content)
    except UnusableInput as error:
        raise refuse(error, status=422) from error
    sha256 = pictures.keep(content)
    return PictureAtHand(
        sha256=sha256, media_type=media_type, width=width, height=height, recorded=pictures.is_recorded(sha256)
    )


def _draw(content: bytes, page: int, frame: int) -> bytes:
    try:
        drawn: bytes = _load_outlines().draw_picture(content, page=page, frame=frame)
    except UnusableInput as error:
        raise refuse(error, status=404) from error
    return drawn


def _read_request(body: bytes) -> TracingRequest:
    try:
        return msgspec.json.decode(body, type=TracingRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(422, str(error)) from error


def _preview(content: bytes, said: TracingRequest) -> TracedPicture:
    try:
        shown: TracedPicture = _load_outlines().preview(content, said)
    except UnusableInput as error:
        raise refuse(error, status=422) from error
    return shown


def _require_all(said: TracingRequest) -> None:
    if not said.classes:
        raise Refusal(422, "classes: nothing to trace was pointed out")
    if not said.valid_from:
        raise Refusal(422, "valid_from: since when the shapes hold is not stated")


def _trace(
    recall: Recall, writer: Writer, content: bytes, said: TracingRequest, name: str
) -> tuple[TracedPicture, Callable[[], Added]]:
    try:
        shown, record = _load_outlines().trace(
            recall.path, content, said, name=name, writer=writer.name, settings=writer.writing.settings
        )
    except UnusableInput as error:
        raise refuse(error, status=422) from error
    return shown, record


def _add(recall: Recall, writer: Writer, record: Callable[[], Added], name: str) -> AddedDocument:
    """Record it in the writing thread."""
    try:
        added = record()
    except UnusableInput as error:
        raise refuse(error, status=409 if error.file == str(recall.path) else 422) from error
    what = f"traced {name}, document {added.document.sha256[:12]}"
    writer.log(f"{what}, entry {added.head.seq}" if added.head else f"{what}: known already")
    return describe_added(recall, added)
