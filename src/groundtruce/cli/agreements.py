"""The command that checks the agreement's provisions."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import (
    as_of_option,
    example,
    json_option,
    know_of_day,
    on_option,
    parse_on,
    record_argument,
)
from groundtruce.cli.printing import console, print_json
from groundtruce.show import tables


@click.command()
@record_argument
@on_option
@as_of_option
@json_option
@example("groundtruce check record.gpkg --on 2020-12-14")
def check(*, record: Path, on: str | None, as_of: str | None, as_json: bool) -> None:
    """Check the agreement's provisions on a day: met, breached, disputed, undetermined, not yet due."""
    day = parse_on(on)
    findings = pipeline.check_record(know_of_day(record, day, as_of), on=day)
    if as_json:
        print_json(findings)
    else:
        tables.print_findings(console(), findings.findings)
