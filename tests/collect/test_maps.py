"""Maps in: what is read rightly, what is repaired and said so, and what is refused, with the place and the reason."""

import io
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from groundtruce.collect.formats import GEOJSON, GEOPACKAGE, KML, KMZ, SHAPEFILE, ZIPPED_SHAPEFILE
from groundtruce.collect.map_features import read_features
from groundtruce.collect.maps import MapOptions, overlay_options, parse_map, parse_sidecar
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.ids import digest
from groundtruce.model.zones import ZoneVersion
from tests.story import CASE

SQUARE = [[10.0, 0.0], [10.1, 0.0], [10.1, 0.1], [10.0, 0.1], [10.0, 0.0]]
BOX = shapely.box(10.0, 0.0, 10.1, 0.1)
STATED = MapOptions(zone="south", kind="responsibility", valid_from="2031-03-05", drawing_error_m=100)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "zones"


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def parse(
    map_: dict[str, Any] | bytes,
    *,
    name: str = "map.geojson",
    media_type: str = GEOJSON.media_type,
    case: Case | None = CASE,
    options: MapOptions = STATED,
    **more: Any,
) -> tuple[ZoneVersion, ...]:
    content = map_ if isinstance(map_, bytes) else json.dumps(map_).encode()
    return parse_map(
        content, name=name, document=digest(content), media_type=media_type, case=case, options=options, **more
    )


