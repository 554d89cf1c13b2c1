"""Incidents: what happened in the world, as far as the mentions that are judged to speak of it tell."""

from typing import Literal

from groundtruce.model.claims import Count, EventType, MentionedPlace, Silence
from groundtruce.model.documents import Citation
from groundtruce.model.values import Value

CellState = Literal["stated", "silent", "denies"]
CellName = Literal["what", "who began", "where", "when", "deaths", "injured"]
ContradictionKind = Literal["numbers", "places", "times", "who began", "whether it happened"]

CELL_NAMES: tuple[CellName, ...] = ("what", "who began", "where", "when", "deaths", "injured")


class Cell(Value):
    """One field of an account: what was said about it, with the passages, or that nothing was."""

    name: CellName
    state: CellState
    value: str = ""
    """In words, as the passages give it; empty where silent."""
    citations: tuple[Citation, ...] = ()


class Account(Value):
    """What one party, or one independent publisher as narrator, says of one incident."""

    party: str | None
    """The party's identifier; none for a narrator."""
    narrator: str | None
    """The publisher's identifier or name, for an independent narrator; none for a party."""
    cells: tuple[Cell, ...]
    """One for each of `CELL_NAMES`, in that order."""


class Contradiction(Value):
    """Two accounts that cannot both be so."""

    kind: ContradictionKind
    between: tuple[str, str]
    """Whose accounts: party identifiers or narrators' names."""
    statement: str
    """One neutral clause, such as `one side says 2 killed, the other none`."""
    citations: tuple[Citation, ...]


class Incident(Value):
    """An occurrence that mentions are judged to speak of. Its best values keep their uncertainty."""

    id: str
    kind: EventType
    date: str | None
    """EDTF."""
    place: MentionedPlace | None
    mentions: tuple[str, ...]
    """Identifiers of event mentions, each with its document before it: `sha256#mention`."""
    sources: int
    """How many independent publishers tell of it."""
    deaths: Count | None
    injured: Count | None
    accounts: tuple[Account, ...]
    contradictions: tuple[Contradiction, ...]
    reason: str
    """Why these mentions were matched, in one sentence."""
    withdrawn: bool = False
    """Whether the record has given this incident up, since its mentions now belong to another."""


INCIDENTS_FORMAT = "groundtruce-incidents/1"


class SilenceInDocument(Value):
    """A reported silence with the document that reports it."""

    silence: Silence
    publisher: str | None
    published: str | None
    citation: Citation


class Incidents(Value, tag_field="format", tag=INCIDENTS_FORMAT):
    """The format `groundtruce-incidents/1`: the incidents with each party's account, and the silences reported."""

    incidents: tuple[Incident, ...]
    silences: tuple[SilenceInDocument, ...]
