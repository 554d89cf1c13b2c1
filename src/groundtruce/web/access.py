"""Whom a request comes from and what they may do, by the token that it carries."""

import base64
import binascii
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import Request

from groundtruce import pipeline
from groundtruce.errors import GroundtruceError
from groundtruce.model.access import Role, may
from groundtruce.record.tokens import TokenStore
from groundtruce.web.problems import Refusal, refuse

_EVERY_SCHEME = ("bearer", "basic")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever sends a request."""

    role: Role
    name: str | None = None
    """None for who came without a token, or with the one that the server was started with."""
    expires: str | None = None


_ANYBODY = Visitor(role="reader")
_STARTER = Visitor(role="keeper")


class Access:
    """Who may come in: with the token that the server was started with, with one of the record's, or, unless private, anybody."""

    def __init__(self, *, token: str | None = None, store: TokenStore | None = None, private: bool = False) -> None:
        self.private = private
        self._token = token
        self._store = store

    def identify(self, headers: Headers, *, schemes: Collection[str] = _EVERY_SCHEME) -> Visitor | None:
        """Whose token a request carries; none where it carries none that opens anything."""
        secret = _read_secret(headers, schemes)
        if not secret:
            return None
        is_starter = self._token is not None and hmac.compare_digest(secret.encode(), self._token.encode())
        try:
            held = pipeline.find_holder(self._store.list() if self._store else (), secret)
        except GroundtruceError as error:
            raise refuse(error, status=500) from error
        if is_starter:
            return _STARTER
        return Visitor(role=held.role, name=held.name, expires=held.expires) if held else None

    def admit(self, headers: Headers) -> Visitor:
        """Who may read. Refused: nobody's token where one is needed."""
        visitor = self.identify(headers)
        if visitor is None and self.private:
            raise _refuse("this server needs a token", scheme="Basic")
        return visitor or _ANYBODY


class Needs:
    """What a route declares: the least role that it answers. For more than reading, only a bearer's token counts.

    A browser sends Basic credentials by itself; a bearer's token only who has it.
    """

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, request: Request) -> Visitor:
        """The one who asks, if they may."""
        access: Access = request.app.state.access
        if self.role == "reader":
            return access.admit(request.headers)
        visitor = access.identify(request.headers, schemes=("bearer",))
        if visitor is None:
            raise _refuse("the token is missing or wrong, has expired or was revoked", scheme="Bearer")
        if not may(visitor.role, self.role):
            raise Refusal(403, f"this needs the role {self.role}, and the token has the role {visitor.role}")
        return visitor


NEEDS_READER = Needs("reader")
NEEDS_REVIEWER = Needs("reviewer")
NEEDS_KEEPER = Needs("keeper")
Reading: TypeAlias = Annotated[Visitor, Depends(NEEDS_READER)]


def name_author(visitor: Visitor, by: str | None) -> str:
    """Under which name somebody writes: the token's where it has one. Refused where another is given, or none."""
    if visitor.name is not None:
        if by is not None and by.strip() != visitor.name:
            raise Refusal(403, "this token writes under its own name alone")
        return visitor.name
    if by is None:
        raise Refusal(400, "by: say who it is, since the token has no name")
    return by.strip()


# ---------------------------------------------------------------------------------------------------------------


def _refuse(reason: str, *, scheme: str) -> Refusal:
    return Refusal(401, reason, headers={"WWW-Authenticate": f'{scheme} realm="Groundtruce"'})


def _read_secret(headers: Headers, schemes: Collection[str]) -> str | None:
    """What a request carries, as a bearer's token or as the password of any user."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() not in schemes:
        return None
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return None
    return given.strip()
