"""The page: its built files, read once when the server starts, so that no address can lead to any other file."""

import mimetypes
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.model.ids import digest
from groundtruce.web.ogc.pages import write_page

PATH = "/{path:path}"
"""Of whatever no other route answers."""

_PAGE = "page"
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".pmtiles": "application/vnd.pmtiles",
}


class PageFile(NamedTuple):
    """A file of the page."""

    content: bytes
    media_type: str
    tag: str
    is_fixed: bool
    """Whether its name holds a hash of it, so that it never changes."""


def load_page() -> dict[str, PageFile]:
    """Every file of the built page by its path from `/`; empty where it was not built."""
    return dict(_walk(files("groundtruce.web").joinpath(_PAGE), ""))


def add_page(app: FastAPI) -> None:
    """The routes of the page's files, under their paths from `/`; without a built page, a plain one that leads on."""
    page = load_page()
    index = page.get("/index.html") or _own("welcome.html.j2", "text/html; charset=utf-8")
    served = {**page, "/plain.css": _own("plain.css", "text/css; charset=utf-8"), "/": index}

    def show_file(request: Request) -> Response:
        file = served.get(request.url.path)
        if file is None:
            raise HTTPException(404)
        headers = {
            "ETag": f'"{file.tag}"',
            "Cache-Control": "public, max-age=31536000, immutable" if file.is_fixed else "no-cache",
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(file.content, media_type=file.media_type, headers=headers)

    app.add_route(PATH, show_file, methods=["GET"], include_in_schema=False)


# ---------------------------------------------------------------------------------------------------------------


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, PageFile]]:
    if not folder.is_dir():
        return
    for each in folder.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _walk(each, name)
        elif not each.name.startswith("."):
            yield name, _load(each, name)


def _own(template: str, media_type: str) -> PageFile:
    content = write_page(template).content
    return PageFile(content, media_type, tag=digest(content)[:32], is_fixed=False)


def _load(file: Traversable, name: str) -> PageFile:
    content = file.read_bytes()
    ending = f".{file.name.rpartition('.')[2]}"
    media_type = _TYPES.get(ending) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return PageFile(content, media_type, tag=digest(content)[:32], is_fixed=name.startswith("/assets/"))
