"""Where what a command says goes: answers to standard output, progress to standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import msgspec
from rich.console import Console

from groundtruce import pipeline


def print_json(answer: Any) -> None:
    """Print an answer as JSON for programs, indented."""
    click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())


def encode(answer: Any) -> str:
    """An answer as JSON on one line."""
    return msgspec.json.encode(answer).decode()


def console() -> Console:
    """Where tables for people are printed."""
    # Without a terminal, tables are as wide as they need to be, within reason.
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=120)


@contextmanager
def show_progress(total: int | None) -> Iterator[pipeline.Progress]:
    """Shows what goes on, on standard error: a moving line on a terminal, nothing where nobody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield pipeline.say_nothing
        return
    with console.status("") as status:
        done = 0

        def show(message: str) -> None:
            nonlocal done
            done += 1
            status.update(f"{message}" if total is None or total == 1 else f"{message} ({min(done, total)} of {total})")

        yield show
