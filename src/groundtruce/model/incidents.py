"""Incidents: what happened in the world, as far as the mentions that are judged to speak of it tell."""

from typing import Literal

from msgspec import UNSET, UnsetType

from groundtruce.model.claims import Count, EventType, MentionedPlace, Silence
from groundtruce.model.documents import Citation
from groundtruce.model.judged import JudgementReference
from groundtruce.model.values import Value

CellState = Literal["stated", "silent", "denies"]
CellName = Literal["what", "who began", "where", "when", "deaths", "injured"]
Certainty = Literal["single", "low", "moderate", "high"]
SpeakerState = Literal["spoken", "silent", "not observed"]
ContradictionKind = Literal["numbers", "places", "times", "who began", "whether it happened"]
DifferenceKind = Literal["losses", "places"]

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


class Difference(Value):
    """What accounts tell differently though all of it can be so, such as each side's own losses."""

    kind: DifferenceKind
    between: tuple[str, ...]
    """Whose accounts, each telling something that the others do not: party identifiers or narrators' names."""
    statement: str
    """One neutral clause: `6 injured (six servicemen) according to Arda, 1 killed (a shepherd) according to Belm`."""
    citations: tuple[Citation, ...]


class Match(Value):
    """Why one mention is taken to speak of an incident: what it shares with the mentions that were there before it."""

    mention: str
    """As in `Incident.mentions`."""
    citation: Citation
    """The mention's passage."""
    points: int
    """By the table in docs/accounts.md; 0 for the mention that the incident began with."""
    grounds: tuple[str, ...]
    """What agrees, in words."""
    rival: int
    """The points of the next best incident; 0 where there is none. One with as many makes the match a guess."""
    judged_by: str | UnsetType = UNSET
    """Who judged that it belongs here; left out where nobody did."""


class Copy(Value):
    """A document that repeats another's text, so that the two are one source."""

    document: str
    of: str
    """The document that the text is taken to come from: the first published, of those of one day a party's own first."""


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
    """How many independent publishers tell of it: a copy is no source of its own."""
    deaths: Count | None
    injured: Count | None
    accounts: tuple[Account, ...]
    contradictions: tuple[Contradiction, ...]
    reason: str
    """Why these mentions were matched, in one sentence."""
    certainty: Certainty = "single"
    """How sure it is that the mentions speak of one occurrence: that of the weakest match."""
    matches: tuple[Match, ...] = ()
    """One for each mention, in the same order."""
    copies: tuple[Copy, ...] = ()
    """Which of its documents are copies of others of them."""
    withdrawn: bool = False
    """Whether the record has given this incident up, since its mentions now belong to another."""
    differences: tuple[Difference, ...] = ()
    """What the accounts tell differently without contradicting each other."""
    judged: tuple[JudgementReference, ...] | UnsetType = UNSET
    """The judgements of which mentions belong together that hold for its own; left out where there are none."""


INCIDENTS_FORMAT = "groundtruce-incidents/1"


class SilenceEnd(Value):
    """When a party that is reported to have been silent spoke of the incident that the report was telling of."""

    party: str
    state: SpeakerState
    """As observed: only where documents of its publishers were read, nothing in them is silence."""
    ended: str | None
    """The day on which it first did; none while it has not."""
    citation: Citation | None = None
    """The passage by which it did."""


class SilenceInDocument(Value):
    """A reported silence with the document that reports it."""

    silence: Silence
    publisher: str | None
    published: str | None
    citation: Citation
    incident: str | None = None
    """The incident that the document tells of beside it; none where it tells of none there."""
    ends: tuple[SilenceEnd, ...] = ()
    """One for each of its parties that is expected to speak of that incident and had not before, in the silence's order."""


class ObservedSilence(Value):
    """Whether a party that was expected to speak of an incident or of a map's change did, over which documents.

    Days are EDTF and both included. `silent` means that documents of its publishers were read that were published in
    these days and do not speak of it; without any, nothing was observed.
    """

    about: str
    """The incident's identifier, or the later zone version's."""
    party: str
    publishers: tuple[str, ...]
    """The publishers that are read for it."""
    state: SpeakerState
    since: str
    """The day by whose end it had happened."""
    until: str
    """The day on which it first spoke; else the last one watched, or that the record reaches."""
    documents: tuple[str, ...]
    """The documents, by SHA-256, in which it was silent, published after `since` and before it spoke."""
    ended: str | None = None
    """The day on which it first spoke, be it after `until`; none while it has not."""
    citation: Citation | None = None
    """The passage by which it first spoke."""


class Following(Value):
    """What came after an incident: a boundary that moved at its place on a map, or that reports tell of beside it.

    After it and there, which is not to say because of it.
    """

    incident: str
    about: str
    """The later zone version's identifier, or that of the incident that reports tell of."""
    kind: Literal["map", "report"]
    days: int
    """How many days later, at the least; 0 where it may have been the same day."""
    km: float | None
    """How far the incident's place lies from the ground that the map gained or lost, 0 inside; none for a report."""
    statement: str
    """One neutral clause."""
    citations: tuple[Citation, ...]


class Incidents(Value, tag_field="format", tag=INCIDENTS_FORMAT):
    """The format `groundtruce-incidents/1`: the incidents with each party's account, the silences reported and observed."""

    incidents: tuple[Incident, ...]
    silences: tuple[SilenceInDocument, ...]
    observed: tuple[ObservedSilence, ...] = ()
    followed: tuple[Following, ...] = ()
    """What followed the incidents: changes of boundaries near them in place and time."""
