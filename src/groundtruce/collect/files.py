"""Files: bounded reading, what a file is, told by its content, and the sidecar beside it."""

import math
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import msgspec

from groundtruce.collect.charsets import decode_text
from groundtruce.collect.containers import SHAPEFILE_COMPANION, inspect_shapefile, inspect_sqlite, inspect_zip
from groundtruce.collect.formats import GEOPACKAGE, PDF, SHAPEFILE, ZIPPED_SHAPEFILE, FileFormat
from groundtruce.collect.markup import detect_text
from groundtruce.errors import UnusableInput
from groundtruce.model.times import interval_of
from groundtruce.model.values import Value
from groundtruce.model.zones import VersionReason, ZoneKind

__all__ = ["FileFormat", "Sidecar", "detect_format", "find_sidecar", "is_inside", "parse_sidecar", "read_file"]


class Sidecar(Value):
    """What a file `NAME.ext.toml` says of the file `NAME.ext` beside it. The keys from `zone` on are a map's."""

    title: str | None = None
    publisher: str | None = None
    """An identifier in the case or a name."""
    published: str | None = None
    """EDTF."""
    origin: str | None = None
    """The address or the place it was first got from."""
    language: str | None = None
    """ISO 639-1."""
    note: str | None = None
    zone: str | None = None
    kind: ZoneKind | None = None
    holder: str | None = None
    valid_from: str | None = None
    """EDTF, as `valid_to`."""
    valid_to: str | None = None
    drawing_error_m: float | None = None
    drawing_correlation_m: float | None = None
    reason: VersionReason | None = None
    """Why the map was published: `change`, `correction` or `redraw`."""


MAP_KEYS = ("zone", "kind", "holder", "valid_from", "valid_to", "drawing_error_m", "drawing_correlation_m", "reason")
"""The keys of a sidecar that say something only of a map."""


def read_file(path: Path, *, limit: int) -> bytes:
    """The bytes of the file at `path`, at most `limit` of them; a pipe is read to its end.

    Raises `UnusableInput` where there is no such file, where it is a folder, cannot be read, is empty or larger.
    """
    try:
        if path.is_dir():
            raise UnusableInput(path, "is a folder, not a file")
        size = path.stat().st_size
        content = b"" if size > limit else _read_bounded(path, limit=limit)
    except FileNotFoundError as error:
        raise UnusableInput(path, "there is no such file") from error
    except OSError as error:
        raise UnusableInput(path, f"cannot be read: {error.strerror}") from error
    if max(size, len(content)) > limit:
        raise UnusableInput(path, f"is larger than the {_format_size(limit)} that are read")
    if not content:
        raise UnusableInput(path, "the file is empty")
    return content


def detect_format(content: bytes, *, name: str) -> FileFormat:
    """What a file is, told by its content; its name only says what a text or the start of a file was meant to be.

    Raises `UnusableInput` for what Groundtruce does not read, saying what it looks like, and for a container that is
    cut off or damaged. A map's shapes and a PDF's pages are not looked at here.
    """
    if not content:
        raise UnusableInput(name, "the file is empty")
    suffix = PurePath(name).suffix.lower()
    if suffix in _COMPANIONS:
        raise UnusableInput(name, _COMPANIONS[suffix])
    signature = _find_signature(content)
    if isinstance(signature, str):
        raise UnusableInput(name, f"looks like {signature}, which is not read", place="byte 0")
    if signature is not None and signature.kind == "picture":
        raise UnusableInput(
            name, f"looks like {signature.label}: a picture map is traced first: groundtruce trace", place="byte 0"
        )
    if signature is not None:
        return _INSPECTORS[signature.media_type](content, name=name)
    return detect_text(content, name=name)


def find_sidecar(path: Path) -> Path | None:
    """The sidecar beside the file at `path`, if there is one; a link that leads out of the folder is none."""
    beside = path.parent / f"{path.name}.toml"
    try:
        return beside if beside.is_file() and is_inside(beside, path.parent) else None
    except OSError:
        return None  # a name so long that no sidecar's can be longer


