"""Tests of evaluation.scoreboard: floors hold, rise and never fall."""

from pathlib import Path

import pytest

from evaluation.scoreboard import Task, digest_folder, find_shortfalls, raise_floors, run_task


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text("gold")
    return tmp_path


def measured(**figures: float) -> Task:
    return Task("task", "corpus", lambda _: figures)


def test_a_figure_below_its_floor_is_named(data: Path) -> None:
    """Both a score that fell and an error that rose; small differences pass."""
    floors = raise_floors([run_task(measured(f1=80, error=10), data)], {})
    assert find_shortfalls([run_task(measured(f1=79.8, error=10.2), data)], floors) == []
    short = find_shortfalls([run_task(measured(f1=75, error=12), data)], floors)
    assert sorted(line.split()[1] for line in short) == ["error", "f1"]


def test_a_figure_that_is_gone_falls_short(data: Path) -> None:
    """A figure can not be kept by no longer measuring it."""
    floors = raise_floors([run_task(measured(f1=80), data)], {})
    assert find_shortfalls([run_task(measured(), data)], floors)


def test_floors_rise_and_never_fall(data: Path) -> None:
    """Accepting a worse result leaves the floor, accepting a better one raises it."""
    floors = raise_floors([run_task(measured(f1=80, error=10), data)], {})
    assert raise_floors([run_task(measured(f1=70, error=20), data)], floors) == floors
    better = raise_floors([run_task(measured(f1=90, error=5), data)], floors)["task"]["floors"]
    assert better == {"error": 5.3, "f1": 89.7}


def test_other_data_has_no_floor_yet(data: Path) -> None:
    """A changed corpus is another measurement: its digest differs, and nothing is held against it."""
    floors = raise_floors([run_task(measured(f1=80), data)], {})
    before = digest_folder(data / "corpus")
    (data / "corpus" / "one.txt").write_text("other gold")
    assert digest_folder(data / "corpus") != before
    assert find_shortfalls([run_task(measured(f1=10), data)], floors) == []
