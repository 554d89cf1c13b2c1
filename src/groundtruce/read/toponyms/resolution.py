"""Resolution: which of the places of a name a text means.

Every name of a text is weighed with the others (the "one sense per discourse" and "spatial minimality" heuristics of
Leidner, Toponym Resolution in Text, 2007, as one log-linear score): how prominent a place is by itself; whether the words
beside its name say what kind of place it is or what contains it ("Paris, Texas"); which countries and divisions the
text's other names are likely to lie in; and how near its places lie to theirs. The weights are powers of ten of
population. What the others mean is uncertain too, so it is weighed in rounds, each with the likelihoods of the one before.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundtruce.model.places import GazetteerEntry, fold_name
from groundtruce.read.toponyms.mentions import DIVISION_KINDS, PlaceMention


def resolve_mentions(
    text: str, mentions: Sequence[PlaceMention], around: Sequence[GazetteerEntry]
) -> list[PlaceMention]:
    """`mentions` in the order of `text`, each with its entries reordered, the likeliest first.

    `around` are places that the text is known to be about, such as a case's.
    """
    contained = _find_containers(text, mentions)
    narrowed = [
        mention._replace(entries=contained.get(number, mention.entries[:1] if mention.is_known else mention.entries))
        for number, mention in enumerate(mentions)
    ]
    names = _group_names(narrowed, contained)
    resolved = list(mentions)
    for name, entries in zip(names, _rank(names, around) if names else (), strict=True):
        for number in name.mentions:
            # A case's place is the one that its words name; it only says where the text is.
            if not mentions[number].is_known:
                resolved[number] = mentions[number]._replace(entries=entries)
    return resolved


# ---------------------------------------------------------------------------------------------------------------

# Behind a name, what stands before the name of the place that contains it.
_WITHIN = re.compile(r",\s+|\s*\(\s*|\s+")
# A prominence by kind that compares with the power of ten of a settlement's population.
_PROMINENCE = {"country": 7.0, "continent": 7.0, "area": 6.5, "feature": 6.0, "region": 5.3}
_DISTRICT, _DEMONYM = 2.5, 4.0
_LARGER_SHARE = 0.3
"""How much of its population's power of ten a district has beside its own prominence."""
_FURTHER_NAME = -0.7
"""A name that is not the first one of its place."""
_EXPECTED = 2.5
"""The words around say that it is a place of that kind."""
_SAME_COUNTRY, _SAME_DIVISION, _NEAR = 2.4, 2.5, 2.5
_SAME_PLACE = 1.0
"""Another name of the text is the same place's: "Wash." and "Washington"."""
_NEAR_KM = 60.0
"""Over so many kilometres what a place near by says falls by e."""
# What reaches further than the one is near nothing; a division holds what lies within the other of its point.
_SHARP_KM, _INSIDE_KM = 150.0, 250.0
# Less likely places are not looked at from others; a point of score makes a place so many powers of e likelier.
_LEAST_LIKELY, _SHARPNESS = 0.05, 2.0
_ROUNDS = 3
# No name has so many places that its hundredth is meant; no text says more of where it is than its first names.
_MOST_PLACES, _MOST_NAMES = 40, 80
# Places are compared in blocks, so that a long text needs no more memory than a short one.
_BLOCK = 4096
_EARTH_RADIUS_KM = 6371.0088


class _Name(NamedTuple):
    """A name, all mentions of which mean one place."""

    mentions: tuple[int, ...]
    entries: tuple[GazetteerEntry, ...]
    scores: tuple[float, ...]
    """Of each entry, by itself."""


class _Places(NamedTuple):
    """The places of all names, one behind the other."""

    name: Any
    """The number of the name of each place."""
    score: Any
    point: Any
    """Unit vectors."""
    identity: Any
    """Numbers of places: the same for what two names share."""
    country: Any
    """Numbers of countries; -1 for none."""
    division: Any
    reach: Any
    """Their uncertainty, in kilometres."""
    inside: Any
    """How far from the point of a division a place may lie and still be in it, in kilometres."""
    weight: Any
    """How much each name says of where the text is."""


