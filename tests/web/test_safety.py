"""Who may read and write, and what browsers are told."""

import base64
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.settings import Settings
from groundtruce.web.serving import ServerOptions, serve_record
from tests.running import Run
from tests.web.served import TOKEN, serve

REPORT = b"On December 15, Armenian forces shelled Hin Tagher, the Azerbaijani Ministry of Defence said.\n"
SAID = {"by": "Ada Reviewer", "name": "report.txt", "published": "2020-12-15", "publisher": "az-mod"}
MAP = (
    b'{"type": "Feature", "properties": {"zone": "south", "kind": "responsibility", "holder": "russia",'
    b' "valid_from": "2020-12-20"}, "geometry": {"type": "Polygon", "coordinates":'
    b" [[[46.8, 39.5], [47.0, 39.5], [47.0, 39.8], [46.8, 39.8], [46.8, 39.5]]]}}"
)


def post(client: httpx.Client, content: bytes = REPORT, **said: Any) -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream"}
    return client.post("/api/documents", params={**SAID, **said}, content=content, headers=headers)


class TestHeaders:
    """What stands on every answer."""

    @pytest.mark.parametrize(
        "path", ["/", "/api/record", "/ogc?f=html", "/openapi.json", "/nothing", "/api/record?x=1"]
    )
    def test_browsers_are_told_to_be_strict(self, client: httpx.Client, path: str) -> None:
        """Nothing from elsewhere, no script in line, no guessing of types, no referrer, and no cookie."""
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers

    def test_a_failure_is_told_as_strictly(self, tmp_path: Path, example: Path) -> None:
        """A record that breaks while it is served: 500, no path of this machine, the same headers."""
        path = tmp_path / "record.gpkg"
        path.write_bytes(example.read_bytes())
        with serve(path) as client:
            assert client.get("/api/record").status_code == 200
            path.unlink()
            answer = client.get("/api/record")
            assert answer.status_code in (404, 500)
            assert str(tmp_path) not in answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["x-content-type-options"] == "nosniff"


class TestNames:
    """Only names of this machine are answered on a loopback address."""

    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "10.0.0.1", "", "["]
    )
    def test_foreign_names(self, client: httpx.Client, host: str) -> None:
        """A foreign page that leads its own name here gets nothing."""
        assert client.get("/api/record", headers={"Host": host}).status_code in (400, 421)

    @pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8765"])
    def test_own_names(self, client: httpx.Client, host: str) -> None:
        assert client.get("/api/record", headers={"Host": host}).status_code == 200


