"""The features of a map file: the border where GeoJSON, GeoPackage, Shapefile and KML become one thing."""

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from xml.parsers import expat

import msgspec
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.collect.containers import ZIP_FAULTS, inspect_shapefile, inspect_sqlite, inspect_zip
from groundtruce.collect.extracts import missing_extra
from groundtruce.collect.formats import GEOJSON, GEOPACKAGE, KML, KMZ, SHAPEFILE, ZIPPED_SHAPEFILE
from groundtruce.collect.geojson import inspect_json
from groundtruce.errors import UnusableInput

Positions: TypeAlias = npt.NDArray[np.float64]
"""Longitude and latitude (or x and y), shape `(n, 2)`."""

_MOST_FEATURES = 100_000
_MOST_VERTICES = 2_000_000
_MOST_SHAPEFILES = 100
_LARGEST_KML = 100_000_000
_MAIN_SUFFIXES = frozenset({".gpkg", ".shp", ".kml", ".kmz"})


class MapFeature(msgspec.Struct, frozen=True, kw_only=True):
    """A feature as its file holds it: nothing is repaired or transformed yet."""

    place: str
    """Such as `feature 2`, or `layer zones, feature 2` where a file has several layers."""
    properties: dict[str, Any]
    polygons: tuple[tuple[Positions, ...], ...] = ()
    """The rings of each polygon, the outer one first."""
    lines: tuple[Positions, ...] = ()
    kind: str | None = None
    """The geometry's type as the file calls it; none for a null geometry."""
    crs: str | None = None
    """The coordinate system that the file declares; none for WGS 84 or none declared."""
    has_heights: bool = False


def read_features(content: bytes, *, name: str, media_type: str) -> tuple[MapFeature, ...]:
    """All features of a map. Raises `UnusableInput` for what is none, is broken, or is too large."""
    reader = _READERS.get(media_type.partition(";")[0].strip().casefold()) or _choose_reader(content, name)
    features = tuple(reader(content, name))
    if not features:
        raise UnusableInput(name, "holds no features")
    vertices = sum(len(ring) for each in features for rings in (*each.polygons, each.lines) for ring in rings)
    if len(features) > _MOST_FEATURES or vertices > _MOST_VERTICES:
        raise UnusableInput(name, f"is too large: {len(features)} features, {vertices} vertices")
    return features


# ---------------------------------------------------------------------------------------------------------------

_Position: TypeAlias = list[float]
_Line: TypeAlias = list[_Position]


class _Loose(msgspec.Struct):
    """GeoJSON allows members beyond those it names."""


class _GeoPoint(_Loose, tag_field="type", tag="Point"):
    coordinates: _Position


class _GeoMultiPoint(_Loose, tag_field="type", tag="MultiPoint"):
    coordinates: _Line


class _GeoLine(_Loose, tag_field="type", tag="LineString"):
    coordinates: _Line


class _GeoMultiLine(_Loose, tag_field="type", tag="MultiLineString"):
    coordinates: list[_Line]


class _GeoPolygon(_Loose, tag_field="type", tag="Polygon"):
    coordinates: list[_Line]


class _GeoMultiPolygon(_Loose, tag_field="type", tag="MultiPolygon"):
    coordinates: list[list[_Line]]


_Simple: TypeAlias = _GeoPoint | _GeoMultiPoint | _GeoLine | _GeoMultiLine | _GeoPolygon | _GeoMultiPolygon


class _GeoCollection(_Loose, tag_field="type", tag="GeometryCollection"):
    geometries: list[_Simple]


_Geometry: TypeAlias = _Simple | _GeoCollection


class _GeoFeature(_Loose, tag_field="type", tag="Feature"):
    geometry: _Geometry | None = None
    properties: dict[str, Any] | None = None


class _GeoFeatures(_Loose, tag_field="type", tag="FeatureCollection"):
    features: list[_GeoFeature]
    crs: dict[str, Any] | None = None


_GEOJSON = msgspec.json.Decoder(_GeoFeatures | _GeoFeature | _Geometry)


