"""Maps of one zone by several publishers that held at the same time, compared publisher against publisher."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from groundtruce.compare.zone_history.series import (
    Series,
    day_of,
    end_of,
    find_publisher_series,
    find_version,
    start_of,
)
from groundtruce.model.zones import ZoneVersion


class Meeting(NamedTuple):
    """Two publishers' versions of one zone and kind that hold together from `start` until, not including, `end`."""

    first: ZoneVersion
    second: ZoneVersion
    start: datetime
    end: datetime | None


def find_meetings(versions: Sequence[ZoneVersion]) -> Iterator[Meeting]:
    """Every two versions by different publishers that held together, in the order of zone, publishers and time.

    Where no publisher drew a zone twice, each map is taken to follow the one before, and only those from the same day meet.
    A version whose publisher is unknown meets none.
    """
    zones = itertools.groupby(find_publisher_series(versions), key=lambda each: (each.zone, each.kind))
    for _, group in zones:
        series = list(group)
        only_one_day = all(len(each.versions) == 1 for each in series)
        for first, second in itertools.combinations([each for each in series if each.publisher], 2):
            for meeting in _meet(first, second):
                if not only_one_day or day_of(meeting.first) == day_of(meeting.second):
                    yield meeting


# ---------------------------------------------------------------------------------------------------------------


def _meet(first: Series, second: Series) -> Iterator[Meeting]:
    """The stretches of time over which neither publisher's map changes."""
    bounds = {
        bound
        for series in (first, second)
        for version in series.versions
        for bound in (start_of(version), end_of(version, series))
        if bound
    }
    starts = sorted(bounds)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        one, other = find_version(first, start), find_version(second, start)
        if one and other:
            yield Meeting(one, other, start, end)
