"""Which text a worker was at when it died: noted before each, so that one that kills again and again is known at once.

`under-way/NAME` has a line for each beginning of a piece and for each text of it that was begun. What a text before the
last line of a trial did is past; what the last one did, nobody came back to tell.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_BEGUN = "begun"


class Trials:
    """The notes of one piece, by whoever reads it now."""

    def __init__(self, folder: Path, piece: str) -> None:
        self._path = place_of(folder) / piece
        self._path.parent.mkdir(exist_ok=True)

    def begin(self) -> Counter[int]:
        """Begin a trial; gives how often each text was the last to be begun before."""
        try:
            before = self._path.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            before = []
        self._write(f"{_BEGUN} {os.getpid()}")
        return count_deaths(before)

    def note(self, text: int) -> None:
        """Note that a text is begun, by its number in the piece."""
        self._write(f"{text}")

    def end(self) -> None:
        """The piece is done."""
        self._path.unlink(missing_ok=True)

    # -----------------------------------------------------------------------------------------------------------

    def _write(self, line: str) -> None:
        with self._path.open("ab") as file:
            file.write(f"{line}\n".encode())


def count_deaths(notes: Iterable[str]) -> Counter[int]:
    """How often each text was the last that a trial had begun."""
    deaths = Counter[int]()
    last: int | None = None
    for line in notes:
        if line.startswith(_BEGUN):
            deaths.update([] if last is None else [last])
            last = None
        elif line.isdecimal():
            last = int(line)
    deaths.update([] if last is None else [last])
    return deaths


def forget_trials(folder: Path) -> None:
    """Take all notes away: a run that begins gives every text its trials anew."""
    for file in place_of(folder).glob("*"):
        file.unlink(missing_ok=True)


def place_of(folder: Path) -> Path:
    """Where the notes of a folder's pieces are."""
    return folder / "under-way"
