"""The mentions of events, spread out so that what a question asks for is found among millions: rows that entries give.

A reading gives a row for each event mention in it, an incident one for each mention that it holds. Verification derives
each row again from its entry.
"""

from collections.abc import Iterator

from groundtruce.model.claims import EventMention
from groundtruce.model.documents import quote_span
from groundtruce.model.incidents import Incident
from groundtruce.model.places import words_of_name
from groundtruce.model.readings import Reading
from groundtruce.model.times import find_told_moment, interval_of
from groundtruce.record.layers import Row, format_datetime

OPEN = "9999"
"""Comes after every end: that of a date that has none."""
UNNAMED = "?"
"""Stands among the parties for somebody whom the text gives no party, and where it names nobody."""


def mention_rows(seq: int, reading: Reading) -> list[Row]:
    """The rows of `mentions` for the reading of entry `seq`. Raises `ValueError` for an unusable date."""
    stances = {each.id: each.stance for each in reading.attributions}
    return [
        _mention_row(seq, number, mention, reading, stance=stances.get(mention.attribution or "", "asserts"))
        for number, mention in enumerate(reading.event_mentions)
    ]


def incident_mention_rows(seq: int, incident: Incident) -> list[Row]:
    """The rows of `incident_mentions` for the incident of entry `seq`; none for one that is given up."""
    mentions = () if incident.withdrawn else dict.fromkeys(incident.mentions)
    return [{"mention": mention, "seq": seq} for mention in mentions]


# ---------------------------------------------------------------------------------------------------------------


def _mention_row(seq: int, number: int, mention: EventMention, reading: Reading, *, stance: str) -> Row:
    interval = interval_of(mention.date) if mention.date else None
    told = find_told_moment(mention.date, published=reading.document.published)
    place = mention.place
    return {
        "seq": seq,
        "number": number,
        "type": mention.type,
        "begins": format_datetime(interval.start if interval else None),
        "ends": (format_datetime(interval.end) or OPEN) if interval else None,
        "told": format_datetime(told) or "",
        "stance": stance,
        "realis": mention.realis,
        "parties": _frame(_parties_of(mention)),
        "place": place.gazetteer_id if place else None,
        "longitude": place.longitude if place else None,
        "latitude": place.latitude if place else None,
        "words": _frame(sorted(_words_of(mention, reading.document.text))),
    }


def _parties_of(mention: EventMention) -> list[str]:
    people = (*mention.actors, *mention.targets)
    return sorted({each.party or UNNAMED for each in people}) or [UNNAMED]


def _words_of(mention: EventMention, text: str) -> Iterator[str]:
    names = [quote_span(text, mention.span), *([mention.place.text] if mention.place else [])]
    return iter(frozenset().union(*map(words_of_name, names)))


def _frame(words: list[str]) -> str:
    """The words with a space around each, so that one is found by a pattern."""
    return f" {' '.join(words)} "
