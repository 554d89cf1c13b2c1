"""Time a server over a large record: `python -m evaluation.bench_web`.

The record is made: 300 versions of a zone of 5,000 vertices that changes a little every day, and reports with 100,000
attributions, of which 20,000 incidents are matched. The server runs in a process of its own, as `groundtruce serve` starts
it, and 16 readers ask it at a time, each over one connection and without the answers' packing. Then a browser opens its page. The
last part is 64 readers and a writer for a minute on the example's record. The figures go to `evaluation/results/web.md`, part by part.
"""

import gzip
import json
import math
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import click
import httpx
import numpy as np
import shapely

from evaluation.bench import describe_machine
from evaluation.made_records import CASE, FIRST_DAY, build_record, make_reports
from evaluation.web_browser import time_page
from evaluation.web_load import read_and_write
from groundtruce import pipeline
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.records import Addition, Record
from groundtruce.settings import Settings
from groundtruce.web.page_files import load_page

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "evaluation" / "results" / "web.md"
PARTS = ("server", "browser", "load")
DOCUMENTS = 30_000
VERSIONS = 300
VERTICES = 5_000
READERS = 16
RUNS = 40
"""Requests of each reader."""
WORDS = ("shelled", "soldiers killed", "forces sent a drone", "road blocked", "deployed", '"killed 2 soldiers"')


@click.command()
@click.option("--record", type=click.Path(path_type=Path), help="Keep the large record here, or use it if it is there.")
@click.option("--documents", type=int, default=DOCUMENTS, show_default=True, help="So many reports.")
@click.option("--load-s", type=float, default=60.0, show_default=True, help="Seconds of 64 readers and a writer.")
@click.option("--part", type=click.Choice(PARTS), multiple=True, help="Only this; repeat it.")
def main(*, record: Path | None, documents: int, load_s: float, part: tuple[str, ...]) -> None:
    """Make the record, start the server, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        path = record or Path(folder) / "record.gpkg"
        measures: dict[str, Callable[[], str]] = {
            "server": lambda: measure_server(_provide(path, documents=documents)),
            "browser": lambda: measure_browser(_provide(path, documents=documents)),
            "load": lambda: measure_load(Path(folder), load_s),
        }
        for name in part or PARTS:
            keep_section(name, measures[name]())
    click.echo(RESULTS.read_text("utf-8"))


def make_record(path: Path, *, documents: int) -> None:
    """The reports with their incidents, and the zone's versions."""
    case = pipeline.load_case(CASE)
    unfinished = path.with_name(f"unfinished-{path.name}")
    build_record(unfinished, list(make_reports(documents, case=case)), case=case)
    with Record.open(unfinished, writable=True) as record:
        for number in range(VERSIONS):
            version, content = draw_version(number)
            document = Document(
                sha256=version.document,
                media_type="application/geo+json",
                size=len(content),
                origin=f"made/{number}.geojson",
                retrieved="2026-01-01T00:00:00.000000Z",
                title=f"Map {number}",
                publisher="ru-mod",
                published=version.valid_from,
                published_from="sidecar",
            )
            addition = Addition(document=document, content=content, zone_versions=(version,))
            record.append(addition, now=datetime(2026, 1, 2, tzinfo=UTC))
    unfinished.rename(path)


def draw_version(number: int) -> tuple[ZoneVersion, bytes]:
    """The zone on a day: a wavy boundary with a bulge that wanders along it, a degree a day."""
    angles = np.linspace(0, 2 * math.pi, VERTICES, endpoint=False)
    apart = np.abs((angles - math.radians(number) + math.pi) % (2 * math.pi) - math.pi)
    radius = 0.4 + 0.03 * np.sin(7 * angles) + 0.002 * np.sin(211 * angles) + 0.05 * np.exp(-((apart / 0.1) ** 2))
    shape = shapely.Polygon(np.column_stack([46.8 + 1.3 * radius * np.cos(angles), 39.8 + radius * np.sin(angles)]))
    content = shapely.to_geojson(shape).encode()
    day = (FIRST_DAY + timedelta(days=number)).isoformat()
    version = ZoneVersion(
        id=f"zone-made-{number}",
        zone="made",
        name="Made zone",
        kind="control",
        holder="russia",
        valid_from=day,
        valid_to=None,
        publisher="ru-mod",
        document=digest(content),
        locator="feature 1",
        drawing_error_m=300,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )
    return version, content


