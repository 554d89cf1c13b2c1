"""robots.txt (RFC 9309): what a site's keeper allows a program to ask for.

The standard library's parser knows no `*` and `$` in a path, takes the first rule that fits instead of the longest, and fails on some bytes.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.model.values import Value

PRODUCT = "groundtruce"
"""The name that rules in a robots.txt call this program by."""
LARGEST_ROBOTS = 500 * 1024
"""RFC 9309, section 2.5: so much must be read, and more need not be."""


class Rules(Value):
    """The rules of one site as they were got."""

    lines: tuple[str, ...] = ()
    reason: str = ""
    """Why nothing may be asked for where the rules could not be got; empty where they were, or there are none."""


def read_rules(answer: Answer | Failure) -> Rules:
    """The rules that an answer for robots.txt gives: none where there is none; nothing may be asked where it is unreachable.

    RFC 9309, sections 2.3.1.3 and 2.3.1.4.
    """
    if isinstance(answer, Failure):
        return Rules(reason=f"its robots.txt {answer.reason}")
    if answer.status == 200:
        return Rules(lines=tuple(answer.content[:LARGEST_ROBOTS].decode("utf-8", "replace").splitlines()))
    if 400 <= answer.status < 500 and answer.status != 429:  # the client's own errors: there are no rules
        return Rules()
    return Rules(reason=f"its robots.txt answers {answer.status}")


def find_refusal(rules: Rules, address: str) -> str:
    """Why an address must not be asked for; empty where it may.

    Of the rules that fit, the longest holds, and of equally long ones the one that allows (RFC 9309, section 2.2.2).
    """
    if rules.reason:
        return rules.reason
    path = _normalise("/" + address.partition("://")[2].partition("/")[2])
    fitting = [(len(rule.value), rule.field == "allow") for rule in _choose_rules(rules) if _fits(rule, path)]
    return "" if not fitting or max(fitting)[1] else "its robots.txt forbids it"


def find_delay(rules: Rules) -> float:
    """The seconds between requests that a site asks for; 0 where it asks for none. The longest holds."""
    asked = [rule.value for rule in _choose_rules(rules) if rule.field == "crawl-delay"]
    return max((float(value) for value in asked if _SECONDS.fullmatch(value)), default=0.0)


# ---------------------------------------------------------------------------------------------------------------

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_PRODUCT_TOKEN = re.compile(r"[a-z_-]*", re.IGNORECASE)
_ENCODED = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_UNRESERVED = re.compile(r"[\w.~-]", re.ASCII)
_ASCII = "".join(map(chr, range(33, 127)))


class _Rule(NamedTuple):
    """A line: a field in small letters, and what it says."""

    field: str
    value: str


def _choose_rules(rules: Rules) -> list[_Rule]:
    """Those of the groups that name this program, or of the groups for all where none does (RFC 9309, section 2.2.1)."""
    own: list[_Rule] = []
    others: list[_Rule] = []
    named = False
    for agents, group in _split_groups(rules.lines):
        if PRODUCT in agents:
            named = True
            own += group
        elif "*" in agents:
            others += group
    return own if named else others


def _split_groups(lines: tuple[str, ...]) -> Iterator[tuple[set[str], list[_Rule]]]:
    """Each group's agents with its rules: lines of agents, one after the other, begin it."""
    agents: set[str] = set()
    group: list[_Rule] = []
    for rule in _parse_lines(lines):
        if rule.field == "user-agent":
            if group:
                yield agents, group
                agents, group = set(), []
            agents.add(_name_agent(rule.value))
        elif rule.field in {"allow", "disallow", "crawl-delay"}:
            group.append(rule)
    yield agents, group


def _parse_lines(lines: tuple[str, ...]) -> Iterator[_Rule]:
    for line in lines:
        field, colon, value = line.lstrip("\ufeff").partition("#")[0].partition(":")
        if colon:
            field, value = field.strip().lower(), value.strip()
            yield _Rule(field, _normalise(value) if field in {"allow", "disallow"} else value)


def _name_agent(value: str) -> str:
    """The product token in front of what else it says, such as a version; `*` for all."""
    found = _PRODUCT_TOKEN.match(value)
    return value[:1] if value.startswith("*") else found[0].lower() if found else ""


def _fits(rule: _Rule, path: str) -> bool:
    """Whether a path begins as the rule says, where `*` is anything and a `$` at its end the path's end."""
    if rule.field == "crawl-delay" or not rule.value:
        return False
    pattern, ends = rule.value.removesuffix("$"), rule.value.endswith("$")
    first, *pieces = pattern.split("*")
    if not path.startswith(first):
        return False
    last = pieces.pop() if pieces and ends else None
    place = len(first)
    for piece in pieces:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= place
    return not ends or place == len(path)


def _normalise(path: str) -> str:
    """One spelling for what is the same path (RFC 9309, section 2.2.2): what need not be percent-encoded is not, all else is."""
    plain = _ENCODED.sub(lambda found: _decode(found[1]), path)
    return quote(plain, safe=_ASCII)


def _decode(digits: str) -> str:
    letter = chr(int(digits, 16))
    return letter if _UNRESERVED.fullmatch(letter) else f"%{digits.upper()}"
