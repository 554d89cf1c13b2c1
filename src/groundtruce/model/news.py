"""What a record learned since a moment: what came, and which of its answers stand otherwise now."""

from typing import Literal

from groundtruce.model.agreements import Finding, FindingStatus
from groundtruce.model.briefs import RecordHead
from groundtruce.model.incidents import Incident
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneVersion


class Standing(Value):
    """What a record held at a moment, as far as news are told by it. The findings are those of one day."""

    head: RecordHead
    documents: frozenset[str]
    """By SHA-256."""
    zone_versions: tuple[ZoneVersion, ...]
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]


class IncidentNews(Value):
    """An incident that is new, tells another story than it did, or is on record no longer."""

    id: str
    state: Literal["new", "changed", "gone"]
    was: Incident | None
    """As it stood before; none where it is new."""


class FindingNews(Value):
    """A provision whose status of one and the same day is another one now."""

    provision: str
    was: FindingStatus | None
    """None where it was not checked before."""


class News(Value):
    """What came to a record after a moment, by recorded time."""

    since: str
    """The moment asked about, ISO 8601 in UTC."""
    before: RecordHead
    """The last entry known at that moment."""
    documents: frozenset[str]
    zone_versions: frozenset[str]
    """Identifiers of versions that are new or were corrected."""
    incidents: tuple[IncidentNews, ...]
    findings: tuple[FindingNews, ...]
