"""The server: one process that answers for one record until it is told to stop."""

import asyncio
import logging
import secrets
import socket
import threading
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from groundtruce import pipeline
from groundtruce.collect.files import read_file
from groundtruce.errors import GroundtruceError, UnusableInput
from groundtruce.model.access import Role, may
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings
from groundtruce.web.access import Access
from groundtruce.web.application import make_app
from groundtruce.web.basemap import check_tiles
from groundtruce.web.connections import ImpatientConnection
from groundtruce.web.limits import Patience
from groundtruce.web.ogc.routes import layer_of
from groundtruce.web.recall import Recall
from groundtruce.web.security import is_loopback

logger = logging.getLogger("groundtruce.web")

MOST_CONNECTIONS = 512
KEEP_ALIVE_S = 10
BACKLOG = 256
SHORTEST_TOKEN = 16


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """Where to serve, and whether to write."""

    host: str
    port: int
    """0 for any that is free."""
    writable: bool
    token_file: Path | None
    basemap: Path | None = None
    """PMTiles to draw under the record's map."""
    private: bool = False
    """Whether reading needs a token, also on an address that only this machine reaches."""


def serve_record(record: Address, *, options: ServerOptions, settings: Settings, say: Callable[[str], None]) -> None:
    """Answer for a record until the process is told to stop. `say` is told where, once.

    Raises `UnusableInput` for a file that is no record, an address that cannot be bound, and one that others can reach
    without a token.
    """
    private = options.private or not is_loopback(options.host)
    with closing(pipeline.open_tokens(record)) as tokens:
        # Who only reads on this machine needs none, and may be a role of the database that cannot see them.
        store = tokens if private or options.writable else None
        tiles = check_tiles(options.basemap) if options.basemap else None
        token = find_token(options, {each.role for each in store.list() if pipeline.is_alive(each)} if store else ())
        access = Access(token=token, store=store, private=private)
        recall = Recall(record)
        app = make_app(
            recall, host=options.host, access=access, writable=options.writable, tiles=tiles, settings=settings
        )
        bound = bind(options.host, options.port)
        say(_tell_address(options.host, bound.getsockname()[1], token if options.token_file is None else None))
        threading.Thread(target=warm_up, args=[recall], name="warm-up", daemon=True).start()
        make_server(app).run(sockets=[bound])


def warm_up(recall: Recall) -> None:
    """Read the record before anybody asks, then make of it what takes long: at the end what all maps are compared for."""
    try:
        snapshot = recall.at(recall.head())
        logger.info("read %d documents", len(snapshot.headers_by_day))
        for collection in ("zone-versions", "incidents"):
            layer_of(snapshot, collection)
        logger.info("comparing %d maps", len(snapshot.known.zone_versions))
        logger.info("ready: the chronology has %d entries", len(snapshot.chronology_kinds))
        layer_of(snapshot, "changes")
    except GroundtruceError as error:
        logger.warning("%s", error)


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `UnusableInput` where it cannot."""
    try:
        # Of the protocol TCP by name: else asyncio leaves Nagle's algorithm on, and every answer waits 40 ms for a client's word.
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UnusableInput("--host", f"{host} is no address of this machine: {error.strerror}") from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise UnusableInput("--port", f"{host}:{port} cannot be bound: {error.strerror}") from error
    return bound


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


def find_token(options: ServerOptions, roles: Collection[Role]) -> str | None:
    """The token in the file; else a new one where one is needed that the record lacks. `roles` are those of its living tokens.

    Raises `UnusableInput` for a file without a token, and for an address that others can reach where nobody has one.
    """
    if options.token_file:
        return _read_token(options.token_file)
    if not is_loopback(options.host):
        if not roles:
            reason = (
                f"others can reach {options.host}, so a token is needed: groundtruce token add, or --token-file FILE"
            )
            raise UnusableInput("--host", reason)
        # What is printed at the start is for this machine; others have tokens of their own.
        return None
    is_needed = (options.private and not roles) or (options.writable and not any(may(r, "reviewer") for r in roles))
    return secrets.token_urlsafe(32) if is_needed else None


# ---------------------------------------------------------------------------------------------------------------


def _read_token(file: Path) -> str:
    token = read_file(file, limit=10_000).decode("utf-8", "replace").strip()
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise UnusableInput(file, f"must hold one token of at least {SHORTEST_TOKEN} letters, digits and signs")
    return token


def _tell_address(host: str, port: int, token: str | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/{f'#token={token}' if token else ''}"
