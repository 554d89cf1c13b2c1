"""Speech that a dash opens, and sources of headlines and posts."""

import pytest
from spacy.language import Language

from groundtruce.model.documents import Span, quote_span
from groundtruce.read.attribution import find_attributions
from groundtruce.read.sentences import parse_text


def read(language_model: Language, text: str) -> list[tuple[str, str, str, str]]:
    """Each attribution as source, cue, content and mode."""
    doc = parse_text(text, language_model=language_model)
    found = find_attributions(doc, document="d", case=None)

    def quote(span: Span | None) -> str:
        return quote_span(text, span) if span else ""

    return [(quote(one.source), quote(one.cue), quote(one.content), one.mode) for one in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("— The road is open, — said the mayor.", "the mayor", "said", "The road is open,"),
        ("- Who fired? the observer asked.", "the observer", "asked", "Who fired?"),
        ("– We left, – Varn says. – Nobody saw us.", "Varn", "says", "We left, … Nobody saw us."),
    ],
)
def test_a_dash_opens_speech(language_model: Language, text: str, source: str, cue: str, content: str) -> None:
    """The speaker stands behind a second dash, or behind the last mark; what follows a third dash goes on."""
    assert read(language_model, text) == [(source, cue, content, "direct")]


@pytest.mark.parametrize(
    "text", ["– killed: 14", "- 12 June: three rounds fired at the mill", "The ford – a shallow one – is open."]
)
def test_other_dashes_open_none(language_model: Language, text: str) -> None:
    """Items of lists and asides are nobody's speech."""
    assert read(language_model, text) == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ardan official: Ford to stay closed", "Ardan official", ":", "Ford to stay closed"),
        ("Two farmers killed near the mill – army", "army", "–", "Two farmers killed near the mill"),
        ("Shelling at the mill again, per local officials", "local officials", "per", "Shelling at the mill again"),
    ],
)
def test_a_headline_names_its_source(language_model: Language, text: str, source: str, cue: str, content: str) -> None:
    """Before a colon, behind a dash, behind `per`."""
    assert read(language_model, text) == [(source, cue, content, "indirect")]


@pytest.mark.parametrize("text", ["Tolmen: A town after the truce", "Losses of the army: 14", "Ford open – for now"])
def test_other_colons_and_dashes_name_none(language_model: Language, text: str) -> None:
    """A place before a colon is a topic, a number behind it no words."""
    assert read(language_model, text) == []
