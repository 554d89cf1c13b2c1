"""Statements as they are written for every home, as psycopg takes them."""

import re
from functools import lru_cache

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


@lru_cache(maxsize=256)
def to_psycopg(statement: str) -> bytes:
    """The statement with `%(name)s` for `:name`, and nothing else that psycopg could take for a parameter."""
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%")).encode()
