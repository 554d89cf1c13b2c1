"""Take the pictures of the workbench from the running page, in the system's Chromium. `python docs/images/workbench.py [writing]`.

The moments in them are those of the record that is made for them, so two runs differ in the recorded clock and in nothing else.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import shapely
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "examples")]

from demo import BRIEF_DAY, CASE, split_inputs  # noqa: E402
from groundtruce import pipeline  # noqa: E402
from groundtruce.settings import Settings  # noqa: E402
from tests.web.served import TOKEN, serve  # noqa: E402
from tests.workbench.browsing import NARROW, WIDE, launch, open_page, settle  # noqa: E402

DAY = "on=2020-12-13"


def main() -> None:
    """Write the pictures beside this file."""
    # Documents are named as a reader would: by their paths from the project's folder.
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "karabakh-2020.gpkg"
        make_record(record)
        with serve(record) as client, sync_playwright() as playwright:
            browser = launch(playwright)
            origin = str(client.base_url).rstrip("/")
            for name, query, options in find_views(client) if "writing" not in sys.argv else []:
                take(browser, origin, name=name, query=query, options=options)
            browser.close()
        with serve(record, token=TOKEN, writable=True) as client, sync_playwright() as playwright:
            browser = launch(playwright)
            take_writing(browser, client, Path(folder) / "sketch.png")
            browser.close()


def make_record(record: Path) -> None:
    """The example's record."""
    inputs = [path.relative_to(ROOT) for part in split_inputs(before=BRIEF_DAY) for path in part]
    pipeline.start_record(record, case=CASE)
    for _ in pipeline.add_files(record, inputs, options=pipeline.InputOptions(), settings=Settings()):
        pass


def find_views(client: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Each picture's name, the address it shows, and what else the browser is told."""
    changes = client.get("/api/changes").json()
    moved = next(each for each in changes["changes"] if each["verdict"] == "moved")
    change = f"{moved['from']['version']}..{moved['to']['version']}"
    passage = next(each["citation"] for each in changes["reported"] if each["direction"])
    span = ",".join(f"{start}-{end}" for start, end in passage["span"])
    incidents = client.get("/api/incidents?limit=1000").json()["incidents"]
    told = max(incidents, key=lambda each: len(each["mentions"]))["id"]
    dark = {"color_scheme": "dark"}
    return [
        ("light", f"/?{DAY}", {}),
        ("dark", f"/?{DAY}", dark),
        ("change", f"/?{DAY}&open=change:{change}", {}),
        ("incident", f"/?{DAY}&open=incident:{told}", {}),
        ("source", f"/?{DAY}&open=document:{passage['document']}&span={span}", {}),
        ("agreement", "/?view=agreement&on=2020-12-14", dark),
        ("phone", f"/?{DAY}", {"viewport": NARROW}),
    ]


def take_writing(browser: Browser, client: Any, sketch: Path) -> None:
    """The review, and a picture map in tracing, then under the map: of a sketch that is made from the record's own zone."""
    pixels = draw_sketch(client, sketch)
    origin = str(client.base_url).rstrip("/")
    with open_page(browser, origin, query=f"/?view=add&{DAY}#token={TOKEN}", viewport=WIDE) as page:
        column = page.locator("#column")
        column.get_by_label("Your name").fill("Ada Analyst")
        column.locator("input[type=file]").set_input_files(sketch)
        column.get_by_role("button", name=re.compile("trace its zones")).click()
        expect(column.locator(".sheet svg")).to_be_visible()
        for number, (place, at) in enumerate(pixels.items()):
            press(page, *at)
            if number == len(pixels) - 1:
                break
            column.get_by_label(f"Place of point {number + 1}").fill(place)
            if number == len(pixels) - 2:
                column.get_by_role("button", name="2 What to trace").click()
        expect(column.locator("path.traced")).to_have_count(1, timeout=180_000)
        settle(page)
        save(page, "trace")
        column.get_by_label("Valid from").fill("2020-12-13")
        column.get_by_label("Title").fill("Sketch of the southern zone")
        column.get_by_role("button", name="Record what was traced").click()
        expect(column).to_contain_text("Recorded: 1 zone version", timeout=180_000)
        page.goto(f"/?{DAY}")
        settle(page)
        page.get_by_label("Picture map").select_option("Sketch of the southern zone")
        expect(page.locator(".pictures")).to_contain_text("control points", timeout=180_000)
        settle(page)
        save(page, "layer")
        page.goto(f"/?view=review&{DAY}")
        page.locator("#column .head select").select_option("event")
        settle(page)
        save(page, "review")


def draw_sketch(client: Any, file: Path) -> dict[str, tuple[float, float]]:
    """A picture map of 1,200 × 900 pixels of the southern zone; where its places are drawn, and at the end a point of the zone."""
    versions = client.get("/ogc/collections/zone-versions/items?limit=100").json()["features"]
    south = [each for each in versions if each["properties"]["zone"] == "south"][-1]
    shape = shapely.from_geojson(json.dumps(south["geometry"]))
    places = client.get("/ogc/collections/places/items?limit=1000").json()["features"]
    west, low, east, high = shape.buffer(0.15).bounds
    scale = min(1200 / (east - west), 900 / (high - low) / 1.3)

    def to_pixel(longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - west) * scale, (high - latitude) * scale * 1.3

    image = Image.new("RGB", (1200, 900), (238, 234, 224))
    draw = ImageDraw.Draw(image)
    for part in shapely.get_parts(shape):
        draw.polygon([to_pixel(*at) for at in part.exterior.coords], fill=(196, 120, 92))
    found: dict[str, tuple[float, float]] = {}
    for place in places:
        at = to_pixel(*place["geometry"]["coordinates"][:2])
        if 20 < at[0] < 1100 and 20 < at[1] < 880 and " / " in place["properties"]["name"]:
            draw.ellipse([at[0] - 4, at[1] - 4, at[0] + 4, at[1] + 4], fill=(30, 30, 30))
            draw.text((at[0] + 8, at[1] - 6), place["properties"]["name"].split(" / ")[0], fill=(30, 30, 30))
            found[place["properties"]["name"]] = at
    image.save(file)
    inside = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=lambda each: each.area))
    # Some from each side of the picture.
    chosen = dict(sorted(found.items(), key=lambda each: each[1])[:: max(1, len(found) // 6)])
    return {**chosen, "": to_pixel(*shapely.get_coordinates(inside)[0])}


def press(page: Page, x: float, y: float) -> None:
    """Press the sketch at one of its pixels."""
    box = page.locator("#column .sheet svg").bounding_box()
    assert box
    at = {"x": x / 1200 * box["width"], "y": y / 900 * box["height"]}
    page.locator("#column .sheet svg").click(position={"x": at["x"], "y": at["y"]})


def save(page: Page, name: str) -> None:
    """The page as it stands."""
    file = Path(__file__).with_name(f"workbench-{name}.png")
    page.screenshot(path=file)
    Image.open(file).convert("RGB").save(file, optimize=True)


def take(browser: Browser, origin: str, *, name: str, query: str, options: dict[str, Any]) -> None:
    """One picture. Its colours stay whole: the parties' must be the same everywhere."""
    with open_page(browser, origin, query=query, viewport=options.pop("viewport", WIDE), **options) as page:
        settle(page)
        save(page, name)


if __name__ == "__main__":
    main()
