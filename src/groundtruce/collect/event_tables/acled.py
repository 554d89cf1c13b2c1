"""An event of ACLED as an event mention."""

from groundtruce.collect.event_tables.values import RowReader, around
from groundtruce.model.acled import RADIUS_KM, SUB_EVENT_TYPES
from groundtruce.model.claims import Attribution, Count, EventMention
from groundtruce.model.ids import identify

REQUIRED_COLUMNS = (
    *("event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1"),
    *("location", "latitude", "longitude", "geo_precision", "fatalities"),
)
"""What an event must state; a table may leave other columns out."""


def read_acled_event(reader: RowReader, *, document: str) -> tuple[EventMention, Attribution | None]:
    """The event of a row; ACLED names no original source. Raises `UnusableInput` for an unusable row.

    No fatalities means that none were reported, so it gives no number of deaths.
    """
    span = reader.span("event_id_cnty", "event_date", "sub_event_type", "actor1", "actor2", "location", "notes")
    kind = reader.stated("sub_event_type")
    if kind not in SUB_EVENT_TYPES:
        raise reader.refuse("sub_event_type", f"is {kind[:40]!r}, which is none of ACLED's")
    actors = [actor for actor in (reader.participant("actor1"), reader.participant("actor2")) if actor]
    mutual = SUB_EVENT_TYPES[kind].mutual
    dead = reader.count("fatalities")
    mention = EventMention(
        id=identify("event", document, span),
        type=SUB_EVENT_TYPES[kind].means,
        span=span,
        actors=tuple(actors if mutual else actors[:1]),
        targets=tuple(() if mutual else actors[1:]),
        place=reader.place("location", uncertainty_km=RADIUS_KM[reader.number("geo_precision", low=1, high=3)]),
        date=_days(reader),
        deaths=Count(low=dead, best=dead, high=dead) if dead else None,
        coded=reader.stated("event_id_cnty"),
    )
    return mention, None


# ---------------------------------------------------------------------------------------------------------------


def _days(reader: RowReader) -> str:
    """The day; where only the week is known, three days to each side of it; where only the month, that month."""
    day = reader.day("event_date")
    precision = reader.number("time_precision", low=1, high=3)
    return {1: day, 2: around(day, days=3), 3: day[:7]}[precision]
