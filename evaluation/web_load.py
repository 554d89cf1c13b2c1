"""Many readers and one writer at a server, and what became of every request."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection

import httpx

QUESTIONS = (
    "/api/record",
    "/api/incidents?limit=5",
    "/api/timeline?limit=20",
    "/api/documents",
    "/api/search?q=forces",
    "/ogc/collections/incidents/items",
    "/ogc/collections/zone-versions/items?datetime=2020-12-13T00:00:00Z",
    "/api/news?since=2020-12-13",
)


@dataclass
class Load:
    """What became of the requests while many read and one wrote."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    """Requests that got no answer, or one that another answer contradicts."""
    written: list[str] = field(default_factory=list)
    """The documents that the writer was told are recorded, by their SHA-256."""
    seconds: list[float] = field(default_factory=list)
    """How long each read took."""


def read_and_write(writer: httpx.Client, *, readers: int, seconds: float, pause_s: float = 0.05) -> Load:
    """So many readers ask for so long, one after the other, while one client adds tables of events."""
    load = Load()
    address = f"{writer.base_url.host}:{writer.base_url.port}"
    _add(writer, 0, load)  # what reads texts is loaded at the first one
    stop = time.monotonic() + seconds
    threads = [threading.Thread(target=_read, args=(address, stop, number, load)) for number in range(readers)]
    for thread in threads:
        thread.start()
    _write(writer, stop, load, pause_s)
    for thread in threads:
        thread.join()
    return load


def _read(address: str, stop: float, number: int, load: Load) -> None:
    """Ask at random. What a reader saw recorded, it never sees gone."""
    drawing = random.Random(number)  # noqa: S311 - nothing secret
    seen = 0
    # Not httpx: 64 of its clients take longer to be made than the server to answer.
    connection = HTTPConnection(address, timeout=60)
    while time.monotonic() < stop:
        started = time.monotonic()
        try:
            connection.request("GET", drawing.choice(QUESTIONS))
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            load.failures.append(f"{type(error).__name__}: {error}")
            connection.close()
            continue
        load.seconds.append(time.monotonic() - started)
        load.statuses[answer.status] += 1
        entry = int(answer.headers.get("groundtruce-head", f"{seen};").partition(";")[0])
        if entry < seen:
            load.failures.append(f"after entry {seen} a reader saw entry {entry} as the last")
        seen = max(seen, entry)
    connection.close()


def _write(client: httpx.Client, stop: float, load: Load, pause_s: float) -> None:
    number = 0
    while time.monotonic() < stop:
        number += 1
        _add(client, number, load)
        time.sleep(pause_s)


def _add(client: httpx.Client, number: int, load: Load) -> None:
    text = f"Bulletin {number} of {time.time_ns()}. The road to Lachin was open on 13 December 2020, the force said.\n"
    answer = client.post(
        "/api/documents",
        params={"by": "writer", "name": f"{number}.txt", "published": "2020-12-13", "publisher": "ru-mod"},
        content=text.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    load.statuses[answer.status_code] += 1
    if answer.status_code == 201:
        load.written.append(answer.json()["document"]["sha256"])
