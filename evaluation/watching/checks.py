"""What must be so after a watch over the site, and the figures of it."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from evaluation.watching.case import begin_of
from evaluation.watching.site import LIMITED_EVERY, RETRY_AFTER_S, Site
from groundtruce import pipeline
from groundtruce.collect.watching.state import WatchState
from groundtruce.collect.watching.warcs import CaptureArchive
from groundtruce.model.ids import digest
from groundtruce.pipeline.watching import CAPTURES, FEED, STATE, folder_of
from groundtruce.record.records import Record

_ONCE_A_ROUND = (
    "steady", "edited", "dated", "picture", "charset", "vanishing", "alternating", "ticking", "feed", "atom",
)  # fmt: skip
_FAILING = {"bomb": 1, "private": 1, "slow": 2, "endless": 1, "loop": 6}
"""Sources that fail at every visit, with the requests that one visit may make."""


def find_faults(site: Site, record: Path, folder: Path, *, rounds: int, kills: int) -> list[str]:
    """Everything that is not as it must be, in words; nothing where all is well."""
    pipeline.verify_record(record)
    return [
        *_check_documents(site, record, folder, rounds=rounds),
        *_check_captures(site, record, rounds=rounds),
        *_check_archive(record),
        *_check_requests(site, rounds=rounds, kills=kills),
        *_check_alerts(site, record, folder, rounds=rounds, kills=kills),
    ]


def count_all(site: Site, record: Path) -> dict[str, int]:
    """The figures of a watch."""
    with Record.open(record) as opened:
        captures = opened.captures()
        documents = len(opened.headers())
    return {
        "requests": len(site.asked),
        "requests for robots.txt": sum(each.path == "/robots.txt" for each in site.asked),
        "answered 304": sum(each.status == 304 for each in site.asked),
        "captures in the record": len(captures),
        "documents in the record": documents,
        "alerts taken by the webhook": len(site.posted),
        "alerts posted again after a kill": site.posted_again,
    }


# ---------------------------------------------------------------------------------------------------------------


def _check_documents(site: Site, record: Path, folder: Path, *, rounds: int) -> Iterator[str]:
    """The record holds what the site gave, each once, and nothing else."""
    phases = _phases(site, rounds)
    given = {digest(body) for body in site.given} | {digest((folder / "first.png").read_bytes())}
    notes = [f"Note {phase}: the patrol met nobody on its way.\n" for phase in range(phases)]
    given |= {digest(text.encode()) for text in [*notes, "The ministry wrote that it would hand over the lists.\n"]}
    with Record.open(record) as opened:
        held = Counter(document.sha256 for document in opened.headers())
    yield from (f"lost: {sha256}" for sha256 in given - set(held))
    yield from (f"not given by the site: {sha256}" for sha256 in set(held) - given)
    yield from (f"twice: {sha256}" for sha256, times in held.items() if times > 1)


def _check_captures(site: Site, record: Path, *, rounds: int) -> Iterator[str]:
    """Each change of a source is one capture: none lost, none twice."""
    phases = _phases(site, rounds)
    with Record.open(record) as opened:
        captures = opened.captures()
    found = Counter((each.source, each.outcome) for each in captures)
    wanted = {
        **{
            (name, "kept"): 1
            for name in ("steady", "moved", "flapping", "limited", "ticking", "charset", "cut", "vanishing")
        },
        **{(name, "kept"): phases for name in ("edited", "dated", "picture", "feed")},
        ("atom", "kept"): phases + 1,
        ("alternating", "kept"): math.ceil(rounds / 3),
        ("vanishing", "gone"): int(rounds > site.period + 1),
        ("inbox", "kept"): phases + 1,
        ("inbox", "gone"): int(rounds > site.period + 1),
    }
    for key in sorted(found.keys() | wanted.keys()):
        if found[key] != wanted.get(key, 0):
            yield f"captures of {key[0]} {key[1]}: {found[key]}, and {wanted.get(key, 0)} were to be"
    yield from (f"twice: capture {each}" for each, times in Counter(each.id for each in captures).items() if times > 1)


def _check_archive(record: Path) -> Iterator[str]:
    """Every capture of the record stands in its WARC file as its entry has it, and its body is the document."""
    with Record.open(record) as opened:
        captures = opened.captures()
    folder = folder_of(record)
    with WatchState.open(folder / STATE) as state:
        archive = CaptureArchive(folder / CAPTURES, ends=state.ends(), software="checks")
        if state.pending():
            yield "captures are left that are not recorded"
    for capture in captures:
        body = digest(archive.read(capture.archived)) if capture.archived else capture.document
        if capture.outcome == "kept" and body != capture.document:
            yield f"the WARC of {capture.id} holds another body than its document"


def _check_requests(site: Site, *, rounds: int, kills: int) -> Iterator[str]:
    """No request too many: at most one more for each time that the watch was killed while it asked."""
    hours = math.ceil((begin_of(rounds - 1) - begin_of(0)).total_seconds() / 3600) + 1
    days = hours // 24 + 1
    excess = 0
    wanted = dict.fromkeys(_ONCE_A_ROUND, rounds)
    wanted["feed"] += _phases(site, rounds)
    wanted["atom"] += _phases(site, rounds) + 1
    wanted |= {"moved": rounds + 1, "forbidden": 0, "inner": 0, "flapping": 2 * rounds, "cut": 2 * rounds}
    wanted |= {name: each * _failing_visits(rounds) for name, each in _FAILING.items()}
    wanted["limited"] = rounds - _rounds_to_wait() * (rounds // LIMITED_EVERY)
    for name, most in wanted.items():
        excess += max(0, site.count(name) - most)
    if excess > kills:
        yield f"{excess} requests too many: { ({name: (site.count(name), most) for name, most in wanted.items() if site.count(name) > most}) }"
    robots = Counter(each.host for each in site.asked if each.path == "/robots.txt")
    yield from (f"{host}: robots.txt {times} times" for host, times in robots.items() if times > days + kills)
    yield from _check_waits(site)
    if "inner.test" in site.hosts():
        yield "the private address was asked"


def _failing_visits(rounds: int) -> int:
    """How often a source is visited that always fails: after 1, 2, 4 … hours, at least once a day."""
    visits, at = 0, 0
    while at < rounds:
        at += min(2**visits, 24)
        visits += 1
    return visits


def _rounds_to_wait() -> int:
    return math.ceil(RETRY_AFTER_S / 3600) - 1


def _check_waits(site: Site) -> Iterator[str]:
    """After a 429 nobody asks for as long as was asked."""
    stopped = [each.round for each in site.asked if each.status == 429]
    for start in stopped:
        early = [
            r.round for r in site.asked if r.host == "limited.test" and start < r.round <= start + _rounds_to_wait()
        ]
        yield from (f"asked in round {number}, and round {start} said to wait" for number in early)


def _check_alerts(site: Site, record: Path, folder: Path, *, rounds: int, kills: int) -> Iterator[str]:
    """Every alert is in the feed once, and was taken once by the command and the webhook.

    A watch that is killed after it told somebody, and before it noted that, tells it again under the same key.
    """
    noted = [json.loads(line)["id"] for line in _lines(folder / "alerts.txt")]
    posted = [each["id"] for each in site.posted.values()]
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ElementTree.parse(folder_of(record) / FEED)  # noqa: S314 - our own file
    shown = [entry.findtext(f"{atom}id") for entry in tree.iter(f"{atom}entry")]
    for name, ids in (("webhook", posted), ("feed", shown)):
        yield from (f"alert {each} is {times} times in the {name}" for each, times in Counter(ids).items() if times > 1)
    again = site.posted_again + len(noted) - len(set(noted))
    if again > kills:
        yield f"{again} alerts were told again, and the watch was killed {kills} times"
    if not set(noted) == set(posted) == set(shown):
        yield f"the command got {len(noted)} alerts, the webhook {len(posted)}, the feed {len(shown)}"
    moves = sum(each["category"] == "change" for each in site.posted.values())
    wanted = 2 * (_phases(site, rounds) - 1)
    if moves != wanted:
        yield f"{moves} alerts of zones that moved, and {wanted} were to be"
    if not any(each["category"] == "finding" for each in site.posted.values()):
        yield "no alert of a finding that turned"


def _phases(site: Site, rounds: int) -> int:
    return (rounds - 1) // site.period + 1


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []
