"""Tests of groundtruce.collect.archives."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet
import pytest

from groundtruce.collect.archives import find_in_file, find_texts
from groundtruce.collect.found_texts import FoundText
from groundtruce.errors import UnusableInput

LIMIT = 10_000
BODIES = [f"Report {number}.".encode() for number in range(9)]


def find(path: Path) -> list[FoundText]:
    return list(find_texts(path, limit=LIMIT))


def write_warc(path: Path, *responses: tuple[str, str, str, bytes]) -> None:
    """A compressed WARC of responses: address, status, media type, body."""
    path.write_bytes(b"".join(gzip.compress(describe_response(*response)) for response in responses))


def describe_response(address: str, status: str, kind: str, body: bytes) -> bytes:
    """A WARC record of a response, as ISO 28500 lays it out."""
    payload = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"WARC-Date: 2020-12-14T00:00:00Z\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def write_lines(folder: Path) -> Path:
    path = folder / "archive.jsonl"
    path.write_bytes(b"\n\n".join(json.dumps({"text": body.decode()}).encode() for body in BODIES))
    return path


def write_records(folder: Path) -> Path:
    path = folder / "crawl.warc"
    path.write_bytes(b"".join(describe_response("https://example.org/", "200 OK", "text/plain", b) for b in BODIES))
    return path


def write_packed_records(folder: Path) -> Path:
    write_warc(folder / "crawl.warc.gz", *[("https://example.org/", "200 OK", "text/plain", body) for body in BODIES])
    return folder / "crawl.warc.gz"


def write_rows(folder: Path, **columns: list[object]) -> Path:
    path = folder / "archive.parquet"
    rows = columns or {"text": [body.decode() for body in BODIES]}
    pyarrow.parquet.write_table(arrow.table(rows), path, row_group_size=4)
    return path


def test_a_folder_gives_its_files_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Sidecars are no texts of their own; they speak of the file beside them."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.txt").write_text("Second.")
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "a.txt.toml").write_text('published = "2020-12-14"')
    found = find(tmp_path)
    assert [text.content for text in found] == [b"First.", b"Second."]
    assert [text.said.published for text in found] == ["2020-12-14", None]


def test_links_of_a_folder_are_followed_only_within_it(tmp_path: Path) -> None:
    """Whoever packed the folder must not have others of the machine recorded by it, nor read as a sidecar."""
    (tmp_path / "secret.txt").write_text("A secret.")
    (tmp_path / "secret.toml").write_text('published = "2020-12-14"')
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "a.txt").write_text("A report.")
    (folder / "a.txt.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    found = find(folder)
    assert [text.content for text in found] == [b"A report.", b"A report."]
    assert [text.said.published for text in found] == [None, None]


def test_a_line_of_json_is_a_text_with_what_is_said_of_it(tmp_path: Path) -> None:
    """Broken lines come with their number and reason, and the rest go on."""
    lines = [
        json.dumps({"text": "The ceasefire held.", "published": "2020-12-14", "url": "https://example.org/1"}),
        "",
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps({"text": "x" * LIMIT}),
        json.dumps({"html": "<p>Shelling resumed.</p>"}),
    ]
    (tmp_path / "archive.jsonl").write_text("\n".join(lines))
    found = find(tmp_path / "archive.jsonl")
    assert [text.content for text in found if not text.error] == [b"The ceasefire held.", b"<p>Shelling resumed.</p>"]
    assert (found[0].origin, found[0].said.published) == ("https://example.org/1", "2020-12-14")
    assert [text.name.rpartition(": ")[2] for text in found if text.error] == ["line 3", "line 4", "line 5"]


def test_of_a_warc_the_successful_responses_with_text_are_taken(tmp_path: Path) -> None:
    """Pictures and errors of a server are no reports; each text has its address."""
    write_warc(
        tmp_path / "crawl.warc.gz",
        ("https://example.org/report", "200 OK", "text/html; charset=utf-8", b"<p>The ceasefire held.</p>"),
        ("https://example.org/gone", "404 Not Found", "text/html", b"gone"),
        ("https://example.org/map.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://example.org/long", "200 OK", "text/plain", b"x" * (LIMIT + 1)),
    )
    found = find(tmp_path / "crawl.warc.gz")
    assert [(text.origin, bool(text.error)) for text in found] == [
        ("https://example.org/report", False),
        ("https://example.org/long", True),
    ]


def test_a_warc_that_is_cut_off_gives_what_was_whole_and_says_so(tmp_path: Path) -> None:
    """The last text that was found says why there are no more, or the archive ends after the whole ones."""
    write_warc(
        tmp_path / "crawl.warc.gz", *[("https://example.org/", "200 OK", "text/plain", b"The ceasefire held.")] * 3
    )
    content = (tmp_path / "crawl.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(content[: len(content) // 2])
    found = find(tmp_path / "cut.warc.gz")
    assert found[0].content == b"The ceasefire held."
    assert len(found) < 3 or found[-1].error


@pytest.mark.parametrize("swollen", [b"a" * 20_000_000, b"a: b\r\n" * 3_000_000], ids=["line", "lines"])
def test_a_warc_of_headers_without_end_is_read_no_further(tmp_path: Path, swollen: bytes) -> None:
    """A hundred kilobytes of them took a gigabyte of memory; what came before is there."""
    path = tmp_path / "crawl.warc.gz"
    whole = write_packed_records(tmp_path).read_bytes()
    path.write_bytes(whole + gzip.compress(b"WARC/1.0\r\nX: " + swollen, 1))
    *before, last = find(path)
    assert [found.content for found in before] == [found.content for found in find(write_packed_records(tmp_path))]
    assert last.error == "is a broken WARC: a record's headers are longer than 1000000 bytes"


def test_an_archive_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A single missing file is named; inside a folder every file that there is gives a text or an error."""
    with pytest.raises(UnusableInput, match=r"none\.jsonl"):
        find(tmp_path / "none.jsonl")
    (found,) = find(tmp_path / "none.txt")
    assert found.error == "there is no such file"


