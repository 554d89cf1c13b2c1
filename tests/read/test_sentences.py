"""Tests of groundtruce.read.sentences."""

from hypothesis import given
from hypothesis import strategies as st

from groundtruce.read.sentences import cut_text


def test_a_long_text_is_cut_at_line_ends_then_full_stops_then_spaces() -> None:
    """Worked examples: the best place to cut that lies within the limit."""
    assert cut_text("short", limit=10) == [(0, 5)]
    assert cut_text("One line.\nAnother line.", limit=15) == [(0, 10), (10, 23)]
    assert cut_text("One. Two three four", limit=12) == [(0, 5), (5, 15), (15, 19)]
    assert cut_text("unbroken", limit=5) == [(0, 5), (5, 8)]


@given(st.text(alphabet="ab .\n", max_size=200), st.integers(4, 40))
def test_the_parts_make_up_the_text(text: str, limit: int) -> None:
    """Nothing is lost or doubled, and no part is longer than the limit."""
    parts = cut_text(text, limit=limit)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= limit for start, end in parts)
