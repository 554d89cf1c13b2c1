"""Judging what was read in a record: one statement at a time, each judgement recorded at once with the incidents that it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from groundtruce.compare.judgements.corrections import list_correctable
from groundtruce.compare.judgements.deciding import judge_incident, judge_statement, withdraw
from groundtruce.compare.judgements.judged_readings import judge_reading
from groundtruce.compare.judgements.precision import measure_quality
from groundtruce.compare.judgements.standing import decisions_by_document, list_standing
from groundtruce.errors import UnusableInput
from groundtruce.model.incidents import Incident
from groundtruce.model.judged import STATEMENT_KINDS, Decision
from groundtruce.model.judgements import (
    CorrectableField,
    JudgedIncident,
    Judgement,
    Quality,
    RecordedJudgement,
    Statement,
    list_statements,
    name_statement,
)
from groundtruce.model.readings import Reading
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.knowledge import Known
from groundtruce.pipeline.matching import match_judged
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Head, Record


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a person says of a statement, as typed: the input of a judgement."""

    statement: str
    """A statement's name (`DOCUMENT#ID`, the beginnings of both suffice) or an incident's identifier."""
    decision: Decision
    changes: Mapping[str, str] = field(default_factory=dict)
    """The fields that a correction puts right."""
    others: Sequence[str] = ()
    """A merge: the incidents that are the same one. A split: the mentions that are of another one."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A judgement as it was recorded, and the incidents that it changed, those given up as withdrawn."""

    judgement: RecordedJudgement
    incidents: tuple[Incident, ...]
    head: Head


def judge(record: Record, opinion: Opinion, *, by: str, after: Head | None = None) -> Given:
    """Record what a person decided, once this returns safely, with the incidents that it changes.

    With `after`, it is refused if anything was recorded since that head. Raises `UnusableInput`, with nothing recorded, for
    a statement that is not there and a decision that does not fit it.
    """
    try:
        judgement = _decide(record, opinion, by=by)
    except ValueError as error:
        raise UnusableInput(record.address, str(error), place=opinion.statement) from error
    return _append(record, judgement, after=after)


def undo(record: Record, *, by: str, statement: str | None = None, after: Head | None = None) -> Given:
    """Withdraw the last judgement of a person that stands: of all, or of those about one statement."""
    own = [each for each in list_standing(record.judgements()) if each.judgement.by == by.strip()]
    if statement is not None:
        own = [each for each in own if _is_named(each, statement)]
    if not own:
        raise UnusableInput(record.address, f"no judgement by {by} stands", place=statement or "")
    return _append(record, withdraw(own[-1]), after=after)


def judge_in(path: Address, opinion: Opinion, *, by: str, after: Head | None = None) -> Given:
    """The same in the record at a path."""
    with Record.open(path, writable=True) as record:
        return judge(record, opinion, by=by, after=after)


def undo_in(path: Address, *, by: str, statement: str | None = None, after: Head | None = None) -> Given:
    """The same in the record at a path."""
    with Record.open(path, writable=True) as record:
        return undo(record, by=by, statement=statement, after=after)


def find_head(path: Address, digest: str) -> Head:
    """The head of the record at a path, if its hash is this one or begins with it. Raises `UnusableInput` for another."""
    with Record.open(path) as record:
        head = record.head()
    if not digest or not head.hash.startswith(digest):
        raise UnusableInput(path, f"its last entry has another hash than {digest!r}; nothing was recorded")
    return head


def assess_quality(known: Known) -> Quality:
    """How often the machine was right in what was judged so far, by kind."""
    return measure_quality(known.standing, known.machine_readings, known.incidents)


def list_correctable_fields() -> dict[str, tuple[CorrectableField, ...]]:
    """What a correction can put right, by the kind of statement."""
    return {kind: list_correctable(kind) for kind in STATEMENT_KINDS}


# ---------------------------------------------------------------------------------------------------------------


def _decide(record: Record, opinion: Opinion, *, by: str) -> Judgement:
    """The judgement that an opinion comes to. Raises `ValueError` where it does not fit."""
    if opinion.statement.startswith("incident-"):
        return _decide_on_incident(record, opinion, by=by)
    if opinion.others:
        raise ValueError("only incidents are merged and split")
    found = _find(record, opinion.statement)
    return judge_statement(
        found.read,
        shown=found.shown,
        reading=found.reading,
        by=by,
        decision=opinion.decision,
        changes=opinion.changes,
        note=opinion.note,
        case=record.case(),
    )


def _decide_on_incident(record: Record, opinion: Opinion, *, by: str) -> Judgement:
    merging = opinion.decision == "merge"
    named = [opinion.statement, *(opinion.others if merging else ())]
    incidents = {each.id: each for each in record.chosen_incidents(named) if not each.withdrawn}
    if missing := [name for name in named if name not in incidents]:
        raise ValueError(f"the record holds no incident {missing[0]}")
    first, *others = (incidents[name] for name in named)
    return judge_incident(
        first,
        others=others,
        mentions=() if merging else opinion.others,
        by=by,
        decision=opinion.decision,
        note=opinion.note,
    )


def _append(record: Record, judgement: Judgement, *, after: Head | None) -> Given:
    head = record.head()
    if after is not None and after != head:
        raise UnusableInput(record.address, "something was recorded since; nothing was recorded now")
    judgements = record.judgements()
    given = RecordedJudgement(entry=head.seq + 1, recorded="", judgement=judgement)
    incidents = match_judged(
        record,
        judgement,
        before=list_standing(judgements),
        after=list_standing([*judgements, given]),
        case=record.case(),
    )
    head = record.append(Addition(judgements=(judgement,), incidents=incidents), now=now(), after=head)
    recorded = RecordedJudgement(entry=given.entry, recorded=head.recorded, judgement=judgement)
    return Given(judgement=recorded, incidents=incidents, head=head)


def _is_named(recorded: RecordedJudgement, name: str) -> bool:
    """Whether a name, or the beginnings of its parts, means what a judgement is about."""
    return all(
        whole.startswith(part)
        for whole, part in zip(recorded.judgement.statement.split("#"), name.split("#"), strict=False)
    )


class _Found(NamedTuple):
    """A statement as it was read and as it stands, and the machine's reading that it is of."""

    read: Statement
    shown: Statement
    reading: Reading


def _find(record: Record, name: str) -> _Found:
    """The statement of a document that a name, or its beginning, means. Raises `ValueError` for none and for several."""
    document, _, identifier = name.partition("#")
    sha256 = record.document(document).sha256
    reading = record.chosen_readings([sha256]).get(sha256)
    if reading is None or not identifier:
        raise ValueError(f"nothing was read there; a statement is named DOCUMENT#{identifier or 'IDENTIFIER'}")
    decisions = decisions_by_document(list_standing(record.judgements())).get(sha256, ())
    judged = {
        name_statement(each, document=sha256): each for each in list_statements(judge_reading(reading, decisions))
    }
    # What a later reading no longer has is known from its judgement.
    read: dict[str, Statement] = {
        each.judgement.statement: each.judgement.about.read
        for each in decisions
        if not isinstance(each.judgement.about, JudgedIncident)
    }
    read |= {name_statement(each, document=sha256): each for each in list_statements(reading)}
    found = [each for each in read if each.startswith(f"{sha256}#{identifier}")]
    if len(found) != 1:
        raise ValueError(
            f"{'several statements have' if found else 'the document has no statement with'} this identifier"
        )
    return _Found(read[found[0]], judged.get(found[0]) or read[found[0]], reading)
