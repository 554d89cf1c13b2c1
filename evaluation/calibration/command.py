"""`python -m evaluation calibration`: draw the pairs, compare them, and write the page and the plot."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from evaluation.bench import describe_machine
from evaluation.calibration.figures import Row, bin_places, summarise, summarise_bands
from evaluation.calibration.report import draw_plot, write_page
from evaluation.calibration.shapes import list_zones
from evaluation.calibration.trials import BULGE_ERRORS, KINDS, POWER, Trial, run_trials

_ROOT = Path(__file__).resolve().parents[2]
RESULTS = _ROOT / "evaluation" / "results" / "calibration.json"
PLOT = _ROOT / "docs" / "images" / "calibration.svg"
ZONES = _ROOT.parent / "shared" / "data" / "zones"


@click.command()
@click.option(
    "--pairs", default=1000, show_default=True, help="How many pairs of each kind; of the power curve a seventh."
)
def calibration(pairs: int) -> None:
    """Draw zones twice with a known error and count how often what is said of the change holds."""
    started = time.process_time()
    zones = list_zones(ZONES)
    trials: dict[str, list[Trial]] = {}
    for kind in (*KINDS, *POWER):
        name = kind.name if kind.name != "power" else f"power {kind.depth_in_errors:g}"
        click.echo(f"drawing {name} …", err=True)
        trials[name] = list(run_trials(kind, zones, pairs=pairs if kind in KINDS else max(1, pairs // 7)))
    spent = time.process_time() - started
    about = (
        f"`python -m evaluation calibration --pairs {pairs}`, {datetime.now(UTC):%Y-%m-%d}, {describe_machine()}, {spent / 60:.0f} minutes"
        f" of one core. {len(zones)} zones, {sum(map(len, trials.values()))} pairs, correlation lengths of 2 to 50 errors."
    )
    _write(trials, about)


def _write(trials: dict[str, list[Trial]], about: str) -> None:
    main = {kind.name: trials[kind.name] for kind in KINDS}
    kinds = {name: summarise(members) for name, members in trials.items() if not name.startswith("power")}
    bands = {name: summarise_bands(members) for name, members in main.items()}
    power: dict[float, Row] = {
        float(name.removeprefix("power ")): summarise(members)
        for name, members in trials.items()
        if name.startswith("power")
    }
    power = dict(sorted({**power, BULGE_ERRORS: kinds["bulge"]}.items()))
    bins = bin_places(trial for members in main.values() for trial in members)
    page = write_page(kinds, bands, power, bins, about=about)
    RESULTS.write_text(
        json.dumps({"about": about, "kinds": kinds, "bands": bands, "power": power, "places": bins}, indent=1) + "\n",
        "utf-8",
    )
    RESULTS.with_suffix(".md").write_text(page, "utf-8")
    PLOT.write_text(draw_plot(bands["bulge"], power, bins), "utf-8")
    click.echo(page)
