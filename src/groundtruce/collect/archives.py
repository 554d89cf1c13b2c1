"""Texts of a file, a folder or an archive, one after the other, however many there are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from groundtruce.collect.files import Sidecar, find_sidecar, is_inside, parse_sidecar, read_file
from groundtruce.collect.found_texts import FoundText, Place
from groundtruce.collect.text_lines import find_in_lines
from groundtruce.collect.text_records import find_in_warc
from groundtruce.collect.text_rows import find_in_table
from groundtruce.errors import UnusableInput

_MAX_SIDECAR_BYTES = 1_000_000
# Beside a report these hold no text of their own.
_COMPANIONS = {".toml"}


def find_texts(path: Path, *, limit: int) -> Iterator[FoundText]:
    """The texts of a file, of every file below a folder in the order of their paths, of JSON Lines, a Parquet table or a WARC.

    A line of JSON Lines is an object with `text` or `html`, and may have `title`, `published`, `publisher`, `language` and
    `origin` or `url`; a row of a table has them as columns. Of a WARC (ISO 28500) the successful responses with text are
    taken. `limit` bounds each text, in bytes; what is larger or broken comes with its `error`. Raises `UnusableInput`
    where `path` itself cannot be read.
    """
    for file in list_files(path):
        for _, found in find_in_file(file, limit=limit):
            yield found


def list_files(path: Path) -> Iterable[Path]:
    """A file itself, or every file below a folder in the order of their paths; not sidecars and links that lead out of it."""
    if not path.is_dir():
        return (path,)
    return sorted(file for file in path.rglob("*") if _is_meant(file) and is_inside(file, path))


def find_in_file(path: Path, *, limit: int, start: Place = Place()) -> Iterator[tuple[Place | None, FoundText]]:  # noqa: B008 - a frozen value
    """The texts of a file from a place on, each with its own place; none where one can only be come to by way of the one before."""
    name = path.name.lower()
    if name.endswith((".jsonl", ".ndjson")):
        return find_in_lines(path, limit=limit, start=start)
    if name.endswith((".warc", ".warc.gz")):
        return find_in_warc(path, limit=limit, start=start)
    if name.endswith(".parquet"):
        return find_in_table(path, limit=limit, start=start)
    return iter(((start, _read_text(path, limit=limit)),))


# ---------------------------------------------------------------------------------------------------------------


def _is_meant(file: Path) -> bool:
    return file.is_file() and file.suffix not in _COMPANIONS


def _read_text(path: Path, *, limit: int) -> FoundText:
    try:
        content = read_file(path, limit=limit)
        beside = find_sidecar(path)
        said = parse_sidecar(read_file(beside, limit=_MAX_SIDECAR_BYTES), name=str(beside)) if beside else Sidecar()
    except UnusableInput as error:
        reason = f"{error.place}: {error.reason}" if error.place else error.reason
        return FoundText(name=error.file, origin=str(path), error=reason)
    return FoundText(name=str(path), content=content, origin=str(path), said=said)
