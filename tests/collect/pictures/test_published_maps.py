"""Two published frames of one picture map, which lie outside the project."""

from pathlib import Path

import pytest
import shapely

from groundtruce.collect.pictures.classes import parse_class
from groundtruce.collect.pictures.extraction import trace_classes
from groundtruce.collect.pictures.images import load_picture

BOTH = ("west=at:670,90", "west=at:933,388")
FRAMES = {
    "karabakh-2020-09-27.png": ("west=at:640,400", *BOTH),
    "karabakh-2020-10-22.png": ("west=at:560,300", *BOTH, "east=at:860,565", "east=at:737,101"),
}


@pytest.mark.slow
def test_both_frames_draw_one_area_and_the_second_gives_some_of_it_away(shared: Path) -> None:
    """Dithered, half-transparent, with a hatched strip: the unions of both sides agree within 2 % in area and place."""
    unions, east = [], None
    for name, classes in FRAMES.items():
        file = shared / "data" / "maps" / name
        if not file.exists():
            pytest.skip(f"{name} is not here (../shared/data)")
        traced = trace_classes(load_picture(file.read_bytes(), name=name), [parse_class(text) for text in classes])
        unions.append(shapely.union_all([each.shape.buffer(1) for each in traced]).buffer(-1))
        east = traced[-1]
    assert unions[1].area == pytest.approx(unions[0].area, rel=0.02)
    assert unions[0].intersection(unions[1]).area > 0.97 * unions[0].area
    assert east is not None
    assert len(east.shape.geoms) == 2
    assert 0.13 < east.shape.area / unions[1].area < 0.16
