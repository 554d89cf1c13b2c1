"""The requests in docs/api.md can be copied: each of them is answered."""

import hashlib
import re
import shlex
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.pictured import RED, write_picture
from tests.web.served import TOKEN

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
REQUESTS = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("curl ")]
NAMES = ("DOCUMENT", "EARLIER", "INCIDENT", "LATER", "MOMENT", "PICTURE", "STATEMENT", "TOKEN")
REPORT = b"On December 15, Armenian forces shelled Hin Tagher, the Azerbaijani Ministry of Defence said.\n"
with tempfile.TemporaryDirectory() as _folder:
    PICTURE = write_picture(Path(_folder) / "map.png", ((100, 100, 199, 199), RED)).read_bytes()
FILES = {"@report.txt": REPORT, "@map.png": PICTURE}


def parse(line: str, values: dict[str, str]) -> tuple[str, dict[str, str], bytes | None]:
    """The address, the headers and the body that a line of curl sends; none where it sends none."""
    line = re.sub(r"\$(\w+)", lambda match: values[match[1]], line)
    words = iter(shlex.split(line)[1:])
    headers: dict[str, str] = {}
    address, body = "", None
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "--data-binary":
            body = FILES[next(words)]
        elif word == "--data":
            body = next(words).encode()
        elif word == "-X":
            assert next(words) == "POST"
            body = b""
        elif word == "-o":
            next(words)
        else:
            address = word
    assert address.startswith("http://127.0.0.1:8765/")
    return address.removeprefix("http://127.0.0.1:8765"), headers, body


@pytest.fixture
def values(writer: httpx.Client) -> dict[str, str]:
    """What stands for the names in the page."""
    documents: list[dict[str, Any]] = writer.get("/api/documents").json()["documents"]
    change = writer.get("/api/changes").json()["changes"][0]
    return {
        "EARLIER": change["from"]["version"],
        "LATER": change["to"]["version"],
        "DOCUMENT": next(each["sha256"] for each in documents if each["kind"] == "text"),
        "INCIDENT": writer.get("/api/incidents").json()["incidents"][0]["id"],
        "MOMENT": writer.get("/api/moments").json()["moments"][5]["recorded"],
        "STATEMENT": writer.get("/api/review", params={"by": "A", "kind": "event"}).json()["items"][0]["statement"][
            "statement"
        ],
        "PICTURE": hashlib.sha256(PICTURE).hexdigest(),
        "TOKEN": TOKEN,
    }


def test_every_request_is_answered(writer: httpx.Client, values: dict[str, str]) -> None:
    """With what was asked for; none of them asks for nothing."""
    del writer.headers["Authorization"]
    assert len(REQUESTS) > 30
    for line in REQUESTS:
        address, headers, body = parse(line, values)
        if body is None:
            answer = writer.get(address, headers=headers)
        else:
            answer = writer.post(address, headers=headers, content=body)
        assert answer.status_code == (200 if body is None else 201), f"{line}: {answer.text}"
        if answer.headers["content-type"].startswith("application/geo+json") and "numberMatched" in answer.json():
            assert answer.json()["numberMatched"] > 0, line


def test_every_resource_is_shown(client: httpx.Client) -> None:
    """Whatever the API has, the page has a request for."""
    shown = {urlsplit(parse(line, dict.fromkeys(NAMES, "x"))[0]).path for line in REQUESTS}
    for path in client.get("/openapi.json").json()["paths"]:
        if path.startswith("/api/"):
            pattern = re.sub(r"\{\w+\}", "[^/]+", path)
            assert any(re.fullmatch(pattern, each) for each in shown), path


def test_what_the_requests_ask_is_understood(client: httpx.Client) -> None:
    """Each parameter in the page is one of the described ones."""
    described = {
        each["name"]
        for path in client.get("/openapi.json").json()["paths"].values()
        for operation in path.values()
        for each in operation.get("parameters", [])
    }
    values = dict.fromkeys(NAMES, "x")
    used = {name for line in REQUESTS for name in parse_qs(urlsplit(parse(line, values)[0]).query)}
    assert used <= described
