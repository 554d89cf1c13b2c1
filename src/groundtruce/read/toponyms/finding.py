"""Place names: the case's own places first, then the names that the gazetteer, the language model and the words around give away."""

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from groundtruce.model.cases import Case
from groundtruce.model.places import GazetteerEntry, Toponym, display_name
from groundtruce.read.toponyms.area_words import blur_settlement
from groundtruce.read.toponyms.known_places import find_known_places
from groundtruce.read.toponyms.mentions import Gazetteer, PlaceMention, in_order
from groundtruce.read.toponyms.names import find_named_places
from groundtruce.read.toponyms.resolution import resolve_mentions
from groundtruce.read.toponyms.surroundings import UNKNOWN, clear_of, keep_neighbours, place_unknown

__all__ = ["Gazetteer", "find_toponyms"]


def find_toponyms(doc: Doc, *, case: Case | None, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The place names of `doc` in order, each with the place that it is taken to mean.

    A name of the case's places means that place; another one of the places that `gazetteer` knows by it, as the text's
    other names and the case's places make likely (`place_resolution`). The name of a people ("Russian") is one of the
    kind `demonym`, placed where the people's country lies.
    """
    text = doc.text
    places = case.places if case else ()
    known = find_known_places(text, places)
    named = find_named_places(doc, text=text, taken=known, gazetteer=gazetteer)
    mentions = resolve_mentions(text, in_order([*known, *named.sure]), places)
    among = keep_neighbours(named.possible, mentions)
    mentions = resolve_mentions(text, in_order([*known, *named.sure, *among]), places)
    mentions = in_order([*mentions, *clear_of(named.unknown, among)])
    return tuple(_toponym(mention, text) for mention in place_unknown(_share_pairs(text, mentions)))


# ---------------------------------------------------------------------------------------------------------------

# What stands between the two names of one place.
_PAIR = re.compile(r"\s*/\s*|\s+\((?:also\s+|or\s+)?")


def _share_pairs(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Let both names of "X / Y" mean one place, where the gazetteers know only one of them."""
    shared = list(mentions)
    for index, (first, second) in enumerate(pairwise(mentions)):
        if _PAIR.fullmatch(text, first.end, second.start) and bool(first.entries) != bool(second.entries):
            entries = first.entries or second.entries
            shared[index : index + 2] = [first._replace(entries=entries), second._replace(entries=entries)]
    return shared


def _toponym(mention: PlaceMention, text: str) -> Toponym:
    words = text[mention.start : mention.end]
    best = mention.entries[0] if mention.entries else None
    if best and best.id == UNKNOWN:
        return _vague_toponym(mention, words, best)
    if best and mention.expects == "area":
        best = blur_settlement(best)
    return Toponym(
        span=((mention.start, mention.end),),
        text=words,
        name=display_name(best) if best else words,
        gazetteer_id=best.id if best else None,
        longitude=best.longitude if best else None,
        latitude=best.latitude if best else None,
        uncertainty_km=best.uncertainty_km if best else None,
        kind=best.kind if best else None,
        alternatives=tuple(dict.fromkeys(entry.id for entry in mention.entries[1:4] if best and entry.id != best.id)),
    )


def _vague_toponym(mention: PlaceMention, words: str, around: GazetteerEntry) -> Toponym:
    """A place that no gazetteer knows: somewhere around those that the text names beside it."""
    return Toponym(
        span=((mention.start, mention.end),),
        text=words,
        name=words,
        gazetteer_id=None,
        longitude=around.longitude,
        latitude=around.latitude,
        uncertainty_km=around.uncertainty_km,
        kind=around.kind,
    )
