"""A reviewer judges what the machine read by keyboard alone, and the record holds each judgement with the name."""

from pathlib import Path

from playwright.sync_api import Page, expect

from groundtruce import pipeline
from groundtruce.model.judgements import JudgedDate, Judgement
from tests.workbench.browsing import NARROW, find_violations, settle
from tests.workbench.conftest import Visit


def list_judgements(record: Path) -> list[Judgement]:
    """Who decided what, in the order of recording."""
    with pipeline.Record.open(record) as opened:
        return [each.judgement for each in opened.judgements()]


def test_a_review_by_keyboard_alone_is_on_record(visit_writing: Visit, tmp_path: Path) -> None:
    """The name is asked once; accept, correct, reject, note, undo, next and previous by keys; the record shows each."""
    with visit_writing() as page:
        column, press = page.locator("#column"), page.keyboard.press
        press("g")
        press("r")
        expect(column.get_by_role("heading", name="Review")).to_be_visible()
        while page.evaluate("() => document.activeElement.getAttribute('autocomplete')") != "name":
            press("Tab")
        page.keyboard.type("Ada Analyst")
        press("Enter")
        article = column.get_by_role("article")
        expect(article.locator(".cited").first).to_be_visible()
        assert find_violations(page) == []
        first = article.inner_text()
        press("k")
        expect(article).not_to_have_text(first, use_inner_text=True)
        press("j")
        expect(column).not_to_contain_text("passed over")
        settle(page)
        assert article.inner_text() == first
        told = column.locator(".said")
        press("a")
        expect(told).to_have_text("Accepted: entry 61")
        settle(page)
        press("c")
        expect(column.get_by_role("form", name="correct")).to_be_visible()
        press("Control+a")
        page.keyboard.type("2020-12-12")
        press("Enter")
        expect(told).to_have_text("Put right: entry 62")
        settle(page)
        press("r")
        expect(told).to_have_text("Rejected: entry 63")
        settle(page)
        press("n")
        expect(column.get_by_role("form", name="note")).to_be_visible()
        page.keyboard.type("ask the publisher")
        press("Enter")
        expect(told).to_have_text("Noted: entry 64")
        settle(page)
        press("u")
        expect(told).to_have_text("Withdrawn: entry 65")
        press("g")
        press("s")
        press("g")
        press("r")
        expect(column.get_by_role("article")).to_be_visible()
        press("?")
        expect(column.get_by_role("heading", name="Keys of the review")).to_be_visible()
    given = list_judgements(tmp_path / "record.gpkg")
    assert [(each.by, each.decision) for each in given] == [
        ("Ada Analyst", decision) for decision in ("accept", "correct", "reject", "note", "withdraw")
    ]
    assert isinstance(given[1].about, JudgedDate)
    assert given[1].about.corrected
    assert given[1].about.corrected.edtf == "2020-12-12"
    assert given[3].note == "ask the publisher"


def test_an_incident_that_was_merged_says_who_did(visit_writing: Visit, tmp_path: Path) -> None:
    """Merged by keys on a phone, on dark paper; where it is shown, the judgement stands with it."""
    with visit_writing("/?view=review", viewport=NARROW, color_scheme="dark") as page:
        column, press = page.locator("#column"), page.keyboard.press
        column.get_by_label("Your name").fill("Ben")
        press("Enter")
        column.get_by_role("combobox").select_option("incident")
        article = column.get_by_role("article", name="A statement: incident")
        expect(article).to_be_visible()
        assert find_violations(page) == []
        for _ in range(12):
            settle(page)
            press("m")
            choices = column.get_by_role("form", name="merge")
            expect(choices).to_be_visible()
            if choices.get_by_role("checkbox").count():
                break
            press("Escape")
            press("k")
        press("Space")
        press("Enter")
        expect(column.locator(".said")).to_have_text("Merged: entry 61")
        assert page.evaluate("() => document.scrollingElement.scrollWidth") == NARROW["width"]
    (merged,) = list_judgements(tmp_path / "record.gpkg")
    assert (merged.by, merged.decision) == ("Ben", "merge")
    with visit_writing(f"/?open=incident:{merged.statement}") as page:
        expect(page.locator("#column")).to_contain_text("merged by Ben")


def test_an_incident_split_by_keys_alone_is_two_on_record(visit_writing: Visit, tmp_path: Path) -> None:
    """One mention is said to be of another incident: the record has one more, and the page shows who split it and what is left."""
    with visit_writing("/?view=review") as page:
        column, press = page.locator("#column"), page.keyboard.press
        before = list_incidents(page)
        while page.evaluate("() => document.activeElement.getAttribute('autocomplete')") != "name":
            press("Tab")
        page.keyboard.type("Cora")
        press("Enter")
        while page.evaluate("() => document.activeElement.tagName") != "SELECT":
            press("Tab")
        for _ in range(6):
            press("ArrowDown")
        press("Enter")
        article = column.get_by_role("article", name="A statement: incident")
        expect(article).to_be_visible()
        for _ in range(20):
            settle(page)
            if article.get_by_role("figure").count() > 1:
                break
            press("k")
        press("s")
        choices = column.get_by_role("form", name="split")
        expect(choices.get_by_role("checkbox").first).to_be_focused()
        quoted = choices.locator("q").first.inner_text()
        assert quoted in article.get_by_role("figure").first.inner_text()
        assert find_violations(page) == []
        press("Space")
        press("Enter")
        expect(column.locator(".said")).to_have_text("Split: entry 61")
        (split,) = list_judgements(tmp_path / "record.gpkg")
        after = list_incidents(page)
        assert (split.by, split.decision) == ("Cora", "split")
        assert len(after) == len(before) + 1
        (parted,) = set(before[split.statement]).difference(after[split.statement])
        assert [[parted]] == [mentions for mentions in after.values() if parted in mentions]
        page.goto(f"/?open=incident:{split.statement}")
        expect(column).to_contain_text("split by Cora")


def list_incidents(page: Page) -> dict[str, list[str]]:
    """The mentions of each incident, as the page's own server tells them."""
    answer = page.evaluate("() => fetch('/api/incidents?limit=1000').then(answer => answer.json())")
    return {incident["id"]: incident["mentions"] for incident in answer["incidents"]}
