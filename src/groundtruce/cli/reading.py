"""The command that reads reports without a record."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.exit_codes import UNUSABLE
from groundtruce.cli.options import example, json_option
from groundtruce.cli.printing import console, encode, print_json, show_progress
from groundtruce.model.readings import Reading
from groundtruce.settings import Settings
from groundtruce.show import tables


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When the texts were published; else each file says.")
@click.option("--case", type=click.Path(path_type=Path), help="A case's folder: its parties, actors and places.")
@click.option("--jsonl", is_flag=True, help="Print one reading a line.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write one reading a line to this file; what it holds already is passed over, so that a stopped run goes on.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Read in so many processes.")
@json_option
@example("groundtruce read reports/ archive.warc.gz --case my-case/ --workers 4 --output readings.jsonl")
def read(
    *,
    files: tuple[Path, ...],
    published: str | None,
    case: Path | None,
    jsonl: bool,
    output: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Read reports without a record: dates, places, who says what, events, silences.

    FILES are texts, HTML or PDF, folders of them, JSON Lines with a `text` each, or WARCs. Readings come in the order
    of the input. A text that cannot be read is named on standard error, the rest go on, and the exit code is 3.
    """
    done = pipeline.continue_output(output) if output else frozenset[str]()
    with show_progress(None) as progress:
        results = pipeline.read_files(
            files,
            case=case,
            published=published,
            settings=Settings(),
            workers=workers,
            done=done,
            progress=progress,
        )
        refused = _print_readings(results, jsonl=jsonl, as_json=as_json, output=output)
    if refused:
        sys.exit(UNUSABLE)


# ---------------------------------------------------------------------------------------------------------------


def _print_readings(
    results: Iterable[Reading | pipeline.Refused], *, jsonl: bool, as_json: bool, output: Path | None
) -> int:
    """Write readings as they come; gives how many texts were refused, each named on standard error."""
    refused = 0
    whole: list[Reading] = []
    for result in results:
        if isinstance(result, pipeline.Refused):
            refused += 1
            click.echo(f"groundtruce: {result.name}: {result.reason}", err=True)
        elif output:
            pipeline.append_line(output, encode(result))
        elif jsonl:
            click.echo(encode(result))
        elif as_json:
            whole.append(result)
        else:
            tables.print_reading(console(), result)
    if as_json and not jsonl and not output and (whole or not refused):
        print_json(whole[0] if len(whole) == 1 else whole)
    return refused
