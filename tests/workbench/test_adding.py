"""Somebody adds to the record in the page."""

import re

from playwright.sync_api import Page, expect

from tests.workbench.browsing import find_violations, settle
from tests.workbench.conftest import Visit

HOSTILE = (
    "Published: 2020-12-15\n\n<script>alert('text')</script> The Armenian Ministry of Defence said on December 15 that "
    "<img src=x onerror=alert(1)> two servicemen were wounded near Hin Tagher \u202eerehwon\u202c.\n"
)


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the map."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], name, {type: "text/plain"}));
            return transfer;
        }""",
        [name, text],
    )
    page.dispatch_event("#map", "drop", {"dataTransfer": transfer})


def test_a_dropped_report_is_recorded_and_appears_and_stays_inert(visit_writing: Visit) -> None:
    """The token is taken from the address and leaves it; the report's text is shown as text, whatever stands in it."""
    with visit_writing() as page:
        assert "token" not in page.url
        drop(page, "report <b>bold.txt", HOSTILE)
        column = page.locator("#column")
        column.get_by_label("Your name").fill("Ada Analyst")
        assert find_violations(page) == []
        column.get_by_role("button", name="Add to the record").click()
        column.get_by_role("link", name=re.compile("report|script")).first.click(timeout=60_000)
        settle(page)
        expect(column.locator(".text")).to_contain_text("<script>alert('text')</script>")
        expect(column.locator(".text")).to_contain_text("<img src=x onerror=alert(1)>")
        expect(column).to_contain_text("Ada Analyst")
        page.goto("/?view=sources")
        expect(page.locator("#column h2")).to_have_text("15 documents")


def test_what_cannot_be_used_is_refused_in_one_line_and_a_wrong_token_too(visit_writing: Visit) -> None:
    """The refusal stands beside the file's name, and nothing is recorded."""
    with visit_writing("/?view=add", expected=("422", "401")) as page:
        column = page.locator("#column")
        column.get_by_label("Your name").fill("Ada Analyst")
        files = column.locator("input[type=file]")
        files.set_input_files({"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
        column.get_by_role("button", name="Add to the record").click()
        expect(column).to_contain_text("empty.txt was not added")
        column.get_by_label("Token").fill("wrong")
        files.set_input_files({"name": "fine.txt", "mimeType": "text/plain", "buffer": b"A quiet day."})
        column.get_by_role("button", name="Add to the record").click()
        expect(column).to_contain_text("fine.txt was not added")
        expect(page.locator(".masthead")).to_contain_text("entry 60")


def test_without_writing_nothing_offers_to_add(visit: Visit) -> None:
    """No tab to add, and a dropped file goes nowhere, not even away from the page."""
    with visit() as page:
        drop(page, "report.txt", "A quiet day.")
        expect(page.locator("#column").get_by_role("link", name="Add")).to_have_count(0)
        expect(page.locator(".panel")).to_be_visible()
