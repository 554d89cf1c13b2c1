"""What is read from a record for one day answers as the whole record would."""

from datetime import date, timedelta
from pathlib import Path

from evaluation.made_records import CASE, FIRST_DAY, build_record, make_reports
from groundtruce import pipeline


def test_a_day_s_answers_are_those_of_the_whole_record(tmp_path: Path) -> None:
    """On a made record of 1,100 documents over 61 days, check, brief and incidents of a day agree with and without the rest."""
    record, case = tmp_path / "record.gpkg", pipeline.load_case(CASE)
    build_record(record, list(make_reports(1_100, case=case)), case=case)
    whole = pipeline.know_record(record)
    for day in (FIRST_DAY + timedelta(days=5), FIRST_DAY + timedelta(days=58), date(2021, 6, 1)):
        known = pipeline.know_of_day_in(record, on=day)
        assert pipeline.check_record(known, on=day) == pipeline.check_record(whole, on=day)
        assert pipeline.brief_record(known, on=day) == pipeline.brief_record(whole, on=day)
        some = pipeline.know_of_day_in(record, on=day, provisions=False)
        assert pipeline.find_incidents(some, on=day) == pipeline.find_incidents(whole, on=day)
    assert len(some.readings) < len(whole.readings)