def _find_containers(text: str, mentions: Sequence[PlaceMention]) -> dict[int, tuple[GazetteerEntry, ...]]:
    """For the names with their container behind them, the places that lie in it; for the containers, those that contain one."""
    found: dict[int, tuple[GazetteerEntry, ...]] = {}
    for number in range(len(mentions) - 2, -1, -1):
        inner, outer = mentions[number], mentions[number + 1]
        if outer.start - inner.end > 3 or not _WITHIN.fullmatch(text, inner.end, outer.start):
            continue
        outer_entries = found.get(number + 1, outer.entries)
        larger = {entry.id for entry in outer_entries if entry.kind in DIVISION_KINDS}
        inside = tuple(entry for entry in inner.entries if not larger.isdisjoint(entry.within))
        if inside and not inner.is_known:
            found[number] = inside
            containing = {identifier for entry in inside for identifier in entry.within}
            found[number + 1] = tuple(entry for entry in outer_entries if entry.id in containing)
    return found


def _group_names(mentions: Sequence[PlaceMention], contained: Mapping[int, Any]) -> list[_Name]:
    """The names with places. One that stands bare means what it means where its container is named."""
    told: dict[str, frozenset[str]] = {}
    groups: defaultdict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    # Those with their container first: they tell what the others mean.
    for number in sorted(range(len(mentions)), key=lambda number: (number not in contained, number)):
        mention = mentions[number]
        if mention.entries:
            key = fold_name(mention.name)
            ids = frozenset(entry.id for entry in mention.entries)
            if number in contained or mention.is_known:
                told.setdefault(key, ids)
            else:
                ids = told.get(key, frozenset())
            groups[key, ids].append(number)
    return [_name([mentions[number] for number in numbers], numbers, contained) for numbers in groups.values()]


def _name(mentions: Sequence[PlaceMention], numbers: Sequence[int], contained: Mapping[int, Any]) -> _Name:
    narrow = [mention for mention, number in zip(mentions, numbers, strict=True) if number in contained]
    entries = (narrow or mentions)[0].entries
    expects = {mention.expects for mention in mentions if mention.expects}
    scored = sorted(
        ((_own_score(entry, mentions[0], expects), -at, entry) for at, entry in enumerate(entries)),
        key=lambda one: one[:2],
        reverse=True,
    )
    kept = scored[:_MOST_PLACES]
    return _Name(tuple(numbers), tuple(entry for _, _, entry in kept), tuple(score for score, _, _ in kept))


def _own_score(entry: GazetteerEntry, mention: PlaceMention, expects: set[str]) -> float:
    score = _prominence(entry)
    if (
        entry.kind in ("settlement", "district")
        and not mention.is_known
        and fold_name(entry.names[0].text) != fold_name(mention.name)
    ):
        score += _FURTHER_NAME
    if expects:
        score += _EXPECTED * (("settlement" if entry.kind == "settlement" else "area") in expects)
    return score


def _prominence(entry: GazetteerEntry) -> float:
    people = math.log10((entry.population or 0) + 10)
    if entry.kind in ("district", "demonym"):
        return (_DISTRICT if entry.kind == "district" else _DEMONYM) + _LARGER_SHARE * people
    return _PROMINENCE.get(entry.kind, people)


def _rank(names: Sequence[_Name], around: Sequence[GazetteerEntry]) -> list[tuple[GazetteerEntry, ...]]:
    places = _lay_out(names, around)
    scores = places.score
    for _ in range(_ROUNDS):
        scores = places.score + _support(places, _likelihoods(places, scores))
    ranked = []
    first = 0
    for name in names:
        own = scores[first : first + len(name.entries)]
        first += len(name.entries)
        ranked.append(tuple(name.entries[number] for number in np.argsort(-own, kind="stable")))
    return ranked


