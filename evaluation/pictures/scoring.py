"""The score of shapes traced from made pictures: how well they cover the truth, and whether their stated error holds."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from evaluation.pictures.drawing import MadeMap
from groundtruce.collect.pictures.classes import ClassPart
from groundtruce.collect.pictures.extraction import trace_classes
from groundtruce.collect.pictures.images import load_picture


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


def score_map(made: MadeMap) -> Score:
    """Trace a picture as a user would, by what its style and condition offer, and compare."""
    picture = load_picture(made.content, name=f"{made.style}, {made.condition}, {made.seed}")
    (traced,) = trace_classes(picture, point_out(made))
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
