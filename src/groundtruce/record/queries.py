"""Questions to a record, each answered as of an entry: nothing behind it is seen.

Every function takes the number of the last entry to see; `find_head` gives it for a moment. Each asks the database once.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import TypeVar

from groundtruce.errors import BrokenRecord
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document, Span
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import RecordedJudgement
from groundtruce.model.markers import Sighting
from groundtruce.model.places import fold_letters
from groundtruce.model.readings import Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import RecordedVersion, ZoneVersion
from groundtruce.record import bodies
from groundtruce.record.chain import ENTRY_AS_BYTES, Entry, Head, parse_entry

_T = TypeVar("_T")

# The latest entry of each subject, in the order of these entries.
_LATEST = """
SELECT MAX(seq) AS seq FROM entries WHERE kind = :kind AND seq <= :last GROUP BY subject
"""
_MARK_START, _MARK_END = "\x02", "\x03"
_SNIPPET_TOKENS = 24
_LONGEST_WEIGHED = 100_000
"""In characters: of a longer text the first passage is shown, not the fullest one."""
_PASSAGE_CHARACTERS = 80


class Match(Value):
    """A document that a search found: a passage of it, and where in the passage the words stand."""

    document: str
    """The document's SHA-256."""
    title: str
    snippet: str
    marks: Span
    """Half-open offsets into `snippet`, in code points."""


class Moment(Value):
    """One transaction of a record: when it was recorded, and the numbers of its entries."""

    recorded: str
    first: int
    last: int
    kinds: dict[str, int]
    """How many entries of each kind."""


def find_head(connection: sqlite3.Connection, *, as_of: str | None) -> Head | None:
    """The last entry recorded at or before a moment (written as entries write it), or of all; none before the first."""
    row = (
        connection.execute(
            "SELECT seq, recorded, hash FROM entries WHERE recorded <= ? ORDER BY recorded DESC, seq DESC LIMIT 1",
            (as_of,),
        )
        if as_of
        else connection.execute("SELECT seq, recorded, hash FROM entries ORDER BY seq DESC LIMIT 1")
    )
    found = row.fetchone()
    return Head(seq=found[0], recorded=found[1], hash=found[2]) if found else None


def has_entry(connection: sqlite3.Connection, *, head: Head) -> bool:
    """Whether an entry has this number, moment and hash."""
    row = connection.execute("SELECT recorded, hash FROM entries WHERE seq = ?", (head.seq,)).fetchone()
    return bool(row == (head.recorded, head.hash))


def list_moments(connection: sqlite3.Connection, *, after: int, last: int) -> Iterator[Moment]:
    """The transactions behind an entry, in order."""
    rows = connection.execute(
        "SELECT recorded, MIN(seq), MAX(seq), json_group_object(kind, number) FROM (SELECT recorded, kind, "
        "MIN(seq) AS seq, COUNT(*) AS number FROM entries WHERE seq > ? AND seq <= ? GROUP BY recorded, kind) "
        "GROUP BY recorded ORDER BY recorded",
        (after, last),
    )
    with closing(rows):
        for recorded, first, _, kinds in rows:
            counted = json.loads(kinds)
            yield Moment(recorded=recorded, first=first, last=first + sum(counted.values()) - 1, kinds=counted)


def list_latest_entries(connection: sqlite3.Connection, *, kind: str, last: int) -> dict[str, int]:
    """The number of the latest entry of each subject of a kind, in the order of these entries."""
    rows = connection.execute(
        "SELECT subject, MAX(seq) AS seq FROM entries WHERE kind = ? AND seq <= ? GROUP BY subject ORDER BY seq",
        (kind, last),
    )
    return dict(rows.fetchall())


def find_case(connection: sqlite3.Connection, *, last: int) -> Case | None:
    """The case, where the record had begun."""
    rows = connection.execute(
        "SELECT seq, body FROM entries WHERE kind = 'case' AND seq <= ? ORDER BY seq DESC LIMIT 1", (last,)
    )
    return next(_decode_rows(connection, rows, bodies.decode_case), None)


def list_documents(connection: sqlite3.Connection, *, last: int) -> Iterator[Document]:
    """Every document, in the order of recording."""
    rows = connection.execute(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "
        "WHERE e.kind = 'document' AND e.seq <= ? ORDER BY e.seq",
        (last,),
    )
    return _decode_rows(connection, rows, bodies.decode_document)


