"""Errors as problem details (RFC 9457): what was refused, why, and with which status."""

import http
from collections.abc import Mapping

import msgspec
from starlette.responses import Response

from groundtruce.errors import BrokenRecord, GroundtruceError, UnusableInput
from groundtruce.model.values import Value
from groundtruce.show.inert import make_line

PROBLEM = "application/problem+json"


class Problem(Value):
    """Why a request was not answered (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    """The path that was asked for."""


class Refusal(Exception):
    """A request that is not answered: the status of HTTP, and the reason in a clause."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(detail)


def refuse(error: GroundtruceError, *, status: int) -> Refusal:
    """The refusal that an error of the pipeline becomes: `status` for unusable input, 500 for a broken record.

    It says what is wrong and where in an upload, never where a file lies on this machine.
    """
    if isinstance(error, UnusableInput):
        return Refusal(status, ": ".join(part for part in (error.place, error.reason) if part))
    if isinstance(error, BrokenRecord):
        entry = f"entry {error.entry}: " if error.entry is not None else ""
        return Refusal(500, f"the record is broken: {entry}{error.reason}")
    return Refusal(500, "the record cannot be read")


def tell_problem(refusal: Refusal, *, instance: str) -> Response:
    """The answer that tells of a refusal. `instance` is the path that was asked for."""
    problem = Problem(
        type="about:blank",
        title=http.HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=make_line(refusal.detail),
        instance=instance,
    )
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(msgspec.json.encode(problem), refusal.status, headers, media_type=PROBLEM)
