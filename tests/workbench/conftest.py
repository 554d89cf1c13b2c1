"""The example's record in a browser."""

import json
import shutil
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
import shapely
from playwright.sync_api import Browser, Page, sync_playwright

from groundtruce import pipeline
from groundtruce.web.page_files import load_page
from tests.conftest import CASE
from tests.web.served import TOKEN, serve
from tests.workbench.browsing import launch, open_page

Visit: TypeAlias = Callable[..., AbstractContextManager[Page]]


# Not for the whole session: while it is open, no other test of this thread could run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser for all tests of the page."""
    if "/index.html" not in load_page():
        pytest.fail("the page is not built: make page builds it")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def client(example: Path) -> Iterator[httpx.Client]:
    """A client of a server that only reads."""
    with serve(example) as client:
        yield client


@pytest.fixture(scope="package")
def origin(client: httpx.Client) -> str:
    """The address of that server."""
    return str(client.base_url).rstrip("/")


@pytest.fixture
def visit(browser: Browser, origin: str) -> Visit:
    """Opens the page of the example's record at an address such as `/?view=brief`."""
    return lambda query="/", **options: open_page(browser, origin, query=query, **options)


@pytest.fixture
def visit_writing(browser: Browser, example: Path, tmp_path: Path) -> Iterator[Visit]:
    """Opens the page of a copy of the example's record that may be written to, with the token in the address."""
    record = Path(shutil.copy(example, tmp_path / "record.gpkg"))
    with serve(record, token=TOKEN, writable=True) as client:
        origin = str(client.base_url).rstrip("/")
        yield lambda query="/", **options: open_page(browser, origin, query=f"{query}#token={TOKEN}", **options)


@pytest.fixture
def visit_empty(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Opens the page of a record without a document."""
    record = tmp_path / "empty.gpkg"
    pipeline.start_record(record, case=CASE)
    with serve(record) as client:
        origin = str(client.base_url).rstrip("/")
        yield lambda query="/", **options: open_page(browser, origin, query=query, **options)


@pytest.fixture(scope="package")
def moved(client: httpx.Client) -> dict[str, Any]:
    """The change that moved the southern zone, with its shapes."""
    changes = client.get("/api/changes").json()["changes"]
    return next(change for change in changes if change["verdict"] == "moved")


@pytest.fixture(scope="package")
def gained_point(moved: dict[str, Any]) -> tuple[float, float]:
    """A place in the gained ground, far from its edge and from the incidents' marks: longitude, latitude."""
    part = max((part for part in moved["parts"] if part["kind"] == "gained"), key=lambda part: part["km2"]["best"])
    shape = shapely.from_geojson(json.dumps(part["geometry"]))
    marks = shapely.MultiPoint([(46.9, 39.5)])
    inner = shapely.difference(shapely.buffer(shape, -0.01), shapely.buffer(marks, 0.03))
    point = shapely.maximum_inscribed_circle(max(shapely.get_parts(inner), key=lambda each: each.area))
    return tuple(shapely.get_coordinates(point)[0])


@pytest.fixture(scope="package")
def incident(client: httpx.Client) -> dict[str, Any]:
    """The incident whose accounts contradict each other most."""
    incidents = client.get("/api/incidents", params={"limit": 1000}).json()["incidents"]
    return max(incidents, key=lambda each: len(each["contradictions"]))


@pytest.fixture(scope="package")
def parts(moved: dict[str, Any], incident: dict[str, Any], early: str) -> dict[str, str]:
    """What the addresses of the views name."""
    return {
        "change": f"{moved['from']['version']}..{moved['to']['version']}",
        "incident": incident["id"],
        "document": incident["mentions"][0].partition("#")[0],
        "early": early,
    }


@pytest.fixture(scope="package")
def early(client: httpx.Client) -> str:
    """A moment at which the record knew the first map but not yet the second."""
    moments = client.get("/api/moments", params={"limit": 1000}).json()["moments"]
    maps = [moment["recorded"] for moment in moments if "zone version" in moment["kinds"]]
    assert len(maps) == 2
    return next(moment["recorded"] for moment in reversed(moments) if moment["recorded"] < maps[1])


def quote(text: str) -> str:
    """As it stands in an address."""
    return urllib.parse.quote(text, safe=":,.")