def _read_geojson(content: bytes, name: str) -> Iterator[MapFeature]:
    decoded = _decode_geojson(content.removeprefix(b"\xef\xbb\xbf"), name)
    if isinstance(decoded, _GeoFeatures):
        features, crs = decoded.features, _named_crs(decoded.crs, name)
    else:
        feature = decoded if isinstance(decoded, _GeoFeature) else _GeoFeature(geometry=decoded)
        features, crs = [feature], None
    for number, feature in enumerate(features, 1):
        yield _feature_of_geojson(feature, f"feature {number}", name, crs)


def _decode_geojson(content: bytes, name: str) -> Any:
    if not content.strip():
        raise UnusableInput(name, "is empty")
    try:
        return _GEOJSON.decode(content)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$")
        raise UnusableInput(name, f"is no GeoJSON: {reason}", place=_name_place(path.rstrip("`"))) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        inspect_json(content, name=name)
        raise
    except RecursionError:
        raise UnusableInput(name, "is nested too deeply to be a map") from None


def _name_place(path: str) -> str:
    """`.features[1].geometry.coordinates[0][3]` as people count: `feature 2, geometry.coordinates[0][3]`."""
    feature = re.match(r"\.features\[(\d+)\]\.?", path)
    if not feature:
        return path.lstrip(".")
    return ", ".join(part for part in (f"feature {int(feature[1]) + 1}", path[feature.end() :]) if part)


def _named_crs(crs: dict[str, Any] | None, name: str) -> str | None:
    """The coordinate system that old GeoJSON (2008) could name."""
    if crs is None:
        return None
    properties = crs.get("properties")
    stated = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(stated, str):
        raise UnusableInput(name, "its coordinate system has no name", place="crs")
    return stated


def _feature_of_geojson(feature: _GeoFeature, place: str, name: str, crs: str | None) -> MapFeature:
    geometry = feature.geometry
    simple = geometry.geometries if isinstance(geometry, _GeoCollection) else [geometry] if geometry else []
    polygons: list[tuple[Positions, ...]] = []
    lines: list[Positions] = []
    heights = False
    for each in simple:
        for shape in _polygons_of(each):
            polygons.append(tuple(_positions(ring, name, f"{place}, ring {n}") for n, ring in enumerate(shape, 1)))
            heights = heights or _has_heights(shape)
        for line in _lines_of(each):
            lines.append(_positions(line, name, place))
            heights = heights or _has_heights([line])
    return MapFeature(
        place=place,
        properties=feature.properties or {},
        polygons=tuple(rings for rings in polygons if rings),
        lines=tuple(lines),
        kind=str(geometry.__struct_config__.tag) if geometry else None,
        crs=crs,
        has_heights=heights,
    )


def _polygons_of(geometry: _Simple) -> list[list[_Line]]:
    if isinstance(geometry, _GeoPolygon):
        return [geometry.coordinates]
    return geometry.coordinates if isinstance(geometry, _GeoMultiPolygon) else []


def _lines_of(geometry: _Simple) -> list[_Line]:
    if isinstance(geometry, _GeoLine):
        return [geometry.coordinates]
    return geometry.coordinates if isinstance(geometry, _GeoMultiLine) else []


def _positions(line: _Line, name: str, place: str) -> Positions:
    short = next((number for number, position in enumerate(line, 1) if len(position) < 2), None)
    if short:
        raise UnusableInput(name, "has fewer than two coordinates", place=f"{place}, position {short}")
    return np.array([position[:2] for position in line], dtype=np.float64).reshape(-1, 2)


def _has_heights(lines: list[_Line]) -> bool:
    return any(len(position) > 2 for line in lines for position in line)


class _Table(NamedTuple):
    """A layer as GDAL gives it."""

    layer: str
    crs: str | None
    rows: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]


def _read_geopackage(content: bytes, name: str) -> Iterator[MapFeature]:
    inspect_sqlite(content, name=name)
    yield from _read_with_gdal({"map.gpkg": content}, name)


def _read_zipped_shapefile(content: bytes, name: str) -> Iterator[MapFeature]:
    inspect_zip(content, name=name)
    yield from _read_with_gdal(_unpack_shapefiles(content, name), name)


