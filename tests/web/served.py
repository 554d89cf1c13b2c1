"""A server over a record, in this process, asked over real connections."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from groundtruce.record.addresses import Address
from groundtruce.record.tokens import TokenStore
from groundtruce.settings import Settings
from groundtruce.web.access import Access
from groundtruce.web.application import make_app
from groundtruce.web.limits import Patience
from groundtruce.web.recall import Recall
from groundtruce.web.serving import bind, make_server

TOKEN = "a-token-of-the-tests-1234"


@contextmanager
def serve(
    record: Address,
    *,
    patience: Patience = Patience(),  # noqa: B008 - a frozen value
    token: str | None = None,
    store: TokenStore | None = None,
    private: bool = False,
    **options: Any,
) -> Iterator[httpx.Client]:
    """A client of a server that answers for a record; `options` are those of `make_app`."""
    access = Access(token=token, store=store, private=private)
    app = make_app(Recall(record), settings=Settings(), patience=patience, access=access, **options)
    server = make_server(app, patience=patience)
    bound = bind("127.0.0.1", 0)
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
