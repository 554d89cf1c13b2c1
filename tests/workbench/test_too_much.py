"""A record of any length: lists are followed to their end, and where there is too much, the page says so."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.workbench.browsing import find_violations, settle
from tests.workbench.conftest import Visit

LISTS = re.compile(r"/(items|api/changes|api/moments)\?")


def shorten_pages(page: Page, length: int) -> list[str]:
    """Let the server give the lists of the map and its time in pages of so many; the addresses asked for."""
    asked: list[str] = []

    def shorten(route: Route) -> None:
        url = re.sub(r"limit=\d+", f"limit={length}", route.request.url)
        asked.append(url)
        route.continue_(url=url)

    page.route(LISTS, shorten)
    return asked


def count_pages(asked: list[str], name: str) -> int:
    """How many pages of a list were asked for."""
    return len({parse_qs(urlsplit(url).query).get("offset", ["0"])[0] for url in asked if name in url})


@pytest.fixture(scope="package")
def settlements(client: httpx.Client) -> list[str]:
    """Names of the settlements and districts, as the filter offers them."""
    found: list[dict[str, Any]] = client.get("/ogc/collections/places/items", params={"limit": 10_000}).json()[
        "features"
    ]
    return sorted(
        each["properties"]["name"] for each in found if each["properties"]["kind"] in ("settlement", "district")
    )


def test_long_lists_are_followed_to_their_end(visit: Visit, client: httpx.Client, settlements: list[str]) -> None:
    """Versions, changes, places and moments come whole, in pages of three: the map and its time are as they always are."""
    with visit("/?on=2020-12-13") as page:
        whole = page.locator("body").inner_text()
        asked = shorten_pages(page, 3)
        page.reload()
        settle(page)
        assert page.locator("body").inner_text() == whole
        offered = page.get_by_label("Any place").locator("option").all_text_contents()
        assert sorted(offered[1:]) == settlements
        total = client.get("/ogc/collections/places/items").json()["numberMatched"]
        assert count_pages(asked, "/places/items") == -(-total // 3) > 5
        moments = client.get("/api/moments").json()["total"]
        expect(page.get_by_role("slider", name="Known as of")).to_have_attribute("max", str(moments - 1))
        assert count_pages(asked, "/zone-versions/items") == 2
        assert count_pages(asked, "/api/moments") == -(-moments // 3)


def test_what_is_still_on_its_way_is_told_and_what_fails_is_asked_again(visit: Visit) -> None:
    """How many of how many are there while further pages come; a page that fails leaves a sentence and a way to ask again."""

    def answer(route: Route) -> None:
        if "offset" in route.request.url:
            route.abort()
        else:
            route.continue_(url=re.sub(r"limit=\d+", "limit=5", route.request.url))

    with visit(expected=("ERR_FAILED",)) as page:
        page.route("**/places/items?*", answer)
        page.reload()
        status = page.locator(".panel").get_by_role("status")
        expect(status).to_contain_text("places: The server does not answer")
        assert find_violations(page) == []
        page.unroute("**/places/items?*")
        status.get_by_role("button", name="Try again").click()
        expect(status).to_have_text("")
        settle(page)


def test_too_many_places_are_told_and_can_still_be_chosen(visit: Visit) -> None:
    """Of 120,000 places 50,000 are held, and the map says so; the filter is typed into, since nobody scrolls through them."""

    def answer(route: Route) -> None:
        offset = int(parse_qs(urlsplit(route.request.url).query).get("offset", ["0"])[0])
        features = [make_district(number) for number in range(offset, offset + 25_000)]
        following = f"{route.request.url.partition('&offset')[0]}&offset={offset + 25_000}"
        route.fulfill(
            json={"type": "FeatureCollection", "numberMatched": 120_000, "features": features},
            headers={"Link": f'<{following}>; rel="next"'},
        )

    with visit() as page:
        page.route("**/places/items?*", answer)
        page.reload()
        told = page.locator(".panel").get_by_role("status")
        expect(told).to_have_text("Too many places: 50,000 of 120,000 are shown", timeout=30_000)
        place = page.get_by_label("Any place")
        place.fill("District 49,9")
        expect(page.locator("#filter-places option")).to_have_count(50)
        place.fill("district 49,999")
        place.press("Enter")
        settle(page)
        assert "place=made-49999" in page.url
        expect(page.locator("#column")).to_contain_text("Nothing on record up to this day fits the filters")
        assert find_violations(page) == []
        place.fill("")
        place.press("Enter")
        expect(page.get_by_role("region", name=re.compile("^Chronology"))).to_be_visible()


def make_district(number: int) -> dict[str, Any]:
    """A place that is only listed."""
    properties = {"name": f"District {number:,}", "kind": "district", "uncertainty_km": 1, "population": None}
    return {"type": "Feature", "id": f"made-{number}", "geometry": None, "properties": properties}


def test_a_stream_of_very_many_entries_goes_on_from_an_earlier_day(visit: Visit) -> None:
    """Scrolled down to 20,000 entries, the chronology says of how many these are the newest, and a press goes on from their last day."""

    def answer(route: Route) -> None:
        offset = int(parse_qs(urlsplit(route.request.url).query).get("offset", ["0"])[0])
        entries = [make_entry(number) for number in range(offset, offset + 10_000)]
        route.fulfill(json={"total": 100_000, "kinds": {"notice": 100_000}, "left_out": [], "entries": entries})

    with visit("/?on=2020-12-16") as page:
        page.route("**/api/timeline?*", answer)
        page.get_by_role("button", name="statements").click()
        stream = page.get_by_role("region", name="Chronology, 100000 entries")
        expect(stream).to_contain_text("Made entry 0", timeout=30_000)
        stream.evaluate("list => { list.scrollTop = list.scrollHeight; }")
        told = page.locator("#column .note")
        expect(told).to_contain_text("The 20,000 newest of 100,000 entries", timeout=30_000)
        assert find_violations(page) == []
        page.unroute("**/api/timeline?*")
        told.get_by_role("button", name="Go on from 22 Nov 2020").click()
        settle(page)
        assert "on=2020-11-22" in page.url


def make_entry(number: int) -> dict[str, Any]:
    """An entry of a made stream, about eight hundred a day, the newest first."""
    day = f"2020-{'12' if number < 12_800 else '11'}-{16 - number // 800 if number < 12_800 else 46 - number // 800:02}"
    return {
        "id": f"made-{number}", "kind": "notice", "title": f"Made entry {number}", "date": day,
        "begins": f"{day}T00:00:00Z", "ends": f"{day}T00:00:00Z", "parties": [], "publisher": None, "subject": None,
        "document": None, "span": None, "status": None, "longitude": None, "latitude": None, "uncertainty_km": None,
    }  # fmt: skip
