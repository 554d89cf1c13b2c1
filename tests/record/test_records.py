"""The record: making, opening, adding and asking, by both clocks."""

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import shapely

from groundtruce.compare.zone_history.series import find_series, find_version
from groundtruce.errors import BrokenRecord, UnusableInput
from groundtruce.model.asked import AskedMentions, Surroundings
from groundtruce.model.readings import Reading
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Head, Match, Record
from tests import story
from tests.behind import change_rows
from tests.record import (
    ADDITIONS,
    MAP_BEFORE,
    START,
    TWO_PARTS,
    add_map,
    add_report,
    make_document,
    make_incident,
    read_again,
)


def ask_everything(record: Record, as_of: datetime | None = None) -> tuple[object, ...]:
    """Every answer that a record gives."""
    return (
        record.head(as_of=as_of),
        record.case(as_of=as_of),
        record.documents(as_of=as_of),
        record.readings(as_of=as_of),
        record.told({ADDITIONS[1].document.sha256}, as_of=as_of),
        record.zone_versions(as_of=as_of),
        record.incidents(as_of=as_of),
        record.search("Ardan", as_of=as_of),
        [record.has_document(a.document.sha256, as_of=as_of) for a in ADDITIONS if a.document],
    )


def test_as_of_a_moment_the_record_answers_as_it_did_then(new_home: Address) -> None:
    """After each addition all answers are kept; asked again as of that moment at the end, they are the same to the byte."""
    then: list[tuple[datetime, bytes]] = []
    with Record.create(new_home, case=story.CASE, now=START) as record:
        for minute, addition in enumerate(ADDITIONS, start=1):
            now = START + timedelta(minutes=minute)
            record.append(addition, now=now)
            then.append((now, msgspec.json.encode(ask_everything(record))))
    assert len({answers for _, answers in then}) == len(ADDITIONS)
    with Record.open(new_home) as record:
        for moment, answers in then:
            assert msgspec.json.encode(ask_everything(record, moment)) == answers
            assert msgspec.json.encode(ask_everything(record, moment + timedelta(seconds=59))) == answers


def test_worked_example_of_what_was_known_when(whole_home: Address) -> None:
    """At the second minute one map and one report with two incidents are known; at the end an incident more, one withdrawn."""
    with Record.open(whole_home) as record:
        moment = START + timedelta(minutes=2)
        assert [incident.id for incident in record.incidents(as_of=moment)] == ["incident-1", "incident-2"]
        assert record.incidents(as_of=moment)[0].sources == 1
        assert [version.valid_from for version in record.zone_versions(as_of=moment)] == ["2031-03-05"]
        assert len(record.readings(as_of=moment)) == 1
        assert [incident.id for incident in record.incidents()] == ["incident-1", "incident-3"]
        assert record.incidents()[0].sources == 2
        assert [version.valid_from for version in record.zone_versions()] == ["2031-03-05", "2031-03-12", "2031-03-XX"]


def test_before_it_began_a_record_has_no_head_and_no_case(whole_home: Address) -> None:
    """As of a moment before its first entry a record knows nothing, and says so."""
    before = START - timedelta(microseconds=1)
    with Record.open(whole_home) as record:
        assert record.documents(as_of=before) == ()
        assert record.incidents(as_of=before) == ()
        for question in (record.head, record.case):
            with pytest.raises(UnusableInput, match="had not begun"):
                question(as_of=before)


def test_what_goes_in_comes_out(whole_home: Address) -> None:
    """Case, documents, contents, readings with their text, and shapes come out equal to what was recorded."""
    documents = [addition.document for addition in ADDITIONS if addition.document]
    with Record.open(whole_home) as record:
        assert record.case() == story.CASE
        assert list(record.documents()) == documents
        assert record.content(documents[0].sha256) == MAP_BEFORE
        assert record.readings() == {a.reading.document.sha256: a.reading for a in ADDITIONS if a.reading}
        drawn = [version for addition in ADDITIONS for version in addition.zone_versions]
        assert list(record.zone_versions()) == drawn
        assert shapely.from_wkb(record.zone_versions()[2].wkb).equals(shapely.from_wkb(TWO_PARTS.wkb))


def test_a_document_is_found_by_the_beginning_of_its_hash(whole_home: Address) -> None:
    """A beginning that only one document has is enough; none, several or no hash are refused."""
    with Record.open(whole_home) as record:
        documents = record.documents()
        assert record.document(documents[1].sha256[:10]) == documents[1]
        assert record.document(documents[1].sha256) == documents[1]
        with pytest.raises(UnusableInput, match="no document"):
            record.document(documents[1].sha256, as_of=START)
        with pytest.raises(UnusableInput, match="no document"):
            record.document("0" * 64)
        with pytest.raises(UnusableInput, match="not the SHA-256"):
            record.document("%")
        with pytest.raises(UnusableInput, match="no document"):
            record.content("0" * 64)


