"""Writes where picture maps lie as annotations of the IIIF Georeference Extension, in JSON-LD.

The target is a Canvas whose units are the picture's pixels, the picture painted on it; the body holds the control points.
Beside the extension's terms an annotation carries, under `groundtruce`, the plane in which the picture was fitted, each
point's residuals and the errors, so that a georeference is read back as it was.
https://iiif.io/api/extension/georef/
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from groundtruce.model.documents import Document
from groundtruce.model.traces import Trace, TracedPoint
from groundtruce.show.exports.addresses import choose_address, name_bytes, name_thing
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.remainders import list_losses, tell_remainder


def write_georeferences(traces: Sequence[Trace], *, documents: Mapping[str, Document], recorded: str) -> Exported:
    """One page with an annotation for each picture map, by its latest trace, and what it does not hold.

    `documents` are by their SHA-256; `recorded` (ISO 8601) is when the record stood so.
    """
    latest = {_name_canvas(trace): trace for trace in traces}
    items = [_annotate(trace, address=choose_address(documents[trace.picture])) for trace in latest.values()]
    page = {
        "@context": _CONTEXT,
        "id": name_thing("georeferences", recorded, *latest),
        "type": "AnnotationPage",
        "items": items,
    }
    losses = [loss for number, trace in enumerate(latest.values(), 1) for loss in _losses(trace, number)]
    for trace in traces:
        if trace is not latest[_name_canvas(trace)]:
            reason = "the latest trace of a picture stands for all of it"
            losses += tell_remainder(trace, row=None, event=trace.id, held=(), reason=reason)
    return Exported(_encode(page), tuple(losses))


def write_georeference(trace: Trace) -> bytes:
    """The annotation of one picture map, which is named by its bytes."""
    return _encode({"@context": _CONTEXT, **_annotate(trace, address=name_bytes(trace.picture))})


# ---------------------------------------------------------------------------------------------------------------

_CONTEXT = [
    "http://iiif.io/api/extension/georef/1/context.json",
    "http://iiif.io/api/presentation/3/context.json",
]
_TRANSFORMATIONS: dict[str, dict[str, object]] = {
    "similarity": {"type": "helmert"},
    "affine": {"type": "polynomial", "options": {"order": 1}},
    "projective": {"type": "projective"},
    "thin-plate": {"type": "thinPlateSpline"},
}


# The plane, the residuals and the errors stand in this project's own key.
_HELD = frozenset(
    {
        *("id", "picture", "media_type", "width", "height", "transformation", "plane", "control"),
        *("control_rms_m", "added_error_m", "settings.page", "settings.frame"),
    }
)


def _encode(annotation: Mapping[str, Any]) -> bytes:
    return (json.dumps(annotation, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _annotate(trace: Trace, *, address: str) -> dict[str, Any]:
    outline = f"0,0 {trace.width},0 {trace.width},{trace.height} 0,{trace.height}"
    return {
        "id": name_thing("georeference", trace.id),
        "type": "Annotation",
        "motivation": "georeferencing",
        "target": {
            "type": "SpecificResource",
            "source": _canvas(trace, address),
            "selector": {
                "type": "SvgSelector",
                "value": f'<svg width="{trace.width}" height="{trace.height}"><polygon points="{outline}" /></svg>',
            },
        },
        "body": {
            "type": "FeatureCollection",
            "transformation": _TRANSFORMATIONS[trace.transformation],
            "features": [_feature(point) for point in trace.control],
        },
        "groundtruce": {
            "kind": trace.transformation,
            "plane": {name: getattr(trace.plane, name) for name in trace.plane.__struct_fields__},
            "cross_validated_rms_m": trace.control_rms_m,
            "added_error_m": trace.added_error_m,
        },
    }


def _canvas(trace: Trace, address: str) -> dict[str, Any]:
    """The picture's own pixels as a Canvas. A page of a PDF is no image, so nothing is painted on its Canvas."""
    canvas, size = _name_canvas(trace), {"width": trace.width, "height": trace.height}
    painting = {
        "id": name_thing("painting", canvas),
        "type": "Annotation",
        "motivation": "painting",
        "body": {"id": address, "type": "Image", "format": trace.media_type, **size},
        "target": canvas,
    }
    page = {"id": name_thing("paintings", canvas), "type": "AnnotationPage", "items": [painting]}
    is_image = trace.media_type.startswith("image/")
    return {"id": canvas, "type": "Canvas", **size, **({"items": [page]} if is_image else {})}


def _name_canvas(trace: Trace) -> str:
    return name_thing("picture map", trace.picture, str(trace.settings.page), str(trace.settings.frame))


def _feature(point: TracedPoint) -> dict[str, object]:
    error = {"residual_m": point.residual_m, "left_out_m": point.left_out_m, "source": point.source}
    return {
        "type": "Feature",
        "properties": {"resourceCoords": [point.x, point.y], "name": point.name, "groundtruce": error},
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
    }


def _losses(trace: Trace, number: int) -> list[Loss]:
    """What only this project's own key holds, and what an annotation has no place for."""
    held, plane = str(_TRANSFORMATIONS[trace.transformation]["type"]), trace.plane
    fitted = f"fitted in a {plane.kind} plane around {plane.longitude:g}, {plane.latitude:g}"
    errors = f"{trace.control_rms_m:g} m off when left out, {trace.added_error_m:g} m in common"
    points = f"{len(trace.control)} points"
    return [
        Loss(number, trace.id, "transformation", held, fitted, "only the key `groundtruce` names a projection"),
        Loss(number, trace.id, "features", points, errors, "only the key `groundtruce` has errors"),
        *list_losses(
            trace,
            row=number,
            event=trace.id,
            held=_HELD,
            columns={},
            reason="what was traced on a picture has no place",
        ),
    ]
