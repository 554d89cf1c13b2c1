"""The reader hands on what it loads."""

from pathlib import Path

import pytest

from groundtruce import pipeline
from groundtruce.collect.encoders import load_encoder
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.ids import digest
from groundtruce.pipeline.event_roots import load_event_roots
from groundtruce.settings import Settings

TEXT = "She wants the observers to leave, and many villagers seem to doubt the map."


def document_of(text: str) -> Document:
    return Document(
        sha256=digest(text.encode()), media_type="text/plain", size=len(text), origin="made", retrieved="", text=text
    )


@pytest.mark.skipif(load_encoder() is None, reason="the encoder extra is not installed")
def test_the_encoder_that_is_loaded_is_used() -> None:
    """Wants and doubts are attributions that the rules alone leave out; the reader, which loads the encoder, finds them."""
    found = pipeline.Reader(case=None, settings=Settings()).read(document_of(TEXT)).attributions
    assert [(quote_span(TEXT, one.source or ()), quote_span(TEXT, one.cue or ())) for one in found] == [
        ("She", "wants"),
        ("many villagers", "seem to doubt"),
    ]


def test_the_political_events_are_told() -> None:
    """A deed that only the model of root types names is in what the reader, which loads that model, finds."""
    text = "The foreign minister of Georgia condemned the decision of the Council."
    found = pipeline.Reader(case=None, settings=Settings()).read(document_of(text)).event_mentions
    assert [one.type for one in found] == ["accuse"]


def test_weights_that_are_none_are_named(tmp_path: Path) -> None:
    """A file that holds no model of root types, or is absent, is unusable input."""
    broken = tmp_path / "event-roots.npz"
    with pytest.raises(UnusableInput, match=r"event-roots\.npz"):
        load_event_roots(broken)
    for content in (b"", b"PK\x03\x04 no archive", b"words"):
        broken.write_bytes(content)
        with pytest.raises(UnusableInput, match=r"holds no model|is empty"):
            load_event_roots(broken)
