"""What is read from a record for one day answers as the whole record would, and does not grow with the record."""

from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from evaluation.made_archives import build_archive
from evaluation.made_records import CASE, FIRST_DAY, Making, build_record, make_reports
from groundtruce import pipeline
from groundtruce.model.times import parse_moment
from groundtruce.record.addresses import Address
from groundtruce.record.homes import open_home
from groundtruce.record.homes.home import Home
from groundtruce.record.records import Record
from tests.postgres import Server
from tests.record import START

SPARSE = Making(a_day=1, types=("shelling", "attack", "detention"))
"""A report a day, of nothing that a provision asks for whenever it happened."""


def test_a_day_s_answers_are_those_of_the_whole_record(tmp_path: Path, server: Server) -> None:
    """On a made record of 1,100 documents over 61 days, check, brief and incidents of a day agree with and without the rest.

    What a database gives for the day is the same, and so are its answers.
    """
    record, case = tmp_path / "record.gpkg", pipeline.load_case(CASE)
    build_record(record, list(make_reports(1_100, case=case)), case=case)
    whole = pipeline.know_record(record)
    database = server.make_database()
    pipeline.copy_record(record, database)
    for day in (FIRST_DAY + timedelta(days=5), FIRST_DAY + timedelta(days=58), date(2021, 6, 1)):
        known = pipeline.know_of_day_in(record, on=day)
        assert pipeline.know_of_day_in(database, on=day) == known
        assert pipeline.check_record(known, on=day) == pipeline.check_record(whole, on=day)
        assert pipeline.brief_record(known, on=day) == pipeline.brief_record(whole, on=day)
        some = pipeline.know_of_day_in(record, on=day, provisions=False)
        assert pipeline.know_of_day_in(database, on=day, provisions=False) == some
        assert pipeline.find_incidents(some, on=day) == pipeline.find_incidents(whole, on=day)
    assert len(some.readings) < len(whole.readings)


@pytest.mark.parametrize("home", ["file", "server"])
def test_a_day_of_a_longer_record_reads_no_more(tmp_path: Path, server: Server, home: str) -> None:
    """A record of 200 days and one of 600, with maps: a day in the middle asks as often, and gets as many rows, give or take chance."""
    counted = []
    for days in (200, 600):
        address = tmp_path / f"{days}.gpkg" if home == "file" else server.make_database()
        Record.create(address, case=pipeline.load_case(CASE), now=START).close()
        case = pipeline.load_case(CASE)
        build_archive(address, documents=days, zone_versions=days, case=case, making=SPARSE)
        counted.append(_count(address, FIRST_DAY + timedelta(days=days // 2)))
    (short, rows), (long, more) = counted
    assert short == long
    assert more < 1.25 * rows


# ---------------------------------------------------------------------------------------------------------------


class _Counting:
    """A home that counts what it is asked and the rows that it gives."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.asked = self.given = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._home, name)

    def row(self, statement: str, **parameters: Any) -> tuple[Any, ...] | None:
        self.asked += 1
        return self._home.row(statement, **parameters)

    def rows(self, statement: str, **parameters: Any) -> Generator[tuple[Any, ...], None, None]:
        self.asked += 1
        for row in self._home.rows(statement, **parameters):
            self.given += 1
            yield row


def _count(address: Address, day: date) -> tuple[int, int]:
    """How often a record is asked, and how many rows it gives, for a check and a brief of a day, now and as of a moment before."""
    home = _Counting(open_home(address, writable=False))
    with Record(home) as record:
        moments = record.moments()
        for as_of in (None, parse_moment(moments[-2].recorded)):
            home.asked = home.given = 0
            known = pipeline.know_of_day(record, on=day, as_of=as_of)
            assert known.document_count > len(known.documents)
            assert pipeline.check_record(known, on=day).findings
    return home.asked, home.given
