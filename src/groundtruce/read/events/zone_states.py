"""Boundaries that moved, told by what lies inside: "the updated map includes X", "X is now inside the zone"."""

from collections.abc import Set

from spacy.tokens import Token

from groundtruce.model.claims import EventType
from groundtruce.read.events.lexicon import GROUND, ZONES
from groundtruce.read.events.roles import Roles, find_roles, objects_of
from groundtruce.read.events.told import Told


def read_zone_state(verb: Token, *, places: Set[int]) -> Told | None:
    """The zone that grew or shrank, where a clause tells what is in it now, or no longer; none for any other clause.

    `places` are the indices of the tokens of the text's place names.
    """
    zone, inside = _contents(verb)
    inside = tuple(head for head in inside if head.i in places or head.lemma_.lower() in GROUND)
    if zone is None or not inside:
        return None
    change = _change(verb, zone)
    return Told(change, verb, verb, Roles((zone,), inside)) if change else None


# ---------------------------------------------------------------------------------------------------------------

_HOLDING = frozenset({"include", "cover", "contain", "encompass", "show", "comprise"})
_ADDING = frozenset({"include", "add", "incorporate", "bring"})
_TAKING_OUT = frozenset({"remove", "exclude", "drop", "take"})
_INSIDE = ("in", "inside", "within", "into", "to", "under")
_NEW = frozenset({"new", "updated", "latest", "revised", "redrawn", "current", "amended"})
_NOW = frozenset({"now", "already", "newly", "also"})
_PUBLISHING = frozenset({"publish", "release", "issue", "present"})
_AREAS = ZONES - {"presence", "line", "border", "boundary"}


def _contents(verb: Token) -> tuple[Token | None, tuple[Token, ...]]:
    """The zone or map that a clause speaks of, and what the clause puts into it."""
    roles = find_roles(verb)
    if verb.lemma_ in _HOLDING and roles.agents and _is_area(roles.agents[0]):
        # "Now includes the south-west with the village of X".
        return roles.agents[0], (*roles.patients, *objects_of(verb, "with"))
    if verb.lemma_ in ("be", "lie", "fall") or verb.lemma_ in _ADDING | _TAKING_OUT:
        areas = [noun for noun in objects_of(verb, *_INSIDE, "from") if _is_area(noun)]
        things = roles.patients or roles.agents
        return (areas[0], things) if areas and not any(map(_is_area, things)) else (None, ())
    return None, ()


def _is_area(noun: Token) -> bool:
    return noun.lemma_.lower() in _AREAS


def _change(verb: Token, zone: Token) -> EventType | None:
    adverbs = {child.lower_ for child in verb.children if child.dep_ in ("advmod", "neg")}
    gone = "longer" in adverbs or verb.lemma_ in _TAKING_OUT
    new = adverbs & _NOW or _is_new(zone)
    if gone:
        return "zone withdrawal"
    added = verb.lemma_ in _ADDING and objects_of(verb, *_INSIDE) and _is_told_as_done(verb)
    return "zone expansion" if new or added else None


def _is_new(zone: Token) -> bool:
    """Whether it is called new, or is told to have been published: "the map that was published includes X"."""
    told = (child.lemma_ in _PUBLISHING for child in zone.children if child.dep_ in ("relcl", "acl"))
    return any(told) or any(child.lower_ in _NEW for child in zone.lefts)


def _is_told_as_done(verb: Token) -> bool:
    """Whether it says that somebody did so, not how things stand."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    return not helpers & {"is", "are"}
