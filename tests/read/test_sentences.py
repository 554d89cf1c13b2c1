"""Tests of groundtruce.read.sentences."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from groundtruce.read.sentences import cut_paragraphs, parse_text


def test_a_text_is_cut_into_paragraphs_and_a_long_one_at_line_ends_then_full_stops_then_spaces() -> None:
    """Worked examples: the best place to cut that lies within the limit."""
    assert cut_paragraphs("short", limit=10) == [(0, 5)]
    assert cut_paragraphs("One.\n\nTwo.", limit=10) == [(0, 6), (6, 10)]
    assert cut_paragraphs("One.\nTwo.\n\n\nAll of three", limit=9) == [(0, 5), (5, 12), (12, 19), (19, 24)]
    assert cut_paragraphs("One. Two three four", limit=12) == [(0, 5), (5, 15), (15, 19)]
    assert cut_paragraphs("unbroken", limit=5) == [(0, 5), (5, 8)]


@given(st.text(alphabet="ab .\n", max_size=200), st.integers(4, 40))
def test_the_parts_make_up_the_text(text: str, limit: int) -> None:
    """Nothing is lost or doubled, and no part is longer than the limit."""
    parts = cut_paragraphs(text, limit=limit)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= limit for start, end in parts)


def test_a_heading_without_a_full_stop_is_no_part_of_the_text_below_it(language_model: Language) -> None:
    """Worked example: three paragraphs, three sentences, every character in its place."""
    text = "\nMap drawn anew\n\nThe observers left on Monday.\n\n  Nobody said so.\n"
    doc = parse_text(text, language_model=language_model)
    assert doc.text == text
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Map drawn anew",
        "The observers left on Monday.",
        "Nobody said so.",
    ]


def test_a_text_without_words_parses_to_one_without_sentences(language_model: Language) -> None:
    """An empty text and blank lines have no sentence with a word in it."""
    assert parse_text("", language_model=language_model).text == ""
    assert parse_text("\n \n", language_model=language_model).text == "\n \n"
