"""Watch a site that misbehaves, and be killed: `python -m evaluation.watch_rounds`.

The site runs in this process, the watch in a child that is killed (SIGKILL) at random moments and started again. Rounds are an
hour apart by the clock that the child is told. The figures go to `evaluation/results/watch.md`.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from evaluation.bench import describe_machine
from evaluation.watching.case import ToldClock, begin_of, change_inbox, make_surroundings, start_record, write_case
from evaluation.watching.checks import count_all, find_faults
from evaluation.watching.site import Site
from groundtruce.pipeline.watching import RoundEnded, watch_record
from groundtruce.settings import Settings

RESULTS = Path(__file__).resolve().parent / "results" / "watch.md"


class Ran(NamedTuple):
    """What the rounds took."""

    memory_mb: list[float]
    """Of the child after each round that it ended."""
    kills: int


@click.command()
@click.option("--rounds", type=click.IntRange(min=8), default=200, show_default=True)
@click.option("--kills", type=int, default=5, show_default=True)
@click.option("--seed", type=int, default=20310312, show_default=True, help="Of when the watch is killed.")
@click.option("--child", type=click.Path(path_type=Path), hidden=True)
def main(*, rounds: int, kills: int, seed: int, child: Path | None) -> None:
    """Run the rounds, say what is not as it must be, write the figures."""
    if child:
        _watch_as_told(child)
        return
    period = max(4, rounds // 10)
    with tempfile.TemporaryDirectory() as name, Site(period=period) as site:
        folder = Path(name) / "case"
        write_case(folder, port=site.port, alerts=folder / "alerts.txt")
        record = start_record(folder)
        started = time.monotonic()
        ran = _run(site, folder, rounds=rounds, kills=kills, chance=random.Random(seed))  # noqa: S311 - to be repeated
        seconds = time.monotonic() - started
        faults = find_faults(site, record, folder, rounds=rounds, kills=ran.kills)
        figures = count_all(site, record)
    for fault in faults:
        click.echo(f"FAULT {fault}", err=True)
    text = _write_results(ran, figures, faults, rounds=rounds, period=period, seconds=seconds, seed=seed)
    RESULTS.write_text(text, "utf-8")
    click.echo(text)
    sys.exit(1 if faults else 0)


# ---------------------------------------------------------------------------------------------------------------


def _run(site: Site, folder: Path, *, rounds: int, kills: int, chance: random.Random) -> Ran:
    """Every round; the child is killed in `kills` of them, at a random moment, and goes through the round again."""
    # Where much is recorded, since there is most to lose.
    doomed = {0, *chance.sample([site.period * each for each in range(1, (rounds - 1) // site.period + 1)], kills - 1)}
    memory: list[float] = []
    killed = 0
    child = _start_child(folder)
    for number in range(rounds):
        site.round = number
        change_inbox(folder, phase=site.phase, is_there=site.phase == 0)
        if number in doomed:
            timer = threading.Timer(chance.uniform(4, 9) if number == 0 else chance.uniform(0.1, 4), child.kill)
            timer.start()
            ended = _tell_child(child, number)
            timer.join()
            killed += 1
            child.wait()
            click.echo(f"killed in round {number}{'' if not ended else ', which had ended'}", err=True)
            child = _start_child(folder)
        memory.append(float(_tell_child(child, number)))
    assert child.stdin
    child.stdin.close()
    child.wait()
    return Ran(memory, killed)


def _start_child(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "evaluation.watch_rounds", "--child", str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _tell_child(child: subprocess.Popen[str], number: int) -> str:
    """Have the child go through a round. Gives its memory in MB; empty where it was killed meanwhile."""
    assert child.stdin
    assert child.stdout
    try:
        child.stdin.write(f"{number}\n")
        child.stdin.flush()
    except BrokenPipeError:
        return ""
    return child.stdout.readline().strip()


def _watch_as_told(folder: Path) -> None:
    """The child: go through each round that standard input names."""
    clock = ToldClock()
    clock.go_to(begin_of(int(sys.stdin.readline())))
    rounds = watch_record(
        folder / "record.gpkg", watch=folder, once=False, settings=Settings(), surroundings=make_surroundings(clock)
    )
    for said in rounds:
        if isinstance(said, RoundEnded):
            click.echo(f"{_measure_memory_mb():.1f}")
            line = sys.stdin.readline()
            if not line:
                return
            clock.go_to(begin_of(int(line)))


def _measure_memory_mb() -> float:
    """What this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _write_results(
    ran: Ran, figures: dict[str, int], faults: list[str], *, rounds: int, period: int, seconds: float, seed: int
) -> str:
    after = {number: ran.memory_mb[number] for number in (0, period, rounds // 2, rounds - 1)}
    rows = [
        ("rounds", f"{rounds}"),
        ("sources", "21"),
        ("the sources change every", f"{period} rounds"),
        ("kills (SIGKILL)", f"{ran.kills}"),
        ("faults found", f"{len(faults)}"),
        *((name, f"{number}") for name, number in figures.items()),
        *((f"memory after round {number + 1}", f"{megabytes:.0f} MB") for number, megabytes in after.items()),
        ("took", f"{seconds:.0f} s"),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    command = f"python -m evaluation.watch_rounds --rounds {rounds} --kills {ran.kills} --seed {seed}"
    told = "\n".join(f"- {fault}" for fault in faults) or "None."
    return f"# Watching a site that misbehaves\n\nBy `{command}`.\n{describe_machine()}, {datetime.now(UTC):%d %B %Y}\n\n| | |\n|---|---|\n{table}\n\n## Faults\n\n{told}\n"


if __name__ == "__main__":
    main()
