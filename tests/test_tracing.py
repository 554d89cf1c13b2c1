"""`groundtruce trace`: from a picture to zone versions that the other commands read."""

import json
from io import BytesIO
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw
from pyproj import Geod

from groundtruce import pipeline
from groundtruce.model.traces import Trace
from groundtruce.record.addresses import Address
from tests.pictured import CONTROL, CORNERS, RED, write_picture
from tests.running import Run


@pytest.fixture
def monday(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "monday.png", ((100, 100, 199, 199), RED))


def control() -> list[str]:
    return [part for point in CONTROL for part in ("--control", point)]


def test_a_picture_becomes_a_map_that_compare_reads(run: Run, tmp_path: Path, monday: Path) -> None:
    """A square of one degree; on Tuesday it is a tenth of a degree longer to the east, and said to be."""
    tuesday = write_picture(tmp_path / "tuesday.png", ((100, 100, 209, 199), RED))
    for file, day in ((monday, "2024-05-06"), (tuesday, "2024-05-07")):
        ran = run("trace", file, *control(), "--class", "north=at:150,150", "--valid-from", day,
                  "--kind", "control", "--output", tmp_path / file.stem)  # fmt: skip
        assert ran.code == 0, ran.err
    feature = json.loads((tmp_path / "monday" / "zones.geojson").read_bytes())["features"][0]
    ring = np.array(feature["geometry"]["coordinates"][0][0])
    assert np.abs(ring.min(0) - [21, 43]).max() < 0.005
    assert np.abs(ring.max(0) - [22, 44]).max() < 0.005
    assert feature["properties"]["valid_from"] == "2024-05-06"
    change = run("compare", tmp_path / "monday/zones.geojson", tmp_path / "tuesday/zones.geojson", "--json").json[
        "changes"
    ][0]
    strip, _ = Geod(ellps="WGS84").polygon_area_perimeter([22, 22.1, 22.1, 22], [43, 43, 44, 44])
    assert change["verdict"] == "moved"
    assert change["gained_km2"]["measured"] == pytest.approx(abs(strip) / 1e6, rel=0.05)


def test_the_drawing_error_holds_the_pixel_and_the_points(run: Run, tmp_path: Path, monday: Path) -> None:
    """With points that are off by half a pixel it is larger than with exact ones, and never below a tenth of a pixel."""
    errors = []
    for name, shifts in (("exact", [0.0] * 6), ("rough", [0.5, -0.5, -0.5, 0.5, 0.5, -0.5])):
        points = [f"{x + s},{y - s}={20 + x / 100},{45 - y / 100}" for (x, y), s in zip(CORNERS, shifts, strict=True)]
        options = [part for point in points for part in ("--control", point)]
        ran = run("trace", monday, *options, "--class", "north=at:150,150", "--valid-from", "2024-05-06",
                  "--output", tmp_path / name, "--json")  # fmt: skip
        errors.append(ran.json["zones"][0]["drawing_error_m"])
        pixel_m = ran.json["pixel_m"]
    assert 0.1 * pixel_m < errors[0] < 0.5 * pixel_m
    assert errors[0] < errors[1] < 1.5 * pixel_m


def test_the_same_command_gives_the_same_bytes(run: Run, tmp_path: Path, monday: Path) -> None:
    """Zones, georeference, settings, overlay and picture."""
    for folder in ("one", "two"):
        run(
            "trace",
            monday,
            *control(),
            "--class",
            "n=at:150,150",
            "--valid-from",
            "2024",
            "--output",
            tmp_path / folder,
        )
    names = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert names == ["georeference.json", "overlay.png", "picture.png", "settings.json", "zones.geojson"]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)


def test_the_next_picture_is_registered_to_an_earlier_one(run: Run, tmp_path: Path) -> None:
    """Without points, by what is unchanged; a picture of another layout is refused."""
    rng = np.random.default_rng(7)
    base = Image.fromarray(rng.integers(120, 255, (90, 120, 3), np.uint8)).resize((960, 720), Image.Resampling.BICUBIC)
    for name, shift in (("first", 0), ("second", 6)):
        image = Image.new("RGB", base.size, "white")
        image.paste(base, (shift, 0))
        ImageDraw.Draw(image).rectangle((300 + shift, 300, 499 + shift, 449), fill=RED)
        image.save(tmp_path / f"{name}.png")
    points = [f"{x},{y}={20 + x / 100},{45 - y / 100}" for x, y in [(0, 0), (960, 0), (0, 720), (960, 720), (480, 300)]]
    options = [part for point in points for part in ("--control", point)]
    common = ("--class", "n=at:400,350", "--valid-from", "2024-05-06")
    assert run("trace", tmp_path / "first.png", *options, *common, "--output", tmp_path / "one").code == 0
    ran = run(
        "trace", tmp_path / "second.png", "--like", tmp_path / "one", *common, "--output", tmp_path / "two", "--json"
    )
    assert ran.code == 0, ran.err
    assert "moved by 6" in ran.json["registered"]
    rings = [
        np.array(
            json.loads((tmp_path / name / "zones.geojson").read_bytes())["features"][0]["geometry"]["coordinates"][0][0]
        )
        for name in ("one", "two")
    ]
    assert np.abs(rings[0].max(0) - rings[1].max(0)).max() < 0.005
    Image.fromarray(rng.integers(0, 255, (720, 960, 3), np.uint8)).save(tmp_path / "other.png")
    ran = run("trace", tmp_path / "other.png", "--like", tmp_path / "one", *common, "--output", tmp_path / "three")
    assert ran.code == 3
    assert "layout differs" in ran.err


