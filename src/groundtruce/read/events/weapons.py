"""What an attack was made with, as its clause names it, and the kind of fire that this is."""

from collections.abc import Iterator

from spacy.tokens import Token

from groundtruce.model.claims import EventType
from groundtruce.read.events.lexicon import WEAPONS
from groundtruce.read.events.roles import objects_of
from groundtruce.read.events.told import Told


def find_weapon(event: Told) -> Token | None:
    """The first word of the clause that names what was used: in the noun itself, behind "with", or as who acts."""
    return next((token for token in _candidates(event) if _kind_of(token)), None)


def settle_fire(event: Told) -> EventType:
    """The event's type, made more exact by the weapon: an attack with mortars is shelling, one by drones a drone strike."""
    weapon = find_weapon(event) if event.type in _INEXACT else None
    kind = _kind_of(weapon) if weapon is not None else None
    return kind if kind is not None and kind in _INEXACT.get(event.type, ()) else event.type


# ---------------------------------------------------------------------------------------------------------------

_FROM_THE_AIR = frozenset[EventType]({"air strike", "drone strike"})
_INEXACT: dict[EventType, frozenset[EventType]] = {
    "attack": _FROM_THE_AIR | {"shelling", "bombing", "small-arms fire"},
    "shelling": _FROM_THE_AIR | {"small-arms fire"},
    "bombing": _FROM_THE_AIR,
    "air strike": frozenset({"drone strike"}),
}
_WITH = ("with", "from", "by", "of", "using")


def _kind_of(token: Token) -> EventType | None:
    words = {token.lemma_.lower(), *token.lemma_.lower().split("-")}
    return next((kind for kind, weapons in WEAPONS.items() if words & weapons), None)


def _candidates(event: Told) -> Iterator[Token]:
    for head in dict.fromkeys((event.trigger, event.clause)):
        yield from (child for child in head.lefts if child.dep_ in ("compound", "amod", "nmod"))
        for noun in (*objects_of(head, *_WITH), *_used(head)):
            yield from _with_modifiers(noun)
    subjects = [child for child in event.clause.children if child.dep_ == "nsubj"]
    behind = [noun for head in event.roles.patients for noun in objects_of(head, "with")]
    for head in dict.fromkeys((*event.roles.agents, *subjects, *behind)):
        yield from _with_modifiers(head)
    yield from (child for child in event.trigger.children if child.dep_ == "dobj")


def _used(head: Token) -> Iterator[Token]:
    """The objects of "using mortars", "firing rockets"."""
    for child in head.children:
        if child.dep_ in ("advcl", "acl", "prep", "conj") and child.lemma_ in ("use", "employ", "fire"):
            yield from (noun for noun in child.children if noun.dep_ in ("dobj", "pobj"))


def _with_modifiers(noun: Token) -> Iterator[Token]:
    yield noun
    yield from (child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod"))
    yield from (child for child in noun.conjuncts if child.i > noun.i)
