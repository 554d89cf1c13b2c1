"""Base maps for the page: the bundled countries as they stand packed in the package, and a user's own tiles."""

import gzip
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.web.answering import JSON
from groundtruce.web.problems import Refusal

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
        answer = FileResponse(
            path,
            headers={"Cache-Control": "no-cache"},
            media_type="application/vnd.pmtiles",
            stat_result=state,
        )
        if answer.headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": answer.headers["etag"], "Cache-Control": "no-cache"})
        return answer

    app.add_route(TILES_PATH, show_tiles, methods=["GET"], include_in_schema=False)
