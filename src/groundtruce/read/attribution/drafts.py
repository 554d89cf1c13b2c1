"""Attributions in the making: token indices where the finished value has spans."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc, Token

from groundtruce.model.claims import Stance
from groundtruce.model.documents import Piece, Span
from groundtruce.read.phrases import Indices
from groundtruce.read.quotations import Quotation, find_paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Who says it, the words that say so, what is said."""

    source: Indices
    """Empty where the text does not say."""
    cue: Indices
    verb: int
    """The token that makes it an attribution, by which two drafts of the same one are told; -1 for none."""
    content: Span
    stance: Stance
    direct: bool
    firm: bool = False
    """Whether marks, not the parse, say what the content is."""
    second: int = -1
    """A further verb that introduces the same words: `X said: “…,” says the deputy`; -1 for none."""


class Layout:
    """Where each token stands: in which paragraph, and inside whose quoted speech.

    Narration and each quoted utterance are read apart: neither a cue nor its source reaches across a quotation mark.
    """

    def __init__(self, doc: Doc, quotations: tuple[Quotation, ...]) -> None:
        self.doc = doc
        # spaCy puts a document's text together anew at each asking.
        self.text = doc.text
        self.quotations = quotations
        self.utterances = tuple(quotation for quotation in quotations if quotation.utterance)
        self._fragments = [quotation for quotation in quotations if not quotation.utterance]
        self._regions = [-1] * len(doc)
        for number, utterance in enumerate(self.utterances):
            # Outer quotations come first, so that the inner one has the last word.
            self._fill(utterance, number)
        self._paragraphs = _number_paragraphs(doc, find_paragraphs(self.text))

    def region(self, token: Token | int) -> int:
        """The number of the innermost utterance around the token; -1 for narration."""
        return self._regions[token if isinstance(token, int) else token.i]

    def paragraph(self, token: Token | int) -> int:
        """The number of the token's paragraph."""
        return self._paragraphs[token if isinstance(token, int) else token.i]

    def fragments_in(self, start: int, end: int) -> Iterator[Quotation]:
        """The quotations that are no utterances and open between two offsets."""
        at = bisect_left(self._fragments, start, key=attrgetter("start"))
        while at < len(self._fragments) and self._fragments[at].start < end:
            yield self._fragments[at]
            at += 1

    def same_level(self, token: Token | int, other: Token) -> bool:
        """Whether the two stand in the same speech and, in narration, in the same paragraph."""
        region = self.region(token)
        return region == self.region(other) and (region >= 0 or self.paragraph(token) == self.paragraph(other))

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends behind `offset`."""
        low, high = 0, len(self.doc)
        while low < high:
            middle = (low + high) // 2
            if self.doc[middle].idx + len(self.doc[middle]) > offset:
                high = middle
            else:
                low = middle + 1
        return low

    def _fill(self, utterance: Quotation, number: int) -> None:
        for start, end in utterance.words:
            for index in range(self.token_at(start), self.token_at(end - 1) + 1):
                self._regions[index] = number


# ---------------------------------------------------------------------------------------------------------------------


def _number_paragraphs(doc: Doc, paragraphs: tuple[Piece, ...]) -> list[int]:
    numbers, current = [], 0
    for token in doc:
        while current + 1 < len(paragraphs) and token.idx >= paragraphs[current + 1][0]:
            current += 1
        numbers.append(current)
    return numbers
