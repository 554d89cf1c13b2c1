"""Displacement profiles as tables: how far a later boundary lies from an earlier one, point by point along itself."""

from collections.abc import Iterable

from groundtruce.compare.zone_history.history import Selection
from groundtruce.compare.zones.profile import profile_boundary
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.comparing import ComparedMaps
from groundtruce.pipeline.knowledge import Known
from groundtruce.show.exports.csv import write_profiles_csv


def profile_compared(maps: ComparedMaps, *, step_km: float) -> bytes:
    """The profiles of two maps' boundaries without a record, as CSV."""
    return _write(maps.pairs, step_km)


def profile_changes(known: Known, *, selection: Selection, step_km: float) -> bytes:
    """The profile of every change asked for, as CSV."""
    versions = {version.id: version for version in known.zone_versions}
    changes = known.select_history(selection).changes
    return _write(((versions[each.from_.version], versions[each.to.version]) for each in changes), step_km)


# ---------------------------------------------------------------------------------------------------------------


def _write(pairs: Iterable[tuple[ZoneVersion, ZoneVersion]], step_km: float) -> bytes:
    return write_profiles_csv((*pair, profile_boundary(*pair, step_km=step_km)) for pair in pairs).encode()
