"""Records copied from home to home: the same entries, the same answers, the same head."""

from pathlib import Path

import pytest

from groundtruce.errors import UnusableInput
from groundtruce.record import copying
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from tests import story
from tests.postgres import Server
from tests.record import ADDITIONS, START, add_map
from tests.record.test_records import ask_everything


def answers(address: Address) -> tuple[object, ...]:
    with Record.open(address) as record:
        contents = [record.content(each.document.sha256) for each in ADDITIONS if each.document]
        return (*ask_everything(record), record.sightings(), record.traces(), record.moments(), contents)


def test_there_and_back_gives_the_same_record(whole_record: Path, server: Server, tmp_path: Path) -> None:
    """From a file to a database to a file: head, answers and layers are the first one's."""
    database, back = server.make_database(), tmp_path / "back.gpkg"
    with Record.open(whole_record) as record:
        head = record.head()
    assert copying.copy_record(whole_record, database) == head
    assert copying.copy_record(database, back) == head
    assert answers(back) == answers(database) == answers(whole_record)


class Interrupted(Exception):
    """What stops a copy."""


def test_an_interrupted_copy_goes_on_and_follows_a_record_that_grew(
    record_home: Address, new_home: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time it is stopped what was copied stays; copied again with more in it, the rest comes along."""
    monkeypatch.setattr(copying, "_TRANSACTIONS", 1)

    def stop(done: int, _total: int) -> None:
        raise Interrupted(done)

    heads = []
    for _ in range(3):
        with pytest.raises(Interrupted):
            copying.copy_record(record_home, new_home, progress=stop)
        with Record.open(new_home) as copy:
            heads.append(copy.head().seq)
    assert heads == sorted(set(heads))
    head = copying.copy_record(record_home, new_home)
    with Record.open(record_home, writable=True) as record:
        assert record.head() == head
        later = record.append(add_map(b"later"), now=START)
    assert copying.copy_record(record_home, new_home) == later


def test_another_record_is_not_written_over(whole_home: Address, new_home: Address) -> None:
    """One that is no beginning of the first, or goes on otherwise, is left as it is."""
    with Record.create(new_home, case=story.CASE, now=START) as record:
        head = record.append(add_map(b"other"), now=START)
    with pytest.raises(UnusableInput, match="never overwritten"):
        copying.copy_record(whole_home, new_home)
    with Record.open(new_home) as record:
        assert record.head() == head