def _unpack_shapefiles(content: bytes, name: str) -> dict[str, bytes]:
    """The files of a zip's shapefiles, under names of our own: a zip's may lead out of its folder."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            stems = [each[:-4] for each in archive.namelist() if each.lower().endswith(".shp")]
            if len(stems) > _MOST_SHAPEFILES:
                raise UnusableInput(name, f"holds {len(stems)} Shapefiles; at most {_MOST_SHAPEFILES} are read")
            numbers = {stem: number for number, stem in enumerate(stems, 1)}
            for member in archive.namelist():
                stem, _, suffix = member.rpartition(".")
                if stem in numbers:
                    files[f"map{numbers[stem]}.{suffix.lower()}"] = archive.read(member)
    except ZIP_FAULTS as error:
        raise UnusableInput(name, f"is a damaged zip: {error}") from None
    return files


def _read_bare_shapefile(content: bytes, name: str) -> Iterator[MapFeature]:
    """A .shp alone has shapes, but neither properties nor a coordinate system: degrees are taken as WGS 84."""
    inspect_shapefile(content, name=name)
    yield from _read_with_gdal({"map.shp": content}, name)


def _read_kml(content: bytes, name: str) -> Iterator[MapFeature]:
    _refuse_large_kml(len(content), name)
    root = _root_element(content, name)
    if root.rpartition(":")[2] != "kml":
        raise UnusableInput(name, f"is XML but no KML: its root is <{root}>")
    yield from map(_date_by_time_span, _read_with_gdal({"map.kml": content}, name))


def _read_kmz(content: bytes, name: str) -> Iterator[MapFeature]:
    inspect_zip(content, name=name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_large_kml(sum(member.file_size for member in archive.infolist()), name)
    yield from map(_date_by_time_span, _read_with_gdal({"map.kmz": content}, name))


def _refuse_large_kml(size: int, name: str) -> None:
    """It is read whole, and takes twelve times its size in memory."""
    if size > _LARGEST_KML:
        raise UnusableInput(name, f"holds more than the {_LARGEST_KML / 1e6:g} MB of KML that are read")


def _date_by_time_span(feature: MapFeature) -> MapFeature:
    """KML's own words for valid time are a TimeSpan's begin and end (OGC 12-007r2, 15.3)."""
    span = {"valid_from": feature.properties.get("begin"), "valid_to": feature.properties.get("end")}
    return msgspec.structs.replace(feature, properties={**span, **feature.properties})


def _root_element(content: bytes, name: str) -> str:
    """The name of the first element. GDAL itself must not choose: some of its XML formats reach for other files."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _attributes: found.append(tag)
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat's own signature
    except expat.ExpatError as error:
        raise UnusableInput(
            name,
            f"is broken XML: {expat.errors.messages[error.code]}",
            place=f"line {error.lineno}, column {error.offset + 1}",
        ) from None
    except (LookupError, ValueError) as error:
        raise UnusableInput(name, f"is XML whose encoding is not known: {error}", place="line 1") from None
    return found[0]


def _read_with_gdal(files: dict[str, bytes], name: str) -> Iterator[MapFeature]:
    """The features of files that belong together, by GDAL, which tells formats apart by their names' endings."""
    try:
        from pyogrio.errors import (  # noqa: PLC0415  # an extra; and GDAL takes long to load
            CRSError,
            DataLayerError,
            DataSourceError,
            FeatureError,
            FieldError,
            GeometryError,
        )
    except ImportError as error:
        raise missing_extra(name, "GeoPackage, Shapefile and KML", extra="maps") from error

    failures = (CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)
    with tempfile.TemporaryDirectory(prefix="groundtruce-") as folder:
        for file, content in files.items():
            (Path(folder) / file).write_bytes(content)
        mains = [Path(folder) / file for file in files if Path(file).suffix in _MAIN_SUFFIXES]
        try:
            tables = [table for main in mains for table in _read_tables(main)]
        except (*failures, shapely.errors.GEOSException, UnicodeDecodeError, NotImplementedError) as error:
            reason = re.sub(rf"'?{re.escape(folder)}[^\s':,]*'?", "the file", str(error))
            raise UnusableInput(name, f"cannot be read: {reason}") from None
    for table in tables:
        yield from _features_of_table(table, f"layer {table.layer}, " if len(tables) > 1 else "")


