"""Verification: walk the chain from its first entry and derive again everything that stands beside it.

Nothing is trusted to be text or to be there: texts are read as bytes, rows are read from their tables and not from an
index, and what the database cannot read counts against the entry being read. The order is the chain's, so the entry
that is named is the first one broken. What remains is checked last: rows that no entry asks for, and what is a home's own.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeAlias

import msgspec

from groundtruce.errors import BrokenRecord
from groundtruce.model.ids import digest
from groundtruce.record import bodies
from groundtruce.record.chain import Entry, Head, check_link, head_of, parse_entry
from groundtruce.record.geometry import box_of
from groundtruce.record.homes.home import Home, Inspection
from groundtruce.record.layers import Cell, Row, incident_row, place_rows, sighting_row, zone_shape_row
from groundtruce.record.mentions import incident_mention_rows, mention_rows

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many entries are checked, of how many."""

_MENTION_COLUMNS = "seq, number, type, begins, ends, told, stance, realis, parties, place, longitude, latitude, words"
"""In the order of `mention_rows`."""

# Rows that stand beside the chain without an entry that asks for them.
_SURPLUS = {
    "contents": "SELECT sha256 FROM contents WHERE sha256 NOT IN (SELECT subject FROM entries WHERE kind = 'document')",
    "texts": "SELECT seq FROM texts WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'document')",
    "mentions": "SELECT seq FROM mentions WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'reading')",
    "incident_mentions": "SELECT seq FROM incident_mentions WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'incident')",
    "zone_shapes": "SELECT seq FROM zone_shapes WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'zone version')",
    "incident_points": "SELECT seq FROM incident_points WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'incident')",
    "marker_points": "SELECT seq FROM marker_points WHERE seq NOT IN (SELECT seq FROM entries WHERE kind = 'sighting')",
}


def verify_record(home: Home, *, progress: Progress | None = None) -> Head:
    """Check the whole record and return its head. Raises `BrokenRecord` for the first thing that is broken."""
    with home.telling_errors(), home.inspection() as inspection:
        walk = _Walk(inspection, progress)
        head = walk.check_chain()
        _check_surplus(inspection)
        walk.check_held_mentions()
        inspection.check_rest()
    return head


# ---------------------------------------------------------------------------------------------------------------