def measure_server(record: Path) -> str:
    """What a server takes from its start, and then, warm, for each question by many readers and by one."""
    with serve(record) as (address, server):
        started = time.monotonic()
        ask(address, "/ogc/collections/incidents/items?limit=1")
        read = time.monotonic() - started
        ask(address, "/api/timeline?limit=1")
        compared = time.monotonic() - started
        # The last thing that the server makes ready by itself: from here on it is warm.
        ask(address, "/ogc/collections/changes/items?limit=1")
        rows = []
        for words, make in QUESTIONS.items():
            ask(address, make(random.Random(0)))  # noqa: S311 - nothing secret
            by_many, by_one = (measure(address, make, readers=number) for number in (READERS, 1))
            rows.append((words, *(1000 * each for each in (*by_many, *by_one))))
        memory_mb = _resident_mb(server.pid)
    table = "\n".join(
        f"| {words} | " + " | ".join(f"{milliseconds:,.0f} ms" for milliseconds in figures) + " |"
        for words, *figures in rows
    )
    return (
        f"## The server\n\n{_when()} {READERS} readers at a time, {READERS * RUNS} requests, and one reader, {RUNS}; all of them different.\n\n"
        f"From the start of the process, the first incidents were told after {read:.1f} s, the first chronology, for which all maps are"
        f" compared, after {compared:.1f} s. The server held {memory_mb:,.0f} MB at the end.\n\n"
        f"| question | {READERS} readers: median | 95th percentile | one reader: median | 95th percentile |\n|---|---|---|---|---|\n{table}\n"
    )


def measure_browser(record: Path) -> str:
    """What the page takes in a browser once the server is warm."""
    with serve(record) as (address, _):
        ask(address, "/api/timeline?limit=1")
        rows = time_page(f"http://{address}")
    table = "\n".join(f"| {words} | {median:,.0f} ms | {high:,.0f} ms |" for words, median, high in rows)
    weight = sum(len(gzip.compress(file.content, 9)) for file in load_page().values())
    return (
        f"## The page\n\n{_when()} Chromium, headless, on the machine of the server; a browser's cache of its own for each visit.\n\n"
        f"| what | median | 95th percentile |\n|---|---|---|\n{table}\n\n"
        f"The page weighs {weight / 1000:,.0f} kB compressed, its fonts included, without data.\n"
    )


def _feature_page(drawing: random.Random) -> str:
    """A page of 1,000 incidents, each time another."""
    west, south = drawing.uniform(44, 45.5), drawing.uniform(38, 38.9)
    return f"/ogc/collections/incidents/items?limit=1000&bbox={west:.6f},{south:.6f},48.5,41.5"


def _day(drawing: random.Random) -> str:
    return (FIRST_DAY + timedelta(days=drawing.randrange(VERSIONS))).isoformat()


QUESTIONS: dict[str, Callable[[random.Random], str]] = {
    "1,000 incidents in a box, as features": _feature_page,
    "the zone that held on a day (5,000 vertices)": lambda drawing: (
        f"/ogc/collections/zone-versions/items?datetime={_day(drawing)}T{drawing.randrange(24):02}:00:00Z"
    ),
    "search": lambda drawing: f"/api/search?q={quote(drawing.choice(WORDS))}&limit={drawing.randint(10, 40)}",
    "100 entries of the chronology from a day on": lambda drawing: (
        f"/api/timeline?from={_day(drawing)}&limit=100&offset={drawing.randrange(1000)}"
    ),
    "100 incidents from a day on, with all accounts": lambda drawing: (
        f"/api/incidents?from={_day(drawing)}&offset={drawing.randrange(1000)}"
    ),
    "20 statements to review": lambda drawing: f"/api/review?by=Ann&limit=20&offset={drawing.randrange(50_000)}",
    "20 documents": lambda drawing: f"/api/documents?offset={drawing.randrange(10_000)}&limit=20",
}


