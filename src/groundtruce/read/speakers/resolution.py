"""Speakers: whom a source means, by what the text says of them and by the case's parties and actors."""

from msgspec import structs
from spacy.tokens import Doc, Token

from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Speaker
from groundtruce.model.documents import Span
from groundtruce.read.parties import index_parties
from groundtruce.read.speakers.cast import Cast


def resolve_speakers(doc: Doc, attributions: tuple[Attribution, ...], case: Case | None) -> tuple[Attribution, ...]:
    """`attributions` with their speakers: a pronoun means who was named before, a surname the full name.

    Inside a quotation a pronoun resolves only to what the same quotation names. A party is none where the source
    names none or several.
    """
    cast = Cast(doc, attributions, index_parties(case))
    return tuple(structs.replace(attribution, speaker=_resolve(doc, attribution, cast)) for attribution in attributions)


# ---------------------------------------------------------------------------------------------------------------------


def _resolve(doc: Doc, attribution: Attribution, cast: Cast) -> Speaker | None:
    if attribution.source is None:
        return None
    tokens = _tokens(doc, attribution.source)
    if len(tokens) == 1 and tokens[0].pos_ == "PRON":
        mention = cast.find_antecedent(tokens[0])
        return mention.speaker if mention is not None else Speaker()
    return cast.describe(tokens)


def _tokens(doc: Doc, span: Span) -> list[Token]:
    slices = (doc.char_span(start, end, alignment_mode="expand") for start, end in span)
    return [token for piece in slices if piece is not None for token in piece]
