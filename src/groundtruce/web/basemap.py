"""The bundled base map for the page: the countries as they stand packed in the package, so that nothing is packed anew."""

import gzip
from importlib.resources import files

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.model.ids import digest
from groundtruce.web.answering import JSON

PATH = "/basemap/countries.topojson"


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
