"""The labels of a map whose region is about known, each with the settlement near it whose name is like what was read."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from groundtruce.collect.georeference.choice import choose_georeference
from groundtruce.collect.georeference.consensus import Agreement, inverse_mercator, mercator, picture_plane, wrap
from groundtruce.collect.georeference.control_points import ControlPoint
from groundtruce.collect.georeference.georeferences import Georeference
from groundtruce.collect.georeference.label_anchors import Placement, common_error, find_anchors
from groundtruce.collect.georeference.map_places import PlaceFinder, find_spots, match_nearby, places_ground
from groundtruce.collect.georeference.map_words import Phrase
from groundtruce.collect.georeference.planes import Points
from groundtruce.errors import UnusableInput
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value

FEWEST_LABELS = 5
"""Labels that must agree before a map is georeferenced by them."""


class PlacedLabel(Value):
    """A phrase matched with a place, and the pixel where the place is taken to lie."""

    phrase: Phrase
    place: GazetteerEntry
    x: float
    y: float


class RegionMatch(NamedTuple):
    """The labels that agree, and what they give."""

    georeference: Georeference
    labels: list[PlacedLabel]
    gain: float
    """The logarithm of how much likelier the points are under the georeference than anywhere in the picture."""


def match_region(
    phrases: Sequence[Phrase],
    agreement: Agreement,
    placement: Placement,
    *,
    finder: PlaceFinder,
    size: tuple[int, int],
    name: str,
) -> RegionMatch | None:
    """Labels matched with places near where `agreement` has them, fitted, and matched again by that fit.

    None where fewer than `FEWEST_LABELS` remain. `size` is the picture's width and height.
    """
    places = _places_shown(agreement, finder, size)
    if not places:
        return None
    anchors, spots, ground = find_anchors(phrases, placement), find_spots(phrases), places_ground(places)
    pixels = _by_agreement(agreement, ground)
    best: RegionMatch | None = None
    # Labels scatter by pixels, which is too much for a transformation that can bend: that is chosen at the end.
    for _ in range(_ROUNDS):
        misses = _distances(anchors.pixels, pixels) / anchors.tolerance[:, None]
        labels = [
            PlacedLabel(
                phrase=phrases[row],
                place=places[column],
                x=float(anchors.pixels[row, 0]),
                y=float(anchors.pixels[row, 1]),
            )
            for row, column in match_nearby(phrases, spots, places, misses)
        ]
        found = fit_labels(labels, size=size, name=name, placement=placement)
        if found is None or (best is not None and found.gain <= best.gain):
            break
        best, pixels = found, found.georeference.to_picture(ground)
    return best


def fit_labels(
    labels: Sequence[PlacedLabel], *, size: tuple[int, int], name: str, placement: Placement | Literal["symbol"]
) -> RegionMatch | None:
    """The georeference by the labels that agree; those far off the others are left out, one by one, the worst first."""
    width, height = size
    kept = list(labels)
    while len(kept) >= FEWEST_LABELS:
        points = [_point(label) for label in kept]
        try:
            found = choose_georeference(points, width=width, height=height, name=name, kinds=("similarity", "affine"))
        except UnusableInput:
            return None
        off = np.array([each.left_out_m for each in found.points])
        limit = max(_OUTLYING * float(np.median(off)), found.pixel_m())
        if off.max() <= limit:
            return _rate(found, kept, placement)
        kept.pop(int(off.argmax()))
    return None


# ---------------------------------------------------------------------------------------------------------------

_ROUNDS = 4
# A point further off than this many times the median is no point of that label.
_OUTLYING = 3.5
# A share of the picture around it whose places may belong to labels in it.
_MARGIN = 0.02


def _point(label: PlacedLabel) -> ControlPoint:
    return ControlPoint(
        x=round(label.x, 2),
        y=round(label.y, 2),
        longitude=label.place.longitude,
        latitude=label.place.latitude,
        name=label.place.names[0].text,
        source=f"read “{label.phrase.text}”, {label.place.id}",
    )


def _rate(found: Georeference, labels: list[PlacedLabel], placement: Placement | Literal["symbol"]) -> RegionMatch:
    pixel = found.pixel_m()
    height = float(np.median([label.phrase.line_height for label in labels]))
    spread = max(found.cross_validated_rms_m / pixel, 0.5) / np.sqrt(2)
    gain = len(labels) * float(np.log(found.width * found.height / (2 * np.pi * np.e * spread**2)))
    shared = round(common_error(placement) * height * pixel, 3)
    return RegionMatch(msgspec.structs.replace(found, added_error_m=shared), labels, gain)


def _places_shown(agreement: Agreement, finder: PlaceFinder, size: tuple[int, int]) -> list[GazetteerEntry]:
    """The settlements within the picture, each place once: of those at one point, the first."""
    width, height = size
    across, down = _MARGIN * width, _MARGIN * height
    corners = np.array(
        [(x, y) for x in (-across, width + across) for y in (-down, height + down)],
        np.float64,
    )
    ground = inverse_mercator(agreement.turn * picture_plane(corners) + agreement.shift)
    west, south = ground.min(axis=0)
    east, north = ground.max(axis=0)
    turns = 360 * np.floor((west + 180) / 360)
    found = finder.find_within(west=west - turns, south=south, east=min(east - turns, west - turns + 360), north=north)
    return list({(place.longitude, place.latitude): place for place in reversed(found)}.values())[::-1]


def _by_agreement(agreement: Agreement, ground: Points) -> Points:
    z = wrap(mercator(ground) - agreement.shift) / agreement.turn
    return np.column_stack([z.real, -z.imag])


def _distances(first: Points, second: Points) -> NDArray[np.float64]:
    return np.asarray(np.hypot(*(first[:, None, :] - second[None, :, :]).transpose(2, 0, 1)), np.float64)
