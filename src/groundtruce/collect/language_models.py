"""The spaCy pipeline that parses texts, set up to be quick on one core."""

from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING

from groundtruce.errors import UnusableInput

if TYPE_CHECKING:
    from spacy.language import Language
    from threadpoolctl import ThreadpoolController


def load_language_model(name: str) -> "Language":
    """The spaCy pipeline installed under a name; run it `on_one_core`.

    Raises `UnusableInput` where none is installed.
    """
    import spacy  # noqa: PLC0415 - takes a second to import
    from thinc.api import use_ops  # noqa: PLC0415 - the same

    # The matrix products of spaCy's own wheel are built for any processor; NumPy's are three times as fast.
    with use_ops("cpu", use_blis=False):
        try:
            language_model = spacy.load(name)
        except OSError as error:
            raise UnusableInput(
                f"spaCy pipeline {name}", "is not installed: install Groundtruce's dependencies"
            ) from error
    _hasten_rules(language_model)
    return language_model


def on_one_core() -> AbstractContextManager[object]:
    """While it lasts, NumPy computes on one core.

    Matrices as small as these lose by being shared out, and several workers would fight over the cores.
    """
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


# ---------------------------------------------------------------------------------------------------------------------


def _hasten_rules(language_model: "Language") -> None:
    """Have the rules for parts of speech remember their matches, where the pipeline has such rules."""
    from spacy.pipeline import AttributeRuler  # noqa: PLC0415 - takes a second to import

    from groundtruce.collect.word_rules import RememberedMatches  # noqa: PLC0415 - the same

    for _, component in language_model.pipeline:
        if isinstance(component, AttributeRuler):
            # The ruler asks its own `match` for what to set; nothing else of it changes.
            setattr(component, "match", RememberedMatches(component))  # noqa: B010 - a method is not assigned to


@cache
def _controller() -> "ThreadpoolController":
    """What finds the libraries that are loaded; finding them takes milliseconds, so they are found once."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - looks through all that is loaded

    return ThreadpoolController()