def test_a_beginning_that_several_documents_share_is_refused(new_home: Address) -> None:
    """Of seventeen documents two share their first hexadecimal digit."""
    with Record.create(new_home, case=story.CASE, now=START) as record:
        hashes = []
        for number in range(17):
            addition = add_map(b"%d" % number)
            assert addition.document
            hashes.append(addition.document.sha256)
            record.append(addition, now=START)
        first_digits = [sha256[0] for sha256 in hashes]
        shared = next(digit for digit in first_digits if first_digits.count(digit) > 1)
        with pytest.raises(UnusableInput, match="several documents"):
            record.document(shared)


def test_recorded_time_only_goes_forward(new_home: Address) -> None:
    """A clock that stands still or goes back is taken as a microsecond after the last transaction."""
    with Record.create(new_home, case=story.CASE, now=START) as record:
        record.append(add_map(b"1"), now=START)
        assert record.head().recorded == "2031-03-13T09:00:00.000001Z"
        record.append(add_map(b"2"), now=START - timedelta(days=1))
        assert record.head().recorded == "2031-03-13T09:00:00.000002Z"
        record.append(add_map(b"3"), now=START + timedelta(seconds=1))
        assert record.head().recorded == "2031-03-13T09:00:01.000000Z"
        with pytest.raises(ValueError, match="time zone"):
            record.append(add_map(b"4"), now=START.replace(tzinfo=None))


def test_the_same_bytes_are_not_recorded_twice(record_home: Address) -> None:
    """A document that is recorded already is refused, and nothing with it is recorded."""
    with Record.open(record_home, writable=True) as record:
        head = record.head()
        with pytest.raises(UnusableInput, match="recorded already"):
            record.append(add_map(MAP_BEFORE), now=START)
        assert record.head() == head


def test_an_addition_computed_on_an_older_head_is_refused(record_home: Address) -> None:
    """With `after`, whoever was overtaken by another process learns of it and records nothing."""
    with Record.open(record_home, writable=True) as first, Record.open(record_home, writable=True) as second:
        head = first.head()
        second.append(add_map(b"overtakes"), now=START)
        with pytest.raises(UnusableInput, match="meanwhile"):
            first.append(add_map(b"overtaken"), now=START, after=head)
        assert first.append(add_map(b"overtaken"), now=START, after=second.head()) == second.head()


def test_valid_times_of_one_source_may_overlap(new_home: Address) -> None:
    """A zone until July that is extended, drawn otherwise, from May to January: both are kept as stated, and the later one holds."""
    first = msgspec.structs.replace(story.BEFORE, valid_from="2031-03-01", valid_to="2031-07-01", id="zone-until-july")
    extended = msgspec.structs.replace(story.AFTER, valid_from="2031-05-01", valid_to="2032-01-01", id="zone-extended")
    with Record.create(new_home, case=story.CASE, now=START) as record:
        record.append(add_map(b"first", first), now=START)
        record.append(add_map(b"extended", extended), now=START)
        record.verify()
        versions = record.zone_versions()
        assert [(each.valid_from, each.valid_to) for each in versions] == [
            ("2031-03-01", "2031-07-01"),
            ("2031-05-01", "2032-01-01"),
        ]
        (series,) = find_series(versions)
        days = {"2031-04-30": "zone-until-july", "2031-06-01": "zone-extended", "2031-12-31": "zone-extended"}
        for day, holding in days.items():
            found = find_version(series, datetime.fromisoformat(f"{day}T12:00:00+00:00"))
            assert found is not None
            assert found.id == holding
        assert find_version(series, datetime.fromisoformat("2032-01-01T00:00:00+00:00")) is None


def test_a_later_reading_supersedes(record_home: Address) -> None:
    """A document that was read again has the later reading; as of before, the earlier."""
    with Record.open(record_home, writable=True) as record:
        (sha256, earlier), *_ = record.readings().items()
        moment = START + timedelta(minutes=9)
        record.append(Addition(reading=Reading(document=earlier.document)), now=moment)
        assert record.readings()[sha256] == Reading(document=earlier.document)
        assert record.readings(as_of=START + timedelta(minutes=8))[sha256] == earlier
        record.verify()


