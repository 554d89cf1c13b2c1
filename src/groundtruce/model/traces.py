"""Traces: what was read off a picture map, with all that its errors rest on."""

from groundtruce.model.values import Value

TRACE_FORMAT = "groundtruce-trace/1"


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


class TracedZone(Value):
    """A class of the picture, as a zone."""

    name: str
    zone: str
    edge_error_px: float
    """One standard deviation of where its edge was placed in the picture."""
    drawing_error_m: float
    """One standard deviation on the ground: the edge's and the georeference's."""
    parts: int
    notes: tuple[str, ...]
    """How it is drawn, and how much of its edge was bridged."""


class Trace(Value, tag_field="format", tag=TRACE_FORMAT):
    """The format `groundtruce-trace/1`."""

    picture: str
    """The SHA-256 of the picture."""
    width: int
    height: int
    valid_from: str
    valid_from_read: bool
    """Whether it was read on the map."""
    transformation: str
    pixel_m: float
    """The side of a pixel on the ground, at the picture's middle."""
    control_rms_m: float
    """The root mean square of the points' `left_out_m`."""
    registered: str
    """How it was registered to an earlier picture, in words; empty where it was not."""
    control: tuple[TracedPoint, ...]
    zones: tuple[TracedZone, ...]
