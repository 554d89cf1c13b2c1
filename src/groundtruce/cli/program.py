"""The program: its commands, and what becomes of an error."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from groundtruce import __version__
from groundtruce.cli.exit_codes import CANCELLED, EXIT_CODES, UNUSABLE, USAGE
from groundtruce.errors import GroundtruceError

_HOMES = {
    "add": "keeping",
    "brief": "briefs",
    "changes": "zones",
    "check": "agreements",
    "checkpoint": "keeping",
    "compare": "zones",
    "copy": "keeping",
    "custody": "keeping",
    "doctor": "doctor",
    "export": "exporting",
    "figure": "zones",
    "incidents": "accounts",
    "init": "keeping",
    "judge": "judgements",
    "load": "loading",
    "markers": "markers",
    "migrate": "keeping",
    "quality": "judgements",
    "read": "reading",
    "review": "reviewing",
    "serve": "serving",
    "token": "tokens",
    "trace": "tracing",
    "verify": "keeping",
    "watch": "watching",
}
"""Each command's module beside this one. It is imported when the command is asked for: most load much that others do not need."""


class Commands(click.Group):
    """A group whose commands are found in the modules of `_HOMES`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks with it
        """Their names, in the order of the alphabet."""
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """The command of this name; none where there is none."""
        if cmd_name not in _HOMES:
            return None
        command: click.Command = getattr(import_module(f"groundtruce.cli.{_HOMES[cmd_name]}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="groundtruce")
def groundtruce() -> None:
    """Keep the record of a ceasefire: what changed on the map, who says what, and what was known when."""


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
