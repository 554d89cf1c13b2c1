"""Servers over the example's record."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.served import TOKEN, serve


@pytest.fixture(scope="session")
def client(example: Path) -> Iterator[httpx.Client]:
    """A client of a server that only reads."""
    with serve(example) as client:
        yield client


@pytest.fixture
def record(example: Path, tmp_path: Path) -> Path:
    """A copy of the example's record, to write to."""
    return Path(shutil.copy(example, tmp_path / "record.gpkg"))


@pytest.fixture
def writer(record: Path) -> Iterator[httpx.Client]:
    """A client that may write to a copy of the example's record."""
    with serve(record, token=TOKEN, writable=True) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client
