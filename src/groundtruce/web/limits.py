"""Bounds on what a client may cost: the length of an address, the size of a body and how long it takes, pieces of answers."""

import asyncio
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundtruce.web.problems import Refusal, tell_problem

LONGEST_ADDRESS = 4000
LARGEST_UPLOAD = 50_000_000
PIECE = 256_000
"""Bytes of an answer that wait for a slow client at a time."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How many seconds a client may keep the server waiting."""

    head_s: float = 15.0
    """From a connection's beginning, or from a request's first byte, until the request's head is there."""
    upload_s: float = 120.0
    """Until a body is there."""
    stall_s: float = 30.0
    """Without taking anything of what is sent to it."""


class Bounds:
    """Refuses addresses that are too long and hands answers on in pieces (ASGI middleware). `HEAD` is `GET` without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_in_pieces(message: Message) -> None:
            body = message.get("body", b"")
            for start in range(0, len(body) - PIECE, PIECE):
                await send({"type": message["type"], "body": body[start : start + PIECE], "more_body": True})
            rest = body[(len(body) - 1) // PIECE * PIECE :] if len(body) > PIECE else body
            await send({**message, "body": rest} if body else message)

        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            refusal = Refusal(414, f"an address may be {LONGEST_ADDRESS} bytes long")
            await tell_problem(refusal, instance="")(scope, receive, send)
        else:
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await self._app({**scope, "method": method}, receive, send_in_pieces)


async def read_body(request: Request, *, seconds: float, most: int = LARGEST_UPLOAD) -> bytes:
    """The body of a request, as long as it is not too large and does not come too slowly."""
    stated = request.headers.get("content-length", "0")
    if stated.isdigit() and int(stated) > most:
        raise _too_large(most)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise _too_large(most)
                pieces.append(piece)
    except TimeoutError:
        raise Refusal(408, f"the file did not arrive within {seconds:g} seconds", headers=_CLOSE) from None
    except ClientDisconnect:
        raise Refusal(400, "the connection ended before the file did", headers=_CLOSE) from None
    return b"".join(pieces)


# ---------------------------------------------------------------------------------------------------------------

_CLOSE = {"Connection": "close"}


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"a file may be {most:,} bytes large", headers=_CLOSE)
