"""Two maps alone, no record needed."""

from pathlib import Path

from groundtruce.collect.cases import load_case
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.zones import Changes
from groundtruce.pipeline.inputs import read_pairs
from groundtruce.settings import Settings


def compare_files(
    earlier: Path,
    later: Path,
    *,
    error_m: float | None,
    earlier_error_m: float | None,
    places: Path | None,
    settings: Settings,
) -> Changes:
    """What changed between two maps, no record needed: their only zones, or each zone that both name.

    `places` is a case's folder whose settlements are checked.
    """
    settlements = tuple(p for p in load_case(places).places if p.kind == "settlement") if places else ()
    pairs = read_pairs(earlier, later, error_m=error_m, earlier_error_m=earlier_error_m, settings=settings)
    return Changes(changes=tuple(compare_versions(*pair, settlements=settlements) for pair in pairs))
