"""Readings that a cluster made, put into a record: part by part, each in one transaction; incidents matched at the end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from groundtruce.compare.incidents.copies import choose_candidates, choose_probes, find_copied
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.values import Value
from groundtruce.pipeline.clock import now
from groundtruce.pipeline.cluster.parts import ReadText, list_parts, read_part
from groundtruce.pipeline.cluster.runs import load_run
from groundtruce.pipeline.matching import find_copied_in, find_unmatched, match_documents
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.recording import Clock
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Head, Record

_MATCHED_AT_ONCE = 200

_Item = TypeVar("_Item")


class Loaded(Value):
    """What became of a folder of readings."""

    parts: int
    added: int
    known: int
    """Documents that the record held already, or that came twice."""
    incidents: int
    """So many were made or changed by matching."""
    head: Head


def load_readings(address: Address, folder: Path, *, progress: Progress = say_nothing, clock: Clock = now) -> Loaded:
    """Add the documents and readings of a folder to a record; what it holds is passed over, so that a stopped load goes on.

    Each part is one transaction. Incidents are matched once all documents are there, in the order of publication, some
    hundred documents at a time. Raises `UnusableInput` where the folder holds no readings, or of another case.
    """
    run, names = load_run(folder), list_parts(folder)
    seen: dict[str, str] = {}
    added = known = 0
    with Record.open(address, writable=True) as record:
        case = record.case()
        _check_case(folder, run.case, of=case)
        for number, name in enumerate(names, 1):
            rows = list(read_part(folder, name))
            new = _choose_new(record, rows)
            if new:
                record.append_all(_make_additions(record, new), now=clock())
            added, known = added + len(new), known + len(rows) - len(new)
            seen |= {row.document.sha256: row.document.published or "" for row in rows}
            progress(f"{added:,} documents added, {known:,} there already: part {number:,} of {len(names):,}")
        incidents = _match(record, sorted(seen, key=seen.__getitem__), case=case, progress=progress, clock=clock)
        return Loaded(parts=len(names), added=added, known=known, incidents=incidents, head=record.head())


# ---------------------------------------------------------------------------------------------------------------


def _check_case(folder: Path, read_with: Case | None, *, of: Case) -> None:
    if read_with != of:
        with_which = "with another case than the record's" if read_with else "without a case"
        raise UnusableInput(
            folder, f"was read {with_which}; read the archives with the record's --case into a new folder"
        )


def _choose_new(record: Record, rows: Iterable[ReadText]) -> list[ReadText]:
    """What the record does not hold, each document once."""
    once = {row.document.sha256: row for row in reversed(list(rows))}
    return [row for row in reversed(once.values()) if not record.has_document(row.document.sha256)]


def _make_additions(record: Record, rows: Sequence[ReadText]) -> list[Addition]:
    """One for each document, which is told to be a copy where the record or an earlier one has its text."""
    by_phrase: defaultdict[str, list[str]] = defaultdict(list)
    earlier: dict[str, Document] = {}
    additions = []
    for row in rows:
        phrases = choose_probes(row.document.text)
        near = choose_candidates(by_phrase[phrase] for phrase in phrases)
        copied = find_copied_in(record, row.document) or find_copied(
            row.document, (document for sha256, document in earlier.items() if sha256 in near)
        )
        document = replace(row.document, copy_of=copied)
        earlier[document.sha256] = document
        for phrase in phrases:
            by_phrase[phrase].append(document.sha256)
        additions.append(Addition(document=document, content=row.content, reading=row.reading))
    return additions


def _match(record: Record, documents: Sequence[str], *, case: Case, progress: Progress, clock: Clock) -> int:
    """Match what is in no incident yet; gives how many incidents were made or changed."""
    changed = done = 0
    for chosen in _batches(documents, _MATCHED_AT_ONCE):
        head = record.head()
        readings = record.chosen_readings(chosen)
        unmatched = find_unmatched(record, record.chosen_documents(chosen), readings, case=case)
        own = {document.sha256: readings[document.sha256] for document in unmatched}
        incidents = match_documents(record, unmatched, own, case=case) if unmatched else ()
        if incidents:
            record.append(Addition(incidents=incidents), now=clock(), after=head)
        changed, done = changed + len(incidents), done + len(chosen)
        progress(f"{done:,} of {len(documents):,} documents matched, {changed:,} incidents")
    return changed


def _batches(items: Sequence[_Item], size: int) -> Iterator[list[_Item]]:
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
