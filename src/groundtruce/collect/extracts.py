"""What is taken from a document's bytes before anything else is known of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging import CRITICAL, getLogger

from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value


class Extract(Value):
    """A document's text and what the file says of itself; empty or none where it says nothing."""

    text: str
    charset: str = "utf-8"
    title: str = ""
    published: str | None = None
    publisher: str | None = None
    language: str | None = None


def missing_extra(name: str, what: str, *, extra: str = "documents") -> UnusableInput:
    """The refusal where the libraries that read a kind of document are not installed."""
    return UnusableInput(name, f"reading {what} needs the {extra} extra: pip install 'groundtruce[{extra}]'")


@contextmanager
def quiet(*libraries: str) -> Iterator[None]:
    """Keep the libraries' loggers still: they tell of what they could mend, and what they could not is raised."""
    loggers = [getLogger(library) for library in libraries]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
