"""The program: its commands, and what becomes of an error."""

import sys
from collections.abc import Sequence

import click

from groundtruce import __version__
from groundtruce.cli.accounts import incidents
from groundtruce.cli.agreements import check
from groundtruce.cli.briefs import brief
from groundtruce.cli.doctor import doctor
from groundtruce.cli.exit_codes import CANCELLED, EXIT_CODES, UNUSABLE, USAGE
from groundtruce.cli.exporting import export
from groundtruce.cli.judgements import judge, quality
from groundtruce.cli.keeping import add, checkpoint, custody, init, migrate, verify
from groundtruce.cli.markers import markers
from groundtruce.cli.reading import read
from groundtruce.cli.reviewing import review
from groundtruce.cli.serving import serve
from groundtruce.cli.tracing import trace
from groundtruce.cli.watching import watch
from groundtruce.cli.zones import changes, compare, figure
from groundtruce.errors import GroundtruceError

COMMANDS = (
    add,
    brief,
    changes,
    check,
    checkpoint,
    compare,
    custody,
    doctor,
    export,
    figure,
    incidents,
    init,
    judge,
    markers,
    migrate,
    quality,
    read,
    review,
    serve,
    trace,
    verify,
    watch,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="groundtruce")
def groundtruce() -> None:
    """Keep the record of a ceasefire: what changed on the map, who says what, and what was known when."""


for command in COMMANDS:
    groundtruce.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; errors become one line on standard error and an exit code."""
    try:
        groundtruce(arguments, standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("groundtruce: cancelled", err=True)
        sys.exit(CANCELLED)
    except GroundtruceError as error:
        click.echo(f"groundtruce: {error}", err=True)
        sys.exit(EXIT_CODES[type(error)])
    except OSError as error:
        # What the machine refuses, such as room on a disk, wherever it does: nothing was recorded.
        click.echo(f"groundtruce: {error.filename or 'disk'}: {error.strerror}", err=True)
        sys.exit(UNUSABLE)
