"""The process in which atheris fuzzes one target: `python -m tests.fuzz.fuzzer TARGET [libFuzzer's options and folders]`."""

import sys
import warnings

import atheris

_GUIDES = ["groundtruce", "pypdf", "warcio", "htmldate", "trafilatura", "urllib", "tomllib", "csv", "zipfile"]
"""Whose branches guide the fuzzer."""


def main() -> None:
    """Fuzz until libFuzzer ends the process."""
    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=_GUIDES):
        from tests.fuzz.targets import run  # noqa: PLC0415 - the instruments must be there before
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, lambda content: run(name, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
