"""The command that checks the agreement's provisions."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import (
    as_of_option,
    example,
    json_option,
    know,
    know_of_day,
    on_option,
    parse_on,
    record_argument,
)
from groundtruce.cli.printing import console, print_json
from groundtruce.errors import UnusableInput
from groundtruce.show import tables
from groundtruce.show.provision_strips import print_strips


@click.command()
@record_argument
@on_option
@click.option("--from", "since", metavar="DATE", help="Each provision from this day on, as a strip.")
@click.option("--to", "until", metavar="DATE", help="The strip's last day; the newest day of the record if left out.")
@click.option("--provision", metavar="ID", help="One provision only, such as 3a.")
@as_of_option
@json_option
@example(
    "groundtruce check record.gpkg --on 2020-12-14\n      groundtruce check record.gpkg --from 2020-11-10 --to 2021-01-31"
)
def check(
    *,
    record: Path,
    on: str | None,
    since: str | None,
    until: str | None,
    provision: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Check the agreement's provisions: met, breached, disputed, undetermined, not yet due, not checkable.

    On one day, or from day to day with --from and --to.
    """
    if since or until:
        if on:
            raise UnusableInput("--on", "names one day, --from and --to many: use either")
        _check_days(record, since=since, until=until, provision=provision, as_of=as_of, as_json=as_json)
        return
    day = parse_on(on)
    findings = pipeline.check_record(know_of_day(record, day, as_of), on=day, provision=provision)
    if as_json:
        print_json(findings)
    else:
        tables.print_findings(console(), findings.findings)


# ---------------------------------------------------------------------------------------------------------------


def _check_days(
    record: Path, *, since: str | None, until: str | None, provision: str | None, as_of: str | None, as_json: bool
) -> None:
    first, last = parse_on(since, option="--from"), parse_on(until, option="--to")
    known = know_of_day(record, last, as_of, since=first) if first else know(record, as_of)
    provisions = pipeline.check_days(known, since=first, until=last, provision=provision)
    if as_json:
        print_json(provisions)
    else:
        print_strips(console(), provisions, case=known.case)
