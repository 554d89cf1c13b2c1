"""What there is to review: every statement with what was read, what stands and who judged it, in the order of the texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from groundtruce.compare.judgements.fields import describe_fields
from groundtruce.compare.judgements.judged_readings import judge_reading
from groundtruce.compare.judgements.marks import refer_to
from groundtruce.compare.judgements.standing import decisions_by_document
from groundtruce.model.claims import EventMention
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, StatementKind
from groundtruce.model.judgements import (
    JudgedIncident,
    PlacedMention,
    RecordedJudgement,
    ReviewedStatement,
    Statement,
    StatementField,
    kind_of,
    list_statements,
    name_statement,
    span_of,
)
from groundtruce.model.readings import Reading


class Review:
    """What was read in a record and matched to incidents, by the judgements that stand."""

    def __init__(
        self,
        documents: Iterable[Document],
        readings: Mapping[str, Reading],
        incidents: Sequence[Incident],
        standing: Sequence[RecordedJudgement],
    ) -> None:
        self._documents = [each for each in documents if each.sha256 in readings]
        self._readings = readings
        self._incidents = incidents
        self._decided = decisions_by_document(standing)
        self._judgements: dict[str, list[RecordedJudgement]] = {}
        for each in standing:
            self._judgements.setdefault(each.judgement.statement, []).append(each)
        self._homes = {mention: incident.id for incident in incidents for mention in incident.mentions}

    def list_open(self, *, by: str, kinds: Iterable[StatementKind] = STATEMENT_KINDS) -> Iterator[ReviewedStatement]:
        """What somebody has not judged yet: document by document, paragraph by paragraph, then the incidents.

        Of rows that a data set coded nothing was read by a machine, and nothing is asked.
        """
        wanted = frozenset(kinds)
        for document in self._documents:
            for statement in _in_order(self._readings[document.sha256]):
                if kind_of(statement) in wanted and not _is_coded(statement):
                    name = name_statement(statement, document=document.sha256)
                    if not self._is_judged(name, by):
                        yield self._describe(name, statement, document.sha256)
        if "incident" in wanted:
            yield from (
                self._describe_incident(each) for each in self._incidents if not self._is_incident_judged(each, by)
            )

    # -----------------------------------------------------------------------------------------------------------

    def _is_judged(self, name: str, by: str) -> bool:
        return any(
            each.judgement.by == by and each.judgement.decision != "note" for each in self._judgements.get(name, ())
        )

    def _is_incident_judged(self, incident: Incident, by: str) -> bool:
        """Whether somebody judged it as it is now: a mention that came later was not looked at."""
        mentions = set(incident.mentions)
        return any(
            mentions <= {placed.mention for placed in part}
            for judgements in [self._judgements.values()]
            for recorded in (each for several in judgements for each in several)
            for about in [recorded.judgement.about]
            if isinstance(about, JudgedIncident)
            and recorded.judgement.by == by
            and recorded.judgement.decision != "note"
            for part in (about.mentions, about.apart)
        )

    def _describe(self, name: str, statement: Statement, document: str) -> ReviewedStatement:
        read = describe_fields(statement)
        now = describe_fields(self._find_now(name, statement, document))
        return ReviewedStatement(
            statement=name,
            kind=kind_of(statement),
            document=document,
            span=span_of(statement),
            fields=tuple(StatementField(name=each, read=read[each], stands=now[each]) for each in read),
            judgements=tuple(refer_to(each) for each in self._judgements.get(name, ())),
            incident=self._homes.get(name),
        )

    def _find_now(self, name: str, statement: Statement, document: str) -> Statement:
        """The statement as it stands; as read where it was rejected."""
        if document not in self._decided:
            return statement
        judged = judge_reading(self._readings[document], self._decided[document])
        return find_statement(judged, name) or statement

    def _describe_incident(self, incident: Incident) -> ReviewedStatement:
        said = {
            "kind": incident.kind,
            "date": incident.date or "",
            "place": incident.place.text if incident.place else "",
            "reason": incident.reason,
            "certainty": incident.certainty,
        }
        return ReviewedStatement(
            statement=incident.id,
            kind="incident",
            document=None,
            span=(),
            fields=tuple(StatementField(name=name, read=text, stands=text) for name, text in said.items()),
            judgements=tuple(refer_to(each) for each in self._judgements.get(incident.id, ())),
            mentions=tuple(
                PlacedMention(mention=match.mention, span=match.citation.span or ()) for match in incident.matches
            ),
        )


def find_statement(reading: Reading, name: str) -> Statement | None:
    """The statement of a reading that a judgement names."""
    document = reading.document.sha256
    return next((each for each in list_statements(reading) if name_statement(each, document=document) == name), None)


# ---------------------------------------------------------------------------------------------------------------


def _in_order(reading: Reading) -> list[Statement]:
    """Paragraph by paragraph; in each by kind, what others rest on first, and then by place."""
    text = reading.document.text

    def place(statement: Statement) -> tuple[int, int, int]:
        start = span_of(statement)[0][0]
        return text.rfind("\n", 0, start), STATEMENT_KINDS.index(kind_of(statement)), start

    return sorted(list_statements(reading), key=place)


def _is_coded(statement: Statement) -> bool:
    return isinstance(statement, EventMention) and statement.coded is not None
