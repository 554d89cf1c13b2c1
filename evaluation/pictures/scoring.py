"""The score of shapes traced from made pictures: how well they cover the truth, and whether their stated error holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import click
import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from evaluation.pictures.drawing import CONDITIONS, STYLES, MadeMap, make_map
from groundtruce.collect.pictures.extraction import trace_classes
from groundtruce.collect.pictures.images import load_picture
from groundtruce.errors import UnusableInput
from groundtruce.model.traces import ClassPart

SEEDS = (101, 102, 103)
"""Not those that the constants were set on (1 to 24)."""
ENOUGH, MOST = 0.95, 3.0


@dataclass(frozen=True, kw_only=True)
class Score:
    """How one picture was traced."""

    style: str
    condition: str
    seed: int
    iou: float
    """Intersection over union with the truth."""
    within: float
    """The share of the true boundary's length that lies within twice the stated error of the traced one."""
    stated_px: float
    true_px: float
    """The root mean square distance from the true boundary to the traced one."""


def evaluate(_: Path, *, limit: int | None = None) -> dict[str, float]:
    """Figures by style over all pictures; with `limit` over half as many as that, since each takes some seconds."""
    return summarise(list(islice(score_all(), limit and max(len(STYLES), limit // 2))))


def score_all() -> Iterator[Score]:
    """The score of each style in each condition, for each seed, one after the other, so that few are of all styles."""
    for seed, condition, style in product(SEEDS, CONDITIONS, STYLES):
        yield score_map(make_map(style, condition, seed))


def summarise(scores: Sequence[Score]) -> dict[str, float]:
    """The figures of each style.

    The median and the least IoU in percent; how much of the true boundary lies within twice the stated error, of all
    pictures together, in percent; the share of pictures in which 95 % of it does; the stated error over the true one, in
    the median; and the share of pictures in which it is at most three times as large.
    """
    return {
        f"{style} {name}": value
        for style in dict.fromkeys(score.style for score in scores)
        for name, value in _summarise([score for score in scores if score.style == style]).items()
    }


@click.command()
def pictures() -> None:
    """Score the tracing of made picture maps and print each."""
    scores = []
    for score in score_all():
        scores.append(score)
        print(
            f"{score.style}, {score.condition}, {score.seed}: IoU {score.iou:.4f}, within {score.within:.3f},"
            f" stated {score.stated_px:.2f} px, true {score.true_px:.2f} px"
        )
    for name, value in summarise(scores).items():
        print(f"{name}: {value:.2f}")


def score_map(made: MadeMap) -> Score:
    """Trace a picture as a user would, by what its style and condition offer, and compare; a refusal counts as nothing."""
    picture = load_picture(made.content, name=f"{made.style}, {made.condition}, {made.seed}")
    try:
        (traced,) = trace_classes(picture, point_out(made))
    except UnusableInput:
        return Score(
            style=made.style, condition=made.condition, seed=made.seed, iou=0, within=0, stated_px=1, true_px=np.inf
        )
    return compare(made, traced.shape, traced.edge_error_px)


def point_out(made: MadeMap) -> list[ClassPart]:
    """By the legend where there is one; else fills by a point in each part, strokes by their colour."""
    drawn = {"hatched": "hatched", "outline": "outline"}.get(made.style, "filled")
    if made.legend_at:
        return [ClassPart(name="zone", by="legend", drawn=drawn, point=made.legend_at)]  # type: ignore[arg-type]
    if drawn == "filled":
        return [ClassPart(name="zone", by="at", point=point) for point in made.inside]
    return [ClassPart(name="zone", by="colour", drawn=drawn, colour=made.ink)]  # type: ignore[arg-type]


def compare(made: MadeMap, shape: MultiPolygon, stated_px: float) -> Score:
    """The score of a traced shape."""
    truth = made.truth
    distances = shapely.distance(_walk(truth), shape.boundary)
    return Score(
        style=made.style,
        condition=made.condition,
        seed=made.seed,
        iou=shape.intersection(truth).area / shape.union(truth).area,
        within=float((distances <= 2 * stated_px).mean()),
        stated_px=stated_px,
        true_px=float(np.sqrt((distances**2).mean())),
    )


# ---------------------------------------------------------------------------------------------------------------


def _walk(shape: MultiPolygon) -> np.ndarray:
    """Points along every ring, half a pixel apart."""
    rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
    return np.concatenate([shapely.line_interpolate_point(ring, np.arange(0, ring.length, 0.5)) for ring in rings])


def _summarise(scores: Sequence[Score]) -> dict[str, float]:
    return {
        "median IoU": 100 * float(np.median([score.iou for score in scores])),
        "least IoU": 100 * min(score.iou for score in scores),
        "boundary within twice the stated": 100 * float(np.mean([score.within for score in scores])),
        "pictures with 95 % within": _percent(score.within >= ENOUGH for score in scores),
        "stated error over true": float(np.median([score.stated_px / score.true_px for score in scores])),
        "pictures stated at most threefold": _percent(score.stated_px <= MOST * score.true_px for score in scores),
    }


def _percent(held: Iterable[bool]) -> float:
    return 100 * float(np.mean(list(held)))
