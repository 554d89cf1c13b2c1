"""Place names: the case's own gazetteer first, then the names that the language model or the words around them give away."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from msgspec import structs
from spacy.tokens import Doc, Span, Token

from groundtruce.model.cases import Case
from groundtruce.model.places import GazetteerEntry, Toponym, display_name, fold_letters


class Gazetteer(Protocol):
    """Where a place name is looked up."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """Every place that is called `name`, the most prominent first."""
        ...


def find_toponyms(doc: Doc, *, case: Case | None, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The place names of `doc` in order, each with the place that it is taken to mean.

    A name of the case's places means that place. Another name means the candidate of `gazetteer` that is the most
    populous and the nearest to the case's places and to the document's other places (the two minimalities of
    Leidner, Toponym Resolution in Text, 2007: one referent, and the smallest area).
    """
    known = _find_known(doc, case.places if case else ())
    named = _find_named(doc, known, gazetteer)
    around = [(entry.longitude, entry.latitude) for entry in (case.places if case else ())]
    around += [_point(name.entries[0]) for name in named if len(name.entries) == 1]
    names = _share_pairs(doc.text, sorted([*known, *(_choose(name, around) for name in named)]))
    return tuple(_toponym(name, doc.text) for name in names)


# ---------------------------------------------------------------------------------------------------------------

# Behind a name these belong to it and say that it is an area, not the town it is called after.
_AREA_WORDS = (
    "region",
    "district",
    "province",
    "oblast",
    "raion",
    "county",
    "governorate",
    "department",
    "state",
    "valley",
    "area",
    "corridor",
    "prefecture",
)
_AREA_BEHIND = re.compile(rf"[\s-]+(?:{'|'.join(_AREA_WORDS)})\b(?!['’]s)", re.IGNORECASE)
_SETTLEMENT_WORDS = ("village", "villages", "town", "city", "settlement", "hamlet")
# What stands between the two names of one place.
_PAIR = re.compile(r"\s*/\s*|\s+\((?:also\s+|or\s+)?")
_LOCATIVES = frozenset(
    {"in", "near", "at", "from", "around", "outside", "toward", "towards", "into", "across", "throughout", "inside"}
)
# A district's or region's point says no more than this about where in it something happened.
_AREA_UNCERTAINTY_KM = 25.0
# What a place loses in likelihood by being ten times further away than the scale, in powers of ten of population.
_DISTANCE_WEIGHT, _DISTANCE_SCALE_KM = 2.0, 100.0
_COUNTRY_BONUS = 3.0
_EARTH_RADIUS_KM = 6371.0088


class _Name(NamedTuple):
    """A name in the text with the places that it may mean, the likeliest first."""

    start: int
    end: int
    entries: tuple[GazetteerEntry, ...]


def _find_known(doc: Doc, places: Iterable[GazetteerEntry]) -> list[_Name]:
    """The longest names of the case's places."""
    by_name: dict[str, dict[str, GazetteerEntry]] = {}
    areas: dict[str, dict[str, GazetteerEntry]] = {}
    for entry in places:
        for name in map(_loose, (name.text for name in entry.names)):
            by_name.setdefault(name, {})[entry.id] = entry
            if entry.kind != "settlement":
                areas.setdefault(_AREA_BEHIND.sub("", name), {})[entry.id] = entry
    if not by_name:
        return []
    text = _loose(doc.text)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(by_name, key=len, reverse=True)))})(?![\w-])")
    return [
        _known_name(doc, match, by_name[match.group()], areas.get(match.group(), {}))
        for match in pattern.finditer(text)
        if _is_written_as_name(doc.text[match.start() : match.end()])
    ]


def _loose(text: str) -> str:
    """Without accents and capitals, hyphens as spaces; every offset stays."""
    return re.sub(r"[-\s]", " ", fold_letters(text))


def _is_written_as_name(words: str) -> bool:
    return words[0].isupper() and (words.rsplit(maxsplit=1)[-1][0].isupper() or " " in words or "-" in words)


def _known_name(
    doc: Doc, match: re.Match[str], entries: Mapping[str, GazetteerEntry], areas: Mapping[str, GazetteerEntry]
) -> _Name:
    """The name with the word behind it that makes it an area's: then the area of that name comes first."""
    behind = _AREA_BEHIND.match(doc.text, match.end())
    end = behind.end() if behind else match.end()
    area = behind is not None or match.group().split()[-1] in _AREA_WORDS
    candidates = {**areas, **entries}.values() if behind else entries.values()
    ranked = sorted(candidates, key=lambda entry: (entry.kind == "settlement") == area)
    return _Name(match.start(), end, tuple(map(_blur, ranked) if area else ranked))


def _blur(entry: GazetteerEntry) -> GazetteerEntry:
    """A settlement that stands for the area called after it: its point, but not its precision."""
    if entry.kind != "settlement":
        return entry
    return structs.replace(entry, kind="area", uncertainty_km=max(entry.uncertainty_km, _AREA_UNCERTAINTY_KM))


