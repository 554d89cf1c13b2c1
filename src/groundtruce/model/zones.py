"""Zones, their versions as sources drew them, and what changed between two. WGS 84, longitude first."""

from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from groundtruce.model.documents import Citation
from groundtruce.model.values import Value

ZoneKind = Literal["responsibility", "control", "claim", "agreed area", "buffer"]
DrawingErrorFrom = Literal["source", "georeference", "stated", "assumed"]
ChangeVerdict = Literal["moved", "within error", "redrawn", "unchanged"]
VersionReason = Literal["not stated", "change", "correction", "redraw"]
"""Why a version was published, as its source says: the ground changed, an earlier drawing was wrong, or it was drawn anew."""
NoticeKind = Literal["gap", "repeat", "source changed"]

CHANGES_FORMAT = "groundtruce-changes/1"


class BoundaryStretch(Value):
    """A stretch of a boundary that was drawn better or worse than the rest: all of it that lies within an area."""

    drawing_error_m: float
    """One standard deviation."""
    wkb: bytes
    """A Polygon or MultiPolygon, ISO WKB, two-dimensional, valid."""


class ZoneVersion(Value):
    """The shape of a zone over one valid interval, as one source drew it."""

    id: str
    zone: str
    """The zone's identifier; its versions share it."""
    name: str
    kind: ZoneKind
    holder: str | None
    """The party that holds it, by its identifier in the case."""
    valid_from: str
    """An EDTF date or moment."""
    valid_to: str | None
    """Half-open; none where only a later version ends it."""
    publisher: str | None
    document: str
    """The SHA-256 of the map it was taken from."""
    locator: str
    """The place in the map, such as `feature 1`."""
    drawing_error_m: float
    """One standard deviation of where the boundary was drawn against where it was meant."""
    drawing_error_from: DrawingErrorFrom
    wkb: bytes
    """A Polygon or MultiPolygon, ISO WKB, two-dimensional, valid."""
    repairs: tuple[str, ...] = ()
    """What had to be repaired before it could be used, in words."""
    note: str = ""
    """What the source says of itself, such as `illustrative, digitised by this project`."""
    reason: VersionReason = "not stated"
    drawing_correlation_m: float | None = None
    """Over what length along the boundary the drawing strays as one piece, in metres, where its source says so."""
    stretches: tuple[BoundaryStretch, ...] = ()
    """Where the boundary has another drawing error, as far as its source says so; of two that overlap, the first holds."""
    added_by: str | UnsetType = UNSET
    """Who added it, by the name of their token or as they said; left out where nobody said."""


class RecordedVersion(Value):
    """A zone version as one entry of the record holds it: a later entry may have corrected it."""

    entry: int
    recorded: str
    """The moment, ISO 8601 in UTC."""
    version: ZoneVersion


class Estimate(Value):
    """A number with its error: `measured` on the drawn shapes, exact; `best` for the ground; `low` to `high` its 95 % interval."""

    measured: float
    best: float
    low: float
    high: float


class VersionReference(Value):
    """Which version a change starts from or leads to."""

    version: str
    """The version's identifier, or the file's name where no record is involved."""
    valid_from: str | None
    publisher: str | None
    document: str
    """The SHA-256 of the map."""
    drawing_error_m: float
    drawing_error_from: DrawingErrorFrom


class Furthest(Value):
    """The furthest point of newly enclosed (or given up) ground from the other version's boundary."""

    km: Estimate
    bearing_deg: float
    """From the nearest point of the other boundary to `at`, clockwise from north."""
    at: tuple[float, float]
    """Longitude, latitude."""


class ExtentShift(Value):
    """How far each side of the extent moved, in kilometres; positive is outwards."""

    north: float
    east: float
    south: float
    west: float


class SettlementChange(Value):
    """A settlement whose place inside or outside the zone changed, or is unsure."""

    name: str
    """As shown: both names where the parties differ."""
    names: tuple[str, ...]
    gazetteer_id: str
    probability_before: float
    probability_after: float
    verdict: Literal["gained", "lost", "uncertain"]


