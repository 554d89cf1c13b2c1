"""The rules of the page's look that a reader relies on: two clocks in two colours, dates, silence, marks of machines, motion."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.workbench.browsing import find_violations, settle
from tests.workbench.conftest import Visit, quote
from tests.workbench.test_every_view import VIEWS

INK = {"light": "rgb(28, 32, 36)", "dark": "rgb(236, 232, 223)"}
VIOLET = {"light": "rgb(107, 79, 147)", "dark": "rgb(184, 161, 221)"}


def colour_of(page: Page, selector: str, *, pseudo: str = "", name: str = "color") -> str:
    """A colour as the browser has computed it."""
    script = "([selector, pseudo, name]) => getComputedStyle(document.querySelector(selector), pseudo)[name]"
    return str(page.evaluate(script, [selector, pseudo, name]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_clocks_have_two_colours_and_not_now_wears_a_violet_frame(visit: Visit, early: str, scheme: str) -> None:
    """Valid time is written in ink, recorded time in violet; asked as of a moment, the page says so and is framed."""
    with visit(color_scheme=scheme) as page:
        assert colour_of(page, ".masthead .clock strong") == INK[scheme]
        assert colour_of(page, ".masthead .recorded") == VIOLET[scheme]
        assert colour_of(page, ".time .label.recorded") == VIOLET[scheme]
        assert colour_of(page, ".app", pseudo="::after", name="content") == "none"
    with visit(f"/?as-of={quote(early)}", color_scheme=scheme) as page:
        assert colour_of(page, ".app", pseudo="::after", name="borderTopColor") == VIOLET[scheme]
        assert colour_of(page, ".app", pseudo="::after", name="borderTopWidth") == "3px"
        expect(page.locator(".masthead")).to_contain_text("not now")


def test_silence_is_a_cell_with_a_hollow_ring_and_the_word(visit: Visit, client: httpx.Client) -> None:
    """Where a side is silent on one thing, the matrix has a dotted cell that says so; who gave no account at all is listed by name."""
    incidents = client.get("/api/incidents", params={"limit": 1000}).json()["incidents"]
    with visit(f"/?open=incident:{find_quiet(incidents, all)}") as page:
        expect(page.locator("#column li.silence").first).to_have_text(re.compile(r"^○ \w+"))
    with visit(f"/?open=incident:{find_quiet(incidents, any)}") as page:
        silent = page.locator("#column td.silent").first
        expect(silent).to_have_text(re.compile("○ silent"))
        assert "radial-gradient" in silent.evaluate("cell => getComputedStyle(cell).backgroundImage")


def find_quiet(incidents: list[dict[str, Any]], how: Callable[[list[bool]], bool]) -> str:
    """An incident with an account that is silent, on all that is asked or on something."""
    for incident in incidents:
        for account in incident["accounts"]:
            silent = [cell["state"] == "silent" for cell in account["cells"]]
            if how(silent) and (how is all or not all(silent)):
                return str(incident["id"])
    raise AssertionError("no account is silent")


def test_what_a_machine_read_says_so(visit: Visit, parts: dict[str, str]) -> None:
    """An incident that nobody judged carries the mark, and so does a text with what was read in it."""
    for view in ("incident", "document"):
        with visit(VIEWS[view].format(**parts)) as page:
            expect(page.locator("#column").get_by_text("machine-read").first).to_be_visible()


def test_motion_keeps_the_eyes_place_and_rests_where_it_is_not_wanted(visit: Visit) -> None:
    """When a zone changes its shape, the map as it was fades over 150 ms; under reduced motion nothing moves."""
    count = """() => {
        window.leaving = 0;
        new MutationObserver((changes) => {
            for (const change of changes)
                for (const node of change.addedNodes) if (node.className === "leaving") window.leaving += 1;
        }).observe(document.querySelector("#map"), {childList: true, subtree: true});
    }"""
    for motion, seen in (("no-preference", True), ("reduce", False)):
        with visit("/?on=2020-12-13", reduced_motion=motion) as page:
            page.evaluate(count)
            page.keyboard.press("ArrowLeft")
            expect(page.locator(".panel h2")).to_have_text("13 Nov 2020")
            settle(page)
            assert bool(page.evaluate("() => window.leaving")) is seen
            expect(page.locator(".leaving")).to_have_count(0)


def test_while_an_answer_is_awaited_its_place_is_kept(visit: Visit) -> None:
    """A list on its way is said to be, for eyes and for ears, and is no blank."""
    with visit() as page:
        page.route("**/api/documents?publisher*", lambda _: None)
        page.route(re.compile(r"/api/documents\?limit=200"), lambda _: None)
        page.get_by_role("link", name="Sources").click()
        waiting = page.locator("#column").get_by_role("status")
        expect(waiting).to_contain_text("Loading the documents")
        assert waiting.locator(".bar").count() == 3
        assert find_violations(page) == []
        page.unroute_all(behavior="ignoreErrors")
