"""Parts: what was read in one piece of an archive, in Parquet. A part is there as a whole or not at all.

`readings/NAME.parquet` has a row for each document; `set-aside/NAME.parquet`, where there are any, one for each text that
could not be read. The second is written first: once the first is there, the piece is done.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document
from groundtruce.model.readings import Reading
from groundtruce.model.values import Value
from groundtruce.pipeline.cluster.runs import write_whole

if TYPE_CHECKING:
    import pyarrow

_READINGS, _SET_ASIDE = "readings", "set-aside"
_COUNTED = ("attributions", "event_mentions", "dates", "toponyms", "silences")
_SUMMARY = b"groundtruce"


class SetAside(Value):
    """A text that could not be read: where it stands, and why."""

    place: str
    origin: str
    sha256: str | None
    """Of its bytes, where there are any."""
    reason: str


class ReadText(Value):
    """A document with its bytes and its reading."""

    place: str
    document: Document
    content: bytes
    reading: Reading


class PartSummary(Value):
    """How many rows the two files of a part have."""

    readings: int
    set_aside: int


def write_part(folder: Path, name: str, *, read: Sequence[ReadText], aside: Sequence[SetAside]) -> PartSummary:
    """Write a part; the same rows give the same bytes."""
    if aside:
        write_whole(_path(folder, _SET_ASIDE, name), _encode(map(_aside_row, aside), _aside_schema(), None))
    else:
        # A part that is made anew may have had some before.
        _path(folder, _SET_ASIDE, name).unlink(missing_ok=True)
    summary = PartSummary(readings=len(read), set_aside=len(aside))
    write_whole(_path(folder, _READINGS, name), _encode(map(_row, read), _schema(), summary))
    return summary


def find_part(folder: Path, name: str) -> PartSummary | None:
    """What a part holds, from the end of its file alone; none where it is not there or damaged."""
    from pyarrow import ArrowException  # noqa: PLC0415 - an extra
    from pyarrow.parquet import read_schema  # noqa: PLC0415 - an extra

    try:
        metadata = read_schema(_path(folder, _READINGS, name)).metadata or {}
        return msgspec.json.decode(metadata.get(_SUMMARY, b""), type=PartSummary)
    except (OSError, ArrowException, msgspec.MsgspecError):
        return None


def list_parts(folder: Path) -> list[str]:
    """The names of the parts that are there, in the order of the archives."""
    return sorted(file.stem for file in (folder / _READINGS).glob("*.parquet") if not file.name.startswith("."))


def make_room(folder: Path) -> None:
    """Make the folders that parts stand in."""
    for name in (_READINGS, _SET_ASIDE):
        (folder / name).mkdir(parents=True, exist_ok=True)


def drop_part(folder: Path, name: str) -> None:
    """Take a part away whose piece is no longer in the archives."""
    for kind in (_READINGS, _SET_ASIDE):
        _path(folder, kind, name).unlink(missing_ok=True)


def read_part(folder: Path, name: str) -> Iterator[ReadText]:
    """The documents of a part with their readings. Raises `UnusableInput` where its file is damaged."""
    path = _path(folder, _READINGS, name)
    with _refusing_damage(path):
        for row in _rows(path):
            reading = msgspec.json.decode(row["reading"], type=Reading)
            fields = {column: row[column] for column in _DOCUMENT}
            document = msgspec.convert({**fields, "text": reading.document.text}, Document)
            yield ReadText(place=row["place"], document=document, content=row["content"], reading=reading)


def read_lines(folder: Path, name: str) -> Iterator[str]:
    """The readings of a part, each as the line of JSON that the plain command prints."""
    return (row["reading"] for row in _rows(_path(folder, _READINGS, name), columns=["reading"]))


def read_set_aside(folder: Path, name: str) -> Iterator[SetAside]:
    """What of a part was set aside. Raises `UnusableInput` where its file is damaged."""
    path = _path(folder, _SET_ASIDE, name)
    if path.exists():
        with _refusing_damage(path):
            for row in _rows(path):
                yield msgspec.convert(row, SetAside)


# ---------------------------------------------------------------------------------------------------------------

_DOCUMENT = tuple(name for name in Document.__struct_fields__ if name not in {"text", "copy_of", "added_by"})


def _path(folder: Path, kind: str, name: str) -> Path:
    return folder / kind / f"{name}.parquet"


def _row(one: ReadText) -> dict[str, Any]:
    return {
        "place": one.place,
        **{name: getattr(one.document, name) for name in _DOCUMENT},
        **{name: len(getattr(one.reading, name)) for name in _COUNTED},
        "content": one.content,
        "reading": msgspec.json.encode(one.reading).decode(),
    }


def _aside_row(one: SetAside) -> dict[str, Any]:
    return msgspec.structs.asdict(one)


def _schema() -> "pyarrow.Schema":
    import pyarrow  # noqa: PLC0415 - an extra

    text, number = pyarrow.string(), pyarrow.int64()
    columns = {"place": text, **dict.fromkeys(_DOCUMENT, text), "size": number}
    return pyarrow.schema({**columns, **dict.fromkeys(_COUNTED, number), "content": pyarrow.binary(), "reading": text})


def _aside_schema() -> "pyarrow.Schema":
    import pyarrow  # noqa: PLC0415 - an extra

    return pyarrow.schema(dict.fromkeys(SetAside.__struct_fields__, pyarrow.string()))


def _encode(rows: Iterable[dict[str, Any]], schema: "pyarrow.Schema", summary: PartSummary | None) -> bytes:
    import pyarrow.parquet  # noqa: PLC0415 - an extra

    table = pyarrow.Table.from_pylist(list(rows), schema=schema)
    if summary:
        table = table.replace_schema_metadata({_SUMMARY: msgspec.json.encode(summary)})
    output = io.BytesIO()
    pyarrow.parquet.write_table(table, output, compression="zstd")
    return output.getvalue()


def _rows(path: Path, *, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - an extra

    with ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=100, columns=columns):
            yield from batch.to_pylist()


@contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    from pyarrow import ArrowException  # noqa: PLC0415 - an extra

    try:
        yield
    except (OSError, ArrowException, msgspec.MsgspecError, KeyError, ValueError) as error:
        raise UnusableInput(path, f"is damaged: {' '.join(str(error).split())[:200]}") from error
