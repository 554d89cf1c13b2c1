"""Reported silence: whose it is, about what, and what only looks like it."""

import pytest
from spacy.language import Language

from groundtruce.model.cases import Case
from groundtruce.model.documents import quote_span
from groundtruce.read.attribution import find_attributions
from groundtruce.read.silence import find_silences
from tests.story import CASE, REPORT


def read(language_model: Language, text: str, case: Case | None = CASE) -> list[tuple[str, tuple[str, ...], str]]:
    """Each silence as its words, whose it is, and what it is about."""
    doc = language_model(text)
    attributions = find_attributions(doc, document="d", case=case)
    found = find_silences(doc, document="d", case=case, attributions=attributions)
    return [(quote_span(text, one.span), one.parties, one.about) for one in found]


@pytest.mark.parametrize(
    ("text", "parties", "about"),
    [
        ("There were no official statements from the Ardan or Belmish sides on this.", ("arda", "belm"), "this"),
        ("The Belmish side declined to comment on the report.", ("belm",), "the report"),
        ("Tolmen has not responded to the request.", ("arda",), ""),
        ("Korvath remained silent.", ("belm",), ""),
        ("Arda has yet to comment on the incident.", ("arda",), "the incident"),
        ("There was no immediate comment from Tolmen.", ("arda",), ""),
        ("The peacekeepers did not identify the gunman.", ("observers",), "the gunman"),
        ("The peacekeepers gave no explanation.", ("observers",), ""),
        ("Neither Tolmen nor Korvath has commented.", ("arda", "belm"), ""),
        ("The army did not say who opened fire.", ("The army",), "who opened fire"),
        ("The Belmish side declined comment on the map.", ("belm",), "the map"),
        ("The observers could not be reached for comment.", ("observers",), ""),
        ("Tolmen said nothing about the raid.", ("arda",), "the raid"),
        ("Tolmen made no reference to the raid.", ("arda",), "the raid"),
        ("Calls to the peacekeepers went unanswered.", ("observers",), ""),
        ("Korvath sidestepped questions about the fence.", ("belm",), "the fence"),
        ("The observers reported arrests without giving names.", ("observers",), "names"),
        ("The Ardan side would neither confirm nor deny the report.", ("arda",), "the report"),
        ("Both Tolmen and Korvath kept silent about the raid.", ("arda", "belm"), "the raid"),
        ("Neither the army nor the rebels have commented.", ("the army", "the rebels"), ""),
    ],
)
def test_a_silence_has_its_words_its_parties_and_its_topic(
    language_model: Language, text: str, parties: tuple[str, ...], about: str
) -> None:
    """The whole clause is the silence; parties are those of the case, or the text's own words."""
    assert read(language_model, text) == [(text.rstrip("."), parties, about)]


@pytest.mark.parametrize(
    ("text", "words", "parties", "about"),
    [
        (
            "Asked about the raid, Korvath did not answer.",
            "Korvath did not answer",
            ("belm",),
            "the raid",
        ),
        (
            "There was anger at the peacekeepers' silence on the raid.",
            "the peacekeepers' silence on the raid",
            ("observers",),
            "the raid",
        ),
        (
            "By the Belmish side no comment was given in connection with the raid.",
            "By the Belmish side no comment was given in connection with the raid",
            ("belm",),
            "the raid",
        ),
        ("Asked the Ardan side about the raid. No answer so far.", "No answer so far", ("arda",), "the raid"),
    ],
)
def test_topic_and_party_may_stand_around_the_words_of_silence(
    language_model: Language, text: str, words: str, parties: tuple[str, ...], about: str
) -> None:
    """What was asked about, and whose silence it is, need not stand behind the verb."""
    assert read(language_model, text) == [(words, parties, about)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("There was no official comment on the raid.", "the raid"),
        ("No details were given.", ""),
        ("The names of the two officers were not disclosed.", "The names of the two officers"),
    ],
)
def test_a_silence_may_be_nobody_s_in_particular(language_model: Language, text: str, about: str) -> None:
    """Where the text does not say who was silent, no party is named."""
    assert read(language_model, text) == [(text.rstrip("."), (), about)]


def test_a_silence_ends_with_its_clause(language_model: Language) -> None:
    """What precedes it or is joined to it is no part of it."""
    text = "At the time, there were no statements from Tolmen, and the road was open."
    assert [words for words, _, _ in read(language_model, text)] == ["there were no statements from Tolmen"]


def test_they_are_who_the_quotation_named(language_model: Language) -> None:
    """A pronoun in quoted words is resolved inside them, to the text's words where no case knows the party."""
    text = "“They say that the peacekeeping force arrived. But they do not identify the guilty party,” Varn said."
    assert read(language_model, text) == [("they do not identify the guilty party", ("observers",), "the guilty party")]
    assert read(language_model, text, None)[0][1] == ("the peacekeeping force",)


def test_the_ministry_is_the_one_named_before(language_model: Language) -> None:
    """A bare `the ministry` belongs to the party of the ministry that the text named last."""
    text = "The Ardan Ministry of Defence published a map. The ministry did not comment on the change."
    assert read(language_model, text) == [("The ministry did not comment on the change", ("arda",), "the change")]


def test_the_story_s_silence_is_found(language_model: Language) -> None:
    """The invented report says that one force made no statement."""
    assert [parties for _, parties, _ in read(language_model, REPORT)] == [("observers",)]


@pytest.mark.parametrize(
    "text",
    [
        "The talks made no progress.",
        "There was no official ceremony.",
        "The army refused to withdraw.",
        "The army did not respond to the shelling.",
        "They never answered the fire.",
        "The river is silent.",
        "The court did not identify a need to act.",
        "The army said that it left.",
        "The report contains no surprising statements by the parties.",
        "The army has no answer to the drones.",
        "The parties must not comment on the talks.",
        "Had the army remained silent, the rumour would have died.",
        "The army denied that it had refused to comment.",
        "The army not only commented on the map but drew a new one.",
        "The army broke its silence.",
        "The ministry was not named in the letter.",
        "“Not now,” the general replied.",
    ],
)
def test_near_misses_are_no_silence(language_model: Language, text: str) -> None:
    """Doing nothing, refusing to act, and quiet things are not silences of somebody."""
    assert read(language_model, text) == []
