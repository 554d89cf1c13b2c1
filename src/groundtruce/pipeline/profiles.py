"""Displacement profiles as tables: how far a later boundary lies from an earlier one, point by point along itself."""

from collections.abc import Iterable
from pathlib import Path

from groundtruce.compare.zone_history.history import Selection
from groundtruce.compare.zones.profile import profile_boundary
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.inputs import read_pairs
from groundtruce.pipeline.knowledge import Known
from groundtruce.settings import Settings
from groundtruce.show.exports.csv import write_profiles_csv


def profile_compared(
    earlier: Path,
    later: Path,
    *,
    error_m: float | None,
    earlier_error_m: float | None,
    step_km: float,
    settings: Settings,
) -> bytes:
    """The profiles of two maps' boundaries without a record, as CSV."""
    return _write(
        read_pairs(earlier, later, error_m=error_m, earlier_error_m=earlier_error_m, settings=settings), step_km
    )


def profile_changes(known: Known, *, selection: Selection, step_km: float) -> bytes:
    """The profile of every change asked for, as CSV."""
    versions = {version.id: version for version in known.zone_versions}
    changes = known.select_history(selection).changes
    return _write(((versions[each.from_.version], versions[each.to.version]) for each in changes), step_km)


# ---------------------------------------------------------------------------------------------------------------


def _write(pairs: Iterable[tuple[ZoneVersion, ZoneVersion]], step_km: float) -> bytes:
    return write_profiles_csv((*pair, profile_boundary(*pair, step_km=step_km)) for pair in pairs).encode()
