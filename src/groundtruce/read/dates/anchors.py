"""What relative dates are counted from: the narrative's day, and the latest date that the text has named."""

import bisect
import re
from datetime import date
from typing import NamedTuple


class Narrative:
    """At which day the narrative stands, place by place.

    The narrator moves it by saying when something happened; words that somebody else utters, and dates that only tell
    one thing from another ("the agreement of 10 November"), leave it where it is.
    """

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._days: list[date] = []

    def move(self, position: int, day: date) -> None:
        """From `position` on the narrative stands at `day`. Positions come in the order of the text."""
        self._positions.append(position)
        self._days.append(day)

    def day_at(self, position: int) -> date | None:
        """The day at which the narrative stands at `position`; none before the first."""
        index = bisect.bisect_right(self._positions, position)
        return self._days[index - 1] if index else None


class Told(NamedTuple):
    """The latest date that the text has named at each precision; a day also names its month, quarter and year.

    Each is the first day of what was named.
    """

    year: date | None = None
    quarter: date | None = None
    """The latest that was named as a quarter."""
    month: date | None = None
    day: date | None = None

    @property
    def latest_day(self) -> date | None:
        """The day that was named, unless a mere month or year was named since."""
        return self.day if self.day == self.year else None

    def after(self, value: str) -> "Told":
        """What has been told once `value` (TIMEX3) was named."""
        match = _CALENDAR.match(value)
        if not match:
            return self
        year = int(match["year"])
        if match["quarter"]:
            start = date(year, 3 * int(match["quarter"]) - 2, 1)
            return self._replace(year=start, quarter=start)
        if not match["month"]:
            return self._replace(year=date(year, 1, 1))
        month = date(year, int(match["month"]), 1)
        if not match["day"]:
            return self._replace(year=month, month=month)
        day = month.replace(day=int(match["day"]))
        return self._replace(year=day, month=day, day=day)


# ---------------------------------------------------------------------------------------------------------------

_CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-Q(?P<quarter>\d)|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?=$|T|-(?:SP|SU|FA|WI|H\d))"
)
