"""Dated points on the ground that mark a boundary, and how far they lie from the published one. WGS 84, longitude first."""

from typing import Any, Literal

from msgspec import field

from groundtruce.model.values import Value
from groundtruce.model.zones import Estimate, VersionReference, ZoneKind

PositionErrorFrom = Literal["source", "stated"]
Side = Literal["outside", "inside", "too near to tell"]

MARKERS_FORMAT = "groundtruce-markers/1"


class Sighting(Value):
    """One marker (a block, a post, a sign) as somebody saw it at one time."""

    id: str
    zone: str
    """The zone whose boundary it marks, by its identifier."""
    marker: str
    """The marker's own identifier: sightings of one marker share it."""
    seen: str
    """An EDTF date or moment."""
    longitude: float
    latitude: float
    position_error_m: float
    """One standard deviation along any direction, in metres."""
    position_error_from: PositionErrorFrom
    """`source`: the file says it; `stated`: the one who recorded it does."""
    seen_by: str | None
    document: str
    """The SHA-256 of the file it was taken from."""
    locator: str
    """The place in the file, such as `line 3` or `feature 2`."""
    kind: str = ""
    note: str = ""


class MarkerOffset(Value):
    """Where a marker stands against the boundary of its day."""

    sighting: str
    marker: str
    seen: str
    seen_by: str | None
    longitude: float
    latitude: float
    distance_m: float
    """From the nearest point of the drawn boundary: positive outside the zone, negative inside."""
    error_m: float
    """One standard deviation of it, from the drawing error and the position error."""
    side: Side
    """`too near to tell` within 1.96 standard deviations."""
    nearest: tuple[float, float]
    """The boundary's nearest point: longitude, latitude."""
    document: str
    locator: str


class OffStretch(Value):
    """A stretch of a boundary that its markers lie off, all on one side, by more than both errors."""

    side: Literal["outside", "inside"]
    markers: tuple[str, ...]
    """In their order along the boundary."""
    start: tuple[float, float]
    """The boundary's point nearest to the first: longitude, latitude."""
    end: tuple[float, float]
    length_km: float
    """Along the boundary; 0 where one marker alone lies off."""
    mean_m: Estimate
    """How far its markers lie off: positive."""
    km2: Estimate
    """The ground between the boundary and the line through its markers, at 0 km² for a marker alone."""
    chance: float
    """How often errors alone would show a stretch like this anywhere along the boundary; under 0.05."""
    geometry: dict[str, Any]
    """The boundary's piece, or the point: GeoJSON."""


class BoundaryOffset(Value):
    """The markers that were seen while one version of a boundary held, each once, where it was seen last."""

    boundary: VersionReference
    kind: ZoneKind
    markers: int
    mean_m: Estimate
    """Of the signed distances, positive outside; all intervals are those of these markers, not of a line between them."""
    median_m: Estimate
    spread_m: Estimate
    """The standard deviation of the distances: `measured` with all errors in it, `best` without."""
    outside_km2: float
    """The ground between the boundary and the line through the markers, as far as it lies outside the zone."""
    inside_km2: float
    net_km2: Estimate
    """Outside less inside."""
    stretches: tuple[OffStretch, ...] = ()
    offsets: tuple[MarkerOffset, ...] = ()
    """In their order along the boundary."""


class SightingReference(Value):
    """Which sighting a move starts from or leads to; several of one day are taken together, and the first is named."""

    sighting: str
    seen: str
    longitude: float
    latitude: float
    position_error_m: float


class MarkerMove(Value):
    """How far a marker stood from where it was seen before."""

    marker: str
    from_: SightingReference = field(name="from")
    to: SightingReference
    distance_m: Estimate
    """`best` takes off what position errors add to any distance."""
    bearing_deg: float
    """Clockwise from north."""
    outwards_m: float | None
    """How much further outside the zone it stands, against the boundary of the later day; none where none was published."""
    chance: float
    """How often position errors alone would show such a move."""
    verdict: Literal["moved", "within error"]


class MoveSummary(Value):
    """The markers that were seen again, taken together."""

    seen_again: int
    """How many times a marker was seen again; one that crept counts once."""
    moved: int
    """How many of these were moves beyond the position errors, as many tests at once allow."""
    mean_m: Estimate | None = None
    """How far those moved; its interval is that of these markers."""
    median_m: Estimate | None = None
    outwards_m: Estimate | None = None
    """How much further outside the zone they stand, on average."""
    bearing_deg: float | None = None
    """The direction of their moves' sum."""


class Markers(Value, tag_field="format", tag=MARKERS_FORMAT):
    """The format `groundtruce-markers/1`: where a zone's markers stand against its published boundary, and how they moved."""

    zone: str
    sightings: int
    summary: MoveSummary
    boundaries: tuple[BoundaryOffset, ...] = ()
    moves: tuple[MarkerMove, ...] = ()
    without_boundary: tuple[str, ...] = ()
    """The identifiers of sightings on days for which no boundary of the zone is on record."""
