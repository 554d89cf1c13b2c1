"""Feeds: the entries of RSS 0.9 to 2.0 and Atom (RFC 4287), with what a broken one held before it broke.

The parser is the standard library's expat, which fetches nothing; a feed with a document type declaration ends there, so that no
entity is ever unfolded.
"""

from typing import NamedTuple
from urllib.parse import urljoin
from xml.parsers import expat

from groundtruce.model.values import Value


class FeedEntry(Value):
    """One entry of a feed."""

    address: str
    updated: str = ""
    """When it was updated, as the feed says it: another word means another state."""


class Feed(NamedTuple):
    """What a feed holds."""

    entries: tuple[FeedEntry, ...]
    fault: str = ""
    """Where and why it broke; empty for a whole one."""


def parse_feed(content: bytes, *, address: str) -> Feed:
    """The entries of a feed in its order, each address once. `address` is the feed's own, for addresses that are relative."""
    parser = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading(address)
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.take
    parser.StartDoctypeDeclHandler = reading.refuse
    parser.buffer_text = True
    fault = ""
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's signature: this is all of it
    except expat.ExpatError as error:
        fault = f"line {error.lineno}: {expat.ErrorString(error.code)}"
    except _BrokenFeed as error:
        fault = f"line {parser.CurrentLineNumber}: {error}"
    if not fault and not reading.is_feed:
        fault = "line 1: is no feed"
    entries: dict[str, FeedEntry] = {}
    for entry in reading.entries:
        entries.setdefault(entry.address, entry)
    return Feed(tuple(entries.values()), fault)


# ---------------------------------------------------------------------------------------------------------------

_DEEPEST = 100
_MOST_ENTRIES = 5_000
_ROOTS = ("rss", "RDF", "feed")
_UPDATED = ("updated", "pubDate", "date", "published")


class _BrokenFeed(Exception):
    """A feed that is not read on, and why."""


class _Reading:
    """Takes what expat finds, and keeps the entries that are whole."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._path: list[str] = []
        self._said: dict[str, str] | None = None
        self._words: list[str] = []
        self.entries: list[FeedEntry] = []
        self.is_feed = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if not self._path:
            self.is_feed = name in _ROOTS
            if not self.is_feed:
                raise _BrokenFeed(f"is no feed, but <{name}>")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise _BrokenFeed("is nested too deeply")
        if name in ("item", "entry"):
            self._said = {}
        elif name == "link" and self._said is not None and attributes.get("rel", "alternate") == "alternate":
            self._said.setdefault("link", attributes.get("href", ""))
        self._words.clear()

    def take(self, words: str) -> None:
        if self._said is not None:
            self._words.append(words)

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        text = "".join(self._words).strip()
        self._words.clear()
        parent = self._path[-2] if len(self._path) > 1 else ""
        if name in ("item", "entry"):
            self._finish_entry()
        elif self._said is not None and parent in ("item", "entry") and text:
            self._said[name] = self._said.get(name) or text
        self._path.pop()

    def refuse(self, *_declared: object) -> None:
        raise _BrokenFeed("declares a document type, which is not read")

    def _finish_entry(self) -> None:
        said, self._said = self._said or {}, None
        link = said.get("link") or (said["guid"] if said.get("guid", "").startswith(("http://", "https://")) else "")
        address = _join(self._address, link)
        if address and len(self.entries) < _MOST_ENTRIES:
            updated = next((said[key] for key in _UPDATED if said.get(key)), "")
            self.entries.append(FeedEntry(address=address, updated=updated))


def _join(base: str, link: str) -> str:
    """An entry's address; empty where its link is none."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""
