"""Speakers: pronouns, surnames, offices and bodies, and the parties they belong to."""

import pytest
from spacy.language import Language

from groundtruce.model.cases import Case
from groundtruce.model.claims import Speaker
from groundtruce.read.attribution import find_attributions
from groundtruce.read.parties import index_parties
from tests.story import CASE, REPORT


def read_speakers(language_model: Language, text: str, case: Case | None = CASE) -> list[Speaker | None]:
    return [one.speaker for one in find_attributions(language_model(text), document="d", case=case)]


def test_the_story_s_sources_belong_to_their_parties(language_model: Language) -> None:
    """Two offices speak for the two sides, and `it` is the one that spoke last."""
    parties = [speaker.party for speaker in read_speakers(language_model, REPORT) if speaker]
    assert parties == ["belm", "arda", "arda"]


def test_a_pronoun_means_who_spoke_before(language_model: Language) -> None:
    """`he` takes the previous person with name, office and party."""
    text = "“We saw it,” said John Miller, an MP of the Belmish parliament.\n\n“It was dark,” he added."
    first, second = read_speakers(language_model, text)
    assert first == second == Speaker(name="John Miller", role="MP", organization="Belmish parliament", party="belm")


def test_a_surname_means_the_full_name(language_model: Language) -> None:
    """A surname takes up the person named in full before, and the first office given stays."""
    text = "Another MP, John Miller, said: “We saw it,” says the deputy John Miller.\n\n“It was dark,” Miller said."
    first, second = read_speakers(language_model, text)
    assert first == second
    assert first is not None
    assert (first.name, first.role) == ("John Miller", "MP")


def test_the_case_knows_its_actors(language_model: Language) -> None:
    """An actor of the case brings office, organization and party along, also where only the name stands."""
    (speaker,) = read_speakers(language_model, "Ilse Varn said that the road was closed.")
    assert speaker == Speaker(name="Ilse Varn", role="deputy", organization="Belmish Assembly", party="belm")


@pytest.mark.parametrize(
    ("source", "party"),
    [
        ("Tolmen", "arda"),
        ("The Belmish side", "belm"),
        ("The peacekeepers", "observers"),
        ("The Joint Observer Force", "observers"),
        ("The ministry of a third country", None),
        ("The accord between Arda and Belm", None),
    ],
)
def test_a_collective_source_is_its_party(language_model: Language, source: str, party: str | None) -> None:
    """A capital, a demonym or a force means its party; a source that names several parties, or none, has none."""
    (speaker,) = read_speakers(language_model, f"{source} says that the road is closed.")
    assert speaker is not None
    assert speaker.party == party


def test_they_inside_a_quotation_stays_inside(language_model: Language) -> None:
    """Nobody outside the quotation is meant by its pronouns."""
    text = "The Belmish side said that it was calm. “They say that the road is closed,” Tolmen said."
    inner = [one for one in find_attributions(language_model(text), document="d", case=CASE) if one.within]
    assert [one.speaker for one in inner] == [Speaker()]


def test_a_pronoun_is_not_what_it_speaks_of(language_model: Language) -> None:
    """`Belmish forces started it, they said`: they are who spoke before, not the forces."""
    text = "The Ardan side denied that it had opened fire. Belmish forces started the fighting, they said."
    speakers = read_speakers(language_model, text)
    assert [speaker.party for speaker in speakers if speaker] == ["arda", "arda"]


def test_without_a_case_the_text_alone_speaks(language_model: Language) -> None:
    """Name and office come from the text; no party is guessed."""
    text = "“We saw it,” said John Miller, an MP of the Belmish parliament."
    assert read_speakers(language_model, text, None) == [
        Speaker(name="John Miller", role="MP", organization="Belmish parliament")
    ]


def test_the_longer_name_hides_the_shorter() -> None:
    """A force named after a country is not that country."""
    names = index_parties(CASE)
    assert names.find_parties("the Belmish Press Office") == ("belm",)
    assert names.find_parties("observers and Ardan officers") == ("observers", "arda")
    assert names.find_parties("nobody") == ()