def _find_named(doc: Doc, known: Sequence[_Name], gazetteer: Gazetteer) -> list[_Name]:
    """The names that the case does not know."""
    taken = {token.i for name in known for token in _tokens(doc, name)}
    names = []
    for span in _candidate_spans(doc):
        if taken.isdisjoint(range(span.start, span.end)):
            entries = tuple(gazetteer.find(span.text))
            if entries or _is_surely_place(span):
                names.append(_extend(doc, span, entries))
                taken.update(range(span.start, span.end))
    return names


def _tokens(doc: Doc, name: _Name) -> Span:
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    assert span is not None
    return span


def _candidate_spans(doc: Doc) -> Iterator[Span]:
    """The model's places, then proper names in the place of a place, whatever the model takes them for."""
    for entity in doc.ents:
        if entity.label_ in ("GPE", "LOC", "FAC"):
            start = entity.start + (entity[0].lower_ in ("the", "of") and len(entity) > 1)
            yield doc[start : entity.end]
    for token in doc:
        if token.pos_ == "PROPN" and _stands_as_place(token):
            yield doc[_name_start(token) : token.i + 1]


def _name_start(token: Token) -> int:
    """Where the proper name begins that ends with `token`."""
    start = token.i
    while start > 0 and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].pos_ == "PROPN":
        start -= 1
    return start


def _stands_as_place(token: Token) -> bool:
    """Whether the words around a proper name ask for a place: "near X", "the village of X", "X and Y" behind such."""
    if token.dep_ == "conj" and token.head.pos_ == "PROPN":
        return _stands_as_place(token.head)
    if token.ent_type_ in ("DATE", "NORP"):
        return False
    if token.dep_ in ("compound", "nmod") and token.head.lower_ in (*_SETTLEMENT_WORDS, *_AREA_WORDS):
        return True
    if token.i + 1 < len(token.doc) and token.nbor().text == "/":
        return True
    if token.dep_ != "pobj":
        return False
    of_settlement = token.head.lower_ == "of" and token.head.head.lower_ in (*_SETTLEMENT_WORDS, *_AREA_WORDS)
    return of_settlement or token.head.lower_ in _LOCATIVES


def _is_surely_place(span: Span) -> bool:
    """Whether a name that no gazetteer knows is one all the same: the model says so, and so do the words around it."""
    near = span.root.dep_ == "pobj" and span.root.head.lower_ == "near"
    return _stands_as_place(span.root) and (near or span.root.ent_type_ in ("GPE", "LOC"))


def _extend(doc: Doc, span: Span, entries: tuple[GazetteerEntry, ...]) -> _Name:
    behind = _AREA_BEHIND.match(doc.text, span.end_char)
    if behind and not any(entry.kind == "country" for entry in entries):
        return _Name(span.start_char, behind.end(), tuple(map(_blur, entries)))
    return _Name(span.start_char, span.end_char, entries)


def _choose(name: _Name, around: Sequence[tuple[float, float]]) -> _Name:
    ranked = sorted(name.entries, key=lambda entry: -_likelihood(entry, around))
    return name._replace(entries=tuple(ranked))


def _likelihood(entry: GazetteerEntry, around: Sequence[tuple[float, float]]) -> float:
    """Population as a prior, against the distance to the middle of the other places."""
    prior = math.log10((entry.population or 0) + 10) + (_COUNTRY_BONUS if entry.kind == "country" else 0)
    if not around:
        return prior
    distance = min(_distance_km(_point(entry), _middle(around)), 20_000)
    return prior - _DISTANCE_WEIGHT * math.log10(1 + distance / _DISTANCE_SCALE_KM)


def _point(entry: GazetteerEntry) -> tuple[float, float]:
    return entry.longitude, entry.latitude


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The point in the middle by rank, which one far outlier does not move."""
    longitudes, latitudes = sorted(x for x, _ in points), sorted(y for _, y in points)
    return longitudes[len(points) // 2], latitudes[len(points) // 2]


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On the sphere, by the haversine formula; points are longitude, latitude in degrees."""
    (x1, y1), (x2, y2) = (map(math.radians, point) for point in (one, other))
    a = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, a)))


def _share_pairs(text: str, names: Sequence[_Name]) -> list[_Name]:
    """Let both names of "X / Y" mean one place, where the gazetteers know only one of them."""
    shared = list(names)
    for index, (first, second) in enumerate(pairwise(names)):
        if _PAIR.fullmatch(text, first.end, second.start) and bool(first.entries) != bool(second.entries):
            entries = first.entries or second.entries
            shared[index : index + 2] = [first._replace(entries=entries), second._replace(entries=entries)]
    return shared


def _toponym(name: _Name, text: str) -> Toponym:
    words = text[name.start : name.end]
    best = name.entries[0] if name.entries else None
    return Toponym(
        span=((name.start, name.end),),
        text=words,
        name=display_name(best) if best else words,
        gazetteer_id=best.id if best else None,
        longitude=best.longitude if best else None,
        latitude=best.latitude if best else None,
        uncertainty_km=best.uncertainty_km if best else None,
        kind=best.kind if best else None,
        alternatives=tuple(dict.fromkeys(entry.id for entry in name.entries[1:4] if best and entry.id != best.id)),
    )
