"""What several commands ask for alike, and what it means."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.model.times import parse_day, parse_moment
from groundtruce.model.zones import ChangeVerdict

_Function = TypeVar("_Function", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of tables.")
as_of_option = click.option(
    "--as-of", metavar="MOMENT", help="Answer as the record stood at this moment (ISO 8601; UTC unless it says)."
)
on_option = click.option("--on", metavar="DATE", help="The day asked about; the newest day of the record if left out.")
record_argument = click.argument("record", type=click.Path(path_type=Path))


def example(text: str) -> Callable[[_Function], _Function]:
    """Put an example under a command's help."""

    def add(function: _Function) -> _Function:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example:\n      {text}\n"
        return function

    return add


def know(record: Path, as_of: str | None) -> pipeline.Known:
    """All that the record knew at a moment."""
    pipeline.stop_collecting()
    return pipeline.know_record(record, as_of=parse_as_of(as_of))


def know_of_day(
    record: Path, on: date | None, as_of: str | None, *, since: date | None = None, provisions: bool = True
) -> pipeline.Known:
    """What a question about a day, or about those from `since` to it, needs of what the record knew at a moment."""
    pipeline.stop_collecting()
    return pipeline.know_of_day_in(record, on=on, since=since, provisions=provisions, as_of=parse_as_of(as_of))


def select(
    zone: str | None, since: str | None, until: str | None, min_verdict: ChangeVerdict = "unchanged"
) -> pipeline.Selection:
    """The part of a zone's history that options ask for. Both days are meant with all their hours."""
    first, last = parse_on(since, option="--from"), parse_on(until, option="--to")
    if first and last and last < first:
        raise UnusableInput("--to", f"{last} lies before --from {first}")
    return pipeline.Selection(zone=zone, since=first, until=last, min_verdict=min_verdict)


def parse_as_of(text: str | None, *, option: str = "--as-of") -> datetime | None:
    """The moment that an option names."""
    try:
        return parse_moment(text) if text else None
    except ValueError as error:
        raise UnusableInput(option, f"{text!r} is not a moment in ISO 8601") from error


def parse_on(text: str | None, *, option: str = "--on") -> date | None:
    """The day that an option names."""
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise UnusableInput(option, str(error)) from error
