"""Rings and lines as people draw them, made into valid polygons: where only one shape can be meant; refused where not."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.collect.map_features import MapFeature, Positions
from groundtruce.collect.map_tangles import is_tangled
from groundtruce.errors import UnusableInput

# Two readings of a crossing ring whose areas differ by less than a millionth of it are one.
_SAME_AREA = 1e-6
# A gap is closed up to so many drawing errors.
_GAP_IN_ERRORS = 3
_METRES_PER_DEGREE = 111_195.0
_MOST_CROSSINGS = 1000
# Districts share their sides, so for each segment of several shapes there may be so many meetings.
_MOST_MEETINGS = 10
_MOST_LINES = 1000
_MOST_LOOSE_ENDS = 500
_MOST_FACES = 1000


def build_shape(feature: MapFeature, *, file: str, repairs: list[str]) -> BaseGeometry | None:
    """The valid shape of a feature's polygons, WGS 84; none where it has none. Adds to `repairs` what was done.

    Raises `UnusableInput` for positions that are none on Earth and for rings of which it is not clear what they enclose.
    """
    polygons = [
        polygon
        for rings in feature.polygons
        if (polygon := _build_polygon(rings, feature.place, file=file, repairs=repairs)) is not None
    ]
    if not polygons:
        return None
    united = unite(polygons, file=file, place=feature.place)
    if len(polygons) > 1 and not shapely.is_valid(shapely.multipolygons(_parts_of(polygons))):
        repairs.append(f"{feature.place}: parts that overlap or share a side were united")
    return united


def unite(shapes: Sequence[BaseGeometry], *, file: str, place: str) -> BaseGeometry:
    """Their union. Raises `UnusableInput` where they cross each other so often that it would take hours."""
    if len(shapes) == 1:
        return shapes[0]
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapes)]
    _refuse_tangle(rings, file=file, place=place)
    return shapely.union_all(shapes)


def close_lines(
    lines: Sequence[Positions], *, drawing_error_m: float, file: str, place: str, repairs: list[str]
) -> BaseGeometry:
    """The ground that lines enclose, gaps closed that are under three drawing errors wide. Raises `UnusableInput`."""
    if len(lines) > _MOST_LINES:
        raise UnusableInput(file, f"has {len(lines)} lines where polygons are wanted", place=place)
    _refuse_tangle(lines, file=file, place=place)
    drawn = shapely.line_merge(shapely.union_all([shapely.LineString(line) for line in lines if len(line) > 1]))
    bridges = _bridge_gaps(drawn, _GAP_IN_ERRORS * drawing_error_m, file=file, place=place)
    faces, cuts, dangles, invalid = shapely.polygonize_full([*shapely.get_parts(drawn), *bridges])
    if faces.is_empty or not (cuts.is_empty and dangles.is_empty and invalid.is_empty):
        raise UnusableInput(file, "has lines that do not enclose an area", place=place)
    gaps = [f"{_metres_between(*bridge.coords):.0f} m" for bridge in bridges]
    repairs.append(f"{place}: lines made into an area" + (f", gaps of {', '.join(gaps)} closed" if gaps else ""))
    return shapely.union_all(shapely.get_parts(faces))


def check_positions(positions: Positions, *, file: str, place: str) -> None:
    """Raises `UnusableInput` for positions that are no degrees of longitude and latitude."""
    wrong = ~((np.abs(positions[:, 0]) <= 180) & (np.abs(positions[:, 1]) <= 90))
    if not wrong.any():
        return
    number = int(wrong.argmax())
    x, y = positions[number].tolist()
    reason = f"{x:g}, {y:g} is no longitude and latitude"
    if abs(x) <= 90 and abs(y) <= 180:
        reason += ": latitude and longitude seem to be swapped"
    elif max(abs(x), abs(y)) > 1000:
        reason += ": it seems to be in metres, in a coordinate system that the file does not declare"
    raise UnusableInput(file, reason, place=f"{place}, position {number + 1}")


# ---------------------------------------------------------------------------------------------------------------


def _refuse_tangle(rings: Sequence[Positions], *, file: str, place: str) -> None:
    most = _MOST_CROSSINGS + _MOST_MEETINGS * sum(map(len, rings))
    if rings and is_tangled(rings, most=most):
        raise UnusableInput(file, f"has parts that cross each other at over {most} places", place=place)


def _build_polygon(rings: Sequence[Positions], place: str, *, file: str, repairs: list[str]) -> BaseGeometry | None:
    closed: list[Positions] = []
    for number, ring in enumerate(rings, 1):
        ring_place = f"{place}, ring {number}"
        check_positions(ring, file=file, place=ring_place)
        if len(np.unique(ring, axis=0)) < 3:
            if number == 1 and len(ring):
                raise UnusableInput(file, "has fewer than three different points", place=ring_place)
            if number == 1:
                return None
            repairs.append(f"{ring_place}: a hole of fewer than three different points was left out")
            continue
        if (ring[0] != ring[-1]).any():
            repairs.append(f"{ring_place}: was not closed, closed")
        closed.append(ring if (ring[0] == ring[-1]).all() else np.concatenate([ring, ring[:1]]))
    if any((np.abs(np.diff(ring[:, 0])) > 180).any() for ring in closed):
        repairs.append(f"{place}: crosses the antimeridian, cut there")
        return _cut_at_antimeridian(closed, place, file=file, repairs=repairs)
    return _make_valid(closed, place, file=file, repairs=repairs)


def _cut_at_antimeridian(rings: Sequence[Positions], place: str, *, file: str, repairs: list[str]) -> BaseGeometry:
    """Rings that jump by more than half the Earth go the short way round (RFC 7946, section 3.1.9)."""
    unwrapped = [np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]]) for ring in rings]
    # Each hole takes the turn on which its outer ring lies.
    middle = unwrapped[0][:, 0].mean()
    turned = [ring - (360 * np.round((ring[:, 0].mean() - middle) / 360), 0) for ring in unwrapped]
    # Unwrapping rounds: a ring that closes ends within that of where it began, and one round a pole a turn away.
    if any(abs(ring[-1, 0] - ring[0, 0]) > 180 for ring in turned):
        raise UnusableInput(file, "goes round a pole", place=place)
    whole = _make_valid(turned, place, file=file, repairs=repairs)
    pieces = [_take_turn(whole, turn) for turn in (-1, 0, 1)]
    return shapely.union_all([piece for piece in pieces if piece.area > 0])


def _take_turn(shape: BaseGeometry, turn: int) -> BaseGeometry:
    """What of a shape lies within ±180° after `turn` turns of the Earth, brought there."""
    cut = shapely.intersection(shape, shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90))
    return shapely.transform(cut, lambda positions: positions - np.array([360.0 * turn, 0.0]))


def _make_valid(rings: Sequence[Positions], place: str, *, file: str, repairs: list[str]) -> BaseGeometry:
    polygon = shapely.Polygon(rings[0], rings[1:])
    if shapely.is_valid(polygon):
        return polygon
    reason = shapely.is_valid_reason(polygon)
    if is_tangled(rings, most=_MOST_CROSSINGS):
        clause = f"{_describe_fault(reason)}, and at over {_MOST_CROSSINGS} other places"
        raise UnusableInput(file, clause, place=_place_fault(rings, place))
    repaired = _only_polygons(shapely.make_valid(polygon))
    readings = (_enclosed_by(rings, sign=0), _enclosed_by(rings, sign=1))
    scale = max(shape.area for shape in (repaired, *readings))
    if scale == 0:
        raise UnusableInput(file, "encloses no area", place=f"{place}, ring 1")
    if any(shapely.symmetric_difference(repaired, other).area > _SAME_AREA * scale for other in readings):
        raise UnusableInput(file, _describe_fault(reason), place=_place_fault(rings, place))
    repairs.append(f"{place}: {_describe_fault(reason)}; repaired, as it encloses the same ground however it is read")
    return repaired


def _enclosed_by(rings: Sequence[Positions], *, sign: int) -> BaseGeometry:
    """What the first ring goes round at all (`sign` 0) or only in its main direction (1), less what the others go round."""
    shell, *holes = (_faces_around(ring, sign=sign) for ring in rings)
    return shapely.difference(shell, shapely.union_all(holes)) if holes else shell


def _faces_around(ring: Positions, *, sign: int) -> BaseGeometry:
    """The faces of a ring's lines round which it goes: by their winding numbers, none where the faces are too many."""
    noded = shapely.union_all(shapely.LineString(ring))
    faces = shapely.get_parts(shapely.polygonize([noded]))
    if len(faces) > _MOST_FACES:
        return shapely.Polygon()
    turns = np.array([_winding_number(ring, shapely.get_coordinates(face.representative_point())[0]) for face in faces])
    weights = turns * shapely.area(faces)
    main = np.sign(weights.sum())
    chosen = faces[turns * main > 0] if sign else faces[turns != 0]
    return shapely.union_all(chosen)


