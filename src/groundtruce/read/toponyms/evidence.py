"""Which of the names that the gazetteer knows are place names where they stand.

Three witnesses are heard: the gazetteer (how prominent are the places of that name?), the language model (does it take
the words for a place, a person, an organization?), and the words around ("near X", "X County", "X, Texas"). A name that
they agree on once is one wherever the text uses it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from groundtruce.model.places import GazetteerEntry
from groundtruce.read.toponyms.area_words import AREA_WORDS, COMPASS, FEATURE_WORDS, HOUSE_WORDS, SETTLEMENT_WORDS
from groundtruce.read.toponyms.hits import Hit, follows_name, is_bare_code, is_first_name
from groundtruce.read.toponyms.mentions import DIVISION_KINDS

PLACE_LABELS = ("GPE", "LOC", "FAC")
"""What the language model calls places."""


def accept_hits(doc: Doc, text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are place names, by their own evidence or by that of another of the same name."""
    datelines = [match.span(1) for match in _DATELINE.finditer(text)]
    sure = [_is_surely_place(doc, hits, number, datelines) for number in range(len(hits))]
    for_place = Counter(hit.name.casefold() for hit, is_sure in zip(hits, sure, strict=True) if is_sure)
    for_person = Counter(hit.name.casefold() for hit in hits if doc[hit.end - 1].ent_type_ == "PERSON")
    names = {name for name, count in for_place.items() if for_person[name] <= _MOST_AGAINST * count}
    return [
        hit
        for number, (hit, is_sure) in enumerate(zip(hits, sure, strict=True))
        if (hit.name.casefold() in names and (is_sure or _may_be_repeated(doc, hit)))
        or _is_contained(doc, hits, number)
    ]


def is_possible(doc: Doc, hit: Hit) -> bool:
    """Whether it may be a place's if the text's other places lie around it."""
    first, last = doc[hit.start], doc[hit.end - 1]
    if len(hit.name) <= 3 or hit.entries[0].kind == "demonym" or hit.name.casefold() in _GENERIC | _DIRECTIONS:
        return False
    if (
        _is_in_person(doc, hit)
        or first.ent_type_ in ("DATE", "TIME", "MONEY")
        or last.pos_ not in ("PROPN", "NOUN", "ADJ")
    ):
        return False
    return last.ent_type_ != "PERSON" or last.dep_ in ("pobj", "appos", "compound", "nmod", "conj")


def stands_as_place(token: Token) -> bool:
    """Whether the words around a proper name ask for a place: "near X", "the village of X", "X and Y" behind such."""
    if token.dep_ == "conj" and token.head.pos_ == "PROPN" and token.head.i < token.i:
        return stands_as_place(token.head)
    if token.ent_type_ in ("DATE", "NORP"):
        return False
    before_slash = token.i + 1 < len(token.doc) and token.nbor().text == "/"
    return before_slash or _governed_as_place(token, token.head)


# ---------------------------------------------------------------------------------------------------------------

_LOCATIVES = frozenset(
    {"in", "near", "at", "from", "around", "outside", "toward", "towards", "into", "across", "throughout", "inside"}
)
# What only a place has: "the village of X", "10 km west of X".
_OF_PLACES = frozenset({*SETTLEMENT_WORDS, *AREA_WORDS, *COMPASS, "outskirts", "suburb", "suburbs", "capital", "port"})
# What is done to a place, not to a person.
_PLACE_VERBS = frozenset(
    {
        "enter",
        "reach",
        "leave",
        "shell",
        "bomb",
        "bombard",
        "besiege",
        "capture",
        "recapture",
        "retake",
        "seize",
        "occupy",
        "liberate",
    }
)
# Behind these an organization's name is its place's.
_WHERE = frozenset({"in", "near", "outside"})
# A place of as many people is meant inside the name of a place; of a house; of an organization; anywhere.
_KNOWN, _TOWN, _WELL_KNOWN, _FAMOUS = 5_000, 20_000, 100_000, 500_000
_DATELINE = re.compile(
    r"(?:^|\n|[.!?][\"'”’]?\s)[ \t]*([A-Z][A-Z .'’-]{2,40}?)(?:,[ ]\w[\w. ]{1,20})?[ ]*(?:\([^)\n]{1,30}\))?[ ]*(?:--|[–—�]|-[ ])"
)
# A name that is taken for a person's so many times as often as for a place's is a person's.
_MOST_AGAINST = 2
_PARTIES = frozenset({"D", "R", "I", "DFL", "Lab", "Con"})
# Words that are a part of many names and by themselves none.
_GENERIC_WORDS = """
    city town village county state street road avenue center centre court hall school university college church park lake
    river hill hills valley island port airport station bank house act union united national international republic
    federal royal police media border east end north south west highway green forest bay beach field fields man orange
    mission time most
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_DIRECTIONS = frozenset(
    {f"{word}{end}" for word in COMPASS for end in ("", "ern")}
    | {"central", "centre", "center", "upper", "lower", "metro", "capital", "metropolitan"}
)


def _governed_as_place(token: Token, head: Token) -> bool:
    if token.dep_ in ("compound", "nmod"):
        return head.lower_ in (*SETTLEMENT_WORDS, *AREA_WORDS)
    if token.dep_ == "dobj":
        return head.lemma_.lower() in _PLACE_VERBS
    if token.dep_ != "pobj":
        return False
    return head.lower_ in _LOCATIVES or (head.lower_ == "of" and head.head.lower_ in _OF_PLACES)


def _may_be_repeated(doc: Doc, hit: Hit) -> bool:
    return len(hit.name) > 3 and not _is_in_person(doc, hit) and not _is_in_feature(doc, hit)


def _is_surely_place(doc: Doc, hits: Sequence[Hit], number: int, datelines: Sequence[tuple[int, int]]) -> bool:
    hit = hits[number]
    if _is_contained(doc, hits, number) or _contains(doc, hits, number):
        return True
    by_form = _is_place_by_form(doc, hit)
    if by_form is not None:
        return by_form
    if any(start <= doc[hit.start].idx < end for start, end in datelines):
        return True
    if _is_in_person(doc, hit):
        return False
    if _is_in_feature(doc, hit):
        in_house = doc[hit.end].text in HOUSE_WORDS
        return _names_division(hit) or _is_prominent(hit, _TOWN if in_house else _WELL_KNOWN)
    return _is_place_by_label(doc, hit) or _is_place_by_words(doc, hit)


def _is_place_by_form(doc: Doc, hit: Hit) -> bool | None:
    """What the form of the name says by itself; none where it says nothing."""
    if is_bare_code(hit):
        return follows_name(doc, hit) or doc[hit.start].ent_type_ == "GPE"
    if hit.name.casefold() in _GENERIC:
        return False
    if hit.entries[0].kind == "demonym":
        return _is_demonym(doc, hit)
    return True if _follows_party(doc, hit) else None


def _follows_party(doc: Doc, hit: Hit) -> bool:
    """Whether a party's letter stands before it: "D-Winthrop"."""
    return hit.start > 1 and doc[hit.start - 1].text == "-" and doc[hit.start - 2].text.strip("(") in _PARTIES


