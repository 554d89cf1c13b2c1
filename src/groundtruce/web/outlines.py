"""Picture maps looked at and traced, as the page asks for it. Needs the extra `pictures`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
import shapely
from PIL import Image
from shapely.geometry import MultiPolygon

from groundtruce import pipeline
from groundtruce.collect.georeference.control_points import ControlPoint, check_point
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.pictures.classes import parse_class
from groundtruce.collect.pictures.extraction import TracedClass
from groundtruce.collect.pictures.images import load_picture, media_type_of
from groundtruce.collect.pictures.traced_maps import drawing_error_m, place_shape
from groundtruce.model.traces import Trace, TracedPoint
from groundtruce.pipeline import tracing
from groundtruce.settings import Settings
from groundtruce.web.api.tracing_requests import Outline, PictureMesh, PlacedPicture, TracedPicture, TracingRequest

Recording: TypeAlias = Callable[[], pipeline.Added]
"""Records what was traced."""

NAME = "the picture"
"""What messages call it."""
SOURCE = "set by hand"
MESH_CELLS = 24


def measure_picture(content: bytes) -> tuple[int, int, str]:
    """Its width and height in pixels, and its media type. Raises `UnusableInput` for what is no picture that can be traced."""
    picture = load_picture(content, name=NAME)
    return picture.width, picture.height, media_type_of(content)


def draw_picture(content: bytes, *, page: int = 1, frame: int = 1) -> bytes:
    """The pixels that are traced, as a PNG: upright, on white where the picture is transparent."""
    picture = load_picture(content, name=NAME, page=page, frame=frame)
    stream = BytesIO()
    Image.fromarray(picture.rgb).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def preview(content: bytes, request: TracingRequest) -> TracedPicture:
    """Where the picture lies by its control points, and the classes pointed out in it."""
    picture = load_picture(content, name=NAME, page=request.page, frame=request.frame)
    outlined = tracing.outline(picture, options=_read_options(request), case=None, settings=Settings())
    return _describe(request, outlined)


def trace(
    record: Path, content: bytes, request: TracingRequest, *, name: str, writer: str, settings: Settings
) -> tuple[TracedPicture, Recording]:
    """The picture traced as `groundtruce trace --record` does it, and what records it when it is called."""
    options = replace(_read_options(request), origin=request.origin or f"{name}, from {writer}")
    case = tracing.load_case_for_tracing(record=record, case=None)
    traced = tracing.trace_content(content, name=NAME, options=options, case=case, settings=settings)

    def write() -> pipeline.Added:
        return tracing.record_traced(record, Path(name), traced, options=options, settings=settings, by=writer)

    return _describe(request, traced.outlined), write


def place(trace: Trace) -> PlacedPicture:
    """Where a picture lies that was traced before."""
    settings = trace.settings
    georeference = tracing.recall_georeference(trace)
    return PlacedPicture(**_place(georeference, picture=trace.picture, page=settings.page, frame=settings.frame))


# ---------------------------------------------------------------------------------------------------------------


def _describe(request: TracingRequest, outlined: tracing.Outlined) -> TracedPicture:
    georeference = outlined.georeference
    return TracedPicture(
        **_place(georeference, picture=request.picture, page=request.page, frame=request.frame),
        zones=tuple(_describe_class(each, georeference) for each in outlined.classes),
    )


def _place(georeference: Georeference, *, picture: str, page: int, frame: int) -> dict[str, Any]:
    """The fields of a `PlacedPicture`."""
    return {
        "picture": picture,
        "page": page,
        "frame": frame,
        "width": georeference.width,
        "height": georeference.height,
        "transformation": georeference.kind,
        "pixel_m": round(georeference.pixel_m(), 2),
        "control_rms_m": georeference.cross_validated_rms_m,
        "control": tuple(_describe_points(georeference)),
        "mesh": _lay_mesh(georeference),
    }


def _read_options(request: TracingRequest) -> tracing.TraceOptions:
    """What was said of a picture, as `groundtruce trace` takes it."""
    return tracing.TraceOptions(
        parts=[parse_class(text, option="classes") for text in request.classes],
        points=[
            check_point(
                ControlPoint(
                    x=point.x,
                    y=point.y,
                    longitude=point.longitude,
                    latitude=point.latitude,
                    name=point.name,
                    source=SOURCE,
                ),
                file="control",
                place=f"point {number}",
            )
            for number, point in enumerate(request.control, 1)
        ],
        page=request.page,
        frame=request.frame,
        tolerance=request.tolerance,
        least_px=request.least_px,
        publisher=request.publisher,
        published=request.published,
        title=request.title,
        origin=request.origin,
        map=pipeline.MapOptions(
            zone=request.zone,
            kind=request.kind,
            holder=request.holder,
            valid_from=request.valid_from,
            valid_to=request.valid_to,
            note=request.note,
        ),
    )


def _describe_points(georeference: Georeference) -> Sequence[TracedPoint]:
    return [
        TracedPoint(
            **{name: getattr(each.point, name) for name in ("name", "x", "y", "longitude", "latitude", "source")},
            residual_m=each.residual_m,
            left_out_m=each.left_out_m,
        )
        for each in georeference.points
    ]


def _lay_mesh(georeference: Georeference) -> PictureMesh:
    across, down = np.meshgrid(
        np.linspace(0, georeference.width, MESH_CELLS + 1), np.linspace(0, georeference.height, MESH_CELLS + 1)
    )
    places = georeference.to_ground(np.column_stack([across.ravel(), down.ravel()]))
    at = tuple(
        (round(float(longitude), 7), round(float(latitude), 7)) if np.isfinite([longitude, latitude]).all() else None
        for longitude, latitude in places
    )
    return PictureMesh(columns=MESH_CELLS, rows=MESH_CELLS, at=at)


def _describe_class(traced: TracedClass, georeference: Georeference) -> Outline:
    return Outline(
        name=traced.name,
        drawing_error_m=drawing_error_m(traced, georeference),
        edge_error_px=round(traced.edge_error_px, 3),
        notes=traced.notes,
        outline=_write_geometry(traced.shape),
        geometry=_write_geometry(place_shape(traced.shape, georeference, name=NAME)),
    )


def _write_geometry(shape: MultiPolygon) -> dict[str, Any]:
    geometry: dict[str, Any] = msgspec.json.decode(shapely.to_geojson(shape))
    return geometry
