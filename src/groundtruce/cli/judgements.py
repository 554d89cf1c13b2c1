"""The commands by which people judge what the machine read: one statement at once, and how good it was so far."""

from pathlib import Path
from typing import Any

import click

from groundtruce import pipeline
from groundtruce.cli.options import as_of_option, example, json_option, know, record_argument
from groundtruce.cli.printing import console, print_json
from groundtruce.errors import UnusableInput
from groundtruce.show.review import print_quality

by_option = click.option("--as", "by", required=True, metavar="NAME", help="Who judges.")


@click.command()
@record_argument
@by_option
@click.option(
    "--statement",
    metavar="ID",
    help="What is judged: an incident's identifier, or DOCUMENT#IDENTIFIER, as review --json lists them; the beginnings suffice.",
)
@click.option(
    "--decision", type=click.Choice(["accept", "correct", "reject", "merge", "split", "note"]), help="What is decided."
)
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="A correction: repeat it for each field.")
@click.option(
    "--with", "others", multiple=True, metavar="ID", help="A merge: the other incident. A split: a mention. Repeat it."
)
@click.option("--note", default="", help="Why, in the reviewer's words.")
@click.option("--undo", is_flag=True, help="Withdraw the last judgement by NAME, of STATEMENT where one is named.")
@click.option("--after", metavar="HASH", help="Refuse if anything was recorded since the entry with this hash.")
@json_option
@example("groundtruce judge record.gpkg --as Ann --statement 3f2a#event-91 --decision correct --set date=2020-12-12")
def judge(
    *,
    record: Path,
    by: str,
    statement: str | None,
    undo: bool,
    after: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Judge one statement of RECORD as NAME, for programs and scripts; review does it in conversation.

    Fields of an event: type, realis, date, place, actors, targets, deaths, injured, attribution; of an attribution: party,
    name, role, organization, stance; of a silence: parties, about; of a date: date; of a toponym: place.
    """
    pipeline.stop_collecting()
    head = pipeline.find_head(record, after) if after else None
    if undo:
        if said["decision"] or said["changes"] or said["others"]:
            raise click.UsageError("--undo takes no --decision, --set and --with")
        given = pipeline.undo_in(record, by=by, statement=statement, after=head)
    elif not statement or not said["decision"]:
        raise click.UsageError("name a --statement and a --decision, or --undo")
    else:
        opinion = pipeline.Opinion(
            statement=statement,
            decision=said["decision"],
            changes=dict(map(parse_change, said["changes"])),
            others=said["others"],
            note=said["note"],
        )
        given = pipeline.judge_in(record, opinion, by=by, after=head)
    if as_json:
        print_json({"judgement": given.judgement, "incidents": given.incidents, "head": given.head})
    else:
        click.echo(say_given(given))


@click.command()
@record_argument
@as_of_option
@json_option
@example("groundtruce quality record.gpkg")
def quality(*, record: Path, as_of: str | None, as_json: bool) -> None:
    """Show how often the machine was right in what was judged of RECORD so far, by kind, with the 95 % interval."""
    measured = pipeline.assess_quality(know(record, as_of))
    if as_json:
        print_json(measured)
    else:
        print_quality(console(), measured)


def parse_change(text: str) -> tuple[str, str]:
    """A field and its value. Raises `UnusableInput` for what is none."""
    name, equals, value = text.partition("=")
    if not equals:
        raise UnusableInput("--set", f"{text!r} is not written FIELD=VALUE")
    return name.strip(), value.strip()


def say_given(given: pipeline.Given) -> str:
    """What was recorded, on one line."""
    judgement = given.judgement.judgement
    changed = [each for each in given.incidents if not each.withdrawn]
    gone = len(given.incidents) - len(changed)
    parts = [f"{len(changed)} changed" if changed else "", f"{gone} given up" if gone else ""]
    incidents = f" (incidents: {', '.join(filter(None, parts))})" if given.incidents else ""
    return f"entry {given.judgement.entry}: {judgement.decision} {_shorten(judgement.statement)} by {judgement.by}{incidents}"


# ---------------------------------------------------------------------------------------------------------------


def _shorten(statement: str) -> str:
    document, _, identifier = statement.partition("#")
    return f"{document[:12]}#{identifier}" if identifier else document