def is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, also where it is a link: whoever fills the folder must not have others read by it."""
    return file.resolve().is_relative_to(folder.resolve())


def parse_sidecar(content: bytes, *, name: str) -> Sidecar:
    """The sidecar that `content` holds as TOML. Dates may be TOML's own or quoted EDTF.

    Raises `UnusableInput` with the line for broken TOML, an unknown key, a value of the wrong type and a date that is
    none.
    """
    text, _ = decode_text(content, name=name)
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in _load(text, name).items()}
    for key in values.keys() - set(Sidecar.__struct_fields__):
        raise UnusableInput(name, f"has the unknown key {key!r}", place=_place(text, key))
    for key, value in values.items():
        reason = _find_fault(key, value)
        if reason:
            raise UnusableInput(name, f"{key} {reason}", place=_place(text, key))
    return msgspec.convert(values, Sidecar)


# ---------------------------------------------------------------------------------------------------------------


def _picture(media_type: str, label: str) -> FileFormat:
    return FileFormat(kind="picture", media_type=media_type, label=label)


_SQLITE_MAGIC = b"SQLite format 3\0"
# What begins with these bytes: a format, or words for one that is not read. Other formats have no such beginning.
_SIGNATURES: tuple[tuple[bytes, FileFormat | str], ...] = (
    (b"%PDF-", PDF),
    (_SQLITE_MAGIC, GEOPACKAGE),
    (b"\x00\x00\x27\x0a", SHAPEFILE),
    (b"PK\x03\x04", ZIPPED_SHAPEFILE),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\x89PNG", _picture("image/png", "a PNG picture")),
    (b"\xff\xd8\xff", _picture("image/jpeg", "a JPEG picture")),
    (b"GIF8", _picture("image/gif", "a GIF picture")),
    (b"II*\0", _picture("image/tiff", "a TIFF picture")),
    (b"MM\0*", _picture("image/tiff", "a TIFF picture")),
    (b"II+\0", _picture("image/tiff", "a TIFF picture")),
    (b"RIFF", _picture("image/webp", "a WebP picture")),
    (b"BM", _picture("image/bmp", "a BMP picture")),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"%!PS", "PostScript"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"PAR1", "Parquet"),
)
# The signatures that are also how a text may begin: it is one only if what follows is not text.
_WORDLIKE = frozenset({b"RIFF", b"BM", b"MZ", b"BZh", b"Rar!", b"PAR1", b"GIF8"})
_HEAD_BYTES = 65_536
_READ_CHUNK = 1 << 20
_MOST_DOTS = 500


def _read_bounded(path: Path, *, limit: int) -> bytes:
    """All bytes, or some more than `limit`: a pipe and a growing file have no size to ask for beforehand."""
    chunks: list[bytes] = []
    remaining = limit + 1
    with path.open("rb") as stream:
        while remaining > 0 and (chunk := stream.read(min(_READ_CHUNK, remaining))):
            chunks.append(chunk)
            remaining -= len(chunk)
    return b"".join(chunks)


def _format_size(size: int) -> str:
    return f"{size / 1e6:g} MB" if size >= 1_000_000 else f"{size} bytes"


def _find_signature(content: bytes) -> FileFormat | str | None:
    head = content[:_HEAD_BYTES]
    if re.match(rb"(?:\xef\xbb\xbf)?\s*%PDF-", head):
        return PDF
    for magic, meaning in _SIGNATURES:
        if head.startswith(magic) and not (magic in _WORDLIKE and _is_printable(head)):
            return meaning
    if head[4:8] == b"ftyp":
        return _picture("image/heic", "a HEIC picture or a film")
    return None


def _is_printable(head: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", head)


def _accept_pdf(_content: bytes, *, name: str) -> FileFormat:  # noqa: ARG001 - an inspector's signature
    return PDF


_INSPECTORS: dict[str, Callable[..., FileFormat]] = {
    PDF.media_type: _accept_pdf,
    GEOPACKAGE.media_type: inspect_sqlite,
    SHAPEFILE.media_type: inspect_shapefile,
    ZIPPED_SHAPEFILE.media_type: inspect_zip,
}
_COMPANIONS = {
    ".toml": "a sidecar is not added by itself: it is read with the file whose name it carries",
    ".prj": SHAPEFILE_COMPANION,
    ".cpg": SHAPEFILE_COMPANION,
    ".shx": SHAPEFILE_COMPANION,
    ".dbf": SHAPEFILE_COMPANION,
}


def _load(text: str, name: str) -> dict[str, Any]:
    # A key of n parts takes tomllib n² steps: hours for what fits into a sidecar.
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise UnusableInput(name, f"has a line with more than {_MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        raise UnusableInput(name, f"is broken TOML: {reason}", place=place.rstrip(")")) from error
    except RecursionError as error:
        raise UnusableInput(name, "is TOML that is nested too deeply for a sidecar") from error


def _place(text: str, key: str) -> str:
    """The line that a key stands in, from 1."""
    found = re.search(rf"^[ \t]*\[*[ \t]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return f"line {text.count(chr(10), 0, found.start()) + 1}" if found else ""


def _find_fault(key: str, value: object) -> str:
    """What is wrong with the value of a key; empty for nothing."""
    try:
        msgspec.convert({key: value}, Sidecar)
    except msgspec.ValidationError as error:
        return f"is not usable: {str(error).partition(' - at')[0]}"
    if key in ("published", "valid_from", "valid_to"):
        return _find_date_fault(str(value))
    if key in ("drawing_error_m", "drawing_correlation_m") and not 0 < float(str(value)) < math.inf:
        return f"is {value}, and must be metres above zero"
    if key == "language" and not re.fullmatch(r"[a-z]{2}", str(value)):
        return f"is {value!r}, and must be two letters (ISO 639-1)"
    return ""


def _find_date_fault(text: str) -> str:
    try:
        interval_of(text)
    except ValueError as error:
        return f"is no date: {error}"
    return ""
