"""What holds in every view, light and dark, wide and narrow."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from groundtruce.web.page_files import load_page
from tests.pictured import CORNERS, RED, write_picture
from tests.workbench.browsing import NARROW, WIDE, find_violations, settle
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


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_is_kept_out(visit: Visit, parts: dict[str, str], view: str) -> None:
    """axe-core finds no serious or critical violation, on light and on dark paper, and on a phone.

    At 390 pixels nothing hangs over the edge, the map stays above the sheet, and the sheet can take the whole height.
    Dates are written for people, with the ISO date on hover.
    """
    with visit(VIEWS[view].format(**parts)) as page:
        check_dates(page)
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


def check_dates(page: Page) -> None:
    """`13 Dec 2020`, and 2020-12-13 under the pointer; no bare ISO date in the page's frame."""
    dates = page.locator("time").evaluate_all("all => all.map(each => [each.textContent, each.title])")
    assert dates
    for words, iso in dates:
        assert re.search(r"\d{4}", iso), (words, iso)
        assert re.fullmatch(r"(\D+ )?(\d{1,2} )?(to \d{1,2} )?([A-Z][a-z]{2} )?\d{4}s?\b.*", words), words
    frame = page.locator(".masthead, .heading, .time, .filters").all_inner_texts()
    assert not re.search(r"\d{4}-\d{2}-\d{2}", " ".join(frame))


WRITING = {"add": "/?view=add", "review": "/?view=review", "trace": "/?view=add"}


@pytest.mark.parametrize("view", WRITING)
def test_nobody_is_kept_out_where_writing_is_on(visit_writing: Visit, tmp_path: Path, view: str) -> None:
    """The same where something is added, reviewed or traced."""
    with visit_writing(WRITING[view]) as page:
        for _ in open_for_writing(page, view, tmp_path):
            for scheme, size in (("light", WIDE), ("dark", WIDE), ("dark", NARROW), ("light", NARROW)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                settle(page)
                assert find_violations(page) == []
                assert page.evaluate("() => document.scrollingElement.scrollWidth") == size["width"]


def open_for_writing(page: Page, view: str, folder: Path) -> Iterator[str]:
    """Go into a view as somebody who works there, and stop wherever there is something new to look at."""
    column = page.locator("#column")
    column.get_by_label("Your name").fill("Ada Analyst")
    if view == "review":
        column.get_by_role("button", name="Begin").click()
        column.get_by_role("combobox").select_option("incident")
        expect(column.get_by_role("article", name="A statement: incident")).to_be_visible()
        yield "an incident"
        column.get_by_role("combobox").select_option("event")
        expect(column.get_by_role("article", name="A statement: event")).to_be_visible()
        column.get_by_role("button", name="Correct").click()
        expect(column.get_by_role("form", name="correct")).to_be_visible()
        yield "what a key opens"
        return
    column.locator("input[type=file]").set_input_files(write_picture(folder / "map.png", ((100, 100, 199, 199), RED)))
    if view == "add":
        column.get_by_text("What is said of them").click()
        yield "a file that waits"
        return
    column.get_by_role("button", name=re.compile("trace its zones")).click()
    expect(column.locator(".sheet svg")).to_be_visible()
    for number, (x, y) in enumerate(CORNERS, 1):
        column.get_by_role("button", name="Add a point by hand").click()
        for axis, value in (("x", x), ("y", y)):
            column.get_by_label(f"{axis} of point {number}").fill(str(value))
        column.get_by_label(f"Place of point {number}").fill(f"{20 + x / 100}, {45 - y / 100}")
    expect(column).to_contain_text("Fitted:", timeout=30_000)
    column.get_by_role("button", name="2 What to trace").click()
    column.locator(".sheet svg").click(position={"x": 200, "y": 200})
    expect(column.locator("path.traced")).to_have_count(1, timeout=30_000)
    yield "a picture with its boundary"


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
