"""Texts of a file, a folder or an archive, one after the other, however many there are."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from groundtruce.collect.files import Sidecar, find_sidecar, parse_sidecar, read_file
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

_MAX_SIDECAR_BYTES = 1_000_000
# Beside a report these hold no text of their own.
_COMPANIONS = {".toml"}


class FoundText(Value):
    """Bytes that may be a report, with what their archive says of them; or the reason why there are none."""

    name: str
    """For messages: a path, with the line or the record where it is inside a file."""
    origin: str
    content: bytes = b""
    said: Sidecar = Sidecar()
    error: str | None = None


def find_texts(path: Path, *, limit: int) -> Iterator[FoundText]:
    """The texts of a file, of every file below a folder in the order of their paths, of a JSON Lines file or a WARC.

    A line of JSON Lines is an object with `text` or `html`, and may have `title`, `published`, `publisher`, `language` and
    `origin` or `url`. Of a WARC (ISO 28500) the successful responses with text are taken. `limit` bounds each text, in
    bytes; what is larger or broken comes with its `error`. Raises `UnusableInput` where `path` itself cannot be read.
    """
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.is_file() and file.suffix not in _COMPANIONS):
            yield from _open(file)(file, limit)
    else:
        yield from _open(path)(path, limit)


# ---------------------------------------------------------------------------------------------------------------


def _open(path: Path) -> Callable[[Path, int], Iterator[FoundText]]:
    name = path.name.lower()
    if name.endswith((".jsonl", ".ndjson")):
        return _find_in_lines
    return _find_in_warc if name.endswith((".warc", ".warc.gz")) else _find_in_file


def _find_in_file(path: Path, limit: int) -> Iterator[FoundText]:
    try:
        content = read_file(path, limit=limit)
        beside = find_sidecar(path)
        said = parse_sidecar(read_file(beside, limit=_MAX_SIDECAR_BYTES), name=str(beside)) if beside else Sidecar()
    except UnusableInput as error:
        yield FoundText(name=error.file, origin=str(path), error=_reason(error))
        return
    yield FoundText(name=str(path), content=content, origin=str(path), said=said)


def _find_in_lines(path: Path, limit: int) -> Iterator[FoundText]:
    try:
        lines = path.open("rb")
    except OSError as error:
        raise UnusableInput(path, f"cannot be read: {error.strerror}") from error
    with lines:
        number = 0
        while line := lines.readline(limit + 1):
            number += 1
            name = f"{path}: line {number}"
            if len(line) > limit:
                while line and not line.endswith(b"\n"):
                    line = lines.readline(limit)
                yield FoundText(name=name, origin=name, error=f"is longer than {limit} bytes")
            elif line.strip():
                yield _parse_line(line, name)


def _parse_line(line: bytes, name: str) -> FoundText:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        return FoundText(name=name, origin=name, error=f"is no JSON: {error}")
    text = said.get("text", said.get("html")) if isinstance(said, dict) else None
    if not isinstance(text, str):
        return FoundText(name=name, origin=name, error="is no object with a `text` or an `html`")
    return FoundText(
        name=name,
        content=text.encode("utf-8", "replace"),
        origin=_string(said.get("origin")) or _string(said.get("url")) or name,
        said=Sidecar(
            title=_string(said.get("title")),
            published=_string(said.get("published")),
            publisher=_string(said.get("publisher")),
            language=_string(said.get("language")),
        ),
    )


def _find_in_warc(path: Path, limit: int) -> Iterator[FoundText]:
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
    except ImportError as error:
        reason = "reading a WARC needs the archives extra: pip install 'groundtruce[archives]'"
        raise UnusableInput(path, reason) from error
    try:
        with path.open("rb") as stream:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                if record.rec_type == "response" and _is_text(record):
                    yield _read_response(record, name=f"{path}: record {number}", limit=limit)
    except Exception as error:  # noqa: BLE001 - a parser of others fails in any way on bytes that were cut off
        yield FoundText(name=str(path), origin=str(path), error=f"is a broken WARC: {error}")


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
    return FoundText(name=name, content=content, origin=address)


def _reason(error: UnusableInput) -> str:
    return f"{error.place}: {error.reason}" if error.place else error.reason


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
