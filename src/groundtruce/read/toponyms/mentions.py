"""Place names as they stand in a text, before it is decided which places they mean."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from groundtruce.model.places import GazetteerEntry


class Gazetteer(Protocol):
    """Where a place name is looked up."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """Every place that is called `name`, the most prominent first; of the kind `demonym` where `name` is a people's."""
        ...


class PlaceMention(NamedTuple):
    """A place name of a text: half-open offsets, and the places that it may mean, the likeliest first."""

    start: int
    end: int
    name: str
    """What it was looked up by: without the word that says what it is ("region")."""
    entries: tuple[GazetteerEntry, ...]
    expects: str | None = None
    """`area` or `settlement` where the words around it say so ("the X region", "the city of X")."""
    is_known: bool = False
    """Whether it is a name of the case's own places: these are what they are."""


DIVISION_KINDS = frozenset({"country", "region", "district"})
"""The kinds of places that contain others."""


def in_order(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """`mentions` in the order of the text."""
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))
