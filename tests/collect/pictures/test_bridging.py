"""What lies on a zone is bridged; what runs along it or out of it is no part of it."""

import numpy as np

from groundtruce.collect.pictures.bridging import bridge
from groundtruce.collect.pictures.colours import Mask


def picture(*boxes: tuple[slice, slice]) -> Mask:
    mask = np.zeros((120, 160), np.bool_)
    for rows, columns in boxes:
        mask[rows, columns] = True
    return mask


ZONE = (slice(20, 80), slice(20, 120))
NOTHING = np.zeros((120, 160), np.bool_)


def test_a_road_across_a_zone_is_bridged() -> None:
    """Four pixels of road are no gap in the ground."""
    cut = picture(ZONE)
    cut[:, 60:64] = False
    assert bridge(cut, NOTHING)[22:78, 60:64].all()


def test_a_road_of_the_zone_s_colour_along_it_draws_in_no_ground() -> None:
    """A line of three pixels that runs beside the zone, four pixels off and joined to it, is left out with the strip between."""
    road = picture(ZONE, (slice(84, 87), slice(30, 110)), (slice(80, 87), slice(30, 33)))
    region = bridge(road, NOTHING)
    assert region[:80].sum() >= 0.995 * picture(ZONE).sum()
    assert not region[82:, 40:].any()


def test_a_border_of_the_zone_s_colour_that_runs_out_of_it_is_left_out() -> None:
    """Forty pixels of a line five pixels wide are an arm."""
    assert not bridge(picture(ZONE, (slice(50, 55), slice(120, 160))), NOTHING)[:, 124:].any()


def test_a_part_of_the_zone_cut_off_by_a_name_at_its_edge_stays() -> None:
    """A strip of four pixels between a name and the edge is ground."""
    named = picture(ZONE)
    named[68:76, 50:90] = False
    silent = np.zeros_like(named)
    silent[68:76, 50:90:2] = True
    assert bridge(named, silent)[66:80, 50:90].all()
