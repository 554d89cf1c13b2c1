"""No parser falls over the bytes that fuzzing found worth keeping, among them all that one once fell over."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, run

CORPORA = Path(__file__).parent / "corpora"


def test_every_parser_has_a_corpus_and_every_corpus_a_parser() -> None:
    """So none is left out of `make fuzz` by a slip."""
    assert {folder.name for folder in CORPORA.iterdir()} == set(TARGETS)
    assert all(any(folder.iterdir()) for folder in CORPORA.iterdir())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TARGETS)
def test_every_kept_input_is_read_or_refused(name: str) -> None:
    """In the project's own way, whatever libraries warn of."""
    for file in sorted((CORPORA / name).iterdir()):
        run(name, file.read_bytes())