def refusal(map_: dict[str, Any] | bytes, **more: Any) -> str:
    with pytest.raises(UnusableInput) as caught:
        parse(map_, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def shape_of(version: ZoneVersion) -> shapely.Geometry:
    return shapely.from_wkb(version.wkb)


def test_a_plain_map_becomes_one_version_with_everything_stated() -> None:
    """The shape is kept as drawn, and the case lends the zone's name and holder."""
    (version,) = parse(polygon(SQUARE))
    assert shapely.equals(shape_of(version), BOX)
    assert (version.zone, version.name, version.kind, version.holder) == (
        "south",
        "Sector South",
        "responsibility",
        "observers",
    )
    assert (version.valid_from, version.valid_to, version.locator) == ("2031-03-05", None, "feature 1")
    assert (version.drawing_error_m, version.drawing_error_from, version.repairs) == (100, "stated", ())


def test_options_beat_the_sidecar_which_beats_the_properties() -> None:
    """Each field comes from the first that says it; where the dates differ, the version says so."""
    map_ = collection(
        feature(
            polygon(SQUARE), ZONE="south", Valid_From="2031-03-01", Source="River Times", drawing_error_m=70, note="n"
        )
    )
    sidecar = MapOptions(valid_from="2031-03-02", drawing_error_m=80, publisher="observer-site")
    (by_property,) = parse(map_, options=MapOptions())
    (by_sidecar,) = parse(map_, options=MapOptions(), sidecar=sidecar)
    (by_option,) = parse(map_, options=MapOptions(valid_from="2031-03-03"), sidecar=sidecar)
    assert (by_property.valid_from, by_property.publisher, by_property.note) == ("2031-03-01", "river-times", "n")
    assert (by_property.drawing_error_m, by_property.drawing_error_from) == (70, "source")
    assert (by_sidecar.valid_from, by_sidecar.publisher) == ("2031-03-02", "observer-site")
    assert (by_sidecar.drawing_error_m, by_sidecar.drawing_error_from) == (80, "stated")
    assert by_option.valid_from == "2031-03-03"
    assert by_option.repairs == ("feature 1: valid from 2031-03-03 as stated; the file itself says 2031-03-01",)


def test_the_drawing_error_of_the_case_is_marked_as_assumed() -> None:
    """A map that states none takes the case's, and a map without a case is refused."""
    options = MapOptions(zone="south", valid_from="2031-03-05")
    (version,) = parse(polygon(SQUARE), options=options)
    assert (version.drawing_error_m, version.drawing_error_from) == (300, "assumed")
    assert "drawing_error_m" in refusal(
        polygon(SQUARE), case=None, options=overlay_options(options, MapOptions(kind="claim"))
    )


def test_a_sidecar_is_read_with_dates_of_either_kind() -> None:
    """TOML's own dates and quoted EDTF are the same."""
    sidecar = parse_sidecar(
        b'zone = "south"\nvalid_from = 2031-03-05\nvalid_to = "2031-03-12"\ndrawing_error_m = 50\n', "m.toml"
    )
    assert sidecar == MapOptions(zone="south", valid_from="2031-03-05", valid_to="2031-03-12", drawing_error_m=50)
    with pytest.raises(UnusableInput, match="colour"):
        parse_sidecar(b'colour = "red"', "m.toml")


def test_the_name_inside_the_file_finds_the_zone() -> None:
    """A feature named as the case names a zone is that zone; another name makes an identifier."""
    options = MapOptions(kind="control", valid_from="2031-03-05", drawing_error_m=1)
    north = feature(polygon([[x, y + 1] for x, y in SQUARE]), name="U.N. Zone (North)")
    versions = parse(collection(feature(polygon(SQUARE), name="sector south"), north), options=options)
    assert [version.zone for version in versions] == ["south", "u-n-zone-north"]


def test_features_of_one_zone_and_day_are_united() -> None:
    """A name used twice is one zone in two pieces, and the version says which features it was made of."""
    east = [[x + 0.1, y] for x, y in SQUARE]
    (version,) = parse(collection(feature(polygon(SQUARE)), feature(polygon(east))))
    assert shapely.equals(shape_of(version), shapely.box(10.0, 0.0, 10.2, 0.1))
    assert (version.locator, version.repairs) == ("features 1, 2", ("features 1, 2: drawn as one zone, united",))


def test_features_of_different_days_are_versions_of_their_own() -> None:
    """One file may hold a zone's history."""
    days = ("2031-03-05", "2031-03-12")
    map_ = collection(*(feature(polygon(SQUARE), valid_from=day) for day in days))
    versions = parse(map_, options=MapOptions(zone="south"))
    assert [version.valid_from for version in versions] == list(days)
    assert len({version.id for version in versions}) == 2


@pytest.mark.parametrize(
    ("geometry", "repair"),
    [
        (polygon(SQUARE[:-1]), "feature 1, ring 1: was not closed, closed"),
        (polygon([[*position, 870.0] for position in SQUARE]), "feature 1: heights were dropped"),
        (
            polygon([*SQUARE[:3], [10.1, 0.3], *SQUARE[2:]]),
            "feature 1: crosses itself at 10.1, 0.3; repaired, as it encloses the same ground however it is read",
        ),
        (polygon(SQUARE, [[10.05, 0.05], [10.06, 0.05], [10.05, 0.05]]),
         "feature 1, ring 2: a hole of fewer than three different points was left out"),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[10.02, 0.02], [10.08, 0.02], [10.08, 0.08], [10.02, 0.02]]]]},
            "feature 1: parts that overlap or share a side were united",
        ),
    ],
)  # fmt: skip
def test_what_can_mean_one_shape_only_is_repaired_and_said(geometry: dict[str, Any], repair: str) -> None:
    """Open rings, heights, spikes, holes of no area and overlapping parts leave the square."""
    (version,) = parse(geometry)
    assert version.repairs == (repair,)
    assert shapely.symmetric_difference(shape_of(version), BOX).area < 1e-12
    assert not shape_of(version).has_z


def test_a_tiny_crossing_is_repaired() -> None:
    """A loop of a millionth of a degree, as a slip of the hand leaves it, does not change what is enclosed."""
    slip = [[10.05, 0.1], [10.0500001, 0.1000001], [10.0500001, 0.0999999]]
    (version,) = parse(polygon([*SQUARE[:3], *slip, *SQUARE[3:]]))
    assert "repaired" in version.repairs[0]
    assert shape_of(version).area == pytest.approx(BOX.area, rel=1e-6)


