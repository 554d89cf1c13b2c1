"""How alike two spellings of a name are: slips of reading, and one name in Latin, Cyrillic and Armenian letters."""

from difflib import SequenceMatcher
from functools import lru_cache

from groundtruce.model.places import fold_name


@lru_cache(maxsize=100_000)
def likeness(read: str, name: str) -> float:
    """From 0 to 1: the share of letters in common, of the folded spellings or of what they sound like.

    1 is the same spelling but for case, accents and hyphens.
    """
    first, second = fold_name(read), fold_name(name)
    if first == second:
        return 1.0
    if min(len(first), len(second)) < _SHORTEST * max(len(first), len(second)):
        return 0.0
    spelt = _ratio(first, second)
    # A likeness of sounds says a little less than one of letters.
    return max(spelt, 0.95 * _ratio(_sound(first), _sound(second)))


# ---------------------------------------------------------------------------------------------------------------

# Names whose lengths differ more than this are not compared.
_SHORTEST = 0.5
# After folding, so without accents: й is и, ş is s, ə is e.
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґўқғҳө",
        [*"abvgdejziiklmnoprstufh", "c", "c", "s", "s", "", "i", "", "e", "u", "a", "e", "i", "i", "g", "u", "k", "g", "h", "o"],
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        [*"abgdezeetjilhckhzg", "c", "m", "i", "n", "s", "o", "c", "p", "j", "r", "s", "v", "t", "r", "c", "u", "p", "k", "o", "f", "e"],
        strict=True,
    )
)
# Latin letters and pairs that transliterations use for one sound, the longer first.
_LATIN = (("shch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c"), ("dz", "z"),
          ("ph", "f"), ("th", "t"), ("ou", "u"), ("ya", "a"), ("yu", "u"), ("ye", "e"), ("yo", "o"), ("x", "h"), ("q", "g"),
          ("w", "v"), ("y", "i"))  # fmt: skip


def _ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


@lru_cache(maxsize=50_000)
def _sound(folded: str) -> str:
    latin = "".join(_CYRILLIC.get(letter, _ARMENIAN.get(letter, letter)) for letter in folded)
    for letters, sound in _LATIN:
        latin = latin.replace(letters, sound)
    return "".join(letter for before, letter in zip(" " + latin, latin, strict=False) if letter != before or letter == " ")
