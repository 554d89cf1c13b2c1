"""The command that sets the accounts of incidents side by side."""

from pathlib import Path

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, know_of_day, parse_on, record_argument
from groundtruce.cli.printing import console, print_json
from groundtruce.show.incident_tables import print_incidents, print_observed_changes, print_silences


@click.command()
@record_argument
@click.option("--on", metavar="DATE", help="Only what may have happened on this day, and what was published then.")
@as_of_option
@json_option
@example("groundtruce incidents record.gpkg --on 2020-12-12")
def incidents(*, record: Path, on: str | None, as_of: str | None, as_json: bool) -> None:
    """Show the incidents in RECORD: the accounts side by side with their passages, and who said nothing.

    Whom a text reports silent stands at the end; who was expected to speak, and did or did not, beneath each incident, and
    with --on or --json also of the maps that changed.
    """
    day = parse_on(on)
    known = know_of_day(record, day, as_of, provisions=False) if day else know(record, as_of)
    found = pipeline.find_incidents(known, on=day, maps=as_json or day is not None)
    if as_json:
        print_json(found)
    else:
        print_incidents(
            console(),
            found.incidents,
            case=known.case,
            documents=known.documents,
            observed=found.observed,
            followed=found.followed,
        )
        print_observed_changes(console(), found.observed, case=known.case, zone_versions=known.zone_versions)
        print_silences(console(), found.silences, case=known.case)
