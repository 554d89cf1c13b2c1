"""Quotations: their marks, their paragraphs, their nesting, and which of them somebody utters."""

import pytest

from groundtruce.model.documents import quote_span
from groundtruce.read.quotations import Quotation, find_paragraphs, find_quotations


def words(text: str) -> list[str]:
    return [quote_span(text, quotation.words) for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We left,” he said.", "We left,"),
        ('"We left," he said.', "We left,"),
        ("‘We left,’ he said.", "We left,"),
        ("«We left», he said.", "We left"),
        ("„We left“, he said.", "We left"),
        ("“We left, ”says the deputy.", "We left,"),
        ('“We left", he said.', "We left"),
    ],
)
def test_every_kind_of_mark_opens_and_closes(text: str, quoted: str) -> None:
    """Curly, straight, single, angle and low marks quote, also where the closing one is of another kind or misplaced."""
    assert words(text) == [quoted]


def test_the_span_with_marks_holds_the_words() -> None:
    """`start` and `end` take the marks in, `words` leaves them out."""
    text = "He said: “We left.” Then he went."
    (quotation,) = find_quotations(text)
    assert text[quotation.start : quotation.end] == "“We left.”"
    assert quotation.closed


@pytest.mark.parametrize(
    "text",
    ["Arda's post and the observers’ map", "the ’90s weren’t calm", "the soldiers' boots", "It’s the parties’ view"],
)
def test_apostrophes_quote_nothing(text: str) -> None:
    """A genitive, a contraction and a shortened year are no quotations."""
    assert find_quotations(text) == ()


def test_a_genitive_inside_single_marks_does_not_close_them() -> None:
    """`parties’` owns what follows when a later mark closes the quotation behind a stop."""
    assert words("He said ‘the parties’ claim is wrong.’ Then he left.") == ["the parties’ claim is wrong."]


def test_an_unclosed_paragraph_runs_on_to_the_closing_mark() -> None:
    """Opened in the first paragraph, closed in the third: one quotation in one piece."""
    text = "“They ran.\n\nNobody came.\n\nIt is over,” Varn said."
    (quotation,) = find_quotations(text)
    assert quote_span(text, quotation.words) == "They ran.\n\nNobody came.\n\nIt is over,"


def test_a_repeated_opening_mark_begins_a_new_piece() -> None:
    """Each paragraph repeats the opening mark: one quotation, one piece for each, without the marks."""
    assert words("“They ran.\n\n“Nobody came,” Varn said.") == ["They ran. … Nobody came,"]


def test_a_lost_closing_mark_ends_with_its_paragraph() -> None:
    """Where another quotation opens first, the one before ends with its paragraph, or before the words `she said`."""
    assert words("“They ran.\n\nVarn left. “It is over,” she said.") == ["They ran.", "It is over,"]
    assert words("“They ran, she said.\n\n“It is over,” he said.") == ["They ran,", "It is over,"]


def test_a_quotation_may_stand_inside_another() -> None:
    """The inner one has depth 1 and lies within the outer one."""
    outer, inner = find_quotations('She said: "He told me ‘Go away!’ and left."')
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.start < inner.start < inner.end < outer.end


@pytest.mark.parametrize(
    ("text", "utterance"),
    [
        ("“We saw smoke over the mill.”", True),
        ("The mayor said: “never again”", True),
        ("“No,” he said.", True),
        ("It caused ‘bewilderment’ in Tolmen.", False),
        ("They held the “Mill Corridor”, which is narrow.", False),
        ("He blamed “remnants of the army.”", False),
    ],
)
def test_terms_and_names_are_no_utterances(text: str, utterance: bool) -> None:
    """Words that stand as a sentence are uttered; a term, a name or a fragment set into a clause is not."""
    (quotation,) = find_quotations(text)
    assert quotation.utterance is utterance


def test_blank_lines_part_paragraphs_where_there_are_any() -> None:
    """In a text with blank lines a single line break is only a wrapped line; without them it parts paragraphs."""
    assert [end - start for start, end in find_paragraphs("a\nb\n\nc")] == [3, 1]
    assert [end - start for start, end in find_paragraphs("a\nb\n")] == [1, 1]


def test_text_without_marks_has_no_quotation() -> None:
    """Nothing is found in plain narration or in nothing at all."""
    assert find_quotations("") == find_quotations("The force moved south.") == ()


def test_many_marks_are_read_in_a_moment() -> None:
    """The scan stays near linear: twenty thousand unclosed marks do not make it crawl."""
    text = "“a\n\n" * 20_000
    found = find_quotations(text)
    assert found
    assert all(isinstance(quotation, Quotation) for quotation in found)
