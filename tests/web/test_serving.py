"""The command in a process of its own."""

import json
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.running import PROGRAM


def test_serve_until_it_is_told_to_stop(example: Path, tmp_path: Path) -> None:
    """It says where it is, answers, ends with 0 on Ctrl-C, and leaves the record one clean file."""
    record = Path(shutil.copy(example, tmp_path / "record.gpkg"))
    before = record.read_bytes()
    command = [*PROGRAM, "serve", str(record), "--port", "0", "--write", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address, _, token = json.loads(server.stdout.readline())["address"].partition("#token=")
        try:
            assert len(token) >= 32
            assert httpx.get(f"{address}api/record", timeout=60).json()["writable"] is True
            added = httpx.post(
                f"{address}api/documents",
                params={"by": "A", "name": "map.txt"},
                content=b"",
                headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"},
                timeout=60,
            )
            assert added.status_code == 422
        finally:
            server.send_signal(signal.SIGINT)
        _, log = server.communicate(timeout=30)
    assert server.returncode == 0
    assert token not in log
    assert record.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["record.gpkg"]


def test_a_port_that_is_taken(client: httpx.Client, example: Path) -> None:
    """One line, exit 3."""
    port = str(client.base_url.port)
    ran = subprocess.run([*PROGRAM, "serve", str(example), "--port", port], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr.startswith(f"groundtruce: --port: 127.0.0.1:{port} cannot be bound")


@pytest.mark.parametrize("path", ["/", "/plain.css"])
def test_what_the_page_needs_is_served(client: httpx.Client, path: str) -> None:
    """With a tag, and 304 for whoever holds it."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
