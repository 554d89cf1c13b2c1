"""The process in which atheris fuzzes one target: `python -m tests.fuzz.fuzzer TARGET SECONDS [libFuzzer's options and folders]`.

It ends after so many seconds of its processor time (0: never), or when it is interrupted; what it took to load is not counted.
"""

import os
import signal
import sys
import time
import warnings
from typing import NoReturn

import atheris

_GUIDES = ["groundtruce", "pypdf", "warcio", "htmldate", "trafilatura", "urllib", "tomllib", "csv", "zipfile"]
"""Whose branches guide the fuzzer."""


def main() -> None:
    """Fuzz until the time is over, or libFuzzer ends the process."""
    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=_GUIDES):
        from tests.fuzz.targets import run  # noqa: PLC0415 - the instruments must be there before
    name, seconds = sys.argv.pop(1), float(sys.argv.pop(1))
    start, runs = time.process_time(), 0

    def answer(content: bytes) -> None:
        nonlocal runs
        run(name, content)
        runs += 1
        if seconds and time.process_time() - start >= seconds:
            end()

    def end(*_: object) -> NoReturn:
        _say(f"stat::number_of_executed_units: {runs}")
        os._exit(0)  # as libFuzzer ends; what it learned is on the disk already

    # libFuzzer starts itself anew where it merges, by a shell.
    sys.argv[0] = f"{sys.executable} -m tests.fuzz.fuzzer {name} 0"
    _say(f"loaded in {start:.2f} s")
    atheris.Setup(sys.argv, answer)
    signal.signal(signal.SIGINT, end)
    atheris.Fuzz()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - read by the process that started this one


if __name__ == "__main__":
    main()
