"""One slice of fuzzing: a process, how long its processor worked, what it reached, and whether the parser held."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

CORPORA = Path(__file__).parent / "corpora"
WORK = Path(__file__).resolve().parents[2] / "build" / "fuzz"
_SLOWEST_S = 10
_LARGEST_MB = 2048


class Slice(NamedTuple):
    """What came of one."""

    seconds: float
    """Of processor time, without loading."""
    runs: int
    held: bool


def fuzz(name: str, *, seconds: float) -> Slice:
    """Fuzz one target for so long; what it says stands in `build/fuzz/NAME.txt`."""
    learned = WORK / name
    learned.mkdir(parents=True, exist_ok=True)
    code, spent = _run_fuzzer(
        name, seconds, f"-timeout={_SLOWEST_S}", f"-rss_limit_mb={_LARGEST_MB}", "-print_final_stats=1",
        f"-artifact_prefix={WORK}/{name}-", learned, CORPORA / name,
    )  # fmt: skip
    said = (WORK / f"{name}.txt").read_text(encoding="utf-8", errors="replace")
    loaded = re.search(r"^loaded in ([\d.]+) s$", said, re.MULTILINE)
    runs = re.search(r"number_of_executed_units:\s*(\d+)", said)
    return Slice(
        seconds=max(0.0, spent - float(loaded[1])) if loaded else 0.0, runs=int(runs[1]) if runs else 0, held=code == 0
    )


def merge(name: str, *, largest: int) -> list[Path]:
    """The least of all that was learned that reaches as much."""
    least = WORK / "least"
    least.mkdir(parents=True, exist_ok=True)
    for file in least.iterdir():
        file.unlink()
    (WORK / name).mkdir(exist_ok=True)
    _run_fuzzer(name, 0, "-merge=1", f"-max_len={largest}", least, CORPORA / name, WORK / name)
    return list(least.iterdir())


# ---------------------------------------------------------------------------------------------------------------------


def _run_fuzzer(name: str, seconds: float, *arguments: object) -> tuple[int, float]:
    """Its exit code, and the seconds of processor time of it and its children."""
    command = [sys.executable, "-m", "tests.fuzz.fuzzer", name, str(seconds), *map(str, arguments)]
    # It ends without tidying up, so that what it writes lies in a folder that is taken away here.
    with tempfile.TemporaryDirectory(prefix="groundtruce-") as folder, (WORK / f"{name}.txt").open("wb") as said:
        surroundings = {**os.environ, "TMPDIR": folder}
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=surroundings)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime
