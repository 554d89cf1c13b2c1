"""Write the first inputs of each corpus anew: small ones of our own, of every kind that a parser knows: `python -m tests.fuzz.seeds`."""

import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from evaluation.made_records import make_reports
from groundtruce.pipeline.cluster.parts import ReadText, SetAside, make_room, write_part
from groundtruce.record.checkpoints import Checkpoint, write_checkpoint
from groundtruce.record.records import Head
from tests import story
from tests.fuzz.targets import EXAMPLE
from tools.installed_inputs import make_pdf, make_picture, make_warc

CORPORA = Path(__file__).parent / "corpora"
_WORDS = "The convoy left at noon on 13 March 2031, the ministry said. “We saw nobody,” said Ilse Varn."
_POLYGON = {"type": "Polygon", "coordinates": [[[10, 0], [10.1, 0], [10.1, 0.1], [10, 0.1], [10, 0]]]}
_KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>south</name><ExtendedData><Data name="zone"><value>south</value></Data><Data name="kind"><value>control</value></Data><Data name="valid_from"><value>2021-03-13</value></Data></ExtendedData>'
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>10,0 10.1,0 10.1,0.1 10,0</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon></Placemark></Document></kml>"
)
_ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><updated>2031-03-13T09:00:00Z</updated>'
    "</entry></feed>"
)
_RSS = "<rss><channel><item><link>https://example.org/b</link><pubDate>Thu, 13 Mar 2031 09:00:00 GMT</pubDate></item></channel></rss>"
_UCDP = (
    "id,relid,year,type_of_violence,conflict_new_id,conflict_name,dyad_name,side_a,side_b,source_article,where_prec,where_coordinates,"
    "latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n"
    "1,X,2031,1,1,c,d,Arda,Belm,s,1,South Ridge,0.1,10.1,Arda,1,1,2031-03-11,2031-03-11,1,0,0,0,1,2,1\n"
)
_ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
    "ARD1,11 March 2031,2031,1,Political violence,Battles,Armed clash,Arda,,1,Belm,,1,11,,1,R,Arda,A,,,South Ridge,0.1,10.1,1,"
    "River Times,National,Shots were heard.,2,,1\n"
)
_GEOREFERENCE = {
    "type": "Annotation",
    "target": {"type": "SpecificResource", "source": {"id": "https://example.org/i", "type": "ImageService3", "width": 9, "height": 9}},
    "body": {
        "type": "FeatureCollection",
        "transformation": {"type": "polynomial", "options": {"order": 1}},
        "features": [
            {"type": "Feature", "properties": {"resourceCoords": [x, y]}, "geometry": {"type": "Point", "coordinates": [x / 9, y / 9]}}
            for x, y in ((0, 0), (9, 0), (0, 9), (9, 9))
        ],
    },
}  # fmt: skip


def main() -> None:
    """Write them all; what a fuzzer found stays beside them."""
    for target, contents in make_seeds().items():
        folder = CORPORA / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, content in enumerate(contents, start=1):
            (folder / f"seed-{number}").write_bytes(content)


