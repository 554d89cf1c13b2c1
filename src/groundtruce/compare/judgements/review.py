"""What there is to review: every statement with what was read, what stands and who judged it, in the order of the texts."""

import bisect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from groundtruce.compare.judgements.fields import describe_fields, list_parts
from groundtruce.compare.judgements.judged_readings import judge_reading
from groundtruce.compare.judgements.marks import refer_to
from groundtruce.compare.judgements.standing import decisions_by_document
from groundtruce.model.claims import EventMention
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, JudgementReference, StatementKind
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
    """What was read in a record and matched to incidents, by the judgements that stand.

    `readings` are the machine's.
    """

    def __init__(
        self, readings: Mapping[str, Reading], incidents: Sequence[Incident], standing: Sequence[RecordedJudgement]
    ) -> None:
        self._readings = readings
        self._incidents = {each.id: each for each in incidents}
        self._decided = decisions_by_document(standing)
        self._standing = standing
        self._judgements: dict[str, list[RecordedJudgement]] = {}
        for each in standing:
            self._judgements.setdefault(each.judgement.statement, []).append(each)
        self._homes = {mention: incident.id for incident in incidents for mention in incident.mentions}
        self._listed = list(incidents)
        self._beginning: dict[str, list[int]] = {}
        """The places in that list of the incidents that begin with a mention."""
        for place, incident in enumerate(incidents):
            self._beginning.setdefault(incident.mentions[0], []).append(place)
        self._judged: dict[str, tuple[Reading, dict[str, Statement]]] = {}

    def list_open_in(self, document: str, *, by: str, kinds: Collection[StatementKind]) -> Iterator[ReviewedStatement]:
        """What somebody has not judged yet in a document, paragraph by paragraph.

        Of rows that a data set coded nothing was read by a machine, and nothing is asked.
        """
        for name, statement in self._find_open_in(document, by=by, kinds=kinds):
            yield self._describe(name, statement, document)

    def count_open_in(self, document: str, *, by: str, kinds: Collection[StatementKind]) -> int:
        """How many `list_open_in` gives."""
        return sum(1 for _ in self._find_open_in(document, by=by, kinds=kinds))

    def count_asked_in(self, document: str, *, kinds: Collection[StatementKind]) -> int:
        """How many of the document's statements are asked about where nobody judged any."""
        reading = self._readings[document]
        uncoded = sum(not _is_coded(each) for each in reading.event_mentions) if "event" in kinds else 0
        return uncoded + sum(len(getattr(reading, field)) for kind, field in _FIELDS.items() if kind in kinds)

    def documents_judged_by(self, by: str) -> set[str]:
        """The documents of which somebody judged any statement."""
        return {each.judgement.document for each in self._standing if each.judgement.document and _decides(each, by)}

    def list_open_incidents(self, *, by: str) -> Iterator[ReviewedStatement]:
        """The incidents that somebody has not judged as they are now: a mention that came later was not looked at."""
        return map(self.describe_incident, self.find_open_incidents(by=by))

    def find_open_incidents(self, *, by: str) -> Sequence[Incident]:
        """The same as incidents."""
        seen: dict[str, list[frozenset[str]]] = {}
        for each in self._standing:
            about = each.judgement.about
            if isinstance(about, JudgedIncident) and _decides(each, by):
                for part in (about.mentions, about.apart):
                    group = frozenset(placed.mention for placed in part)
                    for mention in group:
                        seen.setdefault(mention, []).append(group)
        judged = {
            place
            for mention, groups in seen.items()
            for place in self._beginning.get(mention, ())
            if any(group.issuperset(self._listed[place].mentions) for group in groups)
        }
        # Of many, few were looked at: they are taken out, the others not looked at.
        found = self._listed.copy() if judged else self._listed
        for place in sorted(judged, reverse=True):
            del found[place]
        return found

    def describe(self, name: str) -> ReviewedStatement | None:
        """The statement or the incident that a judgement names, as it is now; none for one that is not there."""
        if name in self._incidents:
            return self.describe_incident(self._incidents[name])
        document = name.partition("#")[0]
        statement = find_statement(self._readings[document], name) if document in self._readings else None
        return self._describe(name, statement, document) if statement else None

    def describe_incident(self, incident: Incident) -> ReviewedStatement:
        """An incident as a reviewer sees it."""
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
            parts=(),
            fields=tuple(StatementField(name=name, read=text, stands=text) for name, text in said.items()),
            judgements=self._refer_to(incident.id),
            mentions=tuple(
                PlacedMention(mention=match.mention, span=match.citation.span or ()) for match in incident.matches
            ),
        )

    # -----------------------------------------------------------------------------------------------------------

    def _find_open_in(
        self, document: str, *, by: str, kinds: Collection[StatementKind]
    ) -> Iterator[tuple[str, Statement]]:
        for statement in _in_order(self._readings[document]):
            if kind_of(statement) in kinds and not _is_coded(statement):
                name = name_statement(statement, document=document)
                if not any(_decides(each, by) for each in self._judgements.get(name, ())):
                    yield name, statement

    def _describe(self, name: str, statement: Statement, document: str) -> ReviewedStatement:
        judged, named = self._judge(document)
        read = describe_fields(statement, self._readings[document].attributions)
        # What was rejected is shown as it was read.
        now = describe_fields(named.get(name, statement), judged.attributions)
        return ReviewedStatement(
            statement=name,
            kind=kind_of(statement),
            document=document,
            span=span_of(statement),
            parts=list_parts(statement),
            fields=tuple(StatementField(name=each, read=read[each], stands=now[each]) for each in read),
            judgements=self._refer_to(name),
            incident=self._homes.get(name),
        )

    def _judge(self, document: str) -> tuple[Reading, dict[str, Statement]]:
        """What was read in a document as people judged it, also by name."""
        if document not in self._judged:
            judged = judge_reading(self._readings[document], self._decided.get(document, ()))
            named = {name_statement(each, document=document): each for each in list_statements(judged)}
            self._judged[document] = judged, named
        return self._judged[document]

    def _refer_to(self, name: str) -> tuple[JudgementReference, ...]:
        return tuple(refer_to(each) for each in self._judgements.get(name, ()))


def find_statement(reading: Reading, name: str) -> Statement | None:
    """The statement of a reading that a judgement names."""
    document = reading.document.sha256
    return next((each for each in list_statements(reading) if name_statement(each, document=document) == name), None)


# ---------------------------------------------------------------------------------------------------------------


_FIELDS: Mapping[StatementKind, str] = {
    "date": "dates",
    "toponym": "toponyms",
    "attribution": "attributions",
    "silence": "silences",
}
"""Where a reading holds its statements; of its event mentions, those that are coded are not asked about."""


def _in_order(reading: Reading) -> list[Statement]:
    """Paragraph by paragraph; in each by kind, what others rest on first, and then by place."""
    ends = [line_end.start() for line_end in re.finditer("\n", reading.document.text)]

    def place(statement: Statement) -> tuple[int, int, int]:
        start = span_of(statement)[0][0]
        return bisect.bisect_left(ends, start), STATEMENT_KINDS.index(kind_of(statement)), start

    return sorted(list_statements(reading), key=place)


def _decides(recorded: RecordedJudgement, by: str) -> bool:
    """Whether a judgement is somebody's own, and more than a note."""
    return recorded.judgement.by == by and recorded.judgement.decision != "note"


def _is_coded(statement: Statement) -> bool:
    return isinstance(statement, EventMention) and statement.coded is not None
