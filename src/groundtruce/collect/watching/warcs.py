"""Captures kept as WARC (ISO 28500): one file a month in a folder beside the record, each capture a gzip member of its own."""

import os
import uuid
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from groundtruce.collect.extracts import missing_extra
from groundtruce.collect.watching.answers import Answer
from groundtruce.collect.watching.requests import unpack
from groundtruce.errors import UnusableInput
from groundtruce.model.captures import ArchivedAt
from groundtruce.model.ids import digest


class CaptureArchive:
    """The WARC files of a watch. `ends` says up to where each is known to be whole; a capture behind that which a crash cut off goes.

    Raises `UnusableInput` where the extra `watch` is missing, and where the folder cannot be written.
    """

    def __init__(self, folder: Path, *, ends: Mapping[str, int], software: str) -> None:
        self._folder, self._software = folder, software
        _load_warcio(folder)
        try:
            folder.mkdir(exist_ok=True)
            for file in sorted(folder.glob("*.warc.gz")):
                _cut_off(file, whole=ends.get(file.name, 0))
        except OSError as error:
            raise UnusableInput(folder, f"cannot be written: {error.strerror}") from error

    def keep_answer(self, answer: Answer, *, address: str, moment: datetime) -> ArchivedAt:
        """Keep an answer as a `response`. Its body is as it came, but for the transfer's coding, which is named otherwise."""
        headers = [(_kept_name(name), value) for name, value in answer.headers]
        return self._keep(
            "response",
            address,
            moment,
            payload=answer.payload,
            status=f"{answer.status} {answer.reason}",
            headers=headers,
        )

    def keep_file(self, content: bytes, *, address: str, moment: datetime) -> ArchivedAt:
        """Keep a file of a folder as a `resource`."""
        return self._keep("resource", address, moment, payload=content, media_type="application/octet-stream")

    def read(self, place: ArchivedAt) -> bytes:
        """The unpacked body of a capture. Raises `UnusableInput` where the file does not hold it as it was kept."""
        path = self._folder / place.file
        try:
            with path.open("rb") as stream:
                stream.seek(place.offset)
                member = stream.read(place.length)
        except OSError as error:
            raise UnusableInput(path, f"cannot be read: {error.strerror}") from error
        if digest(member) != place.sha256:
            raise UnusableInput(path, "does not hold the capture as it was kept", place=f"byte {place.offset}")
        record = next(iter(_load_warcio(path).archiveiterator.ArchiveIterator(BytesIO(member))))
        payload: bytes = record.raw_stream.read()
        encoding = record.http_headers.get_header("Content-Encoding", "") if record.http_headers else ""
        # What was within bounds when it came is so again.
        content = unpack(payload, encoding, 1 << 40)
        if not isinstance(content, bytes):
            raise UnusableInput(path, content.reason, place=f"byte {place.offset}")
        return content

    # -----------------------------------------------------------------------------------------------------------

    def _keep(
        self,
        kind: str,
        address: str,
        moment: datetime,
        *,
        payload: bytes,
        status: str = "",
        headers: Sequence[tuple[str, str]] = (),
        media_type: str = "",
    ) -> ArchivedAt:
        warcio = _load_warcio(self._folder)
        identifier = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{address} {moment.isoformat()} {digest(payload)}')}>"
        said = {
            "WARC-Record-ID": identifier,
            "WARC-Date": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Payload-Digest": f"sha256:{digest(payload)}",
        }
        http = warcio.statusandheaders.StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if status else None
        buffer = BytesIO()
        writer = warcio.warcwriter.WARCWriter(buffer, gzip=True, warc_version="1.1")
        record = writer.create_warc_record(
            address,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=media_type,
            http_headers=http,
            warc_headers_dict=said,
        )
        writer.write_record(record)
        return self._append(buffer.getvalue(), record=identifier.strip("<>"), moment=moment)

    def _append(self, member: bytes, *, record: str, moment: datetime) -> ArchivedAt:
        file = self._folder / f"{moment.astimezone(UTC):%Y-%m}.warc.gz"
        try:
            with file.open("ab") as stream:
                if stream.tell() == 0:
                    stream.write(self._describe_file(file.name, moment))
                offset = stream.tell()
                stream.write(member)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise UnusableInput(file, f"cannot be written: {error.strerror}") from error
        return ArchivedAt(file=file.name, offset=offset, length=len(member), sha256=digest(member), record=record)

    def _describe_file(self, name: str, moment: datetime) -> bytes:
        warcio = _load_warcio(self._folder)
        buffer = BytesIO()
        writer = warcio.warcwriter.WARCWriter(buffer, gzip=True, warc_version="1.1")
        record = writer.create_warcinfo_record(name, {"software": self._software, "format": "WARC file version 1.1"})
        record.rec_headers.replace_header("WARC-Date", f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>")
        writer.write_record(record)
        return buffer.getvalue()


# ---------------------------------------------------------------------------------------------------------------


_CHUNK = 1 << 16


def _load_warcio(name: object) -> Any:
    try:
        import warcio.archiveiterator  # noqa: PLC0415 - an extra
        import warcio.statusandheaders  # noqa: PLC0415
        import warcio.warcwriter  # noqa: PLC0415
    except ImportError as error:
        raise missing_extra(str(name), "captures", extra="watch") from error
    return warcio


def _cut_off(file: Path, *, whole: int) -> None:
    """Take away the member that a crash left unfinished. Nothing that is whole goes, whoever remembers it or not."""
    with file.open("r+b") as stream:
        stream.seek(whole)
        while (end := _find_end(stream, whole)) is not None:
            whole = end
        stream.truncate(whole)


def _find_end(stream: BinaryIO, start: int) -> int | None:
    """Where the gzip member that begins at `start` ends; none where there is none, or no whole one."""
    stream.seek(start)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    read = 0
    while chunk := stream.read(_CHUNK):
        read += len(chunk)
        try:
            while chunk and not unpacker.eof:
                unpacker.decompress(chunk, _CHUNK)
                chunk = unpacker.unconsumed_tail
        except zlib.error:
            return None
        if unpacker.eof:
            return start + read - len(unpacker.unused_data)
    return None


def _kept_name(header: str) -> str:
    """A header's name, unless it tells of a coding that the kept body no longer has."""
    return f"X-Archive-Orig-{header}" if header.lower() in ("transfer-encoding", "connection") else header
