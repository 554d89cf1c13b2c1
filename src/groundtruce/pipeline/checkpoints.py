"""Checkpoints of a record, signed by its keeper, and records held to them."""

from dataclasses import dataclass
from pathlib import Path

from groundtruce.collect.files import read_file
from groundtruce.errors import UnusableInput
from groundtruce.model.times import parse_moment
from groundtruce.pipeline.answers import write_file
from groundtruce.record.addresses import Address, path_of
from groundtruce.record.chain import Head
from groundtruce.record.checkpoints import Checkpoint, check_checkpoint, parse_checkpoint, write_checkpoint
from groundtruce.record.records import Record
from groundtruce.record.signatures import find_signer, sign
from groundtruce.record.timestamps import ask_for_stamp, check_stamp

_LARGEST = 10_000
_LARGEST_STAMP = 100_000


@dataclass(frozen=True, kw_only=True)
class Held:
    """Whose a checkpoint is that a record holds to, and since when it was there for sure, if it was stamped."""

    signer: str
    stamped: str | None


def make_checkpoint(
    path: Address, *, key: Path, output: Path | None = None, time_server: str | None = None
) -> tuple[tuple[Path, ...], Head]:
    """Write down a record's last entry and sign it; gives the files, and the entry.

    The signature by `key` stands beside `output` with the ending `.sig`, `time_server`'s stamp of both with `.tsr`.
    The record is not verified first: a checkpoint says what is there, not that it holds.
    """
    with Record.open(path) as record:
        head, case = record.head(), record.case()
    output = output or path_of(path).with_name(f"{path_of(path).stem}-{head.seq}.checkpoint")
    content = write_checkpoint(Checkpoint(case=case.id, head=head))
    files = {output: content, _signature_of(output): sign(content, key=key)}
    if time_server:
        files[_stamp_of(output)] = ask_for_stamp(b"".join(files.values()), server=time_server)
    for file, written in files.items():
        write_file(file, written)
    return tuple(files), head


def hold_to_checkpoint(path: Address, checkpoint: Path, *, signers: Path, authorities: Path | None = None) -> Held:
    """Hold a record to a signed checkpoint; with `authorities`, its time stamp must lead to one of them.

    Raises `UnusableInput` for a checkpoint of another case, that none of the allowed signers signed or whose stamp does not
    hold, and `BrokenRecord` for a record whose history is another than it was then.
    """
    content = read_file(checkpoint, limit=_LARGEST)
    signature = read_file(_signature_of(checkpoint), limit=_LARGEST)
    kept = parse_checkpoint(content, name=str(checkpoint))
    signer = find_signer(content, signature=signature, signers=signers, name=str(checkpoint))
    stamped = _check_stamp(checkpoint, content + signature, authorities) if authorities else None
    with Record.open(path) as record:
        case = record.case().id
        if case != kept.case:
            raise UnusableInput(checkpoint, f"is of a record of {kept.case}, and {path} is one of {case}")
        check_checkpoint(kept, _find_head(record, kept), record=str(path))
    return Held(signer=signer, stamped=stamped)


# ---------------------------------------------------------------------------------------------------------------


def _signature_of(checkpoint: Path) -> Path:
    return checkpoint.with_name(f"{checkpoint.name}.sig")


def _stamp_of(checkpoint: Path) -> Path:
    return checkpoint.with_name(f"{checkpoint.name}.tsr")


def _check_stamp(checkpoint: Path, content: bytes, authorities: Path) -> str:
    stamp = read_file(_stamp_of(checkpoint), limit=_LARGEST_STAMP)
    return check_stamp(content, stamp=stamp, authorities=authorities, name=str(_stamp_of(checkpoint)))


def _find_head(record: Record, kept: Checkpoint) -> Head | None:
    try:
        return record.head(as_of=parse_moment(kept.head.recorded))
    except UnusableInput:
        return None
