"""Archives read on a Dask cluster of this machine: `python -m evaluation.bench_cluster [--documents 2000]`.

The plain command, then one worker and two in turns, then two of which one is killed again and again; every run's readings are
held against the plain command's, byte for byte. Then what planning needs besides: longer reports, cutting, scheduling, and loading
into a record in either home. The figures go to `evaluation/results/cluster.md` and `cluster.json`, from which docs/planning.md is made.
"""

import gzip
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from evaluation.bench import describe_machine, write_report
from evaluation.made_records import CASE, make_reports
from evaluation.planning import write_plan
from groundtruce import pipeline
from groundtruce.collect.pieces import cut_archives
from groundtruce.pipeline.cluster.clusters import open_cluster
from groundtruce.pipeline.cluster.parts import list_parts, read_lines
from groundtruce.pipeline.cluster.trials import place_of
from groundtruce.record.addresses import Address
from tests.postgres import find_programs, running_server

RESULTS = Path(__file__).resolve().parent / "results"
PLAN = Path(__file__).resolve().parent.parent / "docs" / "planning.md"
MOST_PARTS, FEWEST_TEXTS = 100, 20
"""A run is cut into so many parts, so that what the start and the end cost shows apart from what lies between."""
PROGRAM = [sys.executable, "-m", "groundtruce.cli"]


