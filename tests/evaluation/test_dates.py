"""The score of the dates against TimeML's."""

from typing import Any

import pytest

from evaluation.dates import Counts, DatedText, load_texts, pair_dates, parse_timeml, score_dates

CONTENT = """<?xml version="1.0" ?>
<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2031-03-13">03/13/31</TIMEX3></DCT>
<EXTRAINFO>A line of <TIMEX3 tid="t9" type="DATE" value="2031">2031</TIMEX3></EXTRAINFO>
<TEXT>
They <EVENT eid="e1">met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2031-03-12">Wednesday &amp; <EVENT eid="e2">so
on</EVENT></TIMEX3> for <TIMEX3 tid="t2" type="DURATION" value="P2D">nearly two days</TIMEX3>.<TIMEX3 tid="t3"
type="DATE" value="2031"/>
</TEXT>
</TimeML>"""


def found(text: str, *spans: tuple[str, str, str]) -> dict[str, Any]:
    """A reading of `text` with dates of these words, types and values."""
    dates = [
        {"span": [[text.index(words), text.index(words) + len(words)]], "text": words, "type": kind, "value": value}
        for words, kind, value in spans
    ]
    return {"document": {"text": text}, "dates": dates}


@pytest.fixture
def text() -> DatedText:
    return parse_timeml(CONTENT, name="one")


def test_the_body_and_the_creation_time_are_read(text: DatedText) -> None:
    """Only the body's expressions count, at their offsets; one without words is left out; the DCT is the publication."""
    assert text.published == "2031-03-13"
    assert [text.text[date.start : date.end] for date in text.dates] == ["Wednesday & so\non", "nearly two days"]
    assert [(date.type, date.value) for date in text.dates] == [("date", "2031-03-12"), ("duration", "P2D")]


def test_spans_values_and_types_are_counted_apart(text: DatedText) -> None:
    """An overlap is a relaxed match; value and type count over relaxed pairs; what is found beyond them is spurious."""
    reading = found(
        text.text, ("Wednesday & so\non", "date", "2031-03-12"), ("two days", "set", "P2D"), ("met", "date", "X")
    )
    counts = score_dates(reading, text)
    assert counts == Counts(gold=2, found=3, strict=1, relaxed=2, value=2, type=1)
    assert counts.f1("value") == pytest.approx(80)
    assert counts.f1("strict") == pytest.approx(40)
    assert (counts + counts).gold == 4


def test_each_expression_pairs_with_one_other(text: DatedText) -> None:
    """Two findings in one marked expression are one match and one spurious finding; the same span comes first."""
    reading = found(text.text, ("nearly", "date", "X"), ("two days", "duration", "P2D"))
    assert score_dates(reading, text) == Counts(gold=2, found=2, strict=0, relaxed=1, value=0, type=0)
    exact = found(text.text, ("nearly", "date", "X"), ("nearly two days", "duration", "P2D"))
    assert score_dates(exact, text).strict == 1
    assert [pair.exact for pair in pair_dates(exact, text)] == [True, False, False]


def test_white_space_may_have_been_changed(text: DatedText) -> None:
    """A reading whose text was trimmed or re-flowed still matches."""
    words = "They met on Wednesday & so on for nearly two days."
    assert score_dates(found(words, ("Wednesday & so on", "date", "2031-03-12")), text).strict == 1


def test_nothing_found_in_nothing_scores_nothing() -> None:
    """Without expressions the F1 is 0, not an error."""
    assert Counts().f1("value") == 0


def test_an_absent_corpus_is_said(tmp_path) -> None:
    """A folder without TimeML files says so."""
    with pytest.raises(FileNotFoundError, match="no TimeML files"):
        load_texts(tmp_path)
