"""Containers: what an SQLite database, a Shapefile or a zip file holds, and whether all of it is there."""

import io
import lzma
import sqlite3
import struct
import zipfile
import zlib
from contextlib import closing
from pathlib import PurePath

from groundtruce.collect.formats import GEOPACKAGE, KMZ, SHAPEFILE, ZIPPED_SHAPEFILE, FileFormat
from groundtruce.errors import UnusableInput

ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
"""What `zipfile` and the libraries that unpack for it raise for a zip that is damaged or locked."""

_GEOPACKAGE_IDS = frozenset({b"GPKG", b"GP10", b"GP11"})
# What a record keeps, and no other database would.
_RECORD_TABLES = frozenset({"gpkg_contents", "entries", "contents", "texts", "zone_shapes"})
_SHAPEFILE_HEADER = struct.Struct(">i20xi")
SHAPEFILE_COMPANION = "belongs to a Shapefile: give the .shp, or all its files in one zip"
_MOST_UNPACKED_BYTES = 1_000_000_000
# What SQLite works out when it is asked for: a few bytes of it can take for ever, or all memory. A virtual table whose module is not
# SQLite's own fails here, too, by being asked for its columns.
_COMPUTED = """
    SELECT 'view ' || name FROM sqlite_master WHERE type = 'view'
    UNION ALL
    SELECT 'generated column ' || b.name || ' of ' || a.name FROM sqlite_master a, pragma_table_xinfo(a.name) b WHERE b.hidden IN (2, 3)
"""
# What a member's name says of the whole zip.
_ZIPPED: tuple[tuple[str, FileFormat | str], ...] = (
    (".shp", ZIPPED_SHAPEFILE),
    (".kml", KMZ),
    ("word/document.xml", "a Word document: save it as PDF or as text"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file: save it as PDF or as text"),
    (".epub", "an e-book"),
    (".gpkg", "a zipped GeoPackage: unpack it"),
    (".geojson", "zipped GeoJSON: unpack it"),
)


def inspect_sqlite(content: bytes, *, name: str) -> FileFormat:
    """A GeoPackage (OGC 12-128, requirement 2), and neither a record nor another database; nothing in it is worked out by reading it."""
    _refuse_cut_database(content, name)
    tables, computed = _list_tables(content, name)
    if tables >= _RECORD_TABLES:
        raise UnusableInput(name, "is a Groundtruce record itself, neither a report nor a map")
    if computed:
        raise UnusableInput(name, f"holds the {computed}, which is worked out when it is read: save it as a table")
    if content[68:72] not in _GEOPACKAGE_IDS and "gpkg_contents" not in tables:
        raise UnusableInput(name, "looks like an SQLite database that is no GeoPackage", place="byte 68")
    return GEOPACKAGE


def inspect_shapefile(content: bytes, *, name: str) -> FileFormat:
    """A Shapefile's main file, as long as its header says (ESRI 1998, p. 4: in 16-bit words)."""
    if PurePath(name).suffix.lower() == ".shx":
        raise UnusableInput(name, SHAPEFILE_COMPANION)
    expected = 2 * _SHAPEFILE_HEADER.unpack_from(content)[1] if len(content) >= 100 else 100
    if expected > len(content):
        reason = f"looks like a Shapefile that is cut off: {len(content)} of {expected} bytes are there"
        raise UnusableInput(name, reason, place=f"byte {len(content)}")
    return SHAPEFILE


def inspect_zip(content: bytes, *, name: str) -> FileFormat:
    """A Shapefile or KML packed in a zip file that says it unpacks to a bearable size."""
    members = _list_members(content, name)
    names = [member.filename.lower() for member in members]
    found = next((meaning for suffix, meaning in _ZIPPED if any(one.endswith(suffix) for one in names)), None)
    if found is None or isinstance(found, str):
        raise UnusableInput(name, f"looks like {found or 'a zip file that holds no map'}", place="byte 0")
    if any(member.flag_bits & 1 for member in members):
        raise UnusableInput(name, "is a zip file that is locked with a password")
    if sum(member.file_size for member in members) > _MOST_UNPACKED_BYTES:
        raise UnusableInput(name, f"would unpack to more than {_MOST_UNPACKED_BYTES / 1e9:g} GB")
    return found


# ---------------------------------------------------------------------------------------------------------------


def _refuse_cut_database(content: bytes, name: str) -> None:
    """By the size in pages that the header states (SQLite file format, 1.3.8), where it is kept up to date."""
    if len(content) < 100:
        raise UnusableInput(name, "looks like a database that is cut off", place=f"byte {len(content)}")
    page_size, pages = int.from_bytes(content[16:18], "big"), int.from_bytes(content[28:32], "big")
    expected = pages * (65_536 if page_size == 1 else page_size)
    if content[24:28] == content[92:96] and expected > len(content):
        reason = f"looks like a database that is cut off: {len(content)} of {expected} bytes are there"
        raise UnusableInput(name, reason, place=f"byte {len(content)}")


def _list_tables(content: bytes, name: str) -> tuple[frozenset[str], str]:
    """The names of all that it holds, and the first of it that is worked out when it is read, if anything is."""
    # A database in write-ahead mode opens in memory only when its header (bytes 18 and 19) says it is not.
    rollback = content[:18] + b"\x01\x01" + content[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(rollback)
            rows = connection.execute("SELECT name FROM sqlite_master").fetchall()
            computed = connection.execute(_COMPUTED).fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise UnusableInput(name, f"looks like a database that is damaged: {error}") from error
    return frozenset(str(row[0]) for row in rows), computed[0] if computed else ""


def _list_members(content: bytes, name: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except ZIP_FAULTS as error:
        place = f"byte {len(content)}"
        raise UnusableInput(name, "looks like a zip file that is cut off or damaged", place=place) from error
