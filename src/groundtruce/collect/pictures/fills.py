"""Fills: where each filled class lies, to the pixel. What lies on top is bridged afterwards (`bridging`)."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from groundtruce.collect.pictures.colours import Bins, Floats, Mask
from groundtruce.collect.pictures.ink_pairs import drop_unlike_parts, refine_ink
from groundtruce.collect.pictures.inks import Ink, Point, fit_ink, keep_around, see_through, see_without
from groundtruce.collect.pictures.morphology import close, dilate, erode, open_
from groundtruce.collect.pictures.palettes import learn_palette, weigh_evidence

_ROUNDS = 5
_MARGIN = 3.0
"""Pixels to both sides of an edge that no palette is learnt from."""
_EVIDENCE_BLUR = 1.2
_EXPECTED, _EXPECTED_AGAIN = 0.3, 0.9
"""The share that is expected of a palette, beside what was found; once edges show the ink, most of the inside's is."""
_FITTED_PIXELS = 120_000
"""The ink is fitted on a thinned picture of so many pixels."""


class Fill(NamedTuple):
    """One colour of a class, as the user points it out."""

    name: str
    """The class's."""
    colour: Floats
    """sRGB."""
    points: tuple[Point, ...] = ()
    """The areas that are meant; every area, where there are none."""
    pure: bool = False
    """Whether the colour may be that of the ink alone."""


class FoundFill(NamedTuple):
    """Where a class lies by its colours, and what these say."""

    mask: Mask
    inks: tuple[Ink, ...]
    odds_by_ink: tuple[Floats, ...]
    """For each ink, how much each bin's colour speaks for it against the base map, in log odds, shape `(BINS,)`."""

    @property
    def odds(self) -> Floats:
        """How much each bin's colour speaks for the class."""
        odds: Floats = np.maximum.reduce(list(self.odds_by_ink))
        return odds

    @property
    def see_through(self) -> bool:
        """Whether all of its inks let the base map show, so that colours beside its edge tell where it is."""
        return all(ink.opacity < _OPAQUE for ink in self.inks)


def find_fills(rgb: npt.NDArray[np.uint8], bins: Bins, fills: Sequence[Fill]) -> dict[str, FoundFill]:
    """The pixels of each class by its name, no pixel in two. `bins` are those of `rgb`."""
    if not fills:
        return {}
    inks, regions = _fit_inks(bins, fills)
    classes: dict[str, Mask] = {}
    for _ in range(_ROUNDS):
        regions = [_tidy(region) for region in regions]
        inks = [refine_ink(ink, rgb, region) for ink, region in zip(inks, regions, strict=True)]
        odds = _learn_odds(bins, inks, regions)
        decided = _decide([weigh_nearby(bins, each) for each in odds])
        chosen = [_leave_out_unlikely(rgb, *each) for each in zip(fills, inks, decided, strict=True)]
        classes = _gather_classes(chosen, fills)
        regions = [mask & classes[fill.name] for mask, fill in zip(chosen, fills, strict=True)]
    drawn = {name: [number for number, fill in enumerate(fills) if fill.name == name] for name in classes}
    return {
        name: FoundFill(
            classes[name],
            tuple(inks[number] for number in numbers),
            tuple(odds[number] for number in numbers),
        )
        for name, numbers in drawn.items()
    }


def learn_again(
    rgb: npt.NDArray[np.uint8], bins: Bins, found: Mapping[str, FoundFill], regions: Mapping[str, Mask]
) -> dict[str, FoundFill]:
    """The classes with the inks and odds that their `regions` show, once edges were moved: they leave out what looks alike.

    Learning and cutting by turns is that of Rother, Kolmogorov and Blake (2004, "GrabCut").
    """
    if not found:
        return {}
    owners = [
        (name, ink, odds) for name, fill in found.items() for ink, odds in zip(fill.inks, fill.odds_by_ink, strict=True)
    ]
    own = [regions[name] & (odds[bins] >= found[name].odds[bins]) for name, _, odds in owners]
    inks = [refine_ink(ink, rgb, region) for (_, ink, _), region in zip(owners, own, strict=True)]
    learnt = _learn_odds(bins, inks, own, expected=_EXPECTED_AGAIN)
    again = {}
    for name in found:
        numbers = [number for number, owner in enumerate(owners) if owner[0] == name]
        again[name] = FoundFill(
            regions[name], tuple(inks[number] for number in numbers), tuple(learnt[number] for number in numbers)
        )
    return again


