"""One whole record for all tests that only read it."""

import shutil
from pathlib import Path

import pytest

from tests.record import make_record


@pytest.fixture(scope="session")
def whole_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_record(tmp_path_factory.mktemp("record") / "whole.gpkg")


@pytest.fixture
def record_path(whole_record: Path, tmp_path: Path) -> Path:
    """A copy of the whole record to do anything to."""
    return Path(shutil.copy(whole_record, tmp_path / "copy.gpkg"))
