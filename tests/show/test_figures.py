"""Figures: a zone before and after."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import msgspec
import pytest
import shapely
import shapely.geometry

from groundtruce.model.zones import BoundaryStretch, ChangedPart, ZoneKind
from groundtruce.show.drawing.bands import draw_band
from groundtruce.show.drawing.frame import Frame
from groundtruce.show.drawing.labels import Box, place_label
from groundtruce.show.drawing.land import find_countries
from groundtruce.show.figures import draw_zone_change
from tests import story
from tests.show import desk

SVG = "{http://www.w3.org/2000/svg}"


def draw(**options: Any) -> str:
    return draw_zone_change(story.BEFORE, story.AFTER, desk.CHANGE, settlements=story.PLACES, **options)


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_figure_names_what_it_shows() -> None:
    """The settlement gained under both names, the distance and the area with their intervals."""
    said = words(draw(agreed_area=story.AGREED_AREA.wkb))
    assert "South Ridge / Zudgrat" in said
    assert "5.5 ± 0.3 km" in said
    assert "Gained: 62 ± 3 km²" in said
    assert "Agreed area" in said
    assert "Settlement now inside" in said


def test_the_legend_leaves_out_what_the_figure_does_not_show() -> None:
    """No agreed area given, none in the legend; nothing lost, no hatching."""
    said = words(draw())
    assert "Agreed area" not in said
    assert not any(text.startswith("Lost") for text in said)


def test_a_figure_of_its_own_says_what_its_map_says_of_itself() -> None:
    """A note stands below the legend, shortened to a line; in a page, where there is no title, the page says it."""
    noted = msgspec.structs.replace(story.AFTER, note="illustrative, drawn by hand. " + "Very long. " * 40)
    drawn = draw_zone_change(story.BEFORE, noted, desk.CHANGE, title="Sector South")
    (note,) = (text for text in words(drawn) if text.startswith("Note: illustrative, drawn by hand."))
    assert note.endswith("…")
    assert len(note) < 140
    assert not any("illustrative" in text for text in words(draw_zone_change(story.BEFORE, noted, desk.CHANGE)))


def test_a_close_up_shows_the_ground_that_changed() -> None:
    """Of a zone of 16.7 km, the southern third that was gained: the scale is the larger, and the same places are named."""
    part = ChangedPart(
        kind="gained",
        km2=desk.CHANGE.gained_km2,
        depth_km=5.5,
        verdict="moved",
        geometry=shapely.geometry.mapping(shapely.box(10.0, -0.05, 10.1, 0.0)),
    )
    change = msgspec.structs.replace(desk.CHANGE, parts=(part,))
    whole, close = (
        draw_zone_change(story.BEFORE, story.AFTER, change, settlements=story.PLACES, close_up=close_up)
        for close_up in (False, True)
    )
    assert {"5 km", "South Ridge / Zudgrat"} <= set(words(whole))
    assert {"2 km", "South Ridge / Zudgrat"} <= set(words(close))
    nothing = msgspec.structs.replace(desk.CHANGE, parts=())
    drawn = [draw_zone_change(story.BEFORE, story.AFTER, nothing, close_up=close_up) for close_up in (False, True)]
    assert drawn[0] == drawn[1]


def test_lost_ground_is_hatched() -> None:
    """The change the other way round draws hatching where ground was given up."""
    change = msgspec.structs.replace(
        desk.CHANGE, gained_km2=desk.ZERO, lost_km2=desk.CHANGE.gained_km2, furthest_gain=None, settlements=()
    )
    back = draw_zone_change(story.AFTER, story.BEFORE, change, colour="#D55E00")
    hatching = max(re.findall(r'<path d="([^"]*)" fill="none" stroke="#D55E00"', back), key=len)
    assert hatching.count("M") > 20
    assert "Lost: 62 ± 3 km²" in words(back)


def test_the_boundary_is_a_band_as_wide_as_its_error() -> None:
    """Ten times the drawing error makes the drawn band about ten times as wide."""

    def band_width(error_m: float) -> float:
        later = msgspec.structs.replace(story.AFTER, drawing_error_m=error_m)
        svg = draw_zone_change(story.BEFORE, later, desk.CHANGE, colour="#123456")
        (path,) = re.findall(r'<path d="([^"]*)" fill="#123456" fill-opacity="0.3"', svg)
        rings = [
            [tuple(map(float, point.split())) for point in ring.split("L")] for ring in re.findall(r"M([^MZ]*)Z", path)
        ]
        outer, inner = (shapely.Polygon(ring) for ring in rings)
        return float(inner.distance(outer.exterior))

    assert band_width(500) == pytest.approx(10 * band_width(50), rel=0.08)


def test_a_stretch_that_was_drawn_better_has_a_narrower_band() -> None:
    """The band is a quarter as wide along the southern half, which was drawn to a quarter of the error."""
    south = BoundaryStretch(
        drawing_error_m=story.AFTER.drawing_error_m / 4, wkb=shapely.to_wkb(shapely.box(9, -1, 11, 0.02))
    )
    uneven = msgspec.structs.replace(story.AFTER, stretches=(south,))
    shape = shapely.from_wkb(story.AFTER.wkb)
    frame = Frame(shape, width=760, lowest=300, highest=900)
    even_band, band = draw_band(story.AFTER, frame), draw_band(uneven, frame)
    widths = []
    for latitude in (shape.bounds[1], shape.bounds[3]):
        x, y = frame.project_point(10.05, latitude)
        across = shapely.LineString([(x, y - 60), (x, y + 60)])
        widths.append(shapely.intersection(across, band).length / shapely.intersection(across, even_band).length)
    assert widths == [pytest.approx(0.25, rel=0.05), pytest.approx(1)]


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("responsibility", 'stroke-width="1.8"'),
        ("control", 'stroke-width="3.2"'),
        ("claim", 'stroke-dasharray="0.1 5"'),
        ("buffer", 'class="gt-core"'),
    ],
)
def test_zone_kinds_differ_by_line(kind: ZoneKind, sign: str) -> None:
    """Solid, thick, dotted, double."""
    svg = draw_zone_change(story.BEFORE, msgspec.structs.replace(story.AFTER, kind=kind), desk.CHANGE)
    assert sign in svg


def test_a_figure_is_the_same_each_time_and_fits_its_width() -> None:
    """The same input gives the same text; a narrow one is narrow."""
    assert draw() == draw()
    assert ET.fromstring(draw(width=360)).get("width") == "360"


def test_a_name_cannot_leave_its_place() -> None:
    """A zone's name with markup in it, or a colour that is none, stays harmless."""
    later = msgspec.structs.replace(story.AFTER, name="<script>")
    svg = draw_zone_change(story.BEFORE, later, desk.CHANGE, title="<b>", colour='red" onload="x')
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert "onload" not in svg


