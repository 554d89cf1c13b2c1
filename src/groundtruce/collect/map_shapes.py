"""What several features of a map draw together: one valid area in WGS 84."""

import itertools
import re
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.collect.map_crs import transform_to_wgs84
from groundtruce.collect.map_features import MapFeature, Positions
from groundtruce.collect.map_repairs import build_shape, check_positions, close_lines, unite


def build_area(
    features: Sequence[MapFeature], drawing_error_m: float, file: str, repairs: list[str]
) -> BaseGeometry | None:
    """The valid area that features draw together, what was repaired said in `repairs`; none where they draw none."""
    placed = [_bring_to_wgs84(feature, file, repairs) for feature in features]
    shapes = [build_shape(feature, file=file, repairs=repairs) for feature in placed]
    for feature, shape in zip(placed, shapes, strict=True):
        if shape is None and not feature.lines:
            repairs.append(f"{feature.place}: {_describe_emptiness(feature)}, left out")
    lines = [line for feature in placed for line in feature.lines]
    drawn = [shape for shape in shapes if shape is not None]
    if lines:
        places = list_places([feature for feature in placed if feature.lines])
        drawn.append(close_lines(lines, drawing_error_m=drawing_error_m, file=file, place=places, repairs=repairs))
    if not drawn:
        return None
    return shapely.orient_polygons(unite(drawn, file=file, place=list_places(placed)))


def encode_area(shape: BaseGeometry) -> bytes:
    """Its ISO WKB, little-endian, two-dimensional."""
    return shapely.to_wkb(shape, byte_order=1, output_dimension=2, flavor="iso")


def list_places(features: Sequence[MapFeature]) -> str:
    """`feature 2`, `features 2, 5`, or the first three and how many more."""
    places = [feature.place for feature in features]
    if len(places) == 1:
        return places[0]
    numbers = [place.removeprefix("feature ") for place in places]
    more = f" and {len(numbers) - 3} more" if len(numbers) > 3 else ""
    return f"features {', '.join(numbers[:3])}{more}"


# ---------------------------------------------------------------------------------------------------------------


def _describe_emptiness(feature: MapFeature) -> str:
    if feature.kind is None:
        return "has no geometry"
    return f"a {feature.kind} encloses no area" if "Point" in feature.kind else f"an empty {feature.kind}"


def _bring_to_wgs84(feature: MapFeature, file: str, repairs: list[str]) -> MapFeature:
    if feature.has_heights:
        repairs.append(f"{feature.place}: heights were dropped")

    def place_line(line: Positions, place: str) -> Positions:
        return transform_to_wgs84(line, feature.crs, file=file, place=place)

    polygons = tuple(
        tuple(place_line(ring, f"{feature.place}, ring {number}") for number, ring in enumerate(rings, 1))
        for rings in feature.polygons
    )
    lines = tuple(place_line(line, feature.place) for line in feature.lines)
    for line in lines:
        check_positions(line, file=file, place=feature.place)
    moved = zip(itertools.chain(*polygons, lines), itertools.chain(*feature.polygons, feature.lines), strict=True)
    if any(placed is not drawn for placed, drawn in moved):
        repairs.append(f"{feature.place}: transformed to WGS 84 from {_name_crs(feature.crs)}")
    return MapFeature(
        place=feature.place, properties=feature.properties, polygons=polygons, lines=lines, kind=feature.kind
    )


def _name_crs(crs: str | None) -> str:
    match = re.match(r'\s*\w+\["([^"]+)"', crs or "")
    return match[1] if match else str(crs)
