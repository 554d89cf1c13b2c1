"""One trial: a copy of a record, one thing done to it, and whether it is found and where."""

import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from evaluation.tampering.changes import drop, flip, insert, reorder, swap_document
from evaluation.tampering.files import without_triggers
from evaluation.tampering.rewriting import History, rewrite, write_history
from groundtruce import pipeline
from groundtruce.errors import BrokenRecord

CHANGES: dict[str, Callable[[sqlite3.Connection, random.Random], set[int]]] = {
    "flipped bit": flip,
    "dropped entry": drop,
    "inserted entry": insert,
    "reordered entries": reorder,
    "swapped document": swap_document,
}


class Outcome(NamedTuple):
    """What became of a trial."""

    found: bool
    named: bool
    """Whether the entry that is named is the changed one, or the one behind it that no longer fits."""


class Keeper(NamedTuple):
    """Who holds a signed checkpoint of a record."""

    checkpoint: Path
    signers: Path


def try_change(name: str, record: Path, *, folder: Path, chance: random.Random) -> Outcome:
    """Do a kind of change to a copy of a record, and verify it."""
    copy = Path(shutil.copy(record, folder / "changed.gpkg"))
    with without_triggers(copy) as connection:
        expected = CHANGES[name](connection, chance)
    try:
        pipeline.verify_record(copy)
    except BrokenRecord as broken:
        return Outcome(found=True, named=broken.entry in expected)
    return Outcome(found=False, named=False)


def try_rewriting(history: History, keeper: Keeper, *, folder: Path, chance: random.Random) -> Outcome:
    """Tell a history again with something changed: it must verify in itself, and not hold to the checkpoint from before."""
    path = folder / "rewritten.gpkg"
    path.unlink(missing_ok=True)
    write_history(path, rewrite(history, chance))
    pipeline.verify_record(path)
    try:
        pipeline.hold_to_checkpoint(path, keeper.checkpoint, signers=keeper.signers)
    except BrokenRecord as broken:
        return Outcome(found=True, named=broken.entry is not None)
    return Outcome(found=False, named=False)


def sign_record(record: Path, *, folder: Path) -> Keeper:
    """Make a key of one's own and sign a checkpoint of a record with it."""
    key, signers = folder / "keeper", folder / "signers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    signers.write_text(f"keeper@example.org {key.with_suffix('.pub').read_text()}")
    (checkpoint, *_), _ = pipeline.make_checkpoint(record, key=key, output=folder / "kept.checkpoint")
    return Keeper(checkpoint, signers)