def list_headers(connection: sqlite3.Connection, *, last: int) -> Iterator[Document]:
    """Every document without its text, in the order of recording."""
    # Sorted by `+seq`, they come from the index; else the whole table is walked in its order.
    rows = connection.execute(
        "SELECT seq, body FROM entries WHERE kind = 'document' AND seq <= ? ORDER BY +seq", (last,)
    )
    return _decode_rows(connection, rows, bodies.decode_document)


def list_chosen_documents(connection: sqlite3.Connection, *, chosen: Iterable[str], last: int) -> Iterator[Document]:
    """The documents with these SHA-256, in the order of recording."""
    rows = connection.execute(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "
        "WHERE e.kind = 'document' AND e.subject IN (SELECT value FROM json_each(?)) AND e.seq <= ? ORDER BY e.seq",
        (json.dumps(sorted(chosen)), last),
    )
    return _decode_rows(connection, rows, bodies.decode_document)


def list_chosen_readings(connection: sqlite3.Connection, *, chosen: Iterable[str], last: int) -> Iterator[Reading]:
    """The latest reading of each of the documents with these SHA-256."""
    rows = connection.execute(
        "SELECT r.seq, r.body, t.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'reading' "
        "AND subject IN (SELECT value FROM json_each(?)) AND seq <= ? GROUP BY subject) JOIN entries r USING (seq) "
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq ORDER BY r.seq",
        (json.dumps(sorted(chosen)), last),
    )
    return _decode_rows(connection, rows, bodies.decode_reading)


def list_tellings(
    connection: sqlite3.Connection, *, chosen: Iterable[str], types: Iterable[str], last: int
) -> Iterator[Reading]:
    """The latest reading of each of the documents with these SHA-256, and what others tell of events of some types."""
    whole, wanted = frozenset(chosen), frozenset(types)
    rows = connection.execute(
        "SELECT r.seq, r.subject, r.body, t.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'reading' "
        "AND seq <= :last AND subject IN (SELECT value FROM json_each(:chosen) UNION "
        "SELECT told.subject FROM mention_types JOIN entries told USING (seq) "
        "WHERE type IN (SELECT value FROM json_each(:types)) AND seq <= :last) GROUP BY subject) JOIN entries r USING (seq) "
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq ORDER BY r.seq",
        {"chosen": json.dumps(sorted(whole)), "types": json.dumps(sorted(wanted)), "last": last},
    )

    def decode(subject: str, body: str, text: str) -> Reading:
        return (
            bodies.decode_reading(body, text) if subject in whole else bodies.decode_telling(body, text, types=wanted)
        )

    return _decode_rows(connection, rows, decode)


def find_documents(connection: sqlite3.Connection, *, prefix: str, last: int, limit: int = 2) -> list[Document]:
    """The documents whose SHA-256 starts with `prefix`, at most `limit`."""
    rows = connection.execute(
        "SELECT e.seq, e.body, t.body FROM entries e JOIN texts t USING (seq) "
        "WHERE e.kind = 'document' AND e.subject >= ? AND e.subject < ? AND e.seq <= ? ORDER BY e.subject LIMIT ?",
        (prefix, f"{prefix}g", last, limit),
    )
    return list(_decode_rows(connection, rows, bodies.decode_document))


def has_document(connection: sqlite3.Connection, *, sha256: str, last: int) -> bool:
    """Whether a document with this SHA-256 is recorded."""
    rows = connection.execute(
        "SELECT 1 FROM entries WHERE kind = 'document' AND subject = ? AND seq <= ?", (sha256, last)
    )
    return rows.fetchone() is not None


def list_trail(connection: sqlite3.Connection, *, sha256: str) -> Iterator[Entry]:
    """Every entry that is about a document or whose body names it, in the order of the chain."""
    rows = connection.execute(
        f"SELECT {ENTRY_AS_BYTES} FROM entries WHERE subject = :sha256 OR instr(body, :sha256) ORDER BY seq",  # noqa: S608  # our own text
        {"sha256": sha256},
    )
    return (parse_entry(row) for row in rows)


