"""robots.txt (RFC 9309): what a site's keeper allows a program to ask for."""

from urllib.robotparser import RobotFileParser

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
    """Why an address must not be asked for; empty where it may."""
    if rules.reason:
        return rules.reason
    return "" if not rules.lines or _parse(rules).can_fetch(PRODUCT, address) else "its robots.txt forbids it"


def find_delay(rules: Rules) -> float:
    """The seconds between requests that a site asks for; 0 where it asks for none."""
    return float(_parse(rules).crawl_delay(PRODUCT) or 0) if rules.lines else 0.0


# ---------------------------------------------------------------------------------------------------------------


def _parse(rules: Rules) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(rules.lines)
    return parser
