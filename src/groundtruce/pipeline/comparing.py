"""Two maps alone, no record needed."""

from pathlib import Path
from typing import NamedTuple

from groundtruce.collect.cases import load_case
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.cases import Case
from groundtruce.model.zones import Changes, ZoneVersion
from groundtruce.pipeline.inputs import read_pairs
from groundtruce.settings import Settings


class ComparedMaps(NamedTuple):
    """The zones of two maps."""

    pairs: list[tuple[ZoneVersion, ZoneVersion]]
    """Their only zones, or each zone that both name."""
    case: Case | None
    """Whose settlements are checked."""


def read_maps(
    earlier: Path,
    later: Path,
    *,
    error_m: float | None,
    earlier_error_m: float | None,
    places: Path | None,
    settings: Settings,
) -> ComparedMaps:
    """Two maps to compare; `places` is a case's folder. Raises `UnusableInput` where they have no zone in common."""
    pairs = read_pairs(earlier, later, error_m=error_m, earlier_error_m=earlier_error_m, settings=settings)
    return ComparedMaps(pairs, load_case(places) if places else None)


def compare_maps(maps: ComparedMaps) -> Changes:
    """What changed between two maps."""
    places = maps.case.places if maps.case else ()
    settlements = tuple(place for place in places if place.kind == "settlement")
    return Changes(changes=tuple(compare_versions(*pair, settlements=settlements) for pair in maps.pairs))
