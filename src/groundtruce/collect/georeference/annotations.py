"""The IIIF Georeference Extension: a W3C annotation that ties pixels of a picture to places on the Earth.

Anybody's give control points. Those that Groundtruce writes carry, under `groundtruce`, the kind of plane, each point's
residuals and the cross-validated error, so that the georeference is read back as it was.
https://iiif.io/api/extension/georef/
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from groundtruce.collect.georeference.control_points import ControlPoint, check_point
from groundtruce.collect.georeference.georeferences import ControlResidual, Georeference
from groundtruce.collect.georeference.planes import Plane
from groundtruce.collect.georeference.transformations import TransformationKind
from groundtruce.errors import UnusableInput


def parse_annotation(content: bytes, *, name: str) -> tuple[ControlPoint, ...]:
    """The control points of an annotation, of whatever maker.

    Raises `UnusableInput`, with the feature, for what is no georeferencing annotation, a page with several of them, and
    a feature without its pixel or its point.
    """
    features = _find_features(_decode(content, name), name)
    return tuple(_read_feature(feature, name, f"feature {number}") for number, feature in enumerate(features, 1))


def parse_georeference(content: bytes, *, name: str) -> Georeference:
    """The georeference that `groundtruce trace` wrote. Raises `UnusableInput` where something of it is missing."""
    annotation = _decode(content, name)
    points = parse_annotation(content, name=name)
    try:
        source, own = annotation["target"]["source"], annotation["groundtruce"]
        features = annotation["body"]["features"]
        residuals = [feature["properties"]["groundtruce"] for feature in features]
        return Georeference(
            kind=msgspec.convert(own["kind"], TransformationKind),
            plane=msgspec.convert(own["plane"], Plane),
            width=msgspec.convert(source["width"], int),
            height=msgspec.convert(source["height"], int),
            points=tuple(
                ControlResidual(
                    point=msgspec.structs.replace(point, source=str(each["source"])),
                    residual_m=float(each["residual_m"]),
                    left_out_m=float(each["left_out_m"]),
                )
                for point, each in zip(points, residuals, strict=True)
            ),
            cross_validated_rms_m=float(own["cross_validated_rms_m"]),
            added_error_m=float(own["added_error_m"]),
        )
    except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
        raise UnusableInput(name, f"is no georeference that Groundtruce wrote: {error}") from error


# ---------------------------------------------------------------------------------------------------------------


def _decode(content: bytes, name: str) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnusableInput(name, f"is broken JSON: {error}") from error


def _find_features(annotation: Any, name: str) -> Sequence[Any]:
    """The features of an annotation, or of the only one on a page."""
    if isinstance(annotation, Mapping) and annotation.get("type") == "AnnotationPage":
        items = annotation.get("items")
        if not isinstance(items, list) or len(items) != 1:
            count = len(items) if isinstance(items, list) else 0
            raise UnusableInput(name, f"is a page with {count} annotations; give one alone")
        annotation = items[0]
    body = annotation.get("body") if isinstance(annotation, Mapping) else None
    features = body.get("features") if isinstance(body, Mapping) else None
    if not isinstance(features, list):
        raise UnusableInput(name, "is no georeferencing annotation: it has no body with features")
    return features


def _read_feature(feature: Any, name: str, place: str) -> ControlPoint:
    try:
        properties = feature["properties"]
        # `pixelCoords` is what the extension called them before its version 1.
        x, y = properties.get("resourceCoords") or properties["pixelCoords"]
        longitude, latitude = feature["geometry"]["coordinates"][:2]
        numbers = [float(value) for value in (x, y, longitude, latitude)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInput(name, "lacks its resourceCoords or its point", place=place) from error
    label = str(properties.get("name") or "")
    x, y, longitude, latitude = numbers
    point = ControlPoint(x=x, y=y, longitude=longitude, latitude=latitude, name=label, source=f"{name}, {place}")
    return check_point(point, file=name, place=place)