def test_the_frame_is_true_to_area_and_north_up() -> None:
    """A hundredth of a degree at the equator is 1.11 km both ways, and north is up."""
    frame = Frame(shapely.box(10, -0.05, 10.1, 0.1), width=700, lowest=300, highest=900)
    west, east = frame.project_point(10.0, 0.0), frame.project_point(10.1, 0.0)
    assert (east[0] - west[0]) * frame.metres_per_pixel == pytest.approx(11132, rel=0.005)
    assert frame.project_point(10.0, 0.1)[1] < frame.project_point(10.0, 0.0)[1]


@pytest.mark.parametrize("degrees", [0.05, 1.0, 7.0])
def test_the_scale_bar_is_as_long_as_it_says(degrees: float) -> None:
    """A round distance, no longer than a fifth of the width."""
    frame = Frame(shapely.box(10, 0, 10 + degrees, degrees), width=700, lowest=300, highest=900)
    pixels, text = frame.scale_bar()
    assert pixels * frame.metres_per_pixel == pytest.approx(1000 * float(text.removesuffix(" km")))
    assert 700 / 14 < pixels <= 700 / 5


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [(46.8, 39.6, "Azerbaijan"), (44.5, 40.2, "Armenia"), (10.1, 0.05, "Gabon"), (33.0, 35.0, "Cyprus")],
)
def test_the_base_map_knows_where_countries_lie(longitude: float, latitude: float, country: str) -> None:
    """Points well inside countries are theirs; the middle of an ocean is nobody's."""
    found = find_countries((longitude - 0.01, latitude - 0.01, longitude + 0.01, latitude + 0.01))
    assert [name for name, _ in found] == [country]
    assert find_countries((-30.01, 0, -30, 0.01)) == []


def test_a_zone_across_the_antimeridian_is_drawn_in_one_piece() -> None:
    """Its two halves meet in the middle of the window without a seam, with the ground of both hemispheres under them."""
    halves = shapely.MultiPolygon([shapely.box(179, 65.5, 180, 66), shapely.box(-180, 65.5, -179, 66)])
    frame = Frame(halves, width=600, lowest=300, highest=600)
    west, _, east, _ = frame.degrees()
    assert (round(west), round(east)) == (178, 182)
    drawn = frame.project(halves)
    assert isinstance(drawn, shapely.Polygon)
    assert drawn.bounds[0] < 90
    assert drawn.bounds[2] > 510
    ((name, ground),) = find_countries(frame.degrees())
    assert name == "Russia"
    assert ground.contains(shapely.Point(178.5, 66.1))
    assert ground.contains(shapely.Point(-179.9, 66.1))


def test_labels_do_not_meet() -> None:
    """A second label at the same mark goes elsewhere, and one that finds no room is left out."""
    room = Box(0, 0, 200, 60)
    first = place_label("Here", 100, 30, size=12, gap=6, inside=room, taken=())
    assert first is not None
    second = place_label("Here", 100, 30, size=12, gap=6, inside=room, taken=(first[1],))
    assert second is not None
    assert not first[1].meets(second[1])
    assert place_label("Here", 100, 30, size=12, gap=6, inside=room, taken=(room,)) is None
