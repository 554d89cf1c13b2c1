"""Places, their several names, and how sure their position is. Coordinates are WGS 84, longitude first."""

import unicodedata
from functools import lru_cache

from groundtruce.model.documents import Span
from groundtruce.model.values import Value


class PlaceName(Value):
    """One name of a place: by language and by whose usage it is. None of them is the right one."""

    text: str
    language: str | None = None
    """An ISO 639-1 code."""
    usage: str | None = None
    """The party that uses it, by its identifier in the case."""


class GazetteerEntry(Value):
    """A place of a gazetteer: a point that stands for it, with the distance within which it lies."""

    id: str
    """Such as `case:hin-tagher` or `geonames:586770`."""
    names: tuple[PlaceName, ...]
    kind: str
    """`settlement`, `district`, `region`, `country`, `continent`, `corridor`, `area`, `feature` …; `demonym` for a place that
    is meant by the name of its people ("Russian")."""
    longitude: float
    latitude: float
    uncertainty_km: float
    """The place lies within this distance of its point: a village's a kilometre, a country's half its extent."""
    country: str | None = None
    """An ISO 3166-1 alpha-2 code."""
    population: int | None = None
    within: tuple[str, ...] = ()
    """The identifiers of the entries that contain it, as far as the gazetteer knows them, the smallest first."""
    source: str = ""


class Toponym(Value):
    """A place name in a text and the place that it is taken to mean."""

    span: Span
    text: str
    name: str
    """The place's names as shown, both where the parties differ: `Mill Ford / Moln`."""
    gazetteer_id: str | None
    longitude: float | None
    latitude: float | None
    uncertainty_km: float | None
    kind: str | None
    alternatives: tuple[str, ...] = ()
    """Other gazetteer entries that it could mean, the likeliest first, by identifier."""


def display_name(entry: GazetteerEntry) -> str:
    """The name to show: one name for each usage, in the gazetteer's order, joined by ` / `.

    A gazetteer lists, for each party, the name to show first; further names of the same usage are for look-up.
    """
    shown: dict[str | None, str] = {}
    for name in entry.names:
        shown.setdefault(name.usage, name.text)
    by_usage = [text for usage, text in shown.items() if usage is not None]
    unique = list(dict.fromkeys(by_usage or list(shown.values())))
    return " / ".join(unique)


def fold_name(name: str) -> str:
    """The name without what spellings differ in: case, accents, hyphens, apostrophes, a leading article."""
    return " ".join(fold_letters(name).replace("-", " ").replace("'", "").split()).removeprefix("the ")


def fold_letters(text: str) -> str:
    """The text without accents and capitals, character by character: offsets into it stay as they are."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=1 << 14)
def words_of_name(name: str) -> frozenset[str]:
    """The words by which a name is compared with others, folded, without those that say nothing."""
    return frozenset(fold_name(name).split()) - {"the", "of", "in"}


# ---------------------------------------------------------------------------------------------------------------


class _Folding(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKD", chr(code))[0].casefold()
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


# Letters and marks that Unicode does not decompose, but that texts write in more than one way.
_FOLDED = _Folding(
    (ord(letter), alike)
    for letters, alike in (
        ("əƏ", "e"),
        ("ıİ", "i"),
        ("øØ", "o"),
        ("łŁ", "l"),
        ("đĐ", "d"),
        ("’‘ʼʻʹ`", "'"),
        ("–‐‑", "-"),
    )
    for letter in letters
)
