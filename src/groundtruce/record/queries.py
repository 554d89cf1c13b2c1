"""Questions to a record, each answered as of an entry: nothing behind it is seen.

Every function takes the number of the last entry to see; `find_head` gives it for a moment. Each asks the database once, in SQL
that every home understands.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeVar

from groundtruce.errors import BrokenRecord
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import RecordedJudgement
from groundtruce.model.markers import Sighting
from groundtruce.model.readings import Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record import bodies
from groundtruce.record.chain import Entry, Head, parse_entry
from groundtruce.record.homes.home import Home, Questioned
from groundtruce.record.passages import Match, match_document, split_query

_T = TypeVar("_T")

# The latest entry of each subject, in the order of these entries.
_LATEST = "(SELECT MAX(seq) AS seq FROM entries WHERE kind = :kind AND seq <= :last GROUP BY subject) latest"


class Moment(Value):
    """One transaction of a record: when it was recorded, and the numbers of its entries."""

    recorded: str
    first: int
    last: int
    kinds: dict[str, int]
    """How many entries of each kind."""


def find_head(home: Questioned, *, as_of: str | None) -> Head | None:
    """The last entry recorded at or before a moment (written as entries write it), or of all; none before the first."""
    found = (
        home.row(
            "SELECT seq, recorded, hash FROM entries WHERE recorded <= :as_of ORDER BY recorded DESC, seq DESC LIMIT 1",
            as_of=as_of,
        )
        if as_of
        else home.row("SELECT seq, recorded, hash FROM entries ORDER BY seq DESC LIMIT 1")
    )
    return Head(seq=found[0], recorded=found[1], hash=found[2]) if found else None


def has_entry(home: Questioned, *, head: Head) -> bool:
    """Whether an entry has this number, moment and hash."""
    return home.row("SELECT recorded, hash FROM entries WHERE seq = :seq", seq=head.seq) == (head.recorded, head.hash)


def list_moments(home: Questioned, *, after: int, last: int) -> Iterator[Moment]:
    """The transactions behind an entry, in order."""
    rows = home.rows(
        "SELECT recorded, kind, MIN(seq), COUNT(*) FROM entries WHERE seq > :after AND seq <= :last "
        "GROUP BY recorded, kind ORDER BY recorded, kind",
        after=after,
        last=last,
    )
    with closing(rows):
        for recorded, counted in groupby(rows, key=itemgetter(0)):
            parts = list(counted)
            first = min(seq for _, _, seq, _ in parts)
            kinds = {kind: number for _, kind, _, number in parts}
            yield Moment(recorded=recorded, first=first, last=first + sum(kinds.values()) - 1, kinds=kinds)


def list_latest_entries(home: Questioned, *, kind: str, last: int) -> dict[str, int]:
    """The number of the latest entry of each subject of a kind, in the order of these entries."""
    rows = home.rows(
        "SELECT subject, MAX(seq) AS seq FROM entries WHERE kind = :kind AND seq <= :last GROUP BY subject ORDER BY seq",
        kind=kind,
        last=last,
    )
    return dict(rows)


def find_case(home: Questioned, *, last: int) -> Case | None:
    """The case, where the record had begun."""
    rows = home.rows(
        "SELECT seq, body FROM entries WHERE kind = 'case' AND seq <= :last ORDER BY seq DESC LIMIT 1", last=last
    )
    return next(decode_rows(home, rows, bodies.decode_case), None)


def list_documents(home: Questioned, *, last: int) -> Iterator[Document]:
    """Every document, in the order of recording."""
    rows = home.rows(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "
        "WHERE e.kind = 'document' AND e.seq <= :last ORDER BY e.seq",
        last=last,
    )
    return decode_rows(home, rows, decode_document)


def list_headers(home: Questioned, *, last: int) -> Iterator[Document]:
    """Every document without its text, in the order of recording."""
    # Sorted by `+seq`, they come from the index; else the whole table is walked in its order.
    rows = home.rows("SELECT seq, body FROM entries WHERE kind = 'document' AND seq <= :last ORDER BY +seq", last=last)
    return decode_rows(home, rows, decode_document)


def list_chosen_documents(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[Document]:
    """The documents with these SHA-256, in the order of recording."""
    rows = home.rows(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "  # noqa: S608  # our own text
        f"WHERE e.kind = 'document' AND {home.dialect.among_many('e.subject', 'chosen')} AND e.seq <= :last ORDER BY e.seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, decode_document)


def list_chosen_readings(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[Reading]:
    """The latest reading of each of the documents with these SHA-256."""
    rows = home.rows(
        "SELECT r.seq, r.body, t.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'reading' "  # noqa: S608  # our own text
        f"AND {home.dialect.among_many('subject', 'chosen')} AND seq <= :last GROUP BY subject) latest JOIN entries r USING (seq) "
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq ORDER BY r.seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, _decode_reading)


def list_tellers(home: Questioned, *, after: int, last: int, number: int) -> list[tuple[int, str, str, str]]:
    """The next readings and incidents behind an entry: number, kind, body, and the text of the document that was read."""
    rows = home.rows(
        "SELECT e.seq, e.kind, e.body, t.body FROM entries e LEFT JOIN entries d ON e.kind = 'reading' "
        "AND d.kind = 'document' AND d.subject = e.subject LEFT JOIN texts t ON t.seq = d.seq "
        "WHERE e.kind IN ('reading', 'incident') AND e.seq > :after AND e.seq <= :last ORDER BY e.seq LIMIT :number",
        after=after,
        last=last,
        number=number,
    )
    return [(seq, kind, body, _as_text(text or "")) for seq, kind, body, text in rows]


def find_documents(home: Questioned, *, prefix: str, last: int, limit: int = 2) -> list[Document]:
    """The documents whose SHA-256 starts with `prefix`, at most `limit`."""
    rows = home.rows(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "
        "WHERE e.kind = 'document' AND e.subject >= :first AND e.subject < :behind AND e.seq <= :last ORDER BY e.subject LIMIT :number",
        first=prefix,
        behind=f"{prefix}g",
        last=last,
        number=limit,
    )
    return list(decode_rows(home, rows, decode_document))


def has_document(home: Questioned, *, sha256: str, last: int) -> bool:
    """Whether a document with this SHA-256 is recorded."""
    statement = "SELECT 1 FROM entries WHERE kind = 'document' AND subject = :sha256 AND seq <= :last"
    return home.row(statement, sha256=sha256, last=last) is not None


def list_trail(home: Questioned, *, sha256: str) -> Iterator[Entry]:
    """Every entry that is about a document or whose body names it, in the order of the chain."""
    rows = home.rows(
        f"SELECT {home.dialect.entry_as_bytes} FROM entries "  # noqa: S608  # our own text
        "WHERE subject = :sha256 OR replace(body, :sha256, '') <> body ORDER BY seq",
        sha256=sha256,
    )
    return (parse_entry(row) for row in rows)


def list_readings(home: Questioned, *, last: int) -> Iterator[Reading]:
    """The latest reading of each document."""
    rows = home.rows(
        f"SELECT r.seq, r.body, t.body FROM {_LATEST} JOIN entries r USING (seq) "  # noqa: S608  # our own text
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq ORDER BY r.seq",
        kind="reading",
        last=last,
    )
    return decode_rows(home, rows, _decode_reading)


def list_zone_versions(home: Questioned, *, last: int) -> Iterator[ZoneVersion]:
    """The latest entry of each zone version."""
    rows = home.rows(
        f"SELECT e.seq, e.body, s.geom FROM {_LATEST} JOIN entries e USING (seq) "  # noqa: S608  # our own text
        "JOIN zone_shapes s USING (seq) ORDER BY e.seq",
        kind="zone version",
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_zone_version)


def list_corrected_versions(home: Questioned, *, last: int) -> Iterator[RecordedVersion]:
    """Every entry of the zone versions that more than one entry holds, in the order of recording."""
    rows = home.rows(
        "SELECT e.seq, e.seq, e.recorded, e.body, s.geom FROM entries e JOIN zone_shapes s USING (seq) "
        "WHERE e.kind = 'zone version' AND e.seq <= :last AND e.subject IN (SELECT subject FROM entries "
        "WHERE kind = 'zone version' AND seq <= :last GROUP BY subject HAVING COUNT(*) > 1) ORDER BY e.seq",
        last=last,
    )
    return decode_rows(home, rows, decode_recorded_version)


def list_sightings(home: Questioned, *, last: int) -> Iterator[Sighting]:
    """The latest entry of each sighting of a marker."""
    rows = _latest_bodies(home, kind="sighting", last=last)
    return decode_rows(home, rows, bodies.decode_sighting)


def list_traces(home: Questioned, *, last: int) -> Iterator[Trace]:
    """The latest entry of each trace of a picture map."""
    rows = _latest_bodies(home, kind="trace", last=last)
    return decode_rows(home, rows, bodies.decode_trace)


def list_captures(home: Questioned, *, last: int) -> Iterator[Capture]:
    """Every capture of a watched source."""
    rows = home.rows(
        "SELECT seq, body FROM entries WHERE kind = 'capture' AND seq <= :last ORDER BY +seq",
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_capture)


def find_capture(home: Questioned, *, identifier: str) -> Capture | None:
    """The capture with an identifier."""
    rows = home.rows(
        "SELECT seq, body FROM entries WHERE kind = 'capture' AND subject = :identifier", identifier=identifier
    )
    return next(decode_rows(home, rows, bodies.decode_capture), None)


def list_incidents(home: Questioned, *, last: int) -> Iterator[Incident]:
    """The latest entry of each incident that is not withdrawn."""
    rows = _latest_bodies(home, kind="incident", last=last)
    return (incident for incident in decode_rows(home, rows, bodies.decode_incident) if not incident.withdrawn)


def list_chosen_incidents(home: Questioned, *, chosen: Iterable[str], last: int) -> Iterator[Incident]:
    """The latest entry of each of the incidents with these identifiers, also of a withdrawn one."""
    rows = home.rows(
        "SELECT e.seq, e.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'incident' "  # noqa: S608  # our own text
        f"AND {home.dialect.among_many('subject', 'chosen')} AND seq <= :last GROUP BY subject) latest JOIN entries e USING (seq) "
        "ORDER BY e.seq",
        chosen=sorted(chosen),
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_incident)


def list_incidents_within(
    home: Questioned, *, windows: Iterable[tuple[str, str]], kinds: Iterable[str] = (), last: int
) -> Iterator[Incident]:
    """The living incidents that may have happened in one of the half-open windows, written as layers write moments.

    Those of `kinds` are given whenever they happened.

    One whose date has no beginning counts from four days before its end: what is told without a date has just happened.
    """
    bounds = {
        name: moment
        for place, window in enumerate(windows)
        for name, moment in zip((f"start{place}", f"end{place}"), window, strict=True)
    }
    names = list(bounds)
    happened = [f"({home.dialect.during(*pair)})" for pair in zip(names[::2], names[1::2], strict=True)]
    asked = " OR ".join([f"{home.dialect.among('p.kind', 'kinds')}", *happened])
    rows = home.rows(
        "SELECT e.seq, e.body FROM incident_points p JOIN entries e USING (seq) "  # noqa: S608  # our own text
        f"WHERE ({asked}) AND p.seq <= :last AND NOT EXISTS (SELECT 1 FROM entries later WHERE later.kind = 'incident' "
        "AND later.subject = p.incident AND later.seq > p.seq AND later.seq <= :last) ORDER BY e.seq",
        kinds=sorted(kinds),
        last=last,
        **bounds,
    )
    return decode_rows(home, rows, bodies.decode_incident)


def list_incidents_of(home: Questioned, *, mentions: Iterable[str], last: int) -> Iterator[Incident]:
    """The living incidents that hold one of the mentions."""
    rows = home.rows(
        "SELECT e.seq, e.body FROM entries e WHERE e.seq IN (SELECT seq FROM incident_mentions "  # noqa: S608  # our own text
        f"WHERE {home.dialect.among_many('mention', 'mentions')} AND seq <= :last) AND NOT EXISTS (SELECT 1 FROM entries later "
        "WHERE later.kind = 'incident' AND later.subject = e.subject AND later.seq > e.seq AND later.seq <= :last) ORDER BY e.seq",
        mentions=sorted(mentions),
        last=last,
    )
    return decode_rows(home, rows, bodies.decode_incident)


def list_judgements(home: Questioned, *, last: int) -> Iterator[RecordedJudgement]:
    """Every judgement, also those withdrawn or superseded, in the order of recording."""
    rows = home.rows(
        "SELECT seq, seq, recorded, body FROM entries WHERE kind = 'judgement' AND seq <= :last ORDER BY +seq",
        last=last,
    )
    return decode_rows(home, rows, _decode_recorded_judgement)


def list_published_between(home: Questioned, *, first: str, final: str, last: int) -> list[str]:
    """The SHA-256 of the documents published from one day to another, both included, as EDTF sorts."""
    rows = home.rows(
        "SELECT subject FROM entries WHERE kind = 'document' AND seq <= :last "  # noqa: S608  # our own text
        f"AND {home.dialect.published} BETWEEN :first AND :final ORDER BY +seq",
        last=last,
        first=first,
        final=f"{final}~",
    )
    return [subject for (subject,) in rows]


def find_latest_act(
    home: Questioned, *, kinds: Iterable[str], begun_before: str, since: str | None = None, last: int
) -> str | None:
    """When the living incident of one of the kinds that ended last had begun, of those dated and begun before a moment.

    With `since`, of those that had not ended by then.
    """
    lately = f"{home.dialect.during('since', 'until')} AND " if since else ""
    row = home.row(
        f"SELECT p.begins FROM incident_points p WHERE {lately}p.begins < :before AND p.ends IS NOT NULL AND p.seq <= :last "  # noqa: S608
        f"AND {home.dialect.among('p.kind', 'kinds')} AND NOT EXISTS (SELECT 1 FROM entries later "
        "WHERE later.kind = 'incident' AND later.subject = p.incident AND later.seq > p.seq AND later.seq <= :last) "
        "ORDER BY p.ends DESC, p.begins DESC LIMIT 1",
        before=begun_before,
        **({"since": since, "until": begun_before} if since else {}),
        kinds=sorted(kinds),
        last=last,
    )
    return row[0] if row else None


def find_content(home: Questioned, *, sha256: str) -> bytes | None:
    """The bytes of a document as they came."""
    row = home.row("SELECT bytes FROM contents WHERE sha256 = :sha256", sha256=sha256)
    return row[0] if row else None


def search_texts(home: Home, *, query: str, limit: int, last: int) -> list[Match]:
    """The documents that hold all words (and "quoted phrases") of a query, the latest recorded first.

    Not by relevance: that is weighed over the whole index, so documents recorded later would change an earlier order.
    """
    phrases = split_query(query)
    if not phrases:
        return []
    with closing(home.find_texts(phrases, last=last)) as rows:
        documents = (bodies.decode_document(body, _as_text(text)) for body, text in rows)
        return [match_document(document, phrases) for document in islice(documents, limit)]


# ---------------------------------------------------------------------------------------------------------------


def _latest_bodies(home: Questioned, *, kind: str, last: int) -> Generator[tuple[Any, ...], None, None]:
    """The number and the body of the latest entry of each subject of a kind, in the order of recording."""
    return home.rows(
        f"SELECT e.seq, e.body FROM {_LATEST} JOIN entries e USING (seq) ORDER BY e.seq",  # noqa: S608  # our own text
        kind=kind,
        last=last,
    )


def decode_rows(
    home: Questioned, rows: Generator[tuple[Any, ...], None, None], decode: Callable[..., _T]
) -> Iterator[_T]:
    """Each row's value, from the columns behind the first one, which is the entry's number."""
    with closing(rows):
        for seq, *columns in rows:
            try:
                value = decode(*columns)
            except (ValueError, KeyError, TypeError) as error:
                raise BrokenRecord(home.address, f"its body cannot be read ({error})", entry=seq) from error
            yield value


def decode_document(body: str, text: str | bytes = "") -> Document:
    """A document from its body, with its text or without."""
    return bodies.decode_document(body, _as_text(text))


def _decode_reading(body: str, text: str | bytes) -> Reading:
    return bodies.decode_reading(body, _as_text(text))


def decode_recorded_version(entry: int, recorded: str, body: str, shape: bytes) -> RecordedVersion:
    """A zone version as an entry recorded it."""
    return RecordedVersion(entry=entry, recorded=recorded, version=bodies.decode_zone_version(body, shape))


def _decode_recorded_judgement(entry: int, recorded: str, body: str) -> RecordedJudgement:
    return RecordedJudgement(entry=entry, recorded=recorded, judgement=bodies.decode_judgement(body))


def _as_text(text: str | bytes) -> str:
    """A document's text, which PostgreSQL keeps as bytes since its texts can hold no NUL."""
    return text.decode() if isinstance(text, bytes) else text
