"""The reading of a whole document."""

import time

import pytest
from msgspec import json, structs
from spacy.language import Language

from groundtruce.model.claims import Count
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.ids import digest
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.read.reading import is_english, read_document
from tests.read.test_toponyms import WORLD
from tests.story import CASE, REPORT

DOCUMENT = ReadDocument(
    sha256=digest(REPORT.encode()),
    title="",
    published="2031-03-13",
    published_from="date line",
    language="en",
    text=REPORT,
)


@pytest.fixture(scope="module")
def reading(language_model: Language) -> Reading:
    return read_document(DOCUMENT, language_model=language_model, case=CASE, gazetteer=WORLD)


def test_the_story_is_read_whole(reading: Reading) -> None:
    """Its dates, places, claims, events and silence are there, each with the words that say so."""
    assert [one.edtf for one in reading.dates] == ["2031-03-11", "2031-03-12"]
    assert [one.text for one in reading.toponyms] == ["South Ridge"]
    assert [one.type for one in reading.event_mentions][:2] == ["attack", "casualties"]
    assert reading.event_mentions[-1].type == "zone expansion"
    assert reading.event_mentions[-1].direction == "south"
    assert len(reading.silences) == 1
    assert len(reading.attributions) == 3


def test_each_side_has_its_account(reading: Reading) -> None:
    """The attack is the Belmish office's claim and the Ardan ministry's denial; the narrator counts the casualties."""
    parties = {one.id: one.speaker.party for one in reading.attributions if one.speaker}
    attack, casualties, denial = reading.event_mentions[:3]
    assert (attack.realis, parties[attack.attribution or ""]) == ("happened", "belm")
    assert (denial.realis, parties[denial.attribution or ""]) == ("denied", "arda")
    assert casualties.attribution is None
    assert casualties.deaths == Count(low=2, best=2, high=2, who="Two soldiers")


def test_every_span_lies_in_the_text(reading: Reading) -> None:
    """Offsets are code points of the document's text, the leading date line included."""
    for one in (*reading.dates, *reading.toponyms):
        assert quote_span(REPORT, one.span) == one.text
    assert reading.document.text == REPORT
    assert all(0 <= start < end <= len(REPORT) for one in reading.event_mentions for start, end in one.span)


def test_offsets_count_code_points(language_model: Language) -> None:
    """A letter outside the basic plane before a date moves it by one."""
    text = "𝔘nits fought on March 11."
    reading = read_document(
        structs.replace(DOCUMENT, text=text), language_model=language_model, case=CASE, gazetteer=WORLD
    )
    assert [text[slice(*one.span[0])] for one in reading.dates] == ["March 11"]


def test_a_reading_survives_its_format(reading: Reading) -> None:
    """What is written as JSON is read back the same."""
    assert json.decode(json.encode(reading), type=Reading) == reading


def test_a_whole_document_and_its_read_part_read_alike(reading: Reading, language_model: Language) -> None:
    """A kept document with its bytes' facts gives the same reading."""
    document = Document(
        sha256=DOCUMENT.sha256,
        media_type="text/plain",
        size=len(REPORT),
        origin="report.txt",
        retrieved="2031-03-14T00:00:00Z",
        published="2031-03-13",
        published_from="date line",
        language="en",
        text=REPORT,
    )
    assert read_document(document, language_model=language_model, case=CASE, gazetteer=WORLD) == reading


@pytest.mark.parametrize("text", ["", "\n\n", "date 2031-03-13", "…", "A" * 5000])
def test_odd_texts_give_an_empty_reading(language_model: Language, text: str) -> None:
    """Nothing is found where nothing is said."""
    reading = read_document(
        structs.replace(DOCUMENT, text=text), language_model=language_model, case=CASE, gazetteer=WORLD
    )
    assert reading == Reading(document=structs.replace(DOCUMENT, text=text))


def test_a_long_text_takes_time_in_proportion(language_model: Language) -> None:
    """Ten times the text takes no more than about ten times as long."""
    body = REPORT.split(" ", 2)[2]

    def measure(copies: int) -> float:
        text = "\n\n".join([body] * copies)
        start = time.process_time()
        read_document(structs.replace(DOCUMENT, text=text), language_model=language_model, case=CASE, gazetteer=WORLD)
        return time.process_time() - start

    measure(1)
    assert measure(40) < 25 * max(measure(4), 0.05)


def test_a_text_in_another_language_is_not_read() -> None:
    """Russian, or a long text that was told to be French, is told apart; a short text is tried as English."""
    assert not is_english("Министерство обороны сообщило о нарушении режима прекращения огня.", language=None)
    assert not is_english("Le ministère a déclaré que le cessez-le-feu tient. " * 20, language="fr")
    assert is_english("Ceasefire violated near Mill Ford.", language="nl")
    assert is_english("The ceasefire held. " * 40, language="en")