def make_seeds() -> dict[str, list[bytes]]:
    """The first inputs by target."""
    html = f'<!doctype html><html lang="en"><head><title>Convoy</title></head><body><article><p>{_WORDS * 4}</p></article></body></html>'
    feature = {
        "type": "Feature",
        "properties": {"zone": "south", "kind": "control", "valid_from": "2021-03-13"},
        "geometry": _POLYGON,
    }
    collection = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    point = {"type": "Feature", "properties": {"marker": "post 1", "seen": "2031-03-06", "position_error_m": 5}}
    points = {
        "type": "FeatureCollection",
        "features": [{**point, "geometry": {"type": "Point", "coordinates": [10, 0]}}],
    }
    head = Head(seq=7, recorded="2031-03-13T09:00:00.000000Z", hash="a" * 64)
    texts = [
        _WORDS.encode(),
        _WORDS.encode("utf-16"),
        _WORDS.encode("cp1252"),
        "Сообщение от 13.03.2031".encode("koi8-r"),
    ]
    pages = [html.encode(), html.replace("<p>", "<p><time datetime=2031-03-13>").encode("utf-16")]
    warc = make_warc(_WORDS)
    maps = {"geojson": [collection], "kml": [_KML.encode()], "kmz": [_zip({"doc.kml": _KML.encode()})], **_make_maps()}
    events = [_UCDP.encode(), _ACLED.encode()]
    return {
        "any": [_WORDS.encode(), html.encode(), make_pdf(_WORDS), collection, *events],
        "text": texts,
        "html": pages,
        "pdf": [make_pdf(_WORDS)],
        "lines": [json.dumps({"text": _WORDS, "published": "2031-03-13", "url": "https://example.org/a"}).encode() + b"\n" + b'{"html": "<p>a"}\n'],
        "warc": [warc, gzip.compress(warc, mtime=0)],
        "parquet": _make_tables(),
        "sidecar": [b'title = "A"\npublished = 2031-03-13\nzone = "south"\nkind = "control"\ndrawing_error_m = 100\n'],
        "case": [name[:1].encode() + (EXAMPLE / name).read_bytes() for name in ("case.toml", "agreement.toml", "places.toml")],
        "watch": [b'contact = "desk@example.org"\n[[sources]]\nid = "m"\nkind = "map"\naddress = "https://example.org/m"\n'],
        **maps,
        "markers": [b"marker,seen,longitude,latitude,position_error_m\npost 1,2031-03-06,10.0,0.1,5\n", json.dumps(points).encode()],
        "control-points": [
            b"x,y,longitude,latitude,name\n1,2,10,0.1,a\n",
            b"#CRS: EPSG:3857\nmapX,mapY,sourceX,sourceY,enable\n1,2,3,-4,1\n",
            json.dumps(_GEOREFERENCE).encode(),
        ],
        "georeference": [json.dumps(_GEOREFERENCE).encode()],
        "gazetteer": [
            b"name,longitude,latitude,kind,names\nEast Well,10.2,0.05,settlement,Ost|Est\n",
            b"1\tA\tA\tB\t0.1\t10.1\tP\tPPL\tAR\t\t01\t\t\t\t500\t\t10\tEurope/Berlin\t2031-01-01\n",
            json.dumps({**points, "features": [{**points["features"][0], "properties": {"name": "A", "place": "village"}}]}).encode(),  # type: ignore[dict-item]  # JSON
        ],
        "events": events,
        "feed": [_ATOM.encode(), _RSS.encode()],
        "robots": [b"User-agent: *\nDisallow: /private\nCrawl-delay: 5\nUser-agent: groundtruce\nAllow: /maps\n"],
        "packed": [gzip.compress(_WORDS.encode(), mtime=0)],
        "address": [b"https://example.org:8443/a?b=c#d", "https://bücher.example/ä b".encode(), b"http://[::1]/"],
        "picture": [make_picture(32), *_make_pictures()],
        "picture-pdf": [make_pdf(_WORDS)],
        "checkpoint": [write_checkpoint(Checkpoint(case="river", head=head))],
        "entry": [bytes([number]) + b'{"format":"groundtruce-record","schema":5}' for number in (0, 9, 10)],
        "date": [b"2031-03-13", b"2031-03-XX", b"2031-03-01/2031-03-05", b"2031-21~", b"../2031", b"[2031-03-01,2031-03-02]"],
        "record": [bytes(7), bytes(3) + bytes(range(64)), b"\0\x20\0"],
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------


def _make_maps() -> dict[str, list[bytes]]:
    """A GeoPackage and a zipped Shapefile of one polygon, as GDAL writes them."""
    shape = shapely.to_wkb(np.array([shapely.box(10, 0, 10.1, 0.1)]))
    written: dict[str, list[bytes]] = {}
    for target, driver, name in (("geopackage", "GPKG", "m.gpkg"), ("shapefile", "ESRI Shapefile", "m.shp")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            pyogrio.raw.write(
                path,
                shape,
                [np.array([word]) for word in ("south", "control", "2021-03-13")],
                ["zone", "kind", "valid_from"],
                driver=driver,
                geometry_type="Polygon",
                crs="EPSG:4326",
            )
            files = {file.name: file.read_bytes() for file in sorted(Path(folder).iterdir())}
        written[target] = [files[name] if driver == "GPKG" else _zip(files)]
    return written


def _make_tables() -> list[bytes]:
    """Texts in Parquet, and both files of a part that a cluster read."""
    import pyarrow  # noqa: PLC0415 - an extra
    import pyarrow.parquet  # noqa: PLC0415 - an extra

    content = io.BytesIO()
    rows = [{"text": _WORDS, "published": "2031-03-13", "url": "https://example.org/a"}, {"text": "B."}]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), content)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_room(folder)
        report = next(make_reports(1, case=story.CASE))
        read = ReadText(place="a", document=report.document, content=report.content, reading=report.reading)
        write_part(folder, "0", read=[read], aside=[SetAside(place="b", origin="b", sha256=None, reason="is empty")])
        return [content.getvalue(), *(file.read_bytes() for file in sorted(folder.rglob("*.parquet")))]


def _make_pictures() -> list[bytes]:
    from PIL import Image  # noqa: PLC0415 - an extra

    pictures = []
    for kind in ("JPEG", "GIF", "WEBP", "BMP", "TIFF"):
        content = io.BytesIO()
        Image.new("RGB", (32, 32), (43, 89, 195)).save(content, kind)
        pictures.append(content.getvalue())
    return pictures


def _zip(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            archive.writestr(zipfile.ZipInfo(name), inside)
    return content.getvalue()


if __name__ == "__main__":
    main()