class _Walk:
    """One walk along the chain."""

    def __init__(self, home: Inspection, progress: Progress | None) -> None:
        self.home = home
        self.progress = progress or (lambda _done, _total: None)
        self.last_document: tuple[str, bytes] = ("", b"")
        """The SHA-256 and the text of the last document: its reading comes next."""
        self.held_mentions = 0
        """How many mentions the incidents so far hold."""

    def check_chain(self) -> Head:
        """Check each entry with everything that belongs to it, and return the last one's head."""
        total = self._count_entries()
        head: Head | None = None
        # An exception's traceback would keep a cursor that is not closed alive, and with it the lock on the file.
        with closing(self.home.entries()) as rows:
            while entry := self._check_next(rows, after=head):
                head = head_of(entry)
                self.progress(entry.seq, total)
        if head is None or head.seq < total:
            raise BrokenRecord(self.home.address, "it is missing", entry=head.seq + 1 if head else 1)
        return head

    def check_held_mentions(self) -> None:
        """Check that no more mentions are listed than the incidents hold, after all of them were walked through."""
        if self.home.row("SELECT COUNT(*) FROM incident_mentions") != (self.held_mentions,):
            raise BrokenRecord(self.home.address, "incident_mentions lists a mention that no incident holds")

    def _check_next(self, rows: Generator[tuple[Any, ...], None, None], *, after: Head | None) -> Entry | None:
        """Read and check the next entry; none at the end."""
        with self._naming(after.seq + 1 if after else 1):
            row = next(rows, None)
            if row is None:
                return None
            entry = parse_entry(row)
            check_link(entry, after=after)
            self._check_beside(entry)
            return entry

    @contextmanager
    def _naming(self, seq: int) -> Iterator[None]:
        """Name entry `seq` in whatever goes wrong."""
        try:
            yield
        except BrokenRecord:
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenRecord(self.home.address, f"{error}", entry=seq) from error
        except self.home.damage as error:
            raise BrokenRecord(
                self.home.address, f"the file is damaged where it stands ({error})", entry=seq
            ) from error

    def _count_entries(self) -> int:
        with self._naming(1):
            row = self.home.row("SELECT MAX(seq) FROM entries")
        return (row and row[0]) or 0

    def _check_beside(self, entry: Entry) -> None:
        """Check that the body is what its kind says, and what stands beside the chain for it."""
        if not bodies.is_canonical(entry.body):
            raise ValueError("its body is not canonical JSON")
        check = _CHECKS.get(entry.kind)
        if check is None:
            raise ValueError(f"its kind {entry.kind!r} is unknown")
        check(self, entry)

    def _check_case(self, entry: Entry) -> None:
        bodies.decode_schema_version(entry.body)
        for row in place_rows(bodies.decode_case(entry.body)):
            self._check_layer_row("places", key="fid", row=row)

    def _check_document(self, entry: Entry) -> None:
        title, text = self._read_text(entry.seq)
        stated = msgspec.json.decode(entry.body)
        if digest(text) != stated["text_sha256"]:
            raise ValueError("its text does not match the hash in its entry")
        document = bodies.decode_document(entry.body, text.decode())
        if document.sha256 != entry.subject or title != document.title.encode():
            raise ValueError("its title or subject is not its document's")
        size, content_hash = self._hash_content(document.sha256)
        if (size, content_hash) != (document.size, document.sha256):
            raise ValueError("its content does not match the hash and the size in its entry")
        self.home.check_text(entry.seq, title=document.title, text=document.text)
        self.last_document = document.sha256, text

    def _read_text(self, seq: int) -> tuple[bytes, bytes]:
        found = self.home.rows_beside("texts", self.home.dialect.text_as_bytes, number=seq)
        if not found:
            raise ValueError("its text is missing")
        ((title, text),) = found
        return title, text

    def _hash_content(self, sha256: str) -> tuple[int, str]:
        """The size and the SHA-256 of a content, read piece by piece."""
        sha = hashlib.sha256()
        size = 0
        for piece in self.home.content_pieces(sha256):
            sha.update(piece)
            size += len(piece)
        return size, sha.hexdigest()

    def _check_reading(self, entry: Entry) -> None:
        reading = bodies.decode_reading(entry.body, self._find_read_text(entry))
        if reading.document.sha256 != entry.subject or not self._has_document(entry.subject, entry):
            raise ValueError("it reads a document that is not recorded before it")
        self._check_mentions(entry, mention_rows(entry.seq, reading))

    def _has_document(self, sha256: str, entry: Entry) -> bool:
        return sha256 == self.last_document[0] or self._is_recorded("document", sha256, entry)

    def _find_read_text(self, reading: Entry) -> str:
        if reading.subject == self.last_document[0]:
            return self.last_document[1].decode()
        row = self.home.row(
            "SELECT seq FROM entries WHERE kind = 'document' AND subject = :subject AND seq < :before",
            subject=reading.subject,
            before=reading.seq,
        )
        return self._read_text(row[0])[1].decode() if row else ""

    def _check_mentions(self, entry: Entry, expected: list[Row]) -> None:
        """Check that the mentions of a reading stand in their table as it gives them, and no others."""
        found = self.home.rows_beside("mentions", _MENTION_COLUMNS, number=entry.seq)
        if found != [tuple(self._keep_cell(cell) for cell in row.values()) for row in expected]:
            raise ValueError("its mentions of events are not those listed for it")

    def _keep_cell(self, stated: Cell) -> Cell:
        """A cell as the home keeps it and verification reads it."""
        cell = self.home.dialect.keep_cell(stated)
        return cell.encode() if isinstance(cell, str) else cell

    def _is_recorded(self, kind: str, subject: str, entry: Entry, *, seq: int | None = None) -> bool:
        """Whether an entry of this kind and subject stands before an entry: the one of a number where it is given."""
        number = "" if seq is None else "AND seq = :seq"
        found = self.home.row(
            f"SELECT 1 FROM entries WHERE kind = :kind AND subject = :subject AND seq < :before {number}",  # noqa: S608
            kind=kind,
            subject=subject,
            before=entry.seq,
            **({} if seq is None else {"seq": seq}),
        )
        return found is not None

    def _check_zone_version(self, entry: Entry) -> None:
        blob = self._read_cells("zone_shapes", ("geom",), key="seq", number=entry.seq)["geom"]
        if not isinstance(blob, bytes):
            raise TypeError("its shape is missing")
        version = bodies.decode_zone_version(entry.body, blob)
        if digest(version.wkb) != msgspec.json.decode(entry.body)["wkb_sha256"]:
            raise ValueError("its shape does not match the hash in its entry")
        if version.id != entry.subject:
            raise ValueError("its subject is not its zone version")
        self._check_layer_row("zone_shapes", key="seq", row=zone_shape_row(entry.seq, version))

    def _check_incident(self, entry: Entry) -> None:
        incident = bodies.decode_incident(entry.body)
        if incident.id != entry.subject:
            raise ValueError("its subject is not its incident")
        if not incident.withdrawn:
            self._check_layer_row("incident_points", key="seq", row=incident_row(entry.seq, incident))
        self._check_held_mentions(entry, incident_mention_rows(entry.seq, incident))

    def _check_held_mentions(self, entry: Entry, rows: list[Row]) -> None:
        self.held_mentions += len(rows)
        held = [str(self.home.dialect.keep_cell(row["mention"])) for row in rows]
        among = self.home.dialect.among("mention", "held")
        question = f"SELECT COUNT(*) FROM incident_mentions WHERE seq = :seq AND {among}"  # noqa: S608  # our own text
        if held and self.home.row(question, seq=entry.seq, held=held) != (len(held),):
            raise ValueError("a mention that it holds is not listed for it")

    def _check_sighting(self, entry: Entry) -> None:
        sighting = bodies.decode_sighting(entry.body)
        if sighting.id != entry.subject:
            raise ValueError("its subject is not its sighting")
        self._check_layer_row("marker_points", key="seq", row=sighting_row(entry.seq, sighting))

    def _check_judgement(self, entry: Entry) -> None:
        judgement = bodies.decode_judgement(entry.body)
        if judgement.statement != entry.subject:
            raise ValueError("its subject is not its statement")
        document = judgement.document
        if document is not None and not self._is_recorded("document", document, entry):
            raise ValueError("it judges a document that is not recorded before it")
        withdrawn = judgement.withdraws
        if (judgement.decision == "withdraw") != (withdrawn is not None):
            raise ValueError("it does not say which judgement it withdraws")
        if withdrawn is not None and not self._is_recorded("judgement", entry.subject, entry, seq=withdrawn):
            raise ValueError("it withdraws what is no judgement of its statement before it")

    def _check_trace(self, entry: Entry) -> None:
        trace = bodies.decode_trace(entry.body)
        if trace.id != entry.subject:
            raise ValueError("its subject is not its trace")
        recorded = (self._is_recorded("zone version", zone.version, entry) for zone in trace.zones)
        if not self._is_recorded("document", trace.picture, entry) or not all(recorded):
            raise ValueError("it traces a picture or gives a zone version that is not recorded before it")

    def _check_capture(self, entry: Entry) -> None:
        capture = bodies.decode_capture(entry.body)
        if capture.id != entry.subject:
            raise ValueError("its subject is not its capture")
        named = (each for each in (capture.document, capture.previous) if each)
        if not all(self._is_recorded("document", each, entry) for each in named):
            raise ValueError("it captures a document that is not recorded before it")

    def _check_layer_row(self, table: str, *, key: str, row: Row) -> None:
        """Check that a layer's table holds exactly this row, and what finds it the box of its geometry."""
        number = row[key]
        assert isinstance(number, int)
        found = self._read_cells(table, tuple(row), key=key, number=number)
        for column, stated in row.items():
            if found[column] != self._keep_cell(stated):
                raise ValueError(f"its row {number} in {table} has another {column} than its entry")
        if isinstance(row["geom"], bytes):
            self.home.check_shape(table, number, box=box_of(row["geom"]))

    def _read_cells(self, table: str, columns: tuple[str, ...], *, key: str, number: int) -> dict[str, Cell]:
        found = self.home.rows_beside(table, ", ".join(columns), key=key, number=number)
        if not found:
            raise ValueError(f"its row in {table} is missing")
        return dict(zip(columns, found[0], strict=True))


_CHECKS: dict[str, Callable[[_Walk, Entry], object]] = {
    "case": _Walk._check_case,
    "document": _Walk._check_document,
    "reading": _Walk._check_reading,
    "zone version": _Walk._check_zone_version,
    "trace": _Walk._check_trace,
    "judgement": _Walk._check_judgement,
    "incident": _Walk._check_incident,
    "sighting": _Walk._check_sighting,
    "capture": _Walk._check_capture,
    "migration": lambda _, entry: bodies.decode_schema_version(entry.body),
}
"""What else is checked of each kind of entry."""


def _check_surplus(home: Inspection) -> None:
    for table, query in _SURPLUS.items():
        row = home.row(f"{query} LIMIT 1")
        if row:
            key = row[0].decode(errors="replace") if isinstance(row[0], bytes) else row[0]
            raise BrokenRecord(home.address, f"row {key} of {table} belongs to no entry")
