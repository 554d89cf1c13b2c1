"""Extraction: the shapes of several classes of one picture, in its pixels, each with the error of its edge.

1. Noise is measured, and blurred away where there is any (`noise`).
2. Fills are told apart by their palettes (`fills`), what lies on top is bridged (`bridging`).
3. Hatchings and outlines are found by their strokes (`strokes`, `hatchings`, `outlines`); a fill of another class covers
   them.
4. Edges are placed between pixels (`edges`) and traced (`contours`); how sharply they could be placed is their error
   (`edge_errors`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import ndimage
from shapely import affinity
from shapely.geometry import MultiPolygon

from groundtruce.collect.pictures.bridging import SPECK, STROKE, bridge, drop_specks
from groundtruce.collect.pictures.colours import Bins, Floats, Mask, bin_pixels, to_oklab
from groundtruce.collect.pictures.contours import trace_contours
from groundtruce.collect.pictures.edge_errors import (
    EdgeError,
    combine_errors,
    error_of_edge,
    error_of_hatching,
    error_of_outline,
)
from groundtruce.collect.pictures.edges import soften
from groundtruce.collect.pictures.fill_edges import find_letters, move_fill_edge
from groundtruce.collect.pictures.fills import Fill, FoundFill, find_fills, learn_again, weigh_nearby
from groundtruce.collect.pictures.hatchings import find_hatching
from groundtruce.collect.pictures.images import Picture
from groundtruce.collect.pictures.inks import keep_around
from groundtruce.collect.pictures.morphology import close, dilate
from groundtruce.collect.pictures.noise import blur_picture, choose_blur, has_few_colours, shrink
from groundtruce.collect.pictures.outlines import enclose
from groundtruce.collect.pictures.samples import TOLERANCE, fill_colour, ink_colour, window_of
from groundtruce.collect.pictures.strokes import Strokes, measure_ink
from groundtruce.errors import UnusableInput
from groundtruce.model.traces import ClassPart


class TracedClass(NamedTuple):
    """A class as the picture draws it."""

    name: str
    shape: MultiPolygon
    """In pixels: x to the right, y down, (0, 0) the top-left corner of the top-left pixel."""
    edge_error_px: float
    """One standard deviation of where the edge was placed, across it."""
    notes: tuple[str, ...]
    """What was seen, in words: how it is drawn, how much of its edge is bridged."""


def trace_classes(
    picture: Picture, parts: Sequence[ClassPart], *, tolerance: float = TOLERANCE, least_px: int = SPECK
) -> tuple[TracedClass, ...]:
    """The classes of a picture in the order of their first part; the parts of one name become one class.

    `tolerance` is how far the map's colour may look from one that is given (OKLab times 100), `least_px` the smallest
    part and the smallest hole, in pixels. Points of `parts` are in pixels. Raises `UnusableInput`, naming the picture,
    where a class is nowhere in it or a point lies outside it.
    """
    for part in parts:
        _check_point(part, picture)
    factor = math.ceil(math.sqrt(picture.width * picture.height / _MOST_TRACED_PIXELS))
    if factor == 1:
        return _trace(picture.name, picture.rgb, parts, tolerance, least_px)
    shrunk = [_shrink_part(part, factor) for part in parts]
    least = max(1, round(least_px / factor**2))
    traced = _trace(picture.name, shrink(picture.rgb, factor), shrunk, tolerance, least)
    return tuple(_enlarge(each, factor) for each in traced)


# ---------------------------------------------------------------------------------------------------------------

_MOST_TRACED_PIXELS = 7_000_000
"""Larger pictures are traced at a half, a third … of their size, which keeps memory below a gigabyte."""


def _shrink_part(part: ClassPart, factor: int) -> ClassPart:
    if part.point is None:
        return part
    return msgspec.structs.replace(part, point=(part.point[0] / factor, part.point[1] / factor))


def _enlarge(traced: TracedClass, factor: int) -> TracedClass:
    shape = affinity.scale(traced.shape, factor, factor, origin=(0, 0))
    note = f"traced at 1/{factor} of its size: pixels in these notes are {factor} × {factor} of the picture's"
    return TracedClass(traced.name, shape, traced.edge_error_px * factor, (*traced.notes, note))


def _trace(
    name: str, full: npt.NDArray[np.uint8], parts: Sequence[ClassPart], tolerance: float, least_px: int
) -> tuple[TracedClass, ...]:
    blur = choose_blur(full)
    rgb = blur_picture(full, blur)
    seen = _Seen(name, rgb, bin_pixels(rgb), blur, has_few_colours(full), tolerance, least_px)
    fills = _trace_fills(seen, [part for part in parts if part.drawn == "filled"])
    filled = np.logical_or.reduce(
        [layer.inside > 0.5 for layer in fills.values()] or [np.zeros_like(seen.bins, np.bool_)]
    )
    drawn = [(part.name, _trace_strokes(seen, part, filled)) for part in parts if part.drawn != "filled"]
    names = dict.fromkeys(part.name for part in parts)
    return tuple(_finish(seen, owned, fills, [layer for owner, layer in drawn if owner == owned]) for owned in names)


_MARGIN = 3.0
"""Pixels beside another class's fill at which an edge stays as the colours have it."""
_LEARNT_AGAIN = 2
"""How often inks and palettes are learnt anew from fills whose edge was moved."""
_ALIKE = 6.0
"""How far, in OKLab times 100, two samples of one fill may look from each other."""


