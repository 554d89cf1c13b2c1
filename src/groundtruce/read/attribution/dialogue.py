"""Speech that a dash opens: `— The road is open, — said the mayor. — Come and see`."""

import re

from spacy.tokens import Token

from groundtruce.model.claims import Stance
from groundtruce.model.documents import Piece
from groundtruce.read.attribution.drafts import Draft, Layout
from groundtruce.read.cues import CueVerb, find_cue_verb
from groundtruce.read.phrases import Indices, group_verb, trim_edges
from groundtruce.read.quotations import find_paragraphs


def find_dialogue(layout: Layout) -> list[Draft]:
    """One draft for each paragraph that opens with a dash and names its speaker, behind a dash or a mark."""
    drafts = (_read_paragraph(layout, piece) for piece in find_paragraphs(layout.text))
    return [draft for draft in drafts if draft is not None]


# ---------------------------------------------------------------------------------------------------------------------

_OPENING = re.compile(r"[–—-]\s+(?=\w)")
_DASH = re.compile(r"(?<=[,.!?…])\s*[–—-]\s+")
_TAIL = re.compile(r"[?!,…]\s+(?=[^?!,…]+$)")
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "PART", "CCONJ", "PUNCT", "ADV"})
_REMARK_WORDS = 14
"""A remark that names the speaker is no longer than this."""


def _read_paragraph(layout: Layout, paragraph: Piece) -> Draft | None:
    start, end = paragraph
    opening = _OPENING.match(layout.text, start, end)
    if opening is None:
        return None
    pieces = _cut(layout.text, opening.end(), end)
    if len(pieces) < 2:
        return None
    said, remark, *more = pieces
    return _read_remark(layout, remark, content=(said, *more))


def _cut(text: str, start: int, end: int) -> list[Piece]:
    """Speech, remark, speech: parted by dashes, or by the last mark before a remark that ends the paragraph."""
    bounds = [start]
    for dash in _DASH.finditer(text, start, end):
        bounds += [dash.start(), dash.end()]
    if len(bounds) == 1:
        tail = _TAIL.search(text[start:end])
        bounds += [start + tail.start() + 1, start + tail.end()] if tail else []
    bounds.append(end)
    return [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < b]


def _read_remark(layout: Layout, remark: Piece, *, content: tuple[Piece, ...]) -> Draft | None:
    words = layout.doc[layout.token_at(remark[0]) : layout.token_at(remark[1] - 1) + 1]
    if len(words) > _REMARK_WORDS:
        return None
    for verb in sorted(words, key=lambda word: word.pos_ != "VERB"):
        cue = find_cue_verb(verb, any_tag=True)
        source = _find_source(list(words), verb) if cue is not None and cue.speech else ()
        if cue is not None and source:
            stance = _find_stance(layout.text, content, cue)
            return Draft(
                source=source,
                cue=group_verb(verb),
                verb=verb.i,
                content=content,
                stance=stance,
                direct=True,
                firm=True,
            )
    return None


def _find_source(words: list[Token], verb: Token) -> Indices:
    """The nouns before the verb, or else those behind it; none where other verbs stand among them."""
    group = set(group_verb(verb))
    ahead = [token for token in words if token.i < verb.i and token.i not in group]
    behind = [token for token in words if token.i > verb.i and token.i not in group]
    chosen = ahead or behind
    if any(token.pos_ not in _NOMINAL for token in chosen):
        return ()
    named = any(token.pos_ in {"NOUN", "PROPN", "PRON"} for token in chosen)
    return trim_edges(verb.doc, tuple(token.i for token in chosen)) if named else ()


def _find_stance(text: str, content: tuple[Piece, ...], cue: CueVerb) -> Stance:
    said = " ".join(text[start:end] for start, end in content)
    return "questions" if said.endswith("?") and sum(said.count(mark) for mark in ".!?") == 1 else cue.stance
