"""Sources of headlines and posts: `Official: Crossing stays closed`, `Two killed – army`, `Shelling again, per mayor`."""

import re

from spacy.tokens import Token

from groundtruce.model.documents import Piece
from groundtruce.read.attribution.drafts import Draft, Layout
from groundtruce.read.phrases import trim_edges
from groundtruce.read.quotations import find_paragraphs
from groundtruce.read.speakers.portraits import is_collective


def find_headlines(layout: Layout) -> list[Draft]:
    """One draft for each line without a full stop that names its source before a colon, behind a dash or `per`."""
    lines = (piece for piece in find_paragraphs(layout.text) if _is_headline(layout.text, piece))
    return [draft for draft in (_read_line(layout, line) for line in lines) if draft is not None]


# ---------------------------------------------------------------------------------------------------------------------

_MOST_CHARACTERS = 160
_SOURCE_WORDS = 6
_SHAPES = (
    re.compile(r"(?P<source>[^:“”\"\n]{2,60})(?P<cue>:)\s+(?P<content>[^\s“\"‘'].+)"),
    re.compile(r"(?P<content>.{12,}\S)\s+(?P<cue>[–—-])\s+(?P<source>[^–—:,]{2,50})"),
    re.compile(r"(?P<content>.{12,}?),?\s+(?P<cue>per)\s+(?P<source>[^–—:,]{2,50})"),
)
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "SYM"})


def _is_headline(text: str, line: Piece) -> bool:
    start, end = line
    return end - start <= _MOST_CHARACTERS and "\n" not in text[start:end] and text[end - 1] not in '.!?…:;,”"’'


def _read_line(layout: Layout, line: Piece) -> Draft | None:
    for shape in _SHAPES:
        match = shape.fullmatch(layout.text, *line)
        if match is None:
            continue
        source = [layout.doc[i] for i in _indices(layout, match.span("source"))]
        if not _is_speaker(source) or layout.region(source[0]) >= 0:
            continue
        cue = tuple(_indices(layout, match.span("cue")))
        return Draft(
            source=trim_edges(layout.doc, tuple(token.i for token in source)),
            cue=cue,
            verb=cue[0],
            content=(match.span("content"),),
            stance="asserts",
            direct=False,
            firm=True,
        )
    return None


def _is_speaker(words: list[Token]) -> bool:
    """Whether a short noun phrase names an office or a body; a bare place before a colon is a topic."""
    if not words or len(words) > _SOURCE_WORDS or any(token.pos_ not in _NOMINAL for token in words):
        return False
    head = next((token for token in words if token.head not in words or token.head.i == token.i), words[-1])
    return is_collective(head) and head.ent_type_ not in {"GPE", "NORP"}


def _indices(layout: Layout, piece: Piece) -> range:
    return range(layout.token_at(piece[0]), layout.token_at(piece[1] - 1) + 1)
