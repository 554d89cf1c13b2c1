"""Tests of groundtruce.collect.pieces."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from groundtruce.collect.archives import find_texts
from groundtruce.collect.pieces import ArchivePiece, cut_archives, find_texts_in
from groundtruce.errors import UnusableInput
from tests.collect.test_archives import write_lines, write_packed_records, write_records, write_rows

LIMIT = 10_000


def cut(*paths: Path, most_texts: int = 4, most_bytes: int = 1_000_000) -> list[ArchivePiece]:
    return list(cut_archives(paths, limit=LIMIT, most_texts=most_texts, most_bytes=most_bytes))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Archives of every kind and some files, with something broken among them."""
    folder = tmp_path / "archives"
    folder.mkdir()
    for write in (write_lines, write_packed_records, write_records, write_rows):
        write(folder)
    (folder / "broken.warc").write_bytes((folder / "crawl.warc").read_bytes()[:1000] + b"\n\nno record\r\n")
    (folder / "lines.jsonl").write_text('{"text": "Whole."}\n{broken\n')
    for number in range(6):
        (folder / f"report-{number}.txt").write_text(f"A file, {number}.")
    return folder


@pytest.mark.parametrize("most_texts", [1, 2, 4, 7, 1000])
def test_the_pieces_hold_every_text_once_in_its_order(folder: Path, most_texts: int) -> None:
    """Whatever their size, and each can be read by itself; a broken text counts as one."""
    pieces = cut(folder, folder / "report-0.txt", most_texts=most_texts)
    texts = [text for piece in pieces for text in find_texts_in(piece, limit=LIMIT)]
    plain = [*find_texts(folder, limit=LIMIT), *find_texts(folder / "report-0.txt", limit=LIMIT)]
    assert [(text.name, text.content) for text in texts] == [(text.name, text.content) for text in plain]
    assert sum(bool(text.error) for text in texts) == sum(bool(text.error) for text in plain) == 2
    assert [piece.serial for piece in pieces] == list(range(len(pieces)))
    # One whose archive breaks behind the last text that fits holds that too, since it has no place of its own.
    assert all(piece.texts <= most_texts + 1 for piece in pieces)


def test_a_piece_holds_no_more_than_so_many_bytes(tmp_path: Path) -> None:
    """Unless one text alone is larger."""
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps({"text": "x" * size}) + "\n" for size in (10, 10, 90, 10, 5)))
    assert [piece.texts for piece in cut(path, most_texts=10, most_bytes=30)] == [2, 1, 2]


def test_what_is_appended_changes_no_piece_but_the_last(tmp_path: Path) -> None:
    """So that a run that goes on reads what is new alone."""
    path = write_lines(tmp_path)
    before = [piece.name for piece in cut(path)]
    with path.open("a") as file:
        file.write('\n{"text": "One more."}\n{"text": "And one."}\n')
    after = [piece.name for piece in cut(path)]
    assert (len(before), len(after)) == (3, 3)
    assert after[:2] == before[:2]
    assert after[2] != before[2]


def test_an_archive_that_changed_meanwhile_is_told(tmp_path: Path) -> None:
    """A worker that sees another file than the one that was cut does not pass its texts off as these."""
    path = write_lines(tmp_path)
    first, *_ = cut(path)
    path.write_bytes(path.read_bytes().replace(b"Report 2", b"Report 3"))
    with pytest.raises(UnusableInput, match=r"archive\.jsonl: changed while it was read"):
        list(find_texts_in(first, limit=LIMIT))
    with pytest.raises(UnusableInput, match="changed"):
        list(find_texts_in(replace(first, digest="0" * 64), limit=LIMIT))
