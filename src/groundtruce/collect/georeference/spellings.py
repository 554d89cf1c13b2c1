"""How alike two spellings of a name are: slips of reading, and one name in two scripts.

`data/letters.tsv` gives letters of other scripts, folded, the Latin ones that they sound like; this project wrote it.
"""

from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files

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
# Latin letters and pairs that transliterations use for one sound, the longer first.
_LATIN = (("shch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c"), ("dz", "z"),
          ("ph", "f"), ("th", "t"), ("ou", "u"), ("ya", "a"), ("yu", "u"), ("ye", "e"), ("yo", "o"), ("x", "h"), ("q", "g"),
          ("w", "v"), ("y", "i"))  # fmt: skip


def _ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


@lru_cache(maxsize=50_000)
def _sound(folded: str) -> str:
    sounds = _letters()
    latin = "".join(sounds.get(letter, letter) for letter in folded)
    for letters, sound in _LATIN:
        latin = latin.replace(letters, sound)
    return "".join(
        letter for before, letter in zip(" " + latin, latin, strict=False) if letter != before or letter == " "
    )


@cache
def _letters() -> dict[str, str]:
    table = files("groundtruce.collect").joinpath("data", "letters.tsv").read_text("utf-8")
    letters, sounds = zip(*(line.split("\t") for line in table.splitlines()[1:]), strict=True)
    return dict(zip(letters, sounds, strict=True))
