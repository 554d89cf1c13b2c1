"""Writing to the record: who may, one at a time, and what the log says of it."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar

from fastapi import Depends, Query
from starlette.requests import Request

from groundtruce import pipeline
from groundtruce.model.cases import Case
from groundtruce.settings import Settings
from groundtruce.show.inert import make_line
from groundtruce.web.problems import Refusal
from groundtruce.web.security import holds_token, refuse_foreign

_Written = TypeVar("_Written")

logger = logging.getLogger("groundtruce.web")

MOST_WAITING = 8
"""Writes that wait for their turn; a further one is told to come back."""


class Writing:
    """That writing is switched on: the token it needs, and the one thread that writes."""

    def __init__(self, token: str, *, settings: Settings) -> None:
        self.token = token
        self.settings = settings
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._reader: pipeline.Reader | None = None

    async def run(self, write: Callable[[], _Written]) -> _Written:
        """Write when those before have; refused where too many are."""
        if not self._waiting.acquire(blocking=False):
            raise Refusal(503, "too many are writing: try again", headers={"Retry-After": "10"})
        try:
            return await asyncio.get_running_loop().run_in_executor(self._turns, write)
        finally:
            self._waiting.release()

    def load_reader(self, case: Case) -> pipeline.Reader:
        """What reads texts, loaded at the first one. Only for the writing thread."""
        self._reader = self._reader or pipeline.Reader(case=case, settings=self.settings)
        return self._reader

    def close(self) -> None:
        """Finish what is being written, and write no more."""
        self._turns.shutdown()


@dataclass(frozen=True)
class Writer:
    """Who writes, and by what right."""

    name: str
    client: str
    writing: Writing

    def log(self, what: str) -> None:
        """Say in the log who wrote what."""
        logger.info("%s (%s): %s", make_line(self.name), self.client, make_line(what))


def require_writer(
    request: Request,
    by: Annotated[str, Query(max_length=100, pattern=r"\S", description="The name of the one who writes.")],
) -> Writer:
    """A dependency of every route that writes: writing is on, the token is right, the request comes from our own page or none."""
    writing: Writing | None = request.app.state.writing
    if writing is None:
        raise Refusal(403, "writing is switched off: start the server with --write")
    refuse_foreign(request)
    # A browser sends Basic credentials by itself; a bearer's token only who has it.
    if not holds_token(request.headers, writing.token, schemes=("bearer",)):
        raise Refusal(401, "the token is missing or wrong", headers={"WWW-Authenticate": 'Bearer realm="Groundtruce"'})
    return Writer(by.strip(), request.client.host if request.client else "unknown", writing)


WriterDependency: TypeAlias = Annotated[Writer, Depends(require_writer)]
