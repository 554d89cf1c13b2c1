"""The command that says what of the program's needs this machine has."""

import sys

import click

from groundtruce import pipeline
from groundtruce.cli.exit_codes import UNUSABLE
from groundtruce.cli.options import example, json_option
from groundtruce.cli.printing import console, print_json
from groundtruce.settings import Settings
from groundtruce.show import tables


@click.command()
@click.option("--extra", "extras", multiple=True, metavar="NAME", help="Also insist on this extra. Repeat it.")
@json_option
@example("groundtruce doctor --extra documents --extra brief")
def doctor(*, extras: tuple[str, ...], as_json: bool) -> None:
    """Say what is there, what is missing, and how to get it.

    Exit 3 where the core, or an extra that is named, lacks something. Nothing is changed or fetched.
    """
    unknown = sorted(set(extras) - set(pipeline.list_extras()))
    if unknown:
        raise click.BadParameter(f"{unknown[0]} is none of {', '.join(pipeline.list_extras())}", param_hint="--extra")
    found = pipeline.check_installation(settings=Settings())
    if as_json:
        print_json(found)
    else:
        tables.print_installation(console(), found)
    if {pipeline.CORE, *extras} & set(found.lacking):
        sys.exit(UNUSABLE)
