"""The whole answer to where a zone's markers stand and how they moved."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely

from groundtruce.compare.markers.lines import BoundaryLine
from groundtruce.compare.markers.moves import find_moves, sum_up
from groundtruce.compare.markers.offsets import measure_offset
from groundtruce.compare.zone_history.series import Series, find_publisher_series, find_version
from groundtruce.model.markers import Markers, Sighting, SightingReference
from groundtruce.model.times import interval_of
from groundtruce.model.zones import ZoneVersion


def locate_markers(
    zone: str, sightings: Sequence[Sighting], versions: Sequence[ZoneVersion], *, map_by: str | None = None
) -> Markers:
    """Where the markers of a zone stand against each publisher's boundary of the day they were seen on, and how they moved.

    `map_by` names the one publisher whose maps are meant. Sightings and versions of other zones are passed over.
    """
    seen = [each for each in sightings if each.zone == zone]
    drawn = [each for each in versions if each.zone == zone and map_by in (None, each.publisher)]
    series = find_publisher_series(drawn)
    held = [(version, of_version) for each in series for version, of_version in _by_version(each, seen)]
    placed = {sighting.id for _, of_version in held for sighting in of_version}
    moves = find_moves(seen, outwards=_Outwards(series))
    return Markers(
        zone=zone,
        sightings=len(seen),
        summary=sum_up(moves),
        boundaries=tuple(measure_offset(version, of_version) for version, of_version in held),
        moves=moves,
        without_boundary=tuple(each.id for each in seen if each.id not in placed),
    )


# ---------------------------------------------------------------------------------------------------------------


def _by_version(series: Series, sightings: Sequence[Sighting]) -> list[tuple[ZoneVersion, list[Sighting]]]:
    """The versions of a series with the sightings of the days on which each held, in the order of valid time."""
    groups: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        version = find_version(series, _end_of_day(sighting.seen))
        if version:
            groups.setdefault(version.id, []).append(sighting)
    return [(version, groups[version.id]) for version in series.versions if version.id in groups]


def _end_of_day(edtf: str) -> datetime:
    """The last moment that a date leaves possible: the boundary of a day is the one published for that day."""
    end = interval_of(edtf).end
    return end - timedelta(microseconds=1) if end else datetime.max.replace(tzinfo=UTC)


class _Outwards:
    """How much further outside a zone a marker stands than before, against the boundary of the later day."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._series = series
        self._lines: dict[str, BoundaryLine] = {}

    def __call__(self, earlier: SightingReference, later: SightingReference) -> float | None:
        """None where no boundary held on the later day, or several publishers' did."""
        held = [find_version(each, _end_of_day(later.seen)) for each in self._series]
        versions = [version for version in held if version]
        if len(versions) != 1:
            return None
        positions = np.array([(each.longitude, each.latitude) for each in (earlier, later)])
        line = self._lines.get(versions[0].id)
        if line is None:
            line = BoundaryLine(shapely.from_wkb(versions[0].wkb), (later.longitude, later.latitude))
            self._lines[versions[0].id] = line
        before, after = line.find_feet(positions)
        return after.distance_m - before.distance_m
