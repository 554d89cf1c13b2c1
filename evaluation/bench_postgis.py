"""Records on a server, measured: `python -m evaluation.bench_postgis`.

Eight writers and sixteen readers at once; a server killed again and again while it is written to; a made record copied from a file to
the server and back; and the questions of a day to a large made record. The figures go to `evaluation/results/postgis.md`. `made_records` tells what such a record is.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import psycopg

from evaluation.bench import describe_machine
from evaluation.made_archives import MOMENT, build_archive, days_of
from evaluation.made_records import CASE, FIRST_DAY
from groundtruce import pipeline
from groundtruce.model.times import parse_moment
from groundtruce.record.addresses import Address, ServerAddress
from groundtruce.record.records import Head, Record
from tests.postgres import Server, kept_server, running_server

RESULTS = Path(__file__).resolve().parent / "results" / "postgis.md"
PARTS = ("writers", "kills", "copy", "large")
LARGE = "large"
"""The database that holds the large record."""


@click.command()
@click.option(
    "--documents", default=200_000, show_default=True, help="Of the large record; each has five attributions."
)
@click.option("--zone-versions", default=10_000, show_default=True)
@click.option("--seconds", default=120, show_default=True, help="How long writers and readers run.")
@click.option("--kills", default=20, show_default=True)
@click.option("--copied", default=5_000, show_default=True, help="Documents of the record that is copied.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Keep the server with the large record in this folder (a short path), or ask the one that is there.",
)
@click.option("--part", type=click.Choice(PARTS), multiple=True, help="Only this; repeat it.")
def main(
    *,
    documents: int,
    zone_versions: int,
    seconds: int,
    kills: int,
    copied: int,
    data: Path | None,
    part: tuple[str, ...],
) -> None:
    """Measure, and write down what was measured."""
    measures: dict[str, Callable[[Server], str]] = {
        "writers": lambda server: measure_writers(server, seconds=seconds),
        "kills": lambda server: measure_kills(server, kills=kills),
        "copy": lambda server: measure_copy(server, documents=copied),
        "large": lambda server: measure_large(server, documents=documents, zone_versions=zone_versions),
    }
    for name in part or measures:
        with kept_server(data) if data and name == "large" else running_server(safe=True) as server:
            keep_section(name, measures[name](server))
    click.echo(RESULTS.read_text("utf-8"))


def measure_writers(server: Server, *, seconds: int) -> str:
    """Eight processes that write and sixteen threads that read, for so long; then everything is looked at."""
    address = _start(server)
    stop = threading.Event()
    asked = Counter[str]()

    def read() -> None:
        with Record.open(address) as record:
            while not stop.is_set():
                head = record.head()
                # Whatever is added meanwhile, as of its own moment the head stays the head.
                same = record.head(as_of=parse_moment(head.recorded)) == head and record.holds(head)
                asked["held" if same else "fault"] += 1

    readers = [threading.Thread(target=read) for _ in range(16)]
    for reader in readers:
        reader.start()
    writers = _write(address, "abcdefgh")
    time.sleep(seconds)
    for writer in writers:
        writer.terminate()
    written = _acknowledged(writers)
    stop.set()
    for reader in readers:
        reader.join()
    with Record.open(address) as record:
        verified = record.verify()
        held = Counter(document.sha256 for document in record.headers())
    with psycopg.connect(address.uri) as connection:
        counted = connection.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (deadlocks,) = counted.fetchone() or (None,)
    return (
        f"## Eight writers, sixteen readers, {seconds} seconds\n\n{_when()}\n\n"
        f"{len(written):,} reports acknowledged, {len(set(written) - set(held))} of them missing, "
        f"{sum(number > 1 for number in held.values())} twice; {asked['held']:,} answers read, {asked['fault']} that did not hold. "
        f"The server counted {deadlocks} deadlocks. The chain of {verified.seq:,} entries verifies.\n"
    )


def measure_kills(server: Server, *, kills: int) -> str:
    """The server killed with SIGKILL, with all its processes, at a random moment while four processes write."""
    address = _start(server)
    chance = random.Random(20)  # noqa: S311 - nothing secret
    acknowledged: list[str] = []
    missing = doubled = 0
    for kill in range(kills):
        writers = _write(address, [f"{kill}{name}" for name in "abcd"])
        for writer in writers:
            assert writer.stdout
            acknowledged.append(writer.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.5))
        server.kill()
        acknowledged += _acknowledged(writers)
        server.start()
        with Record.open(address) as record:
            verified = record.verify()
            held = Counter(document.sha256 for document in record.headers())
        missing += len(set(acknowledged) - set(held))
        doubled += sum(number > 1 for number in held.values())
    return (
        f"## The server killed {kills} times while four processes write\n\n{_when()}\n\n"
        f"{len(acknowledged):,} reports acknowledged, {missing} of them missing afterwards, {doubled} twice. "
        f"The chain of {verified.seq:,} entries verified after each kill.\n"
    )


def measure_copy(server: Server, *, documents: int) -> str:
    """A made record with a map for every twentieth document, copied from a file to the server and from there to another file."""
    case = pipeline.load_case(CASE)
    with tempfile.TemporaryDirectory() as folder:
        original, back = Path(folder) / "original.gpkg", Path(folder) / "back.gpkg"
        Record.create(original, case=case, now=MOMENT).close()
        build_archive(original, documents=documents, zone_versions=documents // 20, case=case)
        database = server.make_database()
        with Record.open(original) as record:
            head = record.head()
        rows = [
            _time_copy(original, database, head, name="from the file to the database"),
            _time_copy(database, back, head, name="from the database to a file"),
            _time_verifying(original, name="the file verified"),
            _time_verifying(database, name="the database verified"),
        ]
        size = original.stat().st_size
    return (
        f"## A record of {documents:,} documents and {documents // 20:,} zone versions copied there and back\n\n{_when()}\n\n"
        f"{head.seq:,} entries, {size / 1e6:.0f} MB. Each copy is verified as a whole at its end, which is in its time, "
        f"and has the head of the first: `{head.hash[:12]}`.\n\n"
        "| | time | entries a second |\n|---|---|---|\n"
        + "".join(f"| {name} | {spent:.1f} s | {head.seq / spent:,.0f} |\n" for name, spent in rows)
    )


def _time_copy(source: Address, target: Address, head: Head, *, name: str) -> tuple[str, float]:
    started = time.monotonic()
    if pipeline.copy_record(source, target) != head:
        raise ValueError(f"copied {name} it has another head")
    return name, time.monotonic() - started


def _time_verifying(address: Address, *, name: str) -> tuple[str, float]:
    started = time.monotonic()
    pipeline.verify_record(address)
    return name, time.monotonic() - started


def measure_large(server: Server, *, documents: int, zone_versions: int) -> str:
    """The questions of a day to a large record, which is made where the server does not have it yet."""
    address = server.address_of(LARGE)
    if not server.has_database(LARGE):
        build_large(server, documents=documents, zone_versions=zone_versions)
    made = describe_large(address)
    day = FIRST_DAY + timedelta(days=days_of(documents) // 2)
    rows = [*time_questions(address, days=days_of(documents)), *time_commands(address, day)]
    table = "\n".join(f"| {name} | {figure} |" for name, figure in rows)
    return f"{made}\n\n| question | time |\n|---|---|\n{table}\n"


def build_large(server: Server, *, documents: int, zone_versions: int) -> None:
    """Make the large record in a database of its own, which gets its name when it is whole."""
    case = pipeline.load_case(CASE)
    address = server.make_database(name=f"{LARGE}_part")
    started = time.monotonic()
    Record.create(address, case=case, now=MOMENT).close()
    attributions = build_archive(address, documents=documents, zone_versions=zone_versions, case=case)
    spent = time.monotonic() - started
    with psycopg.connect(address.uri, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute(
            "CREATE TABLE public.made AS SELECT %s AS attributions, %s AS seconds", (attributions, spent)
        )
    server.run(f"ALTER DATABASE {LARGE}_part RENAME TO {LARGE}")


def describe_large(address: ServerAddress) -> str:
    """What the large record holds and how long it took to make."""
    with psycopg.connect(address.uri) as connection:
        counted = connection.execute(
            "SELECT attributions, seconds, pg_database_size(current_database()), "
            "(SELECT max(seq) FROM groundtruce.entries), (SELECT count(*) FROM groundtruce.entries WHERE kind = 'reading'), "
            "(SELECT count(*) FROM groundtruce.zone_shapes) FROM public.made"
        ).fetchone()
    assert counted
    attributions, seconds, size, entries, documents, versions = counted
    return (
        f"## A record of {attributions:,} attributions in {documents:,} documents, and {versions:,} zone versions\n\n{_when()}\n\n"
        f"{entries:,} entries, {size / 1e9:.1f} GB; made and written in {seconds:.0f} s."
    )


def time_questions(address: ServerAddress, *, days: int) -> list[tuple[str, str]]:
    """Each question asked 200 times of random days, as of random moments of the record."""
    chance = random.Random(6)  # noqa: S311 - nothing secret
    with Record.open(address) as record:
        # A record that was migrated since has its last entry much later.
        last = parse_moment(record.head(as_of=MOMENT + timedelta(days=1)).recorded)
        span = (last - MOMENT).total_seconds()

        def ask(question: Callable[[date, datetime], object]) -> str:
            spent = []
            for _ in range(200):
                day = FIRST_DAY + timedelta(days=chance.randrange(days))
                as_of = MOMENT + timedelta(seconds=chance.uniform(span / 2, span))
                started = time.perf_counter()
                question(day, as_of)
                spent.append(time.perf_counter() - started)
            return f"median {1e3 * statistics.median(spent):.1f} ms, p95 {1e3 * statistics.quantiles(spent, n=20)[-1]:.1f} ms"

        words = ("shelled", "Report 4711", '"Two soldiers were killed"', "Hin Tagher denied", "nowhere")
        return [
            ("the incidents of a day, as of", ask(lambda day, as_of: record.incidents_within([(day, day)], as_of=as_of))),
            ("the documents of a day, as of", ask(lambda day, as_of: record.published_between(day, day, as_of=as_of))),
            ("the zone versions around a day, as of", ask(lambda day, as_of: record.versions_around(day, day, as_of=as_of))),
            ("the head as of", ask(lambda _, as_of: record.head(as_of=as_of))),
            *((f"search for {each}", ask(lambda _, as_of, each=each: record.search(each, as_of=as_of))) for each in words),
        ]  # fmt: skip


def time_commands(address: ServerAddress, day: date) -> list[tuple[str, str]]:
    """Commands about a day as whole processes, with the start of Python."""
    rows = []
    for command in ("check", "brief", "incidents"):
        started = time.monotonic()
        program = [sys.executable, "-m", "groundtruce.cli", command, address.uri, "--on", day.isoformat()]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
        rows.append((f"`groundtruce {command}` of a day", f"{time.monotonic() - started:.2f} s"))
    return rows


def keep_section(name: str, section: str) -> None:
    """Put a section into the results, in the place of the one of the same name."""
    marks = {each: f"<!-- {each} -->\n" for each in PARTS}
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    kept = {each: text.partition(mark)[2].partition("\n<!-- ")[0] for each, mark in marks.items()}
    kept[name] = section
    head = "# Records on a server\n\n`python -m evaluation.bench_postgis`, by wall clock; PostgreSQL 15 with PostGIS 3.3 on the same machine, its settings as they come.\n"
    RESULTS.write_text(
        head + "".join(f"\n{marks[each]}{kept[each].rstrip()}\n" for each in marks if kept[each]), "utf-8"
    )


# ---------------------------------------------------------------------------------------------------------------------


def _start(server: Server) -> ServerAddress:
    address = server.make_database()
    Record.create(address, case=pipeline.load_case(CASE), now=MOMENT).close()
    return address


def _when() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}, {describe_machine()}."


def _write(address: ServerAddress, names: str | list[str]) -> list["subprocess.Popen[str]"]:
    program = [sys.executable, "-m", "tests.record.writing_reports", address.uri]
    return [
        subprocess.Popen([*program, name, "1000000"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for name in names
    ]


def _acknowledged(writers: list["subprocess.Popen[str]"]) -> list[str]:
    # A line without its end was not said whole. Not `communicate`: it leaves out the lines that `readline` read ahead.
    lines = [line for writer in writers if writer.stdout for line in writer.stdout]
    for writer in writers:
        with writer:
            writer.wait()
    return [line.strip() for line in lines if line.endswith("\n")]


if __name__ == "__main__":
    main()