class ChangedPart(Value):
    """One connected part of the difference."""

    kind: Literal["gained", "lost"]
    km2: Estimate
    depth_km: float
    """The furthest that the part reaches from the other version's boundary."""
    verdict: ChangeVerdict
    geometry: dict[str, Any]
    """GeoJSON."""


class SectorAdvance(Value):
    """Ground beyond the error by the direction in which it lies: one of sixteen sectors of 22.5°."""

    sector: str
    """`N`, `NNE`, `NE` and so on."""
    bearing_deg: float
    """The middle of the sector, clockwise from north."""
    gained_km2: float
    lost_km2: float
    furthest_gain_km: float
    furthest_loss_km: float


class GroundWithin(Value):
    """How much of the ground between two versions lies in a named area, such as a district or an agreed one."""

    area: str
    """Its identifier."""
    name: str
    gained_km2: float
    lost_km2: float


class ProfilePoint(Value):
    """How far the later boundary lies from the earlier at one point along it."""

    ring: int
    """Which ring of the later boundary, from 0."""
    along_km: float
    """How far along the ring."""
    at: tuple[float, float]
    """Longitude, latitude."""
    displacement_km: float
    """Outwards positive."""


class ZoneChange(Value):
    """What changed between two neighbouring versions of a zone."""

    zone: str
    from_: VersionReference = field(name="from")
    to: VersionReference
    verdict: ChangeVerdict
    gained_km2: Estimate
    lost_km2: Estimate
    net_km2: Estimate
    furthest_gain: Furthest | None
    furthest_loss: Furthest | None
    extent_shift_km: ExtentShift
    settlements: tuple[SettlementChange, ...] = ()
    parts: tuple[ChangedPart, ...] = ()
    advance: tuple[SectorAdvance, ...] = ()
    """The sectors in which ground was gained or lost beyond the error, clockwise from north."""
    within: tuple[GroundWithin, ...] = ()
    """The named areas in which the ground between the drawn shapes lies, as measured."""
    reason: VersionReason = "not stated"
    """What the later version's source says of it."""


class Correction(Value):
    """A version that was recorded, and what it was corrected to: the world did not change, the record did."""

    recorded: str
    """When the record learned of it: a moment, ISO 8601 in UTC."""
    change: ZoneChange
    """From the shape as recorded before to the corrected one; both are valid from the same time."""


class Rivals(Value):
    """Two publishers' maps of one zone that held at the same time."""

    zone: str
    kind: ZoneKind
    on: str
    """The first day on which both held, as far as the record knows."""
    until: str | None
    """The day on which one of the two ended; none where neither has."""
    difference: ZoneChange
    """From one publisher's map to the other's: gained is what only the second encloses."""


class Notice(Value):
    """Something in a zone's series of maps that its reader must know of before reading change from it."""

    kind: NoticeKind
    zone: str
    zone_kind: ZoneKind
    publisher: str | None
    on: str
    """The first day that it concerns."""
    until: str
    """The last one."""
    statement: str
    days: tuple[str, ...] = ()
    """The missing days, or those on which the same shape was published again."""
    versions: tuple[str, ...] = ()
    """The identifiers of the versions that it is about."""


class ZoneArea(Value):
    """The area of a version. Its interval is that of the drawing error."""

    zone: str
    kind: ZoneKind
    publisher: str | None
    valid_from: str | None
    version: str
    km2: Estimate


class ReportedChange(Value):
    """A boundary that a text says moved, whether or not a map shows it."""

    date: str | None
    """EDTF."""
    direction: str | None
    magnitude: str | None
    claimant: str | None
    """The party that says so; none for a narrator."""
    publisher: str | None
    citation: Citation


class Changes(Value, tag_field="format", tag=CHANGES_FORMAT):
    """The format `groundtruce-changes/1`. `reported` holds the changes that only words tell of."""

    changes: tuple[ZoneChange, ...] = ()
    reported: tuple[ReportedChange, ...] = ()
    corrections: tuple[Correction, ...] = ()
    """What was put right in the record, in the order of recording."""
    rivals: tuple[Rivals, ...] = ()
    notices: tuple[Notice, ...] = ()
    areas: tuple[ZoneArea, ...] = ()
    """Of every version, in the order of zone and valid time."""