def list_readings(connection: sqlite3.Connection, *, last: int) -> Iterator[Reading]:
    """The latest reading of each document."""
    rows = connection.execute(
        f"SELECT r.seq, r.body, t.body FROM ({_LATEST}) JOIN entries r USING (seq) "  # noqa: S608  # our own text
        "JOIN entries d ON d.kind = 'document' AND d.subject = r.subject JOIN texts t ON t.seq = d.seq ORDER BY r.seq",
        {"kind": "reading", "last": last},
    )
    return _decode_rows(connection, rows, bodies.decode_reading)


def list_zone_versions(connection: sqlite3.Connection, *, last: int) -> Iterator[ZoneVersion]:
    """The latest entry of each zone version."""
    rows = connection.execute(
        f"SELECT e.seq, e.body, s.geom FROM ({_LATEST}) JOIN entries e USING (seq) "  # noqa: S608  # our own text
        "JOIN zone_shapes s USING (seq) ORDER BY e.seq",
        {"kind": "zone version", "last": last},
    )
    return _decode_rows(connection, rows, bodies.decode_zone_version)


def list_corrected_versions(connection: sqlite3.Connection, *, last: int) -> Iterator[RecordedVersion]:
    """Every entry of the zone versions that more than one entry holds, in the order of recording."""
    rows = connection.execute(
        "SELECT e.seq, e.seq, e.recorded, e.body, s.geom FROM entries e JOIN zone_shapes s USING (seq) "
        "WHERE e.kind = 'zone version' AND e.seq <= :last AND e.subject IN (SELECT subject FROM entries "
        "WHERE kind = 'zone version' AND seq <= :last GROUP BY subject HAVING COUNT(*) > 1) ORDER BY e.seq",
        {"last": last},
    )
    return _decode_rows(connection, rows, _decode_recorded_version)


def list_sightings(connection: sqlite3.Connection, *, last: int) -> Iterator[Sighting]:
    """The latest entry of each sighting of a marker."""
    rows = connection.execute(
        f"SELECT e.seq, e.body FROM ({_LATEST}) JOIN entries e USING (seq) ORDER BY e.seq",  # noqa: S608  # our own text
        {"kind": "sighting", "last": last},
    )
    return _decode_rows(connection, rows, bodies.decode_sighting)


def list_traces(connection: sqlite3.Connection, *, last: int) -> Iterator[Trace]:
    """The latest entry of each trace of a picture map."""
    rows = connection.execute(
        f"SELECT e.seq, e.body FROM ({_LATEST}) JOIN entries e USING (seq) ORDER BY e.seq",  # noqa: S608  # our own text
        {"kind": "trace", "last": last},
    )
    return _decode_rows(connection, rows, bodies.decode_trace)


def list_captures(connection: sqlite3.Connection, *, last: int) -> Iterator[Capture]:
    """Every capture of a watched source."""
    rows = connection.execute(
        "SELECT seq, body FROM entries WHERE kind = 'capture' AND seq <= ? ORDER BY +seq",
        (last,),
    )
    return _decode_rows(connection, rows, bodies.decode_capture)


def find_capture(connection: sqlite3.Connection, *, identifier: str) -> Capture | None:
    """The capture with an identifier."""
    rows = connection.execute("SELECT seq, body FROM entries WHERE kind = 'capture' AND subject = ?", (identifier,))
    return next(_decode_rows(connection, rows, bodies.decode_capture), None)


def list_incidents(connection: sqlite3.Connection, *, last: int) -> Iterator[Incident]:
    """The latest entry of each incident that is not withdrawn."""
    rows = connection.execute(
        f"SELECT e.seq, e.body FROM ({_LATEST}) JOIN entries e USING (seq) ORDER BY e.seq",  # noqa: S608  # our own text
        {"kind": "incident", "last": last},
    )
    return (incident for incident in _decode_rows(connection, rows, bodies.decode_incident) if not incident.withdrawn)


