"""Tests of groundtruce.collect.language_models and word_rules."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from groundtruce.collect.language_models import load_language_model, on_one_core
from groundtruce.errors import UnusableInput
from groundtruce.settings import Settings

REPORTS = Path(__file__).parents[2] / "examples" / "karabakh-2020" / "reports"


@pytest.fixture(scope="module")
def quick() -> Language:
    return load_language_model(Settings().spacy_pipeline)


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(Settings().spacy_pipeline)


def test_the_quick_pipeline_parses_as_the_plain_one_does(quick: Language, plain: Language) -> None:
    """Tags, parts of speech, lemmas, forms, relations and names are the same, word for word, also read again."""
    texts = [path.read_text("utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    texts.append("I ain't gonna say nothin', y'all; let's go.\n\nYou've got ta be there, as it is.\tThat is that.")
    for text in texts * 2:
        with on_one_core():
            ours = quick(text)
        for one, other in zip(ours, plain(text), strict=True):
            assert (one.text, one.tag_, one.pos_, one.lemma_, one.dep_, one.head.i, one.ent_type_, one.ent_iob_) == (
                (
                    other.text,
                    other.tag_,
                    other.pos_,
                    other.lemma_,
                    other.dep_,
                    other.head.i,
                    other.ent_type_,
                    other.ent_iob_,
                )
            )
            assert one.morph == other.morph


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    """One line says which, and what to do."""
    with pytest.raises(UnusableInput, match="spaCy pipeline no_such_pipeline: is not installed"):
        load_language_model("no_such_pipeline")
