"""The command that reads reports without a record."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from groundtruce import pipeline
from groundtruce.cli.exit_codes import UNUSABLE
from groundtruce.cli.options import example, json_option
from groundtruce.cli.printing import console, encode, print_json, show_progress
from groundtruce.model.readings import Reading
from groundtruce.settings import Settings
from groundtruce.show import tables
from groundtruce.show.inert import make_line


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When the texts were published; else each file says.")
@click.option("--case", type=click.Path(path_type=Path), help="A case's folder: its parties, actors and places.")
@click.option("--jsonl", is_flag=True, help="Print one reading a line.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write one reading a line to this file; what it holds already is passed over, so that a stopped run goes on. "
    "With --cluster, a folder for parts in Parquet.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Read in so many processes.  [default: 1; `local`: the cores]"
)
@click.option(
    "--cluster", metavar="ADDRESS|local", help="Read on a Dask cluster, or a new one on this machine: docs/cluster.md."
)
@click.option(
    "--texts-a-part",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="With --cluster: so many texts are read as one piece.",
)
@json_option
@example(
    "groundtruce read reports/ archive.warc.gz --case my-case/ --workers 4 --output readings.jsonl\n"
    "      groundtruce read archive.warc.gz --case my-case/ --cluster local --output readings/"
)
def read(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    published: str | None,
    case: Path | None,
    jsonl: bool,
    output: Path | None,
    workers: int | None,
    cluster: str | None,
    texts_a_part: int,
    as_json: bool,
) -> None:
    """Read reports without a record: dates, places, who says what, events, silences.

    FILES are texts, HTML or PDF, folders of them, JSON Lines or Parquet with a `text` each, or WARCs. Readings come in
    the order of the input. A text that cannot be read is named on standard error, the rest go on, and the exit code is 3.
    """
    if cluster:
        if not output or jsonl or (workers and cluster != "local"):
            raise click.UsageError("--cluster needs --output FOLDER, no --jsonl, and --workers only where it is local")
        options = pipeline.ClusterOptions(address=cluster, workers=workers, texts_a_part=texts_a_part)
        _read_on_cluster(files, cluster=options, output=output, case=case, published=published, as_json=as_json)
        return
    done = pipeline.continue_output(output) if output else frozenset[str]()
    with show_progress(None) as progress:
        results = pipeline.read_files(
            files,
            case=case,
            published=published,
            settings=Settings(),
            workers=workers or 1,
            done=done,
            progress=progress,
        )
        refused = _print_readings(results, jsonl=jsonl, as_json=as_json, output=output)
    if refused:
        sys.exit(UNUSABLE)


# ---------------------------------------------------------------------------------------------------------------


_MOST_NAMED = 50


def _read_on_cluster(files: tuple[Path, ...], *, output: Path, as_json: bool, **given: Any) -> None:
    """Read by a cluster, name the first texts that are set aside, and tell what was done."""
    named = 0

    def tell(one: pipeline.SetAside | pipeline.GivenUp) -> None:
        nonlocal named
        named += 1
        if named <= _MOST_NAMED:
            place = one.place if isinstance(one, pipeline.SetAside) else f"{one.first}: part {one.name}"
            click.echo(f"groundtruce: {make_line(place)}: {make_line(one.reason)}", err=True)

    with show_progress(None) as progress:
        done = pipeline.read_archives(files, output=output, settings=Settings(), progress=progress, tell=tell, **given)
    if named > _MOST_NAMED:
        click.echo(f"groundtruce: {named - _MOST_NAMED} more: {output}/set-aside names them", err=True)
    if as_json:
        print_json(done)
    else:
        click.echo(
            f"read {done.read:,} documents in {done.seconds:,.0f} s ({done.per_second:,.1f} a second); {done.already_there:,} "
            f"were there already; {done.set_aside:,} set aside; {done.parts:,} parts in {done.output}"
        )
    if done.given_up:
        click.echo(f"groundtruce: {done.given_up:,} texts were given up; the same command tries them again", err=True)
    if done.set_aside or done.given_up:
        sys.exit(UNUSABLE)


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
