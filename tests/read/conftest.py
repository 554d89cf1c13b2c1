"""What the tests of the reading share: the language model, loaded once."""

import pytest
from spacy.language import Language

from groundtruce.collect.language_models import load_language_model
from groundtruce.settings import Settings


@pytest.fixture(scope="session")
def language_model() -> Language:
    """The English pipeline that the project ships with."""
    return load_language_model(Settings().spacy_pipeline)
