"""The scorer of attributions, on made texts in the corpus's format."""

from pathlib import Path

import pytest

from evaluation.attribution import AttributedText, load_texts, score_readings

TEXT = "Varn said it rained. It snowed, Tolmen added, all day."
RAINED = {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 19]]}
SNOWED = {"source": [[32, 38]], "cue": [[39, 44]], "content": [[21, 30], [46, 53]]}


def score(found: list[dict[str, object]], *gold: list[dict[str, object]], text: str = TEXT) -> dict[str, float]:
    annotations = tuple(tuple(one) for one in gold)
    corpus = AttributedText("a", Path("a.txt"), TEXT, annotations)
    return score_readings([(corpus, {"document": {"text": text}, "attributions": found})])


def test_the_same_attributions_score_full_marks() -> None:
    """Every figure is 100."""
    assert set(score([RAINED, SNOWED], [RAINED, SNOWED]).values()) == {100}


def test_pieces_and_whole_spans_are_told_apart() -> None:
    """Half of a broken content is a piece found, of two, but no span; it overlaps; the attribution is not right."""
    scores = score([SNOWED | {"content": [[21, 30]]}], [SNOWED])
    assert scores["piece content"] == pytest.approx(200 / 3)
    assert scores["overlap content"] == pytest.approx(100 * (1 + 1) / 3)
    assert (scores["span content"], scores["span cue"], scores["link"]) == (0, 100, 0)


def test_marks_count_and_white_space_does_not() -> None:
    """A full stop too many makes a span wrong; a blank at its edge, or another width of blanks, does not."""
    assert score([RAINED | {"content": [[10, 20]]}], [RAINED])["piece content"] == 0
    assert score([RAINED | {"content": [[9, 19]]}], [RAINED])["piece content"] == 100
    assert (
        score([RAINED | {"cue": [[6, 10]], "content": [[11, 20]]}], [RAINED], text=TEXT.replace(" ", "  ", 1))["link"]
        == 100
    )


def test_attributions_within_another_are_left_out() -> None:
    """The corpus's labels are flat."""
    assert score([RAINED, SNOWED | {"within": "x"}], [RAINED])["piece source"] == 100


def test_several_annotations_count_as_their_mean() -> None:
    """What one of two annotators marked is half right to find, and half missed to leave out."""
    assert score([RAINED, SNOWED], [RAINED, SNOWED], [RAINED])["span cue"] == pytest.approx(100 * 2 * 1.5 / 3.5)
    assert score([RAINED], [RAINED, SNOWED], [RAINED])["span cue"] == pytest.approx(100 * 2 * 1 / 2.5)


def test_a_text_with_other_words_is_refused() -> None:
    """Places can only be compared in the same words."""
    with pytest.raises(ValueError, match="other words"):
        score([], [RAINED], text="Varn")


def test_annotations_are_read_as_brat_writes_them(tmp_path: Path) -> None:
    """Broken spans, a second content, several annotators; other lines are passed over."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "one_1.txt").write_text(TEXT)
    lines = [
        *("T1\tSource 32 38\tTolmen", "T2\tCue 39 44\tadded", "T3\tContent 21 30;46 53\tIt snowed all day"),
        *("T4\tContent 10 19\tit rained", "T5\tAttribution 39 44\tadded", "A1\tNote E1"),
        "E1\tAttribution:T5 Content:T3 Content2:T4 Cue:T2 Source:T1",
    ]
    for annotator in ("aa", "bb"):
        (tmp_path / "attributions" / f"one_1_{annotator}.ann").write_text("\n".join(lines))
    (text,) = load_texts(tmp_path)
    expected = {"source": [(32, 38)], "cue": [(39, 44)], "content": [(10, 19), (21, 30), (46, 53)]}
    assert text.annotations == ((expected,), (expected,))


def test_an_absent_corpus_is_said_to_lie_elsewhere(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(FileNotFoundError, match="outside the project"):
        load_texts(tmp_path)
