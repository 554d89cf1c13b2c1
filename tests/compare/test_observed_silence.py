"""Who was expected to speak and did not, over which documents, until when."""

from datetime import date

import pytest
from msgspec import structs

from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.compare.incidents.observed_silence import Watch, list_expected_speakers
from groundtruce.model.cases import ExpectedSpeaker
from groundtruce.model.claims import Attribution, Claim, Speaker
from groundtruce.model.documents import Document
from groundtruce.model.incidents import ObservedSilence
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from tests.compare.claims import PLACES, claim, document, place
from tests.story import CASE

LAST = date(2031, 3, 20)


def told(*, by: str = "belm", sha256: str = "d", published: str = "2031-03-11") -> Claim:
    return claim(by=by, document=sha256, published=published, date="2031-03-11", where=place("south-ridge"))


def observe(
    claims: list[Claim], documents: list[Document], *, readings: dict[str, Reading] | None = None, case=CASE, until=LAST
) -> dict[str, ObservedSilence]:
    incidents = match_claims(claims, case=case)
    watch = Watch(documents, readings or {}, claims, case=case, until=until)
    return {each.party: each for each in watch.observe_incidents(incidents)}


def read(sha256: str, text: str, **found) -> Reading:
    said = ReadDocument(sha256=sha256, title="", published=None, published_from="unknown", language="en", text=text)
    return Reading(document=said, **found)


def test_without_a_word_in_the_case_each_side_is_expected_by_its_own_publishers():
    """The story's parties and observers; a case that names its speakers replaces them."""
    speakers = {each.party: each.publishers for each in list_expected_speakers(CASE)}
    assert speakers == {"arda": ("arda-mod",), "belm": ("belm-press",), "observers": ("observer-site",)}
    named = structs.replace(CASE, speakers=(ExpectedSpeaker(party="arda", publishers=("arda-mod",), within_days=2),))
    assert [each.party for each in list_expected_speakers(named)] == ["arda"]


def test_silence_has_its_documents_its_days_and_its_end():
    """Arda published twice and said nothing of it, then spoke; the observers published nothing at all."""
    documents = [
        document("x", published="2031-03-12", publisher="arda-mod"),
        document("y", published="2031-03-13", publisher="Ardan Ministry of Defence"),
        document("z", published="2031-03-15", publisher="arda-mod"),
    ]
    found = observe([told(), told(by="arda", sha256="z", published="2031-03-15")], documents)
    arda = found["arda"]
    assert (arda.state, arda.since, arda.until, arda.ended) == ("spoken", "2031-03-11", "2031-03-15", "2031-03-15")
    assert arda.documents == ("x", "y")
    assert (found["belm"].state, found["belm"].until) == ("spoken", "2031-03-11")
    assert (found["observers"].state, found["observers"].documents) == ("not observed", ())


@pytest.mark.parametrize(
    ("published", "publisher", "language", "state"),
    [
        ("2031-03-12", "arda-mod", "en", "silent"),
        ("2031-03-18", "arda-mod", "en", "silent"),
        ("2031-03-11", "arda-mod", "en", "not observed"),
        ("2031-03-19", "arda-mod", "en", "not observed"),
        ("2031-03-12", "river-times", "en", "not observed"),
        ("2031-03-12", "arda-mod", "ru", "not observed"),
    ],
)
def test_only_what_was_read_in_the_days_watched_shows_silence(published, publisher, language, state):
    """Not what may have been written before it happened, nor what came too late, nor another's, nor what nobody read."""
    other = structs.replace(document("x", published=published, publisher=publisher), language=language)
    assert observe([told()], [other])["arda"].state == state


