"""Areas made of other areas, lines and places: united, cut, taken away, or what lies within a distance or between two lines.

An area is a name, or a table with one of these keys, whose values are areas again:

    { union = ["a", "b"] }            all of them together
    { intersection = ["a", "b"] }     what lies in all of them
    { minus = ["a", "b", "c"] }       the first without the others
    { within_km = 5, of = "line" }    no further than so many kilometres from a line, an area or a place
    { between = ["one", "other"] }    between two lines
    { districts = ["case:mill"] }     the areas that outline these places
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

from groundtruce.collect.case_checks import Problem
from groundtruce.collect.case_tables import CaseTable
from groundtruce.collect.georeference.planes import choose_plane
from groundtruce.collect.toml_lines import Keys
from groundtruce.model.cases import Line
from groundtruce.model.places import GazetteerEntry, display_name


class Outline(NamedTuple):
    """A shape with the error of its edge, one standard deviation in metres, and what it is in words."""

    shape: shapely.Geometry
    drawing_error_m: float
    words: str


class Definition(NamedTuple):
    """An area as a file defines it, and where."""

    table: CaseTable
    keys: Keys
    expression: Any
    """A name, a table, or the shape itself."""
    words: str
    drawing_error_m: float | None
    """None for that of what it is made of."""
    place: str | None


class Algebra:
    """Works out the areas of a case, in whatever order they refer to each other."""

    def __init__(
        self, definitions: Mapping[str, Definition], lines: Sequence[Line], places: Sequence[GazetteerEntry]
    ) -> None:
        self._definitions = definitions
        self._lines = {line.id: line for line in lines}
        self._places = {place.id: place for place in places}
        self._known: dict[str, Outline] = {}
        self._open: list[str] = []

    def outline(self, name: str) -> Outline:
        """The area of a name that is defined. Raises `UnusableInput` where it cannot be worked out."""
        if name not in self._known:
            definition = self._definitions[name]
            self._open.append(name)
            made = self._work_out(definition.expression, _At(definition.table, definition.keys))
            self._open.pop()
            error_m = made.drawing_error_m if definition.drawing_error_m is None else definition.drawing_error_m
            self._known[name] = Outline(made.shape, error_m, definition.words)
        return self._known[name]

    def describe(self, name: str) -> str:
        """What an area is made of, in words; empty for a shape from a file."""
        definition = self._definitions[name]
        if isinstance(definition.expression, shapely.Geometry):
            return ""
        return self._work_out(definition.expression, _At(definition.table, definition.keys)).words

    def _work_out(self, expression: Any, at: "_At") -> Outline:
        if isinstance(expression, shapely.Geometry):
            return Outline(expression, 0.0, "")
        if isinstance(expression, str):
            return self._named(expression, at)
        if not isinstance(expression, dict):
            raise at.refusal("is neither an area's name nor a table that makes one")
        if len(at.keys) > _DEEPEST:
            raise at.refusal("is nested too deeply")
        key = next((key for key in _OPERATIONS if key in expression), None)
        if key is None or not set(expression) <= {key, *_FURTHER_KEYS.get(key, ())}:
            raise at.refusal(f"must hold one of {', '.join(_OPERATIONS)} and nothing else")
        made = _OPERATIONS[key](self, expression, at)
        shape = _keep_polygons(made.shape)
        if shapely.is_empty(shape):
            raise at.refusal("leaves no ground")
        return made._replace(shape=shape)

    def _named(self, name: str, at: "_At") -> Outline:
        if name in self._open:
            raise at.refusal(f"the area {name!r} is made of itself")
        if name not in self._definitions:
            raise at.refusal(f"there is no area {name!r}")
        return self.outline(name)

    def _operands(self, expression: Any, key: str, at: "_At", *, least: int) -> list[Outline]:
        given = expression[key]
        if not isinstance(given, list) or len(given) < least:
            raise at.into(key).refusal(f"must be a list of {least} areas or more")
        return [self._work_out(each, at.into(key, number)) for number, each in enumerate(given)]

    def _unite(self, expression: Any, at: "_At") -> Outline:
        parts = self._operands(expression, "union", at, least=1)
        return _combine(shapely.union_all([each.shape for each in parts]), parts, " and ")

    def _intersect(self, expression: Any, at: "_At") -> Outline:
        parts = self._operands(expression, "intersection", at, least=2)
        made = _combine(shapely.intersection_all([each.shape for each in parts]), parts, " and ")
        return made._replace(words=f"what {made.words} share")

    def _take_away(self, expression: Any, at: "_At") -> Outline:
        whole, *rest = self._operands(expression, "minus", at, least=2)
        shape = shapely.difference(whole.shape, shapely.union_all([each.shape for each in rest]))
        return _combine(shape, [whole, *rest], " without ")

    def _within(self, expression: Any, at: "_At") -> Outline:
        distance_km = expression["within_km"]
        if isinstance(distance_km, bool) or not isinstance(distance_km, (int, float)) or not 0 < distance_km <= 1000:
            raise at.into("within_km").refusal(f"{distance_km!r} is not a number of kilometres above 0, up to 1,000")
        if "of" not in expression:
            raise at.refusal("missing key `of`")
        of = self._line_place_or_area(expression["of"], at.into("of"))
        return Outline(
            _widen(of.shape, distance_km), of.drawing_error_m, f"the ground within {distance_km:g} km of {of.words}"
        )

    def _line_place_or_area(self, name: Any, at: "_At") -> Outline:
        if isinstance(name, str) and name in self._lines:
            return _outline_of(self._lines[name])
        if isinstance(name, str) and name in self._places:
            place = self._places[name]
            # Somewhere within its radius, evenly, is half of it along any one direction, as one standard deviation.
            point = shapely.Point(place.longitude, place.latitude)
            return Outline(point, place.uncertainty_km * 500, display_name(place))
        if isinstance(name, str) and name not in self._definitions:
            raise at.refusal(f"there is no line, place or area {name!r}")
        return self._work_out(name, at)

    def _between(self, expression: Any, at: "_At") -> Outline:
        names = expression["between"]
        if not isinstance(names, list) or len(names) != 2:
            raise at.into("between").refusal("must be a list of two lines")
        for number, name in enumerate(names):
            if not isinstance(name, str) or name not in self._lines:
                raise at.into("between", number).refusal(f"there is no line {name!r}")
        one, other = (_outline_of(self._lines[name]) for name in names)
        shape = _join_ends(one.shape, other.shape)
        if not shape.is_valid:
            raise at.into("between").refusal("these lines cross each other or themselves, so nothing lies between them")
        return Outline(
            shape, max(one.drawing_error_m, other.drawing_error_m), f"the ground between {one.words} and {other.words}"
        )

    def _of_districts(self, expression: Any, at: "_At") -> Outline:
        names = expression["districts"]
        if not isinstance(names, list) or not names:
            raise at.into("districts").refusal("must be a list of places")
        parts = []
        for number, name in enumerate(names):
            outlines = [key for key, definition in self._definitions.items() if name and definition.place == name]
            if not outlines:
                raise at.into("districts", number).refusal(f"no area has {name!r} as its `place`")
            parts += [self._named(outline, at.into("districts", number)) for outline in outlines]
        return _combine(shapely.union_all([each.shape for each in parts]), parts, " and ")


# ---------------------------------------------------------------------------------------------------------------

_DEEPEST = 40

_OPERATIONS: dict[str, Callable[[Algebra, Any, "_At"], Outline]] = {
    "union": Algebra._unite,
    "intersection": Algebra._intersect,
    "minus": Algebra._take_away,
    "within_km": Algebra._within,
    "between": Algebra._between,
    "districts": Algebra._of_districts,
}
_FURTHER_KEYS = {"within_km": ("of",)}


class _At(NamedTuple):
    """A place in a file."""

    table: CaseTable
    keys: Keys

    def into(self, *keys: str | int) -> "_At":
        return _At(self.table, (*self.keys, *keys))

    def refusal(self, reason: str) -> Exception:
        return self.table.refusal(Problem(self.keys, reason))


def _combine(shape: shapely.Geometry, parts: Sequence[Outline], word: str) -> Outline:
    """Each part's edge may be an edge of the whole, so the largest error counts."""
    first, *rest = (each.words for each in parts)
    words = f"{first}{word}{' and '.join(rest)}" if rest else first
    return Outline(shape, max(each.drawing_error_m for each in parts), words)


def _outline_of(line: Line) -> Outline:
    return Outline(shapely.from_wkb(line.wkb), line.drawing_error_m, line.name)


def _keep_polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """What is ground: where areas only touch, an overlay leaves points and lines."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(list(polygons))


def _widen(shape: shapely.Geometry, distance_km: float) -> shapely.Geometry:
    """What lies no further than so many kilometres from a shape, on a plane around its middle."""
    # Edges are straight in longitude and latitude; pieces of 0.02° stay so on a plane.
    divided = shapely.segmentize(shape, 0.02)
    plane = choose_plane("conformal", shapely.get_coordinates(divided))
    flat = shapely.transform(divided, plane.project)
    return shapely.transform(shapely.buffer(flat, 1000 * distance_km, quad_segs=16), plane.unproject)


def _join_ends(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Polygon:
    """The ring along one line and back along the other, whichever way round leaves the shorter ends."""
    first, second = shapely.get_coordinates(one), shapely.get_coordinates(other)

    def ends(there: np.ndarray[Any, Any]) -> float:
        return float(np.hypot(*(first[-1] - there[0])) + np.hypot(*(there[-1] - first[0])))

    back = min((second[::-1], second), key=ends)
    return shapely.Polygon(np.concatenate([first, back]))
