"""Tokens made, listed, revoked, and told by their secrets."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta

from msgspec import structs

from groundtruce.compare.judgements.deciding import check_name
from groundtruce.errors import UnusableInput
from groundtruce.model.access import Role, Token
from groundtruce.model.times import format_moment
from groundtruce.pipeline.clock import now
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.record.tokens import TokenStore, find_tokens

LONGEST_LIFE_DAYS = 3660


def open_tokens(record: Address) -> TokenStore:
    """Where the tokens of a record are kept. Raises `UnusableInput` for what is no record."""
    with Record.open(record):
        return find_tokens(record)


def add_token(store: TokenStore, *, name: str, role: Role, days: float) -> tuple[Token, str]:
    """A new token, kept, and its secret, which is kept nowhere. Raises `UnusableInput` for a name or a life that is none."""
    try:
        name = check_name(name)
    except ValueError as error:
        raise UnusableInput("--as", str(error)) from error
    if not 0 < days <= LONGEST_LIFE_DAYS:
        raise UnusableInput("--days", f"a token lives for up to {LONGEST_LIFE_DAYS} days")
    secret, salt, made = secrets.token_urlsafe(32), secrets.token_hex(16), now()
    token = Token(
        id=secrets.token_hex(4),
        name=name,
        role=role,
        salt=salt,
        digest=_digest(salt, secret),
        made=format_moment(made),
        expires=format_moment(made + timedelta(days=days)),
        made_by=store.user,
    )
    store.put(token)
    return token, secret


def revoke_token(store: TokenStore, identifier: str) -> Token:
    """Let a token open nothing from now on. Raises `UnusableInput` for one that is not there or was revoked."""
    for token in store.list():
        if token.id == identifier and token.revoked is None:
            revoked = structs.replace(token, revoked=format_moment(now()), revoked_by=store.user)
            store.put(revoked)
            return revoked
    raise UnusableInput("token", f"no token {identifier} opens anything")


def find_holder(tokens: Iterable[Token], secret: str) -> Token | None:
    """The living token with this secret. It takes as long whichever it is and where it is none."""
    found = [each for each in tokens if hmac.compare_digest(each.digest, _digest(each.salt, secret))]
    return next(filter(is_alive, found), None)


def is_alive(token: Token) -> bool:
    """Whether a token opens anything now."""
    return token.revoked is None and format_moment(now()) < token.expires


# ---------------------------------------------------------------------------------------------------------------


def _digest(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()
