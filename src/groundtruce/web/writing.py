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

_Done = TypeVar("_Done")

logger = logging.getLogger("groundtruce.web")

MOST_WAITING = 8
"""So many wait for their turn; a further one is told to come back."""


class Turns:
    """One thread for work that is done one piece after the other, whoever asks for it."""

    def __init__(self, name: str, *, doing: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._doing = doing

    async def run(self, work: Callable[[], _Done]) -> _Done:
        """What `work` gives, once those before are done; refused where too many wait."""
        if not self._waiting.acquire(blocking=False):
            raise Refusal(503, f"too many are {self._doing}: try again", headers={"Retry-After": "10"})
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting.release()

    def close(self) -> None:
        """Finish what is being done, and do no more."""
        self._thread.shutdown()


class Writing:
    """That writing is switched on: the token it needs, and the one thread that writes."""

    def __init__(self, token: str, *, settings: Settings) -> None:
        self.token = token
        self.settings = settings
        self._turns = Turns("writer", doing="writing")
        self._reader: pipeline.Reader | None = None

    async def run(self, write: Callable[[], _Done]) -> _Done:
        """Write when those before have; refused where too many are."""
        return await self._turns.run(write)

    def load_reader(self, case: Case) -> pipeline.Reader:
        """What reads texts, loaded at the first one. Only for the writing thread."""
        self._reader = self._reader or pipeline.Reader(case=case, settings=self.settings)
        return self._reader

    def close(self) -> None:
        """Finish what is being written, and write no more."""
        self._turns.close()


@dataclass(frozen=True)
class Writer:
    """Who writes, and by what right."""

    name: str
    client: str
    writing: Writing

    def log(self, what: str) -> None:
        """Say in the log who wrote what."""
        logger.info("%s (%s): %s", make_line(self.name), self.client, make_line(what))


async def require_writer(
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
