"""Feeds of every kind, whole and broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruce.collect.watching.feeds import FeedEntry, parse_feed

HERE = "https://example.org/feeds/news.xml"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><link>https://example.org/</link>
<item><title>One</title><link>/one</link><pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate></item>
<item><guid>https://example.org/two</guid></item>
<item><guid isPermaLink="false">id-3</guid></item>
<item><link> https://example.org/one </link></item>
</channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><link>https://example.org/three</link><dc:date>2031-03-04</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/self"/>
<entry><link rel="enclosure" href="/sound"/><link href="four"/><updated>2031-03-05T00:00:00Z</updated>
<source><link href="/elsewhere"/></source></entry></feed>"""


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (RSS, [("https://example.org/one", "Mon, 03 Mar 2031 10:00:00 GMT"), ("https://example.org/two", "")]),
        (RDF, [("https://example.org/three", "2031-03-04")]),
        (ATOM, [("https://example.org/feeds/four", "2031-03-05T00:00:00Z")]),
        (b"<rss><channel/></rss>", []),
    ],
    ids=["RSS", "RDF", "Atom", "empty"],
)
def test_the_entries_of_a_feed(content: bytes, entries: list[tuple[str, str]]) -> None:
    """Each address once, in the feed's order, with what it says of when it was updated; without an address, none."""
    feed = parse_feed(content, address=HERE)
    assert feed.fault == ""
    assert [(entry.address, entry.updated) for entry in feed.entries] == entries


def test_a_broken_feed_gives_what_stands_before_the_break() -> None:
    broken = RSS.replace(b"<item><guid>https", b"<item><guid>& https")
    feed = parse_feed(broken, address=HERE)
    assert feed.entries == (FeedEntry(address="https://example.org/one", updated="Mon, 03 Mar 2031 10:00:00 GMT"),)
    assert feed.fault == "line 3: not well-formed (invalid token)"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<html><body>404</body></html>", "line 1: is no feed, but <html>"),
        (b"", "line 1: no element found"),
        (b"<!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss>&a;</rss>", "line 1: declares a document type, which is not read"),
        (b"<rss>" + b"<a>" * 200, "line 1: is nested too deeply"),
    ],
)
def test_what_is_no_feed_says_so(content: bytes, fault: str) -> None:
    assert parse_feed(content, address=HERE) == ((), fault)


def test_a_link_that_is_no_address_is_passed_over() -> None:
    assert parse_feed(b"<rss><item><link>http://[x</link></item></rss>", address=HERE) == ((), "")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(RSS)))
def test_no_bytes_break_the_parser(junk: bytes, at: int) -> None:
    """Whatever stands in a feed, the answer is a feed: entries of it, or none."""
    feed = parse_feed(RSS[:at] + junk + RSS[at:], address=HERE)
    assert all(entry.address for entry in feed.entries)