def list_chosen_incidents(connection: sqlite3.Connection, *, chosen: Iterable[str], last: int) -> Iterator[Incident]:
    """The latest entry of each of the incidents with these identifiers, also of a withdrawn one."""
    rows = connection.execute(
        "SELECT e.seq, e.body FROM (SELECT MAX(seq) AS seq FROM entries WHERE kind = 'incident' "
        "AND subject IN (SELECT value FROM json_each(?)) AND seq <= ? GROUP BY subject) JOIN entries e USING (seq) "
        "ORDER BY e.seq",
        (json.dumps(sorted(chosen)), last),
    )
    return _decode_rows(connection, rows, bodies.decode_incident)


def list_incidents_within(
    connection: sqlite3.Connection, *, windows: Iterable[tuple[str, str]], kinds: Iterable[str] = (), last: int
) -> Iterator[Incident]:
    """The living incidents that may have happened in one of the half-open windows, written as layers write moments.

    Those of `kinds` are given whenever they happened.

    One whose date has no beginning counts from four days before its end: what is told without a date has just happened.
    """
    rows = connection.execute(
        f"SELECT e.seq, e.body FROM ({_LATEST}) JOIN incident_points p USING (seq) JOIN entries e USING (seq) "  # noqa: S608
        "WHERE p.kind IN (SELECT value FROM json_each(:kinds)) OR EXISTS (SELECT 1 FROM json_each(:windows) w WHERE "
        "coalesce(p.begins, strftime('%Y-%m-%dT%H:%M:%fZ', p.ends, '-4 days'), '') < json_extract(w.value, '$[1]') "
        "AND coalesce(p.ends, '9999') > json_extract(w.value, '$[0]')) ORDER BY e.seq",
        {"kind": "incident", "last": last, "windows": json.dumps(list(windows)), "kinds": json.dumps(sorted(kinds))},
    )
    return _decode_rows(connection, rows, bodies.decode_incident)


def list_incidents_of(connection: sqlite3.Connection, *, mentions: Iterable[str], last: int) -> Iterator[Incident]:
    """The living incidents that hold one of the mentions."""
    wanted = [json.dumps(mention) for mention in mentions]
    rows = connection.execute(
        f"SELECT e.seq, e.body FROM ({_LATEST}) JOIN entries e USING (seq) ORDER BY e.seq",  # noqa: S608  # our own text
        {"kind": "incident", "last": last},
    )

    def decode(body: str) -> Incident | None:
        # Searching a text is much faster than decoding it.
        return bodies.decode_incident(body) if any(mention in body for mention in wanted) else None

    found = (incident for incident in _decode_rows(connection, rows, decode) if incident)
    return (incident for incident in found if not incident.withdrawn)


def list_judgements(connection: sqlite3.Connection, *, last: int) -> Iterator[RecordedJudgement]:
    """Every judgement, also those withdrawn or superseded, in the order of recording."""
    rows = connection.execute(
        "SELECT seq, seq, recorded, body FROM entries WHERE kind = 'judgement' AND seq <= ? ORDER BY +seq", (last,)
    )
    return _decode_rows(connection, rows, _decode_recorded_judgement)


def list_published_between(connection: sqlite3.Connection, *, first: str, final: str, last: int) -> list[str]:
    """The SHA-256 of the documents published from one day to another, both included, as EDTF sorts."""
    rows = connection.execute(
        "SELECT subject FROM entries WHERE kind = 'document' AND seq <= ? "
        "AND json_extract(body, '$.published') BETWEEN ? AND ? ORDER BY +seq",
        (last, first, f"{final}~"),
    )
    return [subject for (subject,) in rows]


def find_latest_act(
    connection: sqlite3.Connection, *, kinds: Iterable[str], begun_before: str, last: int
) -> str | None:
    """When the living incident of one of the kinds that ended last had begun, of those dated and begun before a moment."""
    row = connection.execute(
        f"SELECT p.begins FROM ({_LATEST}) JOIN incident_points p USING (seq) "  # noqa: S608  # our own text
        "WHERE p.begins < :before AND p.ends IS NOT NULL AND p.kind IN (SELECT value FROM json_each(:kinds)) "
        "ORDER BY p.ends DESC, p.begins DESC LIMIT 1",
        {"kind": "incident", "last": last, "before": begun_before, "kinds": json.dumps(sorted(kinds))},
    ).fetchone()
    return row[0] if row else None


