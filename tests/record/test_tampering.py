"""What somebody does to a record who can write its file is found by `verify`; `make evaluate` tries each a thousand times."""

import random
from pathlib import Path

import pytest

from evaluation.tampering.rewriting import read_history, write_history
from evaluation.tampering.trials import CHANGES, Outcome, sign_record, try_change, try_rewriting
from groundtruce import pipeline


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_is_found_where_it_is(kind: str, whole_record: Path, tmp_path: Path) -> None:
    """Two dozen seeded changes of each kind: each is found, and the entry named is the changed one or the one behind it."""
    chance = random.Random(f"guard {kind}")
    outcomes = [try_change(kind, whole_record, folder=tmp_path, chance=chance) for _ in range(24)]
    assert outcomes == [Outcome(found=True, named=True)] * 24


@pytest.fixture
def told(whole_record: Path, tmp_path: Path) -> Path:
    """The whole record as it is when it is told again from what was read in it."""
    write_history(tmp_path / "told.gpkg", read_history(whole_record))
    return tmp_path / "told.gpkg"


def test_a_history_told_again_as_it_was_holds(told: Path, tmp_path: Path) -> None:
    """So what is found of a rewritten one is its change, and not that it was rewritten."""
    keeper = sign_record(told, folder=tmp_path)
    write_history(tmp_path / "again.gpkg", read_history(told))
    pipeline.hold_to_checkpoint(tmp_path / "again.gpkg", keeper.checkpoint, signers=keeper.signers)


def test_every_rewritten_history_is_found_by_the_signed_checkpoint(told: Path, tmp_path: Path) -> None:
    """Fifteen seeded ones: each verifies in itself, and none holds to the checkpoint from before."""
    history, keeper = read_history(told), sign_record(told, folder=tmp_path)
    chance = random.Random("guard rewritten")
    outcomes = [try_rewriting(history, keeper, folder=tmp_path, chance=chance) for _ in range(15)]
    assert outcomes == [Outcome(found=True, named=True)] * 15
