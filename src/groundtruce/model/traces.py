"""Traces: what was read off a picture map, with all that its errors rest on."""

from typing import Literal

from groundtruce.model.values import Value

TRACE_FORMAT = "groundtruce-trace/1"

PointedOutBy = Literal["colour", "legend", "at", "like"]
Drawn = Literal["filled", "hatched", "outline"]


class ClassPart(Value):
    """One way in which a class is drawn; a class of several ways has several parts of the same name."""

    name: str
    by: PointedOutBy
    """A colour, wherever it is; a swatch of the legend; the area around a point; everything coloured as at a point."""
    drawn: Drawn = "filled"
    colour: tuple[int, int, int] | None = None
    """sRGB."""
    point: tuple[float, float] | None = None
    """In pixels; or, with `on_ground`, longitude and latitude."""
    on_ground: bool = False


class TraceSettings(Value):
    """Everything that a picture was traced with: the same settings and control points give the same shapes."""

    page: int
    frame: int
    classes: tuple[ClassPart, ...]
    control: tuple[str, ...]
    """As it was given; the points themselves are the trace's."""
    tolerance: float
    least_px: int


class TracedPoint(Value):
    """A control point with its residuals."""

    name: str
    x: float
    """Pixels to the right of the picture's left edge."""
    y: float
    """Pixels down from its upper edge."""
    longitude: float
    latitude: float
    residual_m: float
    left_out_m: float
    """How far off it lies by the other points alone."""
    source: str
    """Where the pair comes from: a file and its line, the command, or how it was found."""


class TracedPlane(Value):
    """The projection in which the picture was fitted, true to scale at its centre."""

    kind: str
    longitude: float
    latitude: float


class TracedZone(Value):
    """A class of the picture, as a zone."""

    name: str
    zone: str
    version: str
    """The identifier of the zone version that its shape gives."""
    edge_error_px: float
    """One standard deviation of where its edge was placed in the picture."""
    drawing_error_m: float
    """One standard deviation on the ground: the edge's and the georeference's."""
    parts: int
    notes: tuple[str, ...]
    """How it is drawn, and how much of its edge was bridged."""


class Trace(Value, tag_field="format", tag=TRACE_FORMAT):
    """The format `groundtruce-trace/1`. Where the picture lies follows from its control points, transformation and plane."""

    id: str
    picture: str
    """The SHA-256 of the picture."""
    media_type: str
    width: int
    height: int
    valid_from: str
    valid_from_read: bool
    """Whether it was read on the map."""
    transformation: str
    plane: TracedPlane
    pixel_m: float
    """The side of a pixel on the ground, at the picture's middle."""
    control_rms_m: float
    """The root mean square of the points' `left_out_m`."""
    added_error_m: float
    """One standard deviation of an error that all points share, along one axis."""
    registered: str
    """How it was registered to an earlier picture, in words; empty where it was not."""
    control: tuple[TracedPoint, ...]
    zones: tuple[TracedZone, ...]
    settings: TraceSettings
