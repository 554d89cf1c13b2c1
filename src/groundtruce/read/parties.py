"""Which party of a case a phrase means, by the names that the case gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from groundtruce.model.cases import Actor, Case


@dataclass(frozen=True, slots=True)
class PartyNames:
    """The names of a case's parties and actors, ready for look-up. Without a case it knows none."""

    parties: dict[tuple[str, ...], str]
    """A name's words in lower case, to the party's identifier."""
    actors: dict[tuple[str, ...], Actor]
    longest: int
    """The most words that a name has."""

    def find_parties(self, phrase: str) -> tuple[str, ...]:
        """The parties that `phrase` names, in its order. A longer name hides the shorter ones inside it."""
        words = _split(phrase)
        found: list[str] = []
        start = 0
        while start < len(words):
            length, party = self._match(words, start)
            found += [party] if party is not None and party not in found else []
            start += max(length, 1)
        return tuple(found)

    def is_collective(self, phrase: str) -> bool:
        """Whether `phrase` is one of a party's own names, such as its capital."""
        words = _split(phrase)
        return words in self.parties and words not in self.actors

    def find_actor(self, phrase: str) -> Actor | None:
        """The actor that `phrase` is a name of."""
        return self.actors.get(_split(phrase))

    def _match(self, words: tuple[str, ...], start: int) -> tuple[int, str | None]:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            name = words[start : start + length]
            if name in self.parties:
                return length, self.parties[name]
        return 0, None


@lru_cache(maxsize=8)
def index_parties(case: Case | None) -> PartyNames:
    """The names of `case` for look-up: those of its parties, and of its actors for the parties they belong to."""
    if case is None:
        return PartyNames({}, {}, 0)
    parties: dict[tuple[str, ...], str] = {}
    for actor in case.actors:
        if actor.party is not None:
            parties |= dict.fromkeys(_variants((actor.name, *actor.names)), actor.party)
    for party in case.parties:
        parties |= dict.fromkeys(_variants((party.id, party.name, *party.names)), party.id)
    actors = {name: actor for actor in case.actors for name in _variants((actor.name, *actor.names))}
    return PartyNames(parties, actors, max((len(name) for name in parties), default=0))


# ---------------------------------------------------------------------------------------------------------------------


def _variants(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Each name's words, and the plural of a name of several words or of a demonym: `Russians`."""
    split = [words for words in map(_split, names) if words]
    return [*split, *((*words[:-1], words[-1] + "s") for words in split if not words[-1].endswith("s"))]


def _split(phrase: str) -> tuple[str, ...]:
    words = re.findall(r"\w+(?:[-'’]\w+)*", phrase.lower())
    return tuple(re.sub(r"['’]s?$", "", word) for word in words if word not in {"the", "a", "an"})
