"""The commands that say who may do what with a record that is served."""

from contextlib import closing
from typing import cast

import click

from groundtruce import pipeline
from groundtruce.cli.options import example, json_option, record_argument
from groundtruce.cli.printing import console, print_json
from groundtruce.model.access import ROLES, Role, Token
from groundtruce.record.addresses import Address
from groundtruce.show.printing import print_table


@click.group()
@example("groundtruce token add record.gpkg --as Ann --role reviewer")
def token() -> None:
    """Make, list and revoke the tokens of a record that is served.

    A reader reads; a reviewer judges too; a keeper adds documents and maps too. What is written with a token carries its name.
    """


@token.command()
@record_argument
@click.option("--as", "name", required=True, metavar="NAME", help="Who holds it.")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What it allows.")
@click.option("--days", type=float, default=90.0, show_default=True, help="It expires after so many days.")
@json_option
@example("groundtruce token add record.gpkg --as Ann --role reviewer")
def add(*, record: Address, name: str, role: str, days: float, as_json: bool) -> None:
    """Make a token for RECORD and print it, once: only its hash is kept, in RECORD.tokens or in the database."""
    with closing(pipeline.open_tokens(record)) as store:
        made, secret = pipeline.add_token(store, name=name, role=cast("Role", role), days=days)
    if as_json:
        print_json({**_describe(made), "token": secret})
    else:
        click.echo(secret)


@token.command("list")
@record_argument
@json_option
@example("groundtruce token list record.gpkg")
def list_(*, record: Address, as_json: bool) -> None:
    """List the tokens of RECORD: whose they are, what they allow, until when."""
    with closing(pipeline.open_tokens(record)) as store:
        tokens = store.list()
    if as_json:
        print_json({"tokens": list(map(_describe, tokens))})
    else:
        rows = [(each.id, each.name, each.role, each.made_by or "", each.expires, _tell_state(each)) for each in tokens]
        print_table(console(), ("Token", "Name", "Role", "Made by", "Expires", "State"), rows)


@token.command()
@record_argument
@click.argument("identifier", metavar="TOKEN")
@json_option
@example("groundtruce token revoke record.gpkg 3f2a91c0")
def revoke(*, record: Address, identifier: str, as_json: bool) -> None:
    """Let the TOKEN of this identifier open nothing any more, also at a server that runs."""
    with closing(pipeline.open_tokens(record)) as store:
        revoked = pipeline.revoke_token(store, identifier)
    if as_json:
        print_json(_describe(revoked))
    else:
        click.echo(f"{revoked.id}: the token of {revoked.name} is revoked")


# ---------------------------------------------------------------------------------------------------------------


_SHOWN = ("id", "name", "role", "made", "made_by", "expires", "revoked", "revoked_by")


def _describe(token: Token) -> dict[str, str | None]:
    """A token without what could tell its secret."""
    shown = {name: getattr(token, name) for name in _SHOWN}
    return {**shown, "state": _tell_state(token)}


def _tell_state(token: Token) -> str:
    if token.revoked:
        return "revoked"
    return "alive" if pipeline.is_alive(token) else "expired"
