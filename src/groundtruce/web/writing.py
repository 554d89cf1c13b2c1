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
from groundtruce.web.access import NEEDS_KEEPER, NEEDS_REVIEWER, Visitor, name_author
from groundtruce.web.problems import Refusal
from groundtruce.web.security import refuse_foreign

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
    """That writing is switched on, and the one thread that writes."""

    def __init__(self, *, settings: Settings) -> None:
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


async def require_writing(request: Request) -> Writing:
    """That writing is on, and the request comes from our own page or from none."""
    writing: Writing | None = request.app.state.writing
    if writing is None:
        raise Refusal(403, "writing is switched off: start the server with --write")
    refuse_foreign(request)
    return writing


AskedWriting: TypeAlias = Annotated[Writing, Depends(require_writing)]
By: TypeAlias = Annotated[
    str | None,
    Query(
        max_length=100,
        pattern=r"\S",
        description="The name of the one who writes; where the token has one, it may be left out.",
    ),
]


async def require_reviewer(
    request: Request, writing: AskedWriting, visitor: Annotated[Visitor, Depends(NEEDS_REVIEWER)], by: By = None
) -> Writer:
    """A dependency of every route that judges."""
    return _make_writer(request, writing, visitor, by)


async def require_keeper(
    request: Request, writing: AskedWriting, visitor: Annotated[Visitor, Depends(NEEDS_KEEPER)], by: By = None
) -> Writer:
    """A dependency of every route that adds."""
    return _make_writer(request, writing, visitor, by)


ReviewerDependency: TypeAlias = Annotated[Writer, Depends(require_reviewer)]
KeeperDependency: TypeAlias = Annotated[Writer, Depends(require_keeper)]


# ---------------------------------------------------------------------------------------------------------------


def _make_writer(request: Request, writing: Writing, visitor: Visitor, by: str | None) -> Writer:
    return Writer(name_author(visitor, by), request.client.host if request.client else "unknown", writing)
