"""A person's review of a record: what is left to judge, one statement after another, each judgement recorded at once."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from groundtruce.compare.judgements.deciding import check_name
from groundtruce.compare.judgements.review import Review
from groundtruce.compare.judgements.standing import list_standing
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, StatementKind
from groundtruce.model.judgements import ReviewedStatement, Statements
from groundtruce.model.times import interval_of
from groundtruce.pipeline.judging import Given, Opinion, judge, undo
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record

# So many days around an incident others are shown to merge it with, and so many of them.
_DAYS_AROUND = timedelta(days=3)
_MOST_NEIGHBOURS = 9


class Session:
    """What somebody has not judged yet in an open record, of some kinds, in one document or in all.

    What was judged before is not asked again, so a review that was stopped goes on where it was.
    """

    def __init__(
        self,
        record: Record,
        *,
        by: str,
        kinds: Collection[StatementKind] = STATEMENT_KINDS,
        document: str | None = None,
    ) -> None:
        try:
            self.by = check_name(by)
        except ValueError as error:
            raise UnusableInput("--as", str(error)) from error
        self.case: Case = record.case()
        self._record = record
        self._kinds = frozenset(kinds)
        self._document = record.document(document).sha256 if document else None
        self._readings = record.chosen_readings([self._document]) if self._document else record.readings()
        self._documents = {each.sha256: each for each in record.headers()}
        self._incidents = {each.id: each for each in record.incidents()}
        self._passed: set[str] = set()
        self._finished: set[str] = set()
        self._look_again()

    def find_next(self) -> ReviewedStatement | None:
        """The next statement that is open and was not passed over; none at the end."""
        return next(self._list_open(), None)

    def list_open(self) -> Statements:
        """Everything that is open."""
        return Statements(by=self.by, statements=tuple(self._list_open()))

    def pass_over(self, statement: ReviewedStatement) -> None:
        """Leave a statement for another session."""
        self._passed.add(statement.statement)

    def judge(self, opinion: Opinion) -> Given:
        """Record a judgement. Raises `UnusableInput`, with nothing recorded, where it cannot be."""
        return self._take_in(judge(self._record, opinion, by=self.by))

    def undo(self) -> Given:
        """Withdraw the last judgement; what it was about is open again."""
        given = self._take_in(undo(self._record, by=self.by))
        self._passed.discard(given.judgement.judgement.statement)
        self._finished.clear()
        return given

    def text_of(self, document: str) -> str:
        """The text that statements of a document stand in."""
        if document not in self._readings:
            self._readings |= self._record.chosen_readings([document])
        return self._readings[document].document.text

    def document(self, sha256: str) -> Document:
        """A document, also one that was added since the review began."""
        if sha256 not in self._documents:
            self._documents[sha256] = self._record.document(sha256)
        return self._documents[sha256]

    def incident(self, identifier: str) -> Incident | None:
        """An incident as it is now."""
        return self._incidents.get(identifier)

    def list_neighbours(self, incident: Incident) -> tuple[Incident, ...]:
        """The incidents of the days around one, those of its kind first: what it may be merged with."""
        return list_neighbours(incident, self._incidents.values())

    # -----------------------------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        self._review = Review(self._readings, tuple(self._incidents.values()), list_standing(self._record.judgements()))

    def _take_in(self, given: Given) -> Given:
        for incident in given.incidents:
            self._incidents.pop(incident.id, None)
            if not incident.withdrawn:
                self._incidents[incident.id] = incident
        self._look_again()
        return given

    def _list_open(self) -> Iterator[ReviewedStatement]:
        for sha256 in self._documents:
            if sha256 in self._readings and sha256 not in self._finished and self._is_asked_for(sha256):
                some = False
                for each in self._review.list_open_in(sha256, by=self.by, kinds=self._kinds):
                    if each.statement not in self._passed:
                        some = True
                        yield each
                if not some:
                    self._finished.add(sha256)
        if "incident" in self._kinds:
            for each in self._review.list_open_incidents(by=self.by):
                if each.statement not in self._passed and any(map(self._is_asked_for, sources_of(each))):
                    yield each

    def _is_asked_for(self, document: str) -> bool:
        return self._document in (None, document)


def list_neighbours(incident: Incident, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Of many incidents those of the days around one, those of its kind first: what it may be merged with."""
    near = [each for each in incidents if each.id != incident.id and _are_near(each, incident)]
    near.sort(key=lambda each: (each.kind != incident.kind, each.date or "", each.id))
    return tuple(near[:_MOST_NEIGHBOURS])


@contextmanager
def open_session(
    path: Address,
    *,
    by: str,
    kinds: Collection[StatementKind] = STATEMENT_KINDS,
    document: str | None = None,
    writable: bool,
) -> Iterator[Session]:
    """The session of somebody with the record at a path."""
    with Record.open(path, writable=writable) as record:
        yield Session(record, by=by, kinds=kinds, document=document)


def sources_of(statement: ReviewedStatement) -> set[str]:
    """The documents that an incident's mentions stand in."""
    return {placed.mention.partition("#")[0] for placed in statement.mentions}


# ---------------------------------------------------------------------------------------------------------------


def _are_near(one: Incident, other: Incident) -> bool:
    if not one.date or not other.date:
        return True
    first, second = interval_of(one.date), interval_of(other.date)
    return (first.start is None or second.end is None or first.start < second.end + _DAYS_AROUND) and (
        second.start is None or first.end is None or second.start < first.end + _DAYS_AROUND
    )
