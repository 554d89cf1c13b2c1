"""Measures control points that are found by the names on made maps."""

import time
from typing import NamedTuple

import click
import numpy as np

from evaluation.label_maps import DESIGNS, HEIGHT, WIDTH, LabelMap, MapDesign, draw_label_map
from groundtruce.collect.gazetteers import WorldGazetteer
from groundtruce.collect.georeference.automatic import AutomaticControl, find_control
from groundtruce.collect.georeference.control_points import ControlPoint
from groundtruce.collect.georeference.planes import Points
from groundtruce.errors import UnusableInput
from groundtruce.settings import Settings


class Score(NamedTuple):
    """How well a map was georeferenced by its names."""

    title: str
    labels: int
    """Labels that carry their place's name."""
    right: int
    """Control points that are the place their label stands for."""
    wrong: int
    placement: str
    kind: str
    residual_px: float
    """The median residual of the points."""
    error_px: float
    """The true error of the georeference along one axis: the root mean square over a grid on the picture."""
    stated_px: float
    """What the georeference states for it."""
    seconds: float
    """Of this process, without tesseract's."""


def score_map(design: MapDesign, gazetteer: WorldGazetteer, *, seed: int) -> Score:
    """Draw a map, find its control points, and compare."""
    drawn = draw_label_map(design, gazetteer, seed=seed)
    labels = sum(drawn.labels.values())
    start = time.process_time()
    try:
        found = find_control(drawn.picture, finder=gazetteer, name=design.title)
    except UnusableInput:
        return Score(design.title, labels, 0, 0, "none", "none", np.nan, np.nan, np.nan, time.process_time() - start)
    return _score(design.title, drawn, found, labels, time.process_time() - start)


@click.command()
@click.option("--only", type=int, multiple=True, help="The numbers of the maps, from 1.")
@click.option("--shift", type=float, default=0.0, help="Degrees to move every map by: other names, other ground.")
def georeference(only: tuple[int, ...], shift: float) -> None:
    """Find the control points of the made maps by the names on them, and print how right they are."""
    gazetteer = WorldGazetteer.open(Settings().cache_directory)
    click.echo(
        "| map | names | right | wrong | points lie at | kind | residual, px | true error, px | stated, px | s |"
    )
    click.echo("|---|---|---|---|---|---|---|---|---|---|")
    for number, design in enumerate(DESIGNS, 1):
        if not only or number in only:
            moved = design._replace(longitude=design.longitude + shift, latitude=design.latitude - shift / 2)
            click.echo(_row(score_map(moved, gazetteer, seed=number + round(1000 * abs(shift)))))


# ---------------------------------------------------------------------------------------------------------------


def _score(title: str, drawn: LabelMap, found: AutomaticControl, labels: int, seconds: float) -> Score:
    reference = found.georeference
    right = sum(_is_right(point, drawn) for point in reference.control_points)
    grid = _grid()
    ground = reference.to_ground(grid)
    misses = drawn.to_picture(ground) - grid
    pixel = reference.pixel_m()
    return Score(
        title=title,
        labels=labels,
        right=right,
        wrong=len(reference.points) - right,
        placement=found.placement,
        kind=f"{reference.kind}, {reference.plane.kind}",
        residual_px=float(np.median([each.residual_m for each in reference.points])) / pixel,
        error_px=float(np.sqrt((misses**2).mean())),
        stated_px=float(np.sqrt((reference.error_m(grid) ** 2).mean())) / pixel,
        seconds=seconds,
    )


def _is_right(point: ControlPoint, drawn: LabelMap) -> bool:
    """Whether a label with the place's own name was taken for it. The source ends in the place's identifier."""
    return drawn.labels.get(point.source.rpartition(", ")[2], False)


def _grid() -> Points:
    across, down = np.meshgrid(np.linspace(0, WIDTH, 9), np.linspace(0, HEIGHT, 9))
    return np.column_stack([across.ravel(), down.ravel()])


def _row(score: Score) -> str:
    figures = (f"{value:.1f}" for value in (score.residual_px, score.error_px, score.stated_px, score.seconds))
    counts = f"{score.labels} | {score.right} | {score.wrong} | {score.placement} | {score.kind}"
    return f"| {score.title} | {counts} | {' | '.join(figures)} |"


if __name__ == "__main__":
    georeference()
