"""Agreements, their provisions by kind, and the findings that a check of them gives."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

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
    """The last day, EDTF."""
    due_originally: str | None = None
    amended_by: str | None = None
    """Who moved the date, when, in words: how cases said it before there were amendments."""


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
    window_days: int = 30
    """A number that a report gives of the whole force counts for so many days."""


class CorridorTerms(Value, tag="corridor"):
    """A corridor of a width that leaves a place out."""

    area: str
    width_km: float
    excludes: tuple[str, ...] = ()
    """Gazetteer identifiers of places that must lie outside."""
    controlled_by: str | None = None
    due: str | None = None


class TermNotice(Value):
    """A party's notice that a term shall not be renewed."""

    given: str
    """EDTF."""
    by: str
    """The party, by its identifier in the case."""
    source: str
    """Where it can be read."""


class RenewalTerms(Value, tag="term"):
    """The force's mandate runs for a term and renews unless notice is given."""

    start: str
    years: int
    renewal_years: int
    notice_months: int
    notices: tuple[TermNotice, ...] = ()
    """Those that are known to have been given."""


class DutyTerms(Value, tag="duty"):
    """A duty that no data of the record can check; `reports` may speak of it."""

    event_types: tuple[str, ...] = ()
    due: str | None = None


class SeparationTerms(Value, tag="separation"):
    """Two lines that keep a distance along their length, with nobody's forces on the ground between them."""

    between: tuple[str, str]
    """The identifiers of the case's lines, or of zones whose boundaries are meant as maps draw them."""
    width_m: float
    """The least distance between them."""
    area: str | None = None
    """The ground between them, by its identifier in the case: forces that reports place on it speak against the separation."""
    parties: tuple[str, ...] = ()
    """Whose forces keep out; those of every party that is a side where none is named."""
    map_by: str | None = None
    """The publisher whose maps of the zones count; any where none is named."""
    window_days: int = 7
    """A reported presence counts in a day's finding for so many days."""
    due: str | None = None


class WithdrawalLineTerms(Value, tag="withdrawal line"):
    """A party's forces leave a zone by a day, and its boundary is marked on the ground where the published map has it."""

    zone: str
    """Whose boundary is the line, and whose markers are meant, by its identifier in the case."""
    party: str | None = None
    """Whose forces keep out of the zone from then on."""
    due: str | None = None
    map_by: str | None = None
    """The publisher whose map counts; any where none is named."""
    window_days: int = 7
    """A reported presence counts in a day's finding for so many days."""


ProvisionTerms: TypeAlias = (
    CessationTerms
    | TransferTerms
    | DeploymentAreaTerms
    | CeilingTerms
    | CorridorTerms
    | RenewalTerms
    | DutyTerms
    | SeparationTerms
    | WithdrawalLineTerms
)

TermValue: TypeAlias = str | int | float | tuple[str, ...]


class TermChange(Value):
    """Another value for one key of a provision's terms."""

    key: str
    value: TermValue


class Amendment(Value):
    """A change of a provision's terms: until it was agreed, the provision holds as it stood before."""

    agreed: str
    """EDTF. It holds on the days that begin after it was agreed."""
    by: tuple[str, ...]
    """The parties that agreed to it or announced it."""
    changes: tuple[TermChange, ...]
    """What the terms say from then on."""
    source: str
    """Where it can be read."""
    note: str = ""


def kind_of(terms: ProvisionTerms) -> str:
    """The kind of a provision's terms, as files name it: `deployment area`."""
    return str(terms.__struct_config__.tag)


def change(terms: ProvisionTerms, changes: Iterable[TermChange]) -> ProvisionTerms:
    """The terms with other values for some of their keys. Raises `ValueError` for a key or a value that the kind does not have."""
    return msgspec.convert({**msgspec.to_builtins(terms), **{each.key: each.value for each in changes}}, type(terms))


def amend(terms: ProvisionTerms, amendments: Iterable[Amendment]) -> ProvisionTerms:
    """The terms after amendments, the last of which counts."""
    for amendment in amendments:
        terms = change(terms, amendment.changes)
    return terms


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
    """As the agreement was signed."""
    amendments: tuple[Amendment, ...] = ()


class TextDifference(Value):
    """What a text that circulated says otherwise than the one that is checked."""

    provision: str | None
    """Its identifier; none for what no provision speaks of."""
    says: str
    """In this project's own words."""
    changes: tuple[TermChange, ...] = ()
    """What the terms say by this text; empty where the difference is not one of terms."""


class TextVariant(Value):
    """A text of the agreement that circulated beside the one that is checked."""

    id: str
    title: str
    source: str
    """Where it can be read, or who told of it."""
    differences: tuple[TextDifference, ...]
    circulated: str | None = None
    """EDTF."""


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
    variants: tuple[TextVariant, ...] = ()


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


class VariantReading(Value):
    """What a text that circulated says of a provision, and what would follow from it."""

    variant: str
    """Its title."""
    source: str
    circulated: str | None
    says: str
    status: FindingStatus | None
    """The provision's status by that text; none where no term of it differs."""
    statement: str | None


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
    amendments: tuple[Amendment, ...] = ()
    """Those that hold on the day, in the order in which they were agreed."""
    variants: tuple[VariantReading, ...] = ()


FINDINGS_FORMAT = "groundtruce-findings/1"


class Findings(Value, tag_field="format", tag=FINDINGS_FORMAT):
    """The format `groundtruce-findings/1`: a finding for each provision on one day."""

    on: str
    """EDTF."""
    findings: tuple[Finding, ...]
