"""The figures of the calibration: how often each statement held, by kind and by correlation length, and how wide it was."""

from collections.abc import Iterable, Sequence

import numpy as np

from evaluation.calibration.trials import Held, Trial

STATEMENTS = ("net", "gained", "lost", "furthest_gain", "furthest_loss")
BANDS = ((2.0, 4.5), (4.5, 10.0), (10.0, 22.0), (22.0, 50.0))
"""Correlation lengths in errors, from and to."""

Row = dict[str, float]


def summarise(trials: Sequence[Trial]) -> Row:
    """Shares in per cent, and at the median how many times as wide as the oracle's each interval is."""
    row: Row = {"pairs": len(trials)}
    for verdict in ("moved", "within error", "redrawn"):
        row[verdict] = _share(trial.verdict == verdict for trial in trials)
    for name in STATEMENTS:
        held = [_held(trial, name) for trial in trials]
        row[f"{name} holds"] = _share(each.holds for each in held)
        ratios = [each.width / each.oracle_width for each in held if each.oracle_width > 0]
        row[f"{name} width"] = float(np.median(ratios)) if ratios else 1.0
    row["true km2"] = float(np.mean([trial.true_km2 for trial in trials]))
    row["measured km2"] = float(np.mean([trial.measured_km2 for trial in trials]))
    row["best km2"] = float(np.mean([trial.best_km2 for trial in trials]))
    return row


def summarise_bands(trials: Sequence[Trial]) -> dict[str, Row]:
    """The same for each band of correlation lengths that has pairs."""
    bands = {
        f"{low:g} to {high:g}": [trial for trial in trials if low <= trial.correlation_in_errors < high]
        for low, high in BANDS
    }
    return {name: summarise(members) for name, members in bands.items() if members}


def bin_places(trials: Iterable[Trial]) -> list[tuple[float, float, int]]:
    """Ten bins of the chance stated that a place lies inside: its mean and the share that does (per cent), and their number."""
    places = np.array([place for trial in trials for place in trial.places], dtype=np.float64).reshape(-1, 2)
    number = np.minimum((places[:, 0] * 10).astype(int), 9)
    bins = [places[number == each] for each in range(10)]
    return [(100 * float(each[:, 0].mean()), 100 * float(each[:, 1].mean()), len(each)) for each in bins if len(each)]


# ---------------------------------------------------------------------------------------------------------------


def _held(trial: Trial, name: str) -> Held:
    held: Held = getattr(trial, name)
    return held


def _share(flags: Iterable[bool]) -> float:
    return 100 * float(np.mean(list(flags)))
