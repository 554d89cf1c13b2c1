"""Who may do what with a record that is served: roles, and the tokens that carry them."""

from typing import Literal

from groundtruce.model.values import Value

Role = Literal["reader", "reviewer", "keeper"]

ROLES: tuple[Role, ...] = ("reader", "reviewer", "keeper")
"""Each may do what those before it may: read; judge what was read; add documents and maps."""


class Token(Value):
    """A token as it is kept: of its secret only a salted SHA-256, which is enough for 256 random bits."""

    id: str
    """By which it is listed and revoked."""
    name: str
    """Of the one who holds it: what is written with it carries this name."""
    role: Role
    salt: str
    digest: str
    """SHA-256 of salt and secret, in hexadecimal."""
    made: str
    """A moment in UTC, as the others."""
    expires: str
    made_by: str | None = None
    """The account of the machine or the role of the database that made it."""
    revoked: str | None = None
    revoked_by: str | None = None


def may(held: Role, needed: Role) -> bool:
    """Whether a role suffices."""
    return ROLES.index(held) >= ROLES.index(needed)
