"""`groundtruce watch` over a site of twenty-one sources that misbehave, killed at many moments and started again."""

import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from evaluation.watching.case import ToldClock, begin_of, change_inbox, make_surroundings, start_record, write_case
from evaluation.watching.checks import find_faults
from evaluation.watching.site import Site, draw_map
from groundtruce import pipeline
from groundtruce.collect.watching.state import WatchState
from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.pipeline.watching import CAPTURES, FEED, STATE, RoundEnded, Visited, folder_of, watch_record
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.settings import Settings
from tests.running import Run

ROUNDS, PERIOD = 8, 4
KILLS = {0: (9, 40, 77, 120), 4: (25, 60, 90)}
"""The watch dies at the so-manieth look at the clock in these rounds: it looks before and after whatever it does."""


class Killed(BaseException):
    """Stands for SIGKILL: nothing of the program catches it."""


class Mortal:
    """A clock that kills who looks at it for the so-manieth time."""

    def __init__(self, clock: ToldClock, looks: int) -> None:
        self._clock, self._left = clock, looks

    def now(self) -> datetime:
        self._left -= 1
        if self._left == 0:
            raise Killed
        return self._clock.now()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path, list[Visited | RoundEnded]]:
    """The site after all rounds, the record, and all that was said."""
    folder = tmp_path_factory.mktemp("watching") / "case"
    with Site(period=PERIOD) as site:
        write_case(folder, port=site.port, alerts=folder / "alerts.txt")
        record = start_record(folder)
        reader = pipeline.Reader(case=pipeline.load_case(folder), settings=Settings())
        clock, said = ToldClock(), []
        for number in range(ROUNDS):
            site.round = number
            clock.go_to(begin_of(number))
            change_inbox(folder, phase=site.phase, is_there=site.phase == 0)
            for looks in KILLS.get(number, ()):
                with pytest.raises(Killed):
                    go_round(record, folder, clock, reader, said, now=Mortal(clock, looks).now)
            go_round(record, folder, clock, reader, said)
        return site, record, said


def go_round(
    record: Path,
    folder: Path,
    clock: ToldClock,
    reader: pipeline.Reader,
    said: list[Visited | RoundEnded],
    *,
    now: Callable[[], datetime] | None = None,
) -> None:
    surroundings = make_surroundings(clock, now=now)
    said.extend(
        watch_record(record, watch=folder, once=True, settings=Settings(), surroundings=surroundings, reader=reader)
    )


def notes(said: list[Visited | RoundEnded], source: str) -> set[str]:
    return {each.note for each in said if isinstance(each, Visited) and each.source == source}


def test_nothing_is_lost_doubled_asked_or_told_too_often(
    watched: tuple[Site, Path, list[Visited | RoundEnded]],
) -> None:
    """Each version once, each change one capture whose WARC holds its document, no request too many, each alert once."""
    site, record, _ = watched
    kills = sum(len(each) for each in KILLS.values())
    assert find_faults(site, record, record.parent, rounds=ROUNDS, kills=kills) == []


