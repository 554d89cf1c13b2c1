"""How an answer says that a person judged what it rests on."""

from typing import Literal

from groundtruce.model.values import Value

Decision = Literal["accept", "correct", "reject", "merge", "split", "note", "withdraw"]
StatementKind = Literal["attribution", "event", "silence", "date", "toponym", "incident"]

STATEMENT_KINDS: tuple[StatementKind, ...] = ("date", "toponym", "attribution", "event", "silence", "incident")
"""In the order in which they are reviewed: what others rest on comes first."""


class ChangedField(Value):
    """One field of a statement that a person put right: as the machine read it and as the person decided, in words."""

    name: str
    read: str
    judged: str


class JudgementReference(Value):
    """How an answer names a judgement that it went by."""

    entry: int
    """The number of its entry in the record."""
    kind: StatementKind
    """What of the passage was judged."""
    by: str
    decision: Decision
    recorded: str
    """The moment in UTC."""
    changed: tuple[ChangedField, ...] = ()
    note: str = ""
