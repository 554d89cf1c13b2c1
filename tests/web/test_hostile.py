"""What comes from outside and means harm: texts, addresses, uploads, and clients that keep a server waiting."""

import logging
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import shapely

from groundtruce import pipeline
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.records import Addition
from groundtruce.web import limits
from groundtruce.web.limits import Patience
from tests.web.served import TOKEN, serve

CASE = Path(__file__).resolve().parents[2] / "examples" / "karabakh-2020"
SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202egnp.exe\u202c \u2066hidden\u2069"
HOSTILE = f"{SCRIPT} {BIDI} \"><img src=x onerror=alert(1)> {{{{ 7 * 7 }}}} </title> 'quoted' \x1b[31mred &amp; &lt;"
PARAGRAPH = "villages " * 500_000


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A record whose titles, publishers and texts are made to harm whoever shows them, and one text of 4.5 million letters."""
    path = tmp_path_factory.mktemp("hostile") / "record.gpkg"
    pipeline.start_record(path, case=CASE)
    with pipeline.Record.open(path, writable=True) as record:
        for number, text in enumerate((HOSTILE * 20, PARAGRAPH)):
            record.append(make_addition(text, title=HOSTILE, number=number), now=datetime(2026, 1, 1, tzinfo=UTC))
        record.append(draw_zone(), now=datetime(2026, 1, 1, tzinfo=UTC))
    with serve(path) as client:
        yield client


def make_addition(text: str, *, title: str, number: int) -> Addition:
    content = text.encode()
    said: dict[str, Any] = {
        "sha256": digest(content),
        "title": title,
        "published": f"2020-12-1{number}",
        "published_from": "option",
        "language": "en",
        "text": text,
    }
    document = Document(
        **said,
        media_type="text/html",
        size=len(content),
        origin=HOSTILE,
        retrieved="2026-01-01T00:00:00Z",
        publisher=HOSTILE,
    )
    end = len(text)
    dates = (
        DateMention(text=text[end - 5 :], span=((end - 5, end),), type="date", value=HOSTILE, edtf=None, anchor=None),
    )
    return Addition(document=document, content=content, reading=Reading(document=ReadDocument(**said), dates=dates))


def draw_zone() -> Addition:
    """A map whose zone has a name that means harm."""
    shape = shapely.box(46.5, 39.5, 47.0, 40.0)
    content = shapely.to_geojson(shape).encode()
    document = Document(
        sha256=digest(content),
        media_type="application/geo+json",
        size=len(content),
        origin=HOSTILE,
        retrieved="2026-01-01T00:00:00Z",
        title=HOSTILE,
        published="2020-12-12",
        published_from="option",
    )
    version = ZoneVersion(
        id="zone-made",
        zone="made",
        name=HOSTILE,
        kind="control",
        holder="russia",
        valid_from="2020-12-12",
        valid_to=None,
        publisher=HOSTILE,
        document=document.sha256,
        locator=HOSTILE,
        drawing_error_m=300,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )
    return Addition(document=document, content=content, zone_versions=(version,))


class TestTexts:
    """Text from documents is data in every answer."""

    @pytest.mark.parametrize(
        "path",
        [
            "/api/documents",
            "/api/timeline",
            "/api/search?q=script",
            "/api/moments",
            "/api/record",
            "/api/news?since=2020-01-01",
        ],
    )
    def test_json_is_json(self, hostile: httpx.Client, path: str) -> None:
        """It says its type, browsers may not guess another, and what it holds is the text itself."""
        answer = hostile.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        answer.json()

    def test_pages_escape(self, hostile: httpx.Client) -> None:
        """No page holds a text's markup, nor a character that steers."""
        for path in (
            "/api/brief?f=html&on=2020-12-10",
            "/ogc?f=html",
            "/ogc/collections/places/items?f=html",
            "/ogc/collections/zone-versions/items?f=html",
            "/ogc/collections/zone-versions/items/zone-made?f=html",
            "/ogc/api",
        ):
            page = hostile.get(path).text
            assert SCRIPT not in page
            assert "<img src=x" not in page
            assert "\u202e" not in page
            assert "49 </title>" not in page

    def test_a_name_stays_itself_as_data(self, hostile: httpx.Client) -> None:
        """GeoJSON and the review hold names and texts to the letter; showing them harmlessly is for whoever shows them."""
        (zone,) = hostile.get("/ogc/collections/zone-versions/items").json()["features"]
        assert zone["properties"]["name"] == HOSTILE
        review = hostile.get("/api/review", params={"by": "Ada"})
        assert review.headers["content-type"] == "application/json; charset=utf-8"
        assert SCRIPT in review.json()["items"][0]["passages"][0]["text"]

    def test_a_document_that_is_a_page_is_not_shown_as_one(self, hostile: httpx.Client) -> None:
        """Its bytes are a file to keep, in a sandbox even then."""
        for document in hostile.get("/api/documents").json()["documents"]:
            answer = hostile.get(f"/api/documents/{document['sha256']}/content")
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"] == f'attachment; filename="{document["sha256"][:12]}"'
            assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"

    def test_a_paragraph_of_millions_of_letters(self, hostile: httpx.Client) -> None:
        """Is found, read and cut into passages in time."""
        sha256 = digest(PARAGRAPH.encode())
        started = time.monotonic()
        (match,) = hostile.get("/api/search", params={"q": "villages"}).json()["matches"]
        assert len(match["snippet"]) < 1000
        assert hostile.get(f"/api/documents/{sha256}/reading").json()["document"]["text"] == PARAGRAPH
        end = len(PARAGRAPH) - 5
        asked = {"span": f"{end - 5}-{end}", "around": 10}
        assert len(hostile.get(f"/api/documents/{sha256}/passage", params=asked).json()["before"]) == 10
        (item,) = hostile.get("/api/review", params={"by": "Ada", "document": sha256}).json()["items"]
        assert len(item["passages"][0]["text"]) == 405
        assert time.monotonic() - started < 10

    def test_a_name_in_the_log_is_one_line(self, writer: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
        """Whatever name somebody gives: no line of the log is forged, and nothing in it steers a terminal."""
        caplog.set_level(logging.INFO)
        name = f"Ada\nforged (127.0.0.1): added {BIDI}\x1b[31m"
        said = {"by": name, "name": "a.txt", "published": "2020-12-15", "publisher": "az-mod"}
        headers = {"Content-Type": "application/octet-stream"}
        assert (
            writer.post("/api/documents", params=said, content=b"Nothing happened.", headers=headers).status_code == 201
        )
        (line,) = [each.getMessage() for each in caplog.records if each.name == "groundtruce.web"]
        assert line.startswith("Ada forged")
        assert line.isprintable()

    @pytest.mark.parametrize("name", [BIDI, "a\nb", "\x1b[31m", "x" * 101, " "])
    def test_names_of_reviewers(self, writer: httpx.Client, name: str) -> None:
        """Nobody judges under a name that cannot be read as it is written."""
        sent = {"statement": "0" * 64 + "#event-1", "decision": "accept"}
        assert writer.get("/api/review", params={"by": name}).status_code in (400, 404)
        assert writer.post("/api/judgements", params={"by": name}, json=sent).status_code in (400, 422)


class TestAddresses:
    """No address leads out of the record."""

    @pytest.mark.parametrize(
        "path",
        [
            "/../../../../etc/passwd",
            "/..%2f..%2f..%2fetc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/assets/../../pyproject.toml",
            "//etc/passwd",
            "/C:/Windows/win.ini",
            "/.git/config",
            "/index.html%00.png",
            "/api/documents/..%2f..%2fetc%2fpasswd/content",
            "/api/documents/%2e%2e/content",
            "/api/exports/..%2fgeojson",
            "/ogc/collections/..%2f..%2fapi/items",
            "/plain.css/../serving.py",
            "/serving.py",
            "/" + "a/" * 1900,
        ],
    )
    def test_paths(self, client: httpx.Client, path: str) -> None:
        """Whatever is not a resource is not there. Sent as written, since clients would tidy it up."""
        answer = send(client, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        status = answer.split(b" ", 2)[1]
        assert status == b"404"
        assert b"root:" not in answer
        assert b"problem+json" in answer

    def test_long_addresses(self, client: httpx.Client) -> None:
        """Are refused before anything looks at them."""
        assert client.get("/api/search", params={"q": "a" * 5000}).status_code == 414
        assert client.get("/" + "a" * 5000).status_code == 414

    @pytest.mark.parametrize(
        "request_",
        [
            b"\x16\x03\x01\x02\x00",
            b"GET\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            b"A" * 100_000,
        ],
        ids=["TLS", "no path", "no version", "two hosts", "no end"],
    )
    def test_what_is_no_request(self, client: httpx.Client, request_: bytes) -> None:
        """Is answered with 400 and the end of the connection, and the server goes on."""
        answer = send(client, request_)
        assert answer.startswith(b"HTTP/1.1 4")
        assert client.get("/api/record").status_code == 200


class TestUploads:
    """Bounded in size and time."""

    def test_too_large_as_stated(self, writer: httpx.Client) -> None:
        """What says that it is too large is refused before it is sent."""
        head = upload_head(content_length=limits.LARGEST_UPLOAD + 1)
        assert send(writer, head).split(b" ", 2)[1] == b"413"

    def test_too_large_as_it_comes(self, writer: httpx.Client, record: Path) -> None:
        """What does not say so is refused once it is."""
        before = pipeline.know_record(record).head
        pieces = (b"a" * 1_000_000 for _ in range(limits.LARGEST_UPLOAD // 1_000_000 + 1))
        said = {"by": "A", "name": "large.txt"}
        try:
            answer = writer.post(
                "/api/documents", params=said, content=pieces, headers={"Content-Type": "application/octet-stream"}
            )
            assert answer.status_code == 413
        except httpx.WriteError:
            pass  # the server answered and closed while the rest was still being sent
        assert pipeline.know_record(record).head == before

    def test_a_wrong_token_is_refused_before_the_body(self, writer: httpx.Client) -> None:
        """Nobody without the token makes the server take 50 MB."""
        head = upload_head(content_length=40_000_000, token="wrong")
        assert send(writer, head).split(b" ", 2)[1] == b"401"

    @pytest.mark.parametrize("name", ["../up.txt", "a/b.txt", "a\\b.txt", "..", ".", "a\nb.txt", "a\x00.txt", ""])
    def test_names_that_are_paths(self, writer: httpx.Client, name: str) -> None:
        """A name names a file, not a place."""
        answer = writer.post(
            "/api/documents",
            params={"by": "A", "name": name},
            content=b"x",
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == 400


class TestSlowClients:
    """Nobody holds a connection open by doing little."""

    @pytest.fixture
    def impatient(self, record: Path) -> Iterator[httpx.Client]:
        """A server that waits for fractions of seconds where others wait for many."""
        patience = Patience(head_s=0.5, upload_s=0.5, stall_s=0.5)
        with serve(record, token=TOKEN, writable=True, patience=patience) as client:
            yield client

    @pytest.mark.parametrize("begun", [b"", b"GET /api/rec", b"GET /api/record HTTP/1.1\r\nHost: local"])
    def test_a_request_that_does_not_come(self, impatient: httpx.Client, begun: bytes) -> None:
        """The connection ends, also where a byte comes now and then."""
        with connect(impatient) as connection:
            connection.sendall(begun)
            started = time.monotonic()
            while time.monotonic() - started < 10:
                try:
                    connection.sendall(b"x" if begun else b"")
                    connection.settimeout(0.1)
                    if connection.recv(1000) == b"":
                        break
                except TimeoutError:
                    continue
                except ConnectionError:
                    break
            assert 0.3 < time.monotonic() - started < 5

    def test_a_second_request_that_does_not_come(self, impatient: httpx.Client) -> None:
        """One that was answered has no longer than any other to ask again."""
        with connect(impatient) as connection:
            connection.sendall(b"GET /api/moments HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
            connection.sendall(b"GET /api/rec")
            started = time.monotonic()
            connection.settimeout(10)
            try:
                while connection.recv(100_000):
                    pass
            except ConnectionError:
                pass
            assert time.monotonic() - started < 5

    def test_a_body_that_does_not_come(self, impatient: httpx.Client) -> None:
        """408, and the connection ends."""
        with connect(impatient) as connection:
            connection.sendall(upload_head(content_length=1000) + b"a few bytes")
            connection.settimeout(10)
            assert connection.recv(100).startswith(b"HTTP/1.1 408")

    def test_an_answer_that_is_not_taken(self, impatient: httpx.Client, record: Path) -> None:
        """The connection ends; the server holds no more than a piece of the answer for it, and goes on."""
        large = make_addition(PARAGRAPH * 2, title="large", number=1)
        with pipeline.Record.open(record, writable=True) as opened:
            opened.append(large, now=datetime.now(UTC))
        assert large.document is not None
        with connect(impatient) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            address = f"/api/documents/{large.document.sha256}/content"
            connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(3)
            connection.settimeout(10)
            taken = 0
            try:
                while piece := connection.recv(1_000_000):
                    taken += len(piece)
            except ConnectionError:
                pass
            assert taken < len(large.content)
        assert impatient.get(address).content == large.content


def connect(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port))


def send(client: httpx.Client, request: bytes) -> bytes:
    """What the server answers to bytes, until it closes the connection."""
    with connect(client) as connection:
        connection.settimeout(30)
        answer = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(100_000):
                answer += piece
                if b"\r\n\r\n" in answer and b"connection: close" not in answer.lower():
                    break
        except ConnectionError:
            pass
        return answer


def upload_head(*, content_length: int, token: str = TOKEN) -> bytes:
    lines = (
        "POST /api/documents?by=A&name=large.txt HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {token}",
        "Content-Type: application/octet-stream",
        f"Content-Length: {content_length}",
    )
    return "\r\n".join((*lines, "", "")).encode()
