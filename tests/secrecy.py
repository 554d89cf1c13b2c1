"""No secret in any log: whatever the tests and the programs that they start say is looked through for what would open something."""

import re
from collections.abc import Iterable

SECRETS = frozenset({"s3cret", "wr0ng", "a-token-of-the-tests-1234", "user:secret"})
"""Passwords and tokens that tests write down; those that the program makes are told by their form."""

_LIKE_A_TOKEN = re.compile(r"(?<![\w-])(?<!sha-256;)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{43}(?![\w-])")
"""256 random bits, as `pipeline.add_token` and a server that starts write them; not a document's hash in an identifier (RFC 6920)."""


def find_secrets(text: str) -> list[str]:
    """The secrets that a text gives away."""
    return sorted(each for each in SECRETS if each in text) + _LIKE_A_TOKEN.findall(text)


def check_said(arguments: Iterable[object], *, out: str, err: str) -> None:
    """Fail where a command says a secret: only one that makes a token prints it, once, as its answer."""
    makes_one = [str(argument) for argument in arguments][:2] == ["token", "add"]
    given_away = [*find_secrets(err), *([] if makes_one else find_secrets(out))]
    assert not given_away, f"a command gave {len(given_away)} secrets away"
