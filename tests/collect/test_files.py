"""What a file is, told by its content; what is refused, where and why; and the sidecar beside it."""

import io
import json
import os
import sqlite3
import struct
import threading
import zipfile
from pathlib import Path

import pytest

from groundtruce.collect.files import Sidecar, detect_format, find_sidecar, parse_sidecar, read_file
from groundtruce.errors import UnusableInput
from groundtruce.record.homes.geopackage.schema import create_schema

SQUARE = {"type": "Polygon", "coordinates": [[[10, 0], [10.1, 0], [10.1, 0.1], [10, 0]]]}
FEATURES = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]}
GEOJSON = json.dumps(FEATURES, indent=1).encode()
KML = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>South</name></Document></kml>
"""
SHAPEFILE = struct.pack(">i20xi", 9994, 50) + struct.pack("<ii", 1000, 5) + bytes(64)


def kind_of(content: bytes, name: str) -> tuple[str, str]:
    found = detect_format(content, name=name)
    return found.kind, found.media_type


def refusal(content: bytes, name: str) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        detect_format(content, name=name)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    return caught.value


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def database(folder: Path, *statements: str, journal: str = "delete") -> bytes:
    path = folder / "made.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()


class TestReading:
    """Reading a file's bytes within bounds."""

    def test_gives_the_bytes_as_they_are(self, tmp_path: Path) -> None:
        """A file of exactly the limit is read whole."""
        path = tmp_path / "report.txt"
        path.write_bytes(b"a\r\nb\0")
        assert read_file(path, limit=5) == b"a\r\nb\0"

    @pytest.mark.parametrize(("size", "limit"), [(6, 5), (2_000_001, 2_000_000)])
    def test_refuses_a_file_over_the_limit(self, tmp_path: Path, size: int, limit: int) -> None:
        """One byte too many is too many, and the message says how many are read."""
        path = tmp_path / "long.txt"
        path.write_bytes(b"x" * size)
        with pytest.raises(UnusableInput, match=r"is larger than the (5 bytes|2 MB) that are read"):
            read_file(path, limit=limit)

    def test_refuses_a_device_that_never_ends(self) -> None:
        """What has no size is read up to the limit, not for ever."""
        with pytest.raises(UnusableInput, match="is larger than the 1000 bytes"):
            read_file(Path("/dev/zero"), limit=1000)

    def test_reads_a_pipe_to_its_end(self, tmp_path: Path) -> None:
        """`groundtruce read <(curl …)` works."""
        path = tmp_path / "pipe"
        os.mkfifo(path)
        writer = threading.Thread(target=path.write_bytes, args=(b"On March 11",))
        writer.start()
        assert read_file(path, limit=100) == b"On March 11"
        writer.join()

    def test_refuses_what_is_not_there_or_no_file(self, tmp_path: Path) -> None:
        """Each with its reason: missing, a folder, empty, a link in a circle, a folder that is a file."""
        (tmp_path / "empty.txt").touch()
        (tmp_path / "circle").symlink_to(tmp_path / "circle")
        for name, reason in {
            "nothing.txt": "there is no such file",
            ".": "is a folder, not a file",
            "empty.txt": "the file is empty",
            "circle": "cannot be read: Too many levels of symbolic links",
            "empty.txt/x": "cannot be read: Not a directory",
        }.items():
            with pytest.raises(UnusableInput) as caught:
                read_file(tmp_path / name, limit=10)
            assert caught.value.reason == reason

    def test_refuses_a_file_without_permission(self, tmp_path: Path) -> None:
        """The system's own words say why."""
        if os.geteuid() == 0:
            pytest.skip("root may read everything")
        path = tmp_path / "secret.txt"
        path.write_text("x")
        path.chmod(0)
        with pytest.raises(UnusableInput, match="cannot be read: Permission denied"):
            read_file(path, limit=10)