@click.command()
@click.option(
    "--documents", default=20_000, show_default=True, help="Short reports of two sentences with a mention each."
)
@click.option("--turns", default=1, show_default=True, help="How often one worker and two are timed in turns.")
@click.option("--kill-every", type=float, help="Seconds; 30, or a sixth of the run where that is shorter.")
def main(*, documents: int, turns: int, kill_every: float | None) -> None:
    """Measure, and write down what was measured."""
    with tempfile.TemporaryDirectory(prefix="groundtruce-bench-") as name:
        folder = Path(name)
        figures = measure(folder, documents=documents, turns=turns, kill_every=kill_every)
    RESULTS.joinpath("cluster.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    RESULTS.joinpath("cluster.md").write_text(write_page(figures), "utf-8")
    PLAN.write_text(write_plan(figures), "utf-8")
    click.echo(RESULTS.joinpath("cluster.md").read_text("utf-8"))


def measure(folder: Path, *, documents: int, turns: int, kill_every: float | None) -> dict[str, Any]:
    """Every figure, by name."""
    archive, size = folder / "archive.jsonl", 0
    with archive.open("w", encoding="utf-8") as lines:
        for report in make_reports(documents, case=pipeline.load_case(CASE)):
            text = "\n\n".join(report.document.text.split("\n\n")[:3])
            size += len(text.encode())
            lines.write(json.dumps({"text": text, "published": report.document.published}) + "\n")
    say("the plain command")
    plain, plain_s = read_plainly(archive)
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for turn in range(turns):
        for workers, timed in runs.items():
            say(f"{workers} at work, turn {turn + 1}")
            timed.append(time_run(archive, folder / f"run-{workers}-{turn}", workers=workers, plain=plain))
    two = choose(runs[2])
    every = kill_every or min(30.0, max(6.0, two["seconds"] / 6))
    say(f"two at work, one killed every {every:.0f} s")
    killed = time_run(archive, folder / "killed", workers=2, plain=plain, kill_every=every)
    readings = folder / "run-2-0"
    stored = sum(file.stat().st_size for file in readings.rglob("*.parquet"))
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": describe_machine(),
        "documents": documents,
        "turns": turns,
        "bytes_a_document": round(size / documents),
        "part_bytes_a_document": round(stored / documents),
        "plain": {"seconds": round(plain_s, 1), "per_second": round(documents / plain_s, 2)},
        "one": choose(runs[1]),
        "two": two,
        "killed": {**killed, "every_s": round(every, 1)},
        "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "reports": measure_reports(folder, documents=max(100, documents // 40)),
        "cut": measure_cutting(folder),
        "tasks_per_second": measure_scheduling(),
        "load": {
            name: measure_load(folder, readings, name=name, parts=MOST_PARTS // 5)
            for name in ("file", *(("database",) if find_programs() else ()))
        },
    }


def read_plainly(archive: Path) -> tuple[list[str], float]:
    """The lines that the plain command prints, and how long it takes."""
    started = time.perf_counter()
    command = [*PROGRAM, "read", str(archive), "--case", str(CASE), "--jsonl"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines(), time.perf_counter() - started


def time_run(
    archive: Path, folder: Path, *, workers: int, plain: list[str] | None, kill_every: float | None = None
) -> dict[str, Any]:
    """A run of the command with so many workers: the whole of it, and its steady state."""
    documents = sum(1 for _ in archive.open("rb"))
    texts_a_part = max(FEWEST_TEXTS, -(-documents // MOST_PARTS))
    command = [
        *PROGRAM, "read", str(archive), "--case", str(CASE), "--cluster", "local", "--workers", str(workers),
        "--texts-a-part", str(texts_a_part), "--output", str(folder), "--json",
    ]  # fmt: skip
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program, killing(folder, kill_every) as kills:
        said, _ = program.communicate()
    seconds = time.perf_counter() - started
    if program.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {program.returncode}: {said}")
    lines = [line for name in list_parts(folder) for line in read_lines(folder, name)]
    return {
        "seconds": round(seconds, 1),
        "per_second": round(documents / seconds, 2),
        "steady_per_second": round(find_steady_rate(folder, documents=documents, workers=workers), 2),
        "kills": len(kills),
        "lost": len(set(plain or lines) - set(lines)),
        "doubled": len(lines) - len(set(lines)),
        "same_bytes": plain is None or lines == plain,
    }


@contextmanager
def killing(folder: Path, every: float | None) -> Iterator[list[int]]:
    """Kill, at each interval, the process of one worker that reads; gives the processes killed."""
    stop, killed = threading.Event(), list[int]()

    def work() -> None:
        while every and not stop.wait(every):
            killed.extend(kill_one(folder))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()


def kill_one(folder: Path) -> list[int]:
    """Kill the first process that is found to read a piece; one that was killed before left its notes behind."""
    for notes in place_of(folder).glob("*"):
        with suppress(FileNotFoundError, ProcessLookupError, IndexError):
            process = int(notes.read_text().split()[1])
            os.kill(process, signal.SIGKILL)
            return [process]
    return []


def find_steady_rate(folder: Path, *, documents: int, workers: int) -> float:
    """Documents a second between the first parts of all workers and the last, by when their files were written."""
    written = sorted(file.stat().st_mtime for file in (folder / "readings").glob("*.parquet"))
    first, last = 2 * workers - 1, len(written) - 1 - workers
    return (last - first) * documents / len(written) / (written[last] - written[first])


def measure_reports(folder: Path, *, documents: int) -> dict[str, Any]:
    """Two workers on reports of 3.6 kB."""
    say("reports of 3.6 kB")
    archive = folder / "reports.jsonl"
    text = write_report()
    archive.write_text("".join(json.dumps({"text": f"{n}. {text}"}) + "\n" for n in range(documents)), "utf-8")
    run = time_run(archive, folder / "reports", workers=2, plain=None)
    stored = sum(file.stat().st_size for file in (folder / "reports").rglob("*.parquet"))
    return {
        "documents": documents,
        "bytes_a_document": len(text.encode()),
        "part_bytes_a_document": round(stored / documents),
        "steady_per_second_a_worker": round(run["steady_per_second"] / 2, 2),
    }


def measure_cutting(folder: Path) -> dict[str, float]:
    """How many reports of 3.6 kB a second the machine that gives out the pieces can cut, from JSON Lines and from a WARC."""
    say("cutting")
    text, number = write_report(), 2_000
    lines, warc = folder / "cut.jsonl", folder / "cut.warc.gz"
    lines.write_text("".join(json.dumps({"text": f"{n}. {text}"}) + "\n" for n in range(number)), "utf-8")
    warc.write_bytes(b"".join(gzip.compress(describe_response(f"{n}. {text}".encode())) for n in range(number)))
    rates = {}
    for name, archive in (("lines", lines), ("warc", warc)):
        started = time.perf_counter()
        texts = sum(piece.texts for piece in cut_archives([archive], limit=50_000_000, most_texts=200))
        rates[f"{name}_per_second"] = round(texts / (time.perf_counter() - started))
    return rates


def describe_response(body: bytes) -> bytes:
    """A WARC record of a response, as ISO 28500 lays it out."""
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        "WARC-Date: 2020-12-14T00:00:00Z\r\nWARC-Target-URI: https://example.org/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def measure_scheduling() -> float:
    """How many tasks that do nothing a scheduler with two workers takes a second, with eight given out at a time."""
    say("scheduling")
    from distributed import as_completed  # noqa: PLC0415 - an extra

    number = 1_000
    options = pipeline.ClusterOptions(address="local", workers=2)
    with open_cluster(options, progress=pipeline.say_nothing) as client:
        done = as_completed(loop=client.loop)
        started = time.perf_counter()
        for given in range(8):
            done.add(client.submit(abs, given, key=f"nothing-{given}", pure=False))
        given = 8
        for future in done:
            future.result()
            if given < number:
                done.add(client.submit(abs, given, key=f"nothing-{given}", pure=False))
                given += 1
        return round(number / (time.perf_counter() - started))


def measure_load(folder: Path, readings: Path, *, name: str, parts: int) -> dict[str, Any]:
    """Some parts loaded into a new record in one home: adding, in its first quarter and its last, and matching."""
    say(f"loading into a {name}")
    chosen = folder / f"load-{name}"
    (chosen / "readings").mkdir(parents=True)
    shutil.copy(readings / "run.json", chosen)
    names = list_parts(readings)[:parts]
    for part in names:
        shutil.copy(readings / "readings" / f"{part}.parquet", chosen / "readings")
    if name == "file":
        record = folder / "record.gpkg"
        figures = time_load(record, chosen, parts=len(names))
        return {**figures, "record_bytes_a_document": round(record.stat().st_size / figures["documents"])}
    with running_server(safe=True) as server:
        return time_load(server.make_database(), chosen, parts=len(names))


def time_load(record: Address, readings: Path, *, parts: int) -> dict[str, Any]:
    """The times of one load."""
    pipeline.start_record(record, case=CASE)
    added: list[float] = [time.perf_counter()]

    def note(message: str) -> None:
        if ": part " in message:
            added.append(time.perf_counter())

    done = pipeline.load_readings(record, readings, progress=note)
    ended = time.perf_counter()
    each = done.added / parts
    spent = [later - earlier for earlier, later in pairwise(added)]
    quarter = max(1, parts // 4)
    return {
        "documents": done.added,
        "incidents": done.incidents,
        "add_ms": round(1e3 * statistics.mean(spent) / each, 1),
        "add_ms_first_quarter": round(1e3 * statistics.mean(spent[:quarter]) / each, 1),
        "add_ms_last_quarter": round(1e3 * statistics.mean(spent[-quarter:]) / each, 1),
        "match_ms": round(1e3 * (ended - added[-1]) / done.added, 1),
    }


def choose(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run with the median rate; whatever one of them lost or doubled counts."""
    middle = sorted(runs, key=lambda run: run["steady_per_second"])[len(runs) // 2]
    return {
        **middle,
        "lost": sum(run["lost"] for run in runs),
        "doubled": sum(run["doubled"] for run in runs),
        "same_bytes": all(run["same_bytes"] for run in runs),
    }


def write_page(figures: dict[str, Any]) -> str:
    """The results as a page."""
    one, two, killed, plain = (figures[name] for name in ("one", "two", "killed", "plain"))
    rows = "\n".join(
        f"| {name} | {run['seconds']:,.0f} s | {run['per_second']} | {run['steady_per_second']} | {run['kills']} | {run['lost']} | "
        f"{run['doubled']} | {'yes' if run['same_bytes'] else 'no'} |"
        for name, run in (
            ("one worker", one),
            ("two workers", two),
            (f"two workers, one killed every {killed['every_s']:g} s", killed),
        )
    )
    reports, cut = figures["reports"], figures["cut"]
    loads = "\n".join(
        f"| {'a GeoPackage' if name == 'file' else 'PostgreSQL with PostGIS'} | {load['documents']:,} | {load['add_ms']} ms | "
        f"{load['add_ms_first_quarter']} ms, {load['add_ms_last_quarter']} ms | {load['match_ms']} ms |"
        for name, load in figures["load"].items()
    )
    return _PAGE.format(
        rows=rows,
        loads=loads,
        reports=reports,
        cut=cut,
        plain=plain,
        times=f"{two['steady_per_second'] / one['steady_per_second']:.2f}",
        whole=f"{one['seconds'] / two['seconds']:.2f}",
        **{name: figures[name] for name in ("date", "machine", "documents", "turns", "bytes_a_document")},
        **{name: figures[name] for name in ("part_bytes_a_document", "peak_mb", "tasks_per_second")},
    )


def say(message: str) -> None:
    """What goes on, for those who wait."""
    click.echo(f"{datetime.now(UTC):%H:%M:%S} {message}", err=True)


_PAGE = """# Archives on a cluster

`python -m evaluation.bench_cluster --documents {documents} --turns {turns}`, {date}, {machine}. Dask's scheduler, the process that gives out the
pieces and the workers share the machine.

{documents:,} made reports of two sentences with a mention each, {bytes_a_document} bytes in the mean. Steady: documents a second between the first parts and the
last, without the start of the cluster and of the models. Lost, doubled, same bytes: the readings of all parts in order, against the lines of the
plain command, which took {plain[seconds]:,.0f} s ({plain[per_second]} documents a second with its start).

| run | whole | documents a second | steady | kills | lost | doubled | same bytes |
|---|---|---|---|---|---|---|---|
{rows}

Two workers read {times} times as many documents a second as one in the steady state, and the whole run is {whole} times as fast. The largest process took {peak_mb} MB;
parts take {part_bytes_a_document} bytes a document.

Reports of {reports[bytes_a_document]:,} bytes: {reports[steady_per_second_a_worker]} a second and worker, {reports[part_bytes_a_document]:,} bytes a document in parts (the same text again and again,
so it packs better than real reports do). Cutting: {cut[lines_per_second]:,} such reports a second from JSON Lines, {cut[warc_per_second]:,} from a gzipped WARC. Scheduling: {tasks_per_second:,.0f} tasks
that do nothing a second.

Loading parts of the short reports with `groundtruce load`, a document:

| home | documents | adding | in the first and the last quarter | matching |
|---|---|---|---|---|
{loads}
"""

if __name__ == "__main__":
    main()
