"""Where events are mentioned in entries that an earlier schema recorded: the rows that version 6 of it adds."""

from collections.abc import Iterator

from groundtruce.record import bodies, queries
from groundtruce.record.homes.home import Home
from groundtruce.record.layers import Row
from groundtruce.record.mentions import incident_mention_rows, mention_rows

MENTIONS_SINCE = 6
_FETCHED = 500


def list_mentions_beside(home: Home, *, last: int) -> Iterator[dict[str, list[Row]]]:
    """The rows of the readings and incidents up to an entry, some hundred entries at a time."""
    after = 0
    while page := queries.list_tellers(home, after=after, last=last, number=_FETCHED):
        rows: dict[str, list[Row]] = {"mentions": [], "incident_mentions": []}
        for seq, kind, body, text in page:
            if kind == "reading":
                rows["mentions"] += mention_rows(seq, bodies.decode_reading(body, text))
            else:
                rows["incident_mentions"] += incident_mention_rows(seq, bodies.decode_incident(body))
        yield rows
        after = page[-1][0]
