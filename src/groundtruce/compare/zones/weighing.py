"""The parts of a difference weighed against drawing error: which are more than a redraw, and what that says of the ground."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from groundtruce.compare.zones.correlation import COUNTED_DEPTH
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS, DrawingErrors, DrawnLines, combine_errors
from groundtruce.compare.zones.parts import Part
from groundtruce.model.zones import ChangeVerdict, Estimate

# A part is beyond the error where a mere redraw of the line shows one so deep in under a twentieth of cases, and an ordinary
# redraw where it does in more than half of them. Of simulated redraws 5.3 in a hundred fell below 0.04, since the model of a
# straight line knows no corners and narrow places; 0.03 was chosen for that, and measured on other drawings (docs/zones.md).
MOVED_BELOW = 0.03
_REDRAWN_ABOVE = 0.5
_DOUBTFUL = ("within error", "redrawn")


@dataclass(frozen=True)
class WeighedPart:
    """A part with the chance that a mere redraw would show one so deep, and what follows from it."""

    part: Part
    redraw_probability: float
    verdict: ChangeVerdict

    @property
    def earlier(self) -> tuple[float, float]:
        """The earlier version's drawing error along it, and how much of its outline that version drew, in km."""
        part = self.part
        return part.earlier_error_km, part.other_length_km if part.kind == "gained" else part.own_length_km

    @property
    def later(self) -> tuple[float, float]:
        """The later version's."""
        part = self.part
        return part.later_error_km, part.own_length_km if part.kind == "gained" else part.other_length_km


def weigh_parts(parts: Sequence[Part], errors: DrawingErrors) -> tuple[DrawingErrors, list[WeighedPart]]:
    """The parts, the largest first, and the errors with what the parts tell of the correlation length.

    Where the lines coincide there is no part, so the parts' outlines sum to what was redrawn. What moved tells nothing of how
    drawings stray: it is left out, and the rest is looked at again. Lengths are told in the combined errors of their own
    stretch, in which one boundary strays everywhere alike.
    """
    ordered = sorted(parts, key=lambda part: -part.km2)
    combined = np.array([combine_errors(part.earlier_error_km, part.later_error_km) for part in ordered])
    lengths = np.array([part.own_length_km + part.other_length_km for part in ordered]) / 2 / combined
    strays = np.array([part.stray_km for part in ordered]) / combined
    is_redraw = np.ones(len(ordered), bool)
    for _ in range(2):
        counted = int((is_redraw & (strays > COUNTED_DEPTH)).sum())
        learnt = errors.learn(parts=counted, redrawn=float(lengths[is_redraw].sum()))
        probabilities = learnt.redraw_probabilities(strays, float(lengths.sum()))
        is_redraw = probabilities >= MOVED_BELOW
    return learnt, [
        WeighedPart(part, probability, _judge(probability) if _strays(part, errors) else "unchanged")
        for part, probability in zip(ordered, probabilities.tolist(), strict=True)
    ]


def worst_verdict(parts: Iterable[WeighedPart]) -> ChangeVerdict:
    """The verdict on the whole is that on its most certain part."""
    order: tuple[ChangeVerdict, ...] = ("unchanged", "redrawn", "within error", "moved")
    return max((each.verdict for each in parts), key=order.index, default="unchanged")


@dataclass(frozen=True)
class Ground:
    """What is estimated of the ground."""

    gained: Estimate
    lost: Estimate
    net: Estimate
    parts: tuple[Estimate, ...]


def estimate_ground(parts: Sequence[WeighedPart], errors: DrawingErrors) -> Ground:
    """Ground gained, lost and net, and that of each part."""
    kinds = ("gained", "lost")
    moved = [[each for each in parts if each.verdict == "moved" and each.part.kind == kind] for kind in kinds]
    doubtful = [each for each in parts if each.verdict in _DOUBTFUL]
    drawn_anew = [each for each in parts if each.verdict != "unchanged"]
    groups = [*moved, doubtful, drawn_anew, *([each] for each in parts)]
    earlier = _add_up([[each.earlier for each in group] for group in groups])
    later = _add_up([[each.later for each in group] for group in groups])
    spreads = errors.area_spreads(earlier, later).tolist()
    slivers = _Slivers(
        length=float(earlier.lengths[2] + later.lengths[2]) / 2,
        spread=spreads[2],
        errors=errors.along(float(earlier.errors_km[2]), float(later.errors_km[2])),
    )
    gained, lost = (
        _estimate_kind([each for each in parts if each.part.kind == kind], spread, slivers)
        for kind, spread in zip(kinds, spreads[:2], strict=True)
    )
    return Ground(gained, lost, _estimate_net(gained, lost, spreads[3]), tuple(map(_estimate_part, parts, spreads[4:])))


