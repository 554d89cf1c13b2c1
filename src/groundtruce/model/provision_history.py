"""The history of provisions: how each stood from day to day. Days are those of the agreement's time zone."""

from typing import Literal

from msgspec import field

from groundtruce.model.agreements import Amendment, Evidence, FindingStatus, Margin, VariantReading
from groundtruce.model.values import Value

MilestoneKind = Literal["begins", "due", "amended", "ends", "notice due"]

PROVISIONS_FORMAT = "groundtruce-provisions/1"


class FindingSpell(Value):
    """Days on end on which a provision's finding rests on the same: equal status, terms, evidence and measured margin."""

    from_: str = field(name="from")
    """The first day, `YYYY-MM-DD`."""
    to: str
    """The day after the last: half-open."""
    status: FindingStatus
    statement: str
    """The finding's sentence on the first day."""
    margin: Margin | None
    """On the first day; a margin counted in days runs on from there."""
    last_statement: str
    """The sentence on the last day: another where it counts days or documents."""
    last_margin: Margin | None
    evidence: tuple[Evidence, ...]
    flips: str
    """What would change the status, in one sentence."""
    amendments: tuple[Amendment, ...] = ()
    """Those that hold."""
    variants: tuple[VariantReading, ...] = ()
    """What texts that circulated say of the provision, and its status by them on the first day."""


class Milestone(Value):
    """A day on which a provision turns by its own terms."""

    on: str
    """`YYYY-MM-DD`."""
    kind: MilestoneKind
    statement: str


class ProvisionHistory(Value):
    """One provision's findings from day to day."""

    provision: str
    kind: str
    title: str
    spells: tuple[FindingSpell, ...]
    """In order, without a gap: one ends as the next begins."""
    milestones: tuple[Milestone, ...] = ()
    """Those within the days asked for, in order."""


class Provisions(Value, tag_field="format", tag=PROVISIONS_FORMAT):
    """The format `groundtruce-provisions/1`: the history of each provision over a stretch of days."""

    from_: str = field(name="from")
    to: str
    """The day after the last: half-open."""
    provisions: tuple[ProvisionHistory, ...]