class TestDetection:
    """Telling by content what a file is."""

    @pytest.mark.parametrize(
        ("content", "name", "kind", "media_type"),
        [
            (b"On March 11, Ardan forces attacked.", "report", "document", "text/plain"),
            ("Отчёт о перемирии".encode("utf-16"), "report.txt", "document", "text/plain"),
            (b"<Arda> said that nobody fired.", "report.txt", "document", "text/plain"),
            (b"[Photo] The minister said nothing.", "report.txt", "document", "text/plain"),
            (b"[1] Two soldiers were killed.", "report.txt", "document", "text/plain"),
            (b"BM and MZ, the two Ardan brigades, met.", "report.txt", "document", "text/plain"),
            (b"<!DOCTYPE html>\n<p>Words</p>", "report.txt", "document", "text/html"),
            (b"<!-- saved --><?x y?><HTML lang=en><body>", "x", "document", "text/html"),
            (b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html></html>', "x", "document", "text/html"),
            (b"Intro <p>and a tag</p>", "report.htm", "document", "text/html"),
            (b"Intro <p>and a tag</p>", "report.txt", "document", "text/plain"),
            (b"%PDF-1.7\n", "report.txt", "document", "application/pdf"),
            (GEOJSON, "zone.txt", "map", "application/geo+json"),
            (b"\xef\xbb\xbf" + GEOJSON, "zone", "map", "application/geo+json"),
            (json.dumps(SQUARE).encode(), "zone", "map", "application/geo+json"),
            (KML, "zone.txt", "map", "application/vnd.google-earth.kml+xml"),
            (zipped(doc_kml=KML), "zone", "map", "application/vnd.google-earth.kmz"),
            (zipped(maps__zone_shp=SHAPEFILE, maps__zone_dbf=b"x"), "zone", "map", "application/zip"),
            (SHAPEFILE, "zone", "map", "application/vnd.shp"),
        ],
    )
    def test_tells_by_content(self, content: bytes, name: str, kind: str, media_type: str) -> None:
        """The name does not matter, unless the content could be either."""
        assert kind_of(content, name) == (kind, media_type)

    @pytest.mark.parametrize("journal", ["delete", "wal"])
    def test_tells_a_geopackage_from_another_database(self, tmp_path: Path, journal: str) -> None:
        """By its application id, in either journal mode."""
        geopackage = database(tmp_path, "PRAGMA application_id = 1196444487", "CREATE TABLE a (b)", journal=journal)
        assert kind_of(geopackage, "x.db") == ("map", "application/geopackage+sqlite3")
        other = database(tmp_path, "CREATE TABLE a (b)", journal=journal)
        assert "SQLite database that is no GeoPackage" in refusal(other, "x.gpkg").reason

    def test_refuses_a_damaged_database(self, tmp_path: Path) -> None:
        """Where its list of tables cannot be read, or holds what is no text."""
        whole = database(tmp_path, "PRAGMA application_id = 1196444487", "CREATE TABLE abcd (b)")
        assert "damaged" in refusal(whole[:100] + bytes(100) + whole[200:], "z.gpkg").reason
        assert "damaged" in refusal(whole.replace(b"abcd", b"a\xa6cd"), "z.gpkg").reason

    def test_refuses_a_record(self, tmp_path: Path) -> None:
        """A record is a GeoPackage too, but nothing to add to a record."""
        path = tmp_path / "r.gpkg"
        connection = sqlite3.connect(path)
        create_schema(connection)
        connection.commit()
        connection.close()
        assert "is a Groundtruce record itself" in refusal(path.read_bytes(), "r.gpkg").reason

    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (b"", "a.txt", "the file is empty"),
            (b" \n\t \n", "a.txt", "holds nothing but white space"),
            (
                b"\x89PNG\r\n\x1a\n" + bytes(20),
                "map.png",
                "a PNG picture: a picture map is traced first: groundtruce trace",
            ),
            (b"\xff\xd8\xff\xe0" + bytes(20), "map", "a JPEG picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "map.svg", "an SVG picture"),
            (b"\x7fELF" + bytes(50), "a.txt", "looks like a program, which is not read"),
            (b"MZ\x90\0" + bytes(50), "a.txt", "looks like a program, which is not read"),
            (b"{\\rtf1 Words}", "a.txt", "a rich text file"),
            (bytes(range(256)), "a.txt", "is binary data, not text"),
            (b"words\x07words", "a.txt", "control character U+0007"),
            (zipped(a_txt=b"x"), "a.zip", "a zip file that holds no map"),
            (zipped(word__document_xml=b"x"), "a.docx", "a Word document"),
            (b"PK\x05\x06" + bytes(18), "a.zip", "an empty zip file"),
            (b"<?xml version='1.0'?><rss></rss>", "a.xml", "XML of another kind (<rss>)"),
            (b"%PD", "a.pdf", "is named like a PDF and is none"),
            (b"SQLite for", "a.gpkg", "is named like a GeoPackage and is none"),
            (b"title = 'x'", "a.geojson.toml", "a sidecar is not added by itself"),
            (b"GEOGCS[]", "a.prj", "belongs to a Shapefile"),
            (SHAPEFILE, "a.shx", "belongs to a Shapefile"),
            (b"[1, 2]", "a.txt", "it is not an object"),
            (b'{"a": 1}', "a.txt", "it has no type"),
            (b'{"type": "Topology"}', "a.txt", "its type is 'Topology'"),
            (b'{"type": ["Feature"]}', "a.txt", "no GeoJSON"),
            (b'{"type": "Feature", "x": "\xff"}', "a.txt", "JSON that is not UTF-8"),
            (b'{"a":' * 200_000, "a.txt", "nested too deeply"),
            (b"[" * 1_000_000, "a.txt", "nested too deeply"),
            ((b'{"a":[' * 100_000) + b"1" + (b"]}" * 100_000), "a.geojson", "nested too deeply"),
        ],
        ids=lambda value: None if isinstance(value, bytes) else value,
    )
    def test_refuses_what_is_not_read(self, content: bytes, name: str, reason: str) -> None:
        """In one line that says what it looks like."""
        assert reason in refusal(content, name).reason

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (b'{"type": "Feature",\n "x": }', "line 2, column 7"),
            ('{"é": "é", oops}'.encode(), "line 1, column 12"),
            (b'{"type": "Feature"} x', "line 1, column 21"),
            (b"{'type': 'Feature'}", "line 1, column 2"),
            (b'{"type":\n "Feat', "line 2, column 7"),
        ],
    )
    def test_says_where_json_breaks(self, content: bytes, place: str) -> None:
        """By line and column from 1; a file that is cut off breaks at its end."""
        error = refusal(content, "zone.geojson")
        assert "looks like JSON that is broken" in error.reason
        assert error.place == place

    def test_says_where_kml_breaks(self) -> None:
        """By line and column, too; entities are refused before they expand."""
        assert refusal(KML[:-10], "zone.kml").place.startswith("line 3, column")
        bomb = b'<?xml version="1.0"?>\n<!DOCTYPE kml [<!ENTITY a "aaaa">\n]><kml>&a;</kml>'
        assert "declares the entity 'a'" in refusal(bomb, "zone.kml").reason
        assert "encoding is not known" in refusal(KML.replace(b"UTF-8", b"UT-8"), "zone.kml").reason

    def test_finds_out_what_is_cut_off(self, tmp_path: Path) -> None:
        """A map's container that misses its end is refused, wherever it was cut."""
        geopackage = database(
            tmp_path, "PRAGMA application_id = 1196444487", "CREATE TABLE a (b)", "CREATE TABLE c (d)"
        )
        archive = zipped(zone_shp=SHAPEFILE, zone_dbf=b"x" * 300)
        for whole, name in (
            (geopackage, "z.gpkg"),
            (archive, "z.zip"),
            (SHAPEFILE, "z.shp"),
            (GEOJSON, "z.geojson"),
            (KML, "z.kml"),
        ):
            for cut in sorted({1, 3, 10, 50, 99, len(whole) // 2, len(whole) - 9}):
                assert refusal(whole[:cut], name).place

    def test_refuses_a_zip_that_would_unpack_to_gigabytes(self) -> None:
        """By what it says of its members, without unpacking them."""
        archive = zipped(zone_shp=b"x")
        entry = archive.index(b"PK\x01\x02")
        swollen = archive[: entry + 24] + struct.pack("<I", 2_000_000_000) + archive[entry + 28 :]
        assert "would unpack to more than 1 GB" in refusal(swollen, "a.zip").reason

    @pytest.mark.parametrize("piece", [b"<!-- a -->", b"<?a?>", b"<!-", b"<!DOCTYPE [", b"<!DOCTYPE a [ ]"])
    def test_is_not_slowed_by_hostile_beginnings(self, piece: bytes) -> None:
        """Comments and declarations without a root are passed in one go, not in every way they could be grouped."""
        assert kind_of(piece * (200_000 // len(piece)), "a.txt") == ("document", "text/plain")


class TestSidecar:
    """The file beside a file that says what is known of it."""

    def test_stands_beside_the_file(self, tmp_path: Path) -> None:
        """`zone.geojson.toml` is the sidecar of `zone.geojson`, and of nothing else."""
        path = tmp_path / "zone.geojson"
        assert find_sidecar(path) is None
        beside = tmp_path / "zone.geojson.toml"
        beside.touch()
        assert find_sidecar(path) == beside
        assert find_sidecar(tmp_path / "zone.shp") is None
        assert find_sidecar(tmp_path / ("x" * 253)) is None

    def test_holds_what_is_known_of_a_map(self) -> None:
        """Dates may be TOML's own or quoted EDTF."""
        content = b"""
            title = "Sector South"
            publisher = "observer-site"
            published = 2031-03-12
            valid_from = 2031-03-12T20:00:00+04:00
            valid_to = "2031-04"
            zone = "south"
            kind = "responsibility"
            drawing_error_m = 150
        """
        assert parse_sidecar(content, name="zone.geojson.toml") == Sidecar(
            title="Sector South",
            publisher="observer-site",
            published="2031-03-12",
            valid_from="2031-03-12T20:00:00+04:00",
            valid_to="2031-04",
            zone="south",
            kind="responsibility",
            drawing_error_m=150.0,
        )

    def test_may_be_empty(self) -> None:
        """An empty sidecar says nothing."""
        assert parse_sidecar(b"# nothing yet\n", name="a.toml") == Sidecar()

    def test_refuses_a_key_of_very_many_parts_at_once(self) -> None:
        """The library takes hours for a megabyte of them."""
        with pytest.raises(UnusableInput, match="a line with more than 500 dots"):
            parse_sidecar(b"a" + b".a" * 400_000 + b" = 1", name="a.toml")

    @pytest.mark.parametrize(
        ("content", "place", "reason"),
        [
            (b'title = "a"\ndrawing_eror_m = 5', "line 2", "has the unknown key 'drawing_eror_m'"),
            (b'title = "a"\n\n[map]\nzone = "b"', "line 3", "has the unknown key 'map'"),
            (b"title = 5", "line 1", "title is not usable: Expected `str | null`, got `int`"),
            (b'\nkind = "mine"', "line 2", "kind is not usable: Invalid enum value 'mine'"),
            (b"drawing_error_m = true", "line 1", "drawing_error_m is not usable"),
            (b"drawing_error_m = -3", "line 1", "drawing_error_m is -3, and must be metres above zero"),
            (b"drawing_error_m = inf", "line 1", "must be metres above zero"),
            (b"drawing_error_m = nan", "line 1", "must be metres above zero"),
            (b'published = "2031-02-30"', "line 1", "published is no date"),
            (b'valid_from = "soon"', "line 1", "valid_from is no date"),
            (b'language = "English"', "line 1", "must be two letters"),
            (b'title = "a"\npublished = 2031-02-30', "line 2, column", "is broken TOML"),
            (b"title = \xff", "", ""),
            (b"a = " + b"[" * 100_000, "", "nested too deeply"),
        ],
    )
    def test_refuses_what_it_does_not_know(self, content: bytes, place: str, reason: str) -> None:
        """With the line and the reason."""
        with pytest.raises(UnusableInput) as caught:
            parse_sidecar(content, name="zone.geojson.toml")
        assert caught.value.place.startswith(place)
        assert reason in caught.value.reason
