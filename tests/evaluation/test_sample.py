"""The scorer of the sample article, and the floor that its reading may not fall under."""

import json
from pathlib import Path

import pytest

from evaluation.sample import read_sample, score_reading

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "karabakh-2020"


@pytest.fixture(scope="module")
def reading(shared: Path) -> bytes:
    """The sample article as the command reads it."""
    return read_sample(shared / "seed" / "article.txt", case=CASE)


def test_the_sample_is_read_whole(shared: Path, reading: bytes) -> None:
    """Everything that a careful analyst takes from the article is found, and nothing that is no attribution."""
    scores = score_reading(reading, expected=(shared / "seed" / "expected.json").read_bytes(), case=CASE)
    assert [(score.kind, score.missed) for score in scores if score.found < score.expected] == []


def test_the_scorer_misses_what_is_not_there(shared: Path, reading: bytes) -> None:
    """Without its attributions, silences and dates, the same reading scores none of them."""
    emptied = {**json.loads(reading), "attributions": [], "silences": [], "dates": []}
    scores = score_reading(
        json.dumps(emptied).encode(), expected=(shared / "seed" / "expected.json").read_bytes(), case=CASE
    )
    found = {score.kind: score.found for score in scores}
    assert (found["attributions"], found["silences"], found["dates"]) == (0, 0, 0)
    assert found["toponyms"] > 0
