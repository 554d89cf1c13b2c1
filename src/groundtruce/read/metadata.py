"""Leading lines that speak of a text: its date, its title, its source."""

import re

from groundtruce.model.documents import Piece


def find_metadata(text: str) -> tuple[Piece, ...]:
    """The leading metadata of `text`, such as `date 2020-12-14 ` or lines like `Source: …`: not part of its narrative."""
    end = _METADATA.match(text).end()  # type: ignore[union-attr]  # the pattern matches the empty text
    return ((0, end),) if text[:end].strip() else ()


def blank_metadata(text: str) -> str:
    """The text with spaces in the place of its metadata, so that it keeps its offsets and its first sentence is whole."""
    for start, end in find_metadata(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


# ---------------------------------------------------------------------------------------------------------------

_DAY = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
_METADATA = re.compile(
    rf"(?:\s*(?:(?:date|published|updated)\s*:?\s*{_DAY}[ \t]*"
    r"|(?:title|source|publisher|author|by|url|language|date|published|updated)\s*:[^\n]*(?:\n|$)))*",
    re.IGNORECASE,
)
