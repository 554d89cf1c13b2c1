"""A word of a third of a million letters takes no longer than as many letters of words: patterns do not begin anew within it."""

import time
from collections.abc import Callable

import pytest

from groundtruce.collect.pdfs import join_lines
from groundtruce.compare.agreements.counts import find_counted
from groundtruce.read.events import casualties, finding

_LONG = 300_000


@pytest.mark.parametrize(
    "read",
    [
        lambda: join_lines(["-" * _LONG + "\nab\n" + "a-" * _LONG + "\nbc"]),
        lambda: list(find_counted("1" * _LONG)),
        lambda: casualties._RANGE.search("1" * _LONG),
        lambda: finding._MAGNITUDE.search("1," * _LONG),
    ],
    ids=["lines of a PDF", "counts of a force", "a range of casualties", "a magnitude"],
)
def test_a_long_word_is_read_in_time_that_grows_with_it(read: Callable[[], object]) -> None:
    """Each took from half an hour to hours, for what any report may hold."""
    start = time.process_time()
    read()
    assert time.process_time() - start < 5
