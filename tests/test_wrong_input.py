"""Wrong input ends with exit 3, one line that names file, place and reason, and nothing recorded."""

import json
import os
import resource
import subprocess
from pathlib import Path

import pytest

from groundtruce import pipeline
from tests.running import PROGRAM, Run, run_program

CASE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
SQUARE = [[46.7, 39.5], [46.9, 39.5], [46.9, 39.7], [46.7, 39.7], [46.7, 39.5]]
MAP_PROPERTIES = {"zone": "south", "valid_from": "2020-12-13", "publisher": "ru-mod", "drawing_error_m": 500}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of the example case, empty but for the case."""
    path = tmp_path / "record.gpkg"
    pipeline.start_record(path, case=CASE)
    return path


def geojson(ring: list[list[float]], **properties: object) -> bytes:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {**MAP_PROPERTIES, **properties}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def pdf_cut_off() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0"


WRONG_FILES = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "cut-off.pdf": (pdf_cut_off(), "PDF"),
    "broken.geojson": (b'{"type": "FeatureCollection",\n "features": [}', "line 2"),
    "metres.geojson": (geojson([[x * 1e5, y * 1e5] for x, y in SQUARE]), "metres"),
    "crossing.geojson": (
        geojson([[46.7, 39.5], [46.9, 39.7], [46.9, 39.5], [46.7, 39.7], [46.7, 39.5]]),
        "cross",
    ),
    "no-date.geojson": (geojson(SQUARE, valid_from="2020-02-30"), "2020-02-30"),
    "no-kind.geojson": (geojson(SQUARE, kind="sphere of influence"), "kind"),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_refused_and_nothing_is_recorded(name: str, tmp_path: Path, record: Path, run: Run) -> None:
    """Exit 3, one line naming the file and the reason; a good file beside it is not recorded either."""
    content, reason = WRONG_FILES[name]
    wrong, good = tmp_path / name, tmp_path / "good.txt"
    wrong.write_bytes(content)
    good.write_text("date 2020-12-14 Shelling wounded two soldiers, officials said.")
    before = record.read_bytes()
    ran = run("add", record, good, wrong)
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert name in ran.err
    assert reason.lower() in ran.err.lower()
    assert record.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("add", "{record}", "{folder}/missing.txt"), "missing.txt"),
        (("add", "{record}", "{folder}/good.txt", "--published", "2020-13-45"), "2020-13-45"),
        (("read", "{folder}/missing.txt"), "missing.txt"),
        (("read", "{folder}/good.txt", "--published", "the day after"), "the day after"),
        (("read", "{folder}/good.txt", "--case", "{folder}/nowhere"), "nowhere"),
        (("check", "{record}", "--on", "2020-02-30"), "2020-02-30"),
        (("check", "{record}", "--on", "yesterday"), "yesterday"),
        (("changes", "{record}", "--as-of", "noon"), "noon"),
        (("changes", "{record}", "--as-of", "1999-01-01"), "1999"),
        (("verify", "{folder}/good.txt"), "good.txt"),
        (("verify", "{folder}/none.gpkg"), "none.gpkg"),
        (("incidents", "{folder}/empty.gpkg"), "empty.gpkg"),
        (("init", "{record}", "--case", str(CASE)), "record.gpkg"),
        (("init", "{folder}/new.gpkg", "--case", "{folder}"), "case.toml"),
        (("brief", "{record}", "--output", "{folder}/no/such/brief.html"), "brief.html"),
        (("compare", "{folder}/good.txt", "{folder}/good.txt"), "good.txt"),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(
    arguments: tuple[str, ...], named: str, tmp_path: Path, record: Path, run: Run
) -> None:
    """Exit 3 and one line that names the file or the option with what was wrong about it."""
    (tmp_path / "good.txt").write_text("Shelling wounded two soldiers.")
    (tmp_path / "empty.gpkg").touch()
    ran = run(*(argument.format(record=record, folder=tmp_path) for argument in arguments))
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert named in ran.err
    assert not (tmp_path / "new.gpkg").exists()


def test_wrong_usage_is_another_exit_code(run: Run) -> None:
    """Exit 2 for what the command line does not offer."""
    assert run("add").code == 2
    assert run("no-such-command").code == 2
    assert run("export", "x.gpkg", "--format", "docx").code == 2


def test_a_crossing_ring_that_has_one_reading_is_repaired_and_said(tmp_path: Path, record: Path, run: Run) -> None:
    """A spike encloses nothing, so the ring is repaired, and both the answer and the record say so."""
    spike = [*SQUARE[:2], [46.9, 39.6], [46.95, 39.6], [46.9, 39.6], *SQUARE[2:]]
    (tmp_path / "spike.geojson").write_bytes(geojson(spike))
    ran = run("add", record, tmp_path / "spike.geojson")
    assert (ran.code, ran.err) == (0, "")
    assert "repaired" in ran.out
    (version,) = pipeline.know_record(record).zone_versions
    assert version.repairs


def test_a_full_disk_leaves_the_record_as_it_was(tmp_path: Path, record: Path) -> None:
    """With no room for one more page, adding exits 3 with a clear line and the record still verifies."""
    report = tmp_path / "long.txt"
    report.write_text("date 2020-12-14 " + "The ceasefire held along the line of contact. " * 5000)
    # With its language known, nothing but the record is written.
    (tmp_path / "long.txt.toml").write_text('language = "en"')
    limit = record.stat().st_size + 4096

    def no_more_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ran = run_program("add", record, report, preexec_fn=no_more_room)
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "record.gpkg" in ran.err
    assert pipeline.verify_record(record).seq == 1
    assert not pipeline.know_record(record).documents


def test_the_program_says_nothing_when_its_reader_leaves(record: Path) -> None:
    """`groundtruce check … | head -1` ends without a traceback."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    ran = run_pipe(record, write_end)
    os.close(write_end)
    assert ran == (1, "")


def run_pipe(record: Path, standard_output: int) -> tuple[int, str]:
    finished = subprocess.run(
        [*PROGRAM, "check", str(record), "--json"],
        stdout=standard_output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    return finished.returncode, finished.stderr