class _Seen(NamedTuple):
    """A picture made ready."""

    name: str
    rgb: npt.NDArray[np.uint8]
    bins: Bins
    blur: float
    few_colours: bool
    """Whether shades are mixed of dots."""
    tolerance: float
    least_px: int


class _Layer(NamedTuple):
    """An area found in one way."""

    inside: Floats
    error: EdgeError
    note: str


class _Placed(NamedTuple):
    """A fill's region, its edge put where it is likeliest, and what that rests on."""

    region: Mask
    odds: Floats
    nearby: Floats
    letters: Mask


def _check_point(part: ClassPart, picture: Picture) -> None:
    if part.point is None:
        return
    x, y = part.point
    if not (0 <= x < picture.width and 0 <= y < picture.height):
        reason = f"the point {x:g},{y:g} of {part.name} lies outside its {picture.width} × {picture.height} pixels"
        raise UnusableInput(picture.name, reason)


def _trace_fills(seen: _Seen, parts: Sequence[ClassPart]) -> dict[str, _Layer]:
    found = find_fills(seen.rgb, seen.bins, _merge_alike([_point_out(seen, part) for part in parts]))
    for _ in range(_LEARNT_AGAIN):
        regions = {name: _place_edge(seen, parts, found, name).region for name in found}
        found = learn_again(seen.rgb, seen.bins, found, regions)
    layers = {}
    for name, fill in found.items():
        region, odds, nearby, letters = _place_edge(seen, parts, found, name)
        plain = np.where(region, odds > 0, odds < 0) & ~letters
        edge = soften(seen.rgb, region, plain, covered=letters, inks=fill.inks)
        error = error_of_edge(edge, region, nearby, blur=seen.blur, few_colours=seen.few_colours)
        layers[name] = _Layer(edge.inside, error, "filled")
    return layers


def _place_edge(seen: _Seen, parts: Sequence[ClassPart], found: Mapping[str, FoundFill], name: str) -> _Placed:
    fill = found[name]
    own = [part for part in parts if part.name == name]
    others = [other.mask for owner, other in found.items() if owner != name]
    odds = fill.odds[seen.bins]
    letters = find_letters(seen.rgb, odds) if fill.see_through else np.zeros_like(fill.mask)
    nearby = weigh_nearby(seen.bins, fill.odds)
    region = _tidy_fill(seen, fill, own, odds=odds, nearby=nearby, letters=letters, others=others)
    return _Placed(region, odds, nearby, letters)


def _point_out(seen: _Seen, part: ClassPart) -> Fill:
    colour = fill_colour(part, seen.rgb, seen.bins, tolerance=seen.tolerance, name=seen.name)
    points = (part.point,) if part.by == "at" and part.point else ()
    return Fill(part.name, colour, points, pure=part.by == "legend")


def _merge_alike(fills: Sequence[Fill]) -> list[Fill]:
    """Fills of one class that look the same made one, with the points of all, so that they are not told apart."""
    merged: list[Fill] = []
    for fill in fills:
        same = next((number for number, other in enumerate(merged) if _is_alike(fill, other)), None)
        if same is None:
            merged.append(fill)
        else:
            merged[same] = merged[same]._replace(points=merged[same].points + fill.points)
    return merged


def _is_alike(fill: Fill, other: Fill) -> bool:
    if fill.name != other.name or bool(fill.points) != bool(other.points) or fill.pure != other.pure:
        return False
    return float(np.linalg.norm(to_oklab(fill.colour) - to_oklab(other.colour))) <= _ALIKE


