"""What follows from an answer."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.robots import Rules, find_delay, find_refusal, read_rules
from groundtruce.collect.watching.state import Seen
from groundtruce.collect.watching.tables import Source
from groundtruce.collect.watching.visits import Visit, choose_address, is_due, judge, known_headers
from groundtruce.model.ids import digest

NOW = datetime(2031, 3, 12, 6, tzinfo=UTC)
SOURCE = Source(id="office", kind="page", address="http://example.org/a", every_minutes=60)
BEFORE = Seen(
    source="office", etag='"1"', last_modified="Mon", payload_sha256=digest(b"old"), document="d" * 64, failures=3
)


def answer(status: int, content: bytes = b"", *, moved_to: str | None = None, **headers: str) -> Answer:
    return Answer(
        address="http://example.org/a",
        status=status,
        reason="",
        headers=tuple(headers.items()),
        payload=content,
        content=content,
        moved_to=moved_to,
    )


def visit(given: Answer | Failure, seen: Seen = BEFORE) -> Visit:
    return judge(seen, given, source=SOURCE, gone_after=2, now=NOW)


def hours(seen: Seen) -> float:
    assert seen.next_visit
    return (datetime.fromisoformat(seen.next_visit) - NOW) / timedelta(hours=1)


def test_what_is_held_is_asked_for_only_where_it_changed() -> None:
    assert known_headers(BEFORE) == {"If-None-Match": '"1"', "If-Modified-Since": "Mon"}
    assert known_headers(Seen(source="office")) == {}


def test_the_same_and_another_content() -> None:
    """304 and the same bytes are the same; others are content, with what is to be remembered of them. Failures are forgotten."""
    assert visit(answer(304)).found == visit(answer(200, b"old")).found == "same"
    found, seen, _ = visit(answer(200, b"new", ETag='"2"'))
    assert (found, seen.payload_sha256, seen.etag, seen.last_modified) == ("content", digest(b"new"), '"2"', None)
    assert (seen.failures, hours(seen)) == (0, 1)


def test_a_failure_makes_visits_rarer_up_to_once_a_day() -> None:
    """What is held stays; after 1, 1, 2, 4 … hours, at most 24."""
    seen, waits = replace(BEFORE, failures=0), []
    for _ in range(8):
        found, seen, note = visit(Failure(reason="did not answer in time"), seen)
        waits.append(hours(seen))
    assert (found, note, seen.payload_sha256) == ("failed", "did not answer in time", digest(b"old"))
    assert waits == [1, 2, 4, 8, 16, 24, 24, 24]
    assert visit(answer(503)).note == "answers 503"


def test_missing_twice_is_gone_and_gone_once() -> None:
    """A 404 may be a slip; 410 is no slip. What is gone is told once, and comes back as content."""
    first = visit(answer(404))
    second = visit(answer(404), first.seen)
    third = visit(answer(404), second.seen)
    assert [first.found, second.found, third.found] == ["missing", "gone", "missing"]
    assert visit(answer(410)).found == "gone"
    assert known_headers(second.seen) == {}
    back = visit(answer(200, b"old"), third.seen)
    assert (back.found, back.seen.gone, back.seen.missing) == ("content", False, 0)
    assert visit(answer(410), Seen(source="office")).found == "missing"


def test_a_source_that_moved_for_good_is_asked_for_where_it_is() -> None:
    """Until that fails: then where the case says it is."""
    moved = visit(answer(200, b"old", moved_to="http://example.org/b"))
    assert moved.note == "moved for good to http://example.org/b"
    assert choose_address(moved.seen, "http://example.org/a") == "http://example.org/b"
    kept = visit(answer(200, b"old"), moved.seen)
    assert choose_address(kept.seen, "http://example.org/a") == "http://example.org/b"
    lost = visit(answer(404), kept.seen)
    assert choose_address(lost.seen, "http://example.org/a") == "http://example.org/a"


def test_a_visit_is_due_a_tenth_of_its_interval_early() -> None:
    seen = replace(BEFORE, next_visit=(NOW + timedelta(minutes=6)).isoformat())
    assert is_due(seen, SOURCE, now=NOW)
    assert not is_due(seen, SOURCE, now=NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("robots", "refusal"),
    [
        (answer(200, b"User-agent: *\nDisallow: /\n"), "its robots.txt forbids it"),
        (answer(200, b"User-agent: groundtruce\nAllow: /\nUser-agent: *\nDisallow: /\n"), ""),
        (answer(200, b""), ""),
        (answer(404), ""),
        (answer(403), ""),
        (answer(500), "its robots.txt answers 500"),
        (answer(429), "its robots.txt answers 429"),
        (Failure(reason="did not answer in time"), "its robots.txt did not answer in time"),
    ],
)
def test_robots_rules_hold_and_unreachable_ones_forbid(robots: Answer | Failure, refusal: str) -> None:
    """RFC 9309: no file allows all, a server that fails forbids all."""
    assert find_refusal(read_rules(robots), "http://example.org/a") == refusal


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        # The example of RFC 9309, section 5.2: the longest rule holds, wherever it stands.
        ("Allow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", False),
        ("Disallow: /example\nAllow: /example/page/", "/example/page/a", True),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Disallow: /*.pdf$", "/maps/today.pdf", False),
        ("Disallow: /*.pdf$", "/maps/today.pdf?day=1", True),
        ("Disallow: /a*b*c", "/a-b-", True),
        ("Disallow: /a*b*c", "/a-b-c-d", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /maps$", "/maps", False),
        ("Disallow: /maps$", "/maps/", True),
        ("Disallow: /*?day=", "/maps?day=1", False),
        ("Disallow: /b%c3%bccher", "/bücher", False),
        ("Disallow: /bücher", "/b%C3%BCcher", False),
        ("Disallow: /a%7Eb", "/a~b", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: # all", "/a", True),
        ("Disallow: //[b]\nDisallow: /c", "/c", False),
    ],
)
def test_the_longest_rule_that_fits_holds(rules: str, path: str, allowed: bool) -> None:
    """By RFC 9309, section 2.2, with its `*` and `$`."""
    read = read_rules(answer(200, f"User-agent: *\n{rules}\n".encode()))
    assert find_refusal(read, f"https://example.org{path}") == ("" if allowed else "its robots.txt forbids it")


def test_the_groups_that_name_a_program_are_one_and_stand_for_the_others() -> None:
    """Whatever version or letters they name it with; one after the other, agents share a group."""
    text = b"\xef\xbb\xbfuser-AGENT: Groundtruce/2\nUser-agent: other\nDisallow: /a\nSitemap: x\nUser-agent: *\nDisallow: /\nUser-agent: groundtruce\nDisallow: /b\nCrawl-delay: 2.5\n"
    rules = read_rules(answer(200, text))
    refused = [bool(find_refusal(rules, f"https://example.org/{path}")) for path in "abc"]
    assert (refused, find_delay(rules)) == ([True, True, False], 2.5)


def test_rules_with_many_stars_are_quickly_told() -> None:
    """Half a megabyte of stars, and a path that they nearly fit."""
    rules = read_rules(answer(200, b"User-agent: *\nDisallow: /" + b"*a" * 250_000 + b"b\n"))
    start = time.perf_counter()
    assert find_refusal(rules, "https://example.org/" + "a" * 8000) == ""
    assert time.perf_counter() - start < 5


def test_a_site_may_ask_for_a_longer_delay() -> None:
    rules = read_rules(answer(200, b"User-agent: *\nCrawl-delay: 30\n"))
    assert (find_delay(rules), find_delay(Rules())) == (30, 0)
