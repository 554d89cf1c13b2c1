"""What is fuzzed: a function of bytes for each parser that meets bytes from outside.

It may end in the project's own refusal (`GroundtruceError`); in anything else, the parser fell over.
"""

import atexit
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path

from groundtruce.collect.archives import find_texts
from groundtruce.collect.cases import load_case
from groundtruce.collect.charsets import decode_text
from groundtruce.collect.documents import parse_document
from groundtruce.collect.files import FileFormat, detect_format, parse_sidecar
from groundtruce.collect.formats import GEOJSON, GEOPACKAGE, HTML, KML, KMZ, PDF, ZIPPED_SHAPEFILE
from groundtruce.collect.gazetteer_files import read_gazetteer
from groundtruce.collect.georeference.annotations import parse_georeference
from groundtruce.collect.georeference.control_files import parse_control_points
from groundtruce.collect.maps import parse_map
from groundtruce.collect.markers import CSV, parse_markers
from groundtruce.collect.pictures.images import load_picture
from groundtruce.collect.watching.addresses import Refused, parse_address
from groundtruce.collect.watching.answers import Answer
from groundtruce.collect.watching.feeds import parse_feed
from groundtruce.collect.watching.requests import unpack
from groundtruce.collect.watching.robots import find_delay, find_refusal, read_rules
from groundtruce.collect.watching.tables import load_watch
from groundtruce.errors import GroundtruceError
from groundtruce.model.times import interval_of
from groundtruce.pipeline.cluster.parts import find_part, make_room, read_part, read_set_aside
from groundtruce.pipeline.inputs import InputOptions, collect_content, collect_text
from groundtruce.record import bodies
from groundtruce.record.checkpoints import parse_checkpoint
from groundtruce.record.records import Record
from groundtruce.settings import Settings
from tests import story
from tests.record import make_record

Target = Callable[[bytes], object]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "buffer-zone"
_RETRIEVED = "2031-03-13T08:00:00.000000Z"


def run(name: str, content: bytes) -> None:
    """Give bytes to a parser; its own refusal is a good end."""
    with suppress(GroundtruceError):
        TARGETS[name](content)


# ---------------------------------------------------------------------------------------------------------------------


def _parse_document(content: bytes, *, form: FileFormat, name: str) -> None:
    parse_document(content, name=name, format=form, retrieved=_RETRIEVED, origin=name)


def _parse_any(content: bytes) -> None:
    """As `add` takes any file: what it is, is told by its content."""
    collect_content(Path("any"), content, case=story.CASE, options=InputOptions(), settings=Settings())


def _parse_text(content: bytes) -> None:
    decode_text(content, name="report.txt")
    form = detect_format(content, name="report.txt")
    if form.media_type == "text/plain":
        _parse_document(content, form=form, name="report.txt")


def _parse_map(content: bytes, *, form: FileFormat) -> None:
    parse_map(
        content, name="map", document="0" * 64, media_type=form.media_type, case=story.CASE, collected_on=date(2031, 3, 13)
    )  # fmt: skip


def _read_archive(content: bytes, *, name: str) -> None:
    with _file(name, content) as path:
        for found in find_texts(path, limit=1_000_000):
            if not found.error:
                with suppress(GroundtruceError):
                    collect_text(found, options=InputOptions(), settings=Settings())


def _read_parquet(content: bytes) -> None:
    """As a table of texts, and as a part of what a cluster read."""
    _read_archive(content, name="reports.parquet")
    folder = _folder() / "parts"
    make_room(folder)
    for kind in ("readings", "set-aside"):
        (folder / kind / "0.parquet").write_bytes(content)
    find_part(folder, "0")
    for read in (read_part, read_set_aside):
        with suppress(GroundtruceError):
            deque(read(folder, "0"), maxlen=0)


def _read_gazetteer(content: bytes) -> None:
    with _file("places.csv", content) as path:
        read_gazetteer(path)


def _load_case(content: bytes) -> None:
    """A case with another file in the place of one: the first letter says of which."""
    folder = _case()
    name, content = _CASE_FILES.get(content[:1], "case.toml"), content[1:]
    kept = (folder / name).read_bytes()
    try:
        (folder / name).write_bytes(content)
        load_case(folder)
    finally:
        (folder / name).write_bytes(kept)


def _load_watch(content: bytes) -> None:
    with _file("watch.toml", content) as path:
        load_watch(path, case=story.CASE)


def _parse_event_table(content: bytes) -> None:
    collect_content(Path("events.csv"), content, case=story.CASE, options=InputOptions(), settings=Settings())


def _ask_robots(content: bytes) -> None:
    rules = read_rules(
        Answer(address="https://example.org/robots.txt", status=200, reason="OK", headers=(), payload=content, content=content)
    )  # fmt: skip
    find_refusal(rules, "https://example.org/maps/today.geojson?day=1")
    find_delay(rules)


