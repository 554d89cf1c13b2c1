"""What the architecture promises beyond the import contracts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from groundtruce import pipeline

ROOT = Path(__file__).resolve().parents[1]


def test_no_code_knows_the_example_case() -> None:
    """A case is data: no party, place or person of the example stands in the program."""
    names = re.compile(r"karabakh|artsakh|azerbaijan|armenia|stepanakert|khankendi|lachin|hadrut", re.I)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "src").rglob("*"))
        if path.suffix in {".py", ".j2", ".css", ".sql"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if names.search(line)
    ]
    assert found == []


def test_only_the_pipeline_reads_the_clock() -> None:
    """Every other module is given the moment, so that the same input gives the same output."""
    clock = re.compile(r"\b(?:datetime\.(?:now|today|utcnow)|date\.today|time\.time)\(")
    found = {
        str(path.relative_to(ROOT / "src" / "groundtruce"))
        for path in (ROOT / "src").rglob("*.py")
        if clock.search(path.read_text("utf-8"))
    }
    assert found == {"pipeline/clock.py"}


def test_the_pipeline_offers_each_use_case_where_its_stub_says() -> None:
    """Every name of the stub is found when it is asked for; another is refused."""
    assert len(pipeline.__all__) > 50
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    with pytest.raises(AttributeError, match="no attribute 'telepathy'"):
        _ = pipeline.telepathy  # type: ignore[attr-defined]  # that it is not there is what is shown


def test_a_command_loads_no_more_than_it_needs() -> None:
    """To check a record neither exports nor the reading of texts are imported."""
    asked = "import sys; from groundtruce.cli import main; main(['check', '--help'])"
    listed = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {asked}"
    ran = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split())
    assert "groundtruce.pipeline.knowledge" in loaded
    assert not loaded & {"groundtruce.pipeline.exports", "groundtruce.pipeline.reading", "multiprocessing", "jinja2"}
