"""Fuzz the parsers, guided by what of them is reached: `python -m tests.fuzz [TARGET …] --seconds 1200`.

Each in a process of its own with atheris (libFuzzer), a slice at a time, the one with the least behind it first, until each has
so many seconds. Seconds are the processor time of fuzzing alone, and add up over runs: `evaluation/results/fuzzing.json` keeps them. A
crash, an answer that takes over ten seconds and more than 2 GB of memory end a slice, and the bytes that did it are kept in `build/fuzz`. What was
learned goes there too, and to there goes on the next time; `--keep` puts the least that reaches all of it into `tests/fuzz/corpora`.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor

import click

from tests.fuzz.ledger import LEDGER, Ledger, write_results
from tests.fuzz.slices import CORPORA, WORK, fuzz, merge
from tests.fuzz.targets import TARGETS

RESULTS = LEDGER.with_suffix(".md")
_LARGEST_KEPT = 2048
_MOST_KEPT = 30


def main() -> None:
    """Fuzz the targets named, or all; exit 1 where anything fell over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS])
    parser.add_argument("--seconds", type=float, default=1200, help="of processor time for each target, over all runs")
    parser.add_argument("--slice", type=float, default=300, help="seconds that a target has before the next one's turn")
    parser.add_argument("--processes", type=int, default=1, help="targets fuzzed at a time")
    parser.add_argument("--keep", action="store_true", help="keep the least of what was found that reaches all of it")
    parser.add_argument(
        "--anew", action="store_true", help="forget the seconds of these targets: their parsers are others"
    )
    parser.add_argument("--results", action="store_true", help="write what was done so far, and do nothing else")
    given = parser.parse_args()
    names = given.targets or list(TARGETS)
    if given.results:
        RESULTS.write_text(write_results(Ledger.read(), names=list(TARGETS), corpora=CORPORA), encoding="utf-8")
    elif given.keep:
        for name in names:
            keep(name)
    elif given.anew:
        Ledger.read().forget(names)
    else:
        sys.exit(not fuzz_all(names, seconds=given.seconds, slice_s=given.slice, processes=given.processes))


def fuzz_all(names: list[str], *, seconds: float, slice_s: float, processes: int) -> bool:
    """Fuzz each until it has so many seconds or fell over; whether none did."""
    ledger = Ledger.read()
    fallen: set[str] = set()

    def work() -> None:
        while taken := ledger.take(names, seconds=seconds, but=fallen):
            name, left = taken
            done = fuzz(name, seconds=min(slice_s, left))
            ledger.put(name, done)
            click.echo(
                f"{name}: {done.seconds:.0f} s, {done.runs:,} runs"
                + ("" if done.held else f", FELL OVER: {WORK / name}.txt")
            )
            if not done.held:
                fallen.add(name)

    with ThreadPoolExecutor(processes) as pool:
        try:
            for worker in [pool.submit(work) for _ in range(processes)]:
                worker.result()
        except KeyboardInterrupt:
            ledger.close()
    return not fallen


def keep(name: str) -> None:
    """Put the smallest inputs that reach all that was reached into the corpus."""
    least = merge(name, largest=_LARGEST_KEPT)
    known = {file.read_bytes() for file in (CORPORA / name).iterdir()}
    found = sorted((file for file in least if file.read_bytes() not in known), key=lambda file: file.stat().st_size)
    for file in found[:_MOST_KEPT]:
        file.rename(CORPORA / name / file.name[:12])


if __name__ == "__main__":
    main()
