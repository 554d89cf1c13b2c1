"""A zone's history over all its versions: what changed, what was put right, who draws it otherwise, what to beware of."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from msgspec.structs import replace

from groundtruce.compare.ellipsoid import LocalPlane, measure_areas_km2
from groundtruce.compare.zone_history.cadence import find_gaps
from groundtruce.compare.zone_history.repeats import find_repeats
from groundtruce.compare.zone_history.rival_maps import find_meetings
from groundtruce.compare.zone_history.series import day_of, find_series
from groundtruce.compare.zone_history.source_changes import find_source_changes
from groundtruce.compare.zones.boundary_errors import BoundaryError
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.compare.zones.settlement_changes import Settlements
from groundtruce.compare.zones.stray_lengths import list_stray_lengths_km
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.cases import Area
from groundtruce.model.documents import Document
from groundtruce.model.places import GazetteerEntry
from groundtruce.model.values import Value
from groundtruce.model.zones import (
    ChangeVerdict,
    Correction,
    Estimate,
    Notice,
    RecordedVersion,
    Rivals,
    ZoneArea,
    ZoneChange,
    ZoneVersion,
)

VERDICTS: tuple[ChangeVerdict, ...] = ("unchanged", "redrawn", "within error", "moved")
"""From the least to the most that a comparison can say."""


class Selection(Value):
    """Which part of a history is asked for."""

    zone: str | None = None
    since: date | None = None
    """The first day that the later version of a change may be valid from; none for any."""
    until: date | None = None
    """The last one."""
    min_verdict: ChangeVerdict = "unchanged"

    def covers(self, first: date, last: date | None) -> bool:
        """Whether any day from `first` to `last` (none: open) is asked for."""
        return (self.until is None or first <= self.until) and (
            self.since is None or last is None or last >= self.since
        )

    def wants(self, change: ZoneChange) -> bool:
        """Whether a change is as sure as asked for."""
        return VERDICTS.index(change.verdict) >= VERDICTS.index(self.min_verdict)


class ZoneHistory:
    """The history of the zones that `versions` draw, as far as `selection` asks for it.

    `corrected` are all entries of the versions that were corrected, in the order of recording. Nothing is compared before
    it is asked for, and no pair that stands in `compared`, with these settlements and areas, again.
    """

    def __init__(
        self,
        versions: Sequence[ZoneVersion],
        *,
        corrected: Sequence[RecordedVersion] = (),
        documents: Mapping[str, Document] | None = None,
        settlements: Sequence[GazetteerEntry] = (),
        areas: Sequence[Area] = (),
        selection: Selection | None = None,
        compared: dict[tuple[ZoneVersion, ZoneVersion], ZoneChange] | None = None,
    ) -> None:
        self._selection = selection or Selection()
        self._compared = {} if compared is None else compared
        zone = self._selection.zone
        self._versions = [version for version in versions if zone in (None, version.zone)]
        self._corrected = [each for each in corrected if zone in (None, each.version.zone)]
        self._documents = documents or {}
        self._settlements = Settlements(settlements)
        self._areas = areas
        self._series = find_series(self._versions)
        # A corrected version is still the change or the redraw that it was first published as.
        self._reasons = {each.version.id: each.version.reason for each in reversed(self._corrected)}

    @property
    def changes(self) -> tuple[ZoneChange, ...]:
        """The changes between neighbouring versions, in the order of zone and valid time."""
        return tuple(change for change in self._changes.values() if self._selection.wants(change))

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was put right in the record: each version as it stood before against what superseded it."""
        before: dict[str, ZoneVersion] = {}
        found = []
        for each in self._corrected:
            earlier = before.get(each.version.id)
            before[each.version.id] = each.version
            if earlier and self._covers(each.version):
                change = replace(self._compare(earlier, each.version), reason="correction")
                found.append(Correction(recorded=each.recorded, change=change))
        return tuple(each for each in found if self._selection.wants(each.change))

    @property
    def rivals(self) -> tuple[Rivals, ...]:
        """Publishers' maps of one zone that held at the same time."""
        found = [
            Rivals(
                zone=meeting.first.zone,
                kind=meeting.first.kind,
                on=meeting.start.date().isoformat(),
                until=meeting.end.date().isoformat() if meeting.end else None,
                difference=self._compare(meeting.first, meeting.second),
            )
            for meeting in find_meetings(self._versions)
            if self._selection.covers(meeting.start.date(), meeting.end.date() if meeting.end else None)
        ]
        return tuple(each for each in found if self._selection.wants(each.difference))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Gaps, repeats and jumps where the source changed, in the order of zone and time."""
        verdicts = {pair: change.verdict for pair, change in self._changes.items()}
        found = [notice for series in self._series for notice in (*find_gaps(series), *find_repeats(series, verdicts))]
        found += find_source_changes(self._series, self._changes, documents=self._documents, compare=self._compare)
        asked = [each for each in found if self._selection.covers(_day(each.on), _day(each.until))]
        return tuple(sorted(asked, key=lambda each: (each.zone, each.zone_kind, each.on, each.kind, each.until)))

    @property
    def areas(self) -> tuple[ZoneArea, ...]:
        """The area of every version, in the order of zone and valid time."""
        versions = [version for series in self._series for version in series.versions]
        return tuple(measure_zone_area(version) for version in versions if self._covers(version))

    # -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _changes(self) -> dict[tuple[str, str], ZoneChange]:
        """The changes whose later version is asked for, whatever their verdict, by the identifiers of their versions."""
        pairs = [pair for series in self._series for pair in series.pairs if self._covers(pair[1])]
        return {(earlier.id, later.id): self._compare_neighbours(earlier, later) for earlier, later in pairs}

    def _compare_neighbours(self, earlier: ZoneVersion, later: ZoneVersion) -> ZoneChange:
        return replace(self._compare(earlier, later), reason=self._reasons.get(later.id, later.reason))

    def _compare(self, earlier: ZoneVersion, later: ZoneVersion) -> ZoneChange:
        pair = (earlier, later)
        if pair not in self._compared:
            self._compared[pair] = compare_versions(*pair, settlements=self._settlements, areas=self._areas)
        return self._compared[pair]

    def _covers(self, version: ZoneVersion) -> bool:
        return self._selection.covers(day_of(version), day_of(version))


def measure_zone_area(version: ZoneVersion) -> ZoneArea:
    """The area of a version on the ellipsoid, with the 95 % interval that its drawing error leaves."""
    parts = shapely.get_parts(shapely.from_wkb(version.wkb))
    km2 = float(measure_areas_km2(parts).sum())
    spread = INTERVAL_DEVIATIONS * _area_deviation(version, parts)
    return ZoneArea(
        zone=version.zone,
        kind=version.kind,
        publisher=version.publisher,
        valid_from=version.valid_from if day_of(version) > date.min else None,
        version=version.id,
        km2=Estimate(measured=km2, best=km2, low=max(0.0, km2 - spread), high=km2 + spread),
    )


# ---------------------------------------------------------------------------------------------------------------


def _area_deviation(version: ZoneVersion, parts: npt.NDArray[np.object_]) -> float:
    west, south, east, north = shapely.total_bounds(parts)
    plane = LocalPlane((west + east) / 2, (south + north) / 2)
    lines = list(BoundaryError(version).divide(parts))
    drawn = [(error_km, shapely.length(shapely.transform(line, plane.project))) for error_km, line in lines]
    variances = [
        sum(_area_variance(error_km, lengths, each) for error_km, lengths in drawn)
        for each in list_stray_lengths_km(version)
    ]
    return math.sqrt(float(np.mean(variances)))


def _area_variance(error_km: float, lengths: npt.NDArray[np.float64], correlation_km: float) -> float:
    """The variance of the area inside boundaries of these lengths whose displacement has a correlation exp(-d²/2L²).

    Over a length much longer than L, the displacement's integral has the variance e² L √(2π) times it; a boundary shorter
    than that moves as one.
    """
    together = np.minimum(lengths, correlation_km * math.sqrt(2 * math.pi))
    return float((error_km**2 * together * lengths).sum())


def _day(text: str) -> date:
    return date.fromisoformat(text)
