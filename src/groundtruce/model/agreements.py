"""Agreements, their provisions by kind, and the findings that a check of them gives."""

from typing import Literal, TypeAlias

from groundtruce.model.documents import Citation
from groundtruce.model.values import Value

FindingStatus = Literal["met", "breached", "disputed", "undetermined", "not yet due", "not checkable"]


class CessationTerms(Value, tag="cessation"):
    """All fire and movement ends at a moment."""

    from_moment: str
    """ISO 8601 with its offset from UTC."""
    window_days: int = 7
    """A reported breach counts in a day's finding for so many days; then the finding says when the last one was."""


class TransferTerms(Value, tag="transfer"):
    """An area is handed over to a party by a date."""

    area: str
    """An area's identifier in the case."""
    to_party: str
    due: str
    """The last day, EDTF. An amendment's date where one was agreed."""
    due_originally: str | None = None
    amended_by: str | None = None
    """Who moved the date, when, in words."""


class DeploymentAreaTerms(Value, tag="deployment area"):
    """A force is deployed in an area: a zone version outside it is measured against it."""

    zone_kind: str
    holder: str
    area: str
    """The agreed area's identifier in the case."""


class CeilingTerms(Value, tag="ceiling"):
    """A force may have no more than so many of each."""

    holder: str
    personnel: int | None = None
    vehicles: int | None = None
    armoured_vehicles: int | None = None


class CorridorTerms(Value, tag="corridor"):
    """A corridor of a width that leaves a place out."""

    area: str
    width_km: float
    excludes: tuple[str, ...] = ()
    """Gazetteer identifiers of places that must lie outside."""
    controlled_by: str | None = None
    due: str | None = None


class RenewalTerms(Value, tag="term"):
    """The force's mandate runs for a term and renews unless notice is given."""

    start: str
    years: int
    renewal_years: int
    notice_months: int


class DutyTerms(Value, tag="duty"):
    """A duty that no data of the record can check; `reports` may speak of it."""

    event_types: tuple[str, ...] = ()
    due: str | None = None


ProvisionTerms: TypeAlias = (
    CessationTerms | TransferTerms | DeploymentAreaTerms | CeilingTerms | CorridorTerms | RenewalTerms | DutyTerms
)


class Provision(Value):
    """One obligation of an agreement."""

    id: str
    """Such as `3a`: the point's number and a letter where a point holds several obligations."""
    point: str
    """The point of the agreement as its text numbers it."""
    title: str
    summary: str
    """What it obliges to, in this project's own words."""
    terms: ProvisionTerms


class Agreement(Value):
    """An agreement and its provisions."""

    id: str
    title: str
    signed: str
    """EDTF."""
    signatories: tuple[str, ...]
    time_zone: str
    """An IANA name: the agreement's midnights are this zone's."""
    source: str
    """Where its text can be read."""
    provisions: tuple[Provision, ...]


class Margin(Value):
    """By how much a provision is met or missed."""

    value: float
    unit: str
    low: float | None
    high: float | None
    """The 95 % interval; none where the number has no error."""
    meaning: str
    """Such as `of the zone lies outside the agreed area`."""


class Evidence(Value):
    """A passage or a map that speaks for or against a provision being met."""

    bearing: Literal["for", "against", "context"]
    claimant: str | None
    """The party that says so; none for a narrator or a map that no party published."""
    statement: str
    citation: Citation


class Finding(Value):
    """The result of checking one provision on one day."""

    provision: str
    kind: str
    title: str
    on: str
    status: FindingStatus
    statement: str
    """One neutral sentence."""
    margin: Margin | None
    evidence: tuple[Evidence, ...]
    flips: str
    """What would change the status, in one sentence."""


FINDINGS_FORMAT = "groundtruce-findings/1"


class Findings(Value, tag_field="format", tag=FINDINGS_FORMAT):
    """The format `groundtruce-findings/1`: a finding for each provision on one day."""

    on: str
    """EDTF."""
    findings: tuple[Finding, ...]
