"""The application: its routes, what stands around them, and how whatever goes wrong is told."""

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp

from groundtruce.errors import GroundtruceError
from groundtruce.settings import Settings
from groundtruce.web import basemap, descriptions, page_files
from groundtruce.web.answering import KeptBodies
from groundtruce.web.api import (
    agreements,
    briefs,
    chronology,
    documents,
    exports,
    incidents,
    records,
    statements,
    uploads,
    zones,
)
from groundtruce.web.limits import Bounds, Patience
from groundtruce.web.ogc import routes as features
from groundtruce.web.parameters import refuse_unknown_parameters
from groundtruce.web.problems import Refusal, refuse, tell_problem
from groundtruce.web.recall import Recall
from groundtruce.web.security import Guard
from groundtruce.web.writing import Writing

_RESOURCES = (
    records,
    documents,
    statements,
    incidents,
    zones,
    agreements,
    briefs,
    exports,
    chronology,
    uploads,
)


def make_app(
    recall: Recall,
    *,
    settings: Settings,
    host: str = "127.0.0.1",
    token: str | None = None,
    writable: bool = False,
    patience: Patience = Patience(),  # noqa: B008 - a frozen value
) -> ASGIApp:
    """The application that answers for a record.

    `host` is the address it is bound to: on one that others can reach, every request needs the token. Writing needs the
    token everywhere, and that it is switched on.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, default_response_class=Response)
    app.state.recall = recall
    app.state.kept = KeptBodies()
    app.state.writing = Writing(token, settings=settings) if writable and token else None
    app.state.patience = patience
    checked = [Depends(refuse_unknown_parameters)]
    for resource in _RESOURCES:
        app.include_router(resource.router, prefix="/api", dependencies=checked)
    app.include_router(features.router, prefix="/ogc", dependencies=checked)
    descriptions.add_descriptions(app)
    basemap.add_basemap(app)
    page_files.add_page(app)
    app.add_exception_handler(Refusal, _tell_refusal)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(GroundtruceError, _tell_error)
    app.add_exception_handler(Exception, _tell_failure)
    return Guard(Bounds(app), host=host, token=token)


# ---------------------------------------------------------------------------------------------------------------


def _tell_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return tell_problem(error, instance=request.url.path)


def _tell_invalid(request: Request, error: Exception) -> Response:
    """A parameter outside its bounds; a step of the address that cannot be is simply not there."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where, name = str(first["loc"][0]), str(first["loc"][-1])
    status = 404 if where == "path" else 400
    return tell_problem(Refusal(status, f"{name}: {first['msg']}"), instance=request.url.path)


def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    methods = _list_methods(request) if error.status_code == 405 else []
    if methods:
        allowed = ", ".join(methods)
        refusal = Refusal(405, f"there is no {request.method} here, but {allowed}", headers={"Allow": allowed})
    elif error.status_code in (404, 405):
        refusal = Refusal(404, "there is nothing here")
    else:
        refusal = Refusal(error.status_code, str(error.detail), headers=error.headers)
    return tell_problem(refusal, instance=request.url.path)


def _list_methods(request: Request) -> list[str]:
    """The methods of every route at the address that was asked for."""
    found: set[str] = set()
    for method in ("GET", "POST"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes if not _is_page(route)):
            found |= {"GET", "HEAD"} if method == "GET" else {method}
    return sorted(found)


def _is_page(route: BaseRoute) -> bool:
    return getattr(route, "path", "") == page_files.PATH


def _tell_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, GroundtruceError)
    return tell_problem(refuse(error, status=404), instance=request.url.path)


def _tell_failure(request: Request, error: Exception) -> Response:
    del error
    return tell_problem(Refusal(500, "something went wrong here, and the log says what"), instance=request.url.path)
