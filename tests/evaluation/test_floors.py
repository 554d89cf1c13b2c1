"""The floors that the reading may not fall under, on a small part of each corpus."""

from pathlib import Path

import pytest

from evaluation.__main__ import FLOORS
from evaluation.scoreboard import Task, find_shortfalls, load_json, run_task
from evaluation.tasks import list_tasks

TEXTS = 8
"""So many texts of each corpus: seconds, not minutes. `make evaluate` measures the whole."""


@pytest.mark.slow
@pytest.mark.parametrize(("task", "data"), list_tasks(limit=TEXTS), ids=lambda value: getattr(value, "name", ""))
def test_no_figure_falls_under_its_floor(task: Task, data: Path) -> None:
    """What was once reached on this data is reached still."""
    if not (data / task.data).exists():
        pytest.skip(f"{task.data} is not here (../shared/data)")
    floors = load_json(FLOORS)
    assert task.name in floors, "no floor was ever set: python -m evaluation all --limit 8 --accept"
    assert find_shortfalls([run_task(task, data)], floors) == []
