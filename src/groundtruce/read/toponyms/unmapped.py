"""Names that a text uses as a place's though no gazetteer knows them."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from groundtruce.read.toponyms.area_words import COMPASS, FEATURE_WORDS
from groundtruce.read.toponyms.evidence import PLACE_LABELS, stands_as_place
from groundtruce.read.toponyms.hits import Hit, follows_name


def find_unmapped(doc: Doc, covered: set[int], hits: Sequence[Hit]) -> Iterator[Span]:
    """What the model takes for a place, or the words around it, though no gazetteer knows it."""
    seen = set(covered)
    for span in (*_feature_spans(doc), *_model_spans(doc), *_placed_spans(doc), *_contained_spans(doc, hits)):
        if seen.isdisjoint(range(span.start, span.end)):
            seen.update(range(span.start, span.end))
            yield span


# ---------------------------------------------------------------------------------------------------------------


# "Near X" and "west of X" say more surely that X is a place than "in X" does.
_NEARNESS, _WHERE = frozenset({"near", *COMPASS}), frozenset({"in", "outside"})
_NO_PLACES = frozenset({"DATE", "TIME", "NORP"})


def _feature_spans(doc: Doc) -> Iterator[Span]:
    """Capitalised words with one behind them that says what they name, as in "Franklin Street"."""
    for token in doc:
        if token.text in FEATURE_WORDS and token.i > 0 and not token.is_sent_start:
            start = token.i
            while start > 0 and not doc[start].is_sent_start and _is_name_word(doc[start - 1]):
                start -= 1
            if start < token.i:
                yield doc[start : token.i + 1]


def _is_name_word(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in ("PROPN", "ADJ", "NOUN") and token.lower_ != "the"


def _model_spans(doc: Doc) -> Iterator[Span]:
    for entity in doc.ents:
        if entity.label_ in PLACE_LABELS:
            start = entity.start + (entity[0].lower_ in ("the", "of") and len(entity) > 1)
            if doc[start].text[0].isupper() and (entity.label_ != "GPE" or stands_as_place(entity.root)):
                yield doc[start : entity.end]


def _contained_spans(doc: Doc, hits: Sequence[Hit]) -> Iterator[Span]:
    """The names before a division: "Smallville, Georgia"."""
    for hit in hits:
        if follows_name(doc, hit) and any(entry.kind == "region" for entry in hit.entries):
            yield doc[_name_start(doc[hit.start - 2]) : hit.start - 1]


def _placed_spans(doc: Doc) -> Iterator[Span]:
    """What stands behind words that only a place stands behind, unless the model takes it for something else."""
    for token in doc:
        if token.pos_ == "PROPN" and token.dep_ == "pobj" and token.text[0].isupper():
            where = token.head.head.lower_ if token.head.lower_ == "of" else token.head.lower_
            is_near = where in _NEARNESS and token.ent_type_ not in _NO_PLACES
            is_there = where in _WHERE and token.ent_type_ in ("", "PERSON")
            if (is_near or is_there) and stands_as_place(token):
                yield doc[_name_start(token) : token.i + 1]


def _name_start(token: Token) -> int:
    """Where the proper name begins that ends with `token`."""
    start = token.i
    while start > 0 and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].pos_ == "PROPN":
        start -= 1
    return start
