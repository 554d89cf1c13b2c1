"""Tamper with a record a thousand times in each way: `python -m evaluation.tampering RECORD`.

The figures go to `evaluation/results/tampering.md`. Exit 1 where anything was not found.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from evaluation.bench import describe_machine
from evaluation.tampering.rewriting import read_history, write_history
from evaluation.tampering.trials import CHANGES, Outcome, sign_record, try_change, try_rewriting
from groundtruce import pipeline

RESULTS = Path(__file__).resolve().parents[1] / "results" / "tampering.md"
_RESULTS = """# Tampering with a record

By `python -m evaluation.tampering {command}`, on the record of `make demo`.
{made}.

Found: `verify` ends with exit 4. Named: the entry that it names is the changed one, or the one behind it that no longer fits.
A rewritten history holds in itself each time; what finds it is a checkpoint that the keeper signed before.

| done to a copy | trials | found | named |
|---|---|---|---|
{rows}
"""
Trial = Callable[[random.Random], Outcome]


@click.command()
@click.argument("record", type=click.Path(exists=True, path_type=Path))
@click.option("--trials", type=click.IntRange(min=1), default=1000, show_default=True, help="Of each kind.")
@click.option("--seed", type=int, default=20201214, show_default=True)
def main(*, record: Path, trials: int, seed: int) -> None:
    """Tamper with copies of RECORD in every way, and write down what `verify` found."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Told again by this version, so that a migration's entry is not among them.
        history = read_history(record)
        write_history(folder / "record.gpkg", history)
        keeper = sign_record(folder / "record.gpkg", folder=folder)
        # A history that is told again unchanged holds; so what is found below is the change.
        write_history(folder / "again.gpkg", history)
        pipeline.hold_to_checkpoint(folder / "again.gpkg", keeper.checkpoint, signers=keeper.signers)
        kinds: dict[str, Trial] = {
            kind: lambda chance, kind=kind: try_change(kind, folder / "record.gpkg", folder=folder, chance=chance)  # type: ignore[misc]  # kept as it is now
            for kind in CHANGES
        }
        kinds["rewritten history"] = lambda chance: try_rewriting(history, keeper, folder=folder, chance=chance)
        outcomes = {kind: _repeat(trial, trials, seed=seed, kind=kind) for kind, trial in kinds.items()}
    text = _write_results(outcomes, record=record, seed=seed, seconds=time.monotonic() - started)
    RESULTS.write_text(text)
    click.echo(text)
    sys.exit(not all(outcome.found for each in outcomes.values() for outcome in each))


# ---------------------------------------------------------------------------------------------------------------------


def _repeat(trial: Trial, trials: int, *, seed: int, kind: str) -> list[Outcome]:
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 - to be repeated
    click.echo(f"{kind}: {trials} trials", err=True)
    return [trial(chance) for _ in range(trials)]


def _write_results(outcomes: dict[str, list[Outcome]], *, record: Path, seed: int, seconds: float) -> str:
    rows = [
        f"| {kind} | {len(each)} | {sum(one.found for one in each)} | {sum(one.named for one in each)} |"
        for kind, each in outcomes.items()
    ]
    return _RESULTS.format(
        command=f"{record.name} --trials {len(next(iter(outcomes.values())))} --seed {seed}",
        made=f"{describe_machine()}, {datetime.now(UTC):%-d %B %Y}; took {seconds:.0f} s",
        rows="\n".join(rows),
    )


if __name__ == "__main__":
    main()