def _winding_number(ring: Positions, point: Positions) -> int:
    """How often a ring goes round a point, counterclockwise (Sunday 2001, by crossings of the ray to the right)."""
    (x, y), start, end = point, ring[:-1], ring[1:]
    side = (end[:, 0] - start[:, 0]) * (y - start[:, 1]) - (x - start[:, 0]) * (end[:, 1] - start[:, 1])
    upwards = (start[:, 1] <= y) & (end[:, 1] > y) & (side > 0)
    downwards = (start[:, 1] > y) & (end[:, 1] <= y) & (side < 0)
    return int(upwards.sum()) - int(downwards.sum())


def _describe_fault(reason: str) -> str:
    """GEOS's words, such as `Self-intersection[0.5 0.5]`, as a clause."""
    match = re.fullmatch(r"(.*)\[(\S+) (\S+)\]", reason)
    words, at = (match[1], f" at {float(match[2]):.6g}, {float(match[3]):.6g}") if match else (reason, "")
    clause = {
        "Self-intersection": "crosses itself",
        "Ring Self-intersection": "touches itself",
        "Hole lies outside shell": "has a hole outside its outer ring",
        "Holes are nested": "has a hole within a hole",
        "Interior is disconnected": "has holes that cut it in two",
    }.get(words, words.lower())
    return clause + at


