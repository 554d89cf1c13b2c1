"""How often a publisher's maps come, and which of them are missing."""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from groundtruce.compare.zone_history.series import Series, day_of
from groundtruce.model.times import format_date, interval_of
from groundtruce.model.zones import Notice

# A cadence shows from so many steps on, where so many of them are as long as the middle one, give or take its fifth.
_FEWEST_STEPS = 4
_REGULAR_SHARE = 0.75
_STRAY_SHARE = 0.2
_NAMED_DAYS = 4


def find_gaps(series: Series) -> Iterator[Notice]:
    """The gaps of a series: days on which a map was due by its own cadence, and time that no version covers."""
    if series.is_mixed:
        return
    usual = _usual_step([day_of(version) for version in series.versions])
    for earlier, later in series.pairs:
        missing = _missing_days(day_of(earlier), day_of(later), usual) if usual else ()
        stated_end = interval_of(earlier.valid_to).start if earlier.valid_to else None
        if missing:
            statement = f"No map is on record from {_list_days(missing)}, though one comes {_say_step(usual)}."
        elif stated_end and stated_end.date() < day_of(later):
            missing = (stated_end.date(),)
            statement = (
                f"No shape holds from {_say(stated_end.date())} until {_say(day_of(later))}: the map before ends there."
            )
        else:
            continue
        yield Notice(
            kind="gap",
            zone=series.zone,
            zone_kind=series.kind,
            publisher=series.publisher,
            on=missing[0].isoformat(),
            until=(day_of(later) - timedelta(days=1)).isoformat(),
            days=tuple(day.isoformat() for day in missing),
            versions=(earlier.id, later.id),
            statement=statement,
        )


# ---------------------------------------------------------------------------------------------------------------


def _usual_step(days: Sequence[date]) -> float:
    """The days from one map to the next in a series that has a cadence; 0 for one that comes as it comes."""
    steps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    if len(steps) < _FEWEST_STEPS:
        return 0
    usual = statistics.median(steps)
    regular = sum(abs(step - usual) <= _STRAY_SHARE * usual for step in steps)
    return usual if regular >= _REGULAR_SHARE * len(steps) else 0


def _missing_days(earlier: date, later: date, usual: float) -> tuple[date, ...]:
    """The days on which a map was due between two that are there."""
    due = round((later - earlier).days / usual)
    return tuple(earlier + (later - earlier) * step / due for step in range(1, due))


def _say_step(usual: float) -> str:
    return "every day" if usual == 1 else f"every {usual:g} days"


def _list_days(days: Sequence[date]) -> str:
    if len(days) > _NAMED_DAYS:
        return f"{_say(days[0])} to {_say(days[-1])} ({len(days)} times)"
    return " and ".join(filter(None, [", ".join(map(_say, days[:-1])), _say(days[-1])]))


def _say(day: date) -> str:
    return format_date(day.isoformat())
