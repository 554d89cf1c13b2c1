"""The plot of a zone's area over time."""

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from groundtruce.errors import UnusableInput
from groundtruce.model.zones import Estimate, Notice, ZoneArea
from groundtruce.show.area_plot import draw_area_plot
from groundtruce.show.drawing.axes import TimeAxis, fit_values

SVG = "{http://www.w3.org/2000/svg}"
START = date(2031, 3, 1)


def area(day: int, km2: float, *, half: float = 2, publisher: str | None = "observer-site") -> ZoneArea:
    valid_from = (START + timedelta(days=day)).isoformat()
    return ZoneArea(
        zone="south",
        kind="responsibility",
        publisher=publisher,
        valid_from=valid_from,
        version=f"{publisher} {valid_from}",
        km2=Estimate(measured=km2, best=km2, low=km2 - half, high=km2 + half),
    )


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def draw(*areas: ZoneArea, **options: Any) -> str:
    return draw_area_plot(areas, title="Area of Sector South", **options)


def test_steps_and_bands_stand_where_their_numbers_are() -> None:
    """From 100 to 110 km² on an axis of 95 to 115: the first step at a quarter of its height, the band 2 km² both ways."""
    svg = draw(area(0, 100), area(10, 110), colour="#123456")
    said = words(svg)
    assert {"95", "100", "105", "110", "115"} <= set(said)
    (band,) = re.findall(r'<path d="([^"]*)" fill="#123456"', svg)
    (steps,) = re.findall(r'<path d="([^"]*)" fill="none" stroke="#123456" stroke-width="2"/>', svg)[:1]
    low, high = 346.0, 62.0  # the axis's ends in pixels
    per_km2 = (low - high) / 20
    first = [float(number) for number in re.findall(r"[\d.]+", steps.split("M")[1])]
    assert first[1] == pytest.approx(low - 5 * per_km2, abs=0.06)
    box = [float(number) for number in re.findall(r"[\d.]+", band.split("M")[1])]
    assert (box[1], box[3]) == (pytest.approx(low - 7 * per_km2, abs=0.06), pytest.approx(low - 3 * per_km2, abs=0.06))


def test_a_missing_map_breaks_the_line_into_dots() -> None:
    """Between the last map before a gap and the next, the line is dotted from the first missing day, and has no band."""
    areas = [area(0, 100), area(1, 101), area(5, 102)]
    gap = Notice(
        kind="gap",
        zone="south",
        zone_kind="responsibility",
        publisher="observer-site",
        on="2031-03-03",
        until="2031-03-05",
        days=("2031-03-03",),
        versions=(areas[1].version, areas[2].version),
        statement="",
    )
    whole, broken = draw(*areas), draw(*areas, gaps=[gap])
    assert 'stroke-dasharray="0.1 4.5"' not in whole
    (dots,) = re.findall(r'<path d="(M[^"]*)" [^>]*stroke-dasharray="0.1 4.5"', broken)
    assert dots.count("M") == 1


def test_moves_are_filled_points_and_every_map_has_one() -> None:
    """Three maps, of which one moved."""
    areas = [area(0, 100), area(1, 101), area(5, 120)]
    svg = draw(*areas, moved={areas[2].version}, colour="#123456")
    assert len(re.findall(r'<circle [^>]*class="gt-hollow"', svg)) == 2
    assert len(re.findall(r'<circle [^>]*fill="#123456"', svg)) == 1


def test_publishers_are_told_apart_by_name_colour_and_dash() -> None:
    """Each has its own line, and what is in a name stays words."""
    svg = draw(area(0, 100), area(5, 101), area(1, 90, publisher="<b>"), area(3, 91, publisher="<b>"))
    assert {"observer-site", "<b>"} <= set(words(svg))
    assert 'stroke-dasharray="7 4"' in svg


def test_one_map_is_no_history() -> None:
    """A plot of one point is refused, and so are undated maps."""
    with pytest.raises(UnusableInput, match="needs two dated maps of a zone, and there are 1"):
        draw(area(0, 100))


def test_the_same_input_gives_the_same_text() -> None:
    """Twice the same, and an area that never changed can be drawn too."""
    flat = [area(0, 100, half=0), area(3, 100, half=0)]
    assert draw(*flat) == draw(*flat)


@pytest.mark.parametrize(
    ("days", "first", "last", "count"),
    [
        (1, "1 Mar 2031", "2 Mar 2031", 2),
        (5, "1 Mar 2031", "6 Mar 2031", 6),
        (40, "1 Mar 2031", "5 Apr 2031", 6),
        (200, "Mar 2031", "Sep 2031", 7),
        (3000, "2032", "2038", 4),
        (400_000, "2200", "3000", 5),
    ],
)
def test_days_on_the_axis_are_round(days: int, first: str, last: str, count: int) -> None:
    """Days, weeks, months or years, and at most seven of them."""
    start = datetime(2031, 3, 1, tzinfo=UTC)
    ticks = TimeAxis(start, start + timedelta(days=days), 0, 100).ticks()
    assert (ticks[0].text, ticks[-1].text, len(ticks)) == (first, last, count)
    steps = [b.at - a.at for a, b in itertools.pairwise(ticks)]
    assert all(step == pytest.approx(steps[0], rel=0.12) for step in steps)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.12, 0.19, ["0.12", "0.14", "0.16", "0.18", "0.20"]),
        (970, 999, ["970", "980", "990", "1,000"]),
        (5, 5, ["4.7", "4.8", "4.9", "5.0", "5.1", "5.2", "5.3"]),
    ],
)
def test_values_on_the_axis_are_round(low: float, high: float, texts: list[str]) -> None:
    """Steps of 1, 2 or 5; an axis for one value alone has room around it."""
    found = [tick.text for tick in fit_values(low, high, bottom=100, top=0).ticks()]
    assert found[0] == texts[0]
    assert found == texts
