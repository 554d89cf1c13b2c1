"""A collection's features as they stood at a moment: written once, and found by box, by time and by property."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.model.times import Interval
from groundtruce.web.boxes import BoundingBox, split_at_antimeridian

Mask: TypeAlias = npt.NDArray[np.bool_]

_EARLIEST, _LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Feature(NamedTuple):
    """One feature: what it says, where it lies, and when it is so."""

    id: str
    properties: Mapping[str, Any]
    shape: shapely.Geometry | None
    """WGS 84, longitude first."""
    geometry: bytes
    """The same as GeoJSON."""
    valid: Interval | None
    """None where it has no time, or none that is known."""


class FeatureLayer:
    """The features of a collection, in their order."""

    def __init__(self, features: Sequence[Feature], *, filters: Sequence[str]) -> None:
        self._pieces = [_write(feature) for feature in features]
        self._sizes = np.array([sum(map(len, pieces)) for pieces in self._pieces], np.int64)
        self._bare_sizes = self._sizes - [len(geometry) - len(_NO_GEOMETRY) for _, geometry, _ in self._pieces]
        self._places = {feature.id: place for place, feature in enumerate(features)}
        self._values = {
            name: np.array([feature.properties.get(name) for feature in features], dtype=object) for name in filters
        }
        self._shapes = np.array([feature.shape for feature in features], dtype=object)
        self._bounds = shapely.bounds(self._shapes).reshape(-1, 4)
        self._is_timed = np.array([feature.valid is not None for feature in features], dtype=bool)
        self._begins = np.array([_count(f.valid.start if f.valid else None, _EARLIEST) for f in features], np.int64)
        self._ends = np.array([_count(f.valid.end if f.valid else None, _LATEST) for f in features], np.int64)

    def find(self, identifier: str) -> bytes | None:
        """The feature of this identifier, as GeoJSON."""
        place = self._places.get(identifier)
        return None if place is None else self.write(place)

    def write(self, place: int, *, with_geometry: bool = True) -> bytes:
        """The feature at this place, as GeoJSON; without its geometry, a hundredth of its weight."""
        before, geometry, after = self._pieces[place]
        return b"".join((before, geometry if with_geometry else _NO_GEOMETRY, after))

    def fit(self, places: npt.NDArray[np.intp], *, most: int, with_geometry: bool) -> npt.NDArray[np.intp]:
        """The first of these places, as many as are at most so many bytes as GeoJSON, and at least one if there is any."""
        sizes = (self._sizes if with_geometry else self._bare_sizes)[places]
        return places[: max(1, int(np.searchsorted(np.cumsum(sizes), most, side="right")))]

    def select(
        self,
        *,
        box: BoundingBox | None,
        valid: Interval | None,
        wanted: Mapping[str, str],
    ) -> npt.NDArray[np.intp]:
        """The places of the features that meet the box and the time, whose bounds are both included, and have these values.

        A feature without a shape meets no box, one without a known time no time.
        """
        mask: Mask = np.ones(len(self._pieces), dtype=bool)
        if box:
            mask &= self._meets(box)
        if valid:
            last, first = _count(valid.end, _LATEST), _count(valid.start, _EARLIEST)
            mask &= self._is_timed & (self._begins <= last) & (self._ends > first)
        for name, value in wanted.items():
            mask &= self._values[name] == value
        return np.flatnonzero(mask)

    @property
    def extent(self) -> BoundingBox | None:
        """The box around all shapes: west, south, east, north."""
        shapes = [shape for shape in self._shapes if shape is not None]
        return tuple(shapely.total_bounds(shapes).tolist()) if shapes else None

    @property
    def period(self) -> tuple[datetime | None, datetime | None] | None:
        """The first and the last moment of all features, the last one included; none for an open side."""
        if not self._is_timed.any():
            return None
        begins, ends = self._begins[self._is_timed].min(), self._ends[self._is_timed].max()
        return _moment(int(begins)), _moment(int(ends) - 1) if ends != _LATEST else None

    # -----------------------------------------------------------------------------------------------------------

    def _meets(self, box: BoundingBox) -> Mask:
        mask: Mask = np.zeros(len(self._pieces), dtype=bool)
        for west, south, east, north in split_at_antimeridian(box):
            left, bottom, right, top = self._bounds.T
            # A shape that is not there has no bounds: no comparison with them is true.
            meets = (left <= east) & (right >= west) & (bottom <= north) & (top >= south)
            lies_in = (left >= west) & (right <= east) & (bottom >= south) & (top <= north)
            unsure = np.flatnonzero(meets & ~lies_in)
            meets[unsure] = shapely.intersects(self._shapes[unsure], shapely.box(west, south, east, north))
            mask |= meets
        return mask


def write_geometry(shape: shapely.Geometry | None) -> bytes:
    """A shape as GeoJSON (RFC 7946): to a centimetre, outer rings counter-clockwise; `null` for none."""
    if shape is None:
        return b"null"
    oriented = shapely.orient_polygons(shapely.transform(shape, lambda points: np.round(points, 7)))
    text: str = shapely.to_geojson(oriented)
    return text.encode()


# ---------------------------------------------------------------------------------------------------------------

_NO_GEOMETRY = b"null"


def _write(feature: Feature) -> tuple[bytes, bytes, bytes]:
    """A feature in three pieces, of which the geometry is the one that other moments hold too."""
    before = msgspec.json.encode({"type": "Feature", "id": feature.id})[:-1] + b',"geometry":'
    return before, feature.geometry, b',"properties":' + msgspec.json.encode(feature.properties) + b"}"


def _count(moment: datetime | None, otherwise: int) -> int:
    """Microseconds since 1970."""
    if moment is None:
        return otherwise
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _moment(microseconds: int) -> datetime | None:
    if microseconds == _EARLIEST:
        return None
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(microsecond=microseconds % 1_000_000)