def test_of_other_documents_only_what_they_tell_of_is_given(record_home: Address) -> None:
    """The chosen document's latest reading is whole; of another one only its events of the types asked for."""
    report, denial = read_again(record_home)
    with Record.open(record_home) as record:
        told = record.told({report.document.sha256}, partly={denial.document.sha256}, types={"shelling"})
        numbers = record.latest_numbers("document", {report.document.sha256, denial.document.sha256})
    shelling = msgspec.structs.replace(denial, dates=(), event_mentions=denial.event_mentions[1:])
    assert {reading.document.sha256: reading for _, _, reading in told} == {
        report.document.sha256: report,
        denial.document.sha256: shelling,
    }
    assert {document.sha256: number for number, document, _ in told} == numbers


@pytest.mark.parametrize(
    ("asked", "hours", "found"),
    [
        (AskedMentions(types=("attack",)), None, 2),
        (AskedMentions(types=("attack", "shelling")), None, 2),
        (AskedMentions(types=("shelling",)), None, 1),
        (AskedMentions(types=("air strike",)), None, 0),
        (AskedMentions(types=("attack",), parties=("belm",)), None, 2),
        (AskedMentions(types=("attack",), latest=1), None, 2),
        (AskedMentions(types=("attack",), window_days=3), None, 2),
        (AskedMentions(types=("attack",), near=Surroundings(places=("case:ridge",))), None, 0),
        (AskedMentions(types=("attack",), near=Surroundings(box=(0, 0, 90, 90))), None, 0),
        (AskedMentions(types=("attack",), near=Surroundings(words=("zudg",))), None, 1),
        (AskedMentions(types=("attack",)), 1, 0),
    ],
)
def test_documents_are_found_by_the_mentions_that_are_asked_for(
    record_home: Address, asked: AskedMentions, hours: int | None, found: int
) -> None:
    """By type, by who takes part (or is not named), by place, of a window; as of a moment before they were read, none."""
    read_again(record_home)
    as_of = START + timedelta(hours=hours) if hours else None
    day = date(2031, 3, 14)
    with Record.open(record_home) as record:
        assert len(record.documents_asked([asked], first=day, final=day, as_of=as_of)) == found
        assert record.documents_asked([asked], first=day, final=date(2031, 3, 12), as_of=as_of) == set()


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        (Addition(content=b"x"), "without its document"),
        (Addition(document=make_document(b"x"), content=b"y"), "not that of document"),
        (Addition(document=make_document(b"x"), content=b"x", reading=ADDITIONS[1].reading), "another document's"),
        (Addition(reading=add_report("never recorded", "x").reading), "not recorded"),
    ],
)
def test_parts_that_do_not_belong_together_are_a_mistake(record_home: Address, addition: Addition, said: str) -> None:
    """Content, document and reading must be of one document."""
    with Record.open(record_home, writable=True) as record, pytest.raises(ValueError, match=said):
        record.append(addition, now=START)


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        (
            add_map(b"a", msgspec.structs.replace(story.BEFORE, wkb=shapely.to_wkb(shapely.Point(1, 2)))),
            "neither a Polygon",
        ),
        (add_map(b"b", msgspec.structs.replace(story.BEFORE, wkb=story.BEFORE.wkb[:-1])), "ends before"),
        (add_map(b"c", msgspec.structs.replace(story.BEFORE, valid_from="soon")), "not an EDTF date"),
        (Addition(incidents=(make_incident(date="2031-02-30"),)), "day is out of range"),
        (Addition(incidents=(make_incident(reason="\ud800"),)), "surrogates not allowed"),
    ],
)
def test_what_cannot_be_recorded_leaves_the_record_as_it_was(
    record_home: Address, addition: Addition, said: str
) -> None:
    """A shape that is no area, a date that is none, text that is no Unicode: refused in one line, nothing recorded."""
    with Record.open(record_home, writable=True) as record:
        head = record.head()
        with pytest.raises(UnusableInput, match=said):
            record.append(addition, now=START)
        assert record.head() == head
        assert record.verify() == head


def test_an_empty_addition_adds_nothing(record_home: Address) -> None:
    """Where nothing is new, the head stays."""
    with Record.open(record_home, writable=True) as record:
        assert record.append(Addition(), now=START + timedelta(days=1)) == record.head()


@pytest.mark.parametrize(
    "action", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "INSERT OR REPLACE INTO {} SELECT * FROM {}"]
)
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("entries", "body"),
        ("contents", "bytes"),
        ("texts", "body"),
        ("zone_shapes", "geom"),
        ("incident_points", "geom"),
        ("places", "geom"),
    ],
)
def test_recorded_rows_refuse_to_be_changed(record_path: Path, table: str, column: str, action: str) -> None:
    """UPDATE, DELETE and REPLACE of any recorded table are refused by the file itself."""
    with closing(sqlite3.connect(record_path)) as connection:
        names = (table, table) if "REPLACE" in action else (table, column, column)
        with pytest.raises(sqlite3.IntegrityError, match=r"a record only grows|follows the last one"):
            connection.execute(action.format(*names))


