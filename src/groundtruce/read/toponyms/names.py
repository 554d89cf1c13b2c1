"""Recognition: which words of a text are place names that no case lists."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

from groundtruce.read.toponyms.area_words import AREA_BEHIND, AREA_WORDS, SETTLEMENT_WORDS
from groundtruce.read.toponyms.evidence import accept_hits, is_possible
from groundtruce.read.toponyms.hits import Hit, find_hits
from groundtruce.read.toponyms.mentions import Gazetteer, PlaceMention, in_order
from groundtruce.read.toponyms.unmapped import find_unmapped


class NamedPlaces(NamedTuple):
    """The place names of a text by how sure it is that they are: each list in the order of the text."""

    sure: list[PlaceMention]
    possible: list[PlaceMention]
    """Names of places that may be a person's, an organization's or a common word too."""
    unknown: list[PlaceMention]
    """What the text uses as a place, though no gazetteer knows it."""


def find_named_places(doc: Doc, *, text: str, taken: Sequence[PlaceMention], gazetteer: Gazetteer) -> NamedPlaces:
    """The place names of `doc` outside those in `taken`; `text` is `doc.text`, which spaCy makes anew each time."""
    blocked = {token for mention in taken for token in _token_range(doc, mention)}
    hits = find_hits(doc, blocked, gazetteer)
    accepted = accept_hits(doc, text, hits)
    covered = blocked | {token for hit in accepted for token in range(hit.start, hit.end)}
    possible = [hit for hit in hits if covered.isdisjoint(range(hit.start, hit.end)) and is_possible(doc, hit)]
    return NamedPlaces(
        sure=[_mention(doc, text, hit) for hit in accepted],
        possible=[_mention(doc, text, hit) for hit in possible],
        unknown=in_order(_unknown_mention(text, span) for span in find_unmapped(doc, covered, accepted)),
    )


# ---------------------------------------------------------------------------------------------------------------


def _token_range(doc: Doc, mention: PlaceMention) -> range:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _mention(doc: Doc, text: str, hit: Hit) -> PlaceMention:
    start, end = doc[hit.start].idx, doc[hit.end - 1].idx + len(doc[hit.end - 1])
    behind = AREA_BEHIND.match(text, end)
    is_demonym = hit.entries[0].kind == "demonym"
    expects = _expected_kind(doc, hit, behind is not None)
    if behind and not is_demonym and not any(entry.kind == "country" for entry in hit.entries):
        end = behind.end()
    return PlaceMention(start, end, hit.name, hit.entries, expects=expects)


def _expected_kind(doc: Doc, hit: Hit, is_area: bool) -> str | None:  # noqa: FBT001 - what was found behind it
    before = [token.lower_ for token in doc[max(0, hit.start - 2) : hit.start]]
    if is_area:
        return "area"
    if len(before) == 2 and before[1] == "of":
        return "area" if before[0] in AREA_WORDS else "settlement" if before[0] in SETTLEMENT_WORDS else None
    return None


def _unknown_mention(text: str, span: Span) -> PlaceMention:
    behind = AREA_BEHIND.match(text, span.end_char)
    return PlaceMention(span.start_char, behind.end() if behind else span.end_char, span.text, ())
