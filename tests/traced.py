"""The trace of a picture map, invented here: a square degree is 100 pixels wide and high."""

from typing import Any

from msgspec.structs import replace

from groundtruce.model.traces import ClassPart, Trace, TracedPlane, TracedPoint, TracedZone, TraceSettings
from tests import story

CORNERS = ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0), (100.0, 100.0))


def make_trace(picture: str, *, name: str = "trace-1", **changed: Any) -> Trace:
    """A trace of the picture with this SHA-256 that gave the later map of the tiny ceasefire."""
    trace = Trace(
        id=name,
        picture=picture,
        media_type="image/png",
        width=100,
        height=100,
        valid_from="2031-03-12",
        valid_from_read=True,
        transformation="affine",
        plane=TracedPlane(kind="mercator", longitude=10.5, latitude=0.5),
        pixel_m=1110.0,
        control_rms_m=120.5,
        added_error_m=3.0,
        registered="",
        control=tuple(
            TracedPoint(
                name=f"corner {number}",
                x=x,
                y=y,
                longitude=10 + x / 100,
                latitude=1 - y / 100,
                residual_m=60.0,
                left_out_m=120.5,
                source="--control",
            )
            for number, (x, y) in enumerate(CORNERS, 1)
        ),
        zones=(
            TracedZone(
                name="south",
                zone="south",
                version=story.AFTER.id,
                edge_error_px=0.2,
                drawing_error_m=250.0,
                parts=1,
                notes=(),
            ),
        ),
        settings=TraceSettings(
            page=1,
            frame=1,
            classes=(ClassPart(name="south", by="at", point=(50.0, 50.0)),),
            control=("0,0=10,1",),
            tolerance=10.0,
            least_px=60,
        ),
    )
    return replace(trace, **changed)
