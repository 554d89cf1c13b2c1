"""The manner of labelled attributions, by their words."""

import pytest
from spacy.language import Language

from groundtruce.model.documents import Span
from groundtruce.read.attribution.drafts import Layout
from groundtruce.read.attribution.manner import find_mode, holds_verb, is_empty_subject, judge_stance, tells_silence
from groundtruce.read.quotations import find_quotations


def lay_out(language_model: Language, text: str) -> Layout:
    return Layout(language_model(text), find_quotations(text))


def span(text: str, *words: str) -> Span:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words)


@pytest.mark.parametrize(
    ("text", "cue", "content", "stance"),
    [
        ("The army denied that it left.", "denied", "that it left", "denies"),
        ("The army declined to say whether it left.", "declined to say", "whether it left", "declines to say"),
        ("The army’s demand that they leave was heard.", "demand", "that they leave", "demands"),
        ("“Who fired first?” the mayor said.", "said", "“Who fired first?”", "questions"),
        ("The army, in the mayor’s eyes, left.", "in", "left", "asserts"),
    ],
)
def test_the_cue_or_a_question_gives_the_stance(
    language_model: Language, text: str, cue: str, content: str, stance: str
) -> None:
    """A verb, a noun, a refusal; a quoted question questions; a cue that says nothing of it asserts."""
    assert judge_stance(lay_out(language_model, text), span(text, cue), span(text, content)) == stance


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        ("“We have left the ridge,”", "direct"),
        ("it was a “very quiet and cold night”", "mixed"),
        ("it held the “Mill Corridor”", "indirect"),
    ],
)
def test_marks_give_the_mode(language_model: Language, content: str, mode: str) -> None:
    """All words quoted, some, or none but a name."""
    text = f"{content} the army said."
    assert find_mode(lay_out(language_model, text), span(text, content), cue=span(text, "said")) == mode


def test_silence_introduces_no_content(language_model: Language) -> None:
    """`Silent on` tells what somebody does not speak of."""
    text = "Tolmen was silent on the strike, and Korvath spoke of it."
    layout = lay_out(language_model, text)
    assert tells_silence(layout, span(text, "silent on"))
    assert not tells_silence(layout, span(text, "spoke"))


def test_a_claim_has_a_verb(language_model: Language) -> None:
    """A mere thing says nothing of anything."""
    text = "Artillery fire was reported: the mill burned."
    layout = lay_out(language_model, text)
    assert holds_verb(layout, span(text, "the mill burned"))
    assert not holds_verb(layout, span(text, "Artillery fire"))


def test_the_empty_it_is_no_source(language_model: Language) -> None:
    """`It is noted that` has no source, while `it said` has one."""
    text = "It is noted that the road is closed."
    assert is_empty_subject(lay_out(language_model, text), span(text, "It"), span(text, "is noted"))
    text = "It said the road is closed."
    assert not is_empty_subject(lay_out(language_model, text), span(text, "It"), span(text, "said"))
