"""Texts in JSON Lines: an object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from groundtruce.collect.found_texts import FoundText, Place, describe_text
from groundtruce.errors import UnusableInput


def find_in_lines(path: Path, *, limit: int, start: Place) -> Iterator[tuple[Place, FoundText]]:
    """The texts from a line on, each with its place. Longer lines than `limit` bytes are passed over with an error."""
    try:
        lines = path.open("rb")
    except OSError as error:
        raise UnusableInput(path, f"cannot be read: {error.strerror}") from error
    with lines:
        lines.seek(start.offset)
        place = start
        while line := lines.readline(limit + 1):
            name = f"{path}: line {place.number}"
            length = len(line)
            if length > limit:
                length += _pass_over(lines, line, step=limit)
                yield place, FoundText(name=name, origin=name, error=f"is longer than {limit} bytes")
            elif line.strip():
                yield place, _parse_line(line, name=name, limit=limit)
            place = Place(offset=place.offset + length, number=place.number + 1)


# ---------------------------------------------------------------------------------------------------------------


def _pass_over(lines: BinaryIO, line: bytes, *, step: int) -> int:
    """Read what is left of a line whose beginning was read; gives how many bytes that was."""
    passed = 0
    while line and not line.endswith(b"\n"):
        line = lines.readline(step)
        passed += len(line)
    return passed


def _parse_line(line: bytes, *, name: str, limit: int) -> FoundText:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        return FoundText(name=name, origin=name, error=f"is no JSON: {error}")
    if not isinstance(said, dict):
        return FoundText(name=name, origin=name, error="is no object with a `text` or an `html`")
    return describe_text(said, name=name, limit=limit)