def _unpack(content: bytes) -> None:
    for encoding in ("gzip", "deflate"):
        unpack(content, encoding, 100_000)


def _parse_address(content: bytes) -> None:
    with suppress(Refused):
        parse_address(content.decode("utf-8", "replace"))


def _decode_entry(content: bytes) -> None:
    """What an entry's body says, as the first byte chooses its kind."""
    kinds = tuple(_BODIES)
    with suppress(ValueError, KeyError, TypeError):  # as verification takes them all
        _BODIES[kinds[content[0] % len(kinds)] if content else "case"](content[1:])


def _parse_date(content: bytes) -> None:
    with suppress(ValueError):
        interval_of(content.decode("utf-8", "replace"))


def _open_record(content: bytes) -> None:
    """A record that is cut where the first three bytes say (not at all by zeros), and changed wherever the next ones say: three for a place, one for its byte."""
    whole = _record()
    changed = bytearray(whole[: int.from_bytes(content[:3], "big") % len(whole) or len(whole)])
    for place in range(3, len(content) - 3, 4):
        changed[int.from_bytes(content[place : place + 3], "big") % len(changed)] = content[place + 3]
    with _file("record.gpkg", bytes(changed)) as path, Record.open(path) as record:
        for ask in (
            record.case,
            record.documents,
            record.zone_versions,
            record.incidents,
            record.judgements,
            record.verify,
        ):
            with suppress(GroundtruceError):
                ask()


_CASE_FILES = {b"a": "agreement.toml", b"c": "case.toml", b"p": "places.toml"}
_BODIES: dict[str, Target] = {
    "case": bodies.decode_case,
    "document": bodies.decode_document,
    "reading": lambda body: bodies.decode_reading(body, "text"),
    "zone version": lambda body: bodies.decode_zone_version(body, b"GP\0\1"),
    "incident": bodies.decode_incident,
    "sighting": bodies.decode_sighting,
    "judgement": bodies.decode_judgement,
    "trace": bodies.decode_trace,
    "capture": bodies.decode_capture,
    "schema": bodies.decode_schema_version,
    "canonical": bodies.is_canonical,
}

TARGETS: dict[str, Target] = {
    "any": _parse_any,
    "text": _parse_text,
    "html": lambda content: _parse_document(content, form=HTML, name="report.html"),
    "pdf": lambda content: _parse_document(content, form=PDF, name="report.pdf"),
    "lines": lambda content: _read_archive(content, name="reports.jsonl"),
    "warc": lambda content: _read_archive(content, name="crawl.warc"),
    "parquet": _read_parquet,
    "sidecar": lambda content: parse_sidecar(content, name="map.geojson.toml"),
    "case": _load_case,
    "watch": _load_watch,
    "geojson": lambda content: _parse_map(content, form=GEOJSON),
    "kml": lambda content: _parse_map(content, form=KML),
    "kmz": lambda content: _parse_map(content, form=KMZ),
    "shapefile": lambda content: _parse_map(content, form=ZIPPED_SHAPEFILE),
    "geopackage": lambda content: _parse_map(content, form=GEOPACKAGE),
    "markers": lambda content: parse_markers(
        content, name="m", document="0" * 64, zone="south",
        media_type=GEOJSON.media_type if content.lstrip()[:1] == b"{" else CSV.media_type,
    ),
    "control-points": lambda content: parse_control_points(content, name="map.points"),
    "georeference": lambda content: parse_georeference(content, name="map.json"),
    "gazetteer": _read_gazetteer,
    "events": _parse_event_table,
    "feed": lambda content: parse_feed(content, address="https://example.org/feed"),
    "robots": _ask_robots,
    "packed": _unpack,
    "address": _parse_address,
    "picture": lambda content: load_picture(content, name="map.png"),
    "picture-pdf": lambda content: load_picture(b"%PDF-" + content.removeprefix(b"%PDF-"), name="map.pdf"),
    "checkpoint": lambda content: parse_checkpoint(content, name="c"),
    "entry": _decode_entry,
    "date": _parse_date,
    "record": _open_record,
}  # fmt: skip
"""By their names, which are those of the folders of `corpora/`."""


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="groundtruce-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def _file(name: str, content: bytes) -> Iterator[Path]:
    path = _folder() / name
    path.write_bytes(content)
    try:
        yield path
    finally:
        for left in _folder().glob(f"{name}*"):
            left.unlink()


@cache
def _case() -> Path:
    return Path(shutil.copytree(EXAMPLE, _folder() / "case"))


@cache
def _record() -> bytes:
    return make_record(_folder() / "whole.gpkg").read_bytes()