def _tidy_fill(
    seen: _Seen,
    fill: FoundFill,
    parts: Sequence[ClassPart],
    *,
    odds: Floats,
    nearby: Floats,
    letters: Mask,
    others: Sequence[Mask],
) -> Mask:
    """A fill with what lies on it bridged, its edge where it is likeliest, and its swatch left out."""
    region = bridge(fill.mask, np.abs(odds) < 1)
    if fill.see_through:
        fixed = dilate(np.logical_or.reduce(others), _MARGIN) if others else np.zeros_like(region)
        region = move_fill_edge(seen.rgb, region, fill.inks, odds=odds, nearby=nearby, letters=letters, fixed=fixed)
    region = drop_specks(region, least=seen.least_px)
    if parts and all(part.by == "at" for part in parts):
        region = keep_around(region, [part.point for part in parts if part.point])
    region = _leave_out_swatches(region, parts)
    if not region.any():
        raise UnusableInput(seen.name, f"nothing of {parts[0].name} is found on it")
    return region


def _leave_out_swatches(region: Mask, parts: Sequence[ClassPart]) -> Mask:
    points = [part.point for part in parts if part.by == "legend" and part.point]
    return region & ~keep_around(region, points) if points else region


def _trace_strokes(seen: _Seen, part: ClassPart, filled: Mask) -> _Layer:
    strokes = measure_ink(seen.rgb, ink_colour(part, seen.rgb))
    if part.drawn == "hatched":
        # A fill of the hatching's own colour beside it is no stripe.
        layer = _trace_hatching(seen, part, np.where(filled, 0, strokes.share))
    else:
        layer = _trace_outline(seen, part, strokes)
    if layer is None:
        missing = "no hatching" if part.drawn == "hatched" else "no closed outline"
        raise UnusableInput(seen.name, f"{missing} of {part.name} is found on it")
    return layer


_PERIOD_RADIUS = 48


def _trace_hatching(seen: _Seen, part: ClassPart, ink: Floats) -> _Layer | None:
    where: Mask = np.ones(ink.shape, np.bool_)
    if part.by == "at" and part.point:
        where[:] = False
        where[window_of(part.point, _PERIOD_RADIUS, ink.shape)] = True
    found = find_hatching(ink, where)
    if found is None:
        return None
    region = drop_specks(found.region, least=max(seen.least_px, int(4 * found.period**2)))
    region = _around(region, part, found.period)
    if not region.any():
        return None
    inside = ndimage.gaussian_filter(region.astype(np.float32), 1.0, truncate=3)
    note = f"hatched, {found.period:.1f} pixels from stripe to stripe"
    return _Layer(inside, error_of_hatching(inside, found.period), note)


def _trace_outline(seen: _Seen, part: ClassPart, strokes: Strokes) -> _Layer | None:
    found = enclose(strokes)
    if found is None:
        return None
    region = _around(drop_specks(found.field > 0, least=seen.least_px), part, found.usual_width / 2 + 4)
    if not region.any():
        return None
    nearby = dilate(region, 2)
    inside = np.where(nearby, (0.5 + found.field / 2).clip(0, 1), 0).astype(np.float32)
    note = f"an outline {found.usual_width:.1f} pixels wide"
    if found.closed > 1:
        note += f", with gaps of up to {2 * found.closed:g} pixels closed"
    error = error_of_outline(inside, found, strokes.fullest, blur=seen.blur, few_colours=seen.few_colours)
    return _Layer(inside, error, note)


def _around(region: Mask, part: ClassPart, reach: float) -> Mask:
    """What lies around the point that was given, or everything but the legend's swatch."""
    if part.point is None or part.by == "like":
        return region
    near = keep_around(dilate(region, reach), [part.point])
    return region & near if part.by == "at" else region & ~near


def _finish(seen: _Seen, name: str, fills: Mapping[str, _Layer], drawn: Sequence[_Layer]) -> TracedClass:
    others = [layer.inside for owner, layer in fills.items() if owner != name]
    covered = np.maximum.reduce(others) if others else np.float32(0)
    layers = [layer._replace(inside=np.minimum(layer.inside, 1 - covered)) for layer in drawn]
    if name in fills:
        layers.insert(0, fills[name])
    inside = _join([layer.inside for layer in layers])
    shape = trace_contours(inside, least_area=seen.least_px)
    if shape.is_empty:
        raise UnusableInput(seen.name, f"nothing of {name} is left on it beside the other classes")
    error, note = combine_errors(shape, [layer.error for layer in layers])
    return TracedClass(name, shape, error, (*dict.fromkeys(layer.note for layer in layers), *note))


def _join(insides: Sequence[Floats]) -> Floats:
    """One area from several that touch: what of a pixel one leaves the other may take, and the seam is closed."""
    if len(insides) == 1:
        return insides[0]
    together = np.logical_or.reduce([inside > 0.5 for inside in insides])
    seam = close(together, STROKE) & ~together
    joined = sum(insides, np.zeros_like(insides[0])) + ndimage.gaussian_filter(seam.astype(np.float32), 0.7)
    return np.where(seam, np.maximum(joined, 0.75), joined).clip(0, 1).astype(np.float32)