def test_an_entry_that_does_not_follow_the_last_is_refused_by_the_file(record_path: Path) -> None:
    """The file itself refuses an entry with a gap before it or with another's hash."""
    with closing(sqlite3.connect(record_path)) as connection:
        for seq in ("max(seq) + 1", "max(seq) + 2"):
            with pytest.raises(sqlite3.IntegrityError, match="follows the last one"):
                connection.execute(
                    f"INSERT INTO entries SELECT {seq}, 'incident', 'x', recorded, '{{}}', 'not the hash', '' FROM entries"
                )


def test_search_finds_words_and_phrases_and_marks_them(whole_home: Address) -> None:
    """All words must stand in the document; accents and case do not matter; marks are offsets into the snippet."""
    with Record.open(whole_home) as record:
        (found,) = record.search("SOLDIERS killed")
        assert found.title == "Attack near South Ridge"
        assert [found.snippet[start:end] for start, end in found.marks] == ["soldiers", "killed"]
        assert [match.title for match in record.search("naive")] == ["Denial"]
        assert [match.title for match in record.search("Ardan Ministry")] == ["Denial", "Attack near South Ridge"]
        assert len(record.search("Ardan Ministry", limit=1)) == 1
        assert record.search('"soldiers killed"') == ()
        assert [match.title for match in record.search('"soldiers were killed"')] == ["Attack near South Ridge"]


def test_search_in_a_text_of_millions_of_letters_takes_no_time(record_home: Address) -> None:
    """The first of the fullest passages is shown; a word of the title alone marks nothing."""
    text = "Naïve words. " + "soldiers were killed, " * 200_000
    long = Addition(document=make_document(text.encode(), text=text, title="Long"), content=text.encode())
    with Record.open(record_home, writable=True) as record:
        record.append(long, now=START + timedelta(days=1))
        started = time.monotonic()
        found = record.search('"soldiers WERE" killed')[0]
        assert [found.snippet[start:end] for start, end in found.marks][:3] == [
            "soldiers were",
            "killed",
            "soldiers were",
        ]
        assert found.snippet.startswith("Naïve words. soldiers were killed")
        naive = record.search("naive words")[0]
        assert [naive.snippet[start:end] for start, end in naive.marks] == ["Naïve", "words"]
        assert record.search("long")[0].marks == ()
        assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', "*", "a AND", "NEAR(", "title:x", "-", "— …", "(x", "x)", "^x", "x\x00y", "'; DROP", "{a}:b"],
)
def test_no_query_is_a_syntax_error(whole_home: Address, query: str) -> None:
    """Whatever a person types is words."""
    with Record.open(whole_home) as record:
        assert all(isinstance(match, Match) for match in record.search(query))


def test_a_record_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    """An existing file is refused and kept; a folder that is not there is said; a failing case leaves no file."""
    path = tmp_path / "r.gpkg"
    path.write_text("mine")
    with pytest.raises(UnusableInput, match="exists already"):
        Record.create(path, case=story.CASE, now=START)
    assert path.read_text() == "mine"
    with pytest.raises(UnusableInput, match="no such folder"):
        Record.create(tmp_path / "nowhere" / "r.gpkg", case=story.CASE, now=START)
    bad = msgspec.structs.replace(story.CASE, title="\ud800")
    with pytest.raises(UnusableInput):
        Record.create(tmp_path / "bad.gpkg", case=bad, now=START)
    assert [file.name for file in tmp_path.iterdir()] == ["r.gpkg"]


