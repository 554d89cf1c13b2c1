"""Build the example's record from its inputs in the order of their publication, and print the brief of 14 December 2020.

Run by `make demo`. Everything it does, it does through the commands that a user has.
"""

import subprocess
import sys
import time
from pathlib import Path

from groundtruce import pipeline
from groundtruce.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "karabakh-2020"
OUTPUT = ROOT / "demo"
RECORD = OUTPUT / "karabakh-2020.gpkg"
BRIEF_DAY = "2020-12-14"


def main() -> None:
    """Make the record anew, in two steps, and show the brief with what the second one brought; say where everything lies."""
    started = time.monotonic()
    OUTPUT.mkdir(exist_ok=True)
    RECORD.unlink(missing_ok=True)
    run("init", RECORD, "--case", CASE)
    earlier, later = split_inputs(before=BRIEF_DAY)
    run("add", RECORD, *earlier)
    day_before = pipeline.know_record(RECORD).head.recorded
    run("add", RECORD, *later)
    run("verify", RECORD)
    new = ("--on", BRIEF_DAY, "--since", day_before)
    run("brief", RECORD, *new, "--output", OUTPUT / "brief.html")
    if can_write_pdf():
        run("brief", RECORD, *new, "--output", OUTPUT / "brief.pdf")
    run("brief", RECORD, *new)
    say(f"The brief as a page:   {OUTPUT / 'brief.html'}")
    say(f"The record (for QGIS): {RECORD}")
    say(f"Took {time.monotonic() - started:.1f} s.")


def split_inputs(*, before: str) -> tuple[list[Path], list[Path]]:
    """The example's reports and maps, the earliest published first: those published before a day, and the others."""
    files = [
        path for folder in ("reports", "zones") for path in sorted((CASE / folder).iterdir()) if path.suffix != ".toml"
    ]
    dated = sorted((pipeline.published_on(file, settings=Settings()) or "", file) for file in files)
    return [file for day, file in dated if day < before], [file for day, file in dated if day >= before]


def can_write_pdf() -> bool:
    """Whether WeasyPrint and its system libraries are there: the demo needs neither."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - an extra, and only to see whether it loads
    except (ImportError, OSError):
        return False
    return True


def run(command: str, *arguments: object) -> None:
    """Run a command as a user would; stop if it fails."""
    say(f"\n$ groundtruce {command} {' '.join(shorten(argument) for argument in arguments)}")
    program = [sys.executable, "-m", "groundtruce.cli", command, *map(str, arguments)]
    if subprocess.run(program, check=False).returncode:
        sys.exit(f"groundtruce {command} failed")


def shorten(argument: object) -> str:
    """A path as seen from the project's folder."""
    return str(argument.relative_to(ROOT)) if isinstance(argument, Path) else str(argument)


def say(line: str) -> None:
    """Print at once, so that it stands in order with the commands' own output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
