"""The plan for large archives follows from measured figures by arithmetic that a reader can do again."""

import json

import pytest

from evaluation.planning import FIGURES, load_hours, plan_reading, write_plan

LOAD = {"documents": 4000, "add_ms": 10, "add_ms_first_quarter": 8, "add_ms_last_quarter": 15, "match_ms": 3}
MEASURED = {
    "date": "2031-03-14",
    "machine": "2 cores",
    "documents": 20_000,
    "bytes_a_document": 400,
    "part_bytes_a_document": 1_200,
    "peak_mb": 500,
    "tasks_per_second": 200,
    "one": {"steady_per_second": 20.0},
    "two": {"steady_per_second": 38.0},
    "killed": {"steady_per_second": 34.2, "kills": 9, "lost": 0, "doubled": 0, "every_s": 30.0},
    "reports": {"bytes_a_document": 3_600, "part_bytes_a_document": 6_000, "steady_per_second_a_worker": 5.0},
    "cut": {"lines_per_second": 10_000, "warc_per_second": 2_500},
    "load": {"file": {**LOAD, "record_bytes_a_document": 9_000}, "database": LOAD},
}


def test_the_plan_is_worked_out_from_what_was_measured() -> None:
    """A hundred million reports at five a second and worker are 5,556 core-hours, and so on."""
    plan = plan_reading(MEASURED)
    assert plan.core_hours == pytest.approx(5_555.6, abs=0.1)
    assert (plan.parts, plan.seconds_a_part) == (50_000, 400)
    assert plan.most_workers == {"lines": 2_000, "warc": 500}
    assert plan.cutting_hours["lines"] == pytest.approx(2.78, abs=0.01)
    assert plan.tasks_per_second_needed == pytest.approx(2.56)
    assert plan.stored_tb == pytest.approx((0.6, 1.08))
    assert plan.texts_tb == pytest.approx(0.36)
    assert load_hours(LOAD, 1_000_000) == pytest.approx(5.0)


def test_the_page_says_the_figures_of_the_plan() -> None:
    """Each with the numbers that it is made from; the page of the documentation is made from the last measurement."""
    page = write_plan(MEASURED)
    for said in (
        "100,000,000 / 5.0 = 20,000,000 s",
        "**5,556 core-hours**",
        "| 64 | 5,556 / 64 | 86.8 | 3.6 |",
        "15 + 3 ms",
    ):
        assert said in page
    assert "1.90 times one" in page
    assert "90 % of the documents a second" in page
    measured = json.loads(FIGURES.read_text("utf-8"))
    assert write_plan() == write_plan(measured)
    assert (FIGURES.parents[2] / "docs" / "planning.md").read_text("utf-8") == write_plan()
