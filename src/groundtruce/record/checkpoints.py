"""Checkpoints: what the last entry of a record was at a moment, in a text that its keeper signs and gives away.

A chain shows every change but one: whoever holds the file can write the whole history anew, with hashes that fit. Who holds a
checkpoint from before shows that it is another one.
"""

import re

from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.model.values import Value
from groundtruce.record.chain import Head

_FORMAT = "groundtruce-checkpoint/1"
_TEXT = re.compile(
    rf"{_FORMAT}\ncase (?P<case>\S+)\nentry (?P<seq>[1-9]\d{{0,17}})\n"
    r"recorded (?P<recorded>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\nsha256 (?P<hash>[0-9a-f]{64})\n"
)


class Checkpoint(Value):
    """Which entry was the last of a case's record."""

    case: str
    head: Head


def write_checkpoint(checkpoint: Checkpoint) -> bytes:
    """The checkpoint as the text that is signed: five lines, each of a word and what it says."""
    head = checkpoint.head
    return (
        f"{_FORMAT}\ncase {checkpoint.case}\nentry {head.seq}\nrecorded {head.recorded}\nsha256 {head.hash}\n"
    ).encode()


def parse_checkpoint(content: bytes, *, name: str) -> Checkpoint:
    """The checkpoint in a file. Raises `UnusableInput` for what is none, to the byte."""
    found = _TEXT.fullmatch(content.decode("ascii", errors="replace"))
    if not found:
        raise UnusableInput(name, f"is no checkpoint ({_FORMAT})")
    head = Head(seq=int(found["seq"]), recorded=found["recorded"], hash=found["hash"])
    return Checkpoint(case=found["case"], head=head)


def check_checkpoint(checkpoint: Checkpoint, then: Head | None, *, record: str) -> None:
    """Hold a record to a checkpoint: `then` is its last entry at the checkpoint's moment, none where it had not begun.

    Raises `BrokenRecord` where that is another one.
    """
    if then == checkpoint.head:
        return
    was = f"{checkpoint.head.seq} with the hash {checkpoint.head.hash[:12]}"
    now = f"{then.seq} with {then.hash[:12]}" if then else "none"
    reason = f"its history was rewritten: at {checkpoint.head.recorded} the last entry was {was}, and now it is {now}"
    raise BrokenRecord(record, reason, entry=checkpoint.head.seq)
