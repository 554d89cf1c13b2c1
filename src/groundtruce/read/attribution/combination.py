"""What the encoder labels and what the rules find, put together.

The encoder is right more often where a parse would decide. Where marks decide, the rules are: how far a quotation
reaches, also over paragraphs, what a remark between commas breaks, that two cues report the same words. And the
encoder's labels are flat: what stands inside a content is the rules' to find.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs

from groundtruce.model.claims import Attribution
from groundtruce.model.documents import Span, covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """An attribution by the rules."""

    attribution: Attribution
    firm: bool
    """Whether marks, not the parse, say what its content is."""
    second: Span = ()
    """A further cue that introduces the same words."""


def combine_attributions(labelled: Sequence[Attribution], ruled: Sequence[Ruled]) -> list[Attribution]:
    """The `labelled` attributions, with the contents that `ruled` ones know better, and those that find room."""
    at_cue = {offset: n for n, one in enumerate(labelled) for offset in _offsets(one.cue)}
    firm: dict[int, Attribution] = {}
    gone: set[int] = set()
    others = []
    for one in ruled:
        same = _find_same(one, at_cue)
        if same is None:
            others.append(one.attribution)
        elif one.firm or (one.attribution.source and not labelled[same].source):
            closes = same in {at_cue.get(offset) for offset in _offsets(one.attribution.cue)}
            prevails = not closes or not labelled[same].source
            firm[same] = one.attribution if prevails else _bound(labelled[same], one.attribution)
            gone |= {at_cue.get(offset, same) for offset in _offsets(one.second)} - {same}
    bound = _Room(firm.values(), roles=("content",))
    loose = [one for n, one in enumerate(labelled) if n not in firm and n not in gone and not bound.holds(one)]
    found = [*loose, *(one for n, one in firm.items() if n not in gone)]
    room = _Room(found)
    return [*found, *(one for one in others if room.has(one))]


# ---------------------------------------------------------------------------------------------------------------------


def _offsets(span: Span | None) -> list[int]:
    return [offset for start, end in span or () for offset in range(start, end)]


def _find_same(one: Ruled, at_cue: dict[int, int]) -> int | None:
    """The labelled attribution with the same cue, or with the further one."""
    offsets = (*_offsets(one.attribution.cue), *_offsets(one.second))
    return next((at_cue[offset] for offset in offsets if offset in at_cue), None)


def _bound(labelled: Attribution, ruled: Attribution) -> Attribution:
    """The labelled attribution with the content that marks bound, and the whole of a source that was cut short."""
    cut = ruled.source is not None and covers(ruled.source, labelled.source or ())
    source = ruled.source if cut else labelled.source
    return structs.replace(labelled, source=source, content=ruled.content, mode=ruled.mode)


class _Room:
    """The places that attributions take, by offset."""

    def __init__(
        self, attributions: Iterable[Attribution], *, roles: Sequence[str] = ("content", "source", "cue")
    ) -> None:
        spans = [
            (role == "content", piece) for one in attributions for role in roles for piece in getattr(one, role) or ()
        ]
        # The number of the piece that takes each offset; -1 for none.
        self._taken = np.full(max((end for _, (_, end) in spans), default=0), -1)
        self._contents = {number for number, (content, _) in enumerate(spans) if content}
        for number, (_, (start, end)) in enumerate(spans):
            self._taken[start:end] = number

    def has(self, one: Attribution) -> bool:
        """Whether `one` stands inside a single piece of content, or in nothing at all."""
        around = self._around(one)
        return around == {-1} or (len(around) == 1 and around <= self._contents)

    def holds(self, one: Attribution) -> bool:
        """Whether all of `one` stands in what is taken."""
        return -1 not in self._around(one)

    def _around(self, one: Attribution) -> set[int]:
        around: set[int] = set()
        for span in (one.source, one.cue, one.content):
            for start, end in span or ():
                around |= set(np.unique(self._taken[start:end]).tolist()) | ({-1} if end > len(self._taken) else set())
        return around
