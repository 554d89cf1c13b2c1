"""Time records of up to 100,000 mentions: `python -m evaluation.bench_records`.

Processor time on one core, since it does not depend on what else the machine does. The figures go to
`evaluation/results/records.md`, the plot of matching against size beside it. `made_records` tells what such a record is.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import TypeVar

import click

from evaluation.bench import describe_machine
from evaluation.made_records import CASE, FIRST_DAY, build_record, make_reports, match_reports
from groundtruce import pipeline
from groundtruce.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "evaluation" / "results" / "records.md"
SIZES = (2_500, 5_000, 10_000, 20_000)
"""Documents; each has five mentions."""

Answer = TypeVar("Answer")

FURTHER = (
    "{day} Armenian forces shelled Hin Tagher on {day}, the Azerbaijani Ministry of Defence said. Two soldiers were"
    " killed.\n\nThe Armenian Ministry of Defence denied that its forces had shelled the village.\n"
)


@click.command()
@click.option(
    "--record", type=click.Path(path_type=Path), help="Keep the largest record here, or use it if it is there."
)
@click.option("--largest", type=int, default=SIZES[-1], show_default=True, help="Only sizes up to so many documents.")
def main(*, record: Path | None, largest: int) -> None:
    """Time matching over records of several sizes, then the questions of a day and one more document on the largest."""
    sizes = [size for size in SIZES if size <= largest] or [largest]
    matching = [(size, *time_matching(size)) for size in sizes]
    with tempfile.TemporaryDirectory() as folder:
        path = record or Path(folder) / "record.gpkg"
        if not path.exists():
            build_record(
                path, list(make_reports(sizes[-1], case=pipeline.load_case(CASE))), case=pipeline.load_case(CASE)
            )
        questions = time_questions(path, documents=sizes[-1])
        adding = time_adding(path, Path(folder), documents=sizes[-1])
    RESULTS.write_text(write_results(matching, [*questions, *adding]), "utf-8")
    RESULTS.with_name("matching.svg").write_text(draw_plot([(5 * size, spent) for size, spent, _ in matching]), "utf-8")
    click.echo(RESULTS.read_text("utf-8"))


def time_matching(documents: int) -> tuple[float, int]:
    """Seconds to gather and match all claims of so many documents, and the number of incidents."""
    case = pipeline.load_case(CASE)
    reports = list(make_reports(documents, case=case))
    spent, incidents = _time(lambda: match_reports(reports, case=case))
    return spent, len(incidents)


def time_questions(record: Path, *, documents: int) -> list[tuple[str, float]]:
    """The commands that ask about a day in the middle of the record, each as a whole process: the least of three runs.

    What else the machine does can only add to a run.
    """
    day = (FIRST_DAY + timedelta(days=documents // 36)).isoformat()
    commands = {
        "check": ("check", record, "--on", day),
        "check, as JSON": ("check", record, "--on", day, "--json"),
        "incidents": ("incidents", record, "--on", day),
        "incidents, as JSON": ("incidents", record, "--on", day, "--json"),
        "brief": ("brief", record, "--on", day),
        "brief, as JSON": ("brief", record, "--on", day, "--json"),
    }
    return [
        (f"`groundtruce {name}` of a day", min(_time_process(*arguments) for _ in range(3)))
        for name, arguments in commands.items()
    ]


def time_adding(record: Path, folder: Path, *, documents: int) -> list[tuple[str, float]]:
    """One more report: read, matched and recorded, with the language model loaded before."""
    day = FIRST_DAY + timedelta(days=documents // 36)
    reader = pipeline.Reader(case=pipeline.load_case(CASE), settings=Settings())
    spent = []
    for number in range(3):
        # Its bytes are new whenever it is timed.
        file = folder / f"further-{number}.txt"
        file.write_text(f"{FURTHER.format(day=f'{day:%d %B %Y}')}\nNumber {time.time_ns()}.\n", "utf-8")
        options = pipeline.InputOptions(published=day.isoformat(), publisher="az-mod")
        spent.append(
            _time(
                lambda file=file, options=options: list(
                    pipeline.add_files(record, [file], options=options, settings=Settings(), reader=reader)
                )
            )[0]
        )
    return [("one more document added, the first", spent[0]), ("one more document added, the third", spent[2])]


def write_results(matching: list[tuple[int, float, int]], rest: list[tuple[str, float]]) -> str:
    """The figures in Markdown."""
    rows = [
        f"| {5 * size:,} | {size:,} | {incidents:,} | {spent:.1f} s | {1e6 * spent / (5 * size):.0f} µs |"
        for size, spent, incidents in matching
    ]
    others = [f"| {name} | {spent:.2f} s |" for name, spent in rest]
    return (
        f"# Records of many mentions\n\n`python -m evaluation.bench_records`, {datetime.now(UTC):%Y-%m-%d}, {describe_machine()}."
        " Processor time on one core.\n\nMatching everything anew (`matching.svg` is its plot):\n\n"
        "| mentions | documents | incidents | time | a mention |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        "On the largest of these records, from opening it (commands with the start of Python, the least of three runs):\n\n"
        "| operation | time |\n|---|---|\n" + "\n".join(others) + "\n"
    )


def draw_plot(points: list[tuple[int, float]]) -> str:
    """Time against mentions as SVG, with the straight line through the largest."""
    width, height, left, bottom = 640, 400, 70, 50
    widest, longest = points[-1]
    top = longest * 1.15

    def at(mentions: float, seconds: float) -> str:
        x = left + (width - left - 30) * mentions / widest
        return f"{x:.1f},{height - bottom - (height - bottom - 30) * seconds / top:.1f}"

    marks = "".join(
        f'<circle r="5" fill="#0072B2" cx="{x}" cy="{y}"/><text x="{float(x) - 8}" y="{float(y) - 12}" text-anchor="end">{spent:.1f} s</text>'
        for mentions, spent in points
        for x, y in [at(mentions, spent).split(",")]
    )
    ticks = "".join(
        f'<text x="{at(mentions, 0).split(",")[0]}" y="{height - bottom + 22}" text-anchor="middle">{mentions:,}</text>'
        for mentions, _ in points
    )
    line = f'<polyline fill="none" stroke="#999" stroke-dasharray="4 4" points="{at(0, 0)} {at(widest, longest)}"/>'
    axes = f'<polyline fill="none" stroke="#333" points="{at(0, top)} {at(0, 0)} {at(widest, 0)}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">'
        "<title>Processor time to match a record, by its mentions; the dashed line is proportional</title>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>{axes}{line}{marks}{ticks}'
        f'<text x="{left}" y="20">Seconds to match all mentions; dashed: in proportion to their number</text></svg>\n'
    )


# ---------------------------------------------------------------------------------------------------------------------


def _time(work: Callable[[], Answer]) -> tuple[float, Answer]:
    started = time.process_time()
    answer = work()
    return time.process_time() - started, answer


def _time_process(*arguments: object) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    program = [sys.executable, "-m", "groundtruce.cli", *map(str, arguments)]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main()
