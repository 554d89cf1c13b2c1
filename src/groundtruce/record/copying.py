"""A record copied to another home: the same entries under the same hashes, and what stands beside them."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from typing import Any

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.record import bodies, queries
from groundtruce.record.additions import Rows
from groundtruce.record.addresses import Address
from groundtruce.record.chain import Entry, Head, check_link, head_of, parse_entry
from groundtruce.record.homes import create_home, holds_home, open_home
from groundtruce.record.homes.home import Home
from groundtruce.record.layers import incident_row, place_rows, sighting_row, zone_shape_row
from groundtruce.record.mentions import incident_mention_rows, mention_rows
from groundtruce.record.records import Record
from groundtruce.record.verification import Progress
from groundtruce.record.versions import VERSION, read_version

_FETCHED = 500
_TRANSACTIONS = 500
"""So many of them are written at once, or fewer where their documents are large."""
_BYTES = 16_000_000


def copy_record(source: Address, target: Address, *, progress: Progress | None = None) -> Head:
    """Copy a record to where none is yet, or go on where a copy was interrupted; gives the head, which both then have.

    The copy is verified as a whole at the end. Raises `UnusableInput` where the target holds another record, or more than the source.
    """
    tell = progress or (lambda _done, _total: None)
    with Record.open(source) as original:
        last = original.head()
        if not holds_home(target):
            with closing(_read_batches(original.home, after=None, last=last.seq)) as batches:
                create_home(target, next(batches))
        with _open_copy(target) as copy:
            before = copy.head()
            if not original.holds(before):
                raise UnusableInput(target, f"it holds something else than {source}, and a record is never overwritten")
            with closing(_read_batches(original.home, after=before, last=last.seq)) as batches:
                for rows in batches:
                    copy.append_rows(rows)
                    tell(rows.entries[-1].seq, last.seq)
            head = copy.verify(progress=progress)
    if head != last:
        raise BrokenRecord(target, f"its head is not that of {source}", entry=head.seq)
    return head


# ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _open_copy(target: Address) -> Iterator[Record]:
    """A copy that may be unfinished: its last entry may state an earlier schema than that which it was made in."""
    home = open_home(target, writable=True)
    with Record(home) as copy, home.telling_errors():
        if read_version(home) < VERSION:
            try:
                with home.inspection() as inspection:
                    inspection.check_rest()
            except BrokenRecord as error:
                reason = (
                    f"it has an earlier schema and must be brought to {VERSION} first: groundtruce migrate {target}"
                )
                raise UnusableInput(target, reason) from error
        yield copy


def _read_batches(home: Home, *, after: Head | None, last: int) -> Generator[Rows, None, None]:
    """What the transactions behind an entry wrote, in order, some hundred transactions at once."""
    with home.telling_errors():
        batch: list[Entry] = []
        transactions = size = 0
        for _, entries in groupby(_read_entries(home, after=after, last=last), key=lambda entry: entry.recorded):
            transaction = list(entries)
            weight = sum(map(_weigh, transaction))
            if batch and (transactions >= _TRANSACTIONS or size + weight > _BYTES):
                yield _gather_rows(home, tuple(batch))
                batch, transactions, size = [], 0, 0
            batch += transaction
            transactions, size = transactions + 1, size + weight
        if batch:
            yield _gather_rows(home, tuple(batch))


def _weigh(entry: Entry) -> int:
    """How many bytes an entry brings along."""
    return len(entry.body) + (bodies.decode_document(entry.body).size if entry.kind == "document" else 0)


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
    with _naming(home, entry):
        check_link(entry, after=after)
    return entry


_BESIDE = ("places", "zone_shapes", "incident_points", "marker_points", "mentions", "incident_mentions")


def _gather_rows(home: Home, entries: tuple[Entry, ...]) -> Rows:
    """Entries of whole transactions with what stands beside them."""
    rows = Rows(entries=entries, layers={table: [] for table in _BESIDE})
    shapes = dict(_rows_beside(home, "SELECT seq, geom FROM zone_shapes", entries))
    whole_texts = f"SELECT seq, {home.dialect.text_as_bytes} FROM texts"  # noqa: S608 - the dialect is the home's own
    texts = {seq: kept for seq, *kept in _rows_beside(home, whole_texts, entries)}
    read: list[tuple[int, str, str]] = []
    read_texts: dict[str, str] = {}
    for entry in entries:
        with _naming(home, entry):
            match entry.kind:
                case "case":
                    rows.layers["places"].extend(place_rows(bodies.decode_case(entry.body)))
                case "document":
                    title, content = texts[entry.seq]
                    read_texts[entry.subject] = content.decode()
                    read.append((entry.seq, title.decode(), read_texts[entry.subject]))
                case "reading":
                    text = read_texts.get(entry.subject) or _find_text(home, entry)
                    rows.layers["mentions"] += mention_rows(entry.seq, bodies.decode_reading(entry.body, text))
                case "zone version":
                    version = bodies.decode_zone_version(entry.body, shapes[entry.seq])
                    rows.layers["zone_shapes"].append(zone_shape_row(entry.seq, version))
                case "incident":
                    incident = bodies.decode_incident(entry.body)
                    rows.layers["incident_points"] += [] if incident.withdrawn else [incident_row(entry.seq, incident)]
                    rows.layers["incident_mentions"] += incident_mention_rows(entry.seq, incident)
                case "sighting":
                    rows.layers["marker_points"].append(sighting_row(entry.seq, bodies.decode_sighting(entry.body)))
    return Rows(entries=entries, contents=_find_contents(home, entries), texts=tuple(read), layers=rows.layers)


def _find_text(home: Home, reading: Entry) -> str:
    """The text of a document that came in an earlier transaction than its reading."""
    documents = queries.find_documents(home, prefix=reading.subject, last=reading.seq)
    return documents[0].text if documents else ""


@contextmanager
def _naming(home: Home, entry: Entry) -> Iterator[None]:
    """Name an entry whose body, or what stands beside it, cannot be read."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenRecord(
            home.address, f"it or what stands beside it cannot be read ({error})", entry=entry.seq
        ) from error


def _find_contents(home: Home, entries: tuple[Entry, ...]) -> tuple[tuple[str, bytes], ...]:
    """The bytes of the documents among entries, in their order."""
    subjects = [entry.subject for entry in entries if entry.kind == "document"]
    among = home.dialect.among_many("sha256", "chosen")
    found = dict(home.rows(f"SELECT sha256, bytes FROM contents WHERE {among}", chosen=subjects)) if subjects else {}  # noqa: S608
    return tuple((subject, found[subject]) for subject in subjects if subject in found)


def _rows_beside(home: Home, question: str, entries: tuple[Entry, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that stand beside entries."""
    return home.rows(
        f"{question} WHERE seq BETWEEN :first AND :last ORDER BY seq", first=entries[0].seq, last=entries[-1].seq
    )
