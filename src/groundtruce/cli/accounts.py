"""The command that sets the accounts of incidents side by side."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, know_of_day, parse_on, record_argument
from groundtruce.cli.printing import console, print_json
from groundtruce.show import tables


@click.command()
@record_argument
@click.option("--on", metavar="DATE", help="Only what may have happened on this day, and what was published then.")
@as_of_option
@json_option
@example("groundtruce incidents record.gpkg --on 2020-12-12")
def incidents(*, record: Path, on: str | None, as_of: str | None, as_json: bool) -> None:
    """Show the incidents in RECORD with the accounts side by side, and who is reported silent; --json also tells who is observed so."""
    day = parse_on(on)
    known = know_of_day(record, day, as_of, provisions=False) if day else know(record, as_of)
    found = pipeline.find_incidents(known, on=day, maps=as_json or day is not None)
    if as_json:
        print_json(found)
    else:
        tables.print_incidents(console(), found.incidents, case=known.case)
        tables.print_silences(console(), found.silences, case=known.case)
