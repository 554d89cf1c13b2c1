"""What the encoder labels and what the rules find, put together.

The encoder is right more often where a parse would decide. Where marks decide, the rules are: how far a quotation
reaches, also over paragraphs, what a remark between commas breaks, that two cues report the same words. And the
encoder's labels are flat: what stands inside a content is the rules' to find.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from groundtruce.model.claims import Attribution
from groundtruce.model.documents import Span


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
        elif one.firm:
            firm[same] = _bound(labelled[same], one.attribution)
            gone |= {at_cue.get(offset, same) for offset in _offsets(one.second)} - {same}
    bound = {offset for one in firm.values() for offset in _offsets(one.content)}
    loose = [
        one for n, one in enumerate(labelled) if n not in firm and n not in gone and not bound.issuperset(_extent(one))
    ]
    found = [*loose, *(one for n, one in firm.items() if n not in gone)]
    room = _Room(found)
    return [*found, *(one for one in others if room.has(one))]


# ---------------------------------------------------------------------------------------------------------------------


def _offsets(span: Span | None) -> list[int]:
    return [offset for start, end in span or () for offset in range(start, end)]


def _extent(one: Attribution) -> list[int]:
    return [*_offsets(one.source), *_offsets(one.cue), *_offsets(one.content)]


def _find_same(one: Ruled, at_cue: dict[int, int]) -> int | None:
    """The labelled attribution with the same cue, or with the further one."""
    offsets = (*_offsets(one.attribution.cue), *_offsets(one.second))
    return next((at_cue[offset] for offset in offsets if offset in at_cue), None)


def _bound(labelled: Attribution, ruled: Attribution) -> Attribution:
    """The labelled attribution with the content that marks bound."""
    return structs.replace(labelled, source=labelled.source or ruled.source, content=ruled.content, mode=ruled.mode)


class _Room:
    """The places that attributions take, by offset."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._taken: dict[int, int] = {}
        self._contents: set[int] = set()
        pieces = 0
        for one in attributions:
            for span in (one.content, one.source, one.cue):
                for start, end in span or ():
                    self._taken.update(dict.fromkeys(range(start, end), pieces))
                    if span is one.content:
                        self._contents.add(pieces)
                    pieces += 1

    def has(self, one: Attribution) -> bool:
        """Whether `one` stands inside a single piece of content, or in nothing at all."""
        around = {self._taken.get(offset) for offset in _extent(one)}
        return around == {None} or (len(around) == 1 and around <= self._contents)
