"""Time the main operations: `python -m evaluation.bench`. Ratios are against the plainest way to get there at all.

Every figure is the median of several runs in one process, after a warm-up. The table goes to `evaluation/results/bench.md`.
"""

import importlib.util
import json
import math
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click
import numpy as np
import shapely
import spacy

from groundtruce import pipeline
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.zones import ZoneVersion
from groundtruce.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "karabakh-2020"
RESULTS = ROOT / "evaluation" / "results" / "bench.md"
VERTICES = 5000
MANY = 120


def main() -> None:
    """Run every measurement and write the table."""
    rows = [*time_reading(), *time_alternatives(), *time_many(), *time_comparing(), *time_record()]
    table = "\n".join(f"| {name} | {1000 * seconds:,.1f} ms | {against} |" for name, seconds, against in rows)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        f"# Speed\n\n`make bench`, {datetime.now(UTC):%Y-%m-%d}, {describe_machine()}. Medians, warm, unless it says otherwise;"
        f" peak memory of a process {peak:,.0f} MB.\n\n| operation | time | against |\n|---|---|---|\n{table}\n",
        "utf-8",
    )
    click.echo(RESULTS.read_text("utf-8"))


def time_reading() -> list[tuple[str, float, str]]:
    """Reading a report of 3.6 kB, against spaCy's parse of it alone."""
    text = write_report()
    reader = pipeline.Reader(case=pipeline.load_case(CASE), settings=Settings())
    plain = spacy.load(Settings().spacy_pipeline)
    document = Document(
        sha256=digest(text.encode()),
        media_type="text/plain",
        size=len(text),
        origin="bench",
        retrieved="",
        published="2020-12-14",
        text=text,
    )
    whole = median_time(lambda: reader.read(document))
    parse = median_time(lambda: plain(text))
    return [("read a report of 3.6 kB", whole, f"{whole / parse:.2f} × spaCy's parse alone")]


def time_alternatives() -> list[tuple[str, float, str]]:
    """What a user might take instead for a part of the reading, on the same report, where it is installed."""
    text = write_report()
    rows = []
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates  # noqa: PLC0415 - there only by way of another package

        rows.append(("dateparser's search for dates alone", median_time(lambda: search_dates(text), runs=3), ""))
    if importlib.util.find_spec("textacy"):
        from textacy.extract import direct_quotations  # type: ignore[import-not-found]  # noqa: PLC0415 - optional

        plain = spacy.load(Settings().spacy_pipeline)
        quotes = median_time(lambda: list(direct_quotations(plain(text))))
        rows.append(("textacy's direct quotations alone, with spaCy's parse", quotes, ""))
    return rows


def time_many() -> list[tuple[str, float, str]]:
    """The command as a whole: one text from a cold start, then many in one process and in two."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        lines = [json.dumps({"text": f"{number}. {write_report()}"}) for number in range(MANY)]
        archive.write_text(lines[0] + "\n", "utf-8")
        first = time_command("read", archive, "--jsonl")
        archive.write_text("\n".join(lines) + "\n", "utf-8")
        alone = time_command("read", archive, "--jsonl") - first
        together = time_command("read", archive, "--jsonl", "--workers", "2") - first
    return [
        ("`groundtruce read` of one such report, from a cold start", first, ""),
        (f"a text among {MANY}, one process", alone / (MANY - 1), f"{(MANY - 1) / alone:.1f} texts a second"),
        (f"a text among {MANY}, two processes", together / (MANY - 1), f"{alone / together:.2f} × one process"),
    ]


def time_comparing() -> list[tuple[str, float, str]]:
    """Comparing two versions of a zone of 5,000 vertices, against their bare difference as drawn."""
    before, after = draw_zone(bulge=0.0), draw_zone(bulge=0.1)
    shapes = shapely.from_wkb(before.wkb), shapely.from_wkb(after.wkb)
    settlements = tuple(place for place in pipeline.load_case(CASE).places if place.kind == "settlement")
    whole = median_time(lambda: compare_versions(before, after, settlements=settlements))
    bare = median_time(lambda: (shapely.difference(shapes[1], shapes[0]).area, shapely.difference(*shapes).area))
    return [
        (
            f"compare two zone versions of {VERTICES:,} vertices",
            whole,
            f"{whole / bare:.1f} × shapely's differences alone",
        )
    ]


def time_record() -> list[tuple[str, float, str]]:
    """The questions that a record of the example answers, from opening it."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.gpkg"
        pipeline.start_record(record, case=CASE)
        files = [p for part in ("zones", "reports") for p in sorted((CASE / part).iterdir()) if p.suffix != ".toml"]
        for _ in pipeline.add_files(record, files, options=pipeline.InputOptions(), settings=Settings()):
            pass
        day = date(2020, 12, 14)
        questions: dict[str, Callable[[], object]] = {
            "open the example's record and list its changes": lambda: pipeline.find_changes(
                pipeline.know_record(record)
            ),
            "… check the agreement on a day": lambda: pipeline.check_record(pipeline.know_record(record), on=day),
            "… compose the brief of a day": lambda: pipeline.brief_record(pipeline.know_record(record), on=day),
            "… verify the chain": lambda: pipeline.verify_record(record),
        }
        return [(name, median_time(question), "") for name, question in questions.items()]


def write_report() -> str:
    """A report of 3.6 kB, put together from the example's."""
    return "\n\n".join(path.read_text("utf-8") for path in sorted((CASE / "reports").glob("*.txt")))[:3600]


def time_command(*arguments: object) -> float:
    """How long a command takes as a whole process, in seconds."""
    started = time.perf_counter()
    program = [sys.executable, "-m", "groundtruce.cli", *map(str, arguments)]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def draw_zone(*, bulge: float) -> ZoneVersion:
    """A round zone with a wavy boundary and a bulge to the south."""
    angles = np.linspace(0, 2 * math.pi, VERTICES, endpoint=False)
    radius = 0.4 + 0.01 * np.sin(37 * angles) + bulge * np.exp(-(((angles - 1.5 * math.pi) / 0.2) ** 2))
    shape = shapely.Polygon(np.column_stack([46.8 + radius * np.cos(angles), 39.8 + radius * np.sin(angles)]))
    return ZoneVersion(
        id=f"bulge-{bulge}",
        zone="round",
        name="round",
        kind="control",
        holder=None,
        valid_from="2020-12-13" if bulge else "2020-11-13",
        valid_to=None,
        publisher=None,
        document="0" * 64,
        locator="drawn",
        drawing_error_m=200,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )


def median_time(work: Callable[[], object], *, runs: int = 9) -> float:
    """The median time of a piece of work, in seconds, after one warm-up."""
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def describe_machine() -> str:
    """The processor and Python, as far as the system says."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    return f"{len(names)} cores ({names[0] if names else platform.processor()}), Python {platform.python_version()}"


if __name__ == "__main__":
    main()
