"""One table of every accuracy figure, held against floors that may only rise.

`evaluation/floors.json` keeps, for each task, the digest of the data it was measured on and the least that each figure
may be; of a figure with `error` in its name, the most. A figure beyond its floor fails; `accept` raises floors to what was measured, and refuses to lower one.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Figures = Mapping[str, float]
Evaluate = Callable[[Path], Figures]

# A floor stands this far under what was measured, so that another machine's rounding does not fail it.
SLACK = 0.3


@dataclass(frozen=True)
class Task:
    """Something that is measured: on which data, below the folder of data, and how."""

    name: str
    data: str
    evaluate: Evaluate


@dataclass(frozen=True)
class Result:
    """What a task measured."""

    task: Task
    digest: str
    figures: Figures
    seconds: float


def run_task(task: Task, data: Path) -> Result:
    """Measure one task on its data below a folder."""
    started = time.monotonic()
    figures = task.evaluate(data / task.data)
    return Result(task, digest_folder(data / task.data), figures, time.monotonic() - started)


def digest_folder(path: Path) -> str:
    """The SHA-256 over the names and bytes of every file at or below a path: another digest is other data."""
    total = hashlib.sha256()
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    for file in files:
        total.update(f"{file.relative_to(path.parent)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def find_shortfalls(results: list[Result], floors: Mapping[str, dict[str, object]]) -> list[str]:
    """A line for each figure that is worse than its floor, where the data is the same."""
    lines = []
    for result in results:
        held = floors.get(result.task.name)
        if not held or held["data"] != result.digest:
            continue
        for name, floor in dict(held["floors"]).items():  # type: ignore[call-overload]
            figure = result.figures.get(name)
            if figure is None or _worse(name, figure, floor):
                lines.append(f"{result.task.name}: {name} is {figure}, its floor is {floor}")
    return lines


def raise_floors(results: list[Result], floors: Mapping[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The floors with each figure's raised to what was measured, never lowered; other data begins anew."""
    raised = dict(floors)
    for result in results:
        before = floors.get(result.task.name)
        held = dict(before["floors"]) if before and before["data"] == result.digest else {}  # type: ignore[call-overload]
        for name, figure in result.figures.items():
            slack = SLACK if _is_error(name) else -SLACK
            floor = round(figure + slack, 1)
            if name not in held or _worse(name, held[name], floor):
                held[name] = floor
        raised[result.task.name] = {"data": result.digest, "floors": dict(sorted(held.items()))}
    return raised


def merge_results(
    results: list[Result], before: Mapping[str, dict[str, object]], *, about: str
) -> dict[str, dict[str, object]]:
    """The latest result of each task, those measured now in the place of the earlier ones. `about` says when and where."""
    return {
        **before,
        **{
            result.task.name: {
                "about": f"{about}, {result.seconds:.0f} s",
                "data": result.digest,
                "figures": {name: round(figure, 2) for name, figure in result.figures.items()},
            }
            for result in results
        },
    }


def write_table(results: Mapping[str, dict[str, object]], *, command: str) -> str:
    """Every figure in Markdown."""
    rows = [
        f"| {task} | {name} | {figure:.1f} |"
        for task, result in results.items()
        for name, figure in dict(result["figures"]).items()  # type: ignore[call-overload]
    ]
    measured = "\n".join(f"- {task}: {result['about']}" for task, result in results.items())
    return (
        f"# Accuracy\n\nMade by `{command}`.\n\n{measured}\n\n| task | figure | value |\n|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def load_json(path: Path) -> dict[str, dict[str, object]]:
    """What a file holds by task; nothing yet where there is no file."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


# ---------------------------------------------------------------------------------------------------------------


def _worse(name: str, figure: float, than: float) -> bool:
    return figure > than if _is_error(name) else figure < than


def _is_error(name: str) -> bool:
    return "error" in name
