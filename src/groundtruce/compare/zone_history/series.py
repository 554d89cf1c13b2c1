"""Series of zone versions: those whose neighbours may be compared, in the order of valid time."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from groundtruce.model.times import interval_of
from groundtruce.model.zones import ZoneKind, ZoneVersion


class Series(NamedTuple):
    """Versions of one zone and kind in the order of valid time, no two of which begin at the same moment."""

    zone: str
    kind: ZoneKind
    publisher: str | None
    is_mixed: bool
    """Whether its versions are those of several publishers, none of whom drew the zone twice."""
    versions: tuple[ZoneVersion, ...]

    @property
    def pairs(self) -> Iterator[tuple[ZoneVersion, ZoneVersion]]:
        """Each version with the next."""
        return itertools.pairwise(self.versions)


def find_series(versions: Sequence[ZoneVersion]) -> list[Series]:
    """The series of `versions`, in the order of zone, kind and publisher.

    Kinds are never mixed, and publishers only where none of a zone's drew it twice. Of two versions of one publisher that
    are valid from the same moment, the one that comes last in `versions` holds.
    """
    found: list[Series] = []
    for _, group in itertools.groupby(find_publisher_series(versions), key=lambda each: (each.zone, each.kind)):
        series = list(group)
        if len(series) > 1 and all(len(each.versions) == 1 for each in series):
            drawn = {start_of(each.versions[0]): each.versions[0] for each in series}
            series = [series[0]._replace(publisher=None, is_mixed=True, versions=_in_order(drawn))]
        found += series
    return found


def find_publisher_series(versions: Sequence[ZoneVersion]) -> list[Series]:
    """The series of each publisher's versions alone, in the order of zone, kind and publisher."""
    drawn: dict[tuple[str, ZoneKind, str], dict[datetime, ZoneVersion]] = {}
    for version in versions:
        drawn.setdefault((version.zone, version.kind, version.publisher or ""), {})[start_of(version)] = version
    return [
        Series(zone, kind, publisher or None, is_mixed=False, versions=_in_order(starts))
        for (zone, kind, publisher), starts in sorted(drawn.items())
    ]


def find_version(series: Series, moment: datetime) -> ZoneVersion | None:
    """The version that holds at a moment; none before the first and after a stated end."""
    begun = [version for version in series.versions if start_of(version) <= moment]
    if not begun:
        return None
    end = end_of(begun[-1], series)
    return begun[-1] if end is None or moment < end else None


def start_of(version: ZoneVersion) -> datetime:
    """The first moment that a version's valid time leaves possible; the earliest there is, where it is open."""
    return interval_of(version.valid_from).start or datetime.min.replace(tzinfo=UTC)


def end_of(version: ZoneVersion, series: Series) -> datetime | None:
    """When a version ceases to hold: at its stated end, or where the next of its series begins; none where neither is."""
    if version.valid_to:
        return interval_of(version.valid_to).start
    return next((start_of(later) for later in series.versions if start_of(later) > start_of(version)), None)


def day_of(version: ZoneVersion) -> date:
    """The day that a version's valid time begins on, in UTC."""
    return start_of(version).date()


# ---------------------------------------------------------------------------------------------------------------


def _in_order(drawn: dict[datetime, ZoneVersion]) -> tuple[ZoneVersion, ...]:
    return tuple(drawn[start] for start in sorted(drawn))
