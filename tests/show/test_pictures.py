"""Figures as pictures of their own."""

import struct
import xml.etree.ElementTree as ET

import pytest

from groundtruce.show.figures import draw_zone_change
from groundtruce.show.pictures import MARGIN, PNG_SCALE, write_png, write_svg
from tests import story
from tests.show import desk


@pytest.fixture(scope="module")
def figure() -> str:
    return draw_zone_change(story.BEFORE, story.AFTER, desk.CHANGE, settlements=story.PLACES, title="Sector South")


def test_an_svg_has_a_margin_and_all_of_the_figure(figure: str) -> None:
    """The figure stands inside paper that is larger by the margin on each side."""
    inner, outer = ET.fromstring(figure), ET.fromstring(write_svg(figure))
    for side in ("width", "height"):
        assert float(outer.attrib[side]) == pytest.approx(float(inner.attrib[side]) + 2 * MARGIN)
    assert len(list(outer.iter())) == len(list(inner.iter())) + 2
    with pytest.raises(ValueError, match="does not begin"):
        write_svg("<html></html>")


def test_a_png_is_the_same_bytes_every_time_and_twice_as_large(figure: str) -> None:
    """Its size stands in its header; what it shows in light is drawn, so that the file is no blank."""
    pytest.importorskip("resvg_py", reason="the figures extra is not installed")
    picture = write_png(figure)
    width, height = struct.unpack(">II", picture[16:24])
    outer = ET.fromstring(write_svg(figure))
    assert picture.startswith(b"\x89PNG")
    assert (width, height) == (
        round(PNG_SCALE * float(outer.attrib["width"])),
        pytest.approx(PNG_SCALE * float(outer.attrib["height"]), abs=1),
    )
    assert len(picture) > 20_000
    assert write_png(figure) == picture
    # Another word is other pixels: text is drawn.
    assert write_png(figure.replace("South Ridge", "North Ridge")) != picture
