"""The scorers' command line."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from evaluation import incidents, robustness, silences, toponyms
from evaluation.bench import describe_machine
from evaluation.calibration.command import calibration
from evaluation.pictures.scoring import pictures
from evaluation.sample import print_scores, read_sample, score_reading
from evaluation.scoreboard import find_shortfalls, load_json, merge_results, raise_floors, run_task, write_table
from evaluation.tasks import list_tasks

_ROOT = Path(__file__).parent.parent
FLOORS = _ROOT / "evaluation" / "floors.json"
RESULTS = _ROOT / "evaluation" / "results" / "accuracy.json"
_SEED = _ROOT.parent / "shared" / "seed"


@click.group()
def main() -> None:
    """Measure the project against data that lie beside it."""


@main.command()
@click.option(
    "--reading",
    type=click.Path(path_type=Path),
    help="A reading as `groundtruce read --json` prints it; else the article is read now.",
)
@click.option(
    "--expected",
    type=click.Path(path_type=Path),
    default=_SEED / "expected.json",
    help="What a careful analyst takes from the article.",
)
@click.option("--article", type=click.Path(path_type=Path), default=_SEED / "article.txt", help="The article to read.")
@click.option(
    "--case",
    "case",
    type=click.Path(path_type=Path),
    default=_ROOT / "examples" / "karabakh-2020",
    help="The case to read it with; its names also tell which party is meant.",
)
def sample(reading: Path | None, expected: Path, article: Path, case: Path) -> None:
    """Score a reading of the sample article and print what is missed."""
    missing = [path for path in (expected, reading or article) if not path.exists()]
    if missing:
        raise click.ClickException(
            f"{missing[0]} is not there: the sample lies outside the project; name it with an option"
        )
    content = reading.read_bytes() if reading else read_sample(article, case=case)
    print_scores(score_reading(content, expected=expected.read_bytes(), case=case))


for command in (
    toponyms.toponyms,
    silences.silences,
    robustness.robustness,
    incidents.incidents,
    calibration,
    pictures,
):
    main.add_command(command)


@main.command(name="all")
@click.option("--only", multiple=True, help="A task to measure; all of them if left out.")
@click.option("--limit", type=int, help="Only so many texts of each corpus: what `make test` guards.")
@click.option("--accept", is_flag=True, help="Raise the floors to what is measured; none is ever lowered.")
def measure_all(only: tuple[str, ...], limit: int | None, *, accept: bool) -> None:
    """Measure every task whose data is there, write the table, and fail where a figure is beyond its floor."""
    results = []
    for task, data in list_tasks(limit=limit):
        name = task.name.partition(",")[0]
        if only and name not in only:
            continue
        if not (data / task.data).exists():
            click.echo(f"{name}: {data / task.data} is not there, so it was not measured", err=True)
            continue
        click.echo(f"measuring {task.name} …", err=True)
        results.append(run_task(task, data))
    floors = load_json(FLOORS)
    about = f"{datetime.now(UTC):%Y-%m-%d}, {describe_machine()}"
    click.echo(write_table(merge_results(results, {}, about=about), command="python -m evaluation all"))
    if limit is None:
        merged = merge_results(results, load_json(RESULTS), about=about)
        RESULTS.write_text(json.dumps(merged, indent=1) + "\n", "utf-8")
        RESULTS.with_suffix(".md").write_text(write_table(merged, command="make evaluate"), "utf-8")
    if accept:
        FLOORS.write_text(json.dumps(raise_floors(results, floors), indent=1, sort_keys=True) + "\n", "utf-8")
    shortfalls = find_shortfalls(results, floors)
    for line in shortfalls:
        click.echo(line, err=True)
    sys.exit(1 if shortfalls else 0)


if __name__ == "__main__":
    main()