def weigh_nearby(bins: Bins, odds: Floats) -> Floats:
    """How much each pixel's neighbourhood speaks for a class, by the odds of each bin."""
    weighed: Floats = ndimage.gaussian_filter(odds[bins], _EVIDENCE_BLUR, truncate=3)
    return weighed


# ---------------------------------------------------------------------------------------------------------------

_WISP = 1.5
_OPAQUE = 0.85


def _fit_inks(bins: Bins, fills: Sequence[Fill]) -> tuple[list[Ink], list[Mask]]:
    step = max(1, round(math.sqrt(bins.size / _FITTED_PIXELS)))
    thin = np.ascontiguousarray(bins[step // 2 :: step, step // 2 :: step])
    inks, regions = [], []
    for fill in fills:
        points = [(x / step, y / step) for x, y in fill.points]
        ink, region = fit_ink(thin, fill.colour, points, pure=fill.pure)
        inks.append(ink)
        regions.append(_enlarge(region, step, bins.shape))
    return inks, regions


def _enlarge(mask: Mask, step: int, shape: tuple[int, ...]) -> Mask:
    large = mask.repeat(step, 0).repeat(step, 1)[: shape[0], : shape[1]]
    missing = [(0, full - size) for full, size in zip(shape, large.shape, strict=True)]
    padded: Mask = np.pad(large, missing, mode="edge")
    return padded


def _tidy(region: Mask) -> Mask:
    return open_(close(region, _MARGIN), _WISP)


def _leave_out_unlikely(rgb: npt.NDArray[np.uint8], fill: Fill, ink: Ink, mask: Mask) -> Mask:
    """The pixels without those of parts that the ink cannot have made, unless the user points at them."""
    if fill.points:
        return mask
    region = _tidy(mask)
    unlikely = region & ~drop_unlike_parts(region, rgb, ink)
    return mask & ~dilate(unlikely, _MARGIN)


def _sure_outside(regions: Sequence[Mask]) -> Mask:
    """Well away from every class; everywhere, where the classes leave nothing."""
    outside = erode(~np.logical_or.reduce(list(regions)), _MARGIN)
    return outside if outside.any() else np.ones_like(outside)


def _learn_odds(
    bins: Bins, inks: Sequence[Ink], regions: Sequence[Mask], *, expected: float = _EXPECTED
) -> list[Floats]:
    """What each colour says of each fill. What lies under a fill is also expected beside it, and the other way round."""
    base = learn_palette(bins, _sure_outside(regions))
    found = [learn_palette(bins, erode(region, _MARGIN)) for region in regions]
    under = np.mean([see_without(*pair) for pair in zip(found, inks, strict=True)], axis=0, dtype=np.float32)
    outside = _blend(base, np.asarray(under, np.float32), _EXPECTED)
    return [
        weigh_evidence(_blend(palette, see_through(base, ink), expected), outside)
        for palette, ink in zip(found, inks, strict=True)
    ]


def _decide(evidence: Sequence[Floats]) -> list[Mask]:
    """Each pixel to the fill with the most evidence, if there is any."""
    best = np.maximum.reduce(list(evidence))
    return [(weight > 0) & (weight >= best) for weight in evidence]


def _gather_classes(chosen: Sequence[Mask], fills: Sequence[Fill]) -> dict[str, Mask]:
    """The pixels of each class, around its points where all of its fills have some."""
    classes = {}
    for name in dict.fromkeys(fill.name for fill in fills):
        own = [(mask, fill) for mask, fill in zip(chosen, fills, strict=True) if fill.name == name]
        whole = np.logical_or.reduce([mask for mask, _ in own])
        points = [point for _, fill in own for point in fill.points]
        classes[name] = keep_around(whole, points) if all(fill.points for _, fill in own) else whole
    return classes


def _blend(learnt: Floats, expected: Floats, share: float) -> Floats:
    """The palette of what was found, with what is expected, so that a colour not met yet stays possible."""
    if not learnt.any() or not expected.any():
        return learnt + expected
    blended: Floats = (1 - share) * learnt + share * expected
    return blended
