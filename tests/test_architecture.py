"""What the architecture promises beyond the import contracts."""

import re
from pathlib import Path

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
