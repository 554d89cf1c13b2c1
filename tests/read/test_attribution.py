"""Attributions: source, cue, content, mode, stance, and what stands within what."""

import pytest
from spacy.language import Language

from groundtruce.model.claims import Attribution
from groundtruce.model.documents import covers, quote_span
from groundtruce.read.attribution import find_attributions
from groundtruce.read.sentences import parse_text
from tests.story import REPORT


def read(language_model: Language, text: str) -> list[tuple[str, str, str]]:
    """Each attribution as source, cue and content in words."""
    found = find_attributions(language_model(text), document="d")
    return [(quote(text, one.source), quote(text, one.cue), quote_span(text, one.content)) for one in found]


def read_one(language_model: Language, text: str) -> Attribution:
    (attribution,) = find_attributions(language_model(text), document="d")
    return attribution


def quote(text: str, span: tuple[tuple[int, int], ...] | None) -> str:
    return quote_span(text, span) if span else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We heard shots,” said Ilse Varn.", ("Ilse Varn", "said", "“We heard shots,”")),
        ("“We heard shots,” Ilse Varn said.", ("Ilse Varn", "said", "“We heard shots,”")),
        (
            "“We heard shots,” Ilse Varn, an MP of the Belmish parliament, said.",
            ("Ilse Varn, an MP of the Belmish parliament", "said", "“We heard shots,”"),
        ),
        ("Ilse Varn said: “We heard shots.”", ("Ilse Varn", "said", "“We heard shots.”")),
        ("Ilse Varn told reporters on Monday, “We heard shots.”", ("Ilse Varn", "told", "“We heard shots.”")),
        ("“We heard shots,” she said, “and they ran.”", ("she", "said", "“We heard shots,” … “and they ran.”")),
        ("“We heard shots,” she said. “They ran away.”", ("she", "said", "“We heard shots,” … “They ran away.”")),
        ("“We heard shots, ”says the deputy.", ("the deputy", "says", "“We heard shots, ”")),
        ("Tolmen: “We did not shoot.”", ("Tolmen", ":", "“We did not shoot.”")),
    ],
)
def test_direct_speech_finds_its_cue(language_model: Language, text: str, expected: tuple[str, str, str]) -> None:
    """The cue may stand before, behind or in the middle of the quoted words, the source on either side of it."""
    assert read(language_model, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the road was closed.", ("The mayor", "said", "that the road was closed")),
        ("The road was closed, the mayor said.", ("the mayor", "said", "The road was closed")),
        ("The road, the mayor says, is closed.", ("the mayor", "says", "The road … is closed")),
        ("According to the mayor, the road is closed.", ("the mayor", "According to", "the road is closed")),
        ("The road is closed, according to the mayor.", ("the mayor", "according to", "The road is closed")),
        ("It was reported that two men died.", ("", "was reported", "that two men died")),
        ("The minister demanded that troops leave.", ("The minister", "demanded", "that troops leave")),
        ("The army denied the accusation.", ("The army", "denied", "the accusation")),
        ("He told the leaders that few people knew.", ("He", "told", "that few people knew")),
        ("The army’s claim that he fled was heard.", ("The army", "claim", "that he fled")),
    ],
)
def test_indirect_speech_finds_its_clause(language_model: Language, text: str, expected: tuple[str, str, str]) -> None:
    """Reporting verbs and nouns with their clause, insertions between commas, and `according to`."""
    assert read(language_model, text) == [expected]


def test_a_source_holds_its_coordination(language_model: Language) -> None:
    """Two bodies that speak together are one source."""
    text = "The Security Service and the Ministry of Defence said the army had entered the village."
    assert read(language_model, text)[0][0] == "The Security Service and the Ministry of Defence"


def test_a_reporting_participle_inherits_the_source(language_model: Language) -> None:
    """`…, claiming …` goes on with the speaker, and is no part of what was said before."""
    text = "The army said it held the ridge, claiming there were gunmen in the mill."
    first, second = read(language_model, text)
    assert first == ("The army", "said", "it held the ridge")
    assert second == ("The army", "claiming", "there were gunmen in the mill")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army said that it left.", "asserts"),
        ("The army denied that it left.", "denies"),
        ("The army urged both sides to leave.", "demands"),
        ("The army asked the observers to leave.", "demands"),
        ("The army asked whether they had left.", "questions"),
        ("“Who fired first?” asked the mayor.", "questions"),
        ("The army declined to say whether it left.", "declines to say"),
        ("The army did not say whether it left.", "declines to say"),
    ],
)
def test_the_cue_gives_the_stance(language_model: Language, text: str, stance: str) -> None:
    """Asserting, denying, demanding, questioning and declining to say are told apart."""
    assert read_one(language_model, text).stance == stance


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“We left the ridge,” the army said.", "direct"),
        ("The army said that it left the ridge.", "indirect"),
        ("The army said that it left after a ‘cleaning operation’ there.", "mixed"),
        ("The army said that it left the “Mill Corridor” there.", "indirect"),
    ],
)
def test_mode_says_whose_words_they_are(language_model: Language, text: str, mode: str) -> None:
    """Quoted words in a reported clause make it mixed; a quoted name does not."""
    assert read_one(language_model, text).mode == mode


def test_one_utterance_with_two_cues_is_one_attribution(language_model: Language) -> None:
    """Introduced by one cue and closed by another: one attribution, whose source the closing cue names."""
    text = "Another MP, Ilse Varn, said: “We heard shots. They ran away,” says the deputy Ilse Varn."
    assert read(language_model, text) == [("the deputy Ilse Varn", "says", "“We heard shots. They ran away,”")]


def test_a_quotation_over_paragraphs_holds_what_it_reports(language_model: Language) -> None:
    """What a speaker reports of others stands within the speaker's own attribution."""
    text = "“They say that the force arrived.\n\nNobody came to us. It is over,” Varn said."
    outer, inner = find_attributions(language_model(text), document="d")
    assert (outer.mode, outer.within) == ("direct", None)
    assert (quote(text, inner.source), inner.within) == ("They", outer.id)
    assert covers(outer.content, inner.content)


def test_what_speakers_think_themselves_is_no_second_attribution(language_model: Language) -> None:
    """`I think` in somebody's quoted words adds no source."""
    assert len(read(language_model, "“I think that it is over,” Varn said.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The force entered the zone, which had been empty, and moved south.",
        "The step has caused ‘bewilderment’ in Tolmen.",
        "Villagers fled when the shelling began, and the church burned down.",
        "The two states share a long border, and the army reports to the president.",
        "The river claims several lives each year.",
        "Nobody confirmed the number.",
        "",
    ],
)
def test_narration_is_attributed_to_nobody(language_model: Language, text: str) -> None:
    """Plain narration, scare quotes and look-alikes of reporting verbs give no attribution."""
    assert read(language_model, text) == []


def test_a_headline_without_full_stop_stays_apart(language_model: Language) -> None:
    """Where sentences are made to start at paragraphs, no source reaches back across one."""
    text = "Fighting near the ridge\n\nThe mayor said that it was over."
    doc = parse_text(text, language_model=language_model)
    (attribution,) = find_attributions(doc, document="d")
    assert quote(text, attribution.source) == "The mayor"


def test_identifiers_come_from_document_and_spans(language_model: Language) -> None:
    """The same text of the same document gives the same identifiers; of another document, others."""
    doc = language_model(REPORT)
    first, again = (find_attributions(doc, document="d") for _ in range(2))
    other = find_attributions(doc, document="e")
    assert first == again
    assert not {one.id for one in first} & {one.id for one in other}
    assert len({one.id for one in first}) == len(first) == 3
