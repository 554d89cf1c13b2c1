"""Identifiers from content: the same statement from the same place always has the same identifier."""

import hashlib
from typing import Any

import msgspec

# 64 bits: in a record of ten million statements two share an identifier with a chance of about 3 in a million.
_IDENTIFIER_HEX_DIGITS = 16


def encode_canonically(value: Any) -> bytes:
    """The canonical JSON of a value: UTF-8, keys sorted by code point, no white space, shortest numbers.

    Raises `ValueError` for text that is not Unicode (lone surrogates).
    """
    return msgspec.json.encode(value, order="sorted")


def digest(content: bytes) -> str:
    """The SHA-256 of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def identify(kind: str, *parts: Any) -> str:
    """An identifier such as `incident-1f0c…` made from `kind` and the canonical JSON of `parts`."""
    return f"{kind}-{digest(encode_canonically([kind, *parts]))[:_IDENTIFIER_HEX_DIGITS]}"