def make_geopackage(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1196444487")
        connection.execute(f"CREATE TABLE {table}")


def test_what_is_no_record_is_said_in_one_line(tmp_path: Path) -> None:
    """A missing file, a folder, an empty file, text, another SQLite file, another GeoPackage: each has its reason."""
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("no record")
    (tmp_path / "junk").write_bytes(b"SQLite format 3\x00" + b"GPKG" * 300)
    with closing(sqlite3.connect(tmp_path / "plain")) as connection:
        connection.execute("CREATE TABLE entries (seq)")
    make_geopackage(tmp_path / "gpkg", "other (a)")
    make_geopackage(tmp_path / "gpkg-entries", "entries (seq, text)")
    reasons = {
        "missing": "no such file",
        ".": "no file",
        "empty": "empty",
        "text": "not an SQLite file",
        "junk": "not an SQLite file",
        "plain": "not a GeoPackage",
        "gpkg": "without a chain",
        "gpkg-entries": "without a chain",
    }
    for name, reason in reasons.items():
        for writable in (False, True):
            with pytest.raises(UnusableInput, match=reason) as unusable:
                Record.open(tmp_path / name, writable=writable)
            assert "\n" not in str(unusable.value)


def test_a_record_opened_for_reading_refuses_additions(whole_home: Address) -> None:
    """Nothing is written through a reader."""
    with Record.open(whole_home) as record, pytest.raises(UnusableInput, match="for reading only"):
        record.append(add_map(b"x"), now=START)


def test_a_closed_record_is_one_file(tmp_path: Path) -> None:
    """While it is written a log stands beside the record; the last one to close it folds the log in."""
    path = tmp_path / "r.gpkg"
    with Record.create(path, case=story.CASE, now=START) as record:
        record.append(ADDITIONS[0], now=START)
        with Record.open(path) as reader:
            assert (tmp_path / "r.gpkg-wal").exists()
            assert reader.head() == record.head()
            record.append(ADDITIONS[1], now=START)
            assert reader.head() == record.head()
    assert [file.name for file in tmp_path.iterdir()] == ["r.gpkg"]


def test_the_last_reader_folds_the_log_in_that_a_writer_left(tmp_path: Path) -> None:
    """A writer that closes while someone still reads leaves the log to the reader."""
    path = tmp_path / "r.gpkg"
    writer = Record.create(path, case=story.CASE, now=START)
    reader = Record.open(path)
    writer.append(ADDITIONS[0], now=START)
    head = writer.head()
    writer.close()
    assert reader.head() == head
    reader.close()
    assert [file.name for file in tmp_path.iterdir()] == ["r.gpkg"]


def test_a_damaged_body_names_its_entry_in_every_question(record_home: Address) -> None:
    """A question that meets a body it cannot read says which entry it is; it does not answer without it."""
    change_rows(
        record_home,
        "entries",
        "UPDATE entries SET body = replace(body, '\"sources\":2', '\"sources\":x') WHERE kind = 'incident'",
    )
    with Record.open(record_home) as record:
        (seq,) = record.home.row("SELECT seq FROM entries WHERE body LIKE :changed", changed='%sources":x%') or ()
        with pytest.raises(BrokenRecord, match="cannot be read") as broken:
            record.incidents()
        assert broken.value.entry == seq
        assert len(record.incidents(as_of=START + timedelta(minutes=2))) == 2


def test_threads_and_processes_take_turns(new_home: Address) -> None:
    """Four writers at once add ten documents each; none is lost and the chain holds."""
    Record.create(new_home, case=story.CASE, now=START).close()
    errors: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            with Record.open(new_home, writable=True) as record:
                for number in range(10):
                    record.append(add_map(b"%d %d" % (writer, number)), now=START)
        except BaseException as error:  # noqa: BLE001  # kept for the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with Record.open(new_home) as record:
        assert record.verify().seq == 41
    if isinstance(new_home, Path):
        assert [file.name for file in new_home.parent.iterdir()] == ["r.gpkg"]


FILL_THE_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from groundtruce.errors import UnusableInput
from groundtruce.record.records import Record
from tests.record import add_map
path = Path(sys.argv[1])
with Record.open(path, writable=True) as record:
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100_000,) * 2)
    for content in (b"x" * 1_000_000, b"y" * 1_000_000):
        try:
            record.append(add_map(content), now=datetime.now(UTC))
        except UnusableInput as error:
            print(error.reason)
    record.append(add_map(b"small"), now=datetime.now(UTC))
    print(record.head().hash)
"""


def test_a_full_disk_is_said_and_leaves_the_file_as_it_was(record_path: Path) -> None:
    """With no room for a document nothing of it is recorded; a smaller one still is."""
    ran = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, record_path], capture_output=True, text=True, check=True, timeout=60
    )
    first, second, head = ran.stdout.splitlines()
    assert first == second
    assert "nothing was recorded" in first
    with Record.open(record_path) as record:
        assert record.verify().hash == head
        assert len(record.documents()) == len(ADDITIONS) + 1


def test_the_head_is_the_last_entry(whole_home: Address) -> None:
    """A head names the entry, its moment and its hash."""
    with Record.open(whole_home) as record:
        assert record.head(as_of=START) == Head(
            seq=1, recorded="2031-03-13T09:00:00.000000Z", hash=record.head(as_of=START).hash
        )
        assert record.head().seq == 19
        assert record.head().recorded == "2031-03-13T09:05:00.000000Z"
