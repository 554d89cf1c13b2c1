"""What a temporal expression is resolved against, and what it then means.

Types and values follow TIMEX3 (ISO 24617-1, ISO-TimeML), dates for the record follow EDTF (ISO 8601-2:2019).
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from groundtruce.read.dates.anchors import Told
from groundtruce.read.dates.tense import Tense

DateType = Literal["date", "time", "duration", "set"]


class Frame(NamedTuple):
    """What an expression is resolved against."""

    published: date | None
    narrative: date | None = None
    """The day at which the narrative stands."""
    told: Told = Told()
    """The latest dates that the text has named before."""
    history: bool = False
    """Whether the text tells of times long before its publication: its dates follow one another, not publication."""
    tense: Tense | None = None
    """The tense of its clause."""
    deadline: bool = False
    """Whether the words before say until or by when: such a date lies on either side of publication."""
    year: int | None = None
    """A year that the sentence states, or for an undated text the narrative's."""
    day: date | None = None
    """A day that the sentence names beside a time of day."""


class Meaning(NamedTuple):
    """What an expression means. `anchor` is what it was resolved against."""

    type: DateType
    value: str
    edtf: str | None
    anchor: str | None = None


Resolver = Callable[[re.Match[str], Frame], Meaning | None]
"""What a pattern's match means in a frame; none where it means nothing, such as 31 February."""


def make_unanchored(kind: str = "XXXX-XX-XX") -> Meaning:
    """A date that nothing anchors, by the TIMEX3 value that leaves open what is not known."""
    return Meaning("date", kind, None)


def published_anchor(frame: Frame) -> str:
    """What is said of a date that was resolved against publication."""
    return f"published {frame.published}"


def narrative_anchor(frame: Frame) -> str:
    """What is said of a date that was resolved against what the text tells."""
    return f"narrative {frame.narrative or frame.told.year}"


def group_of(match: re.Match[str], name: str) -> str | None:
    """What a group matched; none where it did not match, or the pattern lacks it."""
    return match.groupdict().get(name)
