"""Fuzz the parsers, guided by what of them is reached: `python -m tests.fuzz [TARGET …] --seconds 1200`.

One after the other, each in a process of its own with atheris (libFuzzer). A crash, an answer that takes over ten seconds and
more than 2 GB of memory end it, and the bytes that did it are kept. What was learned goes to `build/fuzz`, from where it goes
on the next time; `--keep` puts the least that reaches all of it into `tests/fuzz/corpora`.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import click

from tests.fuzz.targets import TARGETS

CORPORA = Path(__file__).parent / "corpora"
WORK = Path(__file__).resolve().parents[2] / "build" / "fuzz"
_SLOWEST_S = 10
_LARGEST_MB = 2048
_LARGEST_KEPT = 4096
_MOST_KEPT = 60


def main() -> None:
    """Fuzz the targets named, or all; exit 1 where anything fell over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS])
    parser.add_argument("--seconds", type=int, default=1200, help="for each target")
    parser.add_argument("--keep", action="store_true", help="keep the least of what was found that reaches all of it")
    parser.add_argument("--results", type=Path, help="write down what was done so far, and do nothing else")
    given = parser.parse_args()
    if given.results:
        given.results.write_text(write_results(), encoding="utf-8")
        return
    names = given.targets or list(TARGETS)
    if given.keep:
        for name in names:
            keep(name)
        return
    held = [fuzz(name, seconds=given.seconds) for name in names]
    sys.exit(not all(held))


def fuzz(name: str, *, seconds: int) -> bool:
    """Fuzz one target for so long; whether nothing fell over."""
    learned = WORK / name
    learned.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    ended = _run_fuzzer(
        name,
        f"-max_total_time={seconds}", f"-timeout={_SLOWEST_S}", f"-rss_limit_mb={_LARGEST_MB}", "-print_final_stats=1",
        f"-artifact_prefix={WORK}/{name}-", learned, CORPORA / name,
    )  # fmt: skip
    runs = re.search(r"number_of_executed_units:\s*(\d+)", ended.stderr)
    reached = re.findall(r"cov: (\d+)", ended.stderr)
    told = {
        "target": name,
        "seconds": round(time.monotonic() - started),
        "runs": int(runs[1]) if runs else None,
        "reached": int(reached[-1]) if reached else None,
        "held": ended.returncode == 0,
    }
    with (WORK / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(told) + "\n")
    click.echo(json.dumps(told))
    if ended.returncode != 0:
        said = ended.stdout + ended.stderr
        (WORK / f"{name}.txt").write_text(said, encoding="utf-8")
        click.echo("\n".join(line for line in said.splitlines() if not line.startswith("#"))[-3000:])
    return ended.returncode == 0


def keep(name: str) -> None:
    """Put the smallest inputs that reach all that was reached into the corpus."""
    least = WORK / "least"
    least.mkdir(parents=True, exist_ok=True)
    for file in least.iterdir():
        file.unlink()
    _run_fuzzer(name, "-merge=1", f"-max_len={_LARGEST_KEPT}", least, CORPORA / name, WORK / name)
    known = {file.read_bytes() for file in (CORPORA / name).iterdir()}
    found = sorted(
        (file for file in least.iterdir() if file.read_bytes() not in known), key=lambda file: file.stat().st_size
    )
    for file in found[:_MOST_KEPT]:
        file.rename(CORPORA / name / file.name[:12])


def write_results() -> str:
    """All that was fuzzed so far, by target."""
    told = [json.loads(line) for line in (WORK / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = []
    for name in TARGETS:
        own = [each for each in told if each["target"] == name]
        minutes = sum(each["seconds"] for each in own) / 60
        runs = sum(each["runs"] or 0 for each in own)
        kept = len(list((CORPORA / name).iterdir()))
        rows.append(f"| {name} | {minutes:.1f} | {runs:,} | {sum(not each['held'] for each in own)} | {kept} |")
    return _RESULTS.format(rows="\n".join(rows))


# ---------------------------------------------------------------------------------------------------------------------

_RESULTS = """# Fuzzing

By `make fuzz` (atheris, guided by the branches reached in Python). Ended: how often a parser fell over, took over ten seconds or over 2 GB;
each was mended, and what did it is kept and tried by every test run. Kept: inputs in `tests/fuzz/corpora`.

The goal is 20 minutes for each parser. Where the table says less, less was done.

| parser | minutes | runs | ended | kept |
|---|---|---|---|---|
{rows}
"""


def _run_fuzzer(name: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.fuzz.fuzzer", name, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)


if __name__ == "__main__":
    main()