def measure(address: str, make: Callable[[random.Random], str], *, readers: int) -> tuple[float, float]:
    """The median and the 95th percentile of what every one of many readers waits, in seconds."""
    waited: list[float] = []

    def read(number: int) -> None:
        drawing = random.Random(number)  # noqa: S311 - nothing secret
        connection = HTTPConnection(address)
        for _ in range(RUNS):
            started = time.monotonic()
            connection.request("GET", make(drawing))
            answer = connection.getresponse()
            answer.read()
            waited.append(time.monotonic() - started)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status} for {make(drawing)}")
        connection.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(waited), sorted(waited)[int(0.95 * len(waited))]


def measure_load(folder: Path, seconds: float) -> str:
    """What became of 64 readers and a writer on the example's record."""
    record, token = folder / "example.gpkg", folder / "token"
    pipeline.start_record(record, case=CASE)
    files = [
        file for part in ("reports", "zones") for file in sorted((CASE / part).iterdir()) if file.suffix != ".toml"
    ]
    list(pipeline.add_files(record, files, options=pipeline.InputOptions(), settings=Settings()))
    token.write_text(secrets.token_urlsafe(24), "utf-8")
    with serve(record, "--write", "--token-file", str(token)) as (address, server):
        headers = {"Authorization": f"Bearer {token.read_text('utf-8')}"}
        with httpx.Client(base_url=f"http://{address}", headers=headers, timeout=120) as writer:
            ask(address, "/api/record")
            before = _resident_mb(server.pid)
            load = read_and_write(writer, readers=64, seconds=seconds)
            after = _resident_mb(server.pid)
    with Record.open(record) as opened:
        opened.verify()
        lost = set(load.written) - {document.sha256 for document in opened.headers()}
        lost_judgements = set(load.judged) - {each.entry for each in opened.judgements()}
    statuses = ", ".join(f"{number:,} × {status}" for status, number in sorted(load.statuses.items()))
    return (
        f"## 64 readers and a writer\n\n{_when()}\n\n"
        f"64 readers and one writer for {seconds:g} s: {statuses}; {len(load.failures)} failures, {len(lost)} of"
        f" {len(load.written)} documents and {len(lost_judgements)} of {len(load.judged)} judgements lost; a read took {1000 * statistics.median(load.seconds):.0f} ms in the median and"
        f" {1000 * sorted(load.seconds)[int(0.95 * len(load.seconds))]:.0f} ms at the 95th percentile; the server's memory went"
        f" from {before:.0f} to {after:.0f} MB; the writer's texts need the language model.\n"
    )


def keep_section(name: str, section: str) -> None:
    """Put a section into the results, in the place of the one of the same name."""
    marks = {each: f"<!-- {each} -->\n" for each in PARTS}
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    kept = {each: text.partition(mark)[2].partition("\n<!-- ")[0] for each, mark in marks.items()}
    kept[name] = section
    head = (
        "# A large record, served\n\n`python -m evaluation.bench_web`, by wall clock, on a record of"
        f" {VERSIONS} versions of {VERTICES:,} vertices and {DOCUMENTS:,} reports with 100,000 attributions and 20,000 incidents.\n"
    )
    RESULTS.write_text(
        head + "".join(f"\n{marks[each]}{kept[each].rstrip()}\n" for each in marks if kept[each]), "utf-8"
    )


def ask(address: str, question: str) -> bytes:
    """One answer."""
    connection = HTTPConnection(address)
    connection.request("GET", question)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return content


@contextmanager
def serve(record: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process of its own, by its address."""
    command = [sys.executable, "-m", "groundtruce.cli", "serve", str(record), "--port", "0", "--json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            told = json.loads(server.stdout.readline())
            yield told["address"].removeprefix("http://").partition("/")[0], server
        finally:
            server.terminate()


# ---------------------------------------------------------------------------------------------------------------------


def _when() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}, {describe_machine()}."


def _provide(record: Path, *, documents: int) -> Path:
    if not record.exists():
        make_record(record, documents=documents)
    return record


def _resident_mb(process: int) -> float:
    """What a process holds in memory (Linux)."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


if __name__ == "__main__":
    main()
