"""A picture map is traced in the page, and what is recorded is what the command line traces."""

import json
import re
from pathlib import Path

import shapely
from playwright.sync_api import Page, expect

from groundtruce import pipeline
from tests.pictured import CORNERS, RED, write_picture
from tests.running import Run
from tests.workbench.browsing import find_violations, settle
from tests.workbench.conftest import Visit

COLUMN = "#column"


def press(page: Page, x: float, y: float) -> None:
    """Press the picture of 400 × 300 pixels at one of its own."""
    box = page.locator(f"{COLUMN} .sheet svg").bounding_box()
    assert box
    at = {"x": min(x / 400 * box["width"], box["width"] - 1), "y": min(y / 300 * box["height"], box["height"] - 1)}
    page.locator(f"{COLUMN} .sheet svg").click(position=at)


def to_bytes(shape: shapely.Geometry) -> bytes:
    """Every coordinate, to the last bit, in one order whichever corner a ring begins with."""
    return shapely.get_coordinates(shapely.normalize(shape)).tobytes()


def test_a_picture_map_traced_in_the_page_equals_the_commands_trace(
    visit_writing: Visit, run: Run, tmp_path: Path
) -> None:
    """Points by press with their places typed, a class by press; residuals live, the boundary over the picture; the same bytes."""
    picture = write_picture(tmp_path / "map.png", ((100, 100, 199, 199), RED))
    with visit_writing("/?view=add") as page:
        column = page.locator(COLUMN)
        column.get_by_label("Your name").fill("Ada Analyst")
        column.locator("input[type=file]").set_input_files(picture)
        column.get_by_role("button", name=re.compile("trace its zones")).click()
        expect(column.locator(".sheet svg")).to_be_visible()
        for number, (x, y) in enumerate(CORNERS, 1):
            press(page, x, y)
            column.get_by_label(f"Place of point {number}").fill(f"{20 + x / 100}, {45 - y / 100}")
        expect(column).to_contain_text(re.compile(r"Fitted: (similarity|affine)"), timeout=30_000)
        column.get_by_role("button", name="2 What to trace").click()
        press(page, 150, 150)
        expect(column.locator("path.traced")).to_have_count(1, timeout=30_000)
        expect(column).to_contain_text(re.compile(r"drawing error [\d.,]+ (k?)m"))
        assert find_violations(page) == []
        column.get_by_label("Valid from").fill("2020-12-20")
        column.get_by_label("Kind").select_option("control")
        column.get_by_label("Title").fill("map.png")
        rows = column.locator("tbody tr")
        points = [
            ",".join(row.get_by_label(re.compile(f"^{axis} of point")).input_value() for axis in "xy")
            for row in rows.all()
        ]
        control = [f"{at}={20 + x / 100},{45 - y / 100}" for at, (x, y) in zip(points, CORNERS, strict=True)]
        zone = column.get_by_label("Zone", exact=True).input_value()
        at = column.locator("circle.cross").evaluate("each => `${each.getAttribute('cx')},${each.getAttribute('cy')}`")
        column.get_by_role("button", name="Record what was traced").click()
        expect(column).to_contain_text("Recorded: 1 zone version", timeout=30_000)
        settle(page)
        column.get_by_role("link", name="Its document").click()
        expect(column.get_by_role("heading", level=2)).to_have_text("map.png")
        page.goto("/?on=2020-12-20&map=22.0,43.5,6")
        settle(page)
        bare = page.locator("#map").screenshot()
        page.get_by_label("Picture map").select_option("map.png")
        expect(page.locator(".pictures")).to_contain_text("6 control points", timeout=30_000)
        settle(page)
        laid = page.locator("#map").screenshot()
        page.get_by_role("slider", name="Opacity").fill("0")
        settle(page)
        assert len({bare, laid, page.locator("#map").screenshot()}) == 3
        assert find_violations(page) == []
    options = [part for point in control for part in ("--control", point)]
    ran = run("trace", picture, *options, "--class", f"{zone}=at:{at}", "--valid-from", "2020-12-20",
              "--kind", "control", "--output", tmp_path / "traced")  # fmt: skip
    assert ran.code == 0, ran.err
    feature = json.loads((tmp_path / "traced" / "zones.geojson").read_bytes())["features"][0]
    with pipeline.Record.open(tmp_path / "record.gpkg") as record:
        (trace,) = record.traces()
        version = next(each for each in record.zone_versions() if each.id == trace.zones[0].version)
    assert to_bytes(shapely.from_wkb(version.wkb)) == to_bytes(shapely.from_geojson(json.dumps(feature["geometry"])))
    assert version.drawing_error_m == feature["properties"]["drawing_error_m"]
