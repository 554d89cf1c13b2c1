"""Texts in a WARC (ISO 28500): the successful responses with text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundtruce.collect.found_texts import FoundText, Place
from groundtruce.errors import UnusableInput
from groundtruce.model.times import format_moment, parse_moment


def find_in_warc(path: Path, *, limit: int, start: Place) -> Iterator[tuple[Place | None, FoundText]]:
    """The texts from a record on, each with its place. What is broken comes last, with its error and no place of its own."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
    except ImportError as error:
        reason = "reading a WARC needs the archives extra: pip install 'groundtruce[archives]'"
        raise UnusableInput(path, reason) from error
    place: Place | None = start
    try:
        with path.open("rb") as stream:
            stream.seek(start.offset)
            records = ArchiveIterator(stream)
            records.reader = lines = _BoundedLines(records.reader)
            for number, record in enumerate(records, start.number):
                if record.rec_type == "response" and _is_text(record):
                    at = Place(offset=records.offset, number=number)
                    yield at, _read_response(record, name=f"{path}: record {number}", limit=limit)
                    place = None
                lines.begin()
    except Exception as error:  # noqa: BLE001 - a parser of others fails in any way on bytes that were cut off
        yield place, FoundText(name=str(path), origin=str(path), error=f"is a broken WARC: {error}")


# ---------------------------------------------------------------------------------------------------------------


_LARGEST_HEADERS = 1_000_000


class _BoundedLines:
    """A reader of warcio's that ends where a record's headers are without an end, of which few packed bytes can make gigabytes."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.begin()

    def begin(self) -> None:
        """Another record's headers come now."""
        self._left = _LARGEST_HEADERS

    def readline(self, length: int | None = None) -> bytes:
        """The next line, at most `length` bytes of it. Raises `ValueError`."""
        line: bytes = self._reader.readline(min(length or _LARGEST_HEADERS, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise ValueError(f"a record's headers are longer than {_LARGEST_HEADERS} bytes")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


def _is_text(record: Any) -> bool:
    headers = record.http_headers
    status = headers.get_statuscode() if headers else ""
    kind = headers.get_header("Content-Type", "") if headers else ""
    return status == "200" and kind.partition(";")[0].strip().lower() in {
        "text/html",
        "text/plain",
        "application/xhtml+xml",
        "application/pdf",
    }


def _read_response(record: Any, *, name: str, limit: int) -> FoundText:
    address = record.rec_headers.get_header("WARC-Target-URI") or name
    content = record.content_stream().read(limit + 1)
    if len(content) > limit:
        return FoundText(name=name, origin=address, error=f"is larger than {limit} bytes")
    return FoundText(name=name, content=content, origin=address, retrieved=_read_moment(record))


def _read_moment(record: Any) -> str | None:
    """When it was captured; none where the record does not say it as the standard asks."""
    try:
        return format_moment(parse_moment(record.rec_headers.get_header("WARC-Date") or ""))
    except ValueError:
        return None
