"""Asking politely: by the rules of robots.txt, not too often, again only where that may help, and never where it is private."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from groundtruce.collect.watching.addresses import Refused, Resolve, Target, choose_machine, follow, parse_address
from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.requests import Bounds, request
from groundtruce.collect.watching.robots import LARGEST_ROBOTS, Rules, find_delay, find_refusal, read_rules
from groundtruce.collect.watching.state import WatchState, is_before
from groundtruce.collect.watching.tables import Host, Watch


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a watch takes from the world, so that tests give it theirs."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    """Waits for so many seconds."""
    chance: Callable[[], float]
    """A number from 0 up to 1, each time another: keeps many watches from asking in step."""
    resolve: Resolve


class PoliteClient:
    """Asks hosts as `watch.toml` says. What is remembered of a host stands in the state."""

    def __init__(self, watch: Watch, state: WatchState, surroundings: Surroundings, *, agent: str) -> None:
        self._watch, self._state, self._around = watch, state, surroundings
        self._hosts = {host.name: host for host in watch.hosts}
        self.agent = agent
        """What it calls itself."""

    def get(self, address: str, *, known: Mapping[str, str] | None = None) -> Answer | Failure:
        """The answer of an address behind its redirects. `known` are the headers that say what is held of it already."""
        try:
            target = parse_address(address)
            moved_to: str | None = None
            for hop in range(self._watch.max_redirects + 1):
                answer = self._get_allowed(target, known or {})
                location = answer.header("location") if isinstance(answer, Answer) else None
                if isinstance(answer, Failure) or answer.status not in _REDIRECTS or not location:
                    return answer if isinstance(answer, Failure) else _with_move(answer, moved_to)
                target = follow(target, location)
                # Moved for good only where every step so far was.
                moved = answer.status in _FOR_GOOD and (hop == 0 or moved_to is not None)
                moved_to = target.address if moved else None
            return Failure(reason=f"redirects more than {self._watch.max_redirects} times")
        except Refused as error:
            return Failure(reason=f"{error}")

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer | Failure:
        """Post to an address that the case names, once. Redirects are not followed."""
        try:
            target = parse_address(address)
            return self._ask(target, {"Content-Type": "application/json", **headers}, size=_LARGEST_REPLY, body=body)
        except Refused as error:
            return Failure(reason=f"{error}")

    # -----------------------------------------------------------------------------------------------------------

    def _get_allowed(self, target: Target, headers: Mapping[str, str]) -> Answer | Failure:
        refusal = find_refusal(self._rules(target), target.address)
        if refusal:
            return Failure(reason=refusal)
        return self._get_patiently(target, headers, size=self._watch.max_bytes)

    def _rules(self, target: Target) -> Rules:
        """The site's rules, got anew once a day."""
        now, held = self._around.now(), self._state.host(target.site)
        if held.rules is not None and held.rules_got and now - datetime.fromisoformat(held.rules_got) < _RULES_HOLD:
            return held.rules
        rules = read_rules(self._follow_robots(target))
        # Unreachable rules forbid everything, but are asked for again at the next visit.
        got = now.isoformat() if not rules.reason else None
        self._state.keep_host(target.site, replace(self._state.host(target.site), rules=rules, rules_got=got))
        return rules

    def _follow_robots(self, target: Target) -> Answer | Failure:
        target = target._replace(path="/robots.txt")
        for _ in range(self._watch.max_redirects + 1):
            answer = self._get_patiently(target, {}, size=LARGEST_ROBOTS)
            location = answer.header("location") if isinstance(answer, Answer) else None
            if isinstance(answer, Failure) or answer.status not in _REDIRECTS or not location:
                return answer
            target = follow(target, location)
        return Failure(reason="redirects without an end")

    def _get_patiently(self, target: Target, headers: Mapping[str, str], *, size: int) -> Answer | Failure:
        """Ask, and again after a growing wait where that may help."""
        for attempt in range(self._watch.retries + 1):
            if attempt:
                self._around.sleep(_FIRST_WAIT_S * 2**attempt * (0.5 + self._around.chance()))
            if self._is_long(target):
                return Failure(reason=f"its host asks to wait until {self._state.host(target.host).not_before}")
            answer = self._ask(target, headers, size=size)
            if not _may_help_again(answer):
                break
        return answer

    def _is_long(self, target: Target) -> bool:
        """Whether the host asks for a wait that is longer than one visit."""
        not_before = self._state.host(target.host).not_before
        return not_before is not None and datetime.fromisoformat(not_before) - self._around.now() > _LONGEST_WAIT

    def _ask(
        self, target: Target, headers: Mapping[str, str], *, size: int, body: bytes | None = None
    ) -> Answer | Failure:
        """One request, once the host's delay is over."""
        own = self._hosts.get(target.host, Host(name=target.host))
        machine = choose_machine(target, resolve=self._around.resolve, allow_private=own.allow_private)
        not_before, now = self._state.host(target.host).not_before, self._around.now()
        if not_before and is_before(now, not_before):
            self._around.sleep((datetime.fromisoformat(not_before) - now).total_seconds())
        delay = self._find_delay(target, own)
        self._keep_away(target, delay)
        given = {"User-Agent": self.agent, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close", **headers}
        bounds = Bounds(seconds=own.timeout_s or self._watch.timeout_s, size=size)
        answer = request(target, machine=machine, headers=given, bounds=bounds, body=body)
        self._keep_away(target, max(delay, _find_wait(answer, self._around.now())))
        return answer

    def _find_delay(self, target: Target, own: Host) -> float:
        usual = own.delay_s if own.delay_s is not None else self._watch.delay_s
        rules = self._state.host(target.site).rules
        return max(usual, min(find_delay(rules) if rules else 0, _LONGEST_WAIT.total_seconds()))

    def _keep_away(self, target: Target, seconds: float) -> None:
        """Leave the host alone from now on for so long, also if this process ends."""
        until = self._around.now() + timedelta(seconds=seconds)
        self._state.keep_host(target.host, replace(self._state.host(target.host), not_before=until.isoformat()))


# ---------------------------------------------------------------------------------------------------------------

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_RULES_HOLD = timedelta(days=1)
"""RFC 9309, section 2.4."""
_FIRST_WAIT_S = 2.0
_LONGEST_WAIT = timedelta(seconds=120)
"""For a longer one a visit does not stand still: the source is visited again later."""
_LONGEST_RETRY_AFTER = timedelta(days=1)
_USUAL_RETRY_AFTER = timedelta(minutes=15)
_LARGEST_REPLY = 100_000


def _with_move(answer: Answer, moved_to: str | None) -> Answer:
    return Answer(**{**vars(answer), "moved_to": moved_to})


def _may_help_again(answer: Answer | Failure) -> bool:
    return answer.again if isinstance(answer, Failure) else answer.status in (500, 502, 503, 504)


def _find_wait(answer: Answer | Failure, now: datetime) -> float:
    """The seconds for which a host asks to be left alone (RFC 9110, section 10.2.3); 0 where it does not."""
    if isinstance(answer, Failure) or answer.status not in (429, 503):
        return 0.0
    stated = answer.header("retry-after")
    if stated is None:
        return _USUAL_RETRY_AFTER.total_seconds() if answer.status == 429 else 0.0
    return min(_parse_wait(stated.strip(), now), _LONGEST_RETRY_AFTER.total_seconds())


def _parse_wait(stated: str, now: datetime) -> float:
    if stated.isdigit():
        return float(stated[:9])
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return _USUAL_RETRY_AFTER.total_seconds()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