class TestReadingFromElsewhere:
    """On an address that others reach, every request needs the token."""

    def test_every_request_needs_it(self, example: Path) -> None:
        with serve(example, host="0.0.0.0", token=TOKEN) as client:
            for path in ("/", "/api/record", "/ogc", "/openapi.json", "/nothing"):
                refused = client.get(path)
                assert refused.status_code == 401
                assert refused.headers["www-authenticate"].startswith("Basic")
                assert client.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
            assert client.get("/api/record", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
            assert client.get("/api/record", auth=("anybody", TOKEN)).status_code == 200
            assert client.get("/api/record", auth=(TOKEN, "")).status_code == 401

    def test_a_server_without_a_token_is_refused(self, example: Path, tmp_path: Path) -> None:
        """Before anything is bound; a loopback address needs none."""
        for host, file, reason in (
            ("0.0.0.0", None, "--token-file"),
            ("::", None, "--token-file"),
            ("192.0.2.1", None, "--token-file"),
            ("0.0.0.0", tmp_path / "short", "at least 16"),
            ("127.0.0.1", tmp_path / "spaces", "one token"),
            ("127.0.0.1", tmp_path / "none", "no such file"),
        ):
            (tmp_path / "short").write_text("short")
            (tmp_path / "spaces").write_text("two words that are long")
            options = ServerOptions(host=host, port=0, writable=False, token_file=file)
            with pytest.raises(UnusableInput, match=reason):
                serve_record(example, options=options, settings=Settings(), say=print)

    def test_the_command_says_why(self, example: Path, tmp_path: Path, run: Run) -> None:
        """One line, exit 3."""
        ran = run("serve", example, "--host", "0.0.0.0")
        assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
        assert run("serve", tmp_path / "none.gpkg").code == 3
        (tmp_path / "text").write_text("no record")
        assert run("serve", tmp_path / "text").code == 3


class TestWriting:
    """Nobody writes but who has the token, where writing is on."""

    def test_off_unless_switched_on(self, client: httpx.Client, example: Path) -> None:
        before = example.read_bytes()
        answer = post(client)
        assert answer.status_code == 403
        assert "--write" in answer.json()["detail"]
        assert example.read_bytes() == before

    @pytest.mark.parametrize(
        "authorization",
        [
            None,
            "",
            "Bearer",
            "Bearer wrong",
            f"Bearer {TOKEN}x",
            f"Bearer {TOKEN[:-1]}",
            f"bearer{TOKEN}",
            TOKEN,
            f"Token {TOKEN}",
            "Basic " + base64.b64encode(f"user:{TOKEN}".encode()).decode(),
            "Basic !!!",
        ],
    )
    def test_wrong_tokens(self, writer: httpx.Client, record: Path, authorization: str | None) -> None:
        """401, and nothing is recorded; Basic credentials, which browsers send by themselves, do not write either."""
        before = pipeline.know_record(record).head
        del writer.headers["Authorization"]
        if authorization is not None:
            writer.headers["Authorization"] = authorization
        assert post(writer).status_code == 401
        assert pipeline.know_record(record).head == before

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:1"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
        ids=str,
    )
    def test_pages_of_other_sites(self, writer: httpx.Client, headers: dict[str, str]) -> None:
        """Do not write here, even with the token."""
        writer.headers.update(headers)
        assert post(writer).status_code == 403

    def test_a_report_is_added(self, writer: httpx.Client, record: Path, caplog: pytest.LogCaptureFixture) -> None:
        """It is read, matched and recorded; the log says who added what, and never the token."""
        caplog.set_level(logging.DEBUG)
        own = {"Origin": str(writer.base_url), "Sec-Fetch-Site": "same-origin"}
        writer.headers.update(own)
        answer = post(writer)
        assert answer.status_code == 201
        told = answer.json()
        assert (told["known"], told["document"]["publisher"], told["document"]["published"]) == (
            False,
            "az-mod",
            "2020-12-15",
        )
        assert told["counts"]["event_mentions"] >= 1
        assert answer.headers["location"] == f"/api/documents/{told['document']['sha256']}"
        assert writer.get(answer.headers["location"]).json()["incidents"]
        assert writer.get("/api/search", params={"q": "shelled Hin Tagher"}).json()["matches"]
        with pipeline.Record.open(record) as opened:
            assert opened.content(told["document"]["sha256"]) == REPORT
            opened.verify()
            assert opened.head().seq == told["head"]["entry"]
        said = [each.getMessage() for each in caplog.records if each.name == "groundtruce.web"]
        assert len(said) == 1
        assert said[0].startswith("Ada Reviewer (127.0.0.1): added report.txt, 94 bytes")
        assert TOKEN not in caplog.text
        assert post(writer).status_code == 200
        assert post(writer).json()["known"] is True

    def test_a_map_is_added(self, writer: httpx.Client) -> None:
        """Its versions come after those before, at once."""
        answer = post(writer, MAP, name="map.geojson", publisher="ru-mod")
        assert answer.status_code == 201, answer.text
        (version,) = answer.json()["zone_versions"]
        asked = {"zone": "south", "datetime": "2020-12-21T00:00:00Z"}
        (feature,) = writer.get("/ogc/collections/zone-versions/items", params=asked).json()["features"]
        assert feature["id"] == version["id"]
        assert (
            writer.get("/api/changes", params={"zone": "south"}).json()["changes"][-1]["to"]["version"] == version["id"]
        )

    @pytest.mark.parametrize(
        ("content", "said", "reason"),
        [
            (b"", {}, "empty"),
            (b"\x89PNG\r\n\x1a\n", {}, "PNG"),
            (b"\x00\x01\x02" * 100, {}, ""),
            (b'{"type": "Polygon"}', {"name": "map.geojson"}, ""),
            (MAP, {"name": "map.geojson", "valid-from": "soon"}, "soon"),
            (REPORT, {"published": "the day before"}, ""),
        ],
        ids=["empty", "picture", "bytes", "no coordinates", "no date", "no publication"],
    )
    def test_what_cannot_be_used(
        self, writer: httpx.Client, record: Path, content: bytes, said: dict[str, str], reason: str
    ) -> None:
        """422 with the reason that the command gives; nothing is recorded, and no path of this machine is told."""
        before = pipeline.know_record(record).head
        answer = post(writer, content, **said)
        assert answer.status_code == 422, answer.text
        assert reason in answer.json()["detail"]
        assert str(record.parent) not in answer.text
        assert pipeline.know_record(record).head == before

    def test_another_media_type(self, writer: httpx.Client) -> None:
        """A form that a foreign page could send by itself is not taken."""
        for media_type in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
            answer = writer.post("/api/documents", params=SAID, content=REPORT, headers={"Content-Type": media_type})
            assert answer.status_code == 415
