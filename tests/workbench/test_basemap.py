"""A user's own tiles lie under the record's shapes; what their file says of itself stays text."""

import colorsys
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from groundtruce.web.basemap import check_tiles
from tests.web.served import serve
from tests.workbench.browsing import NARROW, find_violations, open_page, settle
from tests.workbench.tiled import write_picture_tiles, write_vector_tiles

VisitTiled: TypeAlias = Callable[..., AbstractContextManager[Page]]
# A place of land, far from the zones of the example.
LOOK = "/?on=2020-12-13&map=44.5,42.2,8"
HOSTILE = (
    "<a href='javascript:alert(1)'>© Own <b>surveyors</b></a><script>alert(1)</script><img src=x onerror=alert(1)>"
)
LAND, SEA = (246, 243, 236), (223, 230, 234)
DARK_SEA = (16, 22, 27)


@pytest.fixture
def visit_tiled(browser: Browser, example: Path) -> VisitTiled:
    """Opens the page of the example's record with a base map of one's own."""

    @contextmanager
    def visit(tiles: Path, query: str = LOOK, **options: object) -> Iterator[Page]:
        with serve(example, tiles=check_tiles(tiles)) as client:
            origin = str(client.base_url).rstrip("/")
            with open_page(browser, origin, query=query, **options) as page:
                yield page

    return visit


def colour_of_the_middle(page: Page) -> tuple[int, int, int]:
    """The colour of the map's middle."""
    picture = Image.open(io.BytesIO(page.locator("#map").screenshot())).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2))


def test_vector_tiles_lie_under_the_map_on_both_papers(visit_tiled: VisitTiled, tmp_path: Path) -> None:
    """Water in the paper's own colour; asked for in parts only, of the page's own server; who made them is named, as text."""
    # At zoom 1 this is 44.3 to 44.7 degrees east, in whole units of the tile, and what lies north and south of 42.2.
    tiles = write_vector_tiles(
        tmp_path / "own.pmtiles",
        {"earth": [(0, 0, 4096, 4096)], "water": [(990, 3000, 1030, 3100)]},
        metadata={"attribution": HOSTILE, "vector_layers": [{"id": "water"}, {"id": "boundaries"}]},
    )
    asked: list[Request] = []
    with visit_tiled(tiles, "/", color_scheme="light") as page:
        page.on("request", lambda request: asked.append(request) if "pmtiles" in request.url else None)
        page.goto(LOOK)
        settle(page)
        assert colour_of_the_middle(page) == SEA
        assert asked
        assert all(request.headers["range"].startswith("bytes=") for request in asked)
        credit = page.locator(".credit")
        expect(credit).to_have_text("© Own surveyors; countries: Natural Earth, for orientation only")
        assert credit.locator("a, b, img").count() == 0
        assert find_violations(page) == []
        page.emulate_media(color_scheme="dark")
        settle(page)
        assert colour_of_the_middle(page) == DARK_SEA
        assert find_violations(page) == []
        page.set_viewport_size(NARROW)
        expect(credit).to_be_visible()
        assert find_violations(page) == []
        assert page.evaluate("() => document.scrollingElement.scrollWidth") == NARROW["width"]


def test_picture_tiles_step_back_behind_the_records_shapes(visit_tiled: VisitTiled, tmp_path: Path) -> None:
    """Paler than they are on light paper, darker on dark; printed as they are seen."""
    red = (200, 60, 60)
    tiles = write_picture_tiles(tmp_path / "own.pmtiles", red, metadata={})
    with visit_tiled(tiles, color_scheme="light") as page:
        light = colour_of_the_middle(page)
        assert light[0] > light[1] + 20
        assert saturation(light) < saturation(red) / 2
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        printed = page.evaluate(
            """async () => {
                const image = document.querySelector("img.printed");
                await image.decode();
                const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
                const context = canvas.getContext("2d");
                context.drawImage(image, 0, 0);
                return [...context.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data].slice(0, 3);
            }"""
        )
        assert all(abs(one - other) <= 2 for one, other in zip(printed, light, strict=True))
        page.get_by_role("button", name="Dark paper").click()
        settle(page)
        assert max(colour_of_the_middle(page)) < max(light) - 60


def saturation(colour: tuple[int, int, int]) -> float:
    """From 0, grey, to 1."""
    return colorsys.rgb_to_hsv(*(each / 255 for each in colour))[1]


def test_tiles_that_cannot_be_read_are_told_and_the_countries_stay(visit_tiled: VisitTiled, tmp_path: Path) -> None:
    """A file that only begins like one: a sentence on the map, the bundled countries, and every zone."""
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"PMTiles\x03" + bytes(1000))
    with visit_tiled(broken) as page:
        expect(page.locator(".panel").get_by_role("alert")).to_contain_text("the tiles of the base map")
        assert colour_of_the_middle(page) == LAND
        expect(page.locator(".credit")).to_have_text("Natural Earth, for orientation only")


def test_without_tiles_nothing_of_them_is_loaded(browser: Browser, example: Path) -> None:
    """Whoever gave no tiles does not load what reads them."""
    asked: list[str] = []
    with serve(example) as client, open_page(browser, str(client.base_url).rstrip("/")) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        settle(page)
    assert asked
    assert not [url for url in asked if "tiles" in url]