def _place_fault(rings: Sequence[Positions], place: str) -> str:
    """The first ring that is at fault by itself; the whole feature where two rings are at odds."""
    numbers = (number for number, ring in enumerate(rings, 1) if not shapely.is_valid(shapely.Polygon(ring)))
    number = next(numbers, None)
    return f"{place}, ring {number}" if number else place


def _only_polygons(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all([part for part in _parts_of([shape]) if part.geom_type == "Polygon"])


def _parts_of(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    return list(shapely.get_parts(shapely.get_parts(list(shapes))))


def _bridge_gaps(drawn: BaseGeometry, limit_m: float, *, file: str, place: str) -> list[shapely.LineString]:
    """Straight bridges between loose ends, the nearest pairs first; every loose end must find another near enough."""
    ends = [
        point for line in shapely.get_parts(drawn) if not line.is_closed for point in (line.coords[0], line.coords[-1])
    ]
    loose = [point for point, count in Counter(ends).items() if count % 2]
    if len(loose) > _MOST_LOOSE_ENDS:
        raise UnusableInput(file, f"has lines that do not close: they have {len(loose)} loose ends", place=place)
    pairs = sorted(itertools.combinations(loose, 2), key=lambda pair: _metres_between(*pair))
    bridges: list[shapely.LineString] = []
    joined: set[tuple[float, ...]] = set()
    for first, second in pairs:
        if joined & {first, second}:
            continue
        gap = _metres_between(first, second)
        if gap >= limit_m:
            reason = f"has lines that do not close: a gap of {gap / 1000:.3g} km at {first[0]:.5g}, {first[1]:.5g}"
            raise UnusableInput(
                file, f"{reason}, and only {limit_m / 1000:.3g} km (three drawing errors) are bridged", place=place
            )
        joined |= {first, second}
        bridges.append(shapely.LineString([first, second]))
    return bridges


def _metres_between(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """On a sphere, by the middle latitude: enough to judge a gap."""
    narrowing = np.cos(np.radians((first[1] + second[1]) / 2))
    return float(np.hypot((second[0] - first[0]) * narrowing, second[1] - first[1]) * _METRES_PER_DEGREE)
