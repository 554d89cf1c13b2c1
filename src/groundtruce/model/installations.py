"""What of this program's needs a machine has."""

from typing import Literal

from groundtruce.model.values import Value

PartState = Literal["there", "missing", "unusable"]


class InstalledPart(Value):
    """A package, a program, a library or a place on the disk that something needs."""

    name: str
    extra: str | None
    """The extra that needs it; none for the core."""
    state: PartState
    found: str
    """Its version or where it is; empty where it is missing."""
    remedy: str
    """How to get it; empty where it is there."""


class Installation(Value, tag_field="format", tag="groundtruce-installation/1"):
    """The format `groundtruce-installation/1`: what is there, what is missing, and how to get it."""

    version: str
    python: str
    parts: tuple[InstalledPart, ...]
    lacking: tuple[str, ...]
    """The core, where it lacks something, and the extras that do; the rest works."""
