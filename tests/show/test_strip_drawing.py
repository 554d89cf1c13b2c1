"""The strip of provisions day by day."""

import re
import xml.etree.ElementTree as ET

from groundtruce.model.briefs import StatusDays, StripRow
from groundtruce.model.provision_history import Milestone
from groundtruce.show.strip_drawing import draw_strips

SVG = "{http://www.w3.org/2000/svg}"
ROW = StripRow(
    provision="3a",
    title="Deployment <area>",
    days=(
        StatusDays(status="undetermined", from_="2031-03-08", to="2031-03-12"),
        StatusDays(status="breached", from_="2031-03-12", to="2031-03-15"),
    ),
    milestones=(Milestone(on="2031-03-10", kind="due", statement="It is due."),),
)


def test_a_bar_is_as_long_as_its_days_and_names_its_status() -> None:
    """Four days of seven, then three, on the 492 pixels beside the labels."""
    root = ET.fromstring(draw_strips([ROW], width=760))
    bars = [
        (float(each.attrib["x"]), float(each.attrib["width"]), each.attrib["class"]) for each in root.iter(f"{SVG}rect")
    ]
    (first, second) = bars
    assert first == (268.0, 279.6, "gt-strip-undetermined")
    assert second[0] == 549.1
    assert second[2] == "gt-strip-breached"
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert {"3a Deployment <area>", "undetermined", "breached", "8 Mar 2031"} <= set(words)
    titles = [each.text for each in root.iter(f"{SVG}title")]
    assert "8 to 11 Mar 2031: undetermined" in titles
    assert "10 Mar 2031: It is due." in titles


def test_many_days_leave_a_letter_or_nothing_and_no_day_marks() -> None:
    """A year in 360 pixels: a long stretch keeps its words, a day has none, and days are not told apart."""
    days = (
        StatusDays(status="met", from_="2031-01-01", to="2031-12-01"),
        StatusDays(status="disputed", from_="2031-12-01", to="2031-12-02"),
        StatusDays(status="breached", from_="2031-12-02", to="2032-01-01"),
    )
    svg = draw_strips([StripRow(provision="1", title="End of fire", days=days)], width=360)
    words = [each.text for each in ET.fromstring(svg).iter(f"{SVG}text")]
    assert "met" in words
    assert "B" in words
    assert not {"disputed", "D"} & set(words)
    assert 'class="gt-day"' not in svg
    assert re.search(r'role="img" aria-label="1 provisions day by day, 1 Jan 2031 to 31 Dec 2031', svg)