def _is_place_by_label(doc: Doc, hit: Hit) -> bool:
    """Whether the model takes the words for a place, or for an organization that is called after one."""
    label = doc[hit.end - 1].ent_type_
    if label in PLACE_LABELS:
        return _is_whole_entity(doc, hit) or _is_prominent(hit, _KNOWN)
    if label in ("ORG", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"):
        return _is_prominent(hit, _WELL_KNOWN) and not _is_direction(hit)
    return False


def _is_place_by_words(doc: Doc, hit: Hit) -> bool:
    labels = {token.ent_type_ for token in doc[hit.start : hit.end]}
    if _names_division(hit):
        return True
    if stands_as_place(doc[hit.end - 1]) and not labels & {"DATE", "TIME"}:
        return "ORG" not in labels or (_is_whole_entity(doc, hit) and doc[hit.end - 1].head.lower_ in _WHERE)
    if "PERSON" in labels or _is_direction(hit):
        return False
    return _is_prominent(hit, _FAMOUS)


def _is_whole_entity(doc: Doc, hit: Hit) -> bool:
    """Whether the entity that the hit stands in has no other words of its name."""
    first, last = doc[hit.start], doc[hit.end - 1]
    begins = first.ent_iob_ != "I" or first.i == 0 or not first.nbor(-1).text[0].isupper()
    ends = hit.end == len(doc) or doc[hit.end].ent_iob_ != "I" or not doc[hit.end].text[0].isupper()
    return (begins and ends) or last.ent_type_ == "" or (begins and doc[hit.end].lower_ in AREA_WORDS)


def _is_prominent(hit: Hit, population: int) -> bool:
    """Whether one of the places is large, or has as many people, and the name is its own."""
    return any(
        entry.kind in ("country", "continent", "area", "feature")
        or ((entry.population or 0) >= population and (entry.kind == "region" or is_first_name(entry, hit.name)))
        for entry in hit.entries
    )


def _is_direction(hit: Hit) -> bool:
    return hit.name.casefold() in _DIRECTIONS


def _is_in_feature(doc: Doc, hit: Hit) -> bool:
    """Whether a word behind it makes it the name of something smaller: "Franklin Street", "Neches River"."""
    return hit.end < len(doc) and doc[hit.end].text in FEATURE_WORDS


def _is_demonym(doc: Doc, hit: Hit) -> bool:
    labels = {token.ent_type_ for token in doc[hit.start : hit.end]}
    return not labels & {"PERSON", "LANGUAGE"} or "NORP" in labels


def _names_division(hit: Hit) -> bool:
    """Whether the words say themselves that it is a division: "X County"."""
    return hit.end - hit.start > 1 and any(
        entry.kind == "district" and is_first_name(entry, hit.name) for entry in hit.entries
    )


def _is_in_person(doc: Doc, hit: Hit) -> bool:
    """Whether it is a part of a person's longer name."""
    follows = hit.end < len(doc) and doc[hit.end].ent_iob_ == "I" and doc[hit.end].ent_type_ == "PERSON"
    return doc[hit.end - 1].ent_type_ == "PERSON" and (follows or doc[hit.start].ent_iob_ == "I")


def _is_contained(doc: Doc, hits: Sequence[Hit], number: int) -> bool:
    """Whether the next name stands behind a comma and contains it: "Paris, Texas"."""
    return (
        number + 1 < len(hits) and _holds(hits[number + 1].entries, hits[number].entries) and _touch(doc, hits, number)
    )


def _contains(doc: Doc, hits: Sequence[Hit], number: int) -> bool:
    return number > 0 and _is_contained(doc, hits, number - 1)


def _holds(larger: Sequence[GazetteerEntry], smaller: Sequence[GazetteerEntry]) -> bool:
    """Whether one of the larger places contains one of the smaller."""
    ids = {entry.id for entry in larger if entry.kind in DIVISION_KINDS}
    return any(not ids.isdisjoint(entry.within) for entry in smaller)


def _touch(doc: Doc, hits: Sequence[Hit], number: int) -> bool:
    between = [token.text for token in doc[hits[number].end : hits[number + 1].start]]
    return between in ([","], ["("]) or (not between and is_bare_code(hits[number + 1]))