@pytest.mark.parametrize("write", [write_lines, write_records, write_packed_records, write_rows])
def test_from_each_text_s_place_the_file_reads_on(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    """So that an archive can be cut into pieces: the same texts under the same names, wherever the reading begins."""
    path = write(tmp_path)
    whole = list(find_in_file(path, limit=LIMIT))
    assert [text.content for _, text in whole] == BODIES
    for number, (place, _) in enumerate(whole):
        assert place
        assert list(find_in_file(path, limit=LIMIT, start=place)) == whole[number:]


def test_a_row_of_a_table_is_a_text_with_what_is_said_of_it(tmp_path: Path) -> None:
    """In the columns that JSON Lines have as keys; a date may be one, and an empty cell says nothing."""
    path = write_rows(
        tmp_path,
        text=["The ceasefire held.", None, "x" * (LIMIT + 1), None],
        html=[None, "<p>Shelling resumed.</p>", None, None],
        published=[date(2020, 12, 14), None, None, None],
        url=["https://example.org/1", None, None, None],
        votes=[1, 2, 3, 4],
    )
    found = find(path)
    assert [text.content for text in found if not text.error] == [b"The ceasefire held.", b"<p>Shelling resumed.</p>"]
    assert (found[0].origin, found[0].said.published) == ("https://example.org/1", "2020-12-14")
    assert [text.name.rpartition(": ")[2] for text in found if text.error] == ["row 3", "row 4"]


def test_a_table_without_texts_is_refused_with_what_it_has(tmp_path: Path) -> None:
    """One line that says which column is missing; what is no table, or is not there, is refused too."""
    with pytest.raises(UnusableInput, match=r"archive\.parquet: has no column `text` or `html`, only body, votes"):
        find(write_rows(tmp_path, body=["Shelling."], votes=[1]))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing more")
    for name, reason in {"broken.parquet": "is no Parquet table", "none.parquet": "there is no such file"}.items():
        with pytest.raises(UnusableInput, match=reason):
            find(tmp_path / name)


def test_a_table_that_is_damaged_gives_what_was_whole_and_says_so(tmp_path: Path) -> None:
    """Its last text says why there are no more."""
    path = write_rows(tmp_path, text=[f"{n} Shelling near the post. " * 30 for n in range(100)])
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = bytes(200)
    path.write_bytes(content)
    found = find(path)
    assert found[0].content.startswith(b"0 Shelling")
    assert found[-1].error
    assert "is a broken Parquet table" in found[-1].error


def test_a_capture_says_when_it_was_got(tmp_path: Path) -> None:
    """By its WARC-Date; other archives do not say it."""
    (found, *_) = find(write_packed_records(tmp_path))
    assert found.retrieved == "2020-12-14T00:00:00.000000Z"
    assert find(write_lines(tmp_path))[0].retrieved is None
