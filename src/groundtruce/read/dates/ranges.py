"""Ranges: two expressions that are the ends of one interval."""

import itertools
import re
from collections.abc import Sequence

from groundtruce.model.readings import DateMention

LINK = re.compile(r"\s*[-–—]\s*|,?\s+(?:to|until|till|and|through)\s+", re.IGNORECASE)
"""What may stand between the two ends."""


def join_ranges(text: str, mentions: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """The two ends of "from 27 September to 10 November" both get the whole interval as their EDTF date."""
    joined = list(mentions)
    for index, (first, last) in enumerate(itertools.pairwise(mentions)):
        if _makes_range(text, first, last):
            edtf = f"{_bare(first)}/{_bare(last)}"
            joined[index], joined[index + 1] = _with_edtf(first, edtf), _with_edtf(last, edtf)
    return tuple(joined)


# ---------------------------------------------------------------------------------------------------------------

_RANGE = re.compile(r"[-–—]|\s+(?:to|until|till|through)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)


def _makes_range(text: str, first: DateMention, last: DateMention) -> bool:
    between = text[first.span[0][1] : last.span[0][0]]
    if not LINK.fullmatch(between) or {first.type, last.type} != {"date"}:
        return False
    start = first.span[0][0]
    introduced = _BETWEEN.search(text, max(0, start - 10), start) is not None
    ends = _bare(first), _bare(last)
    return (introduced or _RANGE.fullmatch(between) is not None) and all(ends) and ends[0] < ends[1]


def _bare(mention: DateMention) -> str:
    """The EDTF date without what the words before it leave open; empty where there is none to make a range of."""
    edtf = (mention.edtf or "").removesuffix("/..").removeprefix("../")
    return "" if "/" in edtf else edtf


def _with_edtf(mention: DateMention, edtf: str) -> DateMention:
    return DateMention(
        span=mention.span, text=mention.text, type=mention.type, value=mention.value, edtf=edtf, anchor=mention.anchor
    )