def test_who_speaks_too_late_was_silent_and_the_silence_has_an_end():
    """Ten days on, Arda speaks: within the week it was expected to it did not."""
    late = told(by="arda", sha256="z", published="2031-03-21")
    quiet = document("x", published="2031-03-14", publisher="arda-mod")
    arda = observe([told(), late], [quiet], until=date(2031, 3, 25))["arda"]
    assert (arda.state, arda.until, arda.ended, arda.documents) == ("silent", "2031-03-18", "2031-03-21", ("x",))


def test_the_days_watched_end_with_the_record():
    """On 13 March nobody knows what Arda will say by the 18th."""
    quiet = document("x", published="2031-03-13", publisher="arda-mod")
    assert observe([told()], [quiet], until=date(2031, 3, 13))["arda"].until == "2031-03-13"


def test_a_statement_beside_a_mention_is_speech_though_no_event_was_recognised_in_it():
    """`Arda calls it a lie` in the paragraph after; that it declines to speak is none."""
    text = "x" * 60 + " Arda calls it a lie."
    attribution = Attribution(
        id="a",
        source=((61, 65),),
        cue=((66, 71),),
        content=((72, 80),),
        mode="indirect",
        stance="asserts",
        speaker=Speaker(party="Ardan"),
    )
    quiet = [document("d", published="2031-03-11"), document("x", published="2031-03-12", publisher="arda-mod")]
    found = observe([told()], quiet, readings={"d": read("d", text, attributions=(attribution,))})
    assert (found["arda"].state, found["arda"].until) == ("spoken", "2031-03-11")
    assert found["arda"].citation.quote == "it a lie"
    declines = structs.replace(attribution, stance="declines to say")
    found = observe([told()], quiet, readings={"d": read("d", text, attributions=(declines,))})
    assert found["arda"].state == "silent"


@pytest.mark.parametrize(("day", "state"), [("2031-03-11", "spoken"), ("2031-03-09", "silent")])
def test_an_own_paragraph_that_names_the_village_and_the_day_is_speech(day, state):
    """Whatever else it says; a paragraph on another day is not about it."""
    text = "On this day explosions were heard near South Ridge."
    village = PLACES["south-ridge"]
    reading = read(
        "x",
        text,
        toponyms=(
            Toponym(
                span=((39, 50),),
                text="South Ridge",
                name="South Ridge",
                gazetteer_id=village.id,
                longitude=village.longitude,
                latitude=village.latitude,
                uncertainty_km=0.5,
                kind="settlement",
            ),
        ),
        dates=(DateMention(span=((3, 11),), text="this day", type="date", value=day, edtf=day, anchor=None),),
    )
    own = document("x", published="2031-03-12", publisher="observer-site", text=text)
    assert observe([told()], [own], readings={"x": reading})["observers"].state == state


def test_an_own_document_that_tells_of_it_is_speech_in_whoever_s_words():
    """Arda's ministry publishes what Belm says of it: Arda has spoken."""
    own = claim(by="belm", publisher="arda-mod", document="x", published="2031-03-12", date="2031-03-11")
    quiet = document("x", published="2031-03-12", publisher="arda-mod")
    arda = observe(
        [told(), structs.replace(own, mention=structs.replace(own.mention, place=place("south-ridge")))], [quiet]
    )
    assert (arda["arda"].state, arda["arda"].until) == ("spoken", "2031-03-12")


@pytest.mark.parametrize(
    ("words", "state"), [("The observers’ new map", "silent"), ("The observers’ spokesman", "spoken")]
)
def test_what_a_map_of_the_speaker_shows_was_not_spoken(words, state):
    """`According to the observers' new map it grew`: to publish a map is not to speak of it."""
    text = f"{words} says so."
    quiet = document("x", published="2031-03-14", publisher="observer-site")
    told_of = claim(by="observers", document="d", published="2031-03-12", date="2031-03-11", where=place("south-ridge"))
    source = structs.replace(told_of.attribution, source=((0, len(words)),))
    claims = [told(), structs.replace(told_of, attribution=source)]
    assert observe(claims, [quiet], readings={"d": read("d", text)})["observers"].state == state
