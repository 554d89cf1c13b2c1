"""Addresses of what a record holds, for formats that name everything by an IRI."""

import uuid
from base64 import urlsafe_b64encode

from groundtruce.model.documents import Document

_NAMESPACE = uuid.UUID("5d0c1e52-6b0f-5c52-9a57-0c1f3a6a1d3e")
"""This project's own name space, so that the same thing has the same UUID everywhere."""


def name_bytes(sha256: str) -> str:
    """Bytes by their hash, whoever holds them: `ni:///sha-256;…` (RFC 6920)."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def choose_address(document: Document) -> str:
    """Where a document came from, where that is an address; else its bytes by their hash."""
    is_address = document.origin.startswith(("https://", "http://"))
    return document.origin if is_address else name_bytes(document.sha256)


def name_thing(*parts: str) -> str:
    """Anything else by a UUID of what makes it up: `urn:uuid:…` (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(31).join(parts))}"
