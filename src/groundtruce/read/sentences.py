"""Sentence starts that the parse must respect: a heading without a full stop is no part of the text below it."""

from spacy.tokens import Doc

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
