"""Checkpoints of a record, signed by its keeper, and records held to them."""

from pathlib import Path

from groundtruce.collect.files import read_file
from groundtruce.errors import UnusableInput
from groundtruce.model.times import parse_moment
from groundtruce.pipeline.answers import write_file
from groundtruce.record.chain import Head
from groundtruce.record.checkpoints import Checkpoint, check_checkpoint, parse_checkpoint, write_checkpoint
from groundtruce.record.geopackage import Record
from groundtruce.record.signatures import find_signer, sign

_LARGEST = 10_000


def make_checkpoint(path: Path, *, key: Path, output: Path | None = None) -> tuple[Path, Head]:
    """Write down a record's last entry, and the signature by `key` beside it as `OUTPUT.sig`; gives where, and the entry.

    The record is not verified first: a checkpoint says what is there, not that it holds.
    """
    with Record.open(path) as record:
        head, case = record.head(), record.case()
    output = output or path.with_name(f"{path.stem}-{head.seq}.checkpoint")
    content = write_checkpoint(Checkpoint(case=case.id, head=head))
    signature = sign(content, key=key)
    write_file(output, content)
    write_file(_signature_of(output), signature)
    return output, head


def hold_to_checkpoint(path: Path, checkpoint: Path, *, signers: Path) -> str:
    """Hold a record to a signed checkpoint, and give whose it is.

    Raises `UnusableInput` for a checkpoint of another case or that none of the allowed signers signed, and `BrokenRecord` for
    a record whose history is another than it was then.
    """
    content = read_file(checkpoint, limit=_LARGEST)
    signature = read_file(_signature_of(checkpoint), limit=_LARGEST)
    kept = parse_checkpoint(content, name=str(checkpoint))
    signer = find_signer(content, signature=signature, signers=signers, name=str(checkpoint))
    with Record.open(path) as record:
        case = record.case().id
        if case != kept.case:
            raise UnusableInput(checkpoint, f"is of a record of {kept.case}, and {path} is one of {case}")
        check_checkpoint(kept, _find_head(record, kept), record=str(path))
    return signer


# ---------------------------------------------------------------------------------------------------------------


def _signature_of(checkpoint: Path) -> Path:
    return checkpoint.with_name(f"{checkpoint.name}.sig")


def _find_head(record: Record, kept: Checkpoint) -> Head | None:
    try:
        return record.head(as_of=parse_moment(kept.head.recorded))
    except UnusableInput:
        return None
