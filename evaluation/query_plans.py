"""How a server answers the slowest questions of a day: `python -m evaluation.query_plans --data DIR`.

Each question of a day is asked of the large record that `evaluation.bench_postgis --data DIR` made; of those that take longest the
statement that takes longest is explained, and its plan shortened. What is printed stands in `docs/operations.md`, written there
by `--write`.
"""

import re
import time
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import click

from evaluation.bench_postgis import LARGE
from evaluation.made_records import CASE, FIRST_DAY
from groundtruce import pipeline
from groundtruce.compare.agreements.asked import list_asked_mentions
from groundtruce.model.claims import HOSTILE_EVENT_TYPES
from groundtruce.record.addresses import ServerAddress
from groundtruce.record.homes.home import Parameter
from groundtruce.record.homes.postgres.connections import connect
from groundtruce.record.homes.postgres.home import Postgres
from groundtruce.record.homes.postgres.statements import to_psycopg
from groundtruce.record.records import Record
from tests.postgres import kept_server

DOCS = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
BEGIN, END = "<!-- plans: begin -->\n", "<!-- plans: end -->\n"
_LINES, _WIDTH = 14, 150
_SHOWN = re.compile(r"->|Index Cond|Filter:|Recheck|Sort Key|Rows Removed|Buffers|Execution Time")


class Asked(NamedTuple):
    """A statement as it was asked, and how long its answer took, in milliseconds."""

    spent_ms: float
    rows: int
    statement: str
    parameters: dict[str, Parameter]


class Listening(Postgres):
    """A database that remembers what it was asked."""

    asked: list[Asked]

    @classmethod
    def listen(cls, address: ServerAddress) -> "Listening":
        """Open a database."""
        home = cls(address, connect(address, writable=False), writable=False)
        home.asked = []
        return home

    def rows(self, statement: str, **parameters: Parameter) -> Generator[tuple[Any, ...], None, None]:
        """The rows of an answer, which is remembered."""
        started = time.perf_counter()
        found = list(super().rows(statement, **parameters))
        self.asked.append(Asked(1e3 * (time.perf_counter() - started), len(found), statement, parameters))
        yield from found

    def row(self, statement: str, **parameters: Parameter) -> tuple[Any, ...] | None:
        """The first row of an answer, which is remembered."""
        started = time.perf_counter()
        found = super().row(statement, **parameters)
        self.asked.append(Asked(1e3 * (time.perf_counter() - started), int(found is not None), statement, parameters))
        return found

    def explain(self, asked: Asked) -> list[str]:
        """The plan of a statement, run once more."""
        rows = self._connection.execute(b"EXPLAIN (ANALYZE, BUFFERS) " + to_psycopg(asked.statement), asked.parameters)
        return [line for (line,) in rows]


@click.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The folder of the kept server.")
@click.option("--number", default=6, show_default=True, help="So many of the slowest questions.")
@click.option("--write", is_flag=True, help="Into docs/operations.md too.")
def main(*, data: Path, number: int, write: bool) -> None:
    """Print the plans of the slowest questions of a day."""
    with kept_server(data) as server:
        text = explain_questions(server.address_of(LARGE), number=number)
    click.echo(text)
    if write:
        docs = DOCS.read_text("utf-8")
        before, _, rest = docs.partition(BEGIN)
        DOCS.write_text(f"{before}{BEGIN}{text}\n{END}{rest.partition(END)[2]}", "utf-8")


def explain_questions(address: ServerAddress, *, number: int) -> str:
    """The plans of the slowest questions, as Markdown."""
    home = Listening.listen(address)
    with Record(home) as record:
        slowest = sorted((_ask(home, name, ask) for name, ask in _questions(record)), key=lambda each: -each[0])[
            :number
        ]
        return "\n".join(_write_plan(home, name, asked) for _, name, asked in slowest)


# ---------------------------------------------------------------------------------------------------------------------


def _questions(record: Record) -> list[tuple[str, Callable[[], object]]]:
    """What `know_of_day` asks of a day in the middle of the record, and searches."""
    case = pipeline.load_case(CASE)
    day = FIRST_DAY + timedelta(days=record.count_documents() // 36)
    around = timedelta(days=31)
    asked = list_asked_mentions(case)
    documents = record.published_between(day - 2 * around, day + around)
    mentions = [each for incident in record.incidents_within([(day, day)]) for each in incident.mentions]
    return [
        ("the newest dates", record.newest_dates),
        ("how many documents", record.count_documents),
        ("the incidents around the day", lambda: record.incidents_within([(day - 2 * around, day + around)])),
        ("the last hostile act before the day", lambda: record.latest_act(HOSTILE_EVENT_TYPES, on=day)),
        ("the documents around the day", lambda: record.published_between(day - 2 * around, day + around)),
        ("the readings of these documents", lambda: record.told(documents)),
        ("where else events are told that provisions ask for", lambda: record.documents_asked(asked, first=day - around, final=day)),
        ("the incidents of mentions", lambda: record.incidents_of(mentions)),
        ("the zone versions around the day", lambda: record.versions_around(day - 3 * around, day + timedelta(days=10))),
        ("the documents published last", lambda: record.latest_documents(40)),
        ("which of the documents are maps", lambda: record.maps_among(documents)),
        ("copies of the documents", lambda: record.copies_of(documents)),
        ("a search for a frequent word", lambda: record.search("shelled")),
        ("a search for a phrase", lambda: record.search('"Two soldiers were killed"')),
    ]  # fmt: skip


def _ask(home: Listening, name: str, ask: Callable[[], object]) -> tuple[float, str, Asked]:
    """How long a question takes when it is asked a second time, and its slowest statement."""
    for _ in range(2):
        home.asked = []
        started = time.perf_counter()
        ask()
        spent = 1e3 * (time.perf_counter() - started)
    return spent, name, max(home.asked, key=lambda asked: asked.spent_ms)


def _write_plan(home: Listening, name: str, asked: Asked) -> str:
    plan = "\n".join(_shorten(home.explain(asked)))
    return f"**{name[0].upper()}{name[1:]}**: {asked.rows:,} rows.\n\n```\n{plan}\n```\n"


def _shorten(plan: list[str]) -> list[str]:
    """The steps, how they find their rows, and the time; long lists and estimates left out."""
    first, *rest = (re.sub(r"\(cost=\S+ rows=\d+ width=\d+\) ", "", line) for line in plan)
    kept = [line for line in rest if _SHOWN.search(line)]
    kept = [line for place, line in enumerate(kept) if "Buffers" not in line or place == 0]
    *steps, spent = kept
    shown = [*steps[:_LINES], *(["…"] if len(steps) > _LINES else []), spent]
    return [line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…" for line in [first, *shown]]


if __name__ == "__main__":
    main()
