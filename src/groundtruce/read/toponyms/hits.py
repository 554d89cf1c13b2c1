"""The names of a text that the gazetteer knows, whatever they mean there."""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Token

from groundtruce.model.places import GazetteerEntry, fold_name
from groundtruce.read.toponyms.mentions import Gazetteer


class Hit(NamedTuple):
    """Tokens `start` to `end` (half-open) whose words are in the gazetteer."""

    start: int
    end: int
    name: str
    entries: tuple[GazetteerEntry, ...]


def find_hits(doc: Doc, blocked: set[int], gazetteer: Gazetteer) -> list[Hit]:
    """The longest names of the gazetteer in each run of capitalised words, from the left."""
    hits = []
    at = 0
    while at < len(doc):
        hit = None if at in blocked or not _may_begin(doc[at]) else _longest_hit(doc, at, blocked, gazetteer)
        if hit:
            hits.append(hit)
        at = hit.end if hit else at + 1
    return hits


def is_first_name(entry: GazetteerEntry, name: str) -> bool:
    """Whether it is the name that the gazetteer shows for the place, not a further one."""
    return fold_name(entry.names[0].text) == fold_name(name)


def is_bare_code(hit: Hit) -> bool:
    """A postal code of two letters is a word like any other unless it stands behind its town: "IN", "OR"."""
    letters = hit.name.removesuffix(".")
    return len(letters) == 2 and letters.isalpha() and all(entry.kind == "region" for entry in hit.entries)


def follows_name(doc: Doc, hit: Hit) -> bool:
    """Whether a name and a comma stand before it: "Smallville, Ga."."""
    return hit.start > 1 and doc[hit.start - 1].text == "," and doc[hit.start - 2].pos_ == "PROPN"


# ---------------------------------------------------------------------------------------------------------------

_LONGEST_NAME = 5
# What may stand in small letters inside a name.
_CONNECTORS = frozenset(
    {"of", "the", "and", "de", "la", "le", "del", "al", "el", "-", "'s", "’s", "on", "upon", "du", "da", "do"}
)
# The adjective of as many people is no town's name.
_A_NATION = 1_000_000


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() and token.lower_ != "the"


def _longest_hit(doc: Doc, start: int, blocked: set[int], gazetteer: Gazetteer) -> Hit | None:
    for end in reversed(list(_possible_ends(doc, start, blocked))):
        name = doc[start:end].text
        entries = tuple(entry for entry in gazetteer.find(name) if _may_mean(entry, name))
        if entries:
            return Hit(start, end, name, _as_people(doc[end - 1], entries))
    return None


def _as_people(token: Token, entries: tuple[GazetteerEntry, ...]) -> tuple[GazetteerEntry, ...]:
    """The people's places alone, where a people is meant and not a town that is called like it ("Canadian", Texas)."""
    peoples = tuple(entry for entry in entries if entry.kind == "demonym")
    is_large = any((entry.population or 0) >= _A_NATION for entry in peoples)
    return peoples if peoples and (is_large or token.ent_type_ == "NORP") else entries


def _possible_ends(doc: Doc, start: int, blocked: set[int]) -> Iterator[int]:
    """Where a name that begins at a token may end: behind a capitalised word, small ones between them allowed."""
    for end in range(start + 1, min(start + _LONGEST_NAME, len(doc)) + 1):
        token = doc[end - 1]
        starts_anew = token.is_sent_start and end - 1 > start and not _is_initial(doc[end - 2])
        if end - 1 in blocked or starts_anew or "\n" in token.text:
            return
        if _may_begin(token):
            yield end
        elif token.lower_ not in _CONNECTORS and token.text != ".":
            return


def _is_initial(token: Token) -> bool:
    """Whether a full stop behind it ends no sentence: "W. Va."."""
    return len(token.text) <= 3 and token.text.endswith(".")


def _may_mean(entry: GazetteerEntry, name: str) -> bool:
    """Whether a name is written as one of that place: an abbreviation is no village, and a short word no abbreviation."""
    if len(name) > 3:
        return True
    if name.isupper():
        return entry.kind not in ("settlement", "district")
    return name.endswith(".") or (entry.kind == "settlement" and is_first_name(entry, name))