def test_what_misbehaves_is_named(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """Each in its own words, and nothing of it is recorded."""
    _, record, said = watched
    assert notes(said, "bomb") == {"unpacks to more than 1000000 bytes"}
    assert notes(said, "endless") == {"is larger than 1000000 bytes, or never ends"}
    assert notes(said, "slow") == {"took longer than 0.3 s"}
    assert notes(said, "loop") == {"redirects more than 5 times"}
    assert notes(said, "forbidden") == {"its robots.txt forbids it"}
    assert "was cut off before its end" in notes(said, "cut")
    assert any("leads to 127.0.0.1, which is not public" in note for note in notes(said, "private"))
    assert any("broken at line 1" in note for note in notes(said, "feed"))
    with Record.open(record) as opened:
        told = {capture.source for capture in opened.captures()}
    assert told.isdisjoint({"bomb", "endless", "slow", "loop", "forbidden", "private"})


def test_a_page_that_changed_shows_its_difference(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """Line by line from the document that the source gave before."""
    _, record, said = watched
    changed = [
        each.recorded
        for each in said
        if isinstance(each, Visited) and each.source == "edited" and each.recorded and each.recorded.difference
    ]
    assert changed[0].difference == (
        "- The mission said that 2 shells fell near Mill Ford on 5 March 2024.",
        "+ The mission said that 3 shells fell near Mill Ford on 5 March 2024.",
    )
    with Record.open(record) as opened:
        assert "2 shells" in opened.document(changed[0].capture.previous or "").text


def test_the_next_picture_is_laid_on_the_last_one(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """The red zone grew by a tenth of a degree: traced without anybody's help, and said to have moved."""
    _, record, _ = watched
    with Record.open(record) as opened:
        first, last = opened.traces()
    assert first.registered == ""
    assert last.registered.startswith(f"registered to {first.picture[:12]}")
    change = pipeline.know_record(record).history.changes[0]
    assert (change.zone, change.verdict) == ("north", "moved")
    assert change.gained_km2.measured == pytest.approx(899, rel=0.05)  # 0.1° by 1° at 43.5° north


def test_the_alerts_are_told(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """Two zones moved and a finding turned twice: the same in the feed, at the command and at the webhook."""
    site, record, _ = watched
    assert sorted(each["title"] for each in site.posted.values()) == [
        "2. Where the observers deploy: breached on 12 Mar 2024, met before",
        "2. Where the observers deploy: met on 12 Mar 2024, undetermined before",
        "Northern ground: moved in the map of 12 Mar 2024, 10:00 (UTC)",
        "Sector South: moved in the map of 12 Mar 2024, 10:00 (UTC)",
    ]
    assert (folder_of(record) / FEED).read_text("utf-8").count("<entry>") == 4


def test_any_reader_of_warc_reads_the_captures(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """Each response carries its address, its moment and the SHA-256 of its body."""
    _, record, _ = watched
    responses = 0
    for file in sorted((folder_of(record) / CAPTURES).iterdir()):
        with file.open("rb") as stream:
            for each in ArchiveIterator(stream):
                if each.rec_type == "response":
                    responses += 1
                    stated = each.rec_headers.get_header("WARC-Payload-Digest")
                    assert stated == f"sha256:{digest(each.raw_stream.read())}"
                    assert each.rec_headers.get_header("WARC-Target-URI").startswith("http://")
    assert responses > 20


def test_the_chain_of_custody_names_the_capture(watched: tuple[Site, Path, list[Visited | RoundEnded]]) -> None:
    """Who collected a document, from which address, and where its answer is kept."""
    _, record, _ = watched
    with Record.open(record) as opened:
        capture = next(each for each in opened.captures() if each.source == "moved")
    points = {each.point: each.held or "" for each in pipeline.trace_custody(record, capture.document or "").points}
    assert points["Address"].endswith("/old")
    assert points["Collected by"].endswith("(+https://two-rivers.test/watch)")
    assert "/new, kept as WARC record urn:uuid:" in points["Answer as it came"]


def test_the_command_says_what_it_did(
    run: Run, tmp_path: Path, new_home: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder: a new file, then the same with another line; visits on standard error, what was found on standard output."""
    monkeypatch.chdir(tmp_path)  # what stands beside a database is in the current folder
    record = watch_inbox(run, tmp_path, record=new_home)
    watch = ("watch", record, "--case", tmp_path / "case", "--once")
    put_map(tmp_path, 0)
    first = run(*watch, "--json")
    put_map(tmp_path, 1)
    (tmp_path / "case" / "inbox" / "junk.bin").write_bytes(b"\x00\x01\x02")
    second = run(*watch)
    visited, ended = (json.loads(line) for line in first.out.splitlines())
    assert (first.code, visited["found"], visited["new"]) == (0, "content", True)
    assert [alert["category"] for alert in ended["alerts"]] == ["finding"]
    assert second.code == 0
    assert "junk.bin: kept, not readable; " in second.err
    assert "zone south: moved in the map of 2024-03-13" in second.out
    assert "ALERT Sector South: moved in the map of 13 Mar 2024" in second.out
    assert run(*watch).out == ""
    assert run("verify", record).code == 0


def test_a_watch_without_its_memory_begins_anew(
    run: Run, tmp_path: Path, new_home: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks for everything once more, records no document twice, and tells nothing of before."""
    monkeypatch.chdir(tmp_path)  # what stands beside a database is in the current folder
    record = watch_inbox(run, tmp_path, record=new_home)
    watch = ("watch", record, "--case", tmp_path / "case", "--once")
    put_map(tmp_path, 0)
    run(*watch)
    put_map(tmp_path, 1)
    assert "ALERT" in run(*watch).out
    (folder_of(record) / STATE).unlink()
    kept = sorted((folder_of(record) / CAPTURES).iterdir())[0].read_bytes()
    assert run(*watch).out == ""
    with Record.open(record) as opened:
        assert len(opened.headers()) == len(opened.zone_versions()) == 2
    assert sorted((folder_of(record) / CAPTURES).iterdir())[0].read_bytes().startswith(kept)


def test_a_service_goes_round_after_round(run: Run, tmp_path: Path) -> None:
    """An hour apart, also while the folder that it watches is away; nothing counts as gone then."""
    record = watch_inbox(run, tmp_path)
    put_map(tmp_path, 0)
    inbox, away = tmp_path / "case" / "inbox", tmp_path / "away"
    clock, ends, said = ToldClock(), [], []
    surroundings = make_surroundings(clock)
    for each in watch_record(record, watch=None, once=False, settings=Settings(), surroundings=surroundings):
        if isinstance(each, Visited):
            said.append((each.found, each.note))
            continue
        ends.append(clock.now())
        if len(ends) == 3:
            break
        (away if away.exists() else inbox).rename(inbox if away.exists() else away)
    assert [moment - ends[0] for moment in ends] == [timedelta(hours=hours) for hours in range(3)]
    assert said == [("content", ""), ("failed", "there is no such folder")]


def test_who_could_not_be_told_is_told_in_the_next_round(run: Run, tmp_path: Path) -> None:
    """And then no more. The alert is no argument of the command."""
    told = tmp_path / "told.jsonl"
    note = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read() + b'\\n')"
    record = watch_inbox(run, tmp_path, alerts=[sys.executable, "-S", "-c", "raise SystemExit(3)"])
    put_map(tmp_path, 0)
    run("watch", record, "--once")
    put_map(tmp_path, 1)
    assert f"the command {sys.executable} ended with 3" in run("watch", record, "--once").err
    write_watch(tmp_path, [sys.executable, "-S", "-c", note, str(told)])
    for _ in range(2):
        assert run("watch", record, "--once").code == 0
    moved = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    assert [each["title"] for each in moved if each["category"] == "change"] == [
        "Sector South: moved in the map of 13 Mar 2024"
    ]
    assert len({each["id"] for each in moved}) == len(moved)


def watch_inbox(run: Run, tmp_path: Path, *, record: Address | None = None, alerts: list[str] | None = None) -> Address:
    """A record that watches a folder; beside the case unless it is said where."""
    write_case(tmp_path / "case", port=9, alerts=tmp_path / "alerts.txt")
    write_watch(tmp_path, alerts or [])
    record = record or tmp_path / "case" / "record.gpkg"
    assert run("init", record, "--case", tmp_path / "case").code == 0
    return record


def write_watch(tmp_path: Path, alerts: list[str]) -> None:
    source = '[[sources]]\nid = "inbox"\nkind = "folder"\nfolder = "inbox"\n'
    command = f"[alerts]\ncommand = {json.dumps(alerts)}\n"
    (tmp_path / "case" / "watch.toml").write_text(f'contact = "desk@example.org"\n{command}{source}', "utf-8")


def put_map(tmp_path: Path, phase: int) -> None:
    """A map into the watched folder, valid from another day in each phase."""
    since = f'"south", "valid_from": "2024-03-{12 + phase}",'.encode()
    content = draw_map(phase).replace(b'"south",', since)
    (tmp_path / "case" / "inbox" / "map.geojson").write_bytes(content)


def test_a_watch_that_cannot_be_used_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    write_case(tmp_path / "case", port=9, alerts=tmp_path / "alerts.txt")
    record = tmp_path / "case" / "record.gpkg"
    run("init", record, "--case", tmp_path / "case")
    (tmp_path / "case" / "watch.toml").write_text('contact = "desk@example.org"\nsources = 1\n', "utf-8")
    ran = run("watch", record, "--once")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("watch.toml: line 2, sources: expected `array`, got `int`\n")


def test_two_watches_of_one_record_do_not_run(
    watched: tuple[Site, Path, list[Visited | RoundEnded]],
) -> None:
    """The second is refused, and the first goes on."""
    _, record, _ = watched
    with WatchState.open(folder_of(record) / STATE), pytest.raises(UnusableInput, match="another process watches"):
        list(
            watch_record(
                record, watch=None, once=True, settings=Settings(), surroundings=make_surroundings(ToldClock())
            )
        )
