"""Writes a layer as GeoParquet 1.1.0 (OGC): WKB in a column `geometry`, WGS 84, longitude first."""

import io
import json
from typing import Any

import shapely

from groundtruce.errors import UnusableInput
from groundtruce.show.exports.exported import Exported
from groundtruce.show.exports.layers import Layer


def write_geoparquet(layer: Layer) -> Exported:
    """One file with one row a feature. Raises `UnusableInput` where the extra `parquet` is not installed."""
    try:
        import pyarrow as arrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UnusableInput(
            "--format geoparquet", "needs the parquet extra: pip install 'groundtruce[parquet]'"
        ) from error
    types = {"text": arrow.string(), "real": arrow.float64(), "integer": arrow.int64()}
    columns = {
        name: arrow.array([_as_typed(row[name], kind) for row in layer.rows], type=types[kind])
        for name, kind in layer.columns.items()
    }
    columns["geometry"] = arrow.array(layer.geometries, type=arrow.binary())
    table = arrow.table(columns).replace_schema_metadata({"geo": json.dumps(_describe(layer))})
    output = io.BytesIO()
    pyarrow.parquet.write_table(table, output, compression="snappy")
    return Exported(output.getvalue(), layer.losses)


# ---------------------------------------------------------------------------------------------------------------


def _as_typed(cell: Any, kind: str) -> Any:
    return float(cell) if kind == "real" and cell is not None else cell


def _describe(layer: Layer) -> dict[str, Any]:
    """The file's `geo` metadata. Without a `crs`, GeoParquet means OGC:CRS84, longitude first."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [layer.geometry_type] if layer.geometry_type else [],
        "orientation": "counterclockwise",
    }
    shapes = [shapely.from_wkb(wkb) for wkb in layer.geometries if wkb is not None]
    if shapes:
        column["bbox"] = [float(bound) for bound in shapely.total_bounds(shapes)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
