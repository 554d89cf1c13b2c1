"""What holds in every view, light and dark, wide and narrow."""

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from groundtruce.web.page_files import load_page
from tests.workbench.browsing import NARROW, find_violations, settle
from tests.workbench.conftest import Visit

VIEWS = {
    "chronology": "/?on=2020-12-13",
    "change": "/?open=change:{change}",
    "incident": "/?open=incident:{incident}",
    "document": "/?open=document:{document}&span=10-60",
    "agreement": "/?view=agreement",
    "provision": "/?view=agreement&open=provision:3a",
    "sources": "/?view=sources",
    "brief": "/?view=brief",
    "search": "/?view=search&q=Hin",
    "keys": "/?view=keys",
    "as of": "/?as-of={early}",
}


@pytest.fixture(scope="package")
def parts(moved: dict[str, Any], incident: dict[str, Any], early: str) -> dict[str, str]:
    """What the addresses of the views name."""
    return {
        "change": f"{moved['from']['version']}..{moved['to']['version']}",
        "incident": incident["id"],
        "document": incident["mentions"][0].partition("#")[0],
        "early": early,
    }


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_is_kept_out(visit: Visit, parts: dict[str, str], view: str) -> None:
    """axe-core finds no serious or critical violation, on light and on dark paper, and on a phone.

    At 390 pixels nothing hangs over the edge, the map stays above the sheet, and the sheet can take the whole height.
    """
    with visit(VIEWS[view].format(**parts)) as page:
        assert find_violations(page) == []
        page.emulate_media(color_scheme="dark")
        settle(page)
        assert find_violations(page) == []
        page.set_viewport_size(NARROW)
        settle(page)
        assert find_violations(page) == []
        assert page.evaluate("() => document.scrollingElement.scrollWidth") == NARROW["width"]
        expect(page.locator("#map")).to_be_visible()
        short = page.locator("#column").bounding_box()
        page.get_by_role("button", name="More room").click()
        tall = page.locator("#column").bounding_box()
        assert short
        assert tall
        assert tall["height"] > short["height"] + 200


def test_the_page_weighs_less_than_400_kb() -> None:
    """Compressed, with its fonts and without the record's data."""
    weights = {name: len(gzip.compress(file.content, 9)) for name, file in load_page().items()}
    assert sum(weights.values()) < 400_000


def test_an_empty_record_says_how_to_begin(visit_empty: Visit) -> None:
    """No bare map and no blank list: the command that adds the first file."""
    with visit_empty() as page:
        expect(page.locator("#column")).to_contain_text("This record is empty")
        expect(page.locator("#column")).to_contain_text("groundtruce add RECORD")
        assert find_violations(page) == []


def test_a_server_that_fails_is_told_and_asked_again(visit: Visit) -> None:
    """The list says what happened instead of staying blank, and a press asks again."""
    with visit(expected=("ERR_FAILED", "Failed to load")) as page:
        page.route("**/api/timeline?*", lambda route: route.abort())
        page.get_by_role("slider", name="Valid day").press("ArrowLeft")
        expect(page.locator("#column").get_by_role("alert")).to_contain_text("The server does not answer")
        page.unroute("**/api/timeline?*")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("region", name=re.compile("^Chronology"))).to_be_visible()


def test_an_incident_that_is_not_there_is_told_in_words(visit: Visit) -> None:
    """A stale address leads to a sentence, not to a blank column."""
    with visit("/?open=incident:incident-0000000000000000", expected=("404",)) as page:
        expect(page.locator("#column").get_by_role("alert")).to_contain_text("Not Found")


def test_the_reader_chooses_the_paper(visit: Visit) -> None:
    """Light or dark against the system's wish, kept for the next visit."""
    with visit(color_scheme="light") as page:
        page.get_by_role("button", name="Dark paper").click()
        dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert dark == "rgb(22, 25, 28)"
        page.reload()
        settle(page)
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark
