"""Base maps for the page: the bundled countries as they stand packed in the package, and a user's own tiles."""

import gzip
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.web.answering import JSON
from groundtruce.web.problems import Refusal, tell_problem

PATH = "/basemap/countries.topojson"
TILES_PATH = "/basemap/tiles.pmtiles"
_TILES = b"PMTiles\x03"
"""How a file of PMTiles, version 3, begins."""


def add_basemap(app: FastAPI) -> None:
    """The route of the base map: TopoJSON, WGS 84, longitude first. Natural Earth, public domain."""
    packed = files("groundtruce.show").joinpath("data/countries.topojson.gz").read_bytes()
    tag = f'"{digest(packed)[:32]}"'

    def show_countries(request: Request) -> Response:
        headers = {"ETag": tag, "Cache-Control": "public, max-age=86400", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=JSON)
        return Response(gzip.decompress(packed), headers=headers, media_type=JSON)

    app.add_route(PATH, show_countries, methods=["GET"], include_in_schema=False)


def check_tiles(path: Path) -> Path:
    """A file of PMTiles. Raises `UnusableInput` for what is none."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_TILES))
    except OSError as error:
        raise UnusableInput(path, (error.strerror or "it cannot be read").lower()) from error
    if beginning != _TILES:
        raise UnusableInput(path, "it is no PMTiles of version 3")
    return path


def add_tiles(app: FastAPI, path: Path | None) -> None:
    """The route of a user's own tiles, which browsers read in ranges (RFC 9110, section 14); 404 where there are none."""

    def show_tiles(request: Request) -> Response:
        if path is None:
            raise Refusal(404, "this server was started without --basemap")
        try:
            state = path.stat()
        except OSError as error:
            raise Refusal(404, "the file of the base map is gone") from error
        answer = _Ranges(
            path,
            headers={"Cache-Control": "no-cache"},
            media_type="application/vnd.pmtiles",
            stat_result=state,
        )
        if answer.headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": answer.headers["etag"], "Cache-Control": "no-cache"})
        return answer

    app.add_route(TILES_PATH, show_tiles, methods=["GET"], include_in_schema=False)


# ---------------------------------------------------------------------------------------------------------------


class _Ranges(FileResponse):
    """A file or ranges of it; a range that it does not have, or that is none, is told as all other refusals are."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        refusals: list[Refusal] = []

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _REFUSED_RANGES:
                size = {
                    name: value for name, value in Headers(raw=message["headers"]).items() if name == "content-range"
                }
                refusals.append(Refusal(message["status"], _REFUSED_RANGES[message["status"]], headers=size))
            if not refusals:
                await send(message)

        await super().__call__(scope, receive, send_told)
        for refusal in refusals:
            await tell_problem(refusal, instance=scope["path"])(scope, receive, send)


_REFUSED_RANGES = {400: "Range: it is none", 416: "Range: the file has no such bytes"}
