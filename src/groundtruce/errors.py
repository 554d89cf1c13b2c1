"""The error tree of Groundtruce.

    GroundtruceError
    ├── UnusableInput      exit 3: a file, an option or a record that cannot be used; nothing was recorded
    └── BrokenRecord       exit 4: the record fails verification

A breach that is found is a value (a `Finding`), never an exception.
"""

from functools import partial
from typing import Any


class GroundtruceError(Exception):
    """Anything Groundtruce raises on purpose."""


class UnusableInput(GroundtruceError):
    """Input that cannot be used. Says in one line which file, where in it, and why.

    `file` is the name as the user gave it (or the option's name), `place` is where in it ("line 3",
    "feature 2, ring 1", "byte 120"; empty for the whole file), `reason` is a clause without a full stop.
    """

    def __init__(self, file: object, reason: str, *, place: str = "") -> None:
        self.file = str(file)
        self.place = place
        self.reason = " ".join(reason.split())
        super().__init__(": ".join(part for part in (self.file, place, self.reason) if part))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes from a worker's process."""
        return partial(UnusableInput, self.file, self.reason, place=self.place), ()


class BrokenRecord(GroundtruceError):
    """A record whose content does not match its chain. `entry` is the number of the first broken entry."""

    def __init__(self, record: object, reason: str, *, entry: int | None = None) -> None:
        self.record = str(record)
        self.entry = entry
        self.reason = " ".join(reason.split())
        place = f"entry {entry}" if entry is not None else ""
        super().__init__(": ".join(part for part in (self.record, place, self.reason) if part))
