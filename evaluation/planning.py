"""What a hundred million documents would take, by what was measured: docs/planning.md is made from `results/cluster.json` alone.

`make docs` writes the page, and `make check` says where it is out of date.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).resolve().parent / "results" / "cluster.json"
DOCUMENTS = 100_000_000
CORES = (16, 64, 256, 1024)
TEXTS_A_PART = 2_000
LOADED = (100_000, 1_000_000)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What reading so many documents takes: every field follows from measured figures by one line of arithmetic."""

    core_hours: float
    parts: int
    seconds_a_part: float
    cutting_hours: dict[str, float]
    most_workers: dict[str, int]
    """So many are kept busy by one process that cuts, by the kind of archive."""
    tasks_per_second_needed: float
    """By the largest number of cores."""
    stored_tb: tuple[float, float]
    """Parts: as repetitive reports packed, and by the ratio of short ones."""
    texts_tb: float


def plan_reading(figures: dict[str, Any], *, documents: int = DOCUMENTS, texts_a_part: int = TEXTS_A_PART) -> Plan:
    """The plan for so many reports of the length that was measured."""
    rate = figures["reports"]["steady_per_second_a_worker"]
    size = figures["reports"]["bytes_a_document"]
    ratio = figures["part_bytes_a_document"] / figures["bytes_a_document"]
    cut = {name: figures["cut"][f"{name}_per_second"] for name in ("lines", "warc")}
    return Plan(
        core_hours=documents / rate / 3600,
        parts=-(-documents // texts_a_part),
        seconds_a_part=texts_a_part / rate,
        cutting_hours={name: documents / each / 3600 for name, each in cut.items()},
        most_workers={name: int(each / rate) for name, each in cut.items()},
        tasks_per_second_needed=max(CORES) * rate / texts_a_part,
        stored_tb=(documents * figures["reports"]["part_bytes_a_document"] / 1e12, documents * size * ratio / 1e12),
        texts_tb=documents * size / 1e12,
    )


def load_hours(load: dict[str, Any], documents: int) -> float:
    """How long one process takes to add and match so many documents, if a document takes what the last measured ones took."""
    return documents * (load["add_ms_last_quarter"] + load["match_ms"]) / 1e3 / 3600


def write_plan(figures: dict[str, Any] | None = None) -> str:
    """The page, with its arithmetic."""
    figures = figures or json.loads(FIGURES.read_text("utf-8"))
    plan = plan_reading(figures)
    rate, size = figures["reports"]["steady_per_second_a_worker"], figures["reports"]["bytes_a_document"]
    two, one, killed = figures["two"], figures["one"], figures["killed"]
    hours = "\n".join(
        f"| {cores:,} | {plan.core_hours:,.0f} / {cores:,} | {plan.core_hours / cores:,.1f} | {plan.core_hours / cores / 24:,.1f} |"
        for cores in CORES
    )
    loads = "\n".join(
        f"   | {_HOMES[name]} | {load['add_ms_last_quarter']} + {load['match_ms']} ms | "
        + " | ".join(f"{load_hours(load, documents):,.1f} h" for documents in (*LOADED, DOCUMENTS))
        + " |"
        for name, load in figures["load"].items()
    )
    growth = "; ".join(
        f"{_HOMES[name]}: {load['add_ms_first_quarter']} ms a document in the first quarter of {load['documents']:,}, "
        f"{load['add_ms_last_quarter']} ms in the last"
        for name, load in figures["load"].items()
    )
    record_bytes = figures["load"]["file"]["record_bytes_a_document"]
    return _PAGE.format(
        documents=DOCUMENTS, rate=rate, size=size, plan=plan, hours=hours, loads=loads, growth=growth, figures=figures,
        two=two, one=one, killed=killed, scale=f"{two['steady_per_second'] / one['steady_per_second']:.2f}",
        kept=f"{100 * killed['steady_per_second'] / two['steady_per_second']:.0f}", texts_a_part=TEXTS_A_PART,
        seconds=f"{DOCUMENTS / rate:,.0f}", cores=max(CORES), record_bytes=record_bytes, million_gb=f"{record_bytes / 1e3:.1f}",
        ratio=f"{figures['part_bytes_a_document'] / figures['bytes_a_document']:.1f}",
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------

_HOMES = {"file": "a GeoPackage", "database": "PostgreSQL with PostGIS"}

_PAGE = """# Planning for a hundred million documents

<!-- Made by evaluation/planning.py from evaluation/results/cluster.json. Do not edit: measure anew, then `make docs`. -->

What it would take to read an archive of {documents:,} reports of {size:,} bytes on a cluster ([how](cluster.md)). Nobody has done it yet. Every figure here is arithmetic on what
was measured on {figures[date]} on {figures[machine]} ([results](../evaluation/results/cluster.md)); `python -m evaluation.bench_cluster`
measures on your machine, and this page with it. Measure on a sample of your own archive first: reports of another length take another time.

## Cores and hours

A worker is a process on one core. It read {rate} such reports a second. {documents:,} / {rate} = {seconds} s of one core = **{plan.core_hours:,.0f} core-hours**.

| cores | core-hours / cores | hours | days |
|---|---|---|---|
{hours}

This takes for granted that a core more reads as much as the one before. Measured were two workers on the two cores of one machine, which also ran the scheduler: {scale} times one
worker. Workers share nothing but files, so what would keep more of them from it is the file system, memory bandwidth and cores that are half of a core (hyper-threads).
With a worker killed every {killed[every_s]:g} s ({killed[kills]} kills), the two still read {kept} % of the documents a second that they read undisturbed; nothing was lost ({killed[lost]}) or doubled ({killed[doubled]}).

Memory: the largest process took {figures[peak_mb]} MB. Plan 1 GB for a worker.

## Disk

- The archive: {documents:,} × {size:,} bytes = {plan.texts_tb:.2f} TB of text, before markup and packing.
- Parts: {plan.stored_tb[0]:.2f} to {plan.stored_tb[1]:.2f} TB. The first is {figures[reports][part_bytes_a_document]:,} bytes × {documents:,}, measured on the same report again and again, which packs too well; the second
  takes the ratio of short different reports, {figures[part_bytes_a_document]:,} / {figures[bytes_a_document]:,} = {ratio} bytes for a byte of text, whose readings weigh more than those of long ones. Each document is
  there with its bytes and its reading.

## What drives the cost

Core-hours. Multiply {plan.core_hours:,.0f} by what a core-hour costs you; disks and the machine that gives out the pieces are small beside it. Reading fewer documents is the one large saving: choose by day, source
and language before reading. What is not English is given an empty reading at once. The extra `encoder` takes a part of the time; without it attributions are
less exact ([accuracy](accuracy.md)).

## What breaks first

In this order:

1. **One record for everything.** Loading is the work of one process, since each entry carries the hash of the one before. A document takes, by the last quarter of what was measured:

   | home | adding + matching | 100,000 documents | 1,000,000 | {documents:,} |
   |---|---|---|---|---|
{loads}

   It grows with the record ({growth}): looking for copies searches all texts, matching looks at all reports of the days around, and `load` holds 64 hexadecimal digits and a
   date of each document in memory. The last column is there to show that it is no plan. A record is of one ceasefire: load what speaks of it, and leave the rest in its parts, where DuckDB or Spark asks all of it.
   A GeoPackage took {record_bytes:,} bytes a short document, so a million of them are {million_gb} GB.
2. **Incident matching over all of it**, for the same reason, and since what was told on one day is compared among itself: it stays in proportion to the mentions while a day has some hundred
   reports ([measured](../evaluation/results/records.md)); with thousands on a day of one place and kind it does not.
3. **The number of parts.** With 200 texts a part there would be {documents:,} / 200 = 500,000 files in one folder, which file systems bear and people do not. With `--texts-a-part {texts_a_part}` there are
   **{plan.parts:,}**; one is read in {texts_a_part:,} / {rate} = {plan.seconds_a_part:,.0f} s, which is the most that a killed worker loses.
4. **Cutting.** One process cuts the archive: {figures[cut][lines_per_second]:,} such reports a second from JSON Lines, {figures[cut][warc_per_second]:,} from a gzipped WARC. That is {plan.cutting_hours[lines]:,.1f} and {plan.cutting_hours[warc]:,.1f} hours for all of it, while
   workers read, and keeps {figures[cut][lines_per_second]:,} / {rate} = {plan.most_workers[lines]:,} and {plan.most_workers[warc]:,} workers busy. Beyond that, give parts of the archive to several runs, each with a folder of its own.
5. **The scheduler** last: {cores:,} cores ask for {cores:,} × {rate} / {texts_a_part:,} = {plan.tasks_per_second_needed:.1f} pieces a second, and it gave out {figures[tasks_per_second]:,.0f} tasks that do nothing in a second. It never holds more than two
   pieces a core, however long the archive is.

The index for searching in texts grows with the record and not with the archive; [questions to a large record](../evaluation/results/postgis.md) were measured by themselves.
"""
