"""A server over a record, in this process, asked over real connections."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from groundtruce.settings import Settings
from groundtruce.web.application import make_app
from groundtruce.web.limits import Patience
from groundtruce.web.recall import Recall
from groundtruce.web.serving import make_server

TOKEN = "a-token-of-the-tests-1234"


@contextmanager
def serve(record: Path, *, patience: Patience = Patience(), **options: Any) -> Iterator[httpx.Client]:  # noqa: B008
    """A client of a server that answers for a record; `options` are those of `make_app`."""
    server = make_server(make_app(Recall(record), settings=Settings(), patience=patience, **options), patience=patience)
    bound = socket.create_server(("127.0.0.1", 0), backlog=256)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        with httpx.Client(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
