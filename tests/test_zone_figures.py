"""Figures through the commands."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.running import Run
from tests.test_zone_series import add, write_map

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "examples" / "karabakh-2020"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def record(tmp_path: Path, run: Run) -> Path:
    """Five daily maps and one after two days without: the zone grew from the third on, and on the last."""
    path = tmp_path / "r.gpkg"
    run("init", path, "--case", CASE)
    for day, south in ((1, 0), (2, 0), (3, 0.04), (4, 0.04), (5, 0.04), (8, 0.05)):
        add(run, path, write_map(tmp_path, f"{day}.geojson", south=south), day)
    return path


def words(svg: Path) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg.read_text("utf-8")).iter(f"{SVG}text")]


def test_a_change_is_drawn_between_two_days(tmp_path: Path, record: Path, run: Run) -> None:
    """The maps are those that held on the days; without days, the latest of the surest changes."""
    output = tmp_path / "change.svg"
    ran = run("figure", record, "--output", output, "--from", "2021-03-02", "--to", "2021-03-07")
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {output}\n")
    assert "square, 2 Mar 2021 to 5 Mar 2021" in words(output)
    assert any(text.startswith("Gained: 49") for text in words(output))
    run("figure", record, "--output", output)
    assert "square, 5 Mar 2021 to 8 Mar 2021" in words(output)


def test_the_area_is_drawn_over_time(tmp_path: Path, record: Path, run: Run) -> None:
    """Two days are missing: the line is dotted there. The same record gives the same bytes; as of before, the earlier plot."""
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    assert (
        run("figure", record, "--what", "area", "--zone", "square", "--output", first, "--json").json["what"] == "area"
    )
    run("figure", record, "--what", "area", "--output", second)
    assert first.read_bytes() == second.read_bytes()
    assert "Area of square" in words(first)
    assert 'stroke-dasharray="0.1 4.5"' in first.read_text()
    run("figure", record, "--what", "area", "--to", "2021-03-05", "--output", second)
    assert 'stroke-dasharray="0.1 4.5"' not in second.read_text()


def test_a_png_is_drawn_by_its_name(tmp_path: Path, record: Path, run: Run) -> None:
    """The ending chooses the format."""
    pytest.importorskip("resvg_py", reason="the figures extra is not installed")
    output = tmp_path / "area.PNG"
    assert run("figure", record, "--what", "area", "--output", output).code == 0
    assert output.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_said(tmp_path: Path, record: Path, run: Run) -> None:
    """Another ending is a mistake of usage; days without maps, unknown zones and publishers, and several of them are named."""
    output = tmp_path / "change.svg"
    assert run("figure", record, "--output", tmp_path / "change.gif").code == 2
    for options, said in (
        (
            ("--from", "2021-03-05", "--to", "2021-03-06"),
            "figure: no two maps of square hold on 2021-03-05 and 2021-03-06",
        ),
        (("--zone", "circle"), "--zone: the record holds no version of zone 'circle' (it holds: square)"),
        (("--map-by", "x"), "--map-by: the record holds no map by 'x' (they are by: observers)"),
    ):
        ran = run("figure", record, "--output", output, *options)
        assert (ran.code, ran.out, ran.err) == (3, "", f"groundtruce: {said}\n")
    rival = write_map(tmp_path, "rival.geojson", south=0.1)
    add(run, record, rival, 3, "--publisher", "paper")
    assert "--map-by: name one: square is drawn by observers, paper" in run("figure", record, "--output", output).err
    add(run, record, write_map(tmp_path, "other.geojson", south=0.2), 3, "--zone", "circle")
    assert "--zone: name one: the record holds maps of circle, square" in run("figure", record, "--output", output).err
    assert not output.exists()


def test_two_files_are_compared_into_a_figure(tmp_path: Path, run: Run) -> None:
    """`compare --figure` draws what it prints, with the settlements of a case."""
    maps = sorted((CASE / "zones").glob("*.geojson"))
    output = tmp_path / "change.svg"
    ran = run("compare", *maps, "--figure", output)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "groundtruce: --figure: shows one zone, and the maps share north, south\n"
    one, other = write_map(tmp_path, "a.geojson", south=0), write_map(tmp_path, "b.geojson", south=0.05)
    assert run("compare", one, other, "--error-m", "50", "--figure", output).code == 0
    assert any(text.startswith("Gained: 61") for text in words(output))
