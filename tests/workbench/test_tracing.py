"""A picture map is traced in the page, and what is recorded is what the command line traces."""

import json
import math
import re
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect

from groundtruce import pipeline
from tests.pictured import CORNERS, RED, write_picture
from tests.running import Run
from tests.workbench.browsing import NARROW, WIDE, find_violations, settle
from tests.workbench.conftest import Visit

COLUMN = "#column"


def press(page: Page, x: float, y: float) -> None:
    """Press the picture of 400 × 300 pixels at one of its own."""
    box = page.locator(f"{COLUMN} .sheet svg").bounding_box()
    assert box
    at = {"x": min(x / 400 * box["width"], box["width"] - 1), "y": min(y / 300 * box["height"], box["height"] - 1)}
    page.locator(f"{COLUMN} .sheet svg").click(position=at)


def press_ground(page: Page, longitude: float, latitude: float) -> None:
    """Press a place on the main map, whose middle and scale its address tells."""
    box = page.locator("#map").bounding_box()
    middle = re.search(r"map=([\d.]+),([\d.]+),([\d.]+)", page.url)
    assert box
    assert middle
    east, north, zoom = (float(each) for each in middle.groups())
    turn = 256 * 2**zoom / 360
    x = box["width"] / 2 + (longitude - east) * turn
    y = box["height"] / 2 - (stretch(latitude) - stretch(north)) * turn
    page.locator("#map").click(position={"x": x, "y": y})


def stretch(latitude: float) -> float:
    """Degrees of latitude as Web Mercator stretches them."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def to_bytes(shape: shapely.Geometry) -> bytes:
    """Every coordinate, to the last bit, in one order whichever corner a ring begins with."""
    return shapely.get_coordinates(shapely.normalize(shape)).tobytes()


def test_a_picture_map_traced_in_the_page_equals_the_commands_trace(
    visit_writing: Visit, run: Run, tmp_path: Path
) -> None:
    """Points by press, their places typed or pressed on the map, a class by press; residuals live, the boundary over the picture; the same bytes."""
    picture = write_picture(tmp_path / "map.png", ((100, 100, 199, 199), RED))
    with visit_writing("/?view=add&map=22.0,43.5,7") as page:
        column = page.locator(COLUMN)
        page.get_by_text("Legend").click()
        column.get_by_label("Your name").fill("Ada Analyst")
        column.locator("input[type=file]").set_input_files(picture)
        column.get_by_role("button", name=re.compile("trace its zones")).click()
        expect(column.locator(".sheet svg")).to_be_visible()
        for number, (x, y) in enumerate(CORNERS, 1):
            press(page, x, y)
            place = column.get_by_label(f"Place of point {number}")
            expect(page.locator(".asked")).to_contain_text(f"Point {number}")
            if number % 2:
                press_ground(page, 20 + x / 100, 45 - y / 100)
                expect(place).to_have_value(re.compile(r"^[\d.]+, [\d.]+$"))
            else:
                place.fill(f"{20 + x / 100}, {45 - y / 100}")
            expect(page.locator(".asked")).to_have_count(0)
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
        places = [row.get_by_label(re.compile("^Place of point")).input_value().replace(" ", "") for row in rows.all()]
        for (x, y), place in zip(CORNERS, places, strict=True):
            # A pixel of the map is 0.011 degrees wide.
            assert [float(each) for each in place.split(",")] == pytest.approx([20 + x / 100, 45 - y / 100], abs=0.02)
        control = [f"{at}={place}" for at, place in zip(points, places, strict=True)]
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


def test_ground_points_are_set_on_the_map_by_press_or_by_keys(visit_writing: Visit, tmp_path: Path) -> None:
    """A settlement pressed gives its name; by keys the map moves under a cross and Enter takes its middle; axe-core is content, dark and on a phone."""
    picture = write_picture(tmp_path / "map.png", ((100, 100, 199, 199), RED))
    with visit_writing("/?view=add&on=2020-12-13&map=46.9473,39.6771,10") as page:
        column, keys = page.locator(COLUMN), page.keyboard
        column.get_by_label("Your name").fill("Ada Analyst")
        column.locator("input[type=file]").set_input_files(picture)
        column.get_by_role("button", name=re.compile("trace its zones")).click()
        expect(column.locator(".sheet svg")).to_be_visible()
        press(page, 100, 100)
        press_ground(page, 46.9473, 39.6771)
        first = column.get_by_label("Place of point 1")
        expect(first).to_have_value(re.compile("Karmir Shuka"))
        expect(first).to_be_focused()
        # By keys alone from here on.
        column.get_by_role("button", name="Add a point by hand").focus()
        keys.press("Enter")
        column.get_by_role("button", name="Set point 2 on the map").focus()
        keys.press("Enter")
        expect(page.locator("#map")).to_be_focused()
        expect(page.locator(".aim")).to_be_visible()
        for key, times in (("ArrowRight", 4), ("Shift+ArrowRight", 3), ("ArrowDown", 2)):
            for _ in range(times):
                keys.press(key)
        keys.press("Enter")
        second = column.get_by_label("Place of point 2")
        expect(second).to_be_focused()
        longitude, latitude = (float(each) for each in second.input_value().split(","))
        turn = 256 * 2**10 / 360
        assert longitude == pytest.approx(46.9473 + 67 / turn, abs=1e-4)
        assert stretch(latitude) == pytest.approx(stretch(39.6771) - 32 / turn, abs=1e-4)
        column.get_by_role("button", name="Set point 2 on the map").click()
        keys.press("Escape")
        expect(page.locator(".asked")).to_have_count(0)
        expect(column.get_by_role("heading", name="Trace a picture map")).to_be_visible()
        column.get_by_role("button", name="Set point 2 on the map").click()
        for scheme, size in (("light", WIDE), ("dark", WIDE), ("dark", NARROW), ("light", NARROW)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            settle(page)
            assert find_violations(page) == []
            assert page.evaluate("() => document.scrollingElement.scrollWidth") == size["width"]