def _lay_out(names: Sequence[_Name], around: Sequence[GazetteerEntry]) -> _Places:
    """The places of the names, then each place that the text is known to be about as a name of its own."""
    entries = [entry for name in names for entry in name.entries] + list(around)
    counts = [len(name.entries) for name in names] + [1] * len(around)
    angles = np.radians([(entry.longitude, entry.latitude) for entry in entries])
    x, y = angles[:, 0], angles[:, 1]
    weights = [1 + math.log(len(name.mentions)) for name in names] + [1.0] * len(around)
    return _Places(
        name=np.repeat(np.arange(len(counts)), counts),
        score=np.array([score for name in names for score in name.scores] + [0.0] * len(around)),
        point=np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y))),
        identity=_number([entry.id for entry in entries]),
        country=_number([entry.country for entry in entries]),
        division=_number([_division(entry) for entry in entries]),
        reach=np.array([entry.uncertainty_km for entry in entries]),
        inside=np.array([min(entry.uncertainty_km, _INSIDE_KM) * (entry.kind == "region") for entry in entries]),
        weight=np.array(weights),
    )


def _division(entry: GazetteerEntry) -> str | None:
    """The first-level division that a place is or lies in."""
    if entry.kind == "region":
        return entry.id
    return entry.within[0] if len(entry.within) > 1 else None


def _number(names: Sequence[str | None]) -> Any:
    numbers: dict[str, int] = {}
    return np.array([-1 if name is None else numbers.setdefault(name, len(numbers)) for name in names])


def _likelihoods(places: _Places, scores: Any) -> Any:
    """Of each place among those of its name."""
    highest = np.full(len(places.weight), -np.inf)
    np.maximum.at(highest, places.name, scores)
    odds = np.exp(_SHARPNESS * (scores - highest[places.name]))
    return odds / np.bincount(places.name, odds, len(places.weight))[places.name]


def _support(places: _Places, likelihoods: Any) -> Any:
    """What the other names say for each place: its country, its division, its neighbourhood."""
    said = likelihoods * places.weight[places.name]
    return (
        _SAME_COUNTRY * _share(places, places.country, said)
        + _SAME_DIVISION * _share(places, places.division, said)
        + _SAME_PLACE * _repetition(places, said)
        + _NEAR * _nearness(places, likelihoods)
    )


def _share(places: _Places, groups: Any, said: Any) -> Any:
    """The share of the other names that lie in the same group, with one name's doubt."""
    all_others = said.sum() - np.bincount(places.name, said, len(places.weight))[places.name]
    return np.where(groups >= 0, _of_others(places, groups, said) / (all_others + 1.0), 0.0)


def _repetition(places: _Places, said: Any) -> Any:
    """Whether another name means the same place."""
    return np.minimum(_of_others(places, places.identity, said), 1.0)


def _of_others(places: _Places, groups: Any, said: Any) -> Any:
    """What the other names say for the group of each place; what its own name says for it must not count."""
    _, pair = np.unique(np.column_stack((places.name, groups)), axis=0, return_inverse=True)
    return np.bincount(groups + 1, said)[groups + 1] - np.bincount(pair, said)[pair]


def _nearness(places: _Places, likelihoods: Any) -> Any:
    """The logarithm of how many of the other names have a place near by; of the first names only, so that cost is linear.

    What lies inside a division is near it; a place that is itself wide is near nothing.
    """
    early = (places.name < _MOST_NAMES) & (likelihoods > _LEAST_LIKELY) & (places.reach <= _SHARP_KM)
    said = likelihoods[early] * places.weight[places.name[early]]
    near = np.zeros(len(likelihoods))
    for first in range(0, len(near), _BLOCK):
        block = slice(first, first + _BLOCK)
        angles = np.arccos(np.clip(places.point[block] @ places.point[early].T, -1, 1))
        gaps = np.maximum(angles * _EARTH_RADIUS_KM - places.inside[block, None], 0)
        is_other = places.name[block, None] != places.name[early][None, :]
        near[block] = (np.exp(-gaps / _NEAR_KM) * said * is_other).sum(axis=1)
    return np.log1p(near)
