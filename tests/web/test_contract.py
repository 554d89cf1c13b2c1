"""The API keeps to its own description: schemathesis, all checks, no failure."""

import os
import subprocess
import sys
from pathlib import Path

import httpx

CONTRACT = Path(__file__).resolve().parent / "contract"


def test_the_api_keeps_to_its_description(writer: httpx.Client, tmp_path: Path) -> None:
    """Made requests, right and wrong ones, to every operation: each is answered as the description says, and none breaks it."""
    document = writer.get("/api/documents?limit=1").json()["documents"][0]["sha256"]
    feature = writer.get("/ogc/collections/zone-versions/items?limit=1").json()["features"][0]["id"]
    incident = writer.get("/api/incidents?limit=1").json()["incidents"][0]["id"]
    known = (
        f'\n[parameters]\n"path.sha256" = "{document}"\n"path.feature" = "{feature}"\n"path.incident" = "{incident}"\n'
    )
    settings = tmp_path / "schemathesis.toml"
    settings.write_text((CONTRACT / "schemathesis.toml").read_text("utf-8") + known, "utf-8")
    ran = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(settings)),
            *("run", f"{writer.base_url}/openapi.json", "--checks", "all", "--workers", "2"),
            *("--header", f"Authorization: {writer.headers['authorization']}"),
        ],
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(CONTRACT / "hooks.py")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout[-10_000:] + ran.stderr[-2000:]
