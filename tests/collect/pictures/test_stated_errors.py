"""The error that tracing states follows the real one: on one made map of each kind, with what makes it hard."""

import pytest

from evaluation.pictures.drawing import Condition, Style, make_map
from evaluation.pictures.scoring import ENOUGH, MOST, score_map


@pytest.mark.parametrize(
    ("style", "condition", "seed", "least_iou"),
    [
        ("flat", "labels and roads", 3, 0.985),
        ("half-transparent", "JPEG 60", 6, 0.985),
        ("hatched", "labels and roads", 9, 0.96),
        ("outline", "labels and roads", 10, 0.95),
        ("outline", "64 colours", 5, 0.95),
    ],
)
def test_the_boundary_lies_within_twice_the_stated_error(
    style: Style, condition: Condition, seed: int, least_iou: float
) -> None:
    """Along 95 % of its length; and the error is not stated at more than three times what it is."""
    score = score_map(make_map(style, condition, seed))
    assert score.iou >= least_iou
    assert score.within >= ENOUGH
    assert score.stated_px <= MOST * score.true_px
