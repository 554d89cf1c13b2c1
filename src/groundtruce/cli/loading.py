"""The command that puts the readings of a cluster into a record."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import example, json_option, record_argument
from groundtruce.cli.printing import print_json, show_progress
from groundtruce.record.addresses import Address


@click.command()
@record_argument
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@example("groundtruce load postgresql://keeper@example.org/record readings/")
def load(*, record: Address, folder: Path, as_json: bool) -> None:
    """Load the readings that `groundtruce read --cluster` left in FOLDER into RECORD.

    Each part is recorded in one transaction, and what RECORD holds already is passed over: the same command goes on where it
    was stopped. Incidents are matched at the end. The archives must have been read with the record's own case.
    """
    with show_progress(None) as progress:
        done = pipeline.load_readings(record, folder, progress=progress)
    if as_json:
        print_json(done)
    else:
        click.echo(
            f"{done.added:,} documents of {done.parts:,} parts added, {done.known:,} there already; "
            f"{done.incidents:,} incidents made or changed; head {done.head.seq} {done.head.hash[:12]}"
        )
