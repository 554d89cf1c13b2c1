"""How a question to the record is answered over HTTP: made once, kept while it holds, told apart by its ETag."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Annotated, Any, NamedTuple, TypeAlias

import msgspec
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from groundtruce import __version__, pipeline
from groundtruce.errors import GroundtruceError
from groundtruce.model.times import parse_moment
from groundtruce.web.parameters import AsOf, read_as_of
from groundtruce.web.problems import refuse
from groundtruce.web.recall import Recall
from groundtruce.web.snapshots import Snapshot

JSON = "application/json; charset=utf-8"

_KEPT_BYTES = 64_000_000
_LARGEST_KEPT = 8_000_000
_SMALLEST_PACKED = 1000


class Body(NamedTuple):
    """What an answer holds, whatever it is packed in."""

    content: bytes
    media_type: str = JSON
    headers: Mapping[str, str] = {}


def encode(value: Any, *, media_type: str = JSON, headers: Mapping[str, str] | None = None) -> Body:
    """A value as JSON."""
    return Body(msgspec.json.encode(value), media_type, headers or {})


class KeptBodies:
    """The latest answers, up to a number of bytes, so that the same question at the same head is worked out once."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._most = most
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._size = 0
        self._changing = threading.Lock()

    def find(self, key: str) -> Body | None:
        """A kept answer."""
        with self._changing:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def keep(self, key: str, body: Body) -> None:
        """Keep an answer, and let go of those asked for longest ago."""
        if len(body.content) > _LARGEST_KEPT:
            return
        with self._changing:
            if key not in self._bodies:
                self._bodies[key] = body
                self._size += len(body.content)
            while self._size > self._most:
                self._size -= len(self._bodies.popitem(last=False)[1].content)


@dataclass(frozen=True)
class Asked:
    """A question: the request, and the moment as of which it is asked."""

    request: Request
    as_of: datetime | None
    recall: Recall
    kept: KeptBodies = field(repr=False)

    def answer(self, make: Callable[[Snapshot], Any], *, form: str = "") -> Response:
        """What `make` makes of what the record knew: a `Body`, or a value to be written as JSON.

        `form` is what was negotiated besides the address, such as a media type.
        """
        try:
            head = self.recall.head(self.as_of)
            tag = _identify(head, self.request, form)
            key = f"{tag}{_PACKED}" if _takes_gzip(self.request) else tag
            if not _list_known_tags(self.request).isdisjoint((tag, "*")):
                return Response(status_code=304, headers=self._describe(head, key))
            body = self.kept.find(key) or self._make(make, head, key)
        except GroundtruceError as error:
            raise refuse(error, status=404) from error
        return Response(body.content, headers={**self._describe(head, key), **body.headers}, media_type=body.media_type)

    # -----------------------------------------------------------------------------------------------------------

    def _make(self, make: Callable[[Snapshot], Any], head: pipeline.Head, key: str) -> Body:
        made = make(self.recall.at(head))
        body = made if isinstance(made, Body) else encode(made)
        if key.endswith(_PACKED):
            body = _pack(body)
        self.kept.keep(key, body)
        return body

    def _describe(self, head: pipeline.Head, key: str) -> dict[str, str]:
        headers = {
            "ETag": f'"{key}"',
            "Cache-Control": "no-cache",
            "Vary": "Accept, Accept-Encoding",
            "Groundtruce-Head": f"{head.seq}; {head.recorded}; {head.hash}",
        }
        if self.as_of:
            headers["Memento-Datetime"] = format_datetime(parse_moment(head.recorded), usegmt=True)
        return headers


def ask(request: Request, as_of: AsOf = None) -> Asked:
    """A dependency: the question that a request asks."""
    return Asked(request, read_as_of(as_of), request.app.state.recall, request.app.state.kept)


Question: TypeAlias = Annotated[Asked, Depends(ask)]


# ---------------------------------------------------------------------------------------------------------------

_PACKED = "-gzip"
_LEVEL = 1
"""Of zlib: the quickest makes a page of features a fifth of its size in a few milliseconds."""


def _identify(head: pipeline.Head, request: Request, form: str) -> str:
    """The same for the same program, record, question and form: then the bytes are the same."""
    asked = (__version__, head.hash, request.url.path, str(sorted(request.query_params.multi_items())), form)
    return hashlib.sha256("\0".join((*asked, str(request.base_url))).encode()).hexdigest()[:32]


def _list_known_tags(request: Request) -> set[str]:
    """What the client holds, by our tags; whether it came packed makes no difference to what it says."""
    tags = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/").strip('"').removesuffix(_PACKED) for tag in tags}


def _takes_gzip(request: Request) -> bool:
    codings = [coding.replace(" ", "").lower() for coding in request.headers.get("accept-encoding", "").split(",")]
    return any(coding.partition(";")[0] == "gzip" and not coding.endswith((";q=0", ";q=0.0")) for coding in codings)


def _pack(body: Body) -> Body:
    """The body in gzip where that is worth it. The same bytes always give the same bytes."""
    is_text = body.media_type.startswith("text/") or "json" in body.media_type or "xml" in body.media_type
    if not is_text or len(body.content) < _SMALLEST_PACKED:
        return body
    packed = gzip.compress(body.content, compresslevel=_LEVEL, mtime=0)
    return Body(packed, body.media_type, {**body.headers, "Content-Encoding": "gzip"})
