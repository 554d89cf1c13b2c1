"""Each zone version with those before and after it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from groundtruce.compare.zone_history.series import end_of, find_publisher_series, start_of
from groundtruce.model.times import Interval, interval_of
from groundtruce.model.zones import ZoneVersion
from groundtruce.pipeline.knowledge import Known


class Neighbours(NamedTuple):
    """A version, when it held, and its neighbours in its publisher's series, by their identifiers."""

    version: ZoneVersion
    valid: Interval
    """Until its stated end, or until the next version of the series begins."""
    predecessor: str | None
    successor: str | None
    latest: str


def find_neighbours(known: Known) -> Iterator[Neighbours]:
    """Every version, in the order of zone, kind, publisher and valid time.

    Of two of one publisher that are valid from the same moment, the one recorded last holds; the other held for no time.
    """
    drawn: dict[tuple[str, str, str, datetime], list[ZoneVersion]] = {}
    for version in known.zone_versions:
        drawn.setdefault(_key(version), []).append(version)
    for series in find_publisher_series(known.zone_versions):
        identifiers = [version.id for version in series.versions]
        befores, afters = [None, *identifiers[:-1]], [*identifiers[1:], None]
        for version, before, after in zip(series.versions, befores, afters, strict=True):
            valid = Interval(start=interval_of(version.valid_from).start, end=end_of(version, series))
            for other in drawn[_key(version)]:
                if other.id != version.id:
                    never = Interval(start=valid.start, end=valid.start)
                    yield Neighbours(other, never, predecessor=before, successor=version.id, latest=identifiers[-1])
            yield Neighbours(version, valid, predecessor=before, successor=after, latest=identifiers[-1])


# ---------------------------------------------------------------------------------------------------------------


def _key(version: ZoneVersion) -> tuple[str, str, str, datetime]:
    return version.zone, version.kind, version.publisher or "", start_of(version)