@pytest.mark.parametrize(
    ("like", "more", "reason"),
    [
        ("nowhere", [], "nowhere: is no folder: --like takes the folder that tracing an earlier picture wrote"),
        ("monday.png", [], "monday.png: is no folder: --like takes"),
        ("empty", [], "empty: holds no georeference.json: --like takes"),
        ("empty", control()[:2], "--control: is not needed with --like"),
    ],
)
def test_like_takes_a_folder_that_tracing_wrote(
    run: Run, tmp_path: Path, monday: Path, like: str, more: list[str], reason: str
) -> None:
    """Anything else is refused in one line that says what it takes."""
    (tmp_path / "empty").mkdir()
    ran = run("trace", monday, "--like", tmp_path / like, *more, "--class", "n=at:150,150", "--valid-from", "2024",
              "--output", tmp_path / "out")  # fmt: skip
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert reason in ran.err
    assert not (tmp_path / "out").exists()


@pytest.fixture
def record(run: Run, tmp_path: Path, new_home: Address) -> Address:
    """An empty record of a made case, in each home in turn."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").write_text(
        'id = "made"\ntitle = "A made case"\nsummary = "Made up."\ndefault_drawing_error_m = 500\n'
        '[[parties]]\nid = "varn"\nname = "Varn"\nkind = "party"\n'
        '[[zones]]\nid = "north"\nname = "The northern zone"\nkind = "control"\nholder = "varn"\n'
    )
    ran = run("init", new_home, "--case", tmp_path / "case")
    assert ran.code == 0, ran.err
    return new_home


def test_a_record_keeps_the_picture_and_its_zones(run: Run, tmp_path: Path, monday: Path, record: Address) -> None:
    """As a document with its bytes, and versions whose drawing error is from the georeference."""
    ran = run("trace", monday, *control(), "--class", "north=at:150,150", "--valid-from", "2024-05-06",
              "--record", record, "--output", tmp_path / "out")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "zone north valid from 2024-05-06" in ran.out
    assert run("verify", record).code == 0
    exported = json.loads(run("export", record, "--format", "geojson", "--what", "zones").out)["features"][0][
        "properties"
    ]
    assert exported["drawing_error_from"] == "georeference"
    assert exported["holder"] == "varn"


@pytest.mark.parametrize("home", ["file"], indirect=True)  # that traces come back alike is asked of records
def test_a_record_keeps_how_a_picture_was_traced(run: Run, tmp_path: Path, monday: Path, record: Address) -> None:
    """Its georeference leaves the record as a IIIF annotation; traced by that and the settings kept, the picture gives the same."""
    ran = run("trace", monday, *control(), "--class", "north=at:150,150", "--valid-from", "2024-05-06", "--least-px", 40,
              "--record", record, "--output", tmp_path / "out", "--json")  # fmt: skip
    (kept,) = pipeline.know_record(record).traces
    assert msgspec.convert(ran.json, Trace) == kept
    assert kept.settings.least_px == 40
    assert [zone.version for zone in kept.zones] == [v.id for v in pipeline.know_record(record).zone_versions]
    assert run("export", record, "--format", "iiif", "--output", tmp_path / "where.json").code == 0
    (part,) = kept.settings.classes
    assert part.point is not None
    ran = run("trace", monday, "--control", tmp_path / "where.json", "--class", f"north=at:{part.point[0]},{part.point[1]}",
              "--valid-from", kept.valid_from, "--tolerance", kept.settings.tolerance,
              "--least-px", kept.settings.least_px, "--output", tmp_path / "again",
              "--case", tmp_path / "case")  # fmt: skip
    assert ran.code == 0, ran.err
    assert (tmp_path / "again" / "zones.geojson").read_bytes() == (tmp_path / "out" / "zones.geojson").read_bytes()


def test_nothing_is_recorded_of_points_that_nobody_looked_at(run: Run, tmp_path: Path, monday: Path) -> None:
    """`--control auto` shows its points first."""
    ran = run(
        "trace", monday, "--control", "auto", "--class", "n=at:1,1", "--valid-from", "2024", "--record", tmp_path / "r"
    )
    assert ran.code == 2
    assert "--confirmed" in ran.err


def large_header() -> bytes:
    """A PNG that says it is 50,000 × 50,000."""
    stream = BytesIO()
    Image.new("RGB", (40, 40)).save(stream, "PNG")
    content = bytearray(stream.getvalue())
    content[16:24] = (50_000).to_bytes(4, "big") * 2
    content[29:33] = crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def picture_of(mode: str, side: int) -> bytes:
    """One colour: some kilobytes, however large."""
    stream = BytesIO()
    Image.new(mode, (side, side)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (large_header(), "40 million"),
        (picture_of("1", 20_000), "40 million"),
        (picture_of("RGB", 1), "1 × 1 pixels: too small"),
        (picture_of("RGB", 600)[:-40], "broken"),
        (b"\x89PNG\r\n\x1a\n broken", "broken"),
        (b"words", "no picture"),
    ],
    ids=["header", "bomb", "dot", "cut", "broken", "words"],
)
def test_unusable_pictures_end_with_three_and_one_line(run: Run, tmp_path: Path, content: bytes, reason: str) -> None:
    """One that says it is huge, a bomb, a dot, cut ones, words; and they leave nothing behind."""
    (tmp_path / "map.png").write_bytes(content)
    ran = run(
        "trace",
        tmp_path / "map.png",
        *control(),
        "--class",
        "n=at:1,1",
        "--valid-from",
        "2024",
        "--output",
        tmp_path / "o",
    )
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert reason in ran.err
    assert not (tmp_path / "o").exists()
