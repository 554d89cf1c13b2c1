"""Texts as they lie in an archive: the bytes, what the archive says of them, and where in it they stand."""

from collections.abc import Mapping

from groundtruce.collect.files import Sidecar
from groundtruce.model.values import Value


class FoundText(Value):
    """Bytes that may be a report, with what their archive says of them; or the reason why there are none."""

    name: str
    """For messages: a path, with the line, the row or the record where it is inside a file."""
    origin: str
    content: bytes = b""
    said: Sidecar = Sidecar()
    retrieved: str | None = None
    """When it was got (ISO 8601), where the archive says so."""
    error: str | None = None


class Place(Value):
    """A place in a file from which its texts can be read."""

    offset: int = 0
    """In bytes; 0 in a table, whose rows have a number alone."""
    number: int = 1
    """Of the line, the row or the record that stands there, from 1."""


def describe_text(said: Mapping[str, object], *, name: str, limit: int) -> FoundText:
    """The text that fields give: `text` or `html`, and where they are there `title`, `published`, `publisher`, `language`, `origin` or `url`."""
    text = said.get("text", said.get("html"))
    if not isinstance(text, str):
        return FoundText(name=name, origin=name, error="has no `text` and no `html`")
    content = text.encode("utf-8", "replace")
    if len(content) > limit:
        return FoundText(name=name, origin=name, error=f"is longer than {limit} bytes")
    return FoundText(
        name=name,
        content=content,
        origin=_string(said.get("origin")) or _string(said.get("url")) or name,
        said=Sidecar(
            title=_string(said.get("title")),
            published=_string(said.get("published")),
            publisher=_string(said.get("publisher")),
            language=_string(said.get("language")),
        ),
    )


# ---------------------------------------------------------------------------------------------------------------


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
