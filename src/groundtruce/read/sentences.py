"""The parse of a text, whose sentences never run over the end of a paragraph."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from groundtruce.model.documents import Piece
from groundtruce.read.quotations import find_paragraphs


def parse_text(text: str, *, language_model: Language) -> Doc:
    """The parse of a text by a spaCy pipeline, in memory that stays bounded however long the text is.

    Each paragraph is parsed for itself, many at once, which is quicker than one after the other: a heading without a
    full stop is no part of the text below it.
    """
    docs: list[Doc] = []
    for batch in _gather(cut_paragraphs(text, limit=_MOST_CHARACTERS_AT_ONCE)):
        made = [language_model.make_doc(text[start:end]) for start, end in batch]
        # The parser goes through a quarter of a batch at once.
        docs += language_model.pipe(made, batch_size=4 * len(made))
    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def cut_paragraphs(text: str, *, limit: int) -> list[Piece]:
    """Parts that make up the whole text, each a paragraph with the white space behind it.

    One that is longer than `limit` characters is cut behind a line, or else a full stop, or a space, or anywhere.
    """
    starts = [start for start, _ in find_paragraphs(text)]
    bounds = [0, *starts[1:], len(text)]
    return [part for start, end in pairwise(bounds) for part in _cut(text, start, end, limit)]


# ---------------------------------------------------------------------------------------------------------------------

# A parser takes about a gigabyte for each 100,000 characters that it sees at once.
_MOST_CHARACTERS_AT_ONCE = 50_000


def _cut(text: str, start: int, end: int, limit: int) -> Iterator[Piece]:
    while end - start > limit:
        breaks = (text.rfind(mark, start, start + limit) + len(mark) for mark in ("\n", ". ", " "))
        cut = next((found for found in breaks if found > start + len(". ")), start + limit)
        yield start, cut
        start = cut
    yield start, end


def _gather(parts: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The parts in runs that a parser can see at once."""
    batch: list[Piece] = []
    for part in parts:
        if batch and part[1] - batch[0][0] > _MOST_CHARACTERS_AT_ONCE:
            yield batch
            batch = []
        batch.append(part)
    yield batch
