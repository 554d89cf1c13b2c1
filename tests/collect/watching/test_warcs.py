"""Captures as WARC: kept as they came, read back, and whole after a crash."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundtruce.collect.archives import find_texts
from groundtruce.collect.watching.answers import Answer
from groundtruce.collect.watching.warcs import CaptureArchive
from groundtruce.errors import UnusableInput

NOW = datetime(2031, 3, 12, 6, tzinfo=UTC)
WORDS = b"The mission said that the road was open."


def archive(folder: Path, **ends: int) -> CaptureArchive:
    return CaptureArchive(
        folder / "captures", ends={f"{name}.warc.gz": end for name, end in ends.items()}, software="x"
    )


def answer(content: bytes = WORDS, *, packed: bool = False) -> Answer:
    return Answer(
        address="http://example.org/a",
        status=200,
        reason="OK",
        headers=(
            ("Content-Type", "text/plain"),
            ("Transfer-Encoding", "chunked"),
            *((("Content-Encoding", "gzip"),) if packed else ()),
        ),
        payload=gzip.compress(content, mtime=0) if packed else content,
        content=content,
    )


@pytest.mark.parametrize("packed", [False, True])
def test_a_capture_comes_back_as_it_came(tmp_path: Path, packed: bool) -> None:
    """Unpacked; and `groundtruce read` reads the file as it reads any other WARC."""
    place = archive(tmp_path).keep_answer(answer(packed=packed), address="http://example.org/a", moment=NOW)
    assert archive(tmp_path).read(place) == WORDS
    (found,) = find_texts(tmp_path / "captures" / "2031-03.warc.gz", limit=10_000)
    assert (found.content, found.origin, found.error) == (WORDS, "http://example.org/a", None)


def test_a_file_of_a_folder_comes_back(tmp_path: Path) -> None:
    place = archive(tmp_path).keep_file(WORDS, address="file:///inbox/a.txt", moment=NOW)
    assert archive(tmp_path).read(place) == WORDS


def test_the_same_captures_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the file is by chance, or of this machine."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        archive(tmp_path / name).keep_answer(answer(), address="http://example.org/a", moment=NOW)
    one, two = ((tmp_path / name / "captures" / "2031-03.warc.gz").read_bytes() for name in ("one", "two"))
    assert one == two


def test_what_a_crash_cut_off_goes_and_nothing_whole_does(tmp_path: Path) -> None:
    """Also where nobody remembers the file: then it is looked through from its beginning."""
    first = archive(tmp_path).keep_answer(answer(), address="http://example.org/a", moment=NOW)
    second = archive(tmp_path).keep_answer(answer(b"Other words."), address="http://example.org/b", moment=NOW)
    file = tmp_path / "captures" / first.file
    whole = file.read_bytes()
    for cut in (1, second.length // 2, second.length - 1):
        file.write_bytes(whole + whole[second.offset : second.offset + cut])
        archive(tmp_path, **{"2031-03": second.offset + second.length})
        assert file.read_bytes() == whole
        file.write_bytes(whole[: second.offset + cut])
        archive(tmp_path)
        assert file.read_bytes() == whole[: second.offset]
    assert archive(tmp_path).read(first) == WORDS


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    place = archive(tmp_path).keep_answer(answer(), address="http://example.org/a", moment=NOW)
    file = tmp_path / "captures" / place.file
    changed = bytearray(file.read_bytes())
    changed[place.offset + 20] ^= 1
    file.write_bytes(changed)
    kept = CaptureArchive(tmp_path / "captures", ends={place.file: place.offset + place.length}, software="x")
    with pytest.raises(UnusableInput, match="does not hold the capture"):
        kept.read(place)
