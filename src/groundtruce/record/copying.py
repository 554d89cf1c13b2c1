"""A record copied to another home: the same entries under the same hashes, and what stands beside them."""

from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import groupby, islice

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record import bodies, queries
from groundtruce.record.additions import Rows
from groundtruce.record.addresses import Address
from groundtruce.record.chain import Entry, Head, check_link, head_of, parse_entry
from groundtruce.record.homes import create_home, holds_home
from groundtruce.record.homes.home import Home
from groundtruce.record.layers import incident_row, place_rows, sighting_row, zone_shape_row
from groundtruce.record.mentions import incident_mention_rows, mention_rows
from groundtruce.record.records import Record
from groundtruce.record.verification import Progress

_FETCHED = 200
_TRANSACTIONS = 100
"""So many of them are written at once."""


def copy_record(source: Address, target: Address, *, progress: Progress | None = None) -> Head:
    """Copy a record to where none is yet, or go on where a copy was interrupted; gives the head, which both then have.

    The copy is verified as a whole at the end. Raises `UnusableInput` where the target holds another record, or more than the source.
    """
    tell = progress or (lambda _done, _total: None)
    with Record.open(source) as original:
        last = original.head()
        if not holds_home(target):
            create_home(target, next(_read_transactions(original.home, after=None, last=last.seq)))
        with Record.open(target, writable=True) as copy:
            before = copy.head()
            if not original.holds(before):
                raise UnusableInput(target, f"it holds something else than {source}, and a record is never overwritten")
            transactions = _read_transactions(original.home, after=before, last=last.seq)
            with closing(transactions):
                while batch := list(islice(transactions, _TRANSACTIONS)):
                    copy.append_rows(batch)
                    tell(batch[-1].entries[-1].seq, last.seq)
            head = copy.verify(progress=progress)
    if head != last:
        raise BrokenRecord(target, f"its head is not that of {source}", entry=head.seq)
    return head


# ---------------------------------------------------------------------------------------------------------------


def _read_transactions(home: Home, *, after: Head | None, last: int) -> Generator[Rows, None, None]:
    """What each transaction behind an entry wrote, in order."""
    with home.telling_errors():
        for _, entries in groupby(_read_entries(home, after=after, last=last), key=lambda entry: entry.recorded):
            yield _gather_rows(home, tuple(entries))


def _read_entries(home: Home, *, after: Head | None, last: int) -> Iterator[Entry]:
    head = after
    while head is None or head.seq < last:
        page = home.rows(
            f"SELECT {home.dialect.entry_as_bytes} FROM entries WHERE seq > :after AND seq <= :last ORDER BY seq LIMIT :number",  # noqa: S608
            after=head.seq if head else 0,
            last=last,
            number=_FETCHED,
        )
        for row in list(page):
            entry = _check_entry(home, parse_entry(row), after=head)
            head = head_of(entry)
            yield entry


def _check_entry(home: Home, entry: Entry, *, after: Head | None) -> Entry:
    try:
        check_link(entry, after=after)
    except ValueError as error:
        raise BrokenRecord(home.address, str(error), entry=entry.seq) from error
    return entry


_BESIDE = ("places", "zone_shapes", "incident_points", "marker_points", "mentions", "incident_mentions")


def _gather_rows(home: Home, entries: tuple[Entry, ...]) -> Rows:
    """The entries of a transaction with what stands beside them."""
    rows = Rows(entries=entries, layers={table: [] for table in _BESIDE})
    contents, texts = [], []
    for entry in entries:
        match entry.kind:
            case "case":
                rows.layers["places"].extend(place_rows(bodies.decode_case(entry.body)))
            case "document":
                (document,) = queries.find_documents(home, prefix=entry.subject, last=entry.seq)
                contents.append((document.sha256, queries.find_content(home, sha256=document.sha256) or b""))
                texts.append((entry.seq, document.title, document.text))
            case "reading":
                text = _find_text(home, entry)
                rows.layers["mentions"] += mention_rows(entry.seq, bodies.decode_reading(entry.body, text))
            case "zone version":
                shape = home.row("SELECT geom FROM zone_shapes WHERE seq = :seq", seq=entry.seq)
                version = bodies.decode_zone_version(entry.body, shape[0] if shape else b"")
                rows.layers["zone_shapes"].append(zone_shape_row(entry.seq, version))
            case "incident":
                incident = bodies.decode_incident(entry.body)
                rows.layers["incident_points"] += [] if incident.withdrawn else [incident_row(entry.seq, incident)]
                rows.layers["incident_mentions"] += incident_mention_rows(entry.seq, incident)
            case "sighting":
                rows.layers["marker_points"].append(sighting_row(entry.seq, bodies.decode_sighting(entry.body)))
    return Rows(entries=entries, contents=tuple(contents), texts=tuple(texts), layers=rows.layers)


def _find_text(home: Home, reading: Entry) -> str:
    documents = queries.find_documents(home, prefix=reading.subject, last=reading.seq)
    return documents[0].text if documents else ""
