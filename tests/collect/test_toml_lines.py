"""The line of a value in a TOML file, whatever its file is written like."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundtruce.collect.toml_lines import Keys, find_line

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "karabakh-2020"

# BASIC and LITERAL stand for the signs around strings of several lines.
FILE = r"""# [[not.a.table]]
title = "a # is no comment" # and this = none
"quoted key" = 'C:\[x]'
text = BASIC
[[areas]]
due = "not here" \BASIC and \
BASIC
raw = LITERAL
id = 1LITERAL

[agreement] # of the table
signed.day = "2031-03-01"
signed.hour = 12

[[areas]]
id = "a"
shape = { union = [ "b", { within_km = 5, of = "c" } ], note = "x, y" }

[[areas]]
id = "d"
list = [
  1, # one
  2,

  [3,
   4],
]
  [areas.inner]
  deep = true
  [[areas.rows]]
  n = 1
  [[areas.rows]]
  n = 2
""".replace("BASIC", '"' * 3).replace("LITERAL", "'" * 3)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("text",), 4),
        (("raw",), 8),
        (("agreement",), 11),
        (("agreement", "signed", "day"), 12),
        (("agreement", "signed", "hour"), 13),
        (("areas", 0), 15),
        (("areas", 0, "shape", "union", 1, "of"), 17),
        (("areas", 1), 19),
        (("areas", 1, "list", 1), 23),
        (("areas", 1, "list", 2, 1), 26),
        (("areas", 1, "inner", "deep"), 29),
        (("areas", 1, "rows", 0, "n"), 31),
        (("areas", 1, "rows", 1), 32),
        # What is not there stands in the nearest table around it.
        (("areas", 1, "name"), 19),
        (("areas", 0, "shape", "minus"), 17),
        (("nothing",), None),
    ],
)
def test_a_value_is_found_on_its_line(keys: Keys, line: int | None) -> None:
    """Strings over several lines, comments, dotted and quoted keys, tables in tables: each counted right."""
    tomllib.loads(FILE)
    assert find_line(FILE, keys) == line
    assert find_line(FILE.replace("\n", "\r\n"), keys) == line


@pytest.mark.parametrize("name", ["case.toml", "places.toml", "agreement.toml"])
def test_every_key_of_the_example_stands_on_the_line_that_is_found(name: str) -> None:
    """Each key of the parsed file is in the text of its line."""
    text = (EXAMPLE / name).read_text("utf-8")
    lines = text.split("\n")
    walked = list(_walk(tomllib.loads(text), ()))
    assert len(walked) > 100
    for keys in walked:
        line = find_line(text, keys)
        assert line is not None
        assert str(keys[-1]) in lines[line - 1]


def _walk(value: Any, keys: Keys) -> Iterator[Keys]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*keys, key)
            yield from _walk(inner, (*keys, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*keys, number))
