"""The reader hands on what it loads."""

import pytest

from groundtruce import pipeline
from groundtruce.collect.encoders import load_encoder
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.ids import digest
from groundtruce.settings import Settings

TEXT = "She wants the observers to leave, and many villagers seem to doubt the map."


@pytest.mark.skipif(load_encoder() is None, reason="the encoder extra is not installed")
def test_the_encoder_that_is_loaded_is_used() -> None:
    """Wants and doubts are attributions that the rules alone leave out; the reader, which loads the encoder, finds them."""
    document = Document(
        sha256=digest(TEXT.encode()), media_type="text/plain", size=len(TEXT), origin="made", retrieved="", text=TEXT
    )
    found = pipeline.Reader(case=None, settings=Settings()).read(document).attributions
    assert [(quote_span(TEXT, one.source or ()), quote_span(TEXT, one.cue or ())) for one in found] == [
        ("She", "wants"),
        ("many villagers", "seem to doubt"),
    ]