def estimate_depth(weighed: WeighedPart, errors: DrawingErrors) -> Estimate:
    """How far the ground itself reaches.

    The furthest of many nearly equal points is drawn too far. How many of those that were drawn so far truly were is not
    known: all of them, for the lower end; one, for the upper.
    """
    measured = weighed.part.depth_km
    errors = errors.along(weighed.part.earlier_error_km, weighed.part.later_error_km)
    high = measured + INTERVAL_DEVIATIONS * errors.combined_km
    if weighed.verdict == "moved":
        usual, most = errors.deepest_of(weighed.part.plateau_km)
        return Estimate(measured=measured, best=max(0.0, measured - usual), low=max(0.0, measured - most), high=high)
    return Estimate(measured=measured, best=measured * (1 - weighed.redraw_probability), low=0.0, high=high)


# ---------------------------------------------------------------------------------------------------------------


def _judge(redraw_probability: float) -> ChangeVerdict:
    if redraw_probability < MOVED_BELOW:
        return "moved"
    return "within error" if redraw_probability < _REDRAWN_ABOVE else "redrawn"


def _strays(part: Part, errors: DrawingErrors) -> bool:
    """Whether it is more than one line drawn with other vertices."""
    return part.stray_km > errors.along(part.earlier_error_km, part.later_error_km).same_line_km


@dataclass(frozen=True, kw_only=True)
class _Slivers:
    """How much line the parts that may be mere redraws lie on, its area spread, and the errors along it."""

    length: float
    spread: float
    errors: DrawingErrors


def _estimate_kind(of_kind: Sequence[WeighedPart], spread: float, slivers: _Slivers) -> Estimate:
    """Ground gained (or lost): parts beyond the error count whole, others by the chance that they are no redraw."""
    moved = math.fsum(each.part.km2 for each in of_kind if each.verdict == "moved")
    shallow = math.fsum(each.part.shallow_km2 for each in of_kind if each.verdict == "moved")
    doubtful = [each for each in of_kind if each.verdict in _DOUBTFUL]
    likely = math.fsum((1 - each.redraw_probability) * each.part.km2 for each in doubtful)
    seen = math.fsum(each.part.km2 for each in doubtful)
    hidden = slivers.errors.hidden_area(seen, slivers.length, slivers.spread)
    return Estimate(
        measured=math.fsum(each.part.km2 for each in of_kind),
        best=moved - shallow / 2 + likely,
        low=max(0.0, moved - shallow - spread),
        high=moved + spread + max(hidden, likely),
    )


def _estimate_net(gained: Estimate, lost: Estimate, spread: float) -> Estimate:
    """Net ground: linear in both boundaries' errors, so its interval needs no judgement of parts."""
    measured = gained.measured - lost.measured
    low, high = measured - spread, measured + spread
    return Estimate(measured=measured, best=min(max(gained.best - lost.best, low), high), low=low, high=high)


def _add_up(groups: Sequence[Sequence[tuple[float, float]]]) -> DrawnLines:
    """The lines of each group as one: its length, and the error with which one so long has the same spread of area.

    A line much longer than its correlation length spreads with the third power of its error.
    """
    lengths = np.array([math.fsum(length for _, length in group) for group in groups])
    cubes = np.array([math.fsum(length * error**3 for error, length in group) for group in groups])
    return DrawnLines(np.cbrt(cubes / np.maximum(lengths, 1e-300)), lengths)


def _estimate_part(weighed: WeighedPart, spread: float) -> Estimate:
    km2 = weighed.part.km2
    if weighed.verdict == "moved":
        return Estimate(measured=km2, best=km2, low=max(0.0, km2 - spread), high=km2 + spread)
    return Estimate(measured=km2, best=km2 * (1 - weighed.redraw_probability), low=0.0, high=km2 + spread)
