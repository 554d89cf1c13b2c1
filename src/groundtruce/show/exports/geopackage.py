"""Writes layers as a GeoPackage (OGC 12-128r18), by GDAL."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.layers import Kind, Layer


def write_geopackage(layers: Sequence[Layer], *, recorded: datetime) -> Exported:
    """The layers in one file. `recorded` stands in it as the moment of its last change, so that the same record gives the same bytes."""
    import pyogrio  # noqa: PLC0415 - a third of a second to import

    with tempfile.TemporaryDirectory() as folder, _dated(recorded):
        path = Path(folder) / "layers.gpkg"
        for number, layer in enumerate(layers):
            pyogrio.raw.write(
                path,
                None if layer.geometry_type is None else np.array(layer.geometries, dtype=object),
                [_column(layer, name, kind) for name, kind in layer.columns.items()],
                list(layer.columns),
                field_mask=[_mask(layer, name) for name in layer.columns],
                layer=layer.name,
                driver="GPKG",
                geometry_type=layer.geometry_type,
                crs=None if layer.geometry_type is None else "EPSG:4326",
                append=number > 0,
                # What long-term releases of QGIS and GDAL know.
                dataset_options={"VERSION": "1.2"} if number == 0 else {},
            )
        return Exported(path.read_bytes(), _name_layers(layers))


# ---------------------------------------------------------------------------------------------------------------


def _name_layers(layers: Sequence[Layer]) -> tuple[Loss, ...]:
    """The losses of all layers, each with its layer's name, since rows are numbered by layer."""
    return tuple(loss._replace(column=f"{layer.name}.{loss.column}") for layer in layers for loss in layer.losses)


_TYPES: dict[Kind, Any] = {"text": object, "real": np.float64, "integer": np.int64}


def _column(layer: Layer, name: str, kind: Kind) -> Any:
    """The cells of a column; what a missing number is given as, its mask takes away again."""
    missing = None if kind == "text" else 0
    cells = [row[name] for row in layer.rows]
    return np.array([missing if cell is None else cell for cell in cells], dtype=_TYPES[kind])


def _mask(layer: Layer, name: str) -> Any:
    return np.array([row[name] is None for row in layer.rows], dtype=bool)


@contextmanager
def _dated(moment: datetime) -> Iterator[None]:
    """Have GDAL write this moment where it would write the clock's."""
    import pyogrio  # noqa: PLC0415 - as above

    written = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": written})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
