"""`groundtruce load`: the readings of a cluster in a record, in either home."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from evaluation.made_parts import write_parts
from evaluation.made_records import MadeReport, make_reports
from groundtruce import pipeline
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.model.cases import Case
from groundtruce.model.ids import digest
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from tests.conftest import CASE
from tests.running import Run

REPORTS, PART = 60, 20


class Stopped(Exception):
    """What ends a load between two parts."""


@pytest.fixture(scope="module")
def case() -> Case:
    return pipeline.load_case(CASE)


@pytest.fixture(scope="module")
def reports(case: Case) -> list[MadeReport]:
    """Made reports, of which the third comes again as another newsroom's copy, and the fourth comes twice."""
    made = list(make_reports(REPORTS - 2, case=case))
    return [*made[:10], copy_of(made[2], publisher="elsewhere"), *made[10:], made[3]]


@pytest.fixture(scope="module")
def folder(reports: list[MadeReport], case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readings")
    write_parts(folder, reports, case=case, texts_a_part=PART)
    return folder


def copy_of(report: MadeReport, *, publisher: str) -> MadeReport:
    content = report.content + b"\n"
    sha256 = digest(content)
    return MadeReport(
        replace(report.document, sha256=sha256, size=len(content), publisher=publisher, text=content.decode()),
        replace(report.reading, document=replace(report.reading.document, sha256=sha256, text=content.decode())),
        content,
    )


def test_every_document_is_recorded_once_with_its_reading_and_its_incidents(
    begun_home: Address, folder: Path, reports: list[MadeReport], case: Case
) -> None:
    """One transaction a part and the incidents after them; the chain verifies; loaded again, nothing changes."""
    done = pipeline.load_readings(begun_home, folder)
    assert (done.parts, done.added, done.known) == (3, REPORTS - 1, 1)
    with Record.open(begun_home) as record:
        assert record.verify() == done.head
        documents = record.documents()
        assert [document.sha256 for document in documents] == list(dict.fromkeys(r.document.sha256 for r in reports))
        assert record.readings() == {report.document.sha256: report.reading for report in reports}
        assert [d.copy_of for d in documents if d.copy_of] == [reports[2].document.sha256]
        assert all(record.content(report.document.sha256) == report.content for report in reports[:5])
        first_part = [entry.recorded for d in documents[:PART] for entry in record.trail(d.sha256)[:2]]
        assert len(set(first_part)) == 1
        told = {frozenset(incident.mentions) for incident in record.incidents()}
        at_once = match_claims(gather_claims(documents, record.readings(), case=case), case=case)
    wanted = {frozenset(incident.mentions) for incident in at_once}
    assert len(told & wanted) >= 0.95 * len(wanted)
    assert {mention for each in told for mention in each} == {mention for each in wanted for mention in each}
    again = pipeline.load_readings(begun_home, folder)
    assert (again.added, again.known, again.incidents, again.head) == (0, REPORTS, 0, done.head)


def test_a_load_that_was_stopped_goes_on(begun_home: Address, folder: Path) -> None:
    """With whole parts only, and with the incidents that a load at one go gives."""

    def stop(message: str) -> None:
        if "part 2" in message:
            raise Stopped

    with pytest.raises(Stopped):
        pipeline.load_readings(begun_home, folder, progress=stop)
    with Record.open(begun_home) as record:
        assert len(record.headers()) == 2 * PART
        assert record.incidents() == ()
    done = pipeline.load_readings(begun_home, folder)
    assert (done.added, done.known) == (REPORTS - 2 * PART - 1, 2 * PART + 1)
    with Record.open(begun_home) as record:
        assert record.verify() == done.head
        assert len(record.incidents()) == done.incidents


def test_readings_of_another_case_are_refused(
    begun_home: Address, tmp_path: Path, reports: list[MadeReport], run: Run
) -> None:
    """Their parties and places are not the record's; neither is a folder without readings taken."""
    write_parts(tmp_path / "readings", reports[:3], case=None)
    ran = run("load", begun_home, tmp_path / "readings")
    assert ran.code == 3
    assert "was read without a case" in ran.err
    assert run("load", begun_home, tmp_path).code == 3
    assert run("verify", begun_home).code == 0


def test_the_command_says_what_it_did(tmp_path: Path, folder: Path, run: Run) -> None:
    """For people in one line, for programs as JSON."""
    record = tmp_path / "record.gpkg"
    pipeline.start_record(record, case=CASE)
    said = run("load", record, folder)
    assert said.out.startswith(f"{REPORTS - 1} documents of 3 parts added, 1 there already; ")
    assert run("load", record, folder, "--json").json["known"] == REPORTS