def find_content(connection: sqlite3.Connection, *, sha256: str) -> bytes | None:
    """The bytes of a document as they came."""
    row = connection.execute("SELECT bytes FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None


def search_texts(connection: sqlite3.Connection, *, query: str, limit: int, last: int) -> list[Match]:
    """The documents that hold all words (and "quoted phrases") of a query, the latest recorded first.

    Not by relevance: that is weighed over the whole index, so documents recorded later would change an earlier order.
    """
    expression = compose_expression(query)
    if not expression:
        return []
    # SQLite weighs every window of a text against every other: for a few megabytes of one word that takes minutes.
    rows = connection.execute(
        "SELECT e.subject, t.title, CASE WHEN length(t.body) > ? THEN NULL ELSE snippet(text_index, -1, ?, ?, ' … ', ?) END, "
        "t.seq FROM text_index JOIN texts t ON t.seq = text_index.rowid JOIN entries e ON e.seq = t.seq "
        "WHERE text_index MATCH ? AND text_index.rowid <= ? ORDER BY text_index.rowid DESC LIMIT ?",
        (_LONGEST_WEIGHED, _MARK_START, _MARK_END, _SNIPPET_TOKENS, expression, last, limit),
    )
    return [
        _match(subject, title, marked or _mark_first(connection, seq, query)) for subject, title, marked, seq in rows
    ]


def compose_expression(query: str) -> str:
    """The FTS5 expression for a user's words: each word or quoted phrase as a string, so that nothing in it is syntax."""
    return " ".join(f'"{phrase}"' for phrase in _split_query(query))


# ---------------------------------------------------------------------------------------------------------------


def _split_query(query: str) -> list[str]:
    """The words and the quoted phrases of a query that hold a letter or a digit."""
    phrases = re.findall(r'"([^"]*)"|([^\s"]+)', query.replace("\x00", " "))
    words = [quoted or word for quoted, word in phrases]
    return [word for word in words if re.search(r"[^\W_]", word)]


def _decode_rows(connection: sqlite3.Connection, rows: sqlite3.Cursor, decode: Callable[..., _T]) -> Iterator[_T]:
    """Each row's value, from the columns behind the first one, which is the entry's number."""
    with closing(rows):
        for seq, *columns in rows:
            try:
                value = decode(*columns)
            except (ValueError, KeyError, TypeError) as error:
                _, _, file = connection.execute("PRAGMA database_list").fetchone()
                raise BrokenRecord(file, f"its body cannot be read ({error})", entry=seq) from error
            yield value


def _decode_recorded_version(entry: int, recorded: str, body: str, shape: bytes) -> RecordedVersion:
    return RecordedVersion(entry=entry, recorded=recorded, version=bodies.decode_zone_version(body, shape))


def _decode_recorded_judgement(entry: int, recorded: str, body: str) -> RecordedJudgement:
    return RecordedJudgement(entry=entry, recorded=recorded, judgement=bodies.decode_judgement(body))


def _mark_first(connection: sqlite3.Connection, seq: int, query: str) -> str:
    """The passage of a long text around the first place where a word or phrase of a query stands, marked as FTS5 marks it."""
    body: str = connection.execute("SELECT body FROM texts WHERE seq = ?", (seq,)).fetchone()[0]
    phrases = [re.split(r"\W+", phrase.strip()) for phrase in _split_query(query)]
    pattern = "|".join(r"\W+".join(re.escape(fold_letters(word)) for word in words if word) for words in phrases)
    found = re.search(rf"\b(?:{pattern})\b", fold_letters(body))
    if not found:  # it stands in the title
        return body[:_PASSAGE_CHARACTERS]
    start, end = found.span()
    before = body[max(0, start - _PASSAGE_CHARACTERS) : start]
    after = body[end : end + _PASSAGE_CHARACTERS]
    return f"{before}{_MARK_START}{body[start:end]}{_MARK_END}{after}"


def _match(document: str, title: str, marked: str) -> Match:
    """Split FTS5's marked passage into the passage and the offsets of its marks."""
    pieces = re.split(f"{_MARK_START}([^{_MARK_END}]*){_MARK_END}", marked)
    marks: list[tuple[int, int]] = []
    offset = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            marks.append((offset, offset + len(piece)))
        offset += len(piece)
    return Match(document=document, title=title, snippet="".join(pieces), marks=tuple(marks))
