"""Numbers of people and vehicles of a force in a text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_NUMBER = r"(?<!\d)(?P<number>\d{1,3}(?:[,  ]\d{3})+|\d+)\s+(?:(?!armou?red)[a-z]+[\s-]+){0,2}?"
_COUNTED = {
    "personnel": re.compile(
        _NUMBER + r"(?:peacekeepers|troops|service(?:men|members|personnel)|soldiers|personnel|observers|monitors)\b"
    ),
    "armoured vehicles": re.compile(_NUMBER + r"(?:armou?red (?:personnel carriers|vehicles)|APCs)\b"),
    "vehicles": re.compile(_NUMBER + r"(?:vehicles|trucks|cars)\b"),
}
# What says of a force as a whole how many it is.
_HAS = r"\s+(?:now\s+|still\s+|currently\s+)?(?:has|had|have|numbers|numbered|counts|counted|consists of|consisted of|is made up of)\s+"
# Between the verb and a number may stand other numbers: `has 1,960 troops, 90 armoured personnel carriers and 380 vehicles`.
_FURTHEST = 120


class Count(NamedTuple):
    """A number, what it counts, and the passage that gives it by its offsets in the text."""

    counted: str
    number: int
    span: tuple[int, int]
    quote: str


def find_counted(text: str) -> Iterator[Count]:
    """The first number of each kind in a passage."""
    for counted, pattern in _COUNTED.items():
        match = pattern.search(text)
        if match:
            yield Count(counted, _value(match), match.span(), match[0])


@lru_cache(maxsize=1 << 13)
def find_whole_counts(text: str, names: tuple[str, ...]) -> tuple[Count, ...]:
    """The numbers that a text gives of a whole force that is called by one of these names: `the mission has 262 observers`."""
    return tuple(
        each._replace(span=(start.start(), end), quote=text[start.start() : end])
        for start in _force_pattern(names).finditer(text)
        for each in find_counted(_clause_after(text, start.end()))
        for end in [start.end() + each.span[1]]
    )


# ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _force_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    called = "|".join(re.escape(name) for name in longest_first) or r"(?!)"
    return re.compile(rf"\b(?:{called}){_HAS}", re.IGNORECASE)


def _clause_after(text: str, start: int) -> str:
    """The rest of the sentence, as far as it may speak of the force."""
    return re.split(r"[.;!?\n](?:\s|$)", text[start : start + _FURTHEST], maxsplit=1)[0]


def _value(match: re.Match[str]) -> int:
    return int(re.sub(r"\D", "", match["number"]))
