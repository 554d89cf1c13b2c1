"""The server: one process that answers for one record until it is told to stop."""

import asyncio
import logging
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from groundtruce import pipeline
from groundtruce.collect.files import read_file
from groundtruce.errors import GroundtruceError, UnusableInput
from groundtruce.settings import Settings
from groundtruce.web.application import make_app
from groundtruce.web.connections import ImpatientConnection
from groundtruce.web.limits import Patience
from groundtruce.web.recall import Recall
from groundtruce.web.security import is_loopback

logger = logging.getLogger("groundtruce.web")

MOST_CONNECTIONS = 512
KEEP_ALIVE_S = 10
SHORTEST_TOKEN = 16


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """Where to serve, and whether to write."""

    host: str
    port: int
    """0 for any that is free."""
    writable: bool
    token_file: Path | None


def serve_record(record: Path, *, options: ServerOptions, settings: Settings, say: Callable[[str], None]) -> None:
    """Answer for a record until the process is told to stop. `say` is told where, once.

    Raises `UnusableInput` for a file that is no record, an address that cannot be bound, and one that others can reach
    without a token.
    """
    with pipeline.Record.open(record):
        pass
    token = _find_token(options)
    recall = Recall(record)
    app = make_app(recall, host=options.host, token=token, writable=options.writable, settings=settings)
    bound = _bind(options)
    say(_tell_address(options.host, bound.getsockname()[1], token if options.token_file is None else None))
    threading.Thread(target=warm_up, args=[recall], name="warm-up", daemon=True).start()
    make_server(app).run(sockets=[bound])


def warm_up(recall: Recall) -> None:
    """Read the record and compare its maps before anybody asks."""
    try:
        snapshot = recall.at(recall.head())
        logger.info("read %d documents; comparing %d maps", len(snapshot.headers), len(snapshot.known.zone_versions))
        logger.info("ready: the chronology has %d entries", len(snapshot.chronology))
    except GroundtruceError as error:
        logger.warning("%s", error)


def make_server(app: ASGIApp, *, patience: Patience = Patience()) -> uvicorn.Server:  # noqa: B008 - a frozen value
    """The server of an application, with bounds on connections that uvicorn has by itself or by ours."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            # What uvicorn asks for is made like a class of connections.
            http=cast(type[asyncio.Protocol], partial(ImpatientConnection, patience=patience)),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=5,
        )
    )


# ---------------------------------------------------------------------------------------------------------------


def _find_token(options: ServerOptions) -> str | None:
    """The token in the file; else a new one if writing is on; none where nothing needs one."""
    if options.token_file:
        token = read_file(options.token_file, limit=10_000).decode("utf-8", "replace").strip()
        if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
            raise UnusableInput(
                options.token_file, f"must hold one token of at least {SHORTEST_TOKEN} letters, digits and signs"
            )
        return token
    if not is_loopback(options.host):
        raise UnusableInput("--host", f"others can reach {options.host}, so a token is needed: --token-file FILE")
    return secrets.token_urlsafe(24) if options.writable else None


def _bind(options: ServerOptions) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        raise UnusableInput("--port", f"{options.host}:{options.port} cannot be bound: {error.strerror}") from error


def _tell_address(host: str, port: int, token: str | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/{f'#token={token}' if token else ''}"
