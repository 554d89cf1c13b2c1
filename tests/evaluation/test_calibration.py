"""A small part of the calibration, on the zones that are generated: what is stated of the error must roughly hold."""

import numpy as np
import pytest
import shapely

from evaluation.calibration.drawing import Change, Field, Outline
from evaluation.calibration.figures import summarise
from evaluation.calibration.shapes import generate_zones
from evaluation.calibration.trials import KINDS, find_truth, run_trials

ZONES = generate_zones()
REDRAW, BULGE, _ = KINDS


def test_a_drawing_strays_by_its_error() -> None:
    """The outline of a disc drawn with 100 m strays by 100 m, and the ground it means by nothing."""
    outline = Outline(ZONES[0], step_km=0.05)
    drawn = outline.draw(field=Field(0.1, 0.5), random=np.random.default_rng(1))
    radii = np.hypot(*shapely.get_coordinates(drawn).T)
    assert radii.std() == pytest.approx(0.1, rel=0.15)
    assert outline.draw().area == pytest.approx(np.pi * 20**2, rel=1e-4)


def test_the_truth_of_a_bulge_is_known() -> None:
    """A cosine bell 2 km deep and 3 km long at half its depth holds 6 km² along a straight side."""
    square = next(zone for zone in ZONES if zone.name == "square")
    outline = Outline(square, step_km=0.02)
    truth = find_truth(outline.draw(), outline.draw(change=Change(2, 3, 0.125)))
    assert (truth.gained, truth.lost) == (pytest.approx(6, rel=0.01), 0)
    assert truth.furthest_gain == pytest.approx(2, rel=0.01)


@pytest.mark.slow
def test_what_is_stated_of_redraws_and_bulges_roughly_holds() -> None:
    """Of 48 redraws few are called moved, of 48 bulges most; intervals hold the truth in nine of ten."""
    redraws, bulges = (summarise(list(run_trials(kind, ZONES, pairs=48))) for kind in (REDRAW, BULGE))
    assert redraws["moved"] <= 13
    assert bulges["moved"] >= 87
    for row in (redraws, bulges):
        assert row["net holds"] >= 85
        assert min(row["gained holds"], row["lost holds"], row["furthest_gain holds"]) >= 87
        assert max(row["net width"], row["gained width"], row["furthest_gain width"]) < 1.5
