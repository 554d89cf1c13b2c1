"""What differs between two briefs, sentence by sentence. The format `groundtruce-brief-diff/1`."""

from typing import Literal

from groundtruce.model.briefs import RecordHead, Reference, Sentence
from groundtruce.model.values import Value

BRIEF_DIFF_FORMAT = "groundtruce-brief-diff/1"

DifferenceKind = Literal["added", "gone", "changed"]


class BriefEdition(Value):
    """Which brief is meant: its days, and the record's last entry known."""

    since: str
    on: str
    known: RecordHead
    references: tuple[Reference, ...]
    """Those that the differences name by their numbers in this brief."""


class SentenceDifference(Value):
    """A sentence, or a cell of a table, that only one brief has or that says or cites another thing."""

    kind: DifferenceKind
    place: tuple[str, ...]
    """For a cell the headings of its row and column; empty for a sentence."""
    earlier: Sentence | None
    """With its references in the earlier brief."""
    later: Sentence | None


class SectionDifference(Value):
    """The differences in one section; `added` or `gone` where only one brief has it."""

    id: str
    titles: tuple[str, ...]
    """The section's title, after those that it stands in."""
    kind: DifferenceKind
    sentences: tuple[SentenceDifference, ...]


class BriefDiff(Value, tag_field="format", tag=BRIEF_DIFF_FORMAT):
    """What differs between two briefs of one case, in the order of the later one."""

    case: str
    title: str
    earlier: BriefEdition
    later: BriefEdition
    sections: tuple[SectionDifference, ...]
