"""Attributions as the encoder labels and links them: spans into the text, before anything is known of their meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundtruce.model.documents import Span
from groundtruce.read.labelling.chain import Part, find_parts
from groundtruce.read.labelling.encoder import CONTENT, CUE, SOURCE, Encoder, encode_words
from groundtruce.read.labelling.grouping import Group, group_parts
from groundtruce.read.labelling.links import score_links
from groundtruce.read.labelling.words import Word, split_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An attribution by its spans, each in characters; a source or a cue may be missing."""

    source: Span
    cue: Span
    content: Span


def find_labelled(text: str, encoder: Encoder) -> list[Labelled]:
    """The attributions of a text in the order of their first parts. They do not overlap."""
    words = split_words(text)
    if not words:
        return []
    scores, vectors = encode_words(text, words, encoder)
    parts = find_parts(scores, encoder.weights)
    links = score_links(parts, vectors, encoder.weights)
    paragraphs = [words[part.first].paragraph for part in parts]
    return [_place(words, group) for group in group_parts(parts, links, paragraphs=paragraphs)]


# ---------------------------------------------------------------------------------------------------------------------


def _place(words: Sequence[Word], group: Group) -> Labelled:
    contents = [part for part in group if part.role == CONTENT]
    cues = _nearest([part for part in group if part.role == CUE], contents)
    sources = _nearest([part for part in group if part.role == SOURCE], cues)
    source, cue, content = (
        tuple((words[part.first].start, words[part.last - 1].end) for part in parts)
        for parts in (sources, cues, contents)
    )
    return Labelled(source=source, cue=cue, content=content)


def _nearest(parts: list[Part], others: list[Part]) -> list[Part]:
    """Of several sources or cues, the one nearest to what it belongs to: an attribution has no more."""
    if len(parts) < 2 or not others:
        return parts
    return [min(parts, key=lambda part: min(max(part.first - other.last, other.first - part.last) for other in others))]
