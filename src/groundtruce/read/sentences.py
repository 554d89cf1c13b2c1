"""Sentence starts that the parse must respect: a heading without a full stop is no part of the text below it."""

from spacy.tokens import Doc

from groundtruce.model.documents import Piece
from groundtruce.read.quotations import find_paragraphs


def mark_paragraphs(doc: Doc) -> Doc:
    """`doc`, made but not yet parsed, with a sentence starting at each paragraph.

    Changes `doc`. The parser keeps these starts and finds the others: `language_model(mark_paragraphs(
    language_model.make_doc(text)))`.
    """
    starts = [start for start, _ in find_paragraphs(doc.text)]
    at = 0
    for token in doc:
        if at < len(starts) and token.idx + len(token) > starts[at]:
            token.is_sent_start = True
            at += 1
    return doc


def cut_text(text: str, *, limit: int) -> list[Piece]:
    """Parts of at most `limit` characters that make up the whole text.

    Each but the last ends at a line's end; where a line is too long, behind a full stop, or a space, or anywhere.
    """
    parts: list[Piece] = []
    start = 0
    while len(text) - start > limit:
        end = start + limit
        breaks = (text.rfind(mark, start, end) + len(mark) for mark in ("\n", ". ", " "))
        parts.append((start, next((found for found in breaks if found > start + len(". ")), end)))
        start = parts[-1][1]
    return [*parts, (start, len(text))]
