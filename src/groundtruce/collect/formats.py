"""The formats that are read, each by one name."""

from pathlib import PurePath
from typing import Literal

from groundtruce.model.values import Value

FileKind = Literal["document", "map", "picture", "events"]


class FileFormat(Value):
    """What a file is."""

    kind: FileKind
    media_type: str
    label: str
    """For messages, such as `a GeoPackage`."""


PLAIN_TEXT = FileFormat(kind="document", media_type="text/plain", label="plain text")
HTML = FileFormat(kind="document", media_type="text/html", label="a web page")
PDF = FileFormat(kind="document", media_type="application/pdf", label="a PDF")
GEOJSON = FileFormat(kind="map", media_type="application/geo+json", label="GeoJSON")
GEOPACKAGE = FileFormat(kind="map", media_type="application/geopackage+sqlite3", label="a GeoPackage")
SHAPEFILE = FileFormat(kind="map", media_type="application/vnd.shp", label="a Shapefile")
ZIPPED_SHAPEFILE = FileFormat(kind="map", media_type="application/zip", label="a zipped Shapefile")
KML = FileFormat(kind="map", media_type="application/vnd.google-earth.kml+xml", label="KML")
UCDP_CSV = FileFormat(kind="events", media_type="text/csv", label="a table of UCDP GED events")
UCDP_GEOJSON = FileFormat(kind="events", media_type="application/geo+json", label="GeoJSON of UCDP GED events")
ACLED_CSV = FileFormat(kind="events", media_type="text/csv", label="a table of ACLED events")
KMZ = FileFormat(kind="map", media_type="application/vnd.google-earth.kmz", label="KMZ")

# What a file is by its name, whatever it holds.
_SUFFIXES = {
    ".pdf": "a PDF",
    ".geojson": "GeoJSON",
    ".json": "JSON",
    ".kml": "KML",
    ".kmz": "KMZ",
    ".gpkg": "a GeoPackage",
    ".shp": "a Shapefile",
    ".zip": "a zip file",
    ".docx": "a Word document",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".tif": "a picture",
    ".tiff": "a picture",
}


def claimed_format(name: str) -> str:
    """The format that a file's name claims, in words; empty for the name of a text or of nothing known."""
    return _SUFFIXES.get(PurePath(name).suffix.lower(), "")