def _read_tables(path: Path) -> list[_Table]:
    import pyogrio  # noqa: PLC0415  # see _read_with_gdal

    # GDAL makes the index anew that stands in a shapefile's .shx.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    with warnings.catch_warnings():
        # What GDAL warns of (a ring that is not closed, a height, a name) is found again in the shapes or harmless.
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        layers = [layer for layer, kind in pyogrio.list_layers(path) if kind is not None]
        return [_read_table(path, layer) for layer in layers]


def _read_table(path: Path, layer: str) -> _Table:
    import pyogrio  # noqa: PLC0415  # see _read_with_gdal

    # A bound makes room for all that it allows, so it is the number that the file states, and one to see that it states too few.
    stated = pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]
    meta, geometries, columns = _read_layer(path, layer, most=min(stated, _MOST_FEATURES) + 1)
    if len(geometries) > stated:
        meta, geometries, columns = _read_layer(path, layer, most=_MOST_FEATURES + 1)
    names = [str(field) for field in meta["fields"]]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    shapes = list(shapely.from_wkb(geometries, on_invalid="fix"))
    return _Table(layer, meta["crs"], rows or [{} for _ in shapes], shapes)


def _read_layer(
    path: Path, layer: str, *, most: int
) -> tuple[dict[str, Any], npt.NDArray[Any], list[npt.NDArray[Any]]]:
    from pyogrio import raw  # noqa: PLC0415  # see _read_with_gdal

    meta, _, geometries, columns = raw.read(path, layer=layer, datetime_as_string=True, max_features=most)
    return meta, geometries, columns


def _features_of_table(table: _Table, prefix: str) -> Iterator[MapFeature]:
    pairs = zip(table.rows, table.shapes, strict=True)
    for number, (properties, geometry) in enumerate(pairs, 1):
        parts = _flatten(geometry) if geometry is not None else []
        yield MapFeature(
            place=f"{prefix}feature {number}",
            properties={key: _plain(value) for key, value in properties.items()},
            polygons=tuple(
                tuple(shapely.get_coordinates(ring) for ring in shapely.get_rings(part))
                for part in parts
                if part.geom_type == "Polygon" and not part.is_empty
            ),
            lines=tuple(shapely.get_coordinates(part) for part in parts if part.geom_type == "LineString"),
            kind=geometry.geom_type if geometry is not None else None,
            crs=table.crs,
            has_heights=bool(geometry is not None and geometry.has_z),
        )


def _flatten(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_parts(shapely.get_parts(geometry)))


def _plain(value: Any) -> Any:
    """A day as GDAL may write it, `2020/12/13 00:00:00`, in ISO 8601; numpy's numbers as Python's."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str) and (
        match := re.fullmatch(r"(\d{4})[/-](\d{2})[/-](\d{2})(?:[ T]00:00:00(?:\.0+)?)?", value)
    ):
        return "-".join(match.groups())
    return value


def _choose_reader(content: bytes, name: str) -> Callable[[bytes, str], Iterator[MapFeature]]:
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, reader in _MARKS:
        if start.startswith(mark):
            return reader
    raise UnusableInput(name, "is no GeoJSON, GeoPackage, zipped Shapefile or KML" if start else "is empty")


_MARKS = (
    (b"{", _read_geojson),
    (b"[", _read_geojson),
    (b"SQLite format 3\0", _read_geopackage),
    (b"PK\3\4", _read_zipped_shapefile),
    (b"\0\0\x27\x0a", _read_bare_shapefile),
    (b"<", _read_kml),
)
_READERS: dict[str, Callable[[bytes, str], Iterator[MapFeature]]] = {
    GEOJSON.media_type: _read_geojson,
    GEOPACKAGE.media_type: _read_geopackage,
    ZIPPED_SHAPEFILE.media_type: _read_zipped_shapefile,
    SHAPEFILE.media_type: _read_bare_shapefile,
    KML.media_type: _read_kml,
    KMZ.media_type: _read_kmz,
}
