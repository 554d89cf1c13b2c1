"""What is left to judge in what a record knew, a part at a time: what comes before the part is counted, not described."""

from collections.abc import Collection, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from groundtruce.compare.judgements.deciding import check_name
from groundtruce.compare.judgements.review import Review
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Span
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, StatementKind
from groundtruce.model.judgements import ReviewedStatement
from groundtruce.model.values import Value
from groundtruce.pipeline.knowledge import Known

_AROUND = 400
"""So many characters on both sides of a passage."""
_LONGEST_QUOTE = 4_000
"""Of a longer passage, its beginning is shown."""
_MOST_QUOTES = 50
"""Of an incident with more mentions, the first ones are quoted."""


class ReviewPassage(Value):
    """A passage with the text around it, as much of it as a reviewer needs."""

    document: str
    span: Span
    """In the whole document."""
    start: int
    """Where in the document `text` begins."""
    text: str
    more_before: bool
    more_after: bool


class ReviewItem(Value):
    """A statement to be judged, and the passages that it stands in: an incident's are those of its mentions."""

    statement: ReviewedStatement
    passages: tuple[ReviewPassage, ...]


class ReviewQueue:
    """What is left to judge, in the order of the review; one queue serves all reviewers."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._review = Review(known.machine_readings, known.incidents, known.standing)
        self._documents = [sha256 for sha256 in known.documents if sha256 in known.machine_readings]
        self._places = {sha256: place for place, sha256 in enumerate(self._documents)}
        self._sizes: dict[frozenset[StatementKind], npt.NDArray[np.int64]] = {}

    def find(
        self,
        part: slice,
        *,
        by: str,
        kinds: Collection[StatementKind] = STATEMENT_KINDS,
        document: str | None = None,
    ) -> tuple[int, tuple[ReviewItem, ...]]:
        """How much somebody has not judged, and a part of it: `start` and `stop` of the slice are numbers.

        Raises `UnusableInput` for a name that is none.
        """
        try:
            by = check_name(by)
        except ValueError as error:
            raise UnusableInput("by", str(error)) from error
        first, most = part.start, part.stop - part.start
        found: list[ReviewedStatement] = []
        documents, sizes = self._count(by=by, kinds=frozenset(kinds), document=document)
        ends = np.cumsum(sizes)
        total = int(sizes.sum())
        for place in range(int(np.searchsorted(ends, first, side="right")), len(ends)):
            if len(found) >= most:
                break
            skipped = max(0, first - int(ends[place] - sizes[place]))
            open_there = self._review.list_open_in(documents[place], by=by, kinds=kinds)
            found += islice(open_there, skipped, skipped + most - len(found))
        incidents = [] if "incident" not in kinds else self._find_incidents(by=by, document=document)
        skipped = max(0, first - total)
        found += map(self._review.describe_incident, incidents[skipped : skipped + most - len(found)])
        return total + len(incidents), tuple(map(self._quote, found))

    # -----------------------------------------------------------------------------------------------------------

    def _count(
        self, *, by: str, kinds: frozenset[StatementKind], document: str | None
    ) -> tuple[Sequence[str], npt.NDArray[np.int64]]:
        """The documents with how many statements are open in each: those where somebody judged any are looked through."""
        if kinds not in self._sizes:
            asked = [self._review.count_asked_in(each, kinds=kinds) for each in self._documents]
            self._sizes[kinds] = np.array(asked, np.int64)
        documents, sizes = self._documents, self._sizes[kinds].copy()
        for sha256 in self._review.documents_judged_by(by):
            if sha256 in self._places:
                sizes[self._places[sha256]] = self._review.count_open_in(sha256, by=by, kinds=kinds)
        if document is None:
            return documents, sizes
        place = self._places.get(document)
        return ([], sizes[:0]) if place is None else ([document], sizes[place : place + 1])

    def _find_incidents(self, *, by: str, document: str | None) -> Sequence[Incident]:
        found = self._review.find_open_incidents(by=by)
        if document is None:
            return found
        return [each for each in found if any(mention.startswith(f"{document}#") for mention in each.mentions)]

    def _quote(self, statement: ReviewedStatement) -> ReviewItem:
        if statement.document:
            places = [(statement.document, statement.span)]
        else:
            places = [(each.mention.partition("#")[0], each.span) for each in statement.mentions[:_MOST_QUOTES]]
        return ReviewItem(
            statement=statement, passages=tuple(self._cut(document, span) for document, span in places if span)
        )

    def _cut(self, document: str, span: Span) -> ReviewPassage:
        return cut_passage(self._known, document=document, span=span)


def cut_passage(known: Known, *, document: str, span: Span, around: int = _AROUND) -> ReviewPassage:
    """A passage of a document with so many characters on both sides."""
    text = known.documents[document].text
    start = max(0, span[0][0] - around)
    end = min(len(text), min(span[-1][1], span[0][0] + _LONGEST_QUOTE) + around)
    return ReviewPassage(
        document=document,
        span=span,
        start=start,
        text=text[start:end],
        more_before=start > 0,
        more_after=end < len(text),
    )
