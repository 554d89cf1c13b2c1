"""Loading the attribution encoder."""

import importlib.util
from pathlib import Path

import pytest

from groundtruce.collect.encoders import WEIGHTS, load_encoder
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import quote_span
from groundtruce.read.labelling.finding import find_labelled

needs_runtime = pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is None, reason="ONNX Runtime is an extra that is not installed"
)


def test_a_folder_without_weights_gives_no_encoder(tmp_path: Path) -> None:
    """The rules alone read then."""
    assert load_encoder(tmp_path) is None


@needs_runtime
def test_the_shipped_weights_read() -> None:
    """They load, and label a plain sentence as PolNeAR's guidelines do."""
    encoder = load_encoder()
    assert encoder is not None
    text = "Ilse Varn said the road was closed.\n\n“We heard shots,” the mayor told reporters."
    found = find_labelled(text, encoder)
    assert [(quote_span(text, one.source), quote_span(text, one.cue)) for one in found] == [
        ("Ilse Varn", "said"),
        ("the mayor", "told"),
    ]
    assert [quote_span(text, one.content) for one in found] == ["the road was closed", "“We heard shots,”"]


@needs_runtime
def test_broken_weights_are_refused(tmp_path: Path) -> None:
    """The message names the file, in one line."""
    (tmp_path / "attribution.onnx").write_bytes(b"no network")
    with pytest.raises(UnusableInput, match=r"attribution\.onnx") as caught:
        load_encoder(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_shipped_files_stay_small() -> None:
    """All together under 30 MB, with a card that says what they are."""
    assert (WEIGHTS / "CARD.md").exists()
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 30_000_000
