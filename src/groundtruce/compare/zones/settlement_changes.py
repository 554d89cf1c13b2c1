"""Which settlements came into a zone or left it, and of which the two boundaries leave it open."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.zones.boundary_errors import BoundaryError
from groundtruce.compare.zones.drawing_error import inside_probability
from groundtruce.compare.zones.shapes import Boundary, Flags
from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.zones import SettlementChange

# A place is inside from this probability on, outside from its complement down.
_SURE = 0.95
# Beyond so many standard deviations from a boundary no place is in doubt: Φ(-6) is one in a thousand million.
_IN_DOUBT = 6.0


class Settlements:
    """The settlements of a gazetteer, made ready to be looked up in many pairs of boundaries."""

    def __init__(self, entries: Sequence[GazetteerEntry]) -> None:
        self.entries = tuple(entry for entry in entries if entry.kind == "settlement")

    @cached_property
    def positions(self) -> Numbers:
        """Longitude and latitude, shape `(n, 2)`."""
        return np.array([(entry.longitude, entry.latitude) for entry in self.entries], dtype=np.float64).reshape(-1, 2)

    @cached_property
    def uncertainty_km(self) -> Numbers:
        """Within what radius each is known."""
        return np.array([entry.uncertainty_km for entry in self.entries], dtype=np.float64)


def find_settlement_changes(
    settlements: Settlements, old: Boundary, new: Boundary, *, errors: tuple[BoundaryError, BoundaryError]
) -> tuple[SettlementChange, ...]:
    """The settlements gained, lost and uncertain; `errors` are the two boundaries' drawing errors."""
    if not settlements.entries:
        return ()
    largest = max(error.bounds_km[1] for error in errors)
    seen = _look_up(settlements, old, largest), _look_up(settlements, new, largest)
    open_ = np.flatnonzero((seen[0].inside != seen[1].inside) | seen[0].near | seen[1].near)
    probabilities = [
        inside_probability(
            boundary.measure_inside(each.positions[open_]),
            drawing_error_km=error.near(boundary.plane.project(each.positions[open_]), boundary),
            uncertainty_km=settlements.uncertainty_km[open_],
        )
        for boundary, each, error in zip((old, new), seen, errors, strict=True)
    ]
    judged = map(_judge_settlement, [settlements.entries[index] for index in open_], *probabilities)
    return tuple(change for change in judged if change)


# ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Seen:
    """Settlements as one boundary sees them."""

    positions: Numbers
    inside: Flags
    near: Flags


@functools.lru_cache(maxsize=4)
def _look_up(settlements: Settlements, boundary: Boundary, error_km: float) -> _Seen:
    """Which settlements lie inside, and which so near that they may not. In a series each version is looked up once."""
    positions = _turn_towards(settlements.positions, boundary)
    reach = _IN_DOUBT * float(np.hypot(error_km, settlements.uncertainty_km.max() / 2))
    near = boundary.find_near(boundary.plane.project(positions), reach)
    return _Seen(positions, boundary.contains(positions), near)


def _turn_towards(positions: Numbers, boundary: Boundary) -> Numbers:
    """A shape across the antimeridian runs on beyond 180°: each place takes the turn nearest to it."""
    west, _, east, _ = shapely.bounds(boundary.shape)
    turns = 360 * np.round((positions[:, 0] - (west + east) / 2) / 360)
    return np.asarray(positions - np.column_stack([turns, np.zeros(len(positions))]))


def _judge_settlement(entry: GazetteerEntry, before: float, after: float) -> SettlementChange | None:
    sides = (_side(before), _side(after))
    if sides in (("inside", "inside"), ("outside", "outside")):
        return None
    verdict = {("outside", "inside"): "gained", ("inside", "outside"): "lost"}.get(sides, "uncertain")
    return SettlementChange(
        name=display_name(entry),
        names=tuple(name.text for name in entry.names),
        gazetteer_id=entry.id,
        probability_before=before,
        probability_after=after,
        verdict=verdict,  # type: ignore[arg-type]  # one of the three literals
    )


def _side(probability: float) -> str:
    if probability >= _SURE:
        return "inside"
    return "outside" if probability <= 1 - _SURE else "unsure"
