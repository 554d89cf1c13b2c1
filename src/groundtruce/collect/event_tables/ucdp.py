"""An event of UCDP GED as an event mention: an occurrence with its two sides, its place, its days and its dead."""

from groundtruce.collect.event_tables.values import RowReader
from groundtruce.model.claims import Attribution, Count, EventMention, Speaker
from groundtruce.model.documents import Span
from groundtruce.model.ids import identify
from groundtruce.model.ucdp import RADIUS_KM

REQUIRED_COLUMNS = (
    *("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude", "longitude"),
    *("date_start", "date_end", "best", "high", "low"),
)
"""What an event must state; a table may leave other columns out."""


def read_ucdp_event(reader: RowReader, *, document: str) -> tuple[EventMention, Attribution | None]:
    """The event of a row, and who the table names as its first source. Raises `UnusableInput` for an unusable row.

    Violence against civilians is an attack by side A. In a fight between two sides, which UCDP orders by their names and
    not by their deeds, both are actors.
    """
    row = reader.row
    span = reader.span("id", "side_a", "side_b", "where_coordinates", "date_start", "date_end", "best")
    one_sided = reader.number("type_of_violence", low=1, high=3) == 3
    sides = [side for side in (reader.participant("side_a"), reader.participant("side_b")) if side]
    attribution = _source(reader, document=document, content=span)
    mention = EventMention(
        id=identify("event", document, span),
        type="attack" if one_sided else "armed operation",
        span=span,
        actors=tuple(sides[:1] if one_sided else sides),
        targets=tuple(sides[1:] if one_sided else ()),
        place=reader.place("where_coordinates", uncertainty_km=RADIUS_KM[reader.number("where_prec", low=1, high=7)]),
        date=_days(reader),
        deaths=_deaths(reader),
        attribution=attribution.id if attribution else None,
        coded=row.text("id").strip(),
    )
    return mention, attribution


# ---------------------------------------------------------------------------------------------------------------


def _days(reader: RowReader) -> str:
    first, last = reader.day("date_start"), reader.day("date_end")
    if last < first:
        raise reader.refuse("date_end", f"is {last}, before the date_start {first}")
    return first if first == last else f"{first}/{last}"


def _deaths(reader: RowReader) -> Count:
    low, best, high = (reader.count(column) for column in ("low", "best", "high"))
    # A few published rows have their best number outside their bounds, which then are none.
    return Count(low=min(low, best, high), best=best, high=max(low, best, high), who=_whose(reader))


def _whose(reader: RowReader) -> str:
    """Whose dead they are, where all are one side's."""
    sides = {
        "deaths_a": reader.row.text("side_a"),
        "deaths_b": reader.row.text("side_b"),
        "deaths_civilians": "civilians",
        "deaths_unknown": "",
    }
    given = [whose for column, whose in sides.items() if reader.row.text(column).strip() not in ("", "0")]
    return given[0] if len(given) == 1 else ""


def _source(reader: RowReader, *, document: str, content: Span) -> Attribution | None:
    """The original source that a table names for an event: whom the reports quoted."""
    name = reader.row.text("source_original").strip()
    if not name:
        return None
    source = reader.span("source_original")
    return Attribution(
        id=identify("attribution", document, source, None, content),
        source=source,
        cue=None,
        content=content,
        mode="indirect",
        stance="asserts",
        speaker=Speaker(name=name),
    )
