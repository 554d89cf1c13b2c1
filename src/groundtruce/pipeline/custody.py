"""The chain of custody of a document, as the record holds it."""

import re
from collections.abc import Iterator

from groundtruce.model.captures import Capture
from groundtruce.model.custody import Custody, CustodyEntry, CustodyPoint
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.record.addresses import Address
from groundtruce.record.bodies import find_author
from groundtruce.record.records import Record


def trace_custody(path: Address, sha256: str) -> Custody:
    """What the record holds of how a document was got and kept, and every entry that rests on it.

    `sha256` may be cut off after so many digits that one document alone starts with them. Raises `UnusableInput` where none or
    several do.
    """
    with Record.open(path) as record:
        document = record.document(sha256)
        content = record.content(document.sha256)
        entries = tuple(
            CustodyEntry(
                seq=entry.seq,
                kind=entry.kind,
                subject=entry.subject,
                recorded=entry.recorded,
                hash=entry.hash,
                by=find_author(entry),
            )
            for entry in record.trail(document.sha256)
        )
        captures = tuple(each for each in record.captures() if each.document == document.sha256)
        head = record.head().hash
    intact = digest(content) == document.sha256 and len(content) == document.size
    return Custody(
        document=document.sha256,
        title=document.title,
        points=tuple(_list_points(document, entries, captures, intact=intact)),
        entries=entries,
        intact=intact,
        head=head,
    )


# ---------------------------------------------------------------------------------------------------------------


def _list_points(
    document: Document, entries: tuple[CustodyEntry, ...], captures: tuple[Capture, ...], *, intact: bool
) -> Iterator[CustodyPoint]:
    is_address = re.match(r"https?://", document.origin, re.IGNORECASE) is not None
    yield CustodyPoint(point="Address", held=document.origin if is_address else None)
    yield CustodyPoint(point="File as it was given", held=None if is_address else document.origin)
    kept = f"{document.size} bytes, {document.media_type}, as they came"
    yield CustodyPoint(point="Source or file itself", held=kept)
    yield CustodyPoint(point="Capture of the page as it looked", held=None)
    yield CustodyPoint(point="Media embedded in it", held=None)
    yield CustodyPoint(point="What it says of itself", held=_say_metadata(document))
    yield CustodyPoint(point="Collected at", held=document.retrieved)
    collectors = dict.fromkeys(each.collector for each in captures if each.collector)
    yield CustodyPoint(point="Collected by", held="; ".join(collectors) or None)
    yield CustodyPoint(point="Added by", held=document.added_by or None)
    for capture in captures:
        yield CustodyPoint(point="Answer as it came", held=_say_capture(capture))
    yield CustodyPoint(point="Recorded at", held=next((each.recorded for each in entries), None))
    now = "the bytes kept have it now" if intact else "the bytes kept do NOT have it now"
    yield CustodyPoint(point="Hash value", held=f"SHA-256 {document.sha256}; {now}")
    yield CustodyPoint(
        point="Text taken from it", held=f"SHA-256 {digest(document.text.encode())}" if document.text else None
    )
    if document.copy_of:
        yield CustodyPoint(point="Repeats the text of", held=f"the document with SHA-256 {document.copy_of}")


def _say_capture(capture: Capture) -> str:
    answered = f" by {capture.answered}" if capture.answered != capture.address else ""
    place = capture.archived
    kept = (
        f", kept as WARC record {place.record} in {place.file} at byte {place.offset}, SHA-256 {place.sha256}"
        if place
        else ""
    )
    return f"{capture.moment}{answered}{kept}"


def _say_metadata(document: Document) -> str:
    published = f"{document.published} (by {document.published_from})" if document.published else "unknown"
    said = (
        f"title {document.title!r}",
        f"publisher {document.publisher or 'unknown'}",
        f"published {published}",
        f"language {document.language or 'unknown'}",
    )
    return "; ".join(said)
