"""What every test may ask for, and the rule that no test reaches the network."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running import Run, make_run

SHARED = Path(__file__).resolve().parents[2] / "shared"


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: connections may go to this machine only."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise RuntimeError(f"a test tried to reach {address[0]}")


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the sample article and the development data; tests that need it skip without it."""
    if not (SHARED / "seed" / "article.txt").exists():
        pytest.skip("the sample article is not here (../shared)")
    return SHARED


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: `run("verify", path)` gives its exit code and what it printed."""
    return make_run(capsys)
