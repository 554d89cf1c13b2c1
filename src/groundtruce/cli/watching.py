"""The command that watches the sources of a case."""

import random
import time
from pathlib import Path
from typing import Any

import click

from groundtruce.cli.options import example, json_option, record_argument
from groundtruce.cli.printing import encode
from groundtruce.collect.watching.addresses import look_up
from groundtruce.collect.watching.politeness import Surroundings
from groundtruce.pipeline import watching
from groundtruce.pipeline.clock import now
from groundtruce.settings import Settings
from groundtruce.show.alerts import say_alert
from groundtruce.show.exports.atom import sum_up_change
from groundtruce.show.inert import make_line


@click.command()
@record_argument
@click.option("--once", is_flag=True, help="Visit what is due, and end.")
@click.option(
    "--case",
    type=click.Path(path_type=Path),
    help="The folder with watch.toml, or such a file; the folder of RECORD if left out.",
)
@json_option
@example("groundtruce watch record.gpkg --case my-case/ --once")
def watch(*, record: Path, once: bool, case: Path | None, as_json: bool) -> None:
    """Watch the sources that the case's watch.toml names, and record in RECORD what is new.

    Feeds, pages, map files and picture maps by their addresses, and folders. Every capture is kept as WARC in
    RECORD.watch/captures. A map is compared with the one before; a zone that moved or a finding that turned
    is an alert in RECORD.watch/alerts.atom, and told to the command or the webhook that watch.toml names. What goes on is
    said on standard error, one line for each visit; what was found on standard output.
    """
    rounds = watching.watch_record(
        record,
        watch=case,
        once=once,
        settings=Settings(),
        surroundings=Surroundings(now=now, sleep=time.sleep, chance=random.random, resolve=look_up),
    )
    for said in rounds:
        line = _say_visit(said) if isinstance(said, watching.Visited) else _say_end(said)
        click.echo(line, err=True)
        if as_json:
            found = _describe(said)
            if found:
                click.echo(encode(found))
        else:
            for line in _tell(said):
                click.echo(line)


# ---------------------------------------------------------------------------------------------------------------


def _say_visit(visited: watching.Visited) -> str:
    recorded = visited.recorded
    parts = [visited.found if visited.found != "content" else _say_recorded(visited), visited.note]
    if recorded and recorded.capture.document:
        parts.append(f"document {recorded.capture.document[:12]}")
    return make_line(f"{visited.source}: {visited.address}: {'; '.join(part for part in parts if part)}")


def _say_recorded(visited: watching.Visited) -> str:
    recorded = visited.recorded
    if recorded is None:
        return "another feed than before"
    if recorded.capture.outcome == "unreadable":
        return "kept, not readable"
    if not recorded.is_entry:
        return "other bytes, the same text"
    if not recorded.is_new:
        return "as it was once before"
    return "changed" if recorded.capture.previous else "new"


def _say_end(ended: watching.RoundEnded) -> str:
    parts = [
        f"{len(ended.changes)} changes of zones, {len(ended.alerts)} alerts",
        *ended.untold,
        f"next visit {ended.next_visit:%Y-%m-%d %H:%M:%S} UTC",
    ]
    return make_line(f"round ended: {'; '.join(parts)}")


def _tell(said: watching.Visited | watching.RoundEnded) -> list[str]:
    """What was found, for people."""
    if isinstance(said, watching.Visited):
        recorded = said.recorded
        if recorded is None or not (recorded.is_new or recorded.capture.outcome == "gone"):
            return []
        title = f" {recorded.title}" if recorded.title else ""
        head = f"{said.source}: {_say_recorded(said) if said.found != 'gone' else 'gone'}:{title} ({said.address})"
        return [make_line(head), *(f"    {make_line(line)}" for line in recorded.difference)]
    changes = [
        f"zone {change.zone}: {change.verdict} in the map of {change.to.valid_from}: {sum_up_change(change)}"
        for change in said.changes
    ]
    return [make_line(line) for line in changes] + [f"ALERT {say_alert(alert)}" for alert in said.alerts]


def _describe(said: watching.Visited | watching.RoundEnded) -> dict[str, Any] | None:
    """What was found, for programs; none where that is nothing."""
    if isinstance(said, watching.RoundEnded):
        return {"changes": said.changes, "alerts": said.alerts, "untold": said.untold}
    if said.recorded is None:
        return None
    return {
        "source": said.source,
        "found": said.found,
        "capture": said.recorded.capture,
        "new": said.recorded.is_new,
        "difference": said.recorded.difference,
    }
