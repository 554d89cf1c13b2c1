"""The review in conversation: key by key on a terminal, line by line from anything else."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click
from rich.console import Console

from groundtruce import pipeline
from groundtruce.cli.judgements import by_option, parse_change, say_given
from groundtruce.cli.options import example, json_option, record_argument
from groundtruce.cli.printing import console, print_json
from groundtruce.errors import UnusableInput
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, Decision, StatementKind
from groundtruce.model.judgements import ReviewedStatement
from groundtruce.show.review import KEYS, print_choices, print_incident, print_keys, print_statement, quote
from groundtruce.show.wording import publisher_name


@click.command()
@record_argument
@by_option
@click.option(
    "--document", metavar="SHA256", help="Only what was read in this document; the hash's beginning suffices."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(STATEMENT_KINDS),
    help="Only statements of this kind. Repeat it.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Ask about so many at most.")
@json_option
@example("groundtruce review record.gpkg --as Ann --kind event")
def review(
    *, record: Path, by: str, document: str | None, kinds: tuple[StatementKind, ...], limit: int | None, as_json: bool
) -> None:
    """Review as NAME what the machine read in RECORD and matched to incidents, document by document.

    Each judgement is recorded at once, so a review may be stopped at any moment and goes on where it was. On a terminal a key
    decides, and ? shows the keys; else each line of the input is a key with what it needs behind it, such as
    "c date=2020-12-12". With --json, what is left to judge is printed and nothing is asked.
    """
    pipeline.stop_collecting()
    with pipeline.open_session(
        record, by=by, kinds=kinds or STATEMENT_KINDS, document=document, writable=not as_json
    ) as session:
        if as_json:
            left = session.list_open()
            print_json(type(left)(by=left.by, statements=left.statements[:limit]))
        else:
            _Conversation(session, console()).hold(limit)


# ---------------------------------------------------------------------------------------------------------------

_DECISIONS: dict[str, Decision] = {
    key: cast("Decision", name) for key, name, _ in KEYS if name in ("accept", "correct", "reject", "note")
}


class _Conversation:
    """Asks about one statement after another until nothing is left, the limit is reached, or the reviewer quits."""

    def __init__(self, session: pipeline.Session, shown: Console) -> None:
        self._session = session
        self._console = shown
        self._judged = 0
        self._done = False

    def hold(self, limit: int | None) -> None:
        asked = 0
        while not self._done and (limit is None or asked < limit):
            statement = self._session.find_next()
            if statement is None:
                click.echo(
                    f"nothing is left to judge for {self._session.by}; judge --undo withdraws the last judgement"
                )
                break
            self._show(statement)
            self._ask(statement)
            asked += 1
        click.echo(f"{self._judged} judged; the review goes on from here" if self._done else f"{self._judged} judged")

    def _ask(self, statement: ReviewedStatement) -> None:
        """Do what the reviewer says until the statement is settled."""
        while not self._done:
            key, rest = _read_key()
            try:
                if self._do(key, rest, statement):
                    return
            except UnusableInput as error:
                click.echo(f"not recorded: {error.reason}")

    def _do(self, key: str, rest: str, statement: ReviewedStatement) -> bool:
        """Do what a key says; gives whether the next statement is to be asked about."""
        if key in _DECISIONS:
            self._decide(_DECISIONS[key], rest, statement)
            return key != "n"
        match key:
            case "m":
                return self._merge(rest, statement)
            case "s":
                return self._split(rest, statement)
            case "k" | " ":
                self._session.pass_over(statement)
                return True
            case "u":
                click.echo(say_given(self._session.undo()))
                return True
            case "q" | "":
                self._done = True
            case "?":
                print_keys(self._console)
            case _:
                click.echo(f"{key!r} is no key; ? shows them")
        return False

    def _decide(self, decision: Decision, rest: str, statement: ReviewedStatement) -> None:
        changes: dict[str, str] = {}
        if decision == "correct":
            changes = _parse_changes(rest or _read_line("field=value …"))
            rest = ""
        if decision == "note":
            rest = rest or _read_line("note")
        self._record(pipeline.Opinion(statement=statement.statement, decision=decision, changes=changes, note=rest))

    def _merge(self, rest: str, statement: ReviewedStatement) -> bool:
        incident = self._incident_of(statement)
        near = self._session.list_neighbours(incident)
        print_choices(self._console, near, case=self._session.case)
        chosen = [_choose(word, [each.id for each in near]) for word in _words(rest or _read_line("merge with"))]
        self._record(pipeline.Opinion(statement=incident.id, decision="merge", others=chosen))
        return statement.kind == "incident"

    def _split(self, rest: str, statement: ReviewedStatement) -> bool:
        incident = self._incident_of(statement)
        if statement.kind == "event":
            self._record(pipeline.Opinion(statement=incident.id, decision="split", others=[statement.statement]))
            return False
        words = _words(rest or _read_line("the mentions that are of another one"))
        chosen = [_choose(word, incident.mentions) for word in words]
        self._record(pipeline.Opinion(statement=incident.id, decision="split", others=chosen))
        return True

    def _record(self, opinion: pipeline.Opinion) -> None:
        click.echo(say_given(self._session.judge(opinion)))
        self._judged += 1

    def _incident_of(self, statement: ReviewedStatement) -> Incident:
        named = statement.statement if statement.kind == "incident" else statement.incident
        incident = self._session.incident(named) if named else None
        if incident is None:
            raise UnusableInput("review", f"this {statement.kind} is of no incident")
        return incident

    def _show(self, statement: ReviewedStatement) -> None:
        if statement.kind == "incident":
            self._show_incident(statement)
            return
        assert statement.document
        print_statement(
            self._console,
            statement,
            case=self._session.case,
            document=self._session.document(statement.document),
            text=self._session.text_of(statement.document),
        )

    def _show_incident(self, statement: ReviewedStatement) -> None:
        quotes = []
        for placed in statement.mentions:
            sha256 = placed.mention.partition("#")[0]
            teller = publisher_name(self._session.case, self._session.document(sha256).publisher) or sha256[:12]
            quotes.append((teller, quote(self._session.text_of(sha256), placed.span)))
        print_incident(
            self._console,
            statement,
            case=self._session.case,
            incident=self._incident_of(statement),
            quotes=quotes,
        )


def _read_key() -> tuple[str, str]:
    """The next key, with what stands behind it on its line where there is no terminal; empty at the end of the input."""
    if sys.stdin.isatty():
        click.echo("[a c r m s n k u q ?] ", nl=False)
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        # Ctrl-D says what the end of a file says.
        return ("" if key == "\x04" else key), ""
    while line := sys.stdin.readline():
        if line.strip():
            key, _, rest = line.strip().partition(" ")
            return key, rest.strip()
    return "", ""


def _read_line(asked: str) -> str:
    """A line that the reviewer types, or the next line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    answer: str = click.prompt(asked, default="", show_default=False)
    return answer.strip()


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text.replace(",", " "))
    except ValueError as error:
        raise UnusableInput("review", str(error)) from error


def _parse_changes(text: str) -> dict[str, str]:
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UnusableInput("review", str(error)) from error
    return dict(map(parse_change, words))


def _choose(word: str, choices: Sequence[str]) -> str:
    """What a number of a list stands for; an identifier for itself."""
    if not word.isdecimal():
        return word
    if not 1 <= int(word) <= len(choices):
        raise UnusableInput("review", f"there is no number {word}")
    return choices[int(word) - 1]
