"""An analyst reads the record in the page: each claim leads to its passage, and each clock moves everything at once."""

import io
import re
from typing import Any

import httpx
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.workbench.browsing import settle
from tests.workbench.conftest import Visit, quote


def look_at(point: tuple[float, float], zoom: float = 12.5) -> str:
    """The part of an address that puts a place into the middle of the map."""
    return f"map={point[0]:.5f},{point[1]:.5f},{zoom}"


def tell(incident: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts of those who say something."""
    return [each for each in incident["accounts"] if any(cell["state"] != "silent" for cell in each["cells"])]


def find_earlier_state(client: httpx.Client, incident: dict[str, Any]) -> tuple[int, int]:
    """The place of a moment at which fewer sides had told of an incident, and how many had."""
    moments = client.get("/api/moments", params={"limit": 1000}).json()["moments"]
    for place, moment in reversed(list(enumerate(moments))):
        answer = client.get(f"/api/incidents/{incident['id']}", params={"as-of": moment["recorded"]})
        sides = len(tell(answer.json()["incident"]))
        if sides < len(tell(incident)):
            return place, sides
    raise AssertionError("the incident was never told by fewer")


def colour_in_the_middle(page: Page) -> tuple[int, int, int]:
    """The colour of the map's middle."""
    picture = picture_of_the_map(page)
    return picture.getpixel((picture.width // 2, picture.height // 2))


def picture_of_the_map(page: Page) -> Image.Image:
    """The map as it is seen, its tools included."""
    return Image.open(io.BytesIO(page.locator("#map").screenshot())).convert("RGB")


def test_a_change_leads_to_the_passage_that_explains_it_in_three_clicks(
    visit: Visit, gained_point: tuple[float, float]
) -> None:
    """From gained ground on the map over the change to a text that tells of it; the passage is marked and in sight."""
    with visit(f"/?on=2020-12-13&{look_at(gained_point)}") as page:
        page.locator("#map").click()
        column = page.locator("#column")
        expect(column.get_by_role("heading", level=2)).to_contain_text("Southern zone of responsibility")
        passage = column.get_by_role("link", name=re.compile("zone of responsibility grew to the south"))
        passage.click()
        cited = column.locator(".cited").first
        expect(cited).to_have_text("the southern zone of responsibility grew to the south")
        expect(cited).to_be_in_viewport()


def test_the_slider_moves_map_chronology_and_counts_together(visit: Visit, gained_point: tuple[float, float]) -> None:
    """Before the second map the ground is empty and its change untold; from its day on it is tinted and told."""
    with visit(f"/?{look_at(gained_point)}") as page:
        slider = page.get_by_role("slider", name="Valid day")
        list_of_entries = page.get_by_role("region", name=re.compile("^Chronology"))
        first = int(slider.get_attribute("min") or 0)
        slider.fill(str(first + 20))
        settle(page)
        before = colour_in_the_middle(page)
        expect(page.locator(".panel h2")).to_have_text("30 Nov 2020")
        expect(list_of_entries).not_to_contain_text("zone of responsibility")
        expect(page.get_by_role("button", name="incidents")).to_have_text(re.compile(r"^incidents[1-6]$"))
        slider.fill(str(first + 33))
        settle(page)
        expect(page.locator(".panel h2")).to_have_text("13 Dec 2020")
        expect(list_of_entries).to_contain_text("Southern zone of responsibility moved")
        after = colour_in_the_middle(page)
        assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) > 60


def test_asking_as_of_a_moment_changes_map_chronology_and_matrix_together(
    visit: Visit, gained_point: tuple[float, float], early: str, incident: dict[str, Any], client: httpx.Client
) -> None:
    """What was not yet recorded is on no map, in no list and in no matrix; the page says in violet that it is not now."""
    with visit(f"/?on=2020-12-16&{look_at(gained_point)}") as page:
        now = colour_in_the_middle(page)
        expect(page.locator("#column")).to_contain_text("Southern zone of responsibility moved")
    with visit(f"/?on=2020-12-16&as-of={quote(early)}&{look_at(gained_point)}") as page:
        then = colour_in_the_middle(page)
        expect(page.locator(".masthead")).to_contain_text("not now")
        expect(page.locator("#column")).not_to_contain_text("Southern zone of responsibility moved")
        assert sum(abs(a - b) for a, b in zip(now, then, strict=True)) > 60
    place, sides = find_earlier_state(client, incident)
    with visit(f"/?open=incident:{incident['id']}") as page:
        expect(page.get_by_role("columnheader")).to_have_count(1 + len(tell(incident)))
        page.get_by_role("slider", name="Known as of").fill(str(place))
        expect(page.get_by_role("columnheader")).to_have_count(1 + sides)
        page.get_by_role("button", name="not now: return").click()
        expect(page.get_by_role("columnheader")).to_have_count(1 + len(tell(incident)))


def test_a_cell_of_the_matrix_opens_its_passage(visit: Visit, incident: dict[str, Any]) -> None:
    """Contradictions are marked in the cells they are about, silence is written out, and a cell leads to its words."""
    with visit(f"/?open=incident:{incident['id']}") as page:
        matrix = page.locator("#column table").first
        expect(matrix.get_by_text("contradicts another account").first).to_be_attached()
        expect(matrix.get_by_text("silent").first).to_be_visible()
        stated = next(
            (cell, account)
            for account in incident["accounts"]
            for cell in account["cells"]
            if cell["name"] == "who began" and cell["citations"]
        )[0]
        matrix.get_by_role("link", name=f"{stated['value']}: open the passage").first.click()
        expect(page.locator("#column .cited").first).to_be_in_viewport()
        quoted = "".join(page.locator("#column .cited").all_text_contents())
        assert quoted == stated["citations"][0]["quote"]


def test_an_address_restores_everything(visit: Visit, incident: dict[str, Any]) -> None:
    """Day, moment, filter, detail and map: whoever opens the address sees the very same page."""
    with visit() as page:
        page.get_by_label("Any party").select_option("russia")
        page.get_by_role("button", name="statements").click()
        slider = page.get_by_role("slider", name="Known as of")
        slider.fill(str(int(slider.get_attribute("max") or 0) - 1))
        page.get_by_role("slider", name="Valid day").press("ArrowLeft")
        page.get_by_role("button", name="Closer").click()
        settle(page)
        page.wait_for_timeout(300)
        page.mouse.move(0, 0)
        settle(page)
        list_address, list_text, list_picture = page.url, page.locator("body").inner_text(), picture_of_the_map(page)
        page.goto(f"{page.url}&open=incident:{incident['id']}")
        settle(page)
        detail_address, detail_text = page.url, page.locator("body").inner_text()
    for part in ("on=2020-12-15", "as-of=", "party=russia", "kind=", "map="):
        assert part in list_address
    with visit(list_address) as page:
        assert page.locator("body").inner_text() == list_text
        differing = ImageChops.difference(picture_of_the_map(page), list_picture).convert("L").point(lambda v: v > 32)
        # Where the dashes of a line begin may differ; a map of another place differs in tens of thousands of pixels.
        assert sum(differing.histogram()[1:]) < 4000
    with visit(detail_address) as page:
        assert page.locator("body").inner_text() == detail_text


def test_the_way_back_leads_where_one_came_from(visit: Visit) -> None:
    """A detail is no dead end: back to the list as it was, also by the browser's own button."""
    with visit("/?view=sources") as page:
        column = page.locator("#column")
        column.get_by_role("link", name=re.compile("Out of the encirclement")).click()
        expect(column.get_by_role("heading", level=2)).to_have_text("Out of the encirclement")
        page.get_by_role("button", name="Back").click()
        expect(column.get_by_role("heading", level=2)).to_have_text("14 documents")
        page.go_forward()
        expect(column.get_by_role("heading", level=2)).to_have_text("Out of the encirclement")


def test_the_agreement_shows_finding_margin_evidence_and_flip(visit: Visit) -> None:
    """Each provision has its status on the day and a strip over time; its detail says by how much and what would flip it."""
    with visit("/?view=agreement&on=2020-12-14") as page:
        column = page.locator("#column")
        expect(column.get_by_role("img", name=re.compile("^3a .*breached from 13 Dec 2020"))).to_be_visible()
        column.get_by_role("link", name=re.compile("§ 3a")).click()
        expect(column.get_by_role("heading", level=2)).to_have_text("Where the peacekeepers deploy: breached")
        expect(column).to_contain_text(re.compile(r"\d+ km² \(\d+ to \d+\) of the zone lies outside the agreed area"))
        expect(column).to_contain_text("An agreed area drawn wider".lower())
        column.get_by_role("link", name=re.compile("Russian Ministry of Defence")).first.click()
        expect(column).to_contain_text("A map: it has no text")


def test_search_finds_a_passage_and_marks_the_words(visit: Visit) -> None:
    """`/` goes to the field; what is found shows the words in their passage."""
    with visit() as page:
        page.keyboard.press("/")
        page.keyboard.type('"guilty party"')
        page.keyboard.press("Enter")
        column = page.locator("#column")
        expect(column.locator("mark").first).to_have_text(re.compile("guilty", re.IGNORECASE))


def test_the_brief_is_the_days_and_can_be_taken_away(visit: Visit) -> None:
    """The brief of the day shown, with references that open their passages; its Markdown is the command's."""
    with visit("/?view=brief&on=2020-12-14") as page:
        column = page.locator("#column")
        expect(column).to_contain_text("covering what is dated from 8 Dec 2020")
        with page.expect_download() as download:
            column.get_by_role("link", name="Markdown").click()
        assert download.value.suggested_filename == "brief-2020-12-14.md"
        assert download.value.path().read_text(encoding="utf-8").startswith("# Karabakh 2020")
        column.get_by_role("link", name="reference 7", exact=True).first.click()
        expect(column.locator(".cited").first).to_be_in_viewport()


def test_playing_goes_through_the_days_and_stops_at_the_last(visit: Visit) -> None:
    """Play moves on by itself; at the end it rests."""
    with visit("/?on=2020-12-14") as page:
        page.get_by_role("button", name="Play").click()
        expect(page.locator(".panel h2")).to_have_text("16 Dec 2020")
        expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_the_keys_do_what_the_help_says(visit: Visit) -> None:
    """Steps, views, search and help by keyboard alone."""
    with visit() as page:
        column, day = page.locator("#column"), page.locator(".panel h2")
        page.keyboard.press("ArrowLeft")
        expect(day).to_have_text("13 Dec 2020")
        page.keyboard.press("ArrowLeft")
        expect(day).to_have_text("13 Nov 2020")
        page.keyboard.press("ArrowRight")
        expect(day).to_have_text("13 Dec 2020")
        page.keyboard.press("]")
        first = column.get_by_role("heading", level=2).inner_text()
        page.keyboard.press("]")
        expect(column.get_by_role("heading", level=2)).not_to_have_text(first)
        page.keyboard.press("[")
        expect(column.get_by_role("heading", level=2)).to_have_text(first)
        for key, heading in (("a", "Statement of 10 November 2020"), ("s", "14 documents"), ("b", "Karabakh 2020")):
            page.keyboard.press("g")
            page.keyboard.press(key)
            expect(column.get_by_role("heading", level=2).first).to_contain_text(heading)
        page.keyboard.press("g")
        page.keyboard.press("c")
        expect(column.get_by_role("region", name=re.compile("^Chronology"))).to_be_visible()
        page.keyboard.press("?")
        expect(column.get_by_role("heading", name="Keys")).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.press("m")
        expect(page.locator("#map")).to_be_focused()
        page.keyboard.press("]")
        page.keyboard.press("Escape")
        expect(column.get_by_role("heading", name="Keys")).to_be_visible()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_distances_can_be_measured(visit: Visit) -> None:
    """Two clicks and a double click measure; the map says that it is by hand."""
    with visit() as page:
        page.get_by_role("button", name="Measure a distance").click()
        before = page.locator("#map").screenshot()
        box = page.locator("#map").bounding_box()
        assert box
        page.mouse.click(box["x"] + 400, box["y"] + 200)
        page.mouse.dblclick(box["x"] + 600, box["y"] + 300)
        expect(page.locator(".foot")).to_contain_text("By hand, without an interval")
        assert page.locator("#map").screenshot() != before
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Measure a distance")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_prints_as_a_picture_with_heading_and_legend(visit: Visit, scheme: str) -> None:
    """Printed are the map as it stands, north up, its day, its legend and its scale; no buttons."""
    with visit("/?on=2020-12-13", color_scheme=scheme) as page:
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.get_by_role("img", name="The map", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="13 Dec 2020")).to_be_visible()
        expect(page.get_by_text("Gained ground")).to_be_visible()
        expect(page.get_by_role("img", name=re.compile("north is up"))).to_be_visible()
        expect(page.get_by_role("button", name="Closer")).to_be_hidden()
        expect(page.locator("#column")).to_be_hidden()
        assert page.pdf().startswith(b"%PDF")


def test_the_brief_prints_alone(visit: Visit) -> None:
    """Printed from its own view, the brief takes the paper; the map, the tabs and the tools stay on the screen."""
    with visit("/?view=brief&on=2020-12-14") as page:
        page.emulate_media(media="print")
        expect(page.locator("#column")).to_contain_text("covering what is dated from 8 Dec 2020")
        expect(page.locator(".panel")).to_be_hidden()
        expect(page.get_by_role("navigation", name="Views")).to_be_hidden()
        assert page.pdf().startswith(b"%PDF")
