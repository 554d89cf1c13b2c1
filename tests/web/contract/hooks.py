"""What schemathesis must know of this API that OpenAPI cannot say: our own formats, and that a first day is not the last."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import schemathesis
from hypothesis import strategies as st

# hypothesis gives the zone itself and takes bounds without.
_MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001 - see above
_DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(9998, 1, 1)).map(date.isoformat)
_ENDS = st.one_of(_MOMENTS, _DAYS)
_INTERVALS = st.tuples(_ENDS, _ENDS).map(lambda ends: "/".join(sorted(ends, key=lambda end: f"{end[:10]}T{end[11:]}")))


schemathesis.openapi.format(
    "edtf", st.one_of(_DAYS, st.sampled_from(["2020", "2020-12", "2020-12-XX", "../2020-12-13"]))
)
schemathesis.openapi.format(
    "datetime-interval",
    st.one_of(_ENDS, _INTERVALS, _ENDS.map("../{}".format), _ENDS.map("{}/..".format)),
)


_LONGEST_SPAN = timedelta(days=30)


@schemathesis.hook
def map_query(ctx: Any, query: Any) -> Any:
    """Put the days of a span and the sides of a box in order, where they are such; checks of many days take long."""
    if not isinstance(query, dict):
        return query
    box = read_box(query.get("bbox"))
    if box:
        south, north = 1, len(box) // 2 + 1
        box[south], box[north] = sorted((box[south], box[north]))
        query["bbox"] = ",".join(map(str, box))
    days = [read_day(query.get(name)) for name in ("from", "to")]
    if days[0] and days[1]:
        first, last = sorted(days)
        query["from"], query["to"] = first.isoformat(), min(last, first + _LONGEST_SPAN).isoformat()
    return query


def read_day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def read_box(given: object) -> list[float] | None:
    try:
        box = [float(side) for side in (given.split(",") if isinstance(given, str) else given)]
    except (TypeError, ValueError):
        return None
    return box if len(box) in (4, 6) else None
