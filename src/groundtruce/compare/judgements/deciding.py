"""Composing a judgement: what a person says of a statement, as a value that the record can keep. Raises `ValueError`."""

from collections.abc import Mapping, Sequence

from groundtruce.compare.judgements.corrections import correct_statement
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, EventMention, Silence
from groundtruce.model.incidents import Incident, Match
from groundtruce.model.judged import Decision
from groundtruce.model.judgements import (
    JudgedAttribution,
    JudgedDate,
    JudgedEvent,
    JudgedIncident,
    JudgedSilence,
    JudgedStatement,
    JudgedToponym,
    Judgement,
    PlacedMention,
    RecordedJudgement,
    Statement,
    name_statement,
)
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention, Reading

MOST_CHARACTERS = 2000
"""A longer note is no note."""


def judge_statement(
    statement: Statement,
    *,
    shown: Statement,
    reading: Reading,
    by: str,
    decision: Decision,
    changes: Mapping[str, str],
    note: str,
    case: Case,
) -> Judgement:
    """What a person decided about a statement that was read in a document.

    `shown` is the statement as the reviewer sees it, by judgements so far: what is accepted is that, and what is corrected
    starts from it. Raises `ValueError` with one clause where the decision does not fit.
    """
    if decision not in ("accept", "correct", "reject", "note"):
        raise ValueError(
            f"what was read in a document can be accepted, corrected or rejected: {decision} is for incidents"
        )
    if bool(changes) != (decision == "correct"):
        raise ValueError("a correction says which fields it puts right, and nothing else does")
    value = correct_statement(shown, changes, case=case)
    if decision == "correct" and value == shown:
        raise ValueError("the correction changes nothing")
    corrected = value if decision in ("accept", "correct") and value != statement else None
    return _compose(
        name_statement(statement, document=reading.document.sha256),
        by=by,
        decision=decision,
        about=_pair(statement, corrected, reading),
        note=note,
    )


def judge_incident(
    incident: Incident,
    *,
    others: Sequence[Incident] = (),
    mentions: Sequence[str] = (),
    by: str,
    decision: Decision,
    note: str,
) -> Judgement:
    """What a person decided about an incident: it is one, it is one with `others`, or its `mentions` are of another one.

    Raises `ValueError` with one clause where the decision does not fit.
    """
    placed = {match.mention: _place(match) for match in incident.matches}
    if decision not in ("accept", "merge", "split", "note"):
        raise ValueError(
            f"an incident can be accepted, merged and split; its values are those of its mentions, so {decision} these"
        )
    if bool(others) != (decision == "merge") or bool(mentions) != (decision == "split"):
        raise ValueError("a merge names other incidents, and a split mentions of the incident")
    if decision == "split":
        if strange := [mention for mention in mentions if mention not in placed]:
            raise ValueError(f"{strange[0]} is no mention of {incident.id}")
        if len(set(mentions)) == len(placed):
            raise ValueError("a split leaves a mention where it was")
    together = [place for mention, place in placed.items() if mention not in mentions]
    together += [_place(match) for other in others for match in other.matches]
    about = JudgedIncident(
        mentions=tuple(dict.fromkeys(together)), apart=tuple(placed[mention] for mention in dict.fromkeys(mentions))
    )
    return _compose(incident.id, by=by, decision=decision, about=about, note=note)


def withdraw(standing: RecordedJudgement, *, note: str = "") -> Judgement:
    """The judgement that takes an earlier one by the same person back."""
    earlier = standing.judgement
    return _compose(
        earlier.statement, by=earlier.by, decision="withdraw", about=earlier.about, note=note, withdraws=standing.entry
    )


def check_name(name: str) -> str:
    """Somebody's name, without the white space around it. Raises `ValueError` for none."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ValueError(f"a name has 1 to {_LONGEST_NAME} characters that can be printed")
    return name


# ---------------------------------------------------------------------------------------------------------------

_LONGEST_NAME = 100


def _compose(
    statement: str,
    *,
    by: str,
    decision: Decision,
    about: JudgedStatement,
    note: str,
    withdraws: int | None = None,
) -> Judgement:
    note = note.strip()
    if len(note) > MOST_CHARACTERS:
        raise ValueError(f"a note has at most {MOST_CHARACTERS} characters")
    if decision == "note" and not note:
        raise ValueError("a note says something")
    return Judgement(
        statement=statement, by=check_name(by), decision=decision, about=about, note=note, withdraws=withdraws
    )


def _pair(read: Statement, corrected: Statement | None, reading: Reading) -> JudgedStatement:
    """A statement as it was read, with its corrected self of the same kind."""
    match read:
        case DateMention():
            assert corrected is None or isinstance(corrected, DateMention)
            return JudgedDate(read=read, corrected=corrected, mentions=_dated_by(read, reading))
        case Toponym():
            assert corrected is None or isinstance(corrected, Toponym)
            return JudgedToponym(read=read, corrected=corrected)
        case Attribution():
            assert corrected is None or isinstance(corrected, Attribution)
            return JudgedAttribution(read=read, corrected=corrected)
        case EventMention():
            assert corrected is None or isinstance(corrected, EventMention)
            return JudgedEvent(read=read, corrected=corrected)
        case Silence():
            assert corrected is None or isinstance(corrected, Silence)
            return JudgedSilence(read=read, corrected=corrected)


def _dated_by(date: DateMention, reading: Reading) -> tuple[str, ...]:
    """The event mentions with the date of a date mention to which no other date mention that says so stands nearer."""
    if date.edtf is None:
        return ()
    same = [other for other in reading.dates if other.edtf == date.edtf]
    return tuple(
        mention.id
        for mention in reading.event_mentions
        if mention.date == date.edtf and min(same, key=lambda each: _distance(each, mention), default=date) == date
    )


def _distance(date: DateMention, mention: EventMention) -> int:
    return abs(date.span[0][0] - mention.span[0][0])


def _place(match: Match) -> PlacedMention:
    return PlacedMention(mention=match.mention, span=match.citation.span or ())