def test_a_ring_that_only_touches_itself_is_repaired() -> None:
    """A hole drawn as part of the outer ring, joined by one point, is a hole."""
    ring = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0], [1, 2], [2, 1], [0, 0]]
    (version,) = parse(polygon([[float(x), float(y)] for x, y in ring]))
    assert shape_of(version).area == pytest.approx(16 - 1.5)


def test_versions_are_counterclockwise_and_valid_whatever_the_drawing() -> None:
    """A clockwise ring is turned: RFC 7946 wants the outer ring counterclockwise."""
    (version,) = parse(polygon(SQUARE[::-1]))
    (part,) = shapely.get_parts(shape_of(version))
    assert part.exterior.is_ccw
    assert shapely.is_valid(shape_of(version))


@pytest.mark.parametrize(
    ("map_", "reason"),
    [
        (b"", "map.geojson: is empty"),
        (b'{"type": "FeatureCollection",\n "features": [}', "map.geojson: line 2, column 15: "),
        (b'{"type": "Polygon", "coordinates": [[[10.0, 0', "line 1, column 46"),
        (b'{"type": "FeatureCollection", "features": [], "x": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"type": "Topology", "arcs": []}', "is no GeoJSON"),
        (collection(), "holds no features"),
        (collection(feature(None)), "holds no polygon, but: no geometry"),
        ({"type": "MultiPolygon", "coordinates": []}, "holds no polygon, but: empty MultiPolygon"),
        ({"type": "Point", "coordinates": [10, 0]}, "holds no polygon, but: Point"),
        (polygon([[500000.0, 0.0], [510000.0, 0.0], [510000.0, 9000.0], [500000.0, 0.0]]),
         "feature 1, ring 1, position 1: 500000, 0 is no longitude and latitude: it seems to be in metres"),
        (polygon([[45.0, 120.0], [46.0, 120.0], [46.0, 121.0], [45.0, 120.0]]), "seem to be swapped"),
        (polygon(SQUARE[:2]), "feature 1, ring 1: has fewer than three different points"),
        (polygon([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [0.0, 0.0]]), "feature 1, ring 1: encloses no area"),
        (polygon([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]),
         "feature 1, ring 1: crosses itself at 0.5, 0.5"),
        (polygon(SQUARE, [[20.0, 5.0], [20.1, 5.0], [20.1, 5.1], [20.0, 5.0]]),
         "feature 1: has a hole outside its outer ring at 20, 5"),
        (polygon([[10.0], *SQUARE[1:]]), "feature 1, ring 1, position 1: has fewer than two coordinates"),
        (collection(feature(polygon(SQUARE)), {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}),
         "feature 2, geometry.coordinates[0][0][0]"),
        (collection(feature(polygon(SQUARE)), crs={"type": "name", "properties": {"name": "the moon"}}),
         "declares a coordinate system that is unknown: the moon"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_zone_is_refused_with_its_place(map_: Any, reason: str) -> None:
    """One line names the file, the place in it and the reason."""
    message = refusal(map_)
    assert message.startswith("map.geojson: ")
    assert reason in message


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (MapOptions(valid_from="2031-02-30"), "valid_from '2031-02-30' is no date"),
        (MapOptions(valid_from="in spring"), "valid_from 'in spring' is no date"),
        (MapOptions(valid_from="2031-03-05", valid_to="2031-03-05"), "valid_to 2031-03-05 does not come after"),
        (MapOptions(valid_from="2202-03-05"), "2202-03-05 lies years ahead of 2031-04-01: is a digit wrong?"),
        (MapOptions(), "valid_from) is stated nowhere"),
        (MapOptions(valid_from="2031-03-05", kind="empire"), "kind 'empire' is none of responsibility, control"),
        (MapOptions(valid_from="2031-03-05", drawing_error_m=-1), "drawing_error_m -1 is not between"),
    ],
)
def test_what_is_said_of_a_map_is_checked(options: MapOptions, reason: str) -> None:
    """Dates that are none, that run backwards or lie years ahead, unknown kinds and impossible errors are refused."""
    message = refusal(
        polygon(SQUARE), options=overlay_options(options, MapOptions(zone="south")), collected_on=date(2031, 4, 1)
    )
    assert reason in message


def test_a_map_that_names_no_zone_is_refused_with_the_zones_known() -> None:
    """The refusal says what could be meant."""
    assert "the case knows: south" in refusal(polygon(SQUARE), options=MapOptions(valid_from="2031-03-05"))


def test_features_without_geometry_are_left_out_and_said() -> None:
    """Null and empty geometries do not spoil the features beside them."""
    empty = feature({"type": "MultiPolygon", "coordinates": []})
    (version,) = parse(collection(feature(None), empty, feature(polygon(SQUARE))))
    assert version.locator == "feature 3"
    assert version.repairs == (
        "feature 1: has no geometry, left out",
        "feature 2: an empty MultiPolygon, left out",
    )


def test_a_date_in_the_name_that_differs_is_said() -> None:
    """A file named after another day than it is said to be valid from is taken, with a note."""
    (version,) = parse(polygon(SQUARE), name="zones_20310306.geojson")
    assert version.repairs == ("valid from 2031-03-05; the file's name says 2031-03-06",)


def test_lines_that_almost_close_are_closed() -> None:
    """A gap of 111 m is under three drawing errors of 100 m; one of 1.1 km is not, and its place is named."""
    ring = SQUARE[:4]
    (version,) = parse({"type": "LineString", "coordinates": [*ring, [10.0, 0.001]]})
    assert shapely.equals(shape_of(version), BOX)
    assert version.repairs == ("feature 1: lines made into an area, gaps of 111 m closed",)
    message = refusal({"type": "LineString", "coordinates": [*ring, [10.0, 0.01]]})
    assert "feature 1: has lines that do not close: a gap of 1.11 km at 10, 0" in message


def test_lines_of_several_features_close_together() -> None:
    """A boundary often comes as several lines: all of a zone's lines are taken together."""
    lines = (SQUARE[:3], SQUARE[2:])
    (version,) = parse(collection(*(feature({"type": "LineString", "coordinates": line}) for line in lines)))
    assert shapely.equals(shape_of(version), BOX)


def test_a_ring_across_the_antimeridian_is_cut_there() -> None:
    """It goes the short way round, not round the Earth."""
    (version,) = parse(polygon([[179.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [179.0, 1.0], [179.0, 0.0]]))
    assert shapely.equals(
        shape_of(version), shapely.union_all([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    )
    assert version.repairs == ("feature 1: crosses the antimeridian, cut there",)


def test_a_ring_across_the_antimeridian_goes_round_no_pole_by_rounding() -> None:
    """Longitudes such as 179.2 do not add up to where they began to the last bit; a ring round the pole is a turn off."""
    ring = [[179.0, 65.5], [-179.0, 65.5], [-179.0, 66.0], [-179.5, 66.3], [179.2, 66.2], [179.0, 65.5]]
    (version,) = parse(polygon(ring))
    assert shapely.get_num_geometries(shape_of(version)) == 2
    cap = [[float(longitude), 85.0] for longitude in (*range(-180, 180, 30), -180)]
    assert refusal(polygon(cap)).endswith("feature 1: goes round a pole")


def test_metres_that_are_declared_are_transformed() -> None:
    """A file that declares its coordinate system is brought to WGS 84, and its straight edges stay where they were."""
    to_utm = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:32632", always_xy=True)
    ring = np.column_stack(to_utm.transform(*np.array(SQUARE).T)).tolist()
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    (version,) = parse(collection(feature(polygon(ring)), crs=crs))
    assert version.repairs == ("feature 1: transformed to WGS 84 from urn:ogc:def:crs:EPSG::32632",)
    assert shapely.symmetric_difference(shape_of(version), BOX).area < 1e-6
    long_edge = [[200000.0, 5000000.0], [800000.0, 5000000.0], [500000.0, 5300000.0], [200000.0, 5000000.0]]
    (bent,) = parse(collection(feature(polygon(long_edge)), crs=crs))
    middle = pyproj.Transformer.from_crs("EPSG:32632", "OGC:CRS84", always_xy=True).transform(500000.0, 5000000.0)
    assert shape_of(bent).boundary.distance(shapely.Point(middle)) < 2e-5


def test_a_shape_to_be_compared_needs_no_date() -> None:
    """Without a record only the drawing error must be known."""
    (version,) = parse(
        polygon(SQUARE), case=None, options=MapOptions(drawing_error_m=10), require_dates=False, name="a/Line A.geojson"
    )
    assert (version.zone, version.kind, version.valid_from) == ("line-a", "control", "../..")


def test_the_same_shape_in_other_bytes_is_another_version() -> None:
    """The identifier carries where it was said: the document."""
    (first,) = parse(polygon(SQUARE))
    (again,) = parse(polygon(SQUARE))
    (other,) = parse(json.dumps(polygon(SQUARE), indent=1).encode())
    assert first == again
    assert first.id != other.id
    assert first.wkb == other.wkb


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Writes the square as zone `south`, valid from 2031-03-05, in a format of GDAL's."""

    def write(driver: str, suffix: str) -> Path:
        path = tmp_path / f"map{suffix}"
        pyogrio.raw.write(
            str(path),
            np.array([shapely.to_wkb(BOX)], dtype=object),
            [np.array(["south"], dtype=object), np.array(["2031-03-05"], dtype="datetime64[D]"), np.array([55.0])],
            ["ZONE", "valid_from", "drawing_er"],
            geometry_type="Polygon",
            crs="EPSG:4326",
            driver=driver,
        )
        return path

    return write


@pytest.mark.parametrize(
    ("driver", "suffix", "media_type"),
    [
        ("GPKG", ".gpkg", GEOPACKAGE.media_type),
        ("LIBKML", ".kml", KML.media_type),
        ("LIBKML", ".kmz", KMZ.media_type),
        ("GeoJSON", ".geojson", GEOJSON.media_type),
    ],
)
def test_every_format_gives_the_same_version(written: Any, driver: str, suffix: str, media_type: str) -> None:
    """GeoPackage, KML, KMZ and GeoJSON of one shape differ in nothing but the document."""
    content = written(driver, suffix).read_bytes()
    (version,) = parse(content, name=f"map{suffix}", media_type=media_type, options=MapOptions())
    assert shapely.equals(shape_of(version), BOX)
    assert (version.zone, version.valid_from, version.drawing_error_m) == ("south", "2031-03-05", 55)
    assert set(version.repairs) <= {"feature 1: heights were dropped"}


def test_a_geopackage_that_states_too_few_features_is_read_whole(tmp_path: Path) -> None:
    """What it states is written beside them, and may be wrong; nothing is left out for it."""
    path = tmp_path / "map.gpkg"
    shapes = shapely.to_wkb(np.array([shapely.box(10 + x, 0, 10.5 + x, 1) for x in range(3)], dtype=object))
    pyogrio.raw.write(
        path, shapes, [np.array(["south"] * 3)], ["zone"], driver="GPKG", geometry_type="Polygon", crs="EPSG:4326"
    )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 1")
    features = read_features(path.read_bytes(), name="map.gpkg", media_type=GEOPACKAGE.media_type)
    assert len(features) == 3
    assert shapely.equals(shapely.Polygon(features[2].polygons[0][0]), shapely.box(12, 0, 12.5, 1))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            "ALTER TABLE map RENAME TO b; CREATE VIEW map AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT b.* FROM b, n",
            "the view map",
        ),
        (
            "ALTER TABLE map ADD COLUMN a GENERATED ALWAYS AS (printf('%.*c', 900000000, 'x'))",
            "generated column a of map",
        ),
        (
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('table', 'a', 'a', 0, 'CREATE VIRTUAL TABLE a USING VirtualOGR(''/etc'')')",
            "no such module: VirtualOGR",
        ),
    ],
)
def test_a_geopackage_that_works_something_out_is_refused(written: Any, change: str, reason: str) -> None:
    """Its own SQL would run with reading: rows without end, gigabytes from one line, other files."""
    path = written("GPKG", ".gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(change)
        database.commit()
    assert reason in refusal(path.read_bytes(), media_type=GEOPACKAGE.media_type)


def test_a_zip_whose_names_lead_out_of_its_folder_writes_nothing_there(written: Any, tmp_path: Path) -> None:
    """Its files get names of our own in a folder of our own; the map is read as from any zip."""
    path, outside = written("ESRI Shapefile", ".shp"), tmp_path / "outside"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in path.parent.glob("map.*"):
            archive.writestr(f"../../../../../..{outside}{member.suffix}", member.read_bytes())
    (version,) = parse(packed.getvalue(), name="m.zip", media_type=ZIPPED_SHAPEFILE.media_type, options=MapOptions())
    assert shapely.equals(shape_of(version), BOX)
    assert not list(tmp_path.glob("outside*"))


def test_a_small_kmz_of_a_large_kml_is_refused_at_once() -> None:
    """KML takes twelve times its size in memory: six gigabytes came of five megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 100_000_001)
    assert "more than the 100 MB of KML" in refusal(packed.getvalue(), media_type=KMZ.media_type)


def test_a_zip_of_very_many_shapefiles_is_refused_at_once() -> None:
    """It took minutes to sort their parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.shp", b"")
    start = time.perf_counter()
    assert "20000 Shapefiles; at most 100" in refusal(packed.getvalue(), media_type=ZIPPED_SHAPEFILE.media_type)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (
            lambda chance: polygon([[*row] for row in ring_of(chance.uniform(0, 1, (400, 2)))]),
            "and at over 1000 other places",
        ),
        (
            lambda chance: {"type": "MultiPolygon", "coordinates": [[SQUARE]] * 2000},
            "has parts that cross each other at over 101000 places",
        ),
        (
            lambda chance: {"type": "LineString", "coordinates": chance.uniform(0, 1, (2000, 2)).tolist()},
            "has parts that cross each other",
        ),
        (
            lambda chance: {
                "type": "MultiLineString",
                "coordinates": [[[x, 0.0], [x, 1.0]] for x in np.linspace(0, 1, 900).tolist()],
            },
            "they have 1800 loose ends",
        ),
    ],
)
def test_tangles_are_refused_at_once(shape: Any, reason: str) -> None:
    """A ring of 400 points at random took all memory, and hours, to be made an area of."""
    drawn = feature(shape(np.random.default_rng(7)), zone="south")
    start = time.perf_counter()
    assert reason in refusal(json.dumps(collection(drawn)).encode())
    assert time.perf_counter() - start < 20


