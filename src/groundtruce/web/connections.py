"""Connections that end where the other side keeps them waiting: uvicorn itself waits for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from groundtruce.web.limits import Patience


class ImpatientConnection(H11Protocol):
    """A connection of HTTP/1.1 that a slow sender or a slow reader cannot hold open."""

    def __init__(self, *arguments: Any, patience: Patience, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._patience = patience
        self._head: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request; one that has begun must go on."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._await_head()
        else:
            self._cancel_head()

    def on_response_complete(self) -> None:
        """Wait for the next request, as long as a connection is kept alive."""
        self._cancel_head()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent."""
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        """Go on: the client took it."""
        super().resume_writing()
        self._cancel_stall()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._cancel_head()
        self._cancel_stall()
        super().connection_lost(exc)

    # -----------------------------------------------------------------------------------------------------------

    def _await_head(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(self._patience.head_s, self.transport.abort)

    def _cancel_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _await_reading(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._cancel_stall()
        self._stall = self.loop.call_later(self._patience.stall_s, self._check_reading, waiting)

    def _check_reading(self, waiting: int) -> None:
        if self.transport.get_write_buffer_size() >= waiting:
            self.transport.abort()
        else:
            self._await_reading()

    def _cancel_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
