"""Layers in GeoPackage and GeoParquet, as other programs read them."""

import io
import json
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet
import pyogrio
import pytest
import shapely
from msgspec.structs import replace

from groundtruce.show.exports.geopackage import write_geopackage
from groundtruce.show.exports.geoparquet import write_geoparquet
from groundtruce.show.exports.layers import Layer, change_layer, finding_layer, incident_layer, zone_layer
from tests import story
from tests.show import desk

RECORDED = datetime(2031, 3, 14, 9, 30, 5, tzinfo=UTC)
NOWHERE = replace(desk.INCIDENT, id="incident-2", place=None, deaths=None)


def every_layer() -> list[Layer]:
    return [
        zone_layer((story.BEFORE, story.AFTER)),
        change_layer((desk.CHANGE,)),
        incident_layer((desk.INCIDENT, NOWHERE)),
        finding_layer(desk.FINDINGS),
    ]


def read_table(content: bytes) -> arrow.Table:
    return pyarrow.parquet.read_table(io.BytesIO(content))


def ogrinfo(path: Path, *arguments: str) -> str:
    """What GDAL's own program reads in a file."""
    if not shutil.which("ogrinfo"):
        pytest.skip("GDAL's programs are not installed (gdal-bin)")
    return subprocess.run(["ogrinfo", "-ro", *arguments, path], capture_output=True, text=True, check=True).stdout


def test_gdal_reads_the_geopackage(tmp_path: Path) -> None:
    """Each layer with its type of geometry, its number of features and its values; empty cells are empty, not zero."""
    path = tmp_path / "layers.gpkg"
    path.write_bytes(write_geopackage(every_layer(), recorded=RECORDED).content)
    summary = ogrinfo(path, "-so", "-al")
    assert [
        line for line in summary.splitlines() if line.startswith(("Layer name:", "Geometry:", "Feature Count:"))
    ] == [
        *("Layer name: zone_versions", "Geometry: Multi Polygon", "Feature Count: 2"),
        *("Layer name: changed_parts", "Geometry: Multi Polygon", "Feature Count: 1"),
        *("Layer name: incidents", "Geometry: Point", "Feature Count: 2"),
        *("Layer name: findings", "Geometry: None", f"Feature Count: {len(desk.FINDINGS)}"),
    ]
    incidents = ogrinfo(path, "-al")
    assert "POINT (10.05 -0.02)" in incidents
    assert "deaths_best (Integer64) = 2" in incidents
    assert "deaths_best (Integer64) = (null)" in incidents
    assert "2031/03/14 09:30:05" in ogrinfo(path, "-sql", "SELECT last_change FROM gpkg_contents")


def test_the_same_layers_are_the_same_bytes() -> None:
    """No clock and no chance in them."""
    assert write_geopackage(every_layer(), recorded=RECORDED) == write_geopackage(every_layer(), recorded=RECORDED)
    layer = zone_layer((story.AFTER,))
    assert write_geoparquet(layer) == write_geoparquet(layer)


def test_a_layer_without_features_is_there_with_its_columns(tmp_path: Path) -> None:
    """A record of reports alone has no zones yet."""
    path = tmp_path / "empty.gpkg"
    path.write_bytes(write_geopackage([zone_layer(())], recorded=RECORDED).content)
    assert "drawing_error_m: Real" in ogrinfo(path, "-so", "-al")
    assert read_table(write_geoparquet(zone_layer(())).content).num_rows == 0


def test_geoparquet_holds_the_shapes_and_says_what_they_are() -> None:
    """Version 1.1.0, WKB in `geometry`, its types and its extent; without a reference system it means longitude, latitude."""
    content = write_geoparquet(zone_layer((story.BEFORE, story.AFTER))).content
    table = read_table(content)
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["MultiPolygon"],
                "orientation": "counterclockwise",
                "bbox": [10.0, -0.05, 10.1, 0.1],
            }
        },
    }
    shapes = [shapely.from_wkb(bytes(wkb)) for wkb in table.column("geometry").to_pylist()]
    assert shapes[1].equals(shapely.from_wkb(story.AFTER.wkb))
    assert table.column("valid_from").to_pylist() == ["2031-03-05", "2031-03-12"]


def test_gdal_reads_the_geoparquet(tmp_path: Path) -> None:
    """GDAL 3.12 with DuckDB, by its ADBC driver: few builds of GDAL have the one that is called Parquet."""
    path = tmp_path / "zones.parquet"
    path.write_bytes(write_geoparquet(zone_layer((story.BEFORE, story.AFTER))).content)
    # DuckDB's own extension would be looked for, and is not needed.
    pyogrio.set_gdal_config_options({"OGR_ADBC_AUTO_LOAD_DUCKDB_SPATIAL": "OFF"})
    source, driver = f"ADBC:{path}", find_spec("_duckdb")
    assert driver
    info = pyogrio.read_info(source, ADBC_DRIVER=driver.origin)
    assert (info["driver"], info["geometry_type"], info["crs"], info["features"]) == (
        *("ADBC", "MultiPolygon", "EPSG:4326", 2),
    )
    assert info["total_bounds"] == (10.0, -0.05, 10.1, 0.1)
    meta, _, geometries, columns = pyogrio.raw.read(source, ADBC_DRIVER=driver.origin)
    cells = dict(zip(meta["fields"], columns, strict=True))
    assert list(cells["valid_from"]) == ["2031-03-05", "2031-03-12"]
    assert shapely.equals(
        shapely.from_wkb(geometries), [shapely.from_wkb(v.wkb) for v in (story.BEFORE, story.AFTER)]
    ).all()
