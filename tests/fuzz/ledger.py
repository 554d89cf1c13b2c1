"""How long each target was fuzzed so far, over all runs, in a file that is committed."""

import json
import threading
from pathlib import Path
from typing import TypedDict

from tests.fuzz.slices import Slice

LEDGER = Path(__file__).resolve().parents[2] / "evaluation" / "results" / "fuzzing.json"


class Row(TypedDict):
    """Of one target."""

    seconds: float
    runs: int
    ended: int
    """How often the parser fell over, took too long or too much."""


class Ledger:
    """The rows of all targets; several threads may ask what is next and put down what they did."""

    def __init__(self, rows: dict[str, Row], *, path: Path = LEDGER) -> None:
        self.rows = rows
        self._path = path
        self._taken: set[str] = set()
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def read(cls, path: Path = LEDGER) -> "Ledger":
        """The ledger as it stands; empty where there is none."""
        return cls(json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, path=path)

    def take(self, names: list[str], *, seconds: float, but: set[str]) -> tuple[str, float] | None:
        """The target with the least behind it that nobody else has, and the seconds that it lacks; none where all have theirs."""
        with self._lock:
            done = {name: self._row(name)["seconds"] for name in names if name not in self._taken | but}
            lacking = [(each, name) for name, each in done.items() if each < seconds]
            if self._closed or not lacking:
                return None
            least, name = min(lacking)
            self._taken.add(name)
            return name, seconds - least

    def put(self, name: str, done: Slice) -> None:
        """Add what was done of a target that was taken."""
        with self._lock:
            row = self._row(name)
            self.rows[name] = Row(
                seconds=round(row["seconds"] + done.seconds, 1),
                runs=row["runs"] + done.runs,
                ended=row["ended"] + (not done.held),
            )
            self._taken.discard(name)
            self._write()

    def close(self) -> None:
        """Let nobody begin anything more; what is being done is still put down."""
        self._closed = True

    def forget(self, names: list[str]) -> None:
        """Let these begin anew, since their parsers are others now; what once made them fall over still counts."""
        for name in names:
            self.rows[name] = Row(seconds=0.0, runs=0, ended=self._row(name)["ended"])
        self._write()

    def _row(self, name: str) -> Row:
        return self.rows.get(name, Row(seconds=0.0, runs=0, ended=0))

    def _write(self) -> None:
        # A line for each target, so that two histories of it are set together line by line.
        lines = (f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(self.rows.items()))
        self._path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def write_results(ledger: Ledger, *, names: list[str], corpora: Path) -> str:
    """All that was fuzzed so far, as a table."""
    rows = []
    for name in names:
        row = ledger.rows.get(name, Row(seconds=0.0, runs=0, ended=0))
        kept = len(list((corpora / name).iterdir()))
        rows.append(f"| {name} | {row['seconds'] / 60:.1f} | {row['runs']:,} | {row['ended']} | {kept} |")
    return _RESULTS.format(rows="\n".join(rows))


# ---------------------------------------------------------------------------------------------------------------------

_RESULTS = """# Fuzzing

By `make fuzz` (atheris, guided by the branches reached in Python). Minutes: processor time of fuzzing, without loading, over all runs
with what earlier runs learned; parsers change meanwhile, and one that is written anew begins anew. Ended: how often a parser fell over, took over ten seconds or over 2 GB;
each was mended, and what did it is kept and tried by every test run. Kept: inputs in `tests/fuzz/corpora`.

The goal is 20 minutes for each parser. Where the table says less, less was done.

| parser | minutes | runs | ended | kept |
|---|---|---|---|---|
{rows}
"""
