"""The exit codes: 0 done, 2 usage, 3 unusable input, 4 a record that fails verification, 130 cancelled."""

from groundtruce.errors import BrokenRecord, GroundtruceError, UnusableInput

DONE = 0
USAGE = 2
UNUSABLE = 3
BROKEN = 4
CANCELLED = 130

EXIT_CODES: dict[type[GroundtruceError], int] = {UnusableInput: UNUSABLE, BrokenRecord: BROKEN}