def ring_of(points: Any) -> Any:
    """Closed."""
    return [*points.tolist(), points[0].tolist()]


def test_a_shapefile_comes_in_a_zip_or_without_its_properties(written: Any) -> None:
    """All its files in one zip, in a folder or not; a .shp alone has shapes and nothing else."""
    path = written("ESRI Shapefile", ".shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in sorted(path.parent.glob("map.*")):
            archive.write(member, f"zones/{member.name}")
    (zipped,) = parse(packed.getvalue(), name="m.zip", media_type=ZIPPED_SHAPEFILE.media_type, options=MapOptions())
    (bare,) = parse(path.read_bytes(), name="map.shp", media_type=SHAPEFILE.media_type)
    assert shapely.equals(shape_of(zipped), BOX)
    assert shapely.equals(shape_of(bare), BOX)
    assert (zipped.valid_from, zipped.drawing_error_m) == ("2031-03-05", 55)


def test_kml_is_dated_by_its_time_span() -> None:
    """KML has words of its own for valid time."""
    ring = " ".join(f"{x},{y},0" for x, y in SQUARE)
    kml = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Sector South</name>'
        "<TimeSpan><begin>2031-03-05</begin><end>2031-03-12</end></TimeSpan><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    ).encode()
    (version,) = parse(kml, name="m.kml", media_type=KML.media_type, options=MapOptions())
    assert (version.zone, version.valid_from, version.valid_to) == ("south", "2031-03-05", "2031-03-12")
    assert "line 1, column" in refusal(kml[:300], name="map.geojson", media_type=KML.media_type)


def test_xml_that_reaches_for_other_files_is_refused() -> None:
    """GDAL knows XML formats that open what they name: only KML is let through."""
    virtual = (
        b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    )
    assert "no KML" in refusal(virtual, media_type=KML.media_type)


def test_published_districts_are_read() -> None:
    """A real file with one invalid polygon and a name used twice is read, and both are said."""
    path = SHARED / "azerbaijan-districts.geojson"
    if not path.exists():
        pytest.skip("the shared data is not here")
    (version,) = parse(path.read_bytes())
    assert version.repairs[0].startswith("feature 63: crosses itself at 45.1618, 41.0674; repaired")
    assert shapely.is_valid(shape_of(version))


def test_a_stretch_that_was_drawn_better_is_kept_with_its_error() -> None:
    """A polygon that states `stretch_error_m` is no zone: the boundary within it has that error."""
    river = feature(polygon([[9.9, -0.01], [10.2, -0.01], [10.2, 0.01], [9.9, 0.01], [9.9, -0.01]]), stretch_error_m=20)
    (version,) = parse(collection(feature(polygon(SQUARE)), river))
    assert shapely.equals(shape_of(version), BOX)
    (stretch,) = version.stretches
    assert stretch.drawing_error_m == 20
    assert shapely.from_wkb(stretch.wkb).bounds == (9.9, -0.01, 10.2, 0.01)


def test_a_stretch_is_of_the_zone_that_it_names_and_meets() -> None:
    """One that names another zone, or lies where no boundary is, says nothing of this one."""
    ring = [[9.9, -0.01], [10.2, -0.01], [10.2, 0.01], [9.9, 0.01], [9.9, -0.01]]
    of_north = feature(polygon(ring), stretch_error_m=20, zone="north")
    elsewhere = feature(polygon([[x + 40, y] for x, y in ring]), stretch_error_m=20)
    (version,) = parse(collection(feature(polygon(SQUARE)), of_north, elsewhere))
    assert version.stretches == ()


@pytest.mark.parametrize(
    ("geometry", "error", "reason"),
    [
        (polygon(SQUARE), 0, "feature 2: stretch_error_m 0 is not between 0 and 100000 m"),
        (polygon(SQUARE), "good", "feature 2: stretch_error_m 'good' is not a number of metres"),
        ({"type": "LineString", "coordinates": SQUARE}, 20, "feature 2: states a stretch_error_m, and is no polygon"),
    ],
)
def test_a_stretch_that_says_nothing_is_refused(geometry: dict[str, Any], error: object, reason: str) -> None:
    """Its error must be one, and there must be boundary within it."""
    assert reason in refusal(collection(feature(polygon(SQUARE)), feature(geometry, stretch_error_m=error)))


def test_a_stated_correlation_length_is_kept() -> None:
    """By an option, a sidecar or a property, in metres."""
    (version,) = parse(collection(feature(polygon(SQUARE), drawing_correlation_m=2500)))
    assert version.drawing_correlation_m == 2500
    assert parse_sidecar(b"drawing_correlation_m = 2500", "m.toml").drawing_correlation_m == 2500
    assert "drawing_correlation_m -1 is not between" in refusal(
        collection(feature(polygon(SQUARE), drawing_correlation_m=-1))
    )
